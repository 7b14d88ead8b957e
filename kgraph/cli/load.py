"""``kgraph load``."""

from pathlib import Path

import click

from kgraph.cli.terminal import counted, note, one_line, progress_bar, store_option


@click.command("load")
@click.argument("sources", nargs=-1, required=True)
@store_option
def command(sources: tuple[str, ...], store: str) -> None:
    """Load quads (.nq, .nq.gz) that ``kgraph export`` wrote into a store, or the shards that ``kgraph shards`` wrote.

    SOURCES are files, or folders and addresses (s3://...) of shards. Actors that several shards name become one, and
    what is the same in several articles is tied at the end, as a build does.

    \b
    Example:
      kgraph load graph.nq --store copy
      kgraph load s3://bucket/shards --store graph
    """
    from kgraph.query import load
    from kgraph.store import open_store

    files = [Path(one) for one in sources if "://" not in one and not Path(one).is_dir()]
    folders = [one for one in sources if "://" in one or Path(one).is_dir()]
    with open_store(store, create=True, read_only=False) as home:
        for file in files:
            load(home, file)
        if folders:
            from kgraph.sharding import load_shards

            with progress_bar() as bar:
                task = bar.add_task("loading", total=None)
                found = load_shards(
                    folders,
                    home,
                    progress=lambda shard: bar.update(task, advance=1, description=one_line(shard)[-40:]),
                    notice=lambda line: bar.update(task, description=line),
                )
            known = f", {found.known} already there" if found.known else ""
            added, many = counted(found.added, "article"), counted(found.shards, "shard")
            note(f"{added} of {many} added to {store}{known}")
        home.flush()
    if files:
        note(f"{len(files)} files loaded into {store}")
