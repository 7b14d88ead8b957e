"""What the target pass makes of a statement; nothing where another pipeline has read the article."""

from collections.abc import Sequence
from typing import NamedTuple

from kgraph.annotate.targets import Reading, read_targets, reading
from kgraph.extract.parse import Parse, Token
from kgraph.extract.syntax import chars
from kgraph.records import STATES, Attribution, Mention


class Reread(NamedTuple):
    """What is added to the evidence for one candidate: as a target, and for each stance to it."""

    about: float
    stances: tuple[float, ...]


NOTHING = Reread(0.0, (0.0, 0.0, 0.0))


def reread(doc: Parse, attribution: Attribution, heads: Sequence[Token], sums: Sequence[float]) -> list[Reread]:
    """Read a statement once more for those whom it names.

    Args:
        doc: The annotation.
        attribution: The statement's spans.
        heads: The word that names each candidate.
        sums: The evidence for each as a logit.
    """
    states = doc.user_data.get(STATES)
    if states is None or not heads:
        return [NOTHING] * len(heads)
    about, stances = read_targets(states, laid_out(doc, attribution, heads), sums)
    return [Reread(*row) for row in zip(about.tolist(), map(tuple, stances.tolist()), strict=True)]


def laid_out(doc: Parse, attribution: Attribution, heads: Sequence[Token]) -> Reading:
    """A statement as the pass reads it."""
    contents = [tokens for piece in attribution.content if (tokens := _tokens(doc, piece))]
    source, cue = _tokens(doc, attribution.source), _tokens(doc, attribution.cue)
    return reading(source, cue, contents, [head.i for head in heads])


def _tokens(doc: Parse, mention: Mention | None) -> range:
    span = chars(doc, mention.start, mention.end) if mention else None
    return range(span.start, span.end) if span else range(0)
