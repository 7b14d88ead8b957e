"""``kgraph shards``."""

import sys
from pathlib import Path

import click

from kgraph.cli.build import _columns
from kgraph.cli.terminal import counted, note, one_line, progress_bar

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("shards")
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", required=True, metavar="ADDRESS", help="A folder, or an address such as s3://bucket/x.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(min=1), help="Processes.")
@click.option(
    "--engine", default="local", show_default=True, type=click.Choice(["local", "dask"]), help="Where the work is done."
)
@click.option("--model", metavar="NAME", help="An installed spaCy pipeline to use in place of our own.")
@click.option("--actors", multiple=True, type=FILE, help="A file with further actors (Turtle or CSV).")
@click.option("--events", multiple=True, type=FILE, help="A file with further verbs and nouns of events (Turtle).")
@click.option("--columns", metavar="FIELD=NAME,...", callback=_columns, help="Columns of a table, as for kgraph build.")
@click.option("--any-language", is_flag=True, help="Take articles that are not in English, too.")
def command(
    paths: tuple[str, ...],
    output: str,
    jobs: int,
    engine: str,
    model: str | None,
    actors: tuple[Path, ...],
    events: tuple[Path, ...],
    columns: dict[str, str],
    any_language: bool,
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
            model=model,
            jobs=jobs,
            engine=engine,
            actors=actors,
            events=events,
            columns=columns,
            any_language=any_language,
            progress=lambda document: bar.update(task, advance=1, description=one_line(document)[-40:]),
        )
    for error in done.rejected:
        note(f"rejected: {one_line(str(error))}")
    known = f", {done.known} already there" if done.known else ""
    lost = f", {len(done.rejected)} rejected" if done.rejected else ""
    note(f"{counted(done.added, 'article')} in shards{known}{lost}; load them with: kgraph load {output} --store DIR")
    if done.rejected:
        sys.exit(3)
