#!/usr/bin/env python3
"""Relations between actors against articles in which one reader judged them: what they may be tuned on.

usage: python benchmarks/judged_relations.py [--list] [--held-out]

``training/relations.jsonl`` has the relations of 35 articles (Wikinews and worldwide newswire) in the form of the gold
of ``benchmarks/relations.py``, as offsets; the texts lie with the shared data. A language model judged them before any
output was seen; every third article is held out and only counted. ``optional`` ones are neither missed nor wrong. An
end is right where our reading of its words is the actor that the fact names, or whom that one speaks for ("US troops");
a fact where ``benchmarks/relations.py`` would call it right.

``--list`` shows what is missed and what is wrong in the articles that are not held out.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.relations import KINDS, LEAST, MUTUAL  # noqa: E402
from kgraph.annotate import annotate, load_pipeline  # noqa: E402
from kgraph.extract import extract  # noqa: E402
from kgraph.ontology import relation_kinds  # noqa: E402
from kgraph.records import Actor, Article, Facts, Mention, Relation  # noqa: E402
from kgraph.resolve import load_register, resolve  # noqa: E402
from kgraph.resolve.cast import Cast  # noqa: E402
from kgraph.resolve.casting import cast_of  # noqa: E402
from training.judged import texts  # noqa: E402

HELD = 3
"""Every so many articles are held out."""
STEPS = (0.0, 0.2, LEAST, 0.4, 0.5, 0.6, 0.7)
RELATIONS = ROOT / "training" / "relations.jsonl"


class Told(NamedTuple):
    """Something that ties two actors, and the words that say so."""

    kind: str
    subject: str
    object: str
    start: int
    end: int
    confidence: float = 1.0
    open: bool = False
    words: str = ""
    sides: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


class Page(NamedTuple):
    """An article with what was found in it and what was judged."""

    name: str
    found: list[Told]
    gold: list[dict[str, Any]]
    held_out: bool


def told(facts: Facts) -> Iterator[Told]:
    """Every fact of an article that ties two actors, an event of equals once."""
    for event in facts.events:
        others = [*event.targets, *(item.about for item in event.items)]
        pairs = [(a.actor, b.actor) for a in event.sources for b in others if a.actor.id != b.actor.id]
        words, is_open = f"{event.label}: {event.evidence.text}", event.hypothetical or event.negated
        seen = set()
        for a, b in pairs:
            if frozenset((a.id, b.id)) not in seen:
                seen.add(frozenset((a.id, b.id)))
                yield _told(event.event_class, a, b, event.evidence, event.confidence, is_open, words)
    for tenure in facts.tenures:
        if tenure.body:
            who, what = tenure.holder.actor, tenure.body.actor
            yield _told("office", who, what, tenure.evidence, tenure.confidence, False, tenure.evidence.text)
    for bond in facts.bonds:
        kind, words = relation_kinds()[bond.kind].relation, f"{bond.label}: {bond.evidence.text}"
        is_open = bond.hypothetical or bond.negated
        yield _told(kind, bond.source.actor, bond.target.actor, bond.evidence, bond.confidence, is_open, words)


def _told(kind: str, a: Actor, b: Actor, at: Mention, confidence: float, is_open: bool, words: str) -> Told:
    sides = frozenset(a.represents), frozenset(b.represents)
    return Told(kind, a.id, b.id, at.start, at.end, confidence, is_open, words, sides)


def ends(cast: Cast, span: list[int]) -> set[str]:
    """Who some words are by our own reading, and by the names that hold them."""
    return {n.actor.id for n in cast.named if n.start < span[1] and span[0] < n.span.end_char}


def is_right(one: Told, row: dict[str, Any]) -> bool:
    """Whether a fact is a judged relation."""
    if one.kind not in KINDS[row["predicate"]]:
        return False
    subject, other = {one.subject, *one.sides[0]}, {one.object, *one.sides[1]}
    straight = bool(subject & row["from"] and other & row["to"])
    turned = one.kind in MUTUAL and bool(other & row["from"] and subject & row["to"])
    start, end = row["evidence"]
    return (straight or turned) and (one.kind == "office" or (one.start < end and start < one.end))


def pages() -> Iterator[Page]:
    rows = defaultdict(list)
    for line in RELATIONS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["doc"]].append(row)
    known = texts(Path(os.environ.get("KGRAPH_SHARED", ROOT.parent / "shared")) / "data")
    articles = [Article(name, known[name]) for name in rows]
    register = load_register()
    for number, (article, doc) in enumerate(annotate(articles, load_pipeline())):
        yield page(article, doc, rows[article.document], register, number % HELD == 0)


def page(article: Article, doc: Any, rows: list[dict[str, Any]], register: Any, held_out: bool) -> Page:
    spans = list(extract(article, doc))
    facts = resolve(article, doc, spans, register)
    offices = [s for s in spans if isinstance(s, Relation) and s.name == "holds_office"]
    cast = cast_of(article, doc, register, offices)
    gold = [
        {
            **row,
            "from": ends(cast, row["subject"]),
            "to": ends(cast, row["object"]),
            "words": [article.text[slice(*row[key])] for key in ("subject", "object", "evidence")],
        }
        for row in rows
    ]
    return Page(article.document, list(told(facts)), gold, held_out)


def count(pages: list[Page], least: float) -> dict[str, Any]:
    """Figures of the facts that are told as such, from a confidence on."""
    met, gold, right, given = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for one in pages:
        found = counted(one, least)
        for row in one.gold:
            if not row.get("optional"):
                gold[row["predicate"]] += 1
                met[row["predicate"]] += any(is_right(fact, row) for fact in found)
        for fact in found:
            rows = [row for row in one.gold if is_right(fact, row)]
            if not rows or not all(row.get("optional") for row in rows):
                given[fact.kind] += 1
                right[fact.kind] += bool(rows)
    return {
        "recall": round(100 * met.total() / max(1, gold.total()), 1),
        "precision": round(100 * right.total() / max(1, given.total()), 1),
        "by predicate": {k: f"{met[k]}/{n}" for k, n in gold.most_common()},
        "by kind": {k: f"{right[k]}/{n}" for k, n in given.most_common()},
    }


def counted(one: Page, least: float) -> list[Told]:
    """The facts that count, each kind and pair of a stretch once."""
    kept: dict[Any, Told] = {}
    for fact in one.found:
        if not fact.open and fact.confidence >= least:
            kept.setdefault((fact.kind, fact.subject, fact.object, 0 if fact.kind == "office" else fact.start), fact)
    return list(kept.values())


def listing(one: Page, least: float) -> None:
    print(f"\n== {one.name}")
    found = counted(one, least)
    for row in one.gold:
        mark = "+" if any(is_right(fact, row) for fact in found) else "?" if row.get("optional") else "-"
        print(f"  {mark} {row['words'][0]} | {row['predicate']} | {row['words'][1]} | {row['words'][2]}")
    for fact in one.found:
        rows = [row for row in one.gold if is_right(fact, row)]
        mark = "open" if fact.open else "right" if rows else "WRONG"
        who = f"{fact.subject.rpartition('/')[2]} -> {fact.object.rpartition('/')[2]}"
        print(f"     {mark} {fact.kind} {fact.confidence:.2f} {who} [{fact.words[:160]}]".replace("\n", " "))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--list", action="store_true", help="show what was found and missed")
    options.add_argument("--held-out", action="store_true", help="count the held-out articles, too")
    options.add_argument("--json", action="store_true", help="print only the figures of what counts, as JSON")
    chosen = options.parse_args()
    every = list(pages())
    if chosen.json:
        print(json.dumps({name: count(part, LEAST) for name, part in parts(every, True)}))
    else:
        report(every, chosen.list, chosen.held_out)


def parts(every: list[Page], with_held_out: bool) -> list[tuple[str, list[Page]]]:
    """The articles that may be looked at, and those that are only counted."""
    held_out = [("held out", [one for one in every if one.held_out])]
    return [("tuned", [one for one in every if not one.held_out]), *(held_out if with_held_out else [])]


def report(every: list[Page], listed: bool, with_held_out: bool) -> None:
    for name, part in parts(every, with_held_out):
        print(f"== {name}: {len(part)} articles")
        for least in STEPS:
            figures = count(part, least)
            print(f"  from {least}: recall {figures['recall']} precision {figures['precision']}")
            if least == LEAST:
                print("    ", figures["by predicate"], "\n    ", figures["by kind"])
        if listed and name == "tuned":
            for one in part:
                listing(one, 0.0)


if __name__ == "__main__":
    main()
