"""What turns out to be one thing only when several articles are side by side: reports of the same words."""

from kgraph.consolidate.ties import compared, forget_comparisons, tie_statements

__all__ = ["compared", "forget_comparisons", "tie_statements"]
