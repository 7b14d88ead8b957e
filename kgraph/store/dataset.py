"""The dataset of a query, where the caller names it, as the SPARQL Protocol has it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs that a query is about, in place of what FROM says.

    Attributes:
        default: IRIs of those that make up its default graph.
        named: IRIs of those that GRAPH can name.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


UNNAMED = Graphs(("",))
"""Only what stands in no named graph; an embedded store knows that, a server need not."""
