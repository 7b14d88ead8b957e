"""``kgraph export``."""

from pathlib import Path

import click

from kgraph.cli.terminal import note, store_option


@click.command("export")
@store_option
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file; its suffix chooses the form.",
)
def command(store: str, output: Path) -> None:
    """Write the whole graph to a file, whose suffix tells the form.

    .nq .nq.gz .trig .jsonld (everything), .ttl .nt (without the graphs' names), .graphml .gexf .nodes.csv .edges.csv
    (the network), .csv (statements), .brat.zip (annotated articles).

    \b
    Example:
      kgraph export --store graph -o graph.nq
      kgraph export --store graph -o graph.gexf   # opens in Gephi
      kgraph export --store graph -o graph.edges.csv
    """
    from kgraph.query import export
    from kgraph.store import open_store

    with open_store(store) as home:
        export(home, output)
    note(f"written: {output}")
