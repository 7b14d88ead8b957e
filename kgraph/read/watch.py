"""Reading in a process of its own, which is ended when one article takes it too long or too much memory.

What reads hostile bytes (parsers of HTML, PDF, XML) can hang or grow in code that nothing in its own process stops. So
a child reads, the parent waits, and what the child began last is the culprit: it is reported, and a new child goes on
behind it. The child reads ahead while the parent works.
"""

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from kgraph.errors import ArticleError
from kgraph.read.paths import Source, read_source, sources
from kgraph.read.reading import PLAIN, Reading
from kgraph.records import Article

SECONDS = 60.0
"""Longest time for one article, from the one before it; the slowest of 40,000 fuzzed inputs took 2."""

MEMORY = 4 * 1024**3
"""Bytes of address space of the process that reads, where the system can limit it (not on Windows)."""

START = 60.0
"""Longest time for the process to begin."""

AHEAD = 64
"""Articles that are read ahead."""

KILLED = 20
"""Articles of one file for which a child may be ended; then the rest of the file is given up."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a child is to read.

    Attributes:
        source: The file.
        columns: As in ``Reading``.
        after: Begin behind this document; None for all.
    """

    source: Source
    columns: dict[str, str] = field(default_factory=dict)
    after: str | None = None


def read_watched(
    paths: str | Path | Iterable[str | Path],
    reading: Reading = PLAIN,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Iterator[Article | ArticleError]:
    """Yield the articles of paths, or why there are none, each in bounded time and memory.

    Standard input and pipes are read in this process: they cannot be read twice.

    Args:
        paths: As for ``read_articles``.
        reading: Options.
        seconds: Limit for each article.
        memory: Bytes of address space for the reading process.
    """
    child = _Child(seconds, memory)
    try:
        for source in sources(paths):
            if isinstance(source, ArticleError):
                yield source
            elif not Path(source.where).is_file() and "://" not in source.where:
                yield from read_source(source, reading)
            else:
                yield from child.read(Order(source, dict(reading.columns)))
    finally:
        child.end()


class _Child:
    """The process that reads, made when it is needed and again when it was ended."""

    def __init__(self, seconds: float, memory: int) -> None:
        self.seconds, self.memory = seconds, memory
        self.process: subprocess.Popen[bytes] | None = None
        self.works = True
        self.replies: queue.Queue[Any] = queue.Queue(AHEAD)

    def read(self, order: Order) -> Iterator[Article | ArticleError]:
        """Yield what a source holds; go on behind an article that ended the child."""
        self._start()
        if not self.works:
            yield from read_source(order.source, Reading(order.columns))
            return
        for _ in range(KILLED):
            begun, last, failed = order.source.document, None, None
            for kind, what in self._replies(order):
                if kind == "begins":
                    begun = what
                elif kind == "failed":
                    failed = what
                else:
                    last = what.document
                    yield what
            if failed is None:
                return
            self.end()
            yield ArticleError(begun, failed if begun != last else f"{failed} behind this article")
            if begun in (last, order.source.document):
                return  # nothing can be passed over that would let the reading go on
            order = Order(order.source, order.columns, begun)
        yield ArticleError(order.source.document, f"given up after {KILLED} articles that could not be read")

    def _replies(self, order: Order) -> Iterator[tuple[str, Any]]:
        process = self._start()
        assert process
        assert process.stdin
        try:
            pickle.dump(order, process.stdin)
            process.stdin.flush()
            while True:
                reply = self.replies.get(timeout=self.seconds)
                if reply is None:
                    yield "failed", self._how_it_ended(process)
                    return
                if reply[0] == "done":
                    return
                yield reply
        except queue.Empty:
            yield "failed", f"took more than {self.seconds:g} seconds to be read"
        except OSError:
            yield "failed", self._how_it_ended(process)

    def _how_it_ended(self, process: subprocess.Popen[bytes]) -> str:
        code = process.wait(self.seconds)
        return f"ended the process that read it (exit code {code}: too much memory, or a defect of a library)"

    def _start(self) -> "subprocess.Popen[bytes] | None":
        """The process; None where none can be made, as in a program that was frozen into one file."""
        if self.process is None and self.works:
            command = [sys.executable, "-P", "-m", "kgraph.read.child", str(self.memory), str(self.seconds)]
            self.replies = queue.Queue(AHEAD)
            try:
                with deaf():
                    self.process = subprocess.Popen(  # noqa: S603 - our own module
                        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
                    )
                assert self.process.stdout
                threading.Thread(target=_pump, args=(self.process.stdout, self.replies), daemon=True).start()
                self.works = self.replies.get(timeout=START) == ("ready", None)
            except (OSError, queue.Empty):
                self.works = False
        return self.process

    def end(self) -> None:
        """End the process, if there is one."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        with suppress(queue.Empty):
            while self.replies.get_nowait() is not None:
                pass  # room for the thread to say that it is done
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()


@contextmanager
def deaf() -> Iterator[None]:
    """Begin processes that Ctrl-C does not reach, not even while they load: it is for the parent, a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _environment() -> dict[str, str]:
    """The same, with this very package on the path: the child does not look into the folder that it is started in."""
    here = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))}


def _pump(stream: IO[bytes], replies: "queue.Queue[Any]") -> None:
    """Hand on what a child says, then None."""
    try:
        while True:
            replies.put(pickle.load(stream))  # noqa: S301 - our own process wrote it
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        replies.put(None)
