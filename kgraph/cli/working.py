"""What the commands that take long share: their options, and how they show where they are."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click
from rich.progress import Progress

from kgraph.cli.pace import Pace
from kgraph.cli.stopping import Stop
from kgraph.cli.terminal import counted, note, one_line, progress_bar

if TYPE_CHECKING:
    from kgraph.report import Report

Command = TypeVar("Command", bound=Callable[..., Any])

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_EXTRACTING = (
    click.option("--jobs", default=1, show_default=True, type=click.IntRange(min=1), help="Processes."),
    click.option(
        "--engine", default="local", show_default=True, type=click.Choice(["local", "dask"]),
        help="Where the work is done.",
    ),
    click.option("--model", metavar="NAME", help="An installed spaCy pipeline to use in place of our own."),
    click.option("--actors", multiple=True, type=_FILE, help="A file with further actors (Turtle or CSV)."),
    click.option("--events", multiple=True, type=_FILE, help="A file with further verbs and nouns of events (Turtle)."),
)  # fmt: skip
_STORING = (
    click.option("--check", is_flag=True, help="Hold each article's graph against the shapes (SHACL); a second each."),
    click.option(
        "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write what was read and rejected as JSON."
    ),
)  # fmt: skip


def work_options(command: Command) -> Command:
    """Add the options that say how articles are worked through."""
    return extraction_options(_with(command, _STORING))


def extraction_options(command: Command) -> Command:
    """Add those of them that say who finds the facts, and by which words."""
    return _with(command, _EXTRACTING)


def _with(command: Command, options: Iterable[Callable[[Command], Command]]) -> Command:
    for option in reversed(tuple(options)):
        command = option(command)
    return command


class Shown:
    """A long job on the terminal: a bar where there is one, else a line now and then; it listens to Ctrl-C.

    Args:
        what: What is done: "building".
        report: Where it is counted.

    Attributes:
        pace: How fast it goes.
        stop: Whether it was asked to stop.
    """

    def __init__(self, what: str, report: "Report", stop: Stop | None = None) -> None:
        self.pace, self.stop = Pace(report), stop or Stop()
        self._what, self._report = what, report
        self._bar: Progress = progress_bar()

    def __enter__(self) -> Self:
        self.stop.__enter__()
        self._bar.__enter__()
        self._task = self._bar.add_task(self._what, total=None, pace="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.__exit__(kind, error, trace)
        self.stop.__exit__()

    def moves(self, document: str) -> None:
        """Show that an article is done."""
        self.stop.what = "finishing the article in hand"
        self.pace.moves()
        if self._bar.disable:
            self.pace.tell_now_and_then()
            return
        self._bar.update(
            self._task, completed=self._report.articles, total=self.pace.total,
            description=one_line(document)[-40:], pace=self.pace.words(),
        )  # fmt: skip

    def waits(self) -> None:
        """Show that there is nothing to do just now."""
        self._bar.update(self._task, description="waiting", pace="")

    def tells(self, line: str) -> None:
        """Show what is being done beside the articles."""
        self.stop.what = "finishing the comparison of articles"
        if self._bar.disable:
            note(line)
        else:
            self._bar.update(self._task, description=line, pace="")


def conclude(done: "Report", store: str, interrupted: int, *, listed: bool = True, did: str = "added") -> None:
    """Tell what a build did, and end with the exit code that says how it went.

    Args:
        done: The report.
        store: The store, as it was named.
        interrupted: The exit code where it was stopped half-way; 0 where that is how it ends.
        listed: Whether to tell each rejection.
        did: What was done with the articles.
    """
    if listed:
        list_rejected(done)
    for line in done.lines():
        note(line)
    note(summary(done, store, did))
    if done.state == "stopped" and interrupted:
        note("stopped; what is done is kept, and the same command goes on from there")
        sys.exit(interrupted)
    if done.rejected:
        sys.exit(3)


def list_rejected(done: "Report", after: int = 0) -> None:
    """Tell of each article that was rejected, but for the first ones."""
    for error in done.rejected[after:]:
        note(f"rejected: {one_line(str(error))}")


def summary(done: "Report", store: str, did: str = "added") -> str:
    """What a build did, in one line."""
    known = f", {done.known} {'already there' if did == 'added' else 'passed over'}" if done.known else ""
    lost = f", {len(done.rejected)} rejected" if done.rejected else ""
    said = counted(done.statements, "new statement" if did == "added" else "statement")
    return f"{counted(done.added, 'article')} {did}{known}{lost}; {said} in {store}"
