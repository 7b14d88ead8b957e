"""``kgraph search``."""

import json
from typing import Any

import click

from kgraph.cli.terminal import comma_separated, counted, emit, note, store_option, table

COLUMNS = ("date", "speaker", "about", "words", "publisher", "document")
KINDS = {"statements": ("statement",), "articles": ("article",), "both": ("statement", "article")}


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@store_option
@click.option("--in", "where", default="both", show_default=True, type=click.Choice(list(KINDS)), help="Where to look.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1), help="Rows at most.")
@click.option("--syntax", is_flag=True, help="WORDS are the syntax of SQLite's FTS5: AND, OR, NOT, NEAR, word*.")
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(["table", "jsonl", "csv"]))
def command(words: tuple[str, ...], store: str, where: str, limit: int, syntax: bool, form: str) -> None:
    """Find statements and articles by their words, best first.

    All WORDS must be there; those in double quotes as a phrase. Case and accents do not count.

    \b
    Example:
      kgraph search ferry crew --store graph
      kgraph search '"shoulder to shoulder"' --in statements --store graph
    """
    from kgraph.query import search
    from kgraph.store import open_store

    with open_store(store) as home:
        found = search(home, " ".join(words), kinds=KINDS[where], limit=limit + 1, syntax=syntax)
    shown = found[:limit]
    if form == "jsonl":
        emit("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in shown))
    elif form == "csv":
        emit(comma_separated((*COLUMNS, "kind", "id"), ((*_line(row), row["kind"], row["id"]) for row in shown)))
    else:
        emit(table(COLUMNS, map(_line, shown)))
    more = f" shown, there are more (--limit {10 * limit})" if len(found) > limit else ""
    note(f"{counted(len(shown), 'hit')}{more}")


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["date"], row["speaker"], row["about"], row["snippet"], row["publisher"], row["document"])
