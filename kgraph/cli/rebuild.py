"""``kgraph rebuild``."""

from pathlib import Path
from typing import Any

import click

from kgraph.cli.terminal import note, store_option
from kgraph.cli.working import Shown, conclude, work_options


@click.command("rebuild")
@store_option
@work_options
@click.option("--all", "everything", is_flag=True, help="Also articles that this very version, model and files read.")
def command(store: str, report: Path | None, **options: Any) -> None:
    """Extract each article of a store again, after an upgrade or with other files.

    The articles' files are not needed: text, title, day and body are as they were read. Meanwhile the old graph
    answers; stopped or killed, the same command goes on where it was. An article that is rejected now stays as it was.

    \b
    Example:
      kgraph rebuild --store graph --jobs 2
      kgraph rebuild --store graph --events more-verbs.ttl --report changes.json
    """
    from kgraph.rebuilding import rebuild
    from kgraph.report import Report

    done = Report()
    with Shown("rebuilding", done) as shown:

        def total(number: int) -> None:
            shown.pace.total = number

        rebuild(
            store, report=done, report_file=report, progress=shown.moves, notice=shown.tells, total=total,
            stop=shown.stop, **options,
        )  # fmt: skip
    if done.changes:
        note("statements: " + ", ".join(f"{number:,} {name}" for name, number in done.changes.items()))
    conclude(done, store, shown.stop.code, did="worked through again")
