"""What all addresses share: the workers, the state that is served, the gate, and how a request's body is read."""

import asyncio
import hmac
from base64 import b64decode
from collections import OrderedDict
from contextlib import suppress
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kgraph.errors import RequestError
from kgraph.serve.home import Home
from kgraph.serve.pool import Gate, Pool
from kgraph.serve.settings import Settings
from kgraph.serve.trimming import give_back
from kgraph.serve.worker import Reply

KEPT = 16
"""Answers of pages that are the same until the graph changes; at most ``KEPT_BYTES`` each."""
KEPT_BYTES = 4_000_000
PATIENCE = 1.0
"""Seconds after which it is looked whether the client still waits; killing a worker costs a third of a second."""


class Service:
    """A running server's inside.

    Attributes:
        settings: What it was told.
        pool: The workers.
        home: The state that is served.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = Pool(settings.workers, settings.memory, settings.timeout)
        self.home = Home(settings.store, is_remote=settings.is_remote, memory=settings.memory, timeout=settings.timeout)
        self._gate = Gate(settings.queue)
        self._kept: OrderedDict[tuple[str, ...], Reply] = OrderedDict()
        self._kept_of = ""
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Make everything ready to answer.

        Raises:
            StoreError: There is no store, or it is being written to.
        """
        await self.pool.start(self.home.now)
        self._tasks = [asyncio.create_task(one) for one in (self.home.follow(self.pool.move), give_back())]

    async def stop(self) -> None:
        """End all processes and clean up."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.pool.stop()
        await self.home.stop()

    async def read(self, request: Request, job: str, **args: Any) -> Reply:
        """Have a job done that reads the graph.

        Raises:
            KgraphError: It was refused, or not done in time.
        """
        async with self._gate.let_in(client(request)):
            return await _unless_gone(request, self.pool.ask(job, await self.home.state(), **args))

    async def told(self, request: Request, job: str, **args: Any) -> Reply:
        """Like ``read``, for what everybody is told alike: kept until the graph changes."""
        await self.home.state()  # so that what was written last is told, too
        version, key = self.home.version, (job, repr(sorted(args.items())))
        if version != self._kept_of:
            self._kept.clear()
            self._kept_of = version
        if key in self._kept:
            return self._kept[key]
        reply = await self.read(request, job, **args)
        if reply.status == 200 and len(reply.body) <= KEPT_BYTES and self.home.version == self._kept_of == version:
            self._kept[key] = reply
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return reply

    async def write(self, request: Request, job: str, data: bytes = b"", **args: Any) -> Reply:
        """Have a job done that changes the graph; the caller has made sure that it may."""
        async with self._gate.let_in(client(request)):
            return await self.home.write(job, data, **args)

    def must_be_allowed(self, request: Request) -> None:
        """Let only those write who may.

        The token comes as ``Authorization: Bearer TOKEN``, or as the password of Basic authentication, of any user.

        Raises:
            RequestError: 403 where nobody may, 401 where the token is missing or wrong.
        """
        token = self.settings.token
        if token is None:
            raise RequestError(403, "this server only reads: to change the graph, start it with --allow-updates")
        if not hmac.compare_digest(_given(request.headers.get("authorization", "")), token.encode()):
            asking = {"WWW-Authenticate": 'Bearer realm="kgraph", Basic realm="kgraph"'}
            raise RequestError(401, "to change the graph, send its token: Authorization: Bearer TOKEN", asking)


def _given(authorization: str) -> bytes:
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip().encode("utf-8", "replace")
    if scheme.lower() == "basic":
        with suppress(ValueError):
            return b64decode(rest.strip(), validate=True).partition(b":")[2]
    return b""


def client(request: Request) -> str:
    """Who asks: its address."""
    return request.client.host if request.client else "?"


def as_response(reply: Reply) -> Response:
    """A worker's reply as a response."""
    return Response(reply.body, reply.status, {**reply.headers, "Content-Type": reply.kind, "Vary": "Accept"})


async def _unless_gone(request: Request, job: Any) -> Reply:
    """Wait for a job, but stop it when nobody waits for its answer any more."""
    task: asyncio.Task[Reply] = asyncio.ensure_future(job)
    try:
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if not done:
            gone = asyncio.ensure_future(_gone(request))
            await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
            gone.cancel()
            if not task.done():
                raise RequestError(400, "you went away before the answer was there")
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def body(request: Request, limit: int, within: float) -> bytes:
    """Read a request's body.

    Raises:
        RequestError: 413 where it is too long, 408 where it does not come in time.
    """
    over = RequestError(413, f"the body has more than {limit} bytes: send less at once", {"Connection": "close"})
    parts, length = [], 0
    try:
        async with asyncio.timeout(within):
            async for part in request.stream():
                length += len(part)
                if length > limit + LEFT_OVER:
                    raise over
                if length <= limit:
                    parts.append(part)
    except TimeoutError as error:
        text = f"the body did not come within {within:g} s"
        raise RequestError(408, text, {"Connection": "close"}) from error
    except ClientDisconnect as error:
        raise RequestError(400, "the body is shorter than was announced") from error
    if length > limit:
        raise over
    return b"".join(parts)


LEFT_OVER = 8_000_000
"""Bytes beyond the limit that are taken in and thrown away, so that a client that only writes reads the refusal."""
