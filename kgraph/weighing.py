"""Decisions by weighing evidence: weights of named features, summed and made a chance; they are data beside who asks.

With two outcomes that is a logistic regression, with more a multinomial one (Cox 1958). The features are named by who
asks, the weights fitted by scripts of ``training/``.
"""

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_FARTHEST = 30.0
"""Sums beyond this make no difference, and no overflow either."""


@cache
def fitted(package: str, name: str) -> Any:
    """What was fitted: the JSON file of a name in a package, read once."""
    return json.loads(files(package).joinpath(f"{name}.json").read_text(encoding="utf-8"))


def logistic(total: float) -> float:
    """The chance that a sum of evidence stands for.

    >>> logistic(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-max(-_FARTHEST, min(_FARTHEST, total))))


def chance(weights: Mapping[str, float], features: Iterable[str]) -> float:
    """The chance of a yes.

    Args:
        weights: The weight of each feature; that of ``bias`` always counts.
        features: Names of the features that hold; unknown ones count nothing.
    """
    return logistic(sum(weights.get(feature, 0.0) for feature in ("bias", *features)))


def sums(model: Mapping[str, Any], features: Iterable[str]) -> list[float]:
    """The summed evidence for each class, in the order of the model.

    Args:
        model: ``classes``, and under ``weights`` for every feature one weight a class.
        features: Names of the features that hold; unknown ones count nothing.
    """
    scores = [0.0] * len(model["classes"])
    weights = model["weights"]
    for feature in ("bias", *features):
        if own := weights.get(feature):
            scores = [score + weight for score, weight in zip(scores, own, strict=True)]
    return scores


def shares(scores: Iterable[float]) -> list[float]:
    """Sums of evidence as chances that add up to one.

    >>> shares([1.0, 1.0])
    [0.5, 0.5]
    """
    known = list(scores)
    most = max(known, default=0.0)
    grown = [math.exp(score - most) for score in known]
    whole = sum(grown)
    return [one / whole for one in grown]
