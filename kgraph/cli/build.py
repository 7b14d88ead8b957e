"""``kgraph build``."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgraph.cli.terminal import counted, note, one_line, progress_bar, store_option
from kgraph.errors import KgraphError

if TYPE_CHECKING:
    from kgraph.building import Report

FIELDS = ("text", "title", "date", "publisher", "source", "url", "author", "language")
"""What a column of a table may hold."""

SILENT = 100
"""Where there is no terminal for a progress bar, a line after this many articles."""


def _columns(ctx: click.Context, param: click.Parameter, value: str | None) -> dict[str, str]:
    pairs = dict(pair.partition("=")[::2] for pair in (value or "").split(",") if pair)
    for field, name in pairs.items():
        if field not in FIELDS or not name:
            raise click.BadParameter(f"{field!r} is no field; write FIELD=NAME with one of {', '.join(FIELDS)}")
    return pairs


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
@click.option(
    "--columns",
    metavar="FIELD=NAME,...",
    callback=_columns,
    help="Which columns of a table hold text, title, date, publisher, source, url, author, language.",
)
@click.option("--any-language", is_flag=True, help="Take articles that are not in English, too.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write what was read and rejected as JSON."
)
@click.option("--strict", is_flag=True, help="Stop at the first article that cannot be used.")
@click.option("--check", is_flag=True, help="Hold each article's graph against the shapes (SHACL); a second each.")
def command(
    paths: tuple[str, ...],
    store: str,
    jobs: int,
    engine: str,
    model: str | None,
    actors: tuple[Path, ...],
    events: tuple[Path, ...],
    columns: dict[str, str],
    any_language: bool,
    report: Path | None,
    strict: bool,
    check: bool,
) -> None:
    """Read articles and write who said what about whom into a store.

    PATHS are files (.txt .html .pdf .eml .rss .jsonl .csv .parquet .warc ..., also compressed or in .zip and .tar),
    folders of them, addresses of fsspec (s3://...), or - for standard input. Running it again adds only what is new.

    \b
    Example:
      kgraph build articles/ more/page.html --store graph
    """
    from kgraph.building import build

    with progress_bar() as bar:
        task = bar.add_task("building", total=None)

        def advance(document: str) -> None:
            bar.update(task, advance=1, description=one_line(document)[-40:])
            number = int(bar.tasks[0].completed)
            if bar.disable and number % SILENT == 0:
                note(f"{number} articles so far")

        def tell(line: str) -> None:
            bar.update(task, description=line)
            if bar.disable:
                note(line)

        try:
            done = build(
                paths,
                store,
                model=model,
                jobs=jobs,
                engine=engine,
                actors=actors,
                events=events,
                strict=strict,
                check=check,
                columns=columns,
                any_language=any_language,
                progress=advance,
                notice=tell,
            )
        except KeyboardInterrupt:
            raise KgraphError(
                "stopped; finished articles are kept, the same command again goes on from there"
            ) from None
    for error in done.rejected:
        note(f"rejected: {one_line(str(error))}")
    if report:
        _write(report, done)
    known = f", {done.known} already there" if done.known else ""
    lost = f", {len(done.rejected)} rejected" if done.rejected else ""
    said = counted(done.statements, "new statement")
    note(f"{counted(done.added, 'article')} added{known}{lost}; {said} in {store}")
    if done.rejected:
        sys.exit(3)


def _write(path: Path, done: "Report") -> None:
    rejected = [{"document": error.document, "reason": error.reason} for error in done.rejected]
    data = {"added": done.added, "known": done.known, "statements": done.statements, "rejected": rejected}
    try:
        path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise KgraphError(f"{path}: the report cannot be written: {error.strerror or error}") from None
