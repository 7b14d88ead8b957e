"""Tie the reports of one event: a step at the end of every build, so that counts are of events and not of reports.

What was chosen, and why:

- **One report is the hub of its event, the fullest, and each of the others points at it** with ``kg:sameEventAs``, in a
  graph of their own, ``kgr:graph/events``; beside the hub stands in how many articles it is reported
  (``kg:reportCount``). Events are counted by counting hubs and those that are tied with nothing.
- **It is made anew from all events each time** and depends on what is in the store alone: any order of articles and any
  number of builds end with the same bytes. Only events of one class between the same sides, within few days, are
  compared. Reports within one article (headline, lead, text) are tied too.
- Who asserts it does not matter: what the narrator reports and what a speaker claims may be one event. A question that
  tells them apart looks at ``kg:within``.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kgraph.consolidate.happenings import Report, Sides, Thing, groups
from kgraph.consolidate.wording import PLAIN, wording
from kgraph.graph import Quad
from kgraph.ontology import EVENTS_GRAPH, KG, PEOPLE_GRAPH, RESOURCE, XSD, Iri, Literal, evidence_offsets
from kgraph.store import Binding, Store

EVENTS = Iri(EVENTS_GRAPH)
TEXTS = 200
"""Articles whose texts are held at once."""

AROUND = 200
"""Characters before and after the evidence in which its sentence may begin and end."""

ROOT = 4
"""Letters by which the event's own verb is known in its sentence: "expel" in "expelled"."""

_EVENTS = """SELECT ?e ?article ?class ?negated ?hypothetical ?word ?evidence ?mode ?place ?said ?printed WHERE {
  ?e a kg:Event ; kg:reportedIn ?article ; kg:eventClass ?class ; kg:negated ?negated ; kg:label ?word ;
    kg:evidence ?evidence .
  OPTIONAL { ?e kg:hypothetical ?hypothetical } OPTIONAL { ?e kg:mode ?mode } OPTIONAL { ?e kg:place ?place }
  OPTIONAL { ?e kg:date ?said } OPTIONAL { ?article kg:published ?printed } }"""
_CLASSES = "SELECT DISTINCT ?class WHERE { ?e a kg:Event ; kg:eventClass ?class }"
_ENDS = """SELECT ?e ?link ?actor WHERE { ?e kg:eventClass ?class ; ?link ?actor .
  VALUES ?link { kg:source kg:target } }"""
_ACTORS = "SELECT DISTINCT ?actor WHERE { ?e a kg:Event ; kg:source|kg:target ?actor }"
_THINGS = """SELECT ?e ?thing ?kind ?many WHERE { ?e kg:eventClass ?class ; kg:item ?item . ?item kg:thing ?thing .
  OPTIONAL { ?thing kg:itemClass ?kind } OPTIONAL { ?item kg:quantity ?many } }"""
_SIDES = """SELECT ?actor ?whom WHERE { { ?actor kg:represents ?whom } UNION
  { ?tenure a kg:Tenure ; kg:holder ?actor ; kg:body ?whom ; kg:former false } }"""
_SPELLINGS = f"SELECT ?actor ?fullest WHERE {{ GRAPH <{PEOPLE_GRAPH}> {{ ?actor kg:sameActorAs ?fullest }} }}"
_NAMES = "SELECT ?actor ?label WHERE { ?actor a kg:Actor ; skos:prefLabel|skos:altLabel ?label }"
_TEXTS = "SELECT ?article ?text WHERE { ?article kg:text ?text }"
_TIES = f"SELECT ?event ?key ?value WHERE {{ GRAPH <{EVENTS_GRAPH}> {{ ?event ?key ?value }} }}"


def tie_events(store: Store) -> int:
    """Bring ``kg:sameEventAs`` and ``kg:reportCount`` up to date with the events of a store, open for writing.

    Returns:
        How many reports are tied with a fuller one.
    """
    sides, fullest = _sides(store), _spellings(store)
    names, new = _named(store, fullest), set[Quad]()
    for (one,) in store.select(_CLASSES).rows:  # the events of all classes are never held at once
        for group in groups(_reports(store, Iri(str(one)), fullest, names), sides):
            new.update(_quads(group))
    rows = store.select(_TIES).rows
    old = {Quad(Iri(str(row[0])), Iri(str(row[1])), row[2], EVENTS) for row in rows if row[2] is not None}
    store.bring(EVENTS_GRAPH, old, new)
    return sum(quad.predicate == KG.sameEventAs for quad in new)


