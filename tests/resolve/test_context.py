"""A name that several actors have is decided by who else the article names, with a score, else left open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.records import Facts
from kgraph.resolve.context import confidence
from tests.resolve.conftest import Reader

DECIDED = [  # text, whom its statement is about or by whom
    ("Georgia said that Russia had moved the fence near Tbilisi.", "Georgia"),
    ("Georgia said that it would join NATO, and the Georgian army cheered. Russia said nothing.", "Georgia"),
    ("Georgia said that Atlanta would count the votes again.", "Georgia (US state)"),
    ("Congo said that the rebels had left. In Kinshasa, the streets were calm.", "Democratic Republic of the Congo"),
    ("Congo said that M23 had left. Félix Tshisekedi stayed at home.", "Democratic Republic of the Congo"),
    ("Congo said that the port was open. In Brazzaville, the streets were calm.", "Republic of the Congo"),
    ("Congo said that the port was open. Denis Sassou Nguesso stayed at home.", "Republic of the Congo"),
]
OPEN = ["Congo said that the harvest was good.", "Congo said that Kinshasa and Brazzaville were calm."]
MICHEL = [  # text, day, who
    ("Michel said that the European Union would talk. The European Council met.", date(2021, 5, 4), "Charles Michel"),
    ("Michel said that Seychelles would vote. Seychelles is calm.", date(2015, 5, 4), "James Michel"),
    ("Michel said that the soup was cold.", date(2021, 5, 4), "Michel"),
    ("Michel said that Seychelles would vote. Seychelles is calm.", date(2025, 5, 4), "Michel"),
]


def speakers(facts: Facts) -> list[str]:
    return [one.actor.label for statement in facts.statements for one in statement.speakers]


def score(facts: Facts) -> float:
    return facts.statements[0].speakers[0].score


@pytest.mark.parametrize(("text", "label"), DECIDED)
def test_a_name_of_two_is_decided_by_the_others(facts_of: Reader, text: str, label: str) -> None:
    facts = facts_of(text)
    assert speakers(facts) == [label]
    assert 0.5 < score(facts) < 0.95


@pytest.mark.parametrize("text", OPEN)
def test_what_nothing_decides_is_left_open_and_says_so(facts_of: Reader, text: str) -> None:
    (speaker,) = facts_of(text).statements[0].speakers
    assert (speaker.actor.label, speaker.actor.known, speaker.score) == ("Congo", False, 0.5)
    assert "may be Democratic Republic of the Congo or Republic of the Congo" in speaker.reason[0]


@pytest.mark.parametrize(("text", "day", "label"), MICHEL)
def test_a_family_name_of_two_is_decided_by_state_and_day(facts_of: Reader, text: str, day: date, label: str) -> None:
    assert speakers(facts_of(text, published=day)) == [label]


def test_the_same_name_is_one_actor_in_one_article(facts_of: Reader) -> None:
    facts = facts_of("Georgia said that it was calm. Tbilisi slept. Later Georgia said that it was late.")
    assert set(speakers(facts)) == {"Georgia"}


@given(st.lists(st.floats(0, 100), min_size=1, max_size=5))
def test_a_confidence_is_between_chance_and_certainty(points: list[float]) -> None:
    assert 0.5 <= confidence(sorted(points, reverse=True)) <= 0.95
