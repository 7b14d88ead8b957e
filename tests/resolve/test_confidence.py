"""Confidences are chances."""

from hypothesis import given
from hypothesis import strategies as st

from kgraph.resolve.confidence import confidence

SCORES = st.floats(0, 1)


@given(SCORES, SCORES)
def test_a_confidence_is_a_chance(spans: float, speaker: float) -> None:
    assert 0 < confidence(spans, speaker) < 1


@given(SCORES, SCORES, SCORES)
def test_higher_scores_never_make_less_sure(spans: float, speaker: float, other: float) -> None:
    low, high = sorted((spans, other))
    assert confidence(low, speaker) <= confidence(high, speaker)
    low, high = sorted((speaker, other))
    assert confidence(spans, low) <= confidence(spans, high)
