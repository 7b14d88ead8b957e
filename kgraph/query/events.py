"""What one actor is reported to have done to another: events as JSON objects, with the words that say so."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from kgraph.ontology import Literal, evidence_offsets
from kgraph.query.names import Card, act_key, actors_named, canonical, cards
from kgraph.query.sentences import around
from kgraph.query.statements import day
from kgraph.store import Binding, Store

_CORE = """SELECT ?e ?article ?class ?word ?negated ?open ?confidence ?date ?within ?evidence WHERE { %s
  ?e kg:eventClass ?class ; kg:label ?word ; kg:negated ?negated ; kg:confidence ?confidence ; kg:evidence ?evidence .
  %s OPTIONAL { ?e kg:date ?date } OPTIONAL { ?e kg:within ?within } OPTIONAL { ?e kg:hypothetical ?open } }"""
_LINKS = "SELECT DISTINCT ?e ?link ?actor WHERE { ?e a kg:Event ; ?link ?actor . VALUES ?link { kg:source kg:target } }"
_ARTICLES = """SELECT DISTINCT ?article ?document ?text ?title ?published ?publisher ?url WHERE {
  ?e a kg:Event ; kg:reportedIn ?article . ?article kg:document ?document ; kg:text ?text .
  OPTIONAL { ?article kg:title ?title } OPTIONAL { ?article kg:published ?published }
  OPTIONAL { ?article kg:publisher ?publisher } OPTIONAL { ?article kg:url ?url } }"""


def events(
    store: Store,
    *,
    source: str | None = None,
    target: str | None = None,
    since: str | datetime.date | None = None,
    until: str | datetime.date | None = None,
    outlet: str | None = None,
) -> list[dict[str, Any]]:
    """Find events, by date, document and place in it.

    Args:
        store: Where to look.
        source: Name, Wikidata id or IRI of one who acts.
        target: Name, Wikidata id or IRI of one who is acted upon.
        since: First day of the event or, where that is not known, of the article.
        until: Last such day.
        outlet: Publisher of the article, in any case.

    Returns:
        For each event ``id``, the article's ``document``, ``title``, ``published``, ``publisher`` and ``url``,
        ``sources`` and ``targets`` (actors), ``event_class``, ``label``, ``negated``, ``hypothetical``, ``within``,
        ``date``, ``confidence``, ``evidence`` (a span), and the ``sentence`` around it with ``sentence_start``.

    Raises:
        QueryError: A day is none.
    """
    pattern, bindings = _pattern(store, source, target, since, until, outlet)
    found = list(store.select(_CORE % pattern, bindings).dicts())
    if not found:
        return []
    fullest = canonical(store)
    articles = {row["article"]: row for row in store.select(_ARTICLES).dicts()}
    links: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in store.select(_LINKS).dicts():
        links[row["e"], act_key(row["link"]).rpartition("#")[2]].add(fullest.get(row["actor"], row["actor"]))
    known = cards(store, {actor for several in links.values() for actor in several}, links=True)
    rows = {core["e"]: _row(core, articles[core["article"]], links, known) for core in found}
    return sorted(rows.values(), key=_place)


def offices(store: Store) -> dict[str, list[str]]:
    """Tell which offices the articles say that somebody holds or held: actor's IRI -> "minister of Norland", sorted."""
    sparql = """SELECT DISTINCT ?holder ?office ?of ?former WHERE { ?t a kg:Tenure ; kg:holder ?holder ;
      kg:office ?office ; kg:former ?former . OPTIONAL { ?t kg:body/skos:prefLabel ?of } }"""
    fullest, found = canonical(store), defaultdict(set)
    for row in store.select(sparql).dicts():
        former = "former " * (row["former"] == "true" and not row["office"].lower().startswith("former"))
        of = f", {row['of']}" if row.get("of") else ""
        found[fullest.get(row["holder"], row["holder"])].add(f"{former}{row['office']}{of}")
    return {holder: sorted(several) for holder, several in sorted(found.items())}


def _pattern(
    store: Store, source: str | None, target: str | None, since: Any, until: Any, outlet: str | None
) -> tuple[tuple[str, str], dict[str, Binding]]:
    must, bindings = ["?e a kg:Event ; kg:reportedIn ?article ."], dict[str, Binding]()
    for link, name, variable in (("source", source, "who"), ("target", target, "whom")):
        if name:
            must.append(f"?e kg:{link} ?{variable} .")
            bindings[variable] = actors_named(store, name)
    if outlet:
        must.append("?article kg:publisher ?paper . FILTER (LCASE(?paper) = LCASE(?outlet))")
        bindings["outlet"] = Literal(outlet.strip())
    last = []
    if since or until:
        last.append("OPTIONAL { ?e kg:date ?done } OPTIONAL { ?article kg:published ?printed }")
        last.append("BIND (COALESCE(?done, ?printed) AS ?day)")
    for name, value, sign in (("since", since, ">="), ("until", until, "<=")):
        if value:
            last.append(f"FILTER (?day {sign} ?{name})")
            bindings[name] = day(name, value)
    return (" ".join(must), " ".join(last)), bindings


def _row(
    core: dict[str, str], article: dict[str, str], links: dict[tuple[str, str], set[str]], known: dict[str, Card]
) -> dict[str, Any]:
    start, end = evidence_offsets(core["evidence"])[:2]
    text = article["text"]
    first, last = around(text, start, end)

    def actors(link: str) -> Iterator[dict[str, Any]]:
        for one in sorted(links[core["e"], link], key=lambda key: (known[key].label, key)):
            yield {**known[one].as_json(), "represents": [*known[one].represents]}

    return {
        "id": core["e"],
        **{name: article.get(name) for name in ("document", "title", "published", "publisher", "url")},
        "sources": list(actors("source")),
        "targets": list(actors("target")),
        "event_class": act_key(core["class"]),
        "label": core["word"],
        "negated": core["negated"] == "true",
        "hypothetical": core.get("open") == "true",
        "within": core.get("within"),
        "date": core.get("date"),
        "confidence": float(core["confidence"]),
        "evidence": {"text": text[start:end], "start": start, "end": end},
        "sentence": text[first:last],
        "sentence_start": first,
    }


def _place(row: dict[str, Any]) -> tuple[str, str, int, str]:
    return row["date"] or row["published"] or "", row["document"] or "", row["evidence"]["start"], row["id"]
