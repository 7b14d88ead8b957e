"""The processes that answer: kept warm, given one job at a time, killed when the time is up, and replaced."""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from kgraph.errors import QueryTimeoutError, RequestError, StoreError
from kgraph.serve.worker import LENGTHS, Reply, State, packed

_START = "from kgraph.serve.worker import main; main()"
STARTING = 60.0
"""Seconds that a worker may take to start."""
LEAVING = 600.0
"""Seconds that it may take to close a store, which seals what was written."""
_ARENAS = {"MALLOC_ARENA_MAX": "2"}
"""glibc's allocator reserves 64 MB of address space for each thread, which would count against a worker's memory."""
_BUSY = {"Retry-After": "2"}


class Worker:
    """One process (see ``kgraph.serve.worker``).

    Attributes:
        state: The store that it holds open; None before its first job.
        is_large: Whether its process holds so much memory that it is better replaced.
    """

    def __init__(self, memory: int) -> None:
        self.state: State | None = None
        self.is_large = False
        self._memory = memory
        self._process: asyncio.subprocess.Process | None = None

    @property
    def is_alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start the process, unless it runs."""
        if not self.is_alive:
            self.state, self.is_large = None, False
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", _START, str(self._memory)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=_ARENAS | os.environ,
                start_new_session=True,  # a Ctrl-C at the terminal is for the server, which then ends this one
            )

    async def ask(
        self, job: str, state: State, timeout: float, data: bytes = b"", *, read_only: bool = True, **args: Any
    ) -> Reply:
        """Have one job done.

        Raises:
            QueryTimeoutError: It was not done in time; the process was killed.
            RequestError: The process ended by itself: the job took too much memory, or was nested too deep.
        """
        await self.start()
        process = self._process
        assert process
        assert process.stdin
        assert process.stdout
        head = {"job": job, **state._asdict(), "read_only": read_only, "timeout": timeout, "args": args}
        try:
            async with asyncio.timeout(timeout):
                process.stdin.write(packed(head, data))
                await process.stdin.drain()
                head_length, body_length = LENGTHS.unpack(await process.stdout.readexactly(LENGTHS.size))
                told = json.loads(await process.stdout.readexactly(head_length))
                body = await process.stdout.readexactly(body_length)
        except TimeoutError as error:
            await self.stop()
            raise QueryTimeoutError(
                f"it ran past {timeout:.3g} s and was stopped: narrow it, for instance with LIMIT"
            ) from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            await self.stop()
            raise RequestError(
                400, "it needs more memory, or is nested deeper, than is allowed here: narrow it"
            ) from error
        except BaseException:  # such as a client that went away: what comes from this process now belongs to nobody
            await self.stop()
            raise
        self.state, self.is_large = state, told["is_large"]
        return Reply(told["status"], told["kind"], body, told["headers"])

    async def leave(self) -> None:
        """Have the process close its store, then end it."""
        if self.is_alive:
            with suppress(QueryTimeoutError, RequestError):
                await self.ask("leave", State("", ""), LEAVING)
        await self.stop()

    async def stop(self) -> None:
        """Kill the process; what a kill interrupts was not written, as a store takes whole updates only."""
        process, self._process, self.state = self._process, None, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await asyncio.shield(process.wait())


class Gate:
    """Lets so many requests in, of one client half as many; the others are told to come back."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._taken: Counter[str] = Counter()

    @asynccontextmanager
    async def let_in(self, client: str) -> AsyncIterator[None]:
        """Take a place while the request is answered.

        Raises:
            RequestError: 503 where all places are taken, 429 where this client has its share.
        """
        if self._taken.total() >= self._places:
            raise RequestError(503, "too many requests are waiting: try again in a moment", _BUSY)
        if self._taken[client] >= max(1, self._places // 2):
            raise RequestError(429, "too many requests of yours are waiting: send fewer at once", _BUSY)
        self._taken[client] += 1
        try:
            yield
        finally:
            self._taken[client] -= 1
            self._taken += Counter()  # forget who has none


class Pool:
    """Workers that read.

    Attributes:
        size: How many there are.
        waiting: How many requests wait for one.
        killed: How many were killed because the time was up.
    """

    def __init__(self, size: int, memory: int, timeout: float) -> None:
        self.size, self.waiting, self.killed = size, 0, 0
        self._timeout = timeout
        self._all = [Worker(memory) for _ in range(size)]
        self._idle: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        for worker in self._all:
            self._idle.put_nowait(worker)
        self._starting: set[asyncio.Task[None]] = set()

    async def start(self, state: State) -> None:
        """Start all workers, and have them open the store, so that the first question is as fast as any.

        Raises:
            StoreError: They cannot.
        """
        replies = await asyncio.gather(*(worker.ask("nothing", state, STARTING) for worker in self._all))
        if replies[0].status >= 400:
            raise StoreError(replies[0].body.decode().strip())

    @property
    def busy(self) -> int:
        """How many workers are at work."""
        return self.size - self._idle.qsize()

    async def ask(self, job: str, state: State, data: bytes = b"", **args: Any) -> Reply:
        """Have a job done by the next worker that is free, all within the time limit.

        Raises:
            RequestError: 503, none became free in time.
            QueryTimeoutError: The job was not done in time.
        """
        began = time.monotonic()
        worker = await self._next()
        try:
            left = self._timeout - (time.monotonic() - began)
            return await worker.ask(job, state, max(left, self._timeout / 2), data, **args)
        except QueryTimeoutError:
            self.killed += 1
            raise
        finally:
            self._back(worker)

    async def move(self, state: State) -> None:
        """Have the workers that are idle open this store, so that none holds an old one for long."""
        idle = [self._idle.get_nowait() for _ in range(self._idle.qsize())]
        for worker in idle:
            try:
                if worker.state != state:
                    with suppress(RequestError, QueryTimeoutError):
                        await worker.ask("nothing", state, self._timeout)
            finally:
                self._back(worker)

    async def stop(self) -> None:
        """End all workers."""
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*(worker.stop() for worker in self._all))

    async def _next(self) -> Worker:
        self.waiting += 1
        try:
            async with asyncio.timeout(self._timeout):
                return await self._idle.get()
        except TimeoutError as error:
            raise RequestError(503, "all workers are busy: try again in a moment", _BUSY) from error
        finally:
            self.waiting -= 1

    def _back(self, worker: Worker) -> None:
        """Put a worker back; one that was killed or is large starts anew first, as that takes a while."""
        if worker.is_alive and not worker.is_large:
            self._idle.put_nowait(worker)
            return
        task = asyncio.ensure_future(self._revive(worker))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _revive(self, worker: Worker) -> None:
        try:
            if worker.is_large:
                await worker.stop()
            await worker.start()
        finally:
            self._idle.put_nowait(worker)
