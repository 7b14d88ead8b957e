"""How a build spreads over processes (``local``) or machines (``dask``). A file per engine and a dict of them.

An engine takes batches of articles and gives back one package for each article, in any order: the article's quads as
N-Quads, its actors, or the reason why it was rejected. Only packages
travel, so that one process alone writes the store.
"""

from collections.abc import Callable, Iterable, Iterator

from kgraph.engines import dask, local
from kgraph.engines.work import Package, Recipe
from kgraph.records import Article

Engine = Callable[[Recipe, Iterable[list[Article]], int], Iterator[Package]]

ENGINES: dict[str, Engine] = {"dask": dask.run, "local": local.run}

__all__ = ["ENGINES", "Engine", "Package", "Recipe"]
