"""Articles on their way into a store: they wait until there are enough, as many together take half the time of each."""

import time
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from kgraph.graph import Quad
from kgraph.records import Actor
from kgraph.store.base import Store

TOGETHER, LARGE = 256, 16 * 2**20
"""Articles, and bytes of N-Quads, that are put in at once. Measured with ``benchmarks/throughput.py``."""

LEAST, LONGEST, SHARE = 0.5, 5.0, 0.1
"""Seconds that an article waits while others come: this share of the time until now, but between these two. No more
than that is done again after a kill -9."""


class Gathering:
    """Puts articles that are new in a store into it, some at a time; what waits goes in at the end, however that comes.

    A process that is killed loses what waits, and finds out about it by the store when it goes on.

    Args:
        store: Where they go; open for writing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._actors: list[Actor] = []
        self._offices: set[Quad] = set()
        self._articles: dict[str, bytes] = {}
        self._size = 0
        self._began = self._since = time.monotonic()

    def put(self, article_id: str, nquads: bytes, actors: Iterable[Actor], offices: Iterable[Quad]) -> None:
        """Let an article wait, with the actors and offices that it names."""
        if not self._articles:
            self._since = time.monotonic()
        self._actors += actors
        self._offices.update(offices)
        self._articles[article_id] = nquads
        self._size += len(nquads)
        if len(self._articles) >= TOGETHER or self._size >= LARGE or self._is_due():
            self.write()

    def _is_due(self) -> bool:
        """Whether the first of those that wait has waited long enough."""
        patience = max(LEAST, min(LONGEST, SHARE * (self._since - self._began)))
        return time.monotonic() - self._since > patience

    def write(self) -> None:
        """Put in what waits: actors first, so that no reader meets one without a name."""
        if self._articles:
            self._store.merge_actors(self._actors)
            self._store.merge_offices(self._offices)
            self._store.add_articles(self._articles)
        self._actors, self._offices, self._articles, self._size = [], set(), {}, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.write()
