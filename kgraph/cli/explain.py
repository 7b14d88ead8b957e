"""``kgraph explain``."""

import json

import click

from kgraph.cli.terminal import emit, safe, store_option


@click.command("explain")
@click.argument("iri")
@store_option
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(["text", "json"]))
def command(iri: str, store: str, form: str) -> None:
    """Explain one statement: the exact words, how its speaker and targets were resolved, the scores, the run.

    \b
    Example:
      kgraph statements --store graph --format jsonl | head -1   # its "id" is the IRI
      kgraph explain https://w3id.org/kgraph/resource/statement/... --store graph
    """
    from kgraph.query import explain
    from kgraph.query.provenance import narrate
    from kgraph.store import open_store

    with open_store(store) as home:
        told = explain(home, iri)
    emit(json.dumps(told, ensure_ascii=False, indent=2) if form == "json" else narrate(safe(told)))
