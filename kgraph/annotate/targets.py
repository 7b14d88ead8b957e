"""The target pass: whom a statement is about, read off the encoder's states of its words.

A small transformer reads the words of a statement with the marks of what they are (source, cue, content) and of which
of them name somebody, and says for each of these how much more or less likely it is a target than its standing in the
sentence tells, and how the speaker stands to it. `training/targets.py` teaches it.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kgraph.annotate.weights import Array, weights

LONGEST = 120
"""Words of a content that are read."""

OTHER, SOURCE, CUE, CONTENT = range(4)
"""What a word is in the statement."""


class Reading(NamedTuple):
    """A statement as the pass reads it.

    Attributes:
        words: Tokens of the article in order, int, shape (n,).
        kinds: What each is, int64, shape (n,).
        names: The places in `words` of those that name somebody, one a candidate.
    """

    words: Array
    kinds: Array
    names: Array


def reading(source: range, cue: range, content: list[range], names: list[int]) -> Reading:
    """Lay a statement out.

    Args:
        source: Tokens of the source; the first dozen count.
        cue: Tokens of the cue.
        content: Tokens of the content's pieces; those after the first `LONGEST` are left out.
        names: The token of each candidate; it is read wherever it stands.
    """
    kinds = dict.fromkeys(names, OTHER)
    kinds |= dict.fromkeys([token for piece in content for token in piece][:LONGEST], CONTENT)
    kinds |= dict.fromkeys(source[:12], SOURCE) | dict.fromkeys(cue, CUE)
    words = np.array(sorted(kinds))
    found = np.array([kinds[word] for word in words.tolist()], dtype=np.int64)
    return Reading(words, found, np.searchsorted(words, names))


def marks(one: Reading, sums: Sequence[float]) -> Array:
    """Which words are candidates, and the evidence for them, within 6 of nothing; float32, shape (n, 2)."""
    found = np.zeros((len(one.words), 2), dtype=np.float32)
    found[one.names, 0], found[one.names, 1] = 1, np.clip(sums, -6, 6)
    return found


def read_targets(states: Array, one: Reading, sums: Sequence[float]) -> tuple[Array, Array]:
    """What the pass adds to what is known of each candidate.

    Args:
        states: The encoder's states of the article's tokens, shape (n_tokens, 384).
        one: The statement.
        sums: The evidence for each candidate as a logit.

    Returns:
        What is to be added to the logits, shape (n_candidates,), and to the logarithms of the chances of a negative,
        neutral and positive stance, shape (n_candidates, 3).
    """
    feed = {"states": states[one.words].astype(np.float32), "kinds": one.kinds, "marks": marks(one, sums)}
    about, stances = weights().targets.run(["about", "stances"], feed)
    return about[one.names], stances[one.names]
