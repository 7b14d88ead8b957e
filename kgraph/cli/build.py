"""``kgraph build``."""

import sys
from pathlib import Path

import click

from kgraph.cli.terminal import counted, note, one_line, progress_bar, store_option
from kgraph.errors import KgraphError

SILENT = 100
"""Where there is no terminal for a progress bar, a line after this many articles."""


@click.command("build")
@click.argument("paths", nargs=-1, required=True)
@store_option
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(min=1), help="Processes.")
@click.option(
    "--engine", default="local", show_default=True, type=click.Choice(["local", "dask"]), help="Where the work is done."
)
@click.option("--model", metavar="NAME", help="An installed spaCy pipeline to use in place of our own.")
@click.option(
    "--actors",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with further actors (Turtle or CSV).",
)
@click.option(
    "--events",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with further verbs and nouns of events (Turtle).",
)
@click.option("--strict", is_flag=True, help="Stop at the first article that cannot be used.")
def command(
    paths: tuple[str, ...],
    store: str,
    jobs: int,
    engine: str,
    model: str | None,
    actors: tuple[Path, ...],
    events: tuple[Path, ...],
    strict: bool,
) -> None:
    """Read articles and write who said what about whom into a store.

    PATHS are files (.txt, .html, .jsonl, .csv), folders of them, or - for standard input. Running it again adds
    only what is new.

    \b
    Example:
      kgraph build articles/ more/page.html --store graph
    """
    from kgraph.building import build

    with progress_bar() as bar:
        task = bar.add_task("building", total=None)

        def advance(document: str) -> None:
            bar.update(task, advance=1, description=one_line(document)[-40:])
            done = int(bar.tasks[0].completed)
            if bar.disable and done % SILENT == 0:
                note(f"{done} articles so far")

        def tell(line: str) -> None:
            bar.update(task, description=line)
            if bar.disable:
                note(line)

        try:
            report = build(
                paths,
                store,
                model=model,
                jobs=jobs,
                engine=engine,
                actors=actors,
                events=events,
                strict=strict,
                progress=advance,
                notice=tell,
            )
        except KeyboardInterrupt:
            raise KgraphError(
                "stopped; finished articles are kept, the same command again goes on from there"
            ) from None
    for error in report.rejected:
        note(f"rejected: {one_line(str(error))}")
    known = f", {report.known} already there" if report.known else ""
    lost = f", {len(report.rejected)} rejected" if report.rejected else ""
    said = counted(report.statements, "new statement")
    note(f"{counted(report.added, 'article')} added{known}{lost}; {said} in {store}")
    if report.rejected:
        sys.exit(3)
