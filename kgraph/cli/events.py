"""``kgraph events``."""

import json
from typing import Any

import click

from kgraph.cli.terminal import comma_separated, counted, emit, note, store_option, table

COLUMNS = ("date", "who", "class", "whom", "with", "reports", "words", "document")


@click.command("events")
@store_option
@click.option("--source", metavar="NAME", help="Only what this actor did (name, Q-id or IRI).")
@click.option("--target", metavar="NAME", help="Only what was done to this actor.")
@click.option("--class", "event_class", metavar="CLASS", help="Only this PLOVER class: AID, CONSULT, ASSAULT ...")
@click.option("--since", metavar="DATE", help="On this day or later (2021-12-31).")
@click.option("--until", metavar="DATE", help="On this day or earlier.")
@click.option("--outlet", metavar="NAME", help="Only as reported by this publisher or outlet.")
@click.option("--once", is_flag=True, help="Each event once, by its fullest report.")
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(["table", "jsonl", "csv"]))
def command(store: str, form: str, **filters: Any) -> None:
    """Print who did what to whom, as the articles report it, by date.

    \b
    Example:
      kgraph events --store graph --source Norland --class AID --once
      kgraph events --store graph --target Ukraine --format jsonl > done-to-ukraine.jsonl
    """
    from kgraph.query import events
    from kgraph.query.names import actors_named
    from kgraph.store import open_store

    with open_store(store) as home:
        found = list(events(home, **filters))
        for name in (filters["source"], filters["target"]) if not found else ():
            if name and not actors_named(home, name):
                note(f"nobody in the store is called {name!r}; kgraph query --named top-targets tells who is named")
    if form == "jsonl":
        emit("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found))
    elif form == "csv":
        rows = ((*_line(row), row["within"] or "", row["confidence"], row["id"]) for row in found)
        emit(comma_separated((*COLUMNS, "claim", "confidence", "id"), rows))
    else:
        emit(table(COLUMNS, map(_line, found)))
        note(f"{counted(len(found), 'event')}. As reported by the articles; nothing here is asserted as fact.")


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    told = [word for word in ("negated", "hypothetical") if row[word]] + ["claimed"] * bool(row["within"])
    return (
        row["date"] or row["published"],
        ", ".join(who["label"] for who in row["sources"]),
        row["class"] + (f" ({', '.join(told)})" if told else ""),
        ", ".join(who["label"] for who in row["targets"]),
        ", ".join(" ".join(filter(None, (one["quantity_text"], one["label"]))) for one in row["items"]),
        row["reports"],
        row["evidence"]["text"],
        row["document"],
    )
