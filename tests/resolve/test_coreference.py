"""Whom "he", "they", "it", "the driver" stand for as speakers. The persons and most states are invented."""

import pytest

from tests.resolve.conftest import Reader

TABLE = [
    # gender
    (
        "Chancellor Henrik Saar met foreign minister Ilsa Brandvold in Oslo. She said that the talks had been useful. "
        "He said that they would go on.",
        ["Ilsa Brandvold", "Henrik Saar"],
    ),
    # the subject before the object, who spoke before who did not
    (
        "Prime Minister Halvard Omdal met Admiral Tord Vesle in Oslo. He said that the fleet was ready.",
        ["Halvard Omdal"],
    ),
    # nobody by name
    (
        "Ilsa Brandvold met reporters in Oslo. Her spokesman said that the border would stay open next week. "
        "He added that nobody would be turned away.",
        ["Her spokesman", "Her spokesman"],
    ),
    ("A lorry driver was stopped at the bridge. The driver said that he had waited for nine hours.", ["lorry driver"]),
    # many
    (
        "Egypt and Greece met in Cairo on Monday. They said that they would reopen the border.",
        ["Egypt, Greece"],
    ),
    (
        "Egypt and Greece met in Cairo on Monday. Both countries said that they would reopen the border.",
        ["Egypt, Greece"],
    ),
    (
        "Two officials said that the border would open next week. They added that the guards had been told.",
        ["Two officials", "Two officials"],
    ),
    # bodies
    (
        "The Foreign Ministry of Norway summoned the envoy. The ministry said that the cable had been cut on purpose.",
        ["Norwegian Foreign Ministry"],
    ),
    (
        "The Foreign Ministry of Norway summoned the envoy. It said that the cable had been cut on purpose.",
        ["Norwegian Foreign Ministry"],
    ),
    (
        "The shipping company Nordline lost two ferries. The company said that nobody had been hurt.",
        ["Nordline"],
    ),
    # one of its own: what is told of it, or whose it is, keeps it from being the one that was named before
    (
        "The shipping company Nordline lost two ferries. The organisation of truckers said that the bridge was closed.",
        ["organisation of truckers"],
    ),
    (
        "Swedish army spokesman Tord Vesle left Oslo on Monday. Ilsa Brandvold stayed at home in Bergen. "
        "Her spokesman said that the border would stay open.",
        ["Her spokesman"],
    ),
    # quotation marks: who speaks is not the one that the quotation speaks of
    (
        "Prime Minister Halvard Omdal was sharper. “A thief has come to our harbour in the night,” he said.",
        ["Halvard Omdal"],
    ),
]


@pytest.mark.parametrize(("text", "speakers"), TABLE)
def test_a_pronoun_or_nominal_speaks_for_whom_it_stands_for(facts_of: Reader, text: str, speakers: list[str]) -> None:
    found = [", ".join(s.actor.label for s in statement.speakers) for statement in facts_of(text).statements]
    assert found == speakers


def test_a_chain_of_pronouns_keeps_its_person_through_other_names(facts_of: Reader) -> None:
    text = (
        "Prime Minister Halvard Omdal spoke in Oslo on Monday. He said that the border would stay open. "
        "He thanked the town of Halvik for its patience. He added that the guards had been told."
    )
    assert {s.speakers[0].actor.label for s in facts_of(text).statements} == {"Halvard Omdal"}


def test_the_reason_names_the_words_that_a_pronoun_stands_for(facts_of: Reader) -> None:
    (statement,) = facts_of("Two officials left Oslo. They said that the border would close next week.").statements
    assert statement.speakers[0].reason[0] == "“They” is “Two officials”"
