"""kgraph reads news articles and builds a knowledge graph of who said what about whom.

>>> import kgraph
>>> graph = kgraph.build(["corpus"], "demo/store")  # doctest: +SKIP
>>> graph.statements(about="NATO")  # doctest: +SKIP
"""

from importlib import import_module
from typing import Any

from kgraph._version import __version__

_WHERE = {
    "Article": "kgraph.records",
    "Graph": "kgraph.api",
    "KgraphError": "kgraph.errors",
    "build": "kgraph.api",
    "load_pipeline": "kgraph.annotate",
    "open": "kgraph.api",
}

__all__ = ["Article", "Graph", "KgraphError", "__version__", "build", "load_pipeline", "open"]


def __getattr__(name: str) -> Any:
    """Import on first use, so that ``kgraph --help`` does not wait for spaCy."""
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'kgraph' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, so that a notebook can complete them before they are imported."""
    return __all__
