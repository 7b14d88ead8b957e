"""``kgraph build``."""

from pathlib import Path
from typing import Any

import click

from kgraph.cli.terminal import note, one_line, store_option
from kgraph.cli.working import Shown, conclude, list_rejected, summary, work_options

FIELDS = ("text", "title", "date", "publisher", "source", "url", "author", "language")
"""What a column of a table may hold."""


def columns_of(ctx: click.Context, param: click.Parameter, value: str | None) -> dict[str, str]:
    """Which column of a table holds each field, as ``--columns`` says it."""
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
    callback=columns_of,
    help="Which columns of a table hold text, title, date, publisher, source, url, author, language.",
)
@click.option("--any-language", is_flag=True, help="Take articles that are not in English, too.")
@click.option("--strict", is_flag=True, help="Stop at the first article that cannot be used.")
@click.option("--watch", is_flag=True, help="Go on with what comes into the folders, until Ctrl-C.")
@click.option("--poll", is_flag=True, help="With --watch: look again and again; for network shares.")
def command(
    paths: tuple[str, ...],
    store: str,
    report: Path | None,
    strict: bool,
    watch: bool,
    poll: bool,
    **options: Any,
) -> None:
    """Read articles and write who said what about whom into a store.

    PATHS are files (.txt .html .pdf .eml .rss .jsonl .csv .parquet .warc ..., also compressed or in .zip and .tar),
    folders of them, addresses of fsspec (s3://...), or - for standard input. Running it again adds only what is new,
    so after Ctrl-C, which stops it with exit code 130, or a power cut the same command goes on.

    \b
    Example:
      kgraph build articles/ more/page.html --store graph
      kgraph build incoming/ --watch --store graph
    """
    if watch and strict:
        raise click.UsageError("--watch goes on whatever comes; leave out --strict")
    if poll and not watch:
        raise click.UsageError("--poll says how to watch; add --watch")
    if watch:
        _watch(paths, store, report, polling=poll, **options)
        return
    from kgraph.building import build
    from kgraph.read import how_many
    from kgraph.report import Report

    done = Report()
    with Shown("building", done) as shown:
        shown.pace.count_ahead(lambda: how_many(paths))
        build(
            paths, store, report=done, report_file=report, progress=shown.moves, notice=shown.tells, stop=shown.stop,
            strict=strict, **options,
        )  # fmt: skip
    conclude(done, store, shown.stop.code)


def _watch(paths: tuple[str, ...], store: str, report: Path | None, **options: Any) -> None:
    from kgraph.report import Report
    from kgraph.watching import watch

    done, told = Report(), 0
    with Shown("watching", done) as shown:

        def sealed(report: Report) -> None:
            nonlocal told
            list_rejected(report, told)
            told = len(report.rejected)
            note(f"{summary(report, store)}; waiting for more")
            shown.waits()

        note(f"watching {', '.join(map(one_line, paths))}; Ctrl-C ends it")
        watch(
            paths, store, report=done, report_file=report, progress=shown.moves, notice=shown.tells, stop=shown.stop,
            sealed=sealed, **options,
        )  # fmt: skip
    list_rejected(done, told)
    conclude(done, store, 0, listed=False)
