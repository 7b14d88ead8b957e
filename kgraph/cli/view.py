"""``kgraph view``."""

from pathlib import Path

import click

from kgraph.cli.terminal import counted, note, store_option


@click.command("view")
@store_option
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The HTML file to write."
)
@click.option("--title", default="Who said what about whom", show_default=True, help="Heading of the page.")
def command(store: str, output: Path, title: str) -> None:
    """Write the graph as one self-contained HTML file that opens anywhere, without a network.

    \b
    Example:
      kgraph view --store graph -o graph.html
    """
    from kgraph.query import events, statements
    from kgraph.store import open_store
    from kgraph.view import write_page

    with open_store(store) as home:
        found = list(statements(home, sentences=True))
        done = list(events(home, once=True))
    write_page(found, output, events=done, title=title)
    note(f"{counted(len(found), 'statement')} and {counted(len(done), 'event')} in {output}; open it in a browser")
