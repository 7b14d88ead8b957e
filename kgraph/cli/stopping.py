"""What Ctrl-C does to a long job: the first asks it to stop after the article in hand, the second ends it at once."""

import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Any, Self

SIGNALS = ("SIGINT", "SIGTERM")


class Stop:
    """Whether the job was asked to stop; as a context manager it listens to Ctrl-C and ``kill``.

    Attributes:
        by: The signal that asked; None while none did.
        what: What is still being done, as it is told.
    """

    def __init__(self, what: str = "finishing the article in hand") -> None:
        self.by: int | None = None
        self.what = what
        self._before: dict[int, Any] = {}

    def __call__(self) -> bool:
        """Whether to stop."""
        return self.by is not None

    @property
    def code(self) -> int:
        """The exit code that says which signal it was: 130 for Ctrl-C."""
        return 128 + (self.by or 0)

    def __enter__(self) -> Self:
        for name in SIGNALS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # begun with nohup, say
                self._before[number] = signal.signal(number, self._heard)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self.by is not None:
            for worker in multiprocessing.active_children():
                worker.kill()  # what it is at is begun anew by the next build; nobody waits for it

    def _heard(self, number: int, frame: FrameType | None) -> None:
        if self.by is None:
            self.by = number
            _say(f"stopping: {self.what}; Ctrl-C once more ends at once")
            return
        if sys.stderr.isatty():
            _say("\x1b[?25h", end="")  # the progress bar had hidden the cursor
        _say("ended at once; what is in the store is whole, and the same command goes on from there")
        for worker in multiprocessing.active_children():
            worker.kill()
        os._exit(128 + number)


def _say(text: str, end: str = "\n") -> None:
    """Write to standard error; from a signal, in the middle of whatever was being written, only this is safe."""
    with suppress(OSError):
        os.write(2, (("\r" if sys.stderr.isatty() else "") + text + end).encode())
