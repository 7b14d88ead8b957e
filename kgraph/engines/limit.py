"""A limit of time for one article: an exception in the thread that works on it, when it takes too long.

In a process's main thread the system's alarm raises it, which ends a search with a regular expression, too. In another
thread, and on Windows, it is raised at the next step of Python. What hangs in a library's own code is out of reach of
both; in a worker process the process ends itself then, and whoever waits for it finds out which article it was.
"""

import ctypes
import faulthandler
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType
from typing import IO

SECONDS = 60.0
"""What any article may take."""

PACE = 500.0
"""Characters that must be read in each further second: a tenth of what one busy core of 2020 does."""

AGAIN = 1.0
"""Seconds after which it is raised again, where somebody's ``except`` has swallowed it."""

HARD = 2.0
"""How many times the limit a worker process lives on with what nothing stops."""


class OutOfTimeError(BaseException):
    """An article takes too long. Not an ``Exception``: what catches those must not catch this."""


def seconds_for(characters: int) -> float:
    """The limit for texts of so many characters."""
    return SECONDS + characters / PACE


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise ``OutOfTimeError`` in this thread when what is inside takes longer than that."""
    here = threading.current_thread() is threading.main_thread()
    way = _by_alarm if here and hasattr(signal, "setitimer") else _by_thread
    mortal = here and multiprocessing.parent_process() is not None
    if mortal:
        faulthandler.dump_traceback_later(HARD * seconds, exit=True, file=_nowhere())
    try:
        with way(seconds):
            yield
    finally:
        if mortal:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def _by_alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise OutOfTimeError

    began, handler = time.monotonic(), signal.signal(signal.SIGALRM, ring)
    left, again = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if left:  # somebody else had set it
            signal.setitimer(signal.ITIMER_REAL, max(0.01, left - (time.monotonic() - began)), again)


@contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    over, lock, thread = threading.Event(), threading.Lock(), threading.get_ident()

    def watch() -> None:
        wait = seconds
        while not over.wait(wait):
            with lock:
                if not over.is_set():
                    _raise_in(thread, OutOfTimeError)
            wait = AGAIN

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with lock:
            over.set()
            _raise_in(thread, None)  # one that was sent and has not come yet
        watcher.join()


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    send: Callable[..., int] = ctypes.pythonapi.PyThreadState_SetAsyncExc
    send(ctypes.c_ulong(thread), None if error is None else ctypes.py_object(error))


@cache
def _nowhere() -> IO[str]:
    return open(os.devnull, "w", encoding="utf-8")
