"""Who did what to whom: events as JSON objects, each report of one, or each event once."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from kgraph.errors import QueryError
from kgraph.ontology import Iri, Literal, event_class_iri, event_polarity
from kgraph.query.facts import Sources
from kgraph.query.names import act_key, actors_named
from kgraph.query.statements import day
from kgraph.store import MANY, Binding, Store

_CORE = """SELECT ?e ?article ?class ?mode ?word ?negated ?hypothetical ?confidence ?evidence ?trigger ?place ?within
  ?date ?same ?reports WHERE { %s ?e kg:eventClass ?class ; kg:label ?word ; kg:negated ?negated ;
  kg:confidence ?confidence ; kg:evidence ?evidence . %s
  OPTIONAL { ?e kg:hypothetical ?hypothetical } OPTIONAL { ?e kg:mode ?mode } OPTIONAL { ?e kg:trigger ?trigger }
  OPTIONAL { ?e kg:place ?place } OPTIONAL { ?e kg:within ?within } OPTIONAL { ?e kg:date ?date }
  OPTIONAL { ?e kg:sameEventAs ?same } OPTIONAL { ?e kg:reportCount ?reports } }"""
_ENDS = """SELECT DISTINCT ?e ?link ?actor ?mention WHERE { ?e a kg:Event ; ?link ?actor .
  VALUES ?link { kg:source kg:target kg:place }
  OPTIONAL { VALUES (?link ?naming) { (kg:source kg:sourceMention) (kg:target kg:targetMention)
    (kg:place kg:placeMention) } ?e ?naming ?mention . ?mention kg:refersTo ?actor } }"""
_ITEMS = """SELECT DISTINCT ?e ?item ?thing ?kind ?mention ?quantity ?number WHERE { ?e kg:item ?item .
  ?item kg:thing ?thing ; kg:thingMention ?mention . OPTIONAL { ?thing kg:itemClass ?kind }
  OPTIONAL { ?item kg:quantity ?quantity } OPTIONAL { ?item kg:quantityMention ?number } }"""


def events(
    store: Store,
    *,
    source: str | None = None,
    target: str | None = None,
    event_class: str | None = None,
    since: str | datetime.date | None = None,
    until: str | datetime.date | None = None,
    outlet: str | None = None,
    once: bool = False,
) -> Iterator[dict[str, Any]]:
    """Find events, by date, document and place in it.

    Args:
        store: Where to look.
        source: Name, Wikidata id or IRI of one who acts.
        target: Name, Wikidata id or IRI of one acted upon.
        event_class: PLOVER class, in any case.
        since: First day on which it happened or, where that is not known, was published.
        until: Last such day.
        outlet: Publisher of the article, in any case.
        once: Whether to leave out all reports of an event but the fullest.

    Raises:
        QueryError: A filter has a value that it cannot have.
    """
    pattern, bindings = _pattern(store, source, target, event_class, since, until, outlet, once)
    core = {row["e"]: row for row in store.select(_CORE % pattern, bindings).dicts()}
    found = _Gathering(store, core).rows() if core else []
    return iter(sorted(found, key=_place))


def _pattern(
    store: Store, source: Any, target: Any, event_class: Any, since: Any, until: Any, outlet: Any, once: bool
) -> tuple[tuple[str, str], dict[str, Binding]]:
    parts, last = ["?e a kg:Event ; kg:reportedIn ?article ."], list[str]()
    bindings: dict[str, Binding] = {}
    for name, value in (("source", source), ("target", target)):
        if value:
            parts.append(f"?e kg:{name} ?{name} .")
            bindings[name] = actors_named(store, value)
    if event_class:
        if event_class.upper() not in event_polarity():
            known = ", ".join(sorted(event_polarity()))
            raise QueryError(f"class {event_class!r} is no event class: use one of {known}")
        bindings["class"] = event_class_iri(event_class.upper())
    if outlet:
        parts.append("?article kg:publisher ?paper . FILTER (LCASE(?paper) = LCASE(?outlet))")
        bindings["outlet"] = Literal(outlet.strip())
    if once:
        last.append("FILTER NOT EXISTS { ?e kg:sameEventAs ?fuller }")
    if since or until:
        last.append("OPTIONAL { ?e kg:date ?done } OPTIONAL { ?article kg:published ?printed }")
        last.append("BIND (COALESCE(?done, ?printed) AS ?day)")
    for name, value, sign in (("since", since, ">="), ("until", until, "<=")):
        if value:
            last.append(f"FILTER (?day {sign} ?{name})")
            bindings[name] = day(name, value)
    return (" ".join(parts), " ".join(last)), bindings


class _Gathering:
    """The answers to the queries, by event."""

    def __init__(self, store: Store, core: dict[str, dict[str, str]]) -> None:
        self.core, self.sources = core, Sources(store)
        bound: dict[str, Binding] = {"e": [Iri(key) for key in core]} if len(core) <= MANY else {}
        self.ends: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in store.select(_ENDS, bound).dicts():
            mentions = self.ends[row["e"], act_key(row["link"].replace("#", "/"))][row["actor"]]
            mentions += [row["mention"]] if "mention" in row else []
        self.items: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in store.select(_ITEMS, bound).dicts():
            self.items[row["e"]].append(row)
        actors = {actor for several in self.ends.values() for actor in several}
        actors |= {row["thing"] for several in self.items.values() for row in several}
        self.sources.gather((row["article"] for row in core.values()), actors)

    def rows(self) -> list[dict[str, Any]]:
        """All events as JSON."""
        return [self._row(key, row) for key, row in self.core.items()]

    def _row(self, key: str, core: dict[str, str]) -> dict[str, Any]:
        article = core["article"]
        evidence = self.sources.span(article, core["evidence"])
        assert evidence is not None
        return {
            "id": key,
            **self.sources.about(article),
            "class": act_key(core["class"]),
            "mode": act_key(core["mode"]).partition("-")[2] if "mode" in core else None,
            "word": core["word"],
            "sources": self._ends(key, article, "source"),
            "targets": self._ends(key, article, "target"),
            "place": next(iter(self._ends(key, article, "place")), None),
            "items": [self._item(row, article) for row in sorted(self.items[key], key=lambda row: row["item"])],
            "negated": core["negated"] == "true",
            "hypothetical": core.get("hypothetical") == "true",
            "within": core.get("within"),
            "date": core.get("date"),
            "evidence": evidence,
            "trigger": self.sources.span(article, core.get("trigger")),
            "same_event_as": core.get("same"),
            "reports": int(core.get("reports", "1")),
            **self.sources.sentence(article, evidence),
            "confidence": float(core["confidence"]),
        }

    def _ends(self, key: str, article: str, link: str) -> list[dict[str, Any]]:
        found = [self.sources.actor(actor, article, mentions) for actor, mentions in self.ends[key, link].items()]
        unique = {one["id"]: one for one in reversed(found)}
        last = float("inf")
        return sorted(unique.values(), key=lambda who: (last if who["start"] is None else who["start"], who["id"]))

    def _item(self, row: dict[str, str], article: str) -> dict[str, Any]:
        number = self.sources.span(article, row.get("number"))
        return {
            **self.sources.actor(row["thing"], article, [row["mention"]]),
            "class": act_key(row["kind"]) if "kind" in row else None,
            "quantity": float(row["quantity"]) if "quantity" in row else None,
            "quantity_text": number["text"] if number else None,
        }


def _place(row: dict[str, Any]) -> tuple[str, str, int, str]:
    return row["date"] or row["published"] or "", row["document"] or "", row["evidence"]["start"], row["id"]
