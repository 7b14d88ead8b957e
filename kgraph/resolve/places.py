"""Which place "the city" or "the island" is: one that the text has just named."""

from kgraph.records import Mention, Resolved
from kgraph.resolve.cast import Cast

PLACES = frozenset("city district enclave island peninsula province territory town".split())
"""Nouns for places that have a government of their own."""

_NO_TOWNS = frozenset(
    """
    airport avenue bay bridge desert gulf harbour lake mountain mountains ocean park port reef river road sea shoal
    square stadium station strait street valley
    """.split()
)
"""Last words of names of places that are no town."""

REACH = 700
"""Characters back to which such a place may be meant."""


def place(cast: Cast, mention: Mention) -> Resolved | None:
    """The last place before it that is no street or river, where nothing more tells which "the city" is."""
    if len(mention.text.split()) > 2:
        return None
    near = (n for n in cast.before(mention.start) if mention.start - n.start < REACH)
    for named in near:
        if named.actor.type == "Place" and named.span[-1].lower_ not in _NO_TOWNS:
            return Resolved(named.actor, mention, 0.5, (f"“{mention.text}” is {named.actor.label}", named.reason))
    return None
