"""Statements -> the data that a page carries: plain JSON, each string once, safe inside a script element."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import networkx as nx

from kgraph.ontology import RESOURCE, event_polarity
from kgraph.query.network import STANCES, StatementRow, network, speakers, stance, targets

EventRow: TypeAlias = Mapping[str, Any]
"""One event as JSON, as `kgraph.query.events` finds it."""

_EVIDENCE = re.compile(re.escape(RESOURCE) + r"(?:statement|event)/([^/]+)/(.+)", re.DOTALL)
_LINK = re.compile(r"https?://[^\s\"'<>]+\Z", re.IGNORECASE)
_ESCAPED = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_NAMES_KEPT, _NAME_LENGTH, _OFFICES_KEPT = 4, 140, 6


class Index:
    """Numbers things in the order in which they come."""

    def __init__(self, known: Sequence[Any] = ()) -> None:
        self.rows: list[Any] = list(known)
        self._at: dict[Any, int] = {row: at for at, row in enumerate(known)}

    def __call__(self, key: Any, row: Any = None) -> int:
        """Return the number of this key; a new key is given the next number and its row is kept."""
        if key not in self._at:
            self._at[key] = len(self.rows)
            self.rows.append(key if row is None else row)
        return self._at[key]


def to_json(value: object) -> str:
    r"""Write JSON that may stand in a script element: ``<``, ``>``, ``&``, U+2028/9 and lone surrogates are escaped.

    >>> to_json(["</script>"])
    '["\\u003c/script\\u003e"]'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def link(url: object) -> str:
    """Return an address that a reader may be sent to, else an empty string: only http and https are links.

    >>> link("https://example.org/a"), link("javascript:alert(1)"), link(None)
    ('https://example.org/a', '', '')
    """
    found = str(url or "").strip()
    return found if _LINK.match(found) else ""


def passage(row: StatementRow) -> list[str]:
    """Cut the text around a statement into pieces; every second one (1, 3, ...) is what was said, word for word.

    Where no sentence is given, or the content does not stand in it at its offsets, the content stands alone.
    """
    told = row.get("content") or ([row["evidence"]] if row.get("evidence") else ())
    pieces = [piece for piece in told if piece.get("text")]
    sentence, at = row.get("sentence"), row.get("sentence_start")
    if sentence and isinstance(at, int):
        cut = _cut(str(sentence), at, pieces)
        if cut:
            return cut
    alone = [part for piece in pieces for part in (" … ", str(piece["text"]))]
    return ["", *alone[1:], ""] if alone else [""]


def _cut(sentence: str, offset: int, pieces: Sequence[dict[str, Any]]) -> list[str]:
    """Cut a sentence that starts at this offset of the article; empty where a piece does not stand in it."""
    found: list[str] = []
    at = 0
    for piece in pieces:
        start, end = int(piece.get("start", -1)) - offset, int(piece.get("end", -1)) - offset
        if start < at or sentence[start:end] != piece["text"]:
            return []
        found += [sentence[at:start], sentence[start:end]]
        at = end
    return [*found, sentence[at:]]


def joined(rows: Iterable[StatementRow], events: Iterable[EventRow]) -> "nx.MultiDiGraph[str]":
    """Make the network of statements and events: an edge for each, speaker or source, and target.

    Every actor has ``strength``: how much is said and done by it and about it.
    """
    rows, events = list(rows), list(events)
    graph = network(rows)
    represents: dict[str, set[str]] = {}
    for event in events:
        for who in (*event["sources"], *event["targets"]):
            if who["id"] not in graph:
                kept = {"label": who.get("label") or who["id"], "type": who.get("type") or "Group"}
                graph.add_node(who["id"], **kept, wikidata=who.get("wikidata") or "", said=0, about=0)
            represents.setdefault(who["id"], set()).update(who.get("represents") or ())
        ends = [
            (one["id"], other["id"], event["id"])
            for one in event["sources"]
            for other in event["targets"]
            if one["id"] != other["id"]
        ]
        graph.add_edges_from(ends, layer="event")
    for actor, node in graph.nodes(data=True):
        node.setdefault("represents", " ".join(sorted(other for other in represents.get(actor, ()) if other in graph)))
        node["strength"] = node["said"] + node["about"]
    for event in events:
        for who in {who["id"] for who in (*event["sources"], *event["targets"])}:
            graph.nodes[who]["strength"] += 1
    return graph


