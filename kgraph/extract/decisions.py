"""Decisions by weighing evidence: a logistic regression over named features, whose weights are data (``events.json``).

``training/events.py`` fits them on coded sentences; the features are named by who asks.
"""

import json
import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _models() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = json.loads(
        files("kgraph.extract").joinpath("events.json").read_text(encoding="utf-8")
    )
    return data


def chance(name: str, features: Iterable[str]) -> float:
    """The chance that a decision of ``events.json`` is yes.

    Args:
        name: Which decision.
        features: Names of the features that hold; unknown ones count nothing.
    """
    weights = _models()[name]["weights"]
    total = sum(weights.get(feature, 0.0) for feature in ("bias", *features))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def threshold(name: str) -> float:
    """The chance from which a decision is yes."""
    return float(_models()[name]["threshold"])
