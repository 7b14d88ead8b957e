"""Whom a statement is about, and how the speaker stands to it."""

import pytest

from tests.resolve.conftest import Reader

TABLE = [
    ("Germany accused Russia of breaking the agreement on gas.", {"Russia": "negative"}),
    ("Foreign minister Ilsa Brandvold said that NATO must respect the agreement.", {"NATO": "neutral"}),
    ("The French minister praised Poland for its patience in the talks.", {"Poland": "positive"}),
    ("Germany said the ship had been seen in Russian waters on Monday.", {}),
]


@pytest.mark.parametrize(("text", "targets"), TABLE)
def test_targets_and_stance(facts_of: Reader, text: str, targets: dict[str, str]) -> None:
    (statement,) = facts_of(text).statements
    assert {t.about.actor.label: t.stance for t in statement.targets} == targets


def test_we_is_the_side_of_the_speaker(facts_of: Reader) -> None:
    (statement,) = facts_of("“We promise to defend our friends,” French President Emmanuel Macron said.").statements
    assert "France" in {t.about.actor.label for t in statement.targets}


ADDRESSED = [
    ("Germany urged Poland and France to stop the war.", {"Poland", "France"}),
    ("Germany thanked Poland for opening its schools.", {"Poland"}),
    ("Germany told Reuters that Poland had opened its schools.", {"Poland"}),
]


@pytest.mark.parametrize(("text", "targets"), ADDRESSED)
def test_whom_it_is_said_to_is_a_target_where_the_act_falls_on_them(
    facts_of: Reader, text: str, targets: set[str]
) -> None:
    (statement,) = facts_of(text).statements
    assert {t.about.actor.label for t in statement.targets} == targets


def test_every_target_carries_a_chance_and_a_reason(facts_of: Reader) -> None:
    (statement,) = facts_of("Germany accused Russia of breaking the agreement on gas.").statements
    for target in statement.targets:
        assert 0 < target.about.score <= 1
        assert 0 < target.confidence < 1
        assert target.about.reason


def test_a_minister_without_a_state_belongs_to_the_one_that_acts(facts_of: Reader) -> None:
    text = (
        "Germany has asked Poland for the papers of the ship.\n\n"
        "“We promise to defend our friends,” Foreign Minister Ilsa Brandvold said on Monday."
    )
    statements = facts_of(text).statements
    own = next(s for s in statements if s.speakers[0].actor.label == "Ilsa Brandvold")
    assert "Germany" in {t.about.actor.label for t in own.targets}


def test_the_two_countries_are_states_and_those_named_most(facts_of: Reader) -> None:
    text = (
        "Mexico and Ecuador have quarrelled since Friday. Ecuador sent its police to the embassy of Mexico.\n\n"
        "The State Department in Washington has urged the two countries to settle the matter."
    )
    (statement,) = [s for s in facts_of(text).statements if "settle" in s.content[0].text]
    assert {t.about.actor.label for t in statement.targets} == {"Mexico", "Ecuador"}


def test_what_carries_a_statement_is_not_whom_it_is_said_to(facts_of: Reader) -> None:
    (statement,) = facts_of("Ilsa Brandvold wrote on Twitter that Germany had opened the border.").statements
    assert [medium.actor.label for medium in statement.via] == ["Twitter"]
    assert statement.addressees == ()
