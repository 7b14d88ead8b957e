"""Names -> actors of a store, and what is known of each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from kgraph.ontology import PEOPLE_GRAPH, PREFIXES, RESOURCE, WD, Iri, Literal, fold
from kgraph.store import MANY, Store, plain

_SAME = "SELECT DISTINCT ?actor WHERE { ?actor skos:prefLabel|skos:altLabel ?name ; a kg:Actor }"
_EXACT = """SELECT DISTINCT ?actor WHERE { ?actor a kg:Actor ; skos:prefLabel|skos:altLabel ?label .
  FILTER (LCASE(STR(?label)) = LCASE(?name)) }"""
_ALL = "SELECT ?actor ?label WHERE { ?actor a kg:Actor ; skos:prefLabel|skos:altLabel ?label }"
_CARDS = """SELECT ?actor ?label ?kind ?same WHERE { ?actor skos:prefLabel ?label ; a ?kind .
  FILTER (?kind != kg:Actor) OPTIONAL { ?actor owl:sameAs ?same } }"""
_SPELLINGS = f"SELECT ?actor ?fullest WHERE {{ GRAPH <{PEOPLE_GRAPH}> {{ ?actor kg:sameActorAs ?fullest }} }}"
_LINKS = "SELECT ?actor ?other WHERE { ?actor kg:represents ?other }"


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader is told of an actor."""

    id: str
    label: str
    kind: str
    wikidata: str | None = None
    represents: tuple[str, ...] = ()

    def as_json(self) -> dict[str, str | None]:
        """The actor as it stands in a statement's JSON."""
        return {"id": self.id, "label": self.label, "wikidata": self.wikidata, "type": self.kind}


def actors_named(store: Store, name: str) -> list[Iri]:
    """Find the actors that a name means.

    Args:
        store: Where to look.
        name: An IRI, a Wikidata id, or a name: the very same; else one that is the same but for case; else one that is
            the same but for accents and punctuation; else one that holds these words, as "Talvek" is held by "Borin
            Talvek".

    Returns:
        Their IRIs and those of all other spellings of these people, sorted; none where nobody is called so.
    """
    return sorted(_with_spellings(store, _named(store, name.strip())))


def _named(store: Store, name: str) -> set[Iri]:
    if re.match(r"https?://|urn:|kgr:", name):
        return {Iri(re.sub("^kgr:", RESOURCE, name))}
    if re.fullmatch(r"Q[0-9]+", name):
        sparql = "SELECT DISTINCT ?actor WHERE { ?actor owl:sameAs ?same }"
        return {Iri(plain(actor)) for (actor,) in store.select(sparql, {"same": getattr(WD, name)}).rows if actor}
    for sparql in (_SAME, _EXACT):  # the first is found in no time, the second reads all names
        found = {Iri(plain(actor)) for (actor,) in store.select(sparql, {"name": Literal(name)}).rows if actor}
        if found:
            return found
    return _alike(store, fold(name))


def canonical(store: Store) -> dict[str, str]:
    """IRI of each actor that is another spelling of a person's name, and that of the actor to count it as."""
    rows = store.select(_SPELLINGS).dicts()
    return dict(sorted(((row["actor"], row["fullest"]) for row in rows), reverse=True))  # of two the first, always


def _with_spellings(store: Store, actors: set[Iri]) -> set[Iri]:
    if not actors:
        return actors
    known = {"actor": sorted(actors)} if len(actors) <= MANY else {}
    hubs = {Iri(row["fullest"]) for row in store.select(_SPELLINGS, known).dicts() if row["actor"] in actors}
    counted = {"fullest": sorted(hubs | actors)} if len(actors) <= MANY else {}
    rows = store.select(_SPELLINGS, counted).dicts()
    return actors | hubs | {Iri(row["actor"]) for row in rows if row["fullest"] in hubs | actors}


def sides(store: Store, name: str) -> list[Iri]:
    """Find the actors that a name means, and everyone who speaks for them, directly or through others."""
    found = new = set(actors_named(store, name))
    while new:
        rows = store.select("SELECT DISTINCT ?actor WHERE { ?actor kg:represents ?whom }", {"whom": sorted(new)}).rows
        new = _with_spellings(store, {Iri(plain(actor)) for (actor,) in rows if actor}) - found
        found = found | new
    return sorted(found)


def _alike(store: Store, folded: str) -> set[Iri]:
    labels = [(Iri(plain(actor)), fold(plain(label))) for actor, label in store.select(_ALL).rows if actor and label]
    same = {actor for actor, label in labels if label == folded}
    return same or {actor for actor, label in labels if f"-{folded}-" in f"-{label}-"}


def cards(store: Store, ids: Iterable[str], *, links: bool = False) -> dict[str, Card]:
    """Look up labels, classes and Wikidata ids of actors; an actor that the store does not know is named by its IRI.

    Args:
        store: Where to look.
        ids: IRIs.
        links: Whether to look up whom each represents, too.
    """
    wanted = sorted(set(ids))
    bound: dict[str, Sequence[Iri]] = {"actor": [Iri(one) for one in wanted]} if len(wanted) <= MANY else {}
    if not wanted:
        return {}
    others: dict[str, set[str]] = {}
    for actor, other in store.select(_LINKS, bound).rows if links else ():
        if actor and other:
            others.setdefault(plain(actor), set()).add(plain(other))
    found = {one: Card(one, _last(one), "Actor") for one in wanted}
    for row in store.select(_CARDS, bound).dicts():
        key, kind = row["actor"], row["kind"].removeprefix(PREFIXES["kg"])
        wikidata = row["same"].removeprefix(PREFIXES["wd"]) if "same" in row else None
        if key in found:
            found[key] = Card(key, row["label"], kind, wikidata, tuple(sorted(others.get(key, ()))))
    return found


def _last(iri: str) -> str:
    return unquote(iri.rstrip("/").rpartition("/")[2]) or iri


def act_key(iri: str) -> str:
    """Key of a speech act: the last part of its concept's IRI."""
    return iri.rpartition("/")[2]
