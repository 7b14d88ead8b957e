"""The graph that is served: where it lies, how its changes are seen, and who writes to it.

A store in a folder is sealed by whoever writes to it, and read as it was when it was last sealed. So the server and a
build in another process leave one another alone: the number of the last seal is looked up for every job, and a worker
that has an older one open opens the store again first.

What the server itself writes, one process carries out, which keeps the store open for writing while updates come, and
lets go of it a little later. It seals when somebody wants to read, not after every update, as a build through the
server writes each article by itself.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from kgraph.errors import KgraphError, RequestError
from kgraph.serve.pool import Worker
from kgraph.serve.worker import Reply, State
from kgraph.store.sealed import Seals

LOOK_EVERY = 1.0
"""Seconds after which idle workers are moved to a new state, so that an old one takes no space for long."""
IDLE = 2.0
"""Seconds after its last update in which the writer still keeps the store."""
SEALING = 600.0
"""Seconds that sealing may take: the index of words may have to be brought into step."""


class Home:
    """A store, and the process that writes to it.

    Args:
        where: Folder of the store, or the address of another server.
        is_remote: Whether it is the latter.
        memory: Megabytes for the process that writes.
        timeout: Seconds that an update may take.
    """

    def __init__(self, where: str, *, is_remote: bool, memory: int, timeout: float) -> None:
        self._where, self._is_remote, self._timeout = where, is_remote, timeout
        self._writer, self._writing = Worker(memory), State(where, "")
        self._lock = asyncio.Lock()
        self._is_stale, self._written = False, 0.0
        self._sealing: asyncio.Task[None] | None = None

    @property
    def now(self) -> State:
        """The state that can be read at this moment."""
        return State(self._where, "" if self._is_remote else str(Seals(Path(self._where)).number))

    @property
    def version(self) -> str:
        """What changes when the graph may have changed: of another server, which does not tell, every ten seconds."""
        return str(int(time.monotonic() / 10)) if self._is_remote else self.now.version

    async def state(self) -> State:
        """The state to read, with all that was written through this server before.

        Raises:
            RequestError: 503, it takes long to seal what was written.
        """
        if self._is_stale:
            if self._sealing is None or self._sealing.done():
                self._sealing = asyncio.create_task(self._seal())
            try:
                async with asyncio.timeout(self._timeout):
                    await asyncio.shield(self._sealing)
            except TimeoutError as error:
                text = "what was written last is being sealed: try again in a moment"
                raise RequestError(503, text, {"Retry-After": "5"}) from error
        return self.now

    async def write(self, job: str, data: bytes = b"", **args: Any) -> Reply:
        """Change the store; whoever asks afterwards finds the change.

        Raises:
            QueryTimeoutError: It took too long; then nothing was changed, unless it was done at that very moment.
        """
        async with self._lock:
            try:
                return await self._writer.ask(job, self._writing, self._timeout, data, read_only=False, **args)
            finally:
                self._written, self._is_stale = time.monotonic(), not self._is_remote

    async def _seal(self) -> None:
        async with self._lock:
            if self._is_stale:
                reply = await self._writer.ask("seal", self._writing, SEALING, read_only=False)
                if reply.status >= 400:
                    raise RequestError(reply.status, reply.body.decode().strip(), reply.headers)
                self._is_stale = False

    async def follow(self, moved: Callable[[State], Any]) -> None:
        """Look again and again whether there is something new, and let go of the store when no more updates come.

        Args:
            moved: Awaited with every new state.
        """
        before = self.now
        while True:
            await asyncio.sleep(LOOK_EVERY)
            with suppress(KgraphError, OSError):
                if self._writer.is_alive and time.monotonic() - self._written > IDLE:
                    await self._seal()
                    async with self._lock:
                        await self._writer.leave()
                if self.now != before:
                    before = self.now
                    await moved(before)

    async def stop(self) -> None:
        """Seal what was written, and end the writer."""
        with suppress(KgraphError, OSError):
            await self._seal()
        await self._writer.leave()
