"""The Dask engine: a cluster of machines, or a local cluster when no address is given (``DASK_SCHEDULER_ADDRESS``).

Articles travel to the workers and packages come back; few batches are under way at a time and nothing is kept of those
that are done, so memory does not grow with the number of articles. Dask does a batch again whose worker died. A batch
that kills worker after worker is taken apart, so that the article at fault alone is lost.
"""

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from kgraph.engines.work import Package, Recipe, packages
from kgraph.errors import KgraphError
from kgraph.records import Article

AHEAD = 2
"""Batches under way for each thread of a worker; more would only hold articles in memory."""

_ALONE = threading.Lock()


def run(recipe: Recipe, batches: Iterable[list[Article]], jobs: int) -> Iterator[Package]:
    """Work through the batches on a Dask cluster, in order; ``jobs`` counts only for a local one.

    Raises:
        KgraphError: Dask is not installed, or its scheduler cannot be reached any more.
    """
    library = _library()
    with _client(library, jobs) as client:
        waiting: deque[tuple[list[Article], Any]] = deque()
        source = iter(batches)
        while True:
            room = AHEAD * max(1, sum(client.nthreads().values()))
            while len(waiting) < room and (batch := next(source, None)) is not None:
                waiting.append((batch, client.submit(work_alone, recipe, batch, pure=False)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            yield from _result(library, client, recipe, batch, future)
            del future  # the cluster lets go of a result when nobody holds it here


def work_alone(recipe: Recipe, articles: list[Article]) -> list[Package]:
    """Like ``packages``, one batch of a process at a time, however many threads its worker has."""
    with _ALONE:
        return packages(recipe, articles)


def _result(library: Any, client: Any, recipe: Recipe, batch: list[Article], future: Any) -> list[Package]:
    try:
        found: list[Package] = future.result()
        return found
    except library.KilledWorker:
        if len(batch) == 1:
            reason = "the worker process died on this article, several times (out of memory, or killed)"
            return [Package(batch[0].id, batch[0].document, rejected=reason)]
        alone = ([article] for article in batch)
        tasks = ((one, client.submit(work_alone, recipe, one, pure=False)) for one in alone)
        return [package for one, task in tasks for package in _result(library, client, recipe, one, task)]
    except (OSError, library.CancelledError) as error:
        raise KgraphError(
            f"engine dask: the scheduler is lost ({' '.join(str(error).split())[:120]}); finished articles are kept, "
            "the same command again goes on from there"
        ) from None


def _library() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        raise KgraphError(
            "engine dask: Dask is not installed; pip install 'kgraph[dask]', or use --engine local"
        ) from None


def _client(library: Any, jobs: int) -> Any:
    address = os.environ.get("DASK_SCHEDULER_ADDRESS")
    if not address:
        return library.Client(n_workers=max(1, jobs), threads_per_worker=1, dashboard_address=None)
    try:
        return library.Client(address)
    except (OSError, ValueError) as error:
        raise KgraphError(
            f"engine dask: no scheduler answers at {address} ({' '.join(str(error).split())[:120]}); "
            "set DASK_SCHEDULER_ADDRESS to one that runs, or to nothing for a local one"
        ) from None
