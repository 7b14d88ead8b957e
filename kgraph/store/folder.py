"""A store's folder: the mark that says it is one, and the lock that one writer holds.

::

    kgraph-store.json   the mark
    lock                held by the writer, with its process id
    quads/              the writer's database
    sealed/N/quads/     what readers read: the database as it was when it was last sealed (see ``sealed``)
    unsealed            is there while the writer's database holds more than that
    text.sqlite3        the index of words (see ``text``)
"""

import json
import os
import time
from contextlib import suppress
from pathlib import Path

from kgraph.errors import StoreError, StoreLockedError

try:
    import fcntl as fcntl
except ImportError:  # pragma: no cover - Windows: there the database's own lock still keeps a second writer out
    fcntl = None  # type: ignore[assignment]

MARK = "kgraph-store.json"
FORMAT = 1
PATIENCE = 2.0
"""Seconds that one waits for a lock: long enough for another command's few writes, not for a build."""


def store_folder(folder: Path, *, create: bool) -> Path:
    """Return a store's folder once it is known to be one; with ``create``, mark an empty or new folder as a store.

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
    return folder


def _mark(folder: Path, *, create: bool) -> None:
    if folder.exists() and any(not one.name.startswith(MARK) for one in folder.iterdir()):
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
    """Held by the one writer, whose process id stands in the file. It dies with its process, a killed one too.

    Args:
        folder: The store's.
        patience: Seconds to wait for another writer to end; ``PATIENCE`` unless told otherwise.

    Raises:
        StoreLockedError: Somebody holds it, and still does after that time.
        StoreError: The folder cannot be written to.
    """

    def __init__(self, folder: Path, patience: float | None = None) -> None:
        try:
            self._file: int | None = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written to ({error.strerror}); name another folder") from error
        until = time.monotonic() + (PATIENCE if patience is None else patience)
        if not _taken(self._file, until):
            who = _holder(self._file)
            os.close(self._file)
            raise StoreLockedError(f"{folder}: {who} is writing to it; wait for it to end, or close it")
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Let go; by name, as a forked process may hold the same open file."""
        if self._file is not None:
            if fcntl is not None:
                fcntl.flock(self._file, fcntl.LOCK_UN)
            os.close(self._file)
        self._file = None


def _taken(file: int, until: float) -> bool:
    while fcntl is not None:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _holder(file: int) -> str:
    pid = os.pread(file, 20, 0).decode("ascii", "replace")
    return "this very process" if pid == str(os.getpid()) else f"process {pid}" if pid.isdigit() else "another process"
