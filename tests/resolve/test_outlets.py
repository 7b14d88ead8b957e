"""Through whom a statement came: outlets and channels, as against media that speak or are spoken of."""

import pytest

from tests.resolve.conftest import Reader

TABLE = [
    # outlets
    ("Ilsa Brandvold told Politico that the border would stay open.", "Ilsa Brandvold", ["Politico"]),
    ("In an interview with RT, Ilsa Brandvold said that the border would stay open.", "Ilsa Brandvold", ["RT"]),
    ("The border will stay open, Ilsa Brandvold said, Sputnik reports.", "Ilsa Brandvold", ["Sputnik"]),
    ("“The border will stay open,” Ilsa Brandvold said, Sputnik reports.", "Ilsa Brandvold", ["Sputnik"]),
    ("Ilsa Brandvold said the border would stay open, as reported by TASS.", "Ilsa Brandvold", ["TASS"]),
    ("Ilsa Brandvold, quoted by Interfax, said that the border would stay open.", "Ilsa Brandvold", ["Interfax"]),
    ("TASS quoted Ilsa Brandvold as saying that the border would stay open.", "Ilsa Brandvold", ["TASS"]),
    ("“The border will stay open,” Ilsa Brandvold was quoted by TASS as saying.", "Ilsa Brandvold", ["TASS"]),
    ("The border will stay open, RT reported, citing Ilsa Brandvold.", "Ilsa Brandvold", ["RT"]),
    ("The minister told the Fjord Herald newspaper that the border would stay open.", "minister", ["Fjord Herald"]),
    # channels
    ("Ilsa Brandvold wrote on her Telegram channel that the border would stay open.", "Ilsa Brandvold", ["Telegram"]),
    ("In a Telegram post, Ilsa Brandvold said that the border would stay open.", "Ilsa Brandvold", ["Telegram"]),
    ("The border will stay open, Ilsa Brandvold posted on X.", "Ilsa Brandvold", ["Twitter"]),
    ("In a tweet, Ilsa Brandvold said that the border would stay open.", "Ilsa Brandvold", ["Twitter"]),
    ("Ilsa Brandvold tweeted that the border would stay open.", "Ilsa Brandvold", ["Twitter"]),
    ("Ilsa Brandvold said on her Facebook page that the border would stay open.", "Ilsa Brandvold", ["Facebook"]),
    ("In a YouTube video, Ilsa Brandvold said that the border would stay open.", "Ilsa Brandvold", ["YouTube"]),
    # a medium that speaks, is spoken of, or pays the speaker
    ("State media said that the border would stay open.", "State media", []),
    ("Reuters reported that the border would stay open.", "Reuters", []),
    ("Ilsa Brandvold said that Twitter should be closed.", "Ilsa Brandvold", []),
    ("Ilsa Brandvold accused RT of lying about the border.", "Ilsa Brandvold", []),
    ("RT's editor Ilsa Brandvold said that the border would stay open.", "Ilsa Brandvold", []),
    ("Ilsa Brandvold, who once worked for Reuters, said that the border would stay open.", "Ilsa Brandvold", []),
]


@pytest.mark.parametrize(("text", "speaker", "media"), TABLE)
def test_a_statement_keeps_the_medium_that_carried_it_and_no_other(
    facts_of: Reader, text: str, speaker: str, media: list[str]
) -> None:
    (statement,) = facts_of(text).statements
    assert [s.actor.label for s in statement.speakers] == [speaker]
    assert [v.actor.label for v in statement.via] == media


def test_the_content_is_without_who_is_quoted_in_it(facts_of: Reader) -> None:
    for text in (
        "TASS quoted Ilsa Brandvold as saying that the border would stay open.",
        "The border would stay open, RT reported, citing Ilsa Brandvold.",
        "The border would stay open, Ilsa Brandvold said, Sputnik reports.",
    ):
        (statement,) = facts_of(text).statements
        assert [m.text.lower() for m in statement.content] == ["the border would stay open"]
