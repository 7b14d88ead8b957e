"""Decisions by weighing evidence: a logistic regression over named features, whose weights are data.

Each of ``targets.json``, ``acts.json`` and ``stances.json`` names its classes and, for every feature, one weight a
class (Cox 1958, multinomial). ``training/decisions.py`` fits them; the features are named by who asks.
"""

import json
import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _model(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files("kgraph.resolve").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return data


def threshold(name: str) -> float:
    """The probability from which a decision with two classes is yes."""
    return float(_model(name)["threshold"])


def chances(name: str, features: Iterable[str]) -> dict[str, float]:
    """The probability of each class, in the order of the file.

    Args:
        name: Which decision: the stem of its file.
        features: Names of the features that hold; unknown ones count nothing.
    """
    model = _model(name)
    scores = [0.0] * len(model["classes"])
    for feature in ("bias", *features):
        for i, weight in enumerate(model["weights"].get(feature, ())):
            scores[i] += weight
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    return {label: share / sum(shares) for label, share in zip(model["classes"], shares, strict=True)}


def step(chance: float, edges: Iterable[float]) -> int:
    """A chance in steps, which a linear decision can tell apart: how many edges it reaches."""
    return sum(chance >= edge for edge in edges)
