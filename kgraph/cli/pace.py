"""How fast a long job goes, and how long it still takes."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from kgraph.cli.terminal import note

if TYPE_CHECKING:
    from kgraph.report import Report

RECENT = 60.0
"""Seconds that the pace is taken over: articles that are passed over in a moment say little of those to come."""

SILENT = 30.0
"""Where there is no terminal for a progress bar, seconds between two lines."""


class Pace:
    """Follows a report while it grows.

    Args:
        report: What is counted.
        clock: Seconds.

    Attributes:
        total: Articles in all, where they can be counted without reading them, else None.
    """

    def __init__(self, report: "Report", clock: Callable[[], float] = time.monotonic) -> None:
        self.total: int | None = None
        self._report, self._clock = report, clock
        self._seen: deque[tuple[float, int]] = deque([(clock(), report.articles)])
        self._told = clock()

    def count_ahead(self, counted: Callable[[], int | None]) -> None:
        """Find the total in a thread of its own: a large folder takes a while."""

        def count() -> None:
            self.total = counted()

        threading.Thread(target=count, daemon=True).start()

    def moves(self) -> None:
        """Note where the work is now."""
        now = self._clock()
        self._seen.append((now, self._report.articles))
        while len(self._seen) > 2 and now - self._seen[0][0] > RECENT:
            self._seen.popleft()

    @property
    def rate(self) -> float:
        """Articles a second of late."""
        (began, before), (now, done) = self._seen[0], self._seen[-1]
        return (done - before) / (now - began) if now > began else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that are left, where that can be told."""
        if self.total is None or not self.rate:
            return None
        return max(0, self.total - self._report.articles) / self.rate

    def words(self) -> str:
        """Rate, time left and rejections in words."""
        from kgraph.report import duration

        parts = [f"{self.rate:.1f} articles/s"]
        if self.left is not None:
            parts.append(f"{duration(self.left)} left")
        if self._report.rejected:
            parts.append(f"{len(self._report.rejected):,} rejected")
        return ", ".join(parts)

    def tell_now_and_then(self, tell: Callable[[str], None] = note) -> None:
        """Tell it in a line, if the last one is long ago."""
        if self._clock() - self._told >= SILENT:
            self._told = self._clock()
            of = f" of {self.total:,}" if self.total is not None else ""
            known = f" ({self._report.known:,} already there)" if self._report.known else ""
            tell(f"{self._report.articles:,}{of} articles so far{known}: {self.words()}")
