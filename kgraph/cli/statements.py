"""``kgraph statements``."""

import json
from typing import Any

import click

from kgraph.cli.terminal import comma_separated, counted, emit, note, store_option, table

COLUMNS = ("date", "speaker", "act", "about", "what", "document")
SIGNS = {"negative": "-", "positive": "+", "neutral": ""}


@click.command("statements")
@store_option
@click.option("--speaker", metavar="NAME", help="Only what this actor said (name, Q-id or IRI).")
@click.option("--about", metavar="NAME", help="Only statements about this actor.")
@click.option("--act", metavar="ACT", help="Only this speech act: accuse, demand, deny, praise, threaten ...")
@click.option(
    "--stance", type=click.Choice(["negative", "neutral", "positive"]), help="Only with this stance to a target."
)
@click.option("--since", metavar="DATE", help="Said on this day or later (2021-12-31).")
@click.option("--until", metavar="DATE", help="Said on this day or earlier.")
@click.option("--outlet", metavar="NAME", help="Only as reported by this publisher or outlet.")
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(["table", "jsonl", "csv"]))
def command(store: str, form: str, **filters: Any) -> None:
    """Print who said what about whom, by date.

    \b
    Example:
      kgraph statements --store graph --speaker Peskov --about NATO --since 2021-12-01
      kgraph statements --store graph --act accuse --format jsonl > accusations.jsonl
    """
    from kgraph.query import statements
    from kgraph.query.names import actors_named
    from kgraph.store import open_store

    with open_store(store) as home:
        found = list(statements(home, **filters))
        asked = [filters["speaker"], filters["about"]] if not found else []
        for name in asked:
            if name and not actors_named(home, name):
                note(f"nobody in the store is called {name!r}; kgraph query --named top-speakers tells who speaks")
    if form == "jsonl":
        emit("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found))
    elif form == "csv":
        emit(comma_separated((*COLUMNS, "stance", "confidence", "id"), map(_full, found)))
    else:
        emit(table(COLUMNS, map(_short, found)))
        note(f"{counted(len(found), 'statement')}. As reported by the articles; nothing here is asserted as fact.")


def _speaker(row: dict[str, Any]) -> str:
    names = [row["speaker"]["label"] if row["speaker"] else "(unnamed)", *(s["label"] for s in row["co_speakers"])]
    return ", ".join(names)


def _short(row: dict[str, Any]) -> tuple[Any, ...]:
    about = ", ".join(SIGNS[t["stance"]] + t["label"] for t in row["targets"])
    what = " ... ".join(piece["text"] for piece in row["content"])
    act = row["act"] + " (negated)" * row["negated"]
    return (row["date"], _speaker(row), act, about, what, row["document"])


def _full(row: dict[str, Any]) -> tuple[Any, ...]:
    what = " ... ".join(piece["text"] for piece in row["content"])
    about = "; ".join(t["label"] for t in row["targets"])
    stance = "; ".join(t["stance"] for t in row["targets"])
    return (
        row["date"],
        _speaker(row),
        row["act"],
        about,
        what,
        row["document"],
        stance,
        row["confidence"],
        row["id"],
    )
