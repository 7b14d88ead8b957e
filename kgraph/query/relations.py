"""How two actors stand to each other: what articles tell and what the register knows, side by side and told apart.

A row's ``known_by`` is ``register`` or ``article``. What the register knows stands as a direct link in the graph of
actors; what an article tells is a node with its evidence, and never a link.
"""

from collections.abc import Iterator
from typing import Any

from kgraph.errors import QueryError
from kgraph.ontology import ACTORS_GRAPH, KG, ONTOLOGY, Iri, relation_kinds
from kgraph.query.facts import Sources
from kgraph.query.names import actors_named
from kgraph.store import Binding, Store

OFFICE = "holds_office"
_TOLD = """SELECT ?r ?article ?relation ?source ?target ?word ?negated ?former ?hypothetical ?confidence ?evidence
  ?within WHERE { ?r a kg:Relation ; kg:relation ?relation ; kg:source ?source ; kg:target ?target ; kg:label ?word ;
  kg:negated ?negated ; kg:former ?former ; kg:hypothetical ?hypothetical ; kg:confidence ?confidence ;
  kg:evidence ?evidence ; kg:reportedIn ?article . OPTIONAL { ?r kg:within ?within } }"""
_HELD = """SELECT ?r ?article ?source ?target ?word ?former ?confidence ?evidence WHERE { ?r a kg:Tenure ;
  kg:holder ?source ; kg:office ?word ; kg:former ?former ; kg:confidence ?confidence ; kg:evidence ?evidence ;
  kg:reportedIn ?article ; kg:body ?target }"""
_KNOWN = f"""SELECT ?source ?relation ?target WHERE {{ GRAPH <{ACTORS_GRAPH}> {{ ?source ?relation ?target .
  VALUES ?relation {{ kg:memberOf kg:partOf kg:locatedIn kg:country }} }} }}"""
_OFFICES = f"""SELECT ?r ?source ?target ?word ?from ?until WHERE {{ GRAPH <{ACTORS_GRAPH}> {{ ?r a kg:Tenure ;
  kg:holder ?source ; kg:office ?word ; kg:body ?target .
  OPTIONAL {{ ?r kg:from ?from }} OPTIONAL {{ ?r kg:until ?until }} }} }}"""


def relations(
    store: Store,
    *,
    source: str | None = None,
    target: str | None = None,
    kind: str | None = None,
    known_by: str | None = None,
) -> Iterator[dict[str, Any]]:
    """Find lasting relations and offices, by kind, source and target.

    Args:
        store: Where to look.
        source: Name, Wikidata id or IRI of the one of whom it is said.
        target: Name, Wikidata id or IRI of the other.
        kind: ``member_of``, ``part_of``, ``located_in``, ``allied_with``, ``opposed_to``, ``annexed`` or
            ``holds_office``.
        known_by: ``register`` or ``article``; both where it is not given.

    Raises:
        QueryError: A filter has a value that it cannot have.
    """
    _must_be("kind", kind, (*relation_kinds(), OFFICE))
    _must_be("known_by", known_by, ("article", "register"))
    bound: dict[str, Binding] = {
        name: actors_named(store, value) for name, value in (("source", source), ("target", target)) if value
    }
    asked = [(_TOLD, "article"), (_HELD, "article"), (_KNOWN, "register"), (_OFFICES, "register")]
    found = [
        row | {"known_by": by}
        for sparql, by in asked
        if known_by in (None, by)
        for row in store.select(sparql, bound).dicts()
        if kind in (None, _kind(row))
    ]
    sources = Sources(store)
    articles = {row["article"] for row in found if "article" in row}
    sources.gather(articles, {row[end] for row in found for end in ("source", "target")})
    return iter(sorted((_row(sources, row) for row in found), key=_place))


def _must_be(name: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise QueryError(f"{name} {value!r} is none: use one of {', '.join(sorted(allowed))}")


def _kind(row: dict[str, str]) -> str:
    """The kind of a row; a register's country is where something lies."""
    local = row.get("relation", "").removeprefix(ONTOLOGY)
    if Iri(row.get("relation", "")) == KG.country:
        return "located_in"
    return next((kind.name for kind in relation_kinds().values() if kind.relation == local), OFFICE)


def _row(sources: Sources, row: dict[str, str]) -> dict[str, Any]:
    article = row.get("article")
    evidence = sources.span(article, row["evidence"]) if article else None
    return {
        "id": row.get("r"),
        "kind": _kind(row),
        "source": sources.cards[sources.fullest(row["source"])].as_json(),
        "target": sources.cards[sources.fullest(row["target"])].as_json(),
        "word": row.get("word"),
        "known_by": row["known_by"],
        **{name: row.get(name) == "true" for name in ("negated", "former", "hypothetical")},
        "from": row.get("from"),
        "until": row.get("until"),
        "within": row.get("within"),
        "evidence": evidence,
        **(
            sources.about(article) if article else dict.fromkeys(("document", "title", "published", "publisher", "url"))
        ),
        "confidence": float(row["confidence"]) if "confidence" in row else None,
    }


def _place(row: dict[str, Any]) -> tuple[str, ...]:
    names = (str(row["source"]["label"]), str(row["target"]["label"]))
    return (row["kind"], *names, row["known_by"], row["published"] or "", row["document"] or "", row["id"] or "")
