"""``kgraph index``."""

import click

from kgraph.cli.terminal import counted, note, store_option


@click.command("index")
@store_option
def command(store: str) -> None:
    """Make the index of words anew that ``kgraph search`` asks.

    It is kept in step by itself; this is for one that was damaged or deleted.

    \b
    Example:
      kgraph index --store graph
    """
    from kgraph.store import open_store

    with open_store(store, read_only=False) as home:
        number = home.rebuild_words()
    note(f"the words of {counted(number, 'article')} are in the index of {store}")
