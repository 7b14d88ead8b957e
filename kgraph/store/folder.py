"""A store's folder: the mark that says it is one, and the lock that lets many read or one write.

Opening the database for reading while another process writes to it is undefined behaviour, so a reader is refused
while there is a writer, and the other way round. A lock dies with its process, a killed one too.
"""

import json
import os
import time
from contextlib import suppress
from pathlib import Path

from kgraph.errors import StoreError, StoreLockedError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows: there the database's own lock still keeps a second writer out
    fcntl = None  # type: ignore[assignment]

MARK = "kgraph-store.json"
FORMAT = 1
PATIENCE = 2.0
"""Seconds that one waits for a lock: long enough for another command's question, not for a build."""


def database(folder: Path, *, create: bool) -> Path:
    """Return the database's place inside a store's folder; with ``create``, mark an empty or new folder as a store.

    Raises:
        StoreError: There is no store, it is something else, or it was made by a later version.
    """
    if not folder.exists() and not create:
        raise StoreError(f"{folder}: no store is there; make one with: kgraph build PATH --store {folder}")
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: is a file, and a store is a folder; name another")
    try:
        if not (folder / MARK).exists():
            _mark(folder, create=create)
        _check_mark(folder)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be used as a store ({error.strerror}); name another folder") from error
    return folder / "quads"


def _mark(folder: Path, *, create: bool) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise StoreError(f"{folder}: is not a kgraph store (it holds no {MARK}); name another folder")
    if not create:
        raise StoreError(f"{folder}: is empty; make a store of it with: kgraph build PATH --store {folder}")
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{MARK}.{os.getpid()}"
    part.write_text(json.dumps({"kgraph": "store", "format": FORMAT}) + "\n", encoding="utf-8")
    part.replace(folder / MARK)


def _check_mark(folder: Path) -> None:
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
        number = int(mark["format"]) if mark["kgraph"] == "store" else 0
    except (ValueError, KeyError, TypeError):
        number = 0
    if number < 1:
        raise StoreError(f"{folder / MARK}: is damaged; name another store, or build this one anew in another folder")
    if number > FORMAT:
        raise StoreError(f"{folder}: has format {number}, and this kgraph reads up to {FORMAT}; install a later kgraph")


class Lock:
    """Held by any number of readers, or by one writer whose process id stands in the file.

    Raises:
        StoreLockedError: Somebody holds it otherwise, and still does after ``PATIENCE`` seconds.
    """

    def __init__(self, folder: Path, *, read_only: bool) -> None:
        self._file = _opened(folder / "lock", read_only=read_only)
        if self._file is None or fcntl is None:
            return
        kind = fcntl.LOCK_SH if read_only else fcntl.LOCK_EX
        if not self._taken(kind, time.monotonic() + PATIENCE):
            reason = _holder(self._file)
            os.close(self._file)
            raise StoreLockedError(f"{folder}: {reason}; wait for it to end, or close it")
        if not read_only:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, str(os.getpid()).encode(), 0)

    def _taken(self, kind: int, until: float) -> bool:
        assert self._file is not None
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(self._file, kind | fcntl.LOCK_NB)
                return True
            if time.monotonic() > until:
                return False
            time.sleep(0.05)

    def release(self) -> None:
        """Let go; by name, as a forked process may hold the same open file."""
        if self._file is not None and fcntl is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
            os.close(self._file)
        self._file = None


def _opened(path: Path, *, read_only: bool) -> int | None:
    """The lock file; None where a reader may not make one, as on a read-only disk, where nobody can write either."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        if not read_only:
            raise StoreError(f"{path.parent}: cannot be written to ({error.strerror}); name another folder") from error
    with suppress(OSError):
        return os.open(path, os.O_RDONLY)
    return None


def _holder(file: int) -> str:
    """Who holds the lock: if it can be shared, its holders only read."""
    with suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return "is open for reading elsewhere, and cannot be written to meanwhile"
    pid = os.pread(file, 20, 0).decode("ascii", "replace")
    who = "this very process" if pid == str(os.getpid()) else f"process {pid}" if pid.isdigit() else "another process"
    return f"{who} is writing to it"
