"""Features are weighed alike wherever something is decided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.weighing import chance, fitted, logistic, shares, sums

MODEL = {"classes": ["no", "yes"], "weights": {"bias": [0.0, 0.0], "red": [0.0, 1.0]}}


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_sum_is_a_chance_however_large(total: float) -> None:
    assert 0 < logistic(total) < 1
    assert logistic(total) + logistic(-total) == pytest.approx(1)


@given(st.lists(st.floats(-500, 500), min_size=1, max_size=6))
def test_shares_add_up_to_one_and_keep_the_order(scores: list[float]) -> None:
    found = shares(scores)
    assert sum(found) == pytest.approx(1)
    assert found[scores.index(max(scores))] == max(found)


def test_two_classes_are_weighed_as_one_chance() -> None:
    assert dict(zip(MODEL["classes"], shares(sums(MODEL, ["red", "never seen"])), strict=True))["yes"] == pytest.approx(
        chance({"red": 1.0}, ["red", "never seen"])
    )


def test_what_was_fitted_is_read_once() -> None:
    assert fitted("kgraph.extract", "events") is fitted("kgraph.extract", "events")
    with pytest.raises(FileNotFoundError):
        fitted("kgraph.extract", "nothing")
