"""The local engine: this process alone, or a pool of processes that is made anew when a worker dies."""

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache

from kgraph.engines.work import Package, Recipe, each_package, load_tools, packages
from kgraph.read.watch import deaf
from kgraph.records import Article

AHEAD = 2
"""Batches that wait for each worker; more would only hold articles in memory."""


def run(recipe: Recipe, batches: Iterable[list[Article]], jobs: int) -> Iterator[Package]:
    """Work through the batches with ``jobs`` processes, in order."""
    if jobs <= 1:
        with _settled(recipe):
            for batch in batches:
                yield from packages(recipe, batch) if recipe.shards else each_package(recipe, batch)
        return
    yield from _pooled(recipe, batches, jobs)


def _pooled(recipe: Recipe, batches: Iterable[list[Article]], jobs: int) -> Iterator[Package]:
    pool = _pool(jobs)
    waiting: deque[tuple[list[Article], Future[list[Package]]]] = deque()
    source = iter(batches)
    try:
        while True:
            while len(waiting) < jobs * AHEAD and (batch := next(source, None)) is not None:
                with deaf():
                    waiting.append((batch, pool.submit(_work, packages, recipe, batch)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                pool = _pool(jobs)
                again = [batch for batch, _ in waiting]
                waiting = deque((later, pool.submit(_work, packages, recipe, later)) for later in again)
                yield from _one_by_one(recipe, batch)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _work(
    work: Callable[[Recipe, list[Article]], list[Package]], recipe: Recipe, batch: list[Article]
) -> list[Package]:
    """In a worker, which does nothing else until its end."""
    _settle(recipe)
    return work(recipe, batch)


@cache
def _settle(recipe: Recipe) -> None:
    """Load what a recipe works with, and say that it stays: it need not be looked through for garbage time and again.

    That took a seventh of the time of all that comes after the annotation.
    """
    load_tools(recipe)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@contextmanager
def _settled(recipe: Recipe) -> Iterator[None]:
    """The same while articles are worked on in a process that has other things to do, too."""
    before = gc.get_threshold()
    try:
        _settle.__wrapped__(recipe)
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_live_with, initargs=(os.getpid(),))


def _live_with(parent: int) -> None:
    """In a worker: leave Ctrl-C to the parent, and end when the parent is gone, however it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _one_by_one(recipe: Recipe, batch: list[Article]) -> Iterator[Package]:
    """A batch during which a worker died: each article in a process of its own, so that only the culprit is lost."""
    for article in batch:
        with _pool(1) as pool:
            try:
                yield from pool.submit(_work, packages, recipe, [article]).result()
            except BrokenProcessPool:
                reason = "the worker process died on this article (out of memory, out of time, or killed)"
                yield Package(article.id, article.document, rejected=reason)
