"""What the readable pages tell, gathered from a store as JSON: the graph at a glance, actors, articles, statements."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kgraph.errors import NotFoundError, QueryError
from kgraph.graph import iri_text
from kgraph.ontology import RESOURCE, Iri, Literal
from kgraph.query.names import act_key, actors_named, cards
from kgraph.query.provenance import explain
from kgraph.query.results import short
from kgraph.serve.passages import cut
from kgraph.store import Rows, Store, Term, Triples, plain

SHOWN = 50
"""Statements of an actor, articles or properties on one page."""

_PARTS = "|".join(
    f"kg:{name}"
    for name in (
        *("stance", "contentMention", "speakerMention", "addresseeMention", "viaMention", "cue", "dateMention"),
        *("evidence", "holderMention", "bodyMention", "sourceMention"),
    )
)
_COUNTS = {
    "articles": "?thing a kg:Article",
    "statements": "?thing a kg:Statement",
    "actors": "?thing a kg:Actor",
    "events": "?thing a kg:Event",
}
_ARTICLES = """SELECT ?article ?document ?title ?published ?publisher (COUNT(?statement) AS ?statements) WHERE {
  { SELECT * { ?article a kg:Article ; kg:document ?document . OPTIONAL { ?article kg:title ?title }
    OPTIONAL { ?article kg:published ?published } OPTIONAL { ?article kg:publisher ?publisher }
  } ORDER BY DESC(?published) ?document LIMIT %d OFFSET %d }
  OPTIONAL { ?statement kg:reportedIn ?article ; a kg:Statement }
} GROUP BY ?article ?document ?title ?published ?publisher ORDER BY DESC(?published) ?document"""
_STATEMENTS = """SELECT ?statement ?date ?act ?what ?article ?document ?title ?publisher ?lead ?who WHERE {
  { SELECT DISTINCT ?statement { ?statement %s ?actor ; a kg:Statement } }
  ?statement kg:content ?what ; kg:act ?act ; kg:reportedIn ?article . ?article kg:document ?document .
  OPTIONAL { ?statement kg:date ?said } OPTIONAL { ?article kg:published ?printed }
  BIND (COALESCE(?said, ?printed) AS ?date)
  OPTIONAL { ?article kg:title ?title } OPTIONAL { ?article kg:publisher ?publisher }
  OPTIONAL { ?statement kg:leadSpeaker ?lead . ?lead skos:prefLabel ?who }
} ORDER BY DESC(?date) ?statement LIMIT %d OFFSET %d"""
_OFFICES = """SELECT DISTINCT ?office ?body ?of ?from ?until ?former ?article ?document WHERE {
  ?tenure kg:holder ?actor ; kg:office ?office . OPTIONAL { ?tenure kg:body ?body . ?body skos:prefLabel ?of }
  OPTIONAL { ?tenure kg:from ?from } OPTIONAL { ?tenure kg:until ?until } OPTIONAL { ?tenure kg:former ?former }
  OPTIONAL { ?tenure kg:reportedIn ?article . ?article kg:document ?document } } ORDER BY ?office ?of ?document"""
_NAMES = "SELECT DISTINCT ?name WHERE { ?actor skos:prefLabel|skos:altLabel ?name } ORDER BY ?name"
_LINKS = """SELECT DISTINCT ?link ?other ?name WHERE { ?actor ?link ?other . ?other skos:prefLabel ?name .
  VALUES ?link { kg:represents kg:memberOf } } ORDER BY ?link ?name"""
_ARTICLE = """SELECT ?document ?text ?title ?published ?publisher ?url WHERE { ?article kg:document ?document ;
  kg:text ?text . OPTIONAL { ?article kg:title ?title } OPTIONAL { ?article kg:published ?published }
  OPTIONAL { ?article kg:publisher ?publisher } OPTIONAL { ?article kg:url ?url } }"""
_SPANS = """SELECT ?statement ?act ?start ?end ?lead ?who WHERE { ?statement kg:reportedIn ?article ;
  a kg:Statement ; kg:act ?act ; kg:contentMention/oa:hasSelector ?place . ?place oa:start ?start ; oa:end ?end .
  OPTIONAL { ?statement kg:leadSpeaker ?lead . ?lead skos:prefLabel ?who } } ORDER BY ?start ?end"""


def overview(store: Store) -> dict[str, Any]:
    """How much there is, and the newest articles."""
    counts = {name: _number(store, pattern) for name, pattern in _COUNTS.items()}
    return {"counts": counts, "articles": _rows(store, _ARTICLES % (8, 0))}


def _number(store: Store, pattern: str) -> int:
    found = store.select(f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ {pattern} }}").rows
    return int(plain(found[0][0])) if found and found[0][0] else 0


def articles(store: Store, start: int) -> dict[str, Any]:
    """Articles, the newest first, from one of them on."""
    found = _rows(store, _ARTICLES % (SHOWN + 1, start))
    return {"articles": found[:SHOWN], "start": start, "more": len(found) > SHOWN}


def found(store: Store, name: str) -> dict[str, Any]:
    """The actors that a name may mean, and the statements and articles that hold its words."""
    known = cards(store, actors_named(store, name)[:200]) if name.strip() else {}
    people = [card.as_json() for card in known.values() if card.kind != "Actor"]
    return {"name": name, "actors": sorted(people, key=lambda one: str(one["label"])), "hits": _hits(store, name)}


def _hits(store: Store, words: str) -> list[dict[str, Any]]:
    try:
        hits = store.find_words(words, limit=SHOWN)
    except QueryError:  # no word in it, or too many finds on a server that has no index
        return []
    told = [(hit, [(start, end, "found") for start, end in hit.marks]) for hit in hits]
    return [{"iri": hit.iri, "kind": hit.kind, "pieces": cut(hit.snippet, marks)[0]} for hit, marks in told]


def actor(store: Store, iri: str, start: int = 0) -> dict[str, Any]:
    """An actor: names, offices, whom it speaks for, what it said and what is said about it."""
    own = actors_named(store, iri_text(iri))
    card = cards(store, own)[iri_text(iri)]
    names = [row["name"] for row in _rows(store, _NAMES, own)]
    said, about = (_said(store, own, link, start) for link in ("kg:speaker", "kg:about"))
    if not names:
        raise NotFoundError(f"{iri}: no actor of that IRI; look for its name instead")
    return {
        **card.as_json(),
        "names": [name for name in names if name != card.label],
        "links": [row | {"link": act_key(row["link"].replace("#", "/"))} for row in _rows(store, _LINKS, own)],
        "offices": _offices(store, own),
        "said": said[:SHOWN],
        "about": about[:SHOWN],
        "start": start,
        "more": max(len(said), len(about)) > SHOWN,
    }


def _said(store: Store, own: Iterable[Iri], link: str, start: int) -> list[dict[str, Any]]:
    rows = _rows(store, _STATEMENTS % (link, SHOWN + 1, start), own)
    return [row | {"act": act_key(row["act"])} for row in rows]


def _offices(store: Store, own: Iterable[Iri]) -> list[dict[str, Any]]:
    """Each office once, with the articles that tell of it."""
    several: dict[tuple[str | None, ...], dict[str, Any]] = {}
    for row in _rows(store, _OFFICES, own):
        key = tuple(row.get(name) for name in ("office", "of", "from", "until", "former"))
        one = several.setdefault(key, row | {"articles": []})
        if "article" in row:
            one["articles"].append({"article": row["article"], "document": row["document"]})
    return list(several.values())


def article(store: Store, iri: str) -> dict[str, Any]:
    """An article: its text, in which what each statement says is marked, and the statements with their offsets."""
    rows = _rows(store, _ARTICLE, [Iri(iri_text(iri))], "article")
    if not rows:
        raise NotFoundError(f"{iri}: no article of that IRI; the list of articles has those that there are")
    head, spans = rows[0], _rows(store, _SPANS, [Iri(iri_text(iri))], "article")
    marks = [(int(row["start"]), int(row["end"]), row["statement"]) for row in spans]
    told = [row | {"act": act_key(row["act"])} for row in spans]
    text = head.pop("text")
    for row in told:
        row["words"] = text[int(row["start"]) : int(row["end"])]
    return head | {"iri": iri, "paragraphs": cut(text, marks), "statements": told}


def statement(store: Store, iri: str) -> dict[str, Any]:
    """One statement as ``kgraph explain`` tells it, its sentence cut at the spans."""
    told = explain(store, iri)
    start = told["sentence_start"]
    marks = [(span["start"] - start, span["end"] - start, span["role"]) for span in told["spans"]]
    article_iri = _rows(store, "SELECT ?article WHERE { ?s kg:reportedIn ?article }", [Iri(iri_text(iri))], "s")
    return told | {"pieces": cut(told["sentence"], marks)[0], **article_iri[0]}


def thing(store: Store, iri: str) -> dict[str, Any]:
    """Whatever else has an IRI of ours: what is said of it, and what leads to it."""
    bound = [Iri(iri_text(iri))]
    out = store.select(f"SELECT DISTINCT ?p ?o WHERE {{ ?s ?p ?o }} ORDER BY ?p ?o LIMIT {SHOWN * 4}", {"s": bound})
    into = store.select(f"SELECT DISTINCT ?s ?p WHERE {{ ?s ?p ?o }} ORDER BY ?p ?s LIMIT {SHOWN}", {"o": bound})
    if not out.rows and not into.rows:
        raise NotFoundError(f"{iri}: nothing is known of it")
    return {"iri": iri, "out": _whole(out), "into": _whole(into)}


def about(store: Store, iri: str, limit: int) -> Triples:
    """All triples of a resource and of its own parts."""
    path = f"<{iri_text(iri)}> ({_PARTS})?/kg:targetMention?/oa:hasSelector? ?x . ?x ?p ?o"
    told = store.query_text(f"CONSTRUCT {{ ?x ?p ?o }} WHERE {{ {path} }}", limit=limit)
    assert isinstance(told, Triples)
    return told


def table(rows: Rows) -> dict[str, Any]:
    """Rows as a page shows them: each cell its text and, where it is one, its IRI."""
    cells = [[_cell(term) for term in row] for row in rows.rows]
    return {"columns": rows.variables, "rows": cells, "truncated": rows.truncated}


def _whole(rows: Rows) -> list[list[dict[str, str]]]:
    return [
        [{"text": short(term), "iri": str(term)} if isinstance(term, Iri) else _cell(term) for term in row]
        for row in rows.rows
    ]


def _cell(term: Term | None) -> dict[str, str]:
    if term is None:
        return {"text": ""}
    if isinstance(term, Literal):
        return {"text": term.value}
    return {"text": _called(str(term)), "iri": str(term)}


def _called(iri: str) -> str:
    """An IRI in a table: an act by its word, a statement as a thing to open, others shortened."""
    kind, _, rest = iri.removeprefix(RESOURCE).partition("/")
    if iri.startswith(RESOURCE) and kind in ("act", "event-class"):
        return rest
    return "open" if iri.startswith(RESOURCE) and kind in ("statement", "article") else short(Iri(iri))


def _rows(store: Store, sparql: str, bound: Iterable[Iri] = (), name: str = "actor") -> list[dict[str, str]]:
    several = list(bound)
    return list(store.select(sparql, {name: several} if several else {}).dicts())


PAGES: Mapping[str, Callable[..., dict[str, Any]]] = {
    "actor": actor,
    "article": article,
    "articles": articles,
    "found": found,
    "overview": overview,
    "statement": statement,
    "thing": thing,
}

OF_KIND = {"actor": "actor", "article": "article", "statement": "statement"}
"""First part of a resource's path, and the page that tells of it; all others have the page of any thing."""


def iri_of(path: str) -> str:
    """The IRI that a local path below ``/resource/`` stands for."""
    return RESOURCE + path
