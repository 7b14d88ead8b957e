"""What the statement pass makes of a statement; nothing where another pipeline has read the article."""

from typing import NamedTuple

import numpy as np

from kgraph.annotate.statements import Layout, Reading, laid_out, read_statement
from kgraph.extract.parse import Parse, Token
from kgraph.extract.syntax import chars
from kgraph.records import STATES, Attribution, Mention


class Reread(NamedTuple):
    """What is added to the evidence for one candidate: as a target, and for each stance to it."""

    about: float
    stances: tuple[float, ...]


NOTHING = Reread(0.0, (0.0, 0.0, 0.0))


def reread(doc: Parse, attribution: Attribution) -> Reading | None:
    """Read a statement once more; None where the encoder's states are not known, or it has no words."""
    states, one = doc.user_data.get(STATES), layout(doc, attribution)
    return read_statement(states, one) if states is not None and len(one.words) else None


def at(reading: Reading | None, head: Token) -> Reread:
    """What is added for the candidate that a word names; nothing for a word that was not read."""
    if reading is None:
        return NOTHING
    place = int(np.searchsorted(reading.words, head.i))
    if place == len(reading.words) or reading.words[place] != head.i:
        return NOTHING
    return Reread(float(reading.about[place]), tuple(reading.stances[place].tolist()))


def layout(doc: Parse, attribution: Attribution) -> Layout:
    """A statement as the pass reads it."""
    contents = [tokens for piece in attribution.content if (tokens := _tokens(doc, piece))]
    return laid_out(_tokens(doc, attribution.source), _tokens(doc, attribution.cue), contents)


def _tokens(doc: Parse, mention: Mention | None) -> range:
    span = chars(doc, mention.start, mention.end) if mention else None
    return range(span.start, span.end) if span else range(0)
