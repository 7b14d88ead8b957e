"""The files of folders as they come, each when it is written to its end.

Nothing tells that a file is complete but that it stays as it is for a while, or that it is renamed into place: under
another name, hidden or with another suffix (``.part``), it is not looked at. What changes later comes again.

Who is told of changes is the library watchfiles, where it is installed and the system tells; otherwise, and on network
shares, which tell nothing, the folders are looked through again and again.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from kgraph.read.paths import files_below

SETTLED = 2.0
"""Seconds that a file must stay as it is; ten times as long where it is empty."""

TICK = 0.5
"""Seconds between two looks at what is waited for."""

RESCAN = 300.0
"""Seconds after which the folders are looked through even so: the system may drop what it had to tell."""

SHARE = 20
"""How many times as long as looking through the folders takes one waits to do so again."""


class _State(NamedTuple):
    """How a file was when it was last looked at."""

    size: int
    changed: int
    number: int


class _Desk:
    """What was given out, and what waits."""

    def __init__(self, settled: float) -> None:
        self._settled = settled
        self._given: dict[str, _State] = {}
        self._waiting: dict[str, tuple[_State, float]] = {}

    def look(self, paths: Iterable[str]) -> None:
        """Look at files; those that are new, or other than when they were given out, wait."""
        now = time.monotonic()
        for path in paths:
            state = _state(path)
            if state is None or self._given.get(path) == state:
                self._waiting.pop(path, None)
            elif self._waiting.get(path, (None,))[0] != state:
                self._waiting[path] = (state, now)

    def settled(self) -> list[str]:
        """The files that have stayed as they are for long enough, sorted; they are given out now."""
        self.look(list(self._waiting))
        now = time.monotonic()
        ripe = sorted(
            path
            for path, (state, since) in self._waiting.items()
            if now - since >= self._settled * (1 if state.size else 10)
        )
        for path in ripe:
            self._given[path] = self._waiting.pop(path)[0]
        return ripe


def _state(path: str) -> _State | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return _State(status.st_size, status.st_mtime_ns, status.st_ino)


def arrivals(
    folders: Iterable[str],
    *,
    stop: Callable[[], bool],
    polling: bool = False,
    settled: float = SETTLED,
    notice: Callable[[str], None] = lambda line: None,
) -> Iterator[list[str]]:
    """Yield the files of folders, and from then on those that come or change, in bursts; empty ones while all is quiet.

    Args:
        folders: Where to look, with all folders in them.
        stop: Asked several times a second; the end where it says so.
        polling: Whether to look again and again rather than to wait to be told.
        settled: Seconds that a file must stay as it is.
        notice: Called with a line where one is not told of changes.
    """
    given, desk = list(folders), _Desk(settled)
    for paths in _looks(given) if polling else _told(given, stop, notice):
        desk.look(paths)
        yield desk.settled()
        if stop():
            return


def _below(paths: Iterable[str]) -> list[str]:
    return [found for path in paths for found in files_below(path)]


def _looks(folders: list[str]) -> Iterator[list[str]]:
    """Yield all files of the folders every now and then, and none in between."""
    due = 0.0
    while True:
        began = time.monotonic()
        if began < due:
            yield []
        else:
            found = _below(folders)
            due = time.monotonic() + SHARE * (time.monotonic() - began)
            yield found
        time.sleep(TICK)


class _Event:
    """What the library asks whether to end."""

    def __init__(self, stop: Callable[[], bool]) -> None:
        self.is_set = stop


def _told(folders: list[str], stop: Callable[[], bool], notice: Callable[[str], None]) -> Iterator[list[str]]:
    """Yield what the system tells has changed; first, and every now and then, all."""
    try:
        from watchfiles import watch
    except ImportError:
        notice("without the package watchfiles the folders are looked through every few seconds; "
               "pip install 'kgraph[watch]' for large ones")  # fmt: skip
        yield from _looks(folders)
        return
    due, event = 0.0, _Event(stop)
    changes: Any = watch(
        *folders, watch_filter=None, rust_timeout=int(1000 * TICK), yield_on_timeout=True, stop_event=event,
        raise_interrupt=False, debounce=int(1000 * TICK),
    )  # fmt: skip
    try:
        for several in changes:
            if time.monotonic() >= due:
                yield _below(folders)
                due = time.monotonic() + RESCAN
            else:
                yield _below(name for _, path in several for name in _as_given(path, folders))
    except OSError as error:
        notice(f"the system does not tell of changes ({error}): the folders are looked through every few seconds")
        yield from _looks(folders)


def _as_given(path: str, folders: list[str]) -> Iterator[str]:
    """A changed path as it is called below the folder that was given; none where it, or a folder in it, is hidden."""
    for folder in folders:
        inner = os.path.relpath(os.path.abspath(path), os.path.abspath(folder))
        parts = inner.split(os.sep)
        if parts[0] != os.pardir and not any(part.startswith(".") and part != os.curdir for part in parts):
            yield folder if inner == os.curdir else os.path.join(folder, inner)
            return
