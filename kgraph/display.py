"""What a notebook shows while something takes long: one line that counts, and stays as it was at the end."""

import sys
import time
from html import escape
from importlib import import_module
from typing import Any

PAUSE = 0.2
"""Seconds between two changes of the line: a notebook stores and draws each of them."""


def in_notebook() -> bool:
    """Tell whether this runs in the kernel of a notebook; IPython is asked only where it is loaded already."""
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython else None
    return hasattr(shell, "kernel")


class Progress:
    """Counts what is done, in the output of a cell.

    >>> line = Progress("article", show=lambda text: print(text))
    >>> line("corpus/<a>.txt")
    <progress></progress> 1 article · corpus/&lt;a&gt;.txt
    """

    def __init__(self, noun: str, *, show: Any = None) -> None:
        self._noun, self._show = noun, show or self._display
        self._handle: Any = None
        self._count, self._begun, self._shown = 0, time.monotonic(), 0.0

    def __call__(self, name: str) -> None:
        """One more is done."""
        self._count += 1
        if time.monotonic() - self._shown >= PAUSE:
            self._shown = time.monotonic()
            self._show(f"<progress></progress> {self._counted()} · {escape(name[-60:])}")

    def note(self, line: str) -> None:
        """Tell what goes on."""
        self._show(f"<progress></progress> {self._counted()} · {escape(line)}")

    def done(self, result: str) -> None:
        """Leave this behind."""
        self._show(f"{escape(result)} ({time.monotonic() - self._begun:.0f} s)")

    def _counted(self) -> str:
        return f"{self._count:,} {self._noun}{'' if self._count == 1 else 's'}"

    def _display(self, html: str) -> None:
        tools: Any = import_module("IPython.display")
        if self._handle is None:
            self._handle = tools.display(tools.HTML(html), display_id=True)
        else:
            self._handle.update(tools.HTML(html))
