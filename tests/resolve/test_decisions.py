"""Decisions whose weights are data."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.ontology import act_polarity
from kgraph.resolve.decisions import classes, sums, threshold
from kgraph.weighing import shares


def chances(decision: str, features: Iterable[str]) -> dict[str, float]:
    return dict(zip(classes(decision), shares(sums(decision, features)), strict=True))


@pytest.mark.parametrize(
    ("decision", "wanted"),
    [("targets", ["no", "yes"]), ("acts", list(act_polarity())), ("stances", ["negative", "neutral", "positive"])],
)
def test_classes_stand_in_the_order_in_which_the_statement_pass_tells_them(decision: str, wanted: list[str]) -> None:
    assert classes(decision) == wanted


@given(st.sampled_from(["targets", "acts", "stances"]), st.lists(st.text(max_size=12), max_size=8))
def test_chances_add_up_to_one_whatever_the_features(decision: str, features: list[str]) -> None:
    found = chances(decision, features)
    assert sum(found.values()) == pytest.approx(1)
    assert all(0 <= chance <= 1 for chance in found.values())


def test_what_is_not_known_changes_nothing() -> None:
    assert chances("targets", ["role:subject", "no such feature"]) == chances("targets", ["role:subject"])


def test_a_subject_is_likelier_a_target_than_a_place() -> None:
    assert chances("targets", ["role:subject"])["yes"] > chances("targets", ["role:with in"])["yes"]


def test_the_threshold_is_a_chance() -> None:
    assert 0 < threshold("targets") < 1