def actor_rows(
    graph: Any, rows: Iterable[StatementRow], offices: Mapping[str, Sequence[str]] | None = None
) -> list[list[Any]]:
    """Make one row an actor: id, label, type, Wikidata id, the words by which the articles name it, and two lists.

    These are whom it represents, as numbers of rows, and which offices it is said to hold. Empty lists at the end are
    left out.
    """
    names: dict[str, list[str]] = {}
    for who in (who for row in rows for who in speakers(row) if who.get("text")):
        kept, name = names.setdefault(who["id"], []), " ".join(str(who["text"]).split())[:_NAME_LENGTH]
        if name not in kept and name != who.get("label") and len(name) > 3 and len(kept) < _NAMES_KEPT:
            kept.append(name)
    at = {actor: number for number, actor in enumerate(graph)}
    found = []
    for actor, node in graph.nodes(data=True):
        row = [actor.removeprefix(RESOURCE), node["label"], node["type"], node["wikidata"], names.get(actor, [])]
        row += [_represented(node, at), list((offices or {}).get(actor, ()))[:_OFFICES_KEPT]]
        while row[-1] == []:
            row.pop()
        found.append(row)
    return found


def _represented(node: dict[str, Any], at: dict[str, int]) -> list[int]:
    return [at[other] for other in str(node.get("represents", "")).split() if other in at]


def tables(graph: Any, rows: Iterable[StatementRow], events: Iterable[EventRow] = ()) -> dict[str, list[Any]]:
    """Make the tables of articles, acts, kinds, statements and events; a row names the others by their numbers.

    A statement is: end of its id, article, speakers, targets, stances, act, kind, day (empty where it is the article's
    own), confidence in per cent (-1 where unknown), passage, and labels of channels, of addressees and of what else is
    to be said about it, as far as there are any. An event has its class for the act and its word for the kind.
    """
    actor = Index(list(graph))
    shared = _Shared(actor, Index(), Index(), Index())
    statements = [shared.row(row, list(speakers(row)), *_said(row)) for row in rows]
    done = [shared.row(row, row["sources"], *_done(row)) for row in events]
    return {
        "articles": shared.article.rows, "acts": shared.act.rows, "kinds": shared.kind.rows,
        "statements": statements, "events": done,
    }  # fmt: skip


def _said(row: StatementRow) -> tuple[Any, ...]:
    about = list(targets(row))
    stances = [STANCES.index(stance(who)) - 1 for who in about]
    via, to = ([str(who.get("label") or "") for who in row.get(key) or ()] for key in ("via", "addressees"))
    remarks = {"repeats": "repeats a fuller statement", "within": "within another statement", "negated": "negated"}
    also = [remark for key, remark in remarks.items() if row.get(key)]
    return about, stances, str(row.get("act") or "other"), str(row.get("kind") or ""), [via, to, also]


def _done(row: EventRow) -> tuple[Any, ...]:
    kind = str(row.get("class") or "")
    sign = STANCES.index(event_polarity().get(kind, "neutral")) - 1
    about = list({who["id"]: who for who in row["targets"]}.values())
    remarks = {"within": "as told in a statement", "negated": "denied", "hypothetical": "planned, wanted or possible"}
    also = [remark for key, remark in remarks.items() if row.get(key)]
    also += [f"in {row['place']['label']}"] if row.get("place") else []
    also += [" ".join(filter(None, (one.get("quantity_text"), one["label"]))) for one in row.get("items") or ()]
    also += [f"told by {row['reports']} reports"] if (row.get("reports") or 1) > 1 else []
    return about, [sign] * len(about), kind.lower(), str(row.get("word") or ""), [[], [], also]


class _Shared(NamedTuple):
    """What several rows share, numbered."""

    actor: Index
    article: Index
    act: Index
    kind: Index

    def row(
        self, row: Mapping[str, Any], by: Sequence[Any], about: Sequence[Any], stances: list[int], act: str, kind: str,
        more: list[list[str]],
    ) -> list[Any]:  # fmt: skip
        stem, tail = _parts(str(row["id"]))
        paper = [str(row.get(key) or "") for key in ("document", "title", "publisher", "published")]
        day, sure = str(row.get("date") or ""), row.get("confidence")
        return [
            tail,
            self.article((stem, *paper, link(row.get("url"))), [stem, *paper, link(row.get("url"))]),
            [self.actor(key) for key in dict.fromkeys(who["id"] for who in by)],
            [self.actor(who["id"]) for who in about],
            stances,
            self.act(act),
            self.kind(kind),
            "" if day == paper[3] else day,
            -1 if sure is None else round(100 * float(sure)),
            passage(row),
            *(more if any(more) else ()),
        ]


def _parts(iri: str) -> tuple[str, str]:
    """The article's part of an evidence's IRI and the rest; an IRI of another form is all rest."""
    found = _EVIDENCE.match(iri)
    return (found[1], found[2]) if found else ("", iri)
