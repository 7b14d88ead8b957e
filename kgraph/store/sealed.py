"""What readers of a folder see while somebody writes to it: the database as it was when it was last sealed.

To open a database for reading while another process writes to it is undefined behaviour. So the writer seals its
database from time to time: hard links to files that never change, made in milliseconds, in ``sealed/N``. Readers open
the last of these, keep nobody out and are kept out by nobody. What a killed writer left unsealed is sealed by whoever
opens the store next.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kgraph.store.folder import fcntl

UNSEALED = "unsealed"


class Seals:
    """The sealed states of one store's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._home = folder, folder / "sealed"

    @property
    def are_stale(self) -> bool:
        """Whether the writer's database may hold more than the last sealed state, or nothing was ever sealed."""
        return (self._folder / UNSEALED).exists() or not self._numbers()

    @property
    def number(self) -> int:
        """Number of the last sealed state; 0 where there is none."""
        return max(self._numbers(), default=0)

    def break_(self) -> None:
        """Note, before anything is written, that the database is about to hold more than was sealed."""
        (self._folder / UNSEALED).touch()

    def seal(self, backup: Callable[[str], None]) -> None:
        """Make the present state the one that readers see, and let go of older ones that nobody reads.

        Args:
            backup: Makes a copy of the database in a new folder.
        """
        number = self.number + 1
        part = self._home / f"{number}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        (part / "reading").touch()
        backup(str(part / "quads"))
        part.rename(self._home / str(number))  # a killed process leaves a .part, which nobody looks at
        (self._folder / UNSEALED).unlink(missing_ok=True)
        for old in self._numbers():
            if old < number:
                _drop(self._home / str(old))

    def newest(self) -> "Seal | None":
        """The last sealed state, held until it is released; None where there is none."""
        while numbers := self._numbers():
            seal = Seal(self._home / str(max(numbers)))
            if seal.place.exists():
                return seal
            seal.release()  # a writer replaced it in this very moment
        return None

    def _numbers(self) -> list[int]:
        with suppress(OSError):
            return [int(one.name) for one in self._home.iterdir() if one.name.isdecimal()]
        return []


class Seal:
    """One sealed state, kept from being deleted while it is read.

    Attributes:
        place: The database's folder.
    """

    def __init__(self, folder: Path) -> None:
        self.place = folder / "quads"
        self._file: int | None = None
        with suppress(OSError):  # where it cannot even be opened, nobody can delete it either
            self._file = os.open(folder / "reading", os.O_RDONLY)
            if fcntl is not None:
                fcntl.flock(self._file, fcntl.LOCK_SH)

    def release(self) -> None:
        """Let go."""
        if self._file is not None:
            os.close(self._file)
        self._file = None


def _drop(folder: Path) -> None:
    with suppress(OSError):
        file = os.open(folder / "reading", os.O_RDONLY)
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(file)
