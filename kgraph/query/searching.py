"""Words -> statements and articles that hold them, with who said it, when and where."""

from collections.abc import Iterable
from typing import Any

from kgraph.ontology import Iri
from kgraph.query.statements import statement_rows
from kgraph.store import Store
from kgraph.store.text import KINDS

_ARTICLES = """SELECT ?article ?document ?title ?published ?publisher WHERE { ?article kg:document ?document
  OPTIONAL { ?article kg:title ?title } OPTIONAL { ?article kg:published ?published }
  OPTIONAL { ?article kg:publisher ?publisher } }"""


def search(
    store: Store, words: str, *, kinds: Iterable[str] = KINDS, limit: int = 20, syntax: bool = False
) -> list[dict[str, Any]]:
    """Find statements and articles by their words, best first; case and accents do not count.

    Args:
        store: Where to look.
        words: All of these; those in double quotes as a phrase. Nothing else in them is syntax.
        kinds: ``statement``, ``article``, or both.
        limit: How many to give at most.
        syntax: Whether ``words`` is FTS5's own syntax (``AND``, ``OR``, ``NOT``, ``NEAR``, ``word*``).

    Returns:
        For each its ``kind``, ``id``, ``snippet`` (with the offsets in ``marks``), ``document``, ``title``,
        ``published``, ``publisher``, and of a statement ``speaker``, ``act``, ``about`` and ``date``.

    Raises:
        QueryError: There is no word in it, or it is not well-formed.
    """
    hits = store.find_words(words, kinds=kinds, limit=limit, syntax=syntax)
    said = {row["id"]: row for row in statement_rows(store, [hit.iri for hit in hits if hit.kind == "statement"])}
    bound = {"article": [hit.iri for hit in hits if hit.kind == "article"]}
    written = {row["article"]: row for row in store.select(_ARTICLES, bound).dicts()} if bound["article"] else {}
    found = []
    for hit in hits:
        row = said.get(hit.iri) if hit.kind == "statement" else written.get(hit.iri)
        if row is not None:
            found.append(_found(hit.kind, hit.iri, hit.snippet, hit.marks, row))
    return found


def _found(kind: str, iri: Iri, snippet: str, marks: Iterable[tuple[int, int]], row: dict[str, Any]) -> dict[str, Any]:
    where = {name: row.get(name) for name in ("document", "title", "published", "publisher")}
    is_said = kind == "statement"
    speakers = [who["label"] for who in (row["speaker"], *row["co_speakers"]) if who] if is_said else []
    about = [target["label"] for target in row["targets"]] if is_said else []
    return {
        "kind": kind,
        "id": str(iri),
        "snippet": snippet,
        "marks": [list(mark) for mark in marks],
        "speaker": ", ".join(speakers) or None,
        "act": row.get("act"),
        "about": ", ".join(about) or None,
        "date": row.get("date") or row.get("published"),
        **where,
    }
