"""``kgraph check``."""

import sys

import click

from kgraph.cli.terminal import emit, note, one_line, store_option


@click.command("check")
@store_option
def command(store: str) -> None:
    """Check a store: the shapes (SHACL), and that every mention's words stand in its article.

    Exit code 1 when something is wrong.

    \b
    Example:
      kgraph check --store graph
    """
    from kgraph.query import check
    from kgraph.store import open_store

    with open_store(store) as home:
        problems = check(home)
    for problem in problems:
        emit(one_line(problem))
    note(f"{len(problems)} problems" if problems else "no problem found")
    if problems:
        sys.exit(1)
