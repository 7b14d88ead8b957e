"""Events -> rows of the page: its second layer, in the form of statements, so that both are drawn and listed alike."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kgraph.ontology import event_polarity
from kgraph.query.network import StatementRow

LAYER = "event"
"""The ``kind`` by which the page tells an event from a statement."""


def event_rows(events: Iterable[Mapping[str, Any]]) -> Iterator[StatementRow]:
    """Yield each event as a row: who acts as the speaker, the class's polarity as the stance, the words as content.

    Args:
        events: Events as JSON, from ``kgraph.query.events``; of several reports of one event, those that are to be
            seen.
    """
    for row in events:
        polarity = event_polarity().get(row["class"], "neutral")
        sources = row["sources"]
        yield {
            **row,
            "speaker": sources[0] if sources else None,
            "co_speakers": sources[1:],
            "targets": [{**who, "stance": polarity} for who in row["targets"]],
            "act": " ".join(filter(None, (row["class"].lower(), row["mode"]))),
            "kind": LAYER,
            "content": [row["evidence"]],
            "negated": False,
            "within": None,
            "remarks": list(_remarks(row)),
        }


def _remarks(row: Mapping[str, Any]) -> Iterator[str]:
    if row["within"]:
        yield "claimed by a speaker"
    if row["negated"]:
        yield "denied"
    if row["hypothetical"]:
        yield "planned, wanted or possible"
    if row["reports"] > 1:
        yield f"reported in {row['reports']} articles"
    yield from (" ".join(filter(None, ("with", one["quantity_text"], one["label"]))) for one in row["items"])
    if row["place"]:
        yield f"in {row['place']['label']}"
