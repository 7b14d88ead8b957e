"""``kgraph load``."""

from pathlib import Path

import click

from kgraph.cli.terminal import note, store_option


@click.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option
def command(files: tuple[Path, ...], store: str) -> None:
    """Load quads (.nq, .nq.gz) that ``kgraph export`` wrote into a store.

    \b
    Example:
      kgraph load graph.nq --store copy
    """
    from kgraph.query import load
    from kgraph.store import open_store

    with open_store(store, create=True, read_only=False) as home:
        for file in files:
            load(home, file)
        home.flush()
    note(f"{len(files)} files loaded into {store}")
