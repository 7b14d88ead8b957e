"""The Dask engine: a cluster of machines, or a local cluster when no address is given (``DASK_SCHEDULER_ADDRESS``)."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from kgraph.engines.work import Package, Recipe, packages
from kgraph.errors import KgraphError
from kgraph.records import Article

AHEAD = 3
"""Batches in flight for each worker."""


def run(recipe: Recipe, batches: Iterable[list[Article]], jobs: int) -> Iterator[Package]:
    """Work through the batches on a Dask cluster, in order; ``jobs`` counts only for a local one."""
    with _client(jobs) as client:
        waiting: deque[Any] = deque()
        for batch in batches:
            waiting.append(client.submit(packages, recipe, batch, pure=False))
            if len(waiting) >= AHEAD * max(1, len(client.scheduler_info()["workers"])):
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _client(jobs: int) -> Any:
    try:
        client = import_module("distributed").Client
    except ImportError:
        raise KgraphError(
            "engine dask: Dask is not installed; pip install 'kgraph[dask]', or use --engine local"
        ) from None
    address = os.environ.get("DASK_SCHEDULER_ADDRESS")
    return client(address) if address else client(n_workers=max(1, jobs), threads_per_worker=1)
