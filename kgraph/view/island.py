"""Statements -> the data that a page carries: plain JSON, each string once, safe inside a script element."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from kgraph.query.network import STANCES, StatementRow, speakers, stance, targets

_LINK = re.compile(r"https?://[^\s\"'<>]+\Z", re.IGNORECASE)
_ESCAPED = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_NAMES_KEPT, _NAME_LENGTH = 4, 140


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
    pieces = [piece for piece in row.get("content") or () if piece.get("text")]
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


def actor_rows(graph: Any, rows: Iterable[StatementRow]) -> list[list[Any]]:
    """Make one row an actor: id, label, type, Wikidata id, the words by which the articles name it, whom it represents.

    Whom it represents are numbers of rows.
    """
    names: dict[str, list[str]] = {}
    for who in (who for row in rows for who in speakers(row) if who.get("text")):
        kept, name = names.setdefault(who["id"], []), " ".join(str(who["text"]).split())[:_NAME_LENGTH]
        if name not in kept and name != who.get("label") and len(name) > 3 and len(kept) < _NAMES_KEPT:
            kept.append(name)
    at = {actor: number for number, actor in enumerate(graph)}
    return [
        [actor, node["label"], node["type"], node["wikidata"], names.get(actor, []), _represented(node, at)]
        for actor, node in graph.nodes(data=True)
    ]


def _represented(node: dict[str, Any], at: dict[str, int]) -> list[int]:
    return [at[other] for other in str(node.get("represents", "")).split()]


def statement_rows(graph: Any, rows: Iterable[StatementRow]) -> dict[str, list[Any]]:
    """Make the tables of articles, acts, kinds and statements; a statement names the others by their numbers.

    A statement is: end of its id, article, speakers, targets, stances, act, kind, day (empty where it is the article's
    own), confidence in per cent (-1 where unknown), passage, and labels of channels, of addressees and of what else is
    to be said about it, as far as there are any.
    """
    actor = Index(list(graph))
    article, act, kind = Index(), Index(), Index()
    statements = []
    for row in rows:
        stem, _, tail = str(row["id"]).rpartition("/")
        paper = [str(row.get(key) or "") for key in ("document", "title", "publisher", "published")]
        about = list(targets(row))
        day, sure = str(row.get("date") or ""), row.get("confidence")
        statements.append(
            [
                tail,
                article((stem, *paper, link(row.get("url"))), [stem, *paper, link(row.get("url"))]),
                [actor(who["id"]) for who in speakers(row)],
                [actor(who["id"]) for who in about],
                [STANCES.index(stance(who)) - 1 for who in about],
                act(str(row.get("act") or "other")),
                kind(str(row.get("kind") or "")),
                "" if day == paper[3] else day,
                -1 if sure is None else round(100 * float(sure)),
                passage(row),
                *_rest(row),
            ]
        )
    return {"articles": article.rows, "acts": act.rows, "kinds": kind.rows, "statements": statements}


def _rest(row: StatementRow) -> list[list[str]]:
    via, to = ([str(who.get("label") or "") for who in row.get(key) or ()] for key in ("via", "addressees"))
    remarks = {"repeats": "repeats a fuller statement", "within": "within another statement", "negated": "negated"}
    also = [remark for key, remark in remarks.items() if row.get(key)] + [*row.get("remarks", ())]
    return [via, to, also] if via or to or also else []
