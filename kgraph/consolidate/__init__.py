"""What turns out to be one thing only when several articles are side by side: reports of the same words, and people.

``kgraph.consolidate.people`` is not imported here: it needs ``kgraph.resolve``, and so spaCy, which reading a graph
does without.
"""

from kgraph.consolidate.ties import compared, forget_comparisons, tie_statements

__all__ = ["compared", "forget_comparisons", "tie_statements"]
