"""Join the spellings of one person across articles: a step at the end of every build, before statements are tied.

An article's own resolution mints an actor by the fullest form of a name that the register does not know, so a person
whom two articles spell differently is two actors. What was chosen, and why:

- **The ties are in a graph of their own,** ``kgr:graph/people``: ``kg:sameActorAs`` leads from each spelling to the
  one that most articles use, of equally used ones to the fullest (the register's, where it knows the person), with
  ``kg:sameActorConfidence`` and ``kg:sameActorReason`` beside it. Articles and actors stay as they are; a question
  maps to that one when it is asked.
- **It is made anew from all actors each time,** and depends on what is in the store alone: any order of articles and
  any number of builds ends with the same bytes. Only those who share a part of their names are compared.
- Two people whose names are spelt the same were one actor from the start, and stay so; an actor that articles give to
  several states is therefore joined with nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kgraph.consolidate.identity import Identity, Person, full_names, gathered, likely
from kgraph.graph import Quad
from kgraph.ontology import KG, PEOPLE_GRAPH, RESOURCE, XSD, Iri, Literal
from kgraph.store import Binding, Store

SOME = 2000
"""Actors whose mentions are asked for at once."""

PEOPLE = Iri(PEOPLE_GRAPH)

_NAMES = "SELECT ?actor ?label ?known WHERE { ?actor a kg:Person ; skos:prefLabel ?label ; kg:known ?known }"
_ALIASES = "SELECT ?actor ?alias WHERE { ?actor a kg:Person ; skos:altLabel ?alias }"
_LINKS = "SELECT ?actor ?whom WHERE { ?actor kg:represents ?whom }"
_BODIES = "SELECT ?actor ?label ?kind WHERE { ?actor a ?kind ; skos:prefLabel ?label . FILTER (?kind != kg:Actor) }"
_OFFICES = """SELECT DISTINCT ?actor ?office ?former ?body WHERE { ?tenure a kg:Tenure ; kg:holder ?actor ;
  kg:office ?office ; kg:former ?former . OPTIONAL { ?tenure kg:body ?body } }"""
_MENTIONS = "SELECT DISTINCT ?actor ?mention WHERE { ?mention kg:refersTo ?actor }"
_TIES = f"SELECT ?actor ?key ?value WHERE {{ GRAPH <{PEOPLE_GRAPH}> {{ ?actor ?key ?value }} }}"


def join_people(store: Store) -> int:
    """Bring ``kg:sameActorAs`` up to date with the actors of a store, which must be open for writing.

    Returns:
        How many actors are joined with another.
    """
    ties = likely(_persons(store))
    found = list(gathered(ties, _articles(store, {actor for pair in ties for actor in pair})))
    new = {quad for tie in found for quad in _quads(tie)}
    old = {Quad(Iri(str(row[0])), Iri(str(row[1])), row[2], PEOPLE) for row in store.select(_TIES).rows if row[2]}
    store.bring(PEOPLE_GRAPH, old, new)
    return len(found)


def _quads(tie: Identity) -> Iterator[Quad]:
    subject = Iri(tie.actor.id)
    yield Quad(subject, KG.sameActorAs, Iri(tie.other.id), PEOPLE)
    yield Quad(subject, KG.sameActorConfidence, Literal(f"{tie.confidence:.4f}", XSD.decimal), PEOPLE)
    yield Quad(subject, KG.sameActorReason, Literal(tie.reason), PEOPLE)


def _persons(store: Store) -> Iterator[Person]:
    """All persons with a given and a family name, and what the articles say of them.

    A side that no article names, and that the store thus knows nothing of, counts as a state: it may speak against.
    """
    spelt: dict[str, set[str]] = defaultdict(set)
    sides: dict[str, set[str]] = defaultdict(set)
    offices: dict[str, set[str]] = defaultdict(set)
    former: dict[str, set[str]] = defaultdict(set)
    for row in store.select(_ALIASES).dicts():
        spelt[row["actor"]].add(row["alias"])
    for row in store.select(_LINKS).dicts():
        sides[row["actor"]].add(row["whom"])
    for row in store.select(_OFFICES).dicts():
        offices[row["actor"]].add(row["office"])
        former[row["actor"]] |= {row["office"]} if row["former"] == "true" else set()
        sides[row["actor"]] |= {row["body"]} if "body" in row else set()
    bodies = {row["actor"]: (row["label"], row["kind"]) for row in store.select(_BODIES).dicts()}
    for row in store.select(_NAMES).dicts():
        spellings = full_names((row["label"], *spelt[row["actor"]]))
        if spellings:
            reached = _reached(row["actor"], sides)
            yield Person(
                row["actor"],
                row["label"],
                spellings,
                row["known"] == "true",
                frozenset((one, bodies.get(one, (one.rpartition("/")[2], ""))[0]) for one in reached),
                frozenset(one for one in reached if bodies.get(one, ("", KG.State))[1] == KG.State),
                frozenset(offices[row["actor"]]),
                frozenset(former[row["actor"]]),
            )


def _reached(actor: str, sides: Mapping[str, set[str]]) -> set[str]:
    """Whom an actor speaks for, directly or through others."""
    found, new = set[str](), {actor}
    while new:
        new = {whom for one in new for whom in sides.get(one, ())} - found
        found |= new
    return found - {actor}


def _articles(store: Store, actors: Iterable[str]) -> dict[str, set[str]]:
    """Ids of the articles that name each of these actors."""
    wanted = sorted(set(actors))
    found: dict[str, set[str]] = {one: set() for one in wanted}
    for at in range(0, len(wanted), SOME):  # all mentions of a large store are too many to be held at once
        bound: dict[str, Binding] = {"actor": [Iri(one) for one in wanted[at : at + SOME]]}
        for row in store.select(_MENTIONS, bound).dicts():
            found[row["actor"]].add(row["mention"].removeprefix(f"{RESOURCE}mention/").partition("/")[0])
    return found
