"""The stance pass: what a sentence thinks of somebody whom it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kgraph.annotate.roles import by_length, table
from kgraph.annotate.weights import Array, Weights

#: What the three chances are of.
STANCES = ("negative", "neutral", "positive")


class Name(NamedTuple):
    """A word that names somebody, and the sentence that it is in, first word and last + 1."""

    word: int
    start: int
    end: int


def names_in(sentences: Iterable[tuple[int, int]], naming: Array) -> Iterator[Name]:
    """The words of some sentences that name somebody.

    Args:
        sentences: first word and last + 1 of each.
        naming: whether a word does; bool, shape (n_words,).
    """
    for start, end in sentences:
        for word in (start + np.flatnonzero(naming[start:end])).tolist():
            yield Name(word, start, end)


def read_stances(states: Array, names: Sequence[Name], weights: Weights) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Reads each name's sentence as seen from the name; yields the name's word and the chances of `STANCES`.

    Args:
        states: word states, float32, shape (n_words, 384).
        names: the words to read.
        weights: the loaded network.
    """
    for group in by_length([name.end - name.start for name in names]):
        rows = [names[i] for i in group]
        feed, _ = table(states, [(row.start, row.end) for row in rows], [row.word for row in rows])
        (chances,) = weights.stances.run(["stances"], feed)
        for row, found in zip(rows, chances.tolist(), strict=True):
            yield row.word, tuple(round(chance, 4) for chance in found)
