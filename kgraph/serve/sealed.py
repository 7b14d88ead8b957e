"""The state of the graph that is served: a sealed copy, made anew when the store has changed.

A store in a folder has many readers or one writer, so a server that held it open would keep every build out. The server
holds it for a few milliseconds only: long enough to make a copy, which on one file system is a handful of hard links.
Workers read that copy. A build in another process is seen when it has ended and its lock is free; an update that the
server itself carries out is seen by every query that comes after it.
"""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from kgraph.errors import KgraphError, RequestError, StoreError
from kgraph.serve.pool import Worker
from kgraph.serve.worker import Reply
from kgraph.store.folder import is_free

PREFIX = "serving-"
LOOK_EVERY = 1.0
"""Seconds after which the store's folder is looked at again: a listing, a fraction of a millisecond."""
IDLE = 2.0
"""Seconds after its last update in which the writer still keeps the store, so that a row of updates is fast."""


class Live:
    """Another server, which needs no sealing."""

    def __init__(self, address: str, memory: int, timeout: float) -> None:
        self._address, self._timeout = address, timeout
        self._writer = Worker(memory)

    @asynccontextmanager
    async def state(self) -> AsyncIterator[str]:
        """The store to read."""
        yield self._address

    async def write(self, job: str, data: bytes = b"", **args: Any) -> Reply:
        """Change the store."""
        return await self._writer.ask(job, self._address, self._timeout, data, read_only=False, **args)

    @property
    def version(self) -> str:
        """What changes when the graph may have changed."""
        return str(int(time.time() / 10))

    async def start(self) -> None:
        """Nothing is to be prepared."""

    async def stop(self) -> None:
        """End the writer."""
        await self._writer.stop()

    async def follow(self, moved: Callable[[str], Any]) -> None:
        """Nothing is to be followed."""


class Sealed:
    """A store in a folder, and the copy of it that is served.

    Args:
        folder: The store.
        memory: Megabytes for the process that copies and writes.
        timeout: Seconds that an update may take.

    Attributes:
        held: Tells which copies some worker still holds open.
    """

    def __init__(self, folder: str, memory: int, timeout: float) -> None:
        self._folder, self._timeout = folder, timeout
        self._keeper = Worker(memory)
        self._lock = asyncio.Lock()
        self._stamp: tuple[Any, ...] = ()
        self._current: Path | None = None
        self._stale, self._written = True, 0.0
        self._home: Path | None = None
        self._readers: dict[Path, int] = {}
        self._number = 0
        self.held: Callable[[], set[str]] = set

    async def start(self) -> None:
        """Make the first copy.

        Raises:
            StoreError: There is no store, or somebody writes to it just now.
        """
        if not Path(self._folder).is_dir():
            raise StoreError(
                f"{self._folder}: no store is there; make one with: kgraph build PATH --store {self._folder}"
            )
        _sweep(Path(self._folder))
        self._home = _home(Path(self._folder))
        await self._seal()

    @asynccontextmanager
    async def state(self) -> AsyncIterator[str]:
        """The copy to read, which stays there as long as it is read."""
        if self._written and self._stale:
            async with self._lock:
                if self._stale:
                    await self._seal()
        current = self._current
        assert current
        self._readers[current] = self._readers.get(current, 0) + 1
        try:
            yield str(current)
        finally:
            self._readers[current] -= 1

    @property
    def version(self) -> str:
        """What changes when the graph has changed."""
        return str(self._number) if not self._stale else f"{self._number}+"

    async def write(self, job: str, data: bytes = b"", **args: Any) -> Reply:
        """Change the store; whoever asks afterwards finds the change.

        Raises:
            QueryTimeoutError: It took too long; then nothing was changed, unless it was done at that very moment.
        """
        async with self._lock:
            try:
                reply = await self._keeper.ask(job, self._folder, self._timeout, data, read_only=False, **args)
            finally:
                self._written, self._stale = time.monotonic(), True
            return reply

    async def follow(self, moved: Callable[[str], Any]) -> None:
        """Look at the store again and again, and serve what is new.

        Args:
            moved: Awaited with the new copy's folder.
        """
        while True:
            await asyncio.sleep(LOOK_EVERY)
            before = self._current
            with suppress(KgraphError, OSError):  # somebody writes: what is served stays as it is
                await self._look()
            if self._current != before:
                await moved(str(self._current))
            self._remove_old()

    async def _look(self) -> None:
        async with self._lock:
            if self._written:
                if time.monotonic() - self._written > IDLE:
                    if self._stale:
                        await self._seal()
                    await self._keeper.leave(self._folder)
                    self._stamp, self._written = stamp(self._folder), 0.0
            elif stamp(self._folder) != self._stamp and is_free(Path(self._folder)):
                await self._seal()

    async def _seal(self) -> None:
        """Copy the store: with the writer's hands where it has the store open, else as a reader."""
        assert self._home
        self._number += 1
        target = self._home / str(self._number)
        before = stamp(self._folder)
        reply = await self._keeper.ask(
            "seal", self._folder, self._timeout, read_only=not self._written, folder=str(target)
        )
        if reply.status >= 400:
            shutil.rmtree(target, ignore_errors=True)
            text = reply.body.decode().strip()
            raise StoreError(text) if self._current is None else RequestError(reply.status, text, reply.headers)
        self._current, self._stale, self._stamp = target, False, before
        self._readers.setdefault(target, 0)
        if not self._written:
            await self._keeper.leave(self._folder)

    def _remove_old(self) -> None:
        """Remove the copies that nobody reads any more."""
        for copy in list(self._readers):
            if copy != self._current and not self._readers[copy] and str(copy) not in self.held():
                del self._readers[copy]
                shutil.rmtree(copy, ignore_errors=True)

    async def stop(self) -> None:
        """End the writer and remove all copies."""
        await self._keeper.leave(self._folder)
        if self._home:
            shutil.rmtree(self._home, ignore_errors=True)


def stamp(folder: str) -> tuple[Any, ...]:
    """Names, sizes and times of the database's files: it changes with whatever is written."""
    place = Path(folder) / "quads"
    if not place.is_dir():
        return ()
    with os.scandir(place) as entries:
        kept = [entry for entry in entries if not entry.name.startswith(("LOG", "LOCK"))]
        return tuple(sorted((entry.name, entry.stat().st_size, entry.stat().st_mtime_ns) for entry in kept))


def _home(folder: Path) -> Path:
    """A folder for the copies: in the store's own, where a copy costs nothing, or elsewhere if it is read-only."""
    try:
        home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=folder))
    except OSError:
        home = Path(tempfile.mkdtemp(prefix=f"kgraph-{PREFIX}"))
    return home


def _sweep(folder: Path) -> None:
    """Remove what servers left behind that were killed."""
    for left in folder.glob(f"{PREFIX}*"):
        pid = left.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not _lives(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _lives(pid: int) -> bool:
    if os.name == "nt":
        return True  # where this would end the process, not ask for it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
