"""Scores made a chance: what share of statements with such scores people call right.

The score of the spans and that of the speaker's resolution are each right by a measure of their own; a logistic
regression on their logits (Platt 1999), fitted by ``training/confidence.py``, says what they are worth together. Its
weights are data (``confidence.json``).
"""

import math

from kgraph.weighing import fitted, logistic


def confidence(spans: float, speaker: float) -> float:
    """The chance that a statement is right in its spans and its speaker, 0 to 1, four digits.

    Args:
        spans: Score of the attribution, 0 to 1.
        speaker: Score of the least sure speaker, 0 to 1.
    """
    slope, other, offset = fitted("kgraph.resolve", "confidence")
    total = offset + slope * logit(spans) + other * logit(speaker)
    return round(logistic(total), 4)


def logit(score: float) -> float:
    """The logarithm of the odds of a score, no further out than those of .01 and .99."""
    kept = min(0.99, max(0.01, score))
    return math.log(kept / (1 - kept))
