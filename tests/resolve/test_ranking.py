"""What pronouns are linked to, word by word. The persons and most states are invented."""

import pytest

from kgraph.records import Attribution
from kgraph.resolve.ranking import links, weights
from kgraph.resolve.statements import statements
from tests.resolve.test_genders import cast_from

TABLE = [
    # the words of the pronoun's sentence that come after the name bind it
    ("Prime Minister Halvard Omdal said in Oslo that he would stay.", "he", "Halvard Omdal"),
    ("Prime Minister Halvard Omdal praised his crew in Oslo.", "his", "Halvard Omdal"),
    # cataphora: the subject that a possessor leans on comes later
    ("In his speech, Prime Minister Halvard Omdal praised the crew.", "his", "Halvard Omdal"),
    # two arguments of one verb are two people
    ("Foreign minister Sofia Vesle met Anna Lind in Oslo. Lind thanked her.", "her", "Sofia Vesle"),
    # number and kind
    ("Norway and Sweden signed the treaty, and they will open the bridge.", "they", "Norway and Sweden"),
    ("The company lost two ferries, and it will lose a third.", "it", "The company"),
    ("Sofia Vesle met two officials from the ministry, who said that they were content.", "they", "two officials"),
]


@pytest.mark.parametrize(("text", "pronoun", "words"), TABLE)
def test_a_pronoun_is_linked_to_the_words_it_stands_for(text: str, pronoun: str, words: str) -> None:
    cast = cast_from(text)
    (found,) = [link.one.words.text for i, link in cast.links.items() if cast.doc[i].lower_ == pronoun]
    assert found.startswith(words)


def test_a_pronoun_without_anybody_before_it_is_linked_to_nobody() -> None:
    assert links(cast_from("He left. She stayed.")) == {}


def test_the_weights_are_data() -> None:
    assert weights()["role:subject:1"] > weights()["role:oblique:1"]
    assert weights()["gender:other"] < 0 < weights()["gender:fits"]


@pytest.mark.parametrize(("word", "speaker"), [("I", "Ilsa Brandvold"), ("We", "Norway")])
def test_who_speaks_inside_a_quotation_is_the_one_who_is_quoted(word: str, speaker: str) -> None:
    text = f"“{word} said that the border would close,” Norwegian foreign minister Ilsa Brandvold told reporters."
    cast = cast_from(text)

    def mention(words: str):  # type: ignore[no-untyped-def]
        return cast.article.mention(text.index(words), text.index(words) + len(words))

    inner = Attribution(mention(word), mention("said"), (mention("the border would close"),), "indirect", 1.0, "test")
    told = mention(f"“{word} said that the border would close,”")
    outer = Attribution(mention("Ilsa Brandvold"), mention("told"), (told,), "direct", 1.0, "test")
    found = {s.cue.text: s.speakers[0].actor.label for s in statements(cast, [inner, outer]) if s.cue}
    assert found == {"told": "Ilsa Brandvold", "said": speaker}
