"""What is decided about statements: by the weights of ``targets.json``, ``acts.json`` and ``stances.json``.

``training/decisions.py`` fits them; the features are named by who asks.
"""

from collections.abc import Iterable

from kgraph import weighing


def threshold(name: str) -> float:
    """The probability from which a decision with two classes is yes."""
    return float(weighing.fitted(__package__, name)["threshold"])


def classes(name: str) -> list[str]:
    """What a decision chooses from, in the order of its file."""
    known: list[str] = weighing.fitted(__package__, name)["classes"]
    return known


def sums(name: str, features: Iterable[str]) -> list[float]:
    """The summed evidence for each class: the logarithms of the chances, but for what all have in common.

    Args:
        name: Which decision: the stem of its file.
        features: Names of the features that hold; unknown ones count nothing.
    """
    return weighing.sums(weighing.fitted(__package__, name), features)


def step(chance: float, edges: Iterable[float]) -> int:
    """A chance in steps, which a linear decision can tell apart: how many edges it reaches."""
    return sum(chance >= edge for edge in edges)
