"""``kgraph build``."""

from pathlib import Path
from typing import Any

import click

from kgraph.cli.terminal import store_option
from kgraph.cli.working import Shown, conclude, work_options

FIELDS = ("text", "title", "date", "publisher", "source", "url", "author", "language")
"""What a column of a table may hold."""


def _columns(ctx: click.Context, param: click.Parameter, value: str | None) -> dict[str, str]:
    pairs = dict(pair.partition("=")[::2] for pair in (value or "").split(",") if pair)
    for field, name in pairs.items():
        if field not in FIELDS or not name:
            raise click.BadParameter(f"{field!r} is no field; write FIELD=NAME with one of {', '.join(FIELDS)}")
    return pairs


@click.command("build")
@click.argument("paths", nargs=-1, required=True)
@store_option
@work_options
@click.option(
    "--columns",
    metavar="FIELD=NAME,...",
    callback=_columns,
    help="Which columns of a table hold text, title, date, publisher, source, url, author, language.",
)
@click.option("--any-language", is_flag=True, help="Take articles that are not in English, too.")
@click.option("--strict", is_flag=True, help="Stop at the first article that cannot be used.")
def command(paths: tuple[str, ...], store: str, report: Path | None, **options: Any) -> None:
    """Read articles and write who said what about whom into a store.

    PATHS are files (.txt .html .pdf .eml .rss .jsonl .csv .parquet .warc ..., also compressed or in .zip and .tar),
    folders of them, addresses of fsspec (s3://...), or - for standard input. Running it again adds only what is new,
    so after Ctrl-C, which stops it with exit code 130, or a power cut the same command goes on.

    \b
    Example:
      kgraph build articles/ more/page.html --store graph
    """
    from kgraph.building import build
    from kgraph.read import how_many
    from kgraph.report import Report

    done = Report()
    with Shown("building", done) as shown:
        shown.pace.count_ahead(lambda: how_many(paths))
        build(
            paths, store, report=done, report_file=report, progress=shown.moves, notice=shown.tells, stop=shown.stop,
            **options,
        )  # fmt: skip
    conclude(done, store, shown.stop)