def _quads(group: list[Report]) -> Iterator[Quad]:
    hub = Iri(group[0].event)
    for report in group[1:]:
        yield Quad(Iri(report.event), KG.sameEventAs, hub, EVENTS)
    articles = {report.article for report in group}
    yield Quad(hub, KG.reportCount, Literal(str(len(articles)), XSD.integer), EVENTS)


def _sides(store: Store) -> Sides:
    """For whom each actor speaks, directly or through others, spellings of one person taken together."""
    fullest = _spellings(store)
    direct: dict[str, set[str]] = defaultdict(set)
    for row in store.select(_SIDES).dicts():
        direct[fullest.get(row["actor"], row["actor"])].add(row["whom"])
    return {actor: frozenset(_reached(actor, direct)) for actor in list(direct)}


def _reached(actor: str, direct: Mapping[str, set[str]]) -> set[str]:
    found, new = set[str](), {actor}
    while new:
        new = {whom for one in new for whom in direct.get(one, ())} - found
        found |= new
    return found - {actor}


def _spellings(store: Store) -> dict[str, str]:
    return {row["actor"]: row["fullest"] for row in store.select(_SPELLINGS).dicts()}


def _named(store: Store, fullest: Mapping[str, str]) -> frozenset[str]:
    """Stems of the words that name an actor of any event."""
    actors = {fullest.get(str(actor), str(actor)) for (actor,) in store.select(_ACTORS).rows}
    labels = (row["label"] for row in store.select(_NAMES).dicts() if row["actor"] in actors)
    return frozenset(word.stem for label in labels for word in wording(label).words)


def _reports(store: Store, of: Iri, fullest: Mapping[str, str], names: frozenset[str]) -> Iterator[Report]:
    """All events of a class, as far as they are compared."""
    bound: dict[str, Binding] = {"class": [of]}
    rows = store.select(_EVENTS, bound).dicts()
    ends: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in store.select(_ENDS, bound).dicts():
        ends[row["e"], row["link"]].add(fullest.get(row["actor"], row["actor"]))
    things: dict[str, set[Thing]] = defaultdict(set)
    for row in store.select(_THINGS, bound).dicts():
        things[row["e"]].add(Thing(row["thing"], row.get("kind", ""), row.get("many", "")))
    found = {row["e"]: row for row in rows}
    words = _words(store, found.values(), names)
    for key, row in found.items():
        day = _day(row.get("said") or row.get("printed"))
        yield Report(
            key,
            row["article"],
            row["class"].removeprefix(f"{RESOURCE}event-class/"),
            (row["negated"] == "true", row.get("hypothetical") == "true"),
            frozenset(ends[key, KG.source]),
            frozenset(ends[key, KG.target]),
            day,
            "said" in row,
            row.get("place"),
            row.get("mode"),
            row["word"],
            frozenset(things[key]),
            words.get(key, frozenset()),
        )


def _day(text: str | None) -> int | None:
    try:
        return datetime.date.fromisoformat(text).toordinal() if text else None
    except ValueError:  # a graph from elsewhere may have anything there
        return None


def _words(store: Store, events: Iterable[dict[str, str]], names: frozenset[str]) -> dict[str, frozenset[str]]:
    """The telling words of each event's sentence, without those that name an actor of any event."""
    by_article: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in events:
        by_article[row["article"]].append(row)
    found: dict[str, frozenset[str]] = {}
    articles = sorted(by_article)
    for at in range(0, len(articles), TEXTS):
        bound: dict[str, Binding] = {"article": [Iri(one) for one in articles[at : at + TEXTS]]}
        for text in store.select(_TEXTS, bound).dicts():
            for row in by_article[text["article"]]:
                sentence = wording(_sentence(text["text"], *evidence_offsets(row["evidence"])[:2]))
                own = {word.stem[:ROOT] for word in wording(row["word"]).words}
                telling = {word.stem for word in sentence.words if word.weight >= PLAIN} - names
                found[row["e"]] = frozenset(stem for stem in telling if stem[:ROOT] not in own)
    return found


def _sentence(text: str, start: int, end: int) -> str:
    """The evidence with what stands around it up to the next full stop or line."""
    before = re.split(r"[.!?]\s|\n", text[max(0, start - AROUND) : start])[-1]
    after = re.split(r"[.!?](?:\s|$)|\n", text[end : end + AROUND])[0]
    return before + text[start:end] + after
