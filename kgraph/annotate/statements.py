"""The statement pass: what a statement does, and whom it is about, read off the encoder's states of its words.

A small transformer reads the words of a statement with the marks of what they are (source, cue, content). It says how
much more or less likely each act is than cue and content tell, each word is to name a target than its standing in the
sentence tells, and how the speaker stands to it. `training/statement_pass.py` teaches it.
"""

from typing import NamedTuple

import numpy as np

from kgraph.annotate.weights import Array, weights

LONGEST = 120
"""Words of a content that are read."""

NEAR = 12
"""Words at most between cue and content that are read, too: those to whom it is said stand there."""

OTHER, SOURCE, CUE, CONTENT = range(4)
"""What a word is in the statement."""


class Layout(NamedTuple):
    """A statement as the pass reads it.

    Attributes:
        words: Tokens of the article in order, int, shape (n,).
        kinds: What each is, int64, shape (n,).
    """

    words: Array
    kinds: Array


class Reading(NamedTuple):
    """What the pass adds to what is known of a statement.

    Attributes:
        words: The tokens that were read, in order, shape (n,).
        about: For the logit of each as a target, shape (n,).
        stances: For the logarithms of the chances of a negative, neutral and positive stance to it, shape (n, 3).
        acts: For those of each act, in the order of ``acts.json``.
    """

    words: Array
    about: Array
    stances: Array
    acts: Array


def laid_out(source: range, cue: range, content: list[range]) -> Layout:
    """Lay a statement out.

    Args:
        source: Tokens of the source; the first dozen count.
        cue: Tokens of the cue; empty where there is none.
        content: Tokens of the content's pieces; those after the first `LONGEST` are left out.
    """
    kinds = dict.fromkeys(_between(cue, content), OTHER)
    kinds |= dict.fromkeys([token for piece in content for token in piece][:LONGEST], CONTENT)
    kinds |= dict.fromkeys(source[:12], SOURCE) | dict.fromkeys(cue, CUE)
    words = np.array(sorted(kinds), dtype=np.int64)
    return Layout(words, np.array([kinds[word] for word in words.tolist()], dtype=np.int64))


def _between(cue: range, content: list[range]) -> range:
    """The words from the cue's end to the next piece of the content."""
    first = min((piece.start for piece in content if cue and piece.start >= cue.stop), default=-1)
    return range(cue.stop, first) if 0 < first - cue.stop <= NEAR else range(0)


def read_statement(states: Array, one: Layout) -> Reading:
    """Read a statement.

    Args:
        states: The encoder's states of the article's tokens, shape (n_tokens, 384).
        one: The statement; at least one word.
    """
    feed = {"states": states[one.words].astype(np.float32), "kinds": one.kinds}
    about, stances, acts = weights().statements.run(["about", "stances", "acts"], feed)
    return Reading(one.words, about, stances, acts)
