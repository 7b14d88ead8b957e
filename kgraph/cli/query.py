"""``kgraph query``."""

from typing import TextIO

import click

from kgraph.cli.terminal import emit, note, table
from kgraph.errors import KgraphError

FORMS = ("table", "json", "csv", "tsv", "xml", "ttl", "nt")


@click.command("query")
@click.argument("file", required=False, type=click.File("r", encoding="utf-8"))
@click.option("--store", metavar="DIR|URL", help="Folder of the store, or URL of a SPARQL 1.1 server.")
@click.option("--named", metavar="NAME", help="Ask a saved question instead (see --list).")
@click.option("-p", "parameters", multiple=True, metavar="KEY=VALUE", help="A parameter of the saved question.")
@click.option("--list", "listed", is_flag=True, help="List the saved questions with their parameters.")
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(FORMS))
@click.option(
    "--timeout",
    default=60.0,
    show_default=True,
    type=click.FloatRange(min=0.1),
    help="Seconds; then the query ends with an error.",
)
@click.option(
    "--limit",
    default=100_000,
    show_default=True,
    type=click.IntRange(min=0),
    help="Rows to print at most; a remark says when there are more. 0 for all.",
)
@click.option("--allow-network", is_flag=True, help="Let the query call other servers (SERVICE).")
def command(
    file: TextIO | None,
    store: str | None,
    named: str | None,
    parameters: tuple[str, ...],
    listed: bool,
    form: str,
    timeout: float,
    limit: int,
    allow_network: bool,
) -> None:
    """Ask in SPARQL 1.1 (a file, or - for standard input), or ask a saved question.

    The prefixes kg:, kgr:, skos:, oa:, prov:, schema:, owl:, wd: are declared already. ?s kg:textMatch "words" finds
    the statements and articles with these words. Queries only read.

    \b
    Example:
      kgraph query --list
      kgraph query --store graph --named who-said-about -p about=NATO
      echo 'SELECT ?s { ?s a kg:Statement } LIMIT 3' | kgraph query --store graph -
    """
    from kgraph.query import ask, questions, run_question
    from kgraph.store import open_store

    if listed:
        emit(table(("name", "question", "parameters"), ((q.name, q.title, q.signature) for q in questions())))
        return
    if not store:
        raise click.UsageError("Missing option '--store'.")
    if (file is None) == (named is None):
        raise click.UsageError("Give either a query file (or -) or --named NAME.")
    with open_store(store) as home:
        if named:
            answer = run_question(home, named, timeout=timeout, most=limit or None, **_pairs(parameters))
        else:
            answer = ask(home, _read(file), timeout=timeout, limit=limit or None, network=allow_network)
    if answer.truncated and len(answer.rows) == limit:
        note(f"only the first {limit} rows are shown: there are more (--limit 0 for all)")
    emit(table(answer.columns, answer.rows_as_text()) if form == "table" else answer.serialize(form))


def _read(file: TextIO | None) -> str:
    try:
        return file.read() if file else ""
    except UnicodeDecodeError as error:
        name = getattr(file, "name", "the query")
        raise KgraphError(
            f"{name}: this is no query, its bytes are not UTF-8 ({error.reason}); give a .rq file"
        ) from error


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(pair.partition("=")[::2] for pair in parameters)
    if any("=" not in pair for pair in parameters):
        raise KgraphError(f"-p {' '.join(parameters)}: parameters are written KEY=VALUE, such as -p about=NATO")
    return pairs
