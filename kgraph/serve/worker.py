"""The process that answers: it holds the store open, does one job after the other, and can be killed at any time.

A query cannot be stopped inside its process, and a hostile one can take all memory or all of the stack. So the server
itself never touches the store: it sends jobs to processes such as this one, through its standard input and output, and
kills the one that takes too long. A job is a line of lengths, JSON and data; so is a reply.
"""

import json
import os
import struct
import sys
import traceback
from contextlib import suppress
from typing import Any, BinaryIO, NamedTuple

from kgraph.errors import (
    KgraphError,
    NotFoundError,
    QueryTimeoutError,
    RequestError,
    StoreError,
)

LENGTHS = struct.Struct("!II")
"""Lengths of the JSON and of the data that follow, bytes."""

LARGE = 400
"""Megabytes at which a process is replaced when its job is done, as what it took it hardly gives back."""

TEXT = "text/plain; charset=utf-8"


class Reply(NamedTuple):
    """What a job answers, ready to be sent.

    Attributes:
        status: HTTP status.
        kind: Media type.
        body: Its bytes.
        headers: Further headers.
    """

    status: int
    kind: str
    body: bytes
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed


class State(NamedTuple):
    """What is to be read.

    Attributes:
        where: Folder or address.
        version: Changes whenever the graph does; of another server it never does.
    """

    where: str
    version: str


def packed(head: dict[str, Any], data: bytes) -> bytes:
    """A job or a reply as bytes."""
    text = json.dumps(head).encode()
    return LENGTHS.pack(len(text), len(data)) + text + data


def refusal(error: BaseException) -> Reply:
    """What an error is in HTTP."""
    headers: dict[str, str] = {}
    if isinstance(error, RequestError):
        status, headers = error.status, error.headers
    elif isinstance(error, QueryTimeoutError):
        status = 504
    elif isinstance(error, NotFoundError):
        status = 404
    elif isinstance(error, StoreError):
        status, headers = 503, {"Retry-After": "5"}
    elif isinstance(error, KgraphError):
        status = 400
    elif isinstance(error, (MemoryError, RecursionError)):
        return Reply(400, TEXT, b"the query needs more memory than it may take here: narrow it, or use LIMIT\n")
    else:
        traceback.print_exception(error, file=sys.stderr)
        return Reply(500, TEXT, b"something went wrong here; the server's log says what\n")
    return Reply(status, TEXT, f"{error}\n".encode("utf-8", "replace"), headers)


class Desk:
    """The store that this process holds, which is another one as soon as a job names another."""

    def __init__(self) -> None:
        self._place: tuple[str, bool, str] | None = None
        self._store: Any = None

    def at(self, where: str, read_only: bool, version: str, timeout: float) -> Any:
        """Open the store of a job, unless it is open already in that version."""
        from kgraph.store.embedded import EmbeddedStore
        from kgraph.store.remote import RemoteStore

        if self._place != (where, read_only, version):
            self.leave()
            is_remote = where.lower().startswith(("http://", "https://"))
            self._store = (
                RemoteStore(where, read_only=read_only, timeout=timeout)
                if is_remote
                else EmbeddedStore(where, read_only=read_only)
            )
            self._place = (where, read_only, version)
        return self._store

    def leave(self) -> None:
        """Close the store."""
        if self._store is not None:
            self._store.close()
        self._place = self._store = None


def work(source: BinaryIO, sink: BinaryIO, jobs: dict[str, Any]) -> None:
    """Do jobs until there are no more."""
    desk = Desk()
    while len(lengths := source.read(LENGTHS.size)) == LENGTHS.size:
        head_length, data_length = LENGTHS.unpack(lengths)
        job = json.loads(source.read(head_length))
        data = source.read(data_length)
        try:
            if job["job"] == "leave":
                desk.leave()
                reply = Reply(204, TEXT, b"")
            else:
                store = desk.at(job["where"], job["read_only"], job["version"], job["timeout"])
                reply = jobs[job["job"]](store, data, **job["args"])
        except BaseException as error:  # noqa: BLE001, RUF100 - whatever it is, the server has to be told
            reply = refusal(error)
        head = {"status": reply.status, "kind": reply.kind, "headers": reply.headers, "is_large": _peak() > LARGE}
        sink.write(packed(head, reply.body))
        sink.flush()
    desk.leave()


def _peak() -> int:
    """The most memory that this process has held, megabytes; 0 where that is not told."""
    with suppress(ImportError):
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most >> (20 if sys.platform == "darwin" else 10)
    return 0


def _confine(megabytes: int) -> None:
    """Take no more memory than allowed, leave no dump behind, and end with the server however it ends."""
    with suppress(ImportError, ValueError, OSError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    if sys.platform == "linux":
        import ctypes
        import signal

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def main() -> None:
    """Run with the megabytes that it may take as the only argument."""
    _confine(int(sys.argv[1]))
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what some library prints must not get among the replies
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    from kgraph.serve.jobs import JOBS

    work(source, sink, JOBS)
