"""Who speaks: names, titles, pronouns, nominals, documents, groups. The persons and most states are invented."""

import pytest

from tests.resolve.conftest import Reader

TABLE = [
    ("Foreign minister Ilsa Brandvold said on Monday that the border would stay open.", ["Ilsa Brandvold"]),
    ("The border would stay open, the German government said in Berlin.", ["German government"]),
    ("Moscow said that it would reopen the border with Norway next week.", ["Russia"]),
    (
        "“The border will stay open next week,” Ilsa Brandvold said. “We have nothing to hide,” she added.",
        ["Ilsa Brandvold"] * 2,
    ),
    ("According to Ilsa Brandvold, the border would stay open for the rest of the year.", ["Ilsa Brandvold"]),
    ("Four European officials said that the border would stay open next week.", ["Four European officials"]),
    ("Egypt, Greece and Cyprus said that they would reopen the border next week.", ["Egypt, Greece, Cyprus"]),
    ("The statement by the French Foreign Ministry said that the border would stay open.", ["French Foreign Ministry"]),
    ("The Kremlin said that the border would stay open for the rest of the year.", ["Kremlin"]),
]


@pytest.mark.parametrize(("text", "speakers"), TABLE)
def test_the_speaker_is_resolved(facts_of: Reader, text: str, speakers: list[str]) -> None:
    found = [", ".join(s.actor.label for s in statement.speakers) for statement in facts_of(text).statements]
    assert found == speakers


def test_a_surname_is_the_person_of_that_full_name_also_when_it_comes_first(facts_of: Reader) -> None:
    text = "Brandvold says the border stays open\n\nForeign minister Ilsa Brandvold said the border would stay open."
    assert {s.speakers[0].actor.label for s in facts_of(text).statements} == {"Ilsa Brandvold"}


def test_every_resolution_tells_how_it_came_about(facts_of: Reader) -> None:
    text = "Ilsa Brandvold met reporters in Oslo. She said that the border would stay open next week."
    (statement,) = facts_of(text).statements
    assert statement.speakers[0].actor.label == "Ilsa Brandvold"
    assert "She" in statement.speakers[0].reason[0]


def test_spellings_of_one_name_are_one_actor(facts_of: Reader) -> None:
    ids = set()
    for name in ("Volodymyr Zelensky", "Volodymyr Zelenskiy", "Wolodymyr Selenskyj"):
        (statement,) = facts_of(f"Ukrainian President {name} said that the talks would resume on Monday.").statements
        ids.add(statement.speakers[0].actor.id)
    assert len(ids) == 1
