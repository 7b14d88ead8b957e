"""``kgraph shards``."""

import sys
from typing import Any

import click

from kgraph.cli.build import columns_of
from kgraph.cli.terminal import counted, note, one_line, progress_bar
from kgraph.cli.working import extraction_options


@click.command("shards")
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", required=True, metavar="ADDRESS", help="A folder, or an address such as s3://bucket/x.")
@extraction_options
@click.option(
    "--columns", metavar="FIELD=NAME,...", callback=columns_of, help="Columns of a table, as for kgraph build."
)
@click.option("--any-language", is_flag=True, help="Take articles that are not in English, too.")
def command(
    paths: tuple[str, ...],
    output: str,
    columns: dict[str, str],
    any_language: bool,
    **options: Any,
) -> None:
    """Read articles and let the workers write the graph as shards, for kgraph load to put into a store.

    For amounts that outgrow one machine: the shards (gzipped N-Quads) go to a folder or any address of fsspec. PATHS
    are as for kgraph build. Running it again makes only those shards that are not there.

    \b
    Example:
      kgraph shards s3://bucket/news -o s3://bucket/shards --jobs 8
      kgraph load s3://bucket/shards --store graph
    """
    from kgraph.sharding import make_shards

    with progress_bar() as bar:
        task = bar.add_task("making shards", total=None)
        done = make_shards(
            paths,
            output,
            columns=columns,
            any_language=any_language,
            **options,
            progress=lambda document: bar.update(task, advance=1, description=one_line(document)[-40:]),
        )
    for error in done.rejected:
        note(f"rejected: {one_line(str(error))}")
    known = f", {done.known} already there" if done.known else ""
    lost = f", {len(done.rejected)} rejected" if done.rejected else ""
    note(f"{counted(done.added, 'article')} in shards{known}{lost}; load them with: kgraph load {output} --store DIR")
    if done.rejected:
        sys.exit(3)
