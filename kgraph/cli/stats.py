"""``kgraph stats``."""

import click

from kgraph.cli.terminal import emit, store_option, table


@click.command("stats")
@store_option
def command(store: str) -> None:
    """Count what a store holds.

    \b
    Example:
      kgraph stats --store graph
    """
    from kgraph.query import stats
    from kgraph.store import open_store

    with open_store(store) as home:
        emit(table(("what", "count"), stats(home).items()))
