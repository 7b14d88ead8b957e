#!/usr/bin/env python3
"""Relations between actors against the hand-made gold of three real pages: events, offices and lasting relations.

usage: python benchmarks/relations.py [--misses] [--all] [--sides] [--json]

Builds a graph of the pages with the installed kgraph and asks it for everything that ties two actors (``FACTS``). The
gold's predicates are free words; ``KINDS`` says which of our event classes and relations each may be. A fact counts
when it is told as one, neither denied nor left open, with a confidence of at least ``LEAST``, which was chosen on other
articles (``benchmarks/judged_relations.py``); ``--all`` counts every one. It is right when a gold relation has its
subject, its object (in either order for what equals do) and such a predicate, and, for an event, when the evidence of
the two overlaps. ``asserted`` counts only those of which the right speaker, or the narrator, says so. The gold is not
complete: what people did not mark counts as wrong. Actors are the same by their Wikidata id or by a name; with
``--sides`` an actor is also whom it speaks for ("Norlandic troops" Norland).

Needs the gold: KGRAPH_SHARED (default ../shared) names the folder that holds seeds/ and gold/.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.statements import articles, sets  # noqa: E402
from kgraph.building import build  # noqa: E402
from kgraph.ontology import fold  # noqa: E402
from kgraph.store import Store, open_store  # noqa: E402

#: Which of our kinds of facts a predicate of the gold may be.
KINDS: dict[str, set[str]] = {
    "holds_role": {"office"},
    "supports": {"SUPPORT", "AID", "COOPERATE", "AGREE", "alliedWith"},
    "allied_with": {"COOPERATE", "SUPPORT", "AGREE", "alliedWith"},
    "opposes": {"ACCUSE", "REJECT", "THREATEN", "SANCTION", "PROTEST", "ASSAULT", "opposedTo"},
    "threatens": {"THREATEN", "MOBILIZE"},
    "negotiates_with": {"CONSULT", "AGREE", "REQUEST"},
    "phone_call": {"CONSULT"},
    "meets": {"CONSULT"},
    "supplies": {"AID", "COOPERATE"},
    "deploys": {"MOBILIZE"},
    "attacks": {"ASSAULT"},
    "annexed": {"COERCE", "annexed"},
    "sanctions": {"SANCTION"},
    "member_of": {"memberOf"},
    "part_of": {"partOf", "locatedIn", "memberOf"},
    "located_in": {"locatedIn", "partOf"},
    "produces": set(),
}
#: The confidence from which a fact counts: where the articles of ``judged_relations`` that may be looked at reach 60 %
#: precision (61.9 at a recall of 46.5; from 0.2 on 56.9 at 48.4, from 0.5 on 70.7 at 44.7).
LEAST = 0.3
MUTUAL = {"CONSULT", "AGREE", "COOPERATE", "alliedWith", "opposedTo"}

_WORDS = """?mention oa:hasSelector ?position . ?position oa:start ?start ; oa:end ?end .
      ?fact kg:confidence ?confidence .
      OPTIONAL { ?fact kg:negated ?negated } OPTIONAL { ?fact kg:hypothetical ?open }"""
#: What ties two actors in a graph: one question a kind of fact. ``?kind`` is its class or name.
FACTS = (
    f"""SELECT ?document ?subject ?object ?kind ?start ?end ?speaker ?confidence ?negated ?open WHERE {{
      ?fact a kg:Event ; kg:source ?subject ; kg:eventClass ?class ; kg:reportedIn ?article ;
        kg:evidence ?mention . {{ ?fact kg:target ?object }} UNION {{ ?fact kg:item/kg:thing ?object }}
      ?article kg:document ?document . {_WORDS} FILTER(?subject != ?object)
      BIND(REPLACE(STR(?class), "^.*/", "") AS ?kind) OPTIONAL {{ ?fact kg:within/kg:leadSpeaker ?speaker }} }}""",
    f"""SELECT ?document ?subject ?object ?kind ?start ?end ?speaker ?confidence ?negated ?open WHERE {{
      ?fact a kg:Tenure ; kg:holder ?subject ; kg:body ?object ; kg:reportedIn ?article ; kg:evidence ?mention .
      ?article kg:document ?document . {_WORDS} BIND("office" AS ?kind)
      OPTIONAL {{ ?fact kg:within/kg:leadSpeaker ?speaker }} }}""",
    f"""SELECT ?document ?subject ?object ?kind ?start ?end ?speaker ?confidence ?negated ?open WHERE {{
      ?fact a kg:Relation ; kg:source ?subject ; kg:target ?object ; kg:relation ?relation ; kg:reportedIn ?article ;
        kg:evidence ?mention . ?article kg:document ?document . {_WORDS}
      BIND(REPLACE(STR(?relation), "^.*#", "") AS ?kind) OPTIONAL {{ ?fact kg:within/kg:leadSpeaker ?speaker }} }}""",
)


class Fact(NamedTuple):
    """Something that ties two actors, by their IRIs."""

    document: str
    subject: str
    kind: str
    object: str
    start: int
    end: int
    speaker: str | None


def facts(store: Store, least: float = LEAST) -> list[Fact]:
    """The facts of a graph that count, each pair and kind of an article and a stretch of it once.

    Args:
        store: The graph.
        least: The confidence from which one counts; with 0 denied and open ones do, too.
    """
    found = {}
    for query in FACTS:
        for row in store.select(query).dicts():
            told = "true" not in {row.get("negated"), row.get("open")} and float(row["confidence"]) >= least
            if least and not told:
                continue
            fact = Fact(
                Path(row["document"]).stem, row["subject"], row["kind"], row["object"],
                int(row["start"]), int(row["end"]), row.get("speaker"),
            )  # fmt: skip
            pair = tuple(sorted((fact.subject, fact.object))) if fact.kind in MUTUAL else (fact.subject, fact.object)
            where = 0 if fact.kind == "office" else fact.start
            found.setdefault((fact.document, fact.kind, pair, where), fact)
    return list(found.values())


def names(store: Store) -> dict[str, set[str]]:
    """IRI of an actor -> its Wikidata id and its names, folded."""
    query = "SELECT ?actor ?name WHERE { ?actor skos:prefLabel|skos:altLabel|owl:sameAs ?name . ?actor a kg:Actor }"
    found: dict[str, set[str]] = {}
    for row in store.select(query).dicts():
        name = row["name"]
        found.setdefault(row["actor"], set()).add(name.rpartition("/")[2] if "/entity/Q" in name else fold(name))
    return found


def with_sides(store: Store, own: dict[str, set[str]]) -> dict[str, set[str]]:
    """The same, with the names of those whom an actor speaks for: of "Norlandic troops" also those of Norland."""
    found = {actor: set(some) for actor, some in own.items()}
    for row in store.select("SELECT ?actor ?side WHERE { ?actor kg:represents ?side }").dicts():
        found.setdefault(row["actor"], set()).update(own.get(row["side"], set()))
    return found


def gold_names(gold: dict[str, Any]) -> dict[str, set[str]]:
    """Id of an entity of the gold -> the same of it."""
    return {
        entity["id"]: {*entity["wikidata"], *map(fold, (entity["id"], *entity["names"]))} for entity in gold["entities"]
    }


class Judge:
    """Tells which gold relation a fact is."""

    def __init__(self, golds: list[dict[str, Any]], ours: dict[str, set[str]]) -> None:
        self.golds, self.ours = {gold["doc"]: gold for gold in golds}, ours
        self.theirs = {gold["doc"]: gold_names(gold) for gold in golds}

    def same(self, document: str, actor: str, entity: str) -> bool:
        """Whether an actor of ours is an entity of the gold."""
        return bool(self.ours.get(actor, set()) & self.theirs[document].get(entity, {fold(entity)}))

    def is_right(self, fact: Fact, relation: dict[str, Any]) -> bool:
        """Whether a fact is a relation of the gold, whoever says so."""
        if fact.kind not in KINDS.get(relation["predicate"], set()):
            return False
        pairs = [(fact.subject, fact.object)] + [(fact.object, fact.subject)] * (fact.kind in MUTUAL)
        pair = (relation["subject"], relation["object"])
        if not any(all(map(self.same, [fact.document] * 2, ours, pair)) for ours in pairs):
            return False
        start = relation["evidence_start"]
        return fact.kind == "office" or (fact.start < start + len(relation["evidence"]) and start < fact.end)

    def is_asserted(self, fact: Fact, relation: dict[str, Any]) -> bool:
        """Whether the right speaker, or the narrator, says so."""
        if relation["asserted_by"] == "narrator":
            return fact.speaker is None
        return fact.speaker is not None and self.same(fact.document, fact.speaker, relation["asserted_by"])


def report(golds: list[dict[str, Any]], found: list[Fact], judge: Judge, misses: bool) -> dict[str, float]:
    relations = [(gold["doc"], relation) for gold in golds for relation in gold["relations"]]
    met, met_asserted, right = Counter[str](), Counter[str](), Counter[str]()
    for document, relation in relations:
        mine = [f for f in found if f.document == document and judge.is_right(f, relation)]
        met[relation["predicate"]] += bool(mine)
        met_asserted[relation["predicate"]] += any(judge.is_asserted(f, relation) for f in mine)
        if misses and not mine:
            print("missed:", document, relation["subject"], relation["predicate"], relation["object"])
    given = Counter(fact.kind for fact in found)
    for fact in found:
        right[fact.kind] += any(judge.is_right(fact, r) for document, r in relations if document == fact.document)
    gold = Counter(relation["predicate"] for _, relation in relations)
    print(f"relations {len(relations)}, facts {len(found)}")
    print("recall by predicate:", ", ".join(f"{k} {met[k]}/{n}" for k, n in gold.most_common()))
    print("precision by kind:", ", ".join(f"{k} {right[k]}/{n}" for k, n in given.most_common()))
    return {
        "recall": round(100 * met.total() / len(relations), 1),
        "precision": round(100 * right.total() / max(1, len(found)), 1),
        "recall with the right speaker": round(100 * met_asserted.total() / len(relations), 1),
    }


def main() -> None:
    folder, paths = sets()["seeds"]
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    with tempfile.TemporaryDirectory() as work:
        build(articles(folder, paths), Path(work) / "store")
        with open_store(Path(work) / "store") as store:
            found = facts(store, 0.0 if "--all" in sys.argv else LEAST)
            own = names(store)
            judge = Judge(golds, with_sides(store, own) if "--sides" in sys.argv else own)
    figures = report(golds, found, judge, "--misses" in sys.argv)
    print(json.dumps(figures) if "--json" in sys.argv else figures)


if __name__ == "__main__":
    main()
