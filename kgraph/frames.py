"""Rows and answers as pandas frames, a line each."""

import warnings
from typing import Any

import pandas as pd

from kgraph.ontology import PREFIXES, Iri, Literal
from kgraph.query.results import Results
from kgraph.store import Rows, plain

COLUMNS = (
    "date", "speaker", "act", "stance", "about", "content", "kind", "publisher", "title", "published", "document",
    "confidence", "statement",
)  # fmt: skip
EVENT_COLUMNS = (
    "date", "source", "class", "mode", "target", "items", "place", "word", "evidence", "negated", "hypothetical",
    "claim", "reports", "publisher", "title", "published", "document", "confidence", "event",
)  # fmt: skip
RELATION_COLUMNS = (
    "source", "kind", "target", "word", "known_by", "negated", "former", "hypothetical", "from", "until", "evidence",
    "claim", "publisher", "title", "published", "document", "confidence", "relation",
)  # fmt: skip
FOUND = ("kind", "snippet", "speaker", "act", "about", "date", "publisher", "title", "document", "id")
NUMBERS = ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")


def statement_line(row: dict[str, Any]) -> dict[str, Any]:
    """A statement as a line of ``COLUMNS``."""
    speakers = [who["label"] for who in (row["speaker"], *row["co_speakers"]) if who]
    return {
        "speaker": ", ".join(speakers) or None,
        "stance": ", ".join(target["stance"] for target in row["targets"]) or None,
        "about": ", ".join(target["label"] for target in row["targets"]) or None,
        "content": " ... ".join(piece["text"] for piece in row["content"]),
        "statement": row["id"],
        **{name: row[name] for name in ("date", "act", "kind", "publisher", "title", "published", "document")},
        "confidence": row["confidence"],
    }


def event_line(row: dict[str, Any]) -> dict[str, Any]:
    """An event as a line of ``EVENT_COLUMNS``."""
    return {
        "source": ", ".join(who["label"] for who in row["sources"]) or None,
        "target": ", ".join(who["label"] for who in row["targets"]) or None,
        "items": ", ".join(" ".join(filter(None, (one["quantity_text"], one["label"]))) for one in row["items"])
        or None,
        "place": row["place"]["label"] if row["place"] else None,
        "evidence": row["evidence"]["text"],
        "claim": row["within"],
        "event": row["id"],
        **{name: row[name] for name in EVENT_COLUMNS if name in row and name not in ("items", "place", "evidence")},
    }


def relation_line(row: dict[str, Any]) -> dict[str, Any]:
    """A relation as a line of ``RELATION_COLUMNS``."""
    return {
        **{name: row[name] for name in RELATION_COLUMNS if name in row},
        "source": row["source"]["label"],
        "target": row["target"]["label"],
        "evidence": row["evidence"]["text"] if row["evidence"] else None,
        "claim": row["within"],
        "relation": row["id"],
    }


def dated(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The frame with these columns as timestamps, NaT where unknown."""
    for name in columns:
        frame[name] = pd.to_datetime(frame[name], errors="coerce")
    return frame


def answered(results: Results) -> pd.DataFrame:
    """The answer to a query; one that was cut warns, and says so in its ``attrs``."""
    if not isinstance(results.answer, Rows):
        return pd.DataFrame(results.rows_as_text(), columns=list(results.columns))
    rows = [[None if term is None else _value(term) for term in row] for row in results.rows]
    frame = pd.DataFrame(rows, columns=list(results.columns))
    if results.truncated:
        frame.attrs["truncated"] = True
        warnings.warn(f"only the first {len(rows)} rows are given: raise the limit for more", stacklevel=3)
    return frame


def _value(term: Iri | Literal) -> Any:
    """A term as a Python value; what does not parse as its datatype stays text."""
    kind = term.datatype.removeprefix(PREFIXES["xsd"]) if isinstance(term, Literal) and term.datatype else ""
    text = plain(term)
    try:
        if kind in NUMBERS:
            return float(text) if kind in ("decimal", "double", "float") else int(text)
        if kind == "date":
            return pd.Timestamp(text)
    except ValueError:
        return text
    return text == "true" if kind == "boolean" else text
