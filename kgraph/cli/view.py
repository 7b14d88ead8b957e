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
    from kgraph.query.viewed import viewed
    from kgraph.store import open_store
    from kgraph.view import write_page

    with open_store(store) as home:
        found = viewed(home)
    write_page(found.statements, output, title=title, events=found.events, offices=found.offices)
    also = f" and {counted(len(found.events), 'event')}" if found.events else ""
    note(f"{counted(len(found.statements), 'statement')}{also} in {output}; open it in a browser")
