"""What is decided about events: by the weights of ``events.json``, which ``training/events.py`` fits."""

from collections.abc import Iterable

from kgraph import weighing


def chance(name: str, features: Iterable[str]) -> float:
    """The chance that a decision of ``events.json`` is yes, by the names of the features that hold."""
    return weighing.chance(weighing.fitted(__package__, "events")[name]["weights"], features)


def threshold(name: str) -> float:
    """The chance from which a decision is yes."""
    return float(weighing.fitted(__package__, "events")[name]["threshold"])
