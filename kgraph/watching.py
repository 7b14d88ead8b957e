"""A build that goes on: files are taken as they come into folders, until it is told to stop."""

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kgraph.building import BATCH, Job, consolidate
from kgraph.engines import Recipe
from kgraph.errors import KgraphError
from kgraph.read import Reading
from kgraph.read.arrivals import arrivals
from kgraph.read.formats import holds_one
from kgraph.read.watch import read_watched
from kgraph.report import Report
from kgraph.store import Store, open_store

SHARE = 10
"""How many times as long as the comparison of all articles took one waits before the next."""


def watch(
    folders: Iterable[str | Path],
    store: str | Path,
    *,
    stop: Callable[[], bool],
    model: str | None = None,
    jobs: int = 1,
    engine: str = "local",
    actors: Iterable[Path] = (),
    events: Iterable[Path] = (),
    check: bool = False,
    columns: Mapping[str, str] | None = None,
    any_language: bool = False,
    polling: bool = False,
    progress: Callable[[str], None] = lambda document: None,
    notice: Callable[[str], None] = lambda line: None,
    sealed: Callable[[Report], None] = lambda report: None,
    report: Report | None = None,
    report_file: Path | None = None,
) -> Report:
    """Build from folders, and go on with what comes into them; those who read the store see it after each burst.

    A file that is still being written is waited for. One that changes is read again: another text is another article,
    and the one before stays, since it was reported; near-copies are one story (``kg:sameStoryAs``). What several
    articles have in common is told when no file has come for a moment, and at the end.

    Args:
        folders: Where to look, with all folders in them.
        store: A folder (made when it is not there), or the URL of a SPARQL 1.1 server.
        stop: Asked several times a second; the end where it says so.
        model: As of ``kgraph.building.build``, and so the others down to ``any_language``.
        jobs: Processes, where a burst is large.
        engine: Where the work of a large burst is done.
        actors: Files with further actors.
        events: Files with further words of events.
        check: Whether to hold each article's graph against the shapes.
        columns: Of tables: the column that holds each field.
        any_language: Whether to take articles that are not in English.
        polling: Whether to look through the folders again and again, as on network shares, which tell of no change.
        progress: Called with each article's path when it is done.
        notice: Called with a line where something takes long.
        sealed: Called after each burst, when readers see it.
        report: What to count in.
        report_file: Where to write the report, at the beginning, after each burst and at the end.

    Returns:
        What it did.

    Raises:
        KgraphError: One of the folders is none.
    """
    places = [str(folder) for folder in folders]
    for place in places:
        if not Path(place).is_dir():
            raise KgraphError(f"{place}: is no folder, and only folders are watched; name one, or leave out --watch")
    job = Job(
        Recipe(model, tuple(actors), tuple(events), check), engine, jobs, False, progress, stop,
        report or Report(), report_file,
    )  # fmt: skip
    with open_store(store, create=True, read_only=False) as home, job.reported():
        done, ties = home.articles(), _Ties(home, notice)
        for paths in arrivals(places, stop=stop, polling=polling, notice=notice):
            if paths:
                large = len(paths) > BATCH or not all(map(holds_one, paths))
                job.jobs = jobs if large else 1  # for a few articles no processes are begun
                found = read_watched(paths, Reading(columns or {}))
                job.run(home, job.unseen(job.bearable(found, any_language), done))
                home.flush()
                job.save()
                ties.are_stale = True
                sealed(job.report)
            else:
                ties.follow()
        ties.follow(at_once=True)
        job.stopped = True
    return job.report


class _Ties:
    """What several articles have in common, told anew when there is time for it.

    Attributes:
        are_stale: Whether articles have come since.
    """

    def __init__(self, home: Store, notice: Callable[[str], None]) -> None:
        self.are_stale = False
        self._home, self._notice = home, notice
        self._due = 0.0

    def follow(self, *, at_once: bool = False) -> None:
        """Compare the articles if some have come, and the last time is long enough ago."""
        began = time.monotonic()
        if self.are_stale and (at_once or began >= self._due):
            consolidate(self._home, self._notice)
            self._home.flush()
            self.are_stale = False
            self._due = time.monotonic() + SHARE * (time.monotonic() - began)
