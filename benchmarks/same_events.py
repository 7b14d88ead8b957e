"""The same event in several reports: invented pairs of one-sentence articles, through the whole pipeline.

    python benchmarks/same_events.py [--list] [--speed N]

Each pair is two articles of their own days; it counts as tied when an event of the one is tied with one of the other.
Pairs in which an event was found in both are counted apart, since what is not found cannot be tied. `--list` shows the
wrong ones of the part `tuned`; those marked `held` are never shown. `--speed N` times the step on N copies of the
events of the pairs, each copy five days after the one before.
"""

from __future__ import annotations

import argparse
import csv
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from kgraph.annotate import annotate, load_pipeline
from kgraph.consolidate.events import tie_events
from kgraph.extract import extract
from kgraph.graph import quads, to_nquads
from kgraph.ontology import KG
from kgraph.records import Article, Event, Facts
from kgraph.resolve import load_register, resolve
from kgraph.store import Store, open_store

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "tests" / "consolidate" / "events.tsv"
TIED = f"ASK {{ ?one <{KG.sameEventAs}> ?other . ?one kg:reportedIn ?a . ?other kg:reportedIn ?b . FILTER (?a != ?b) }}"


def read_all(texts: list[tuple[str, str]]) -> list[Facts]:
    """Facts of many short articles, given as (day, text)."""
    nlp, register = load_pipeline(), load_register(ROOT / "corpus" / "actors.ttl")
    articles = [
        Article(f"{number}.txt", text, published=date.fromisoformat(day)) for number, (day, text) in enumerate(texts)
    ]
    return [resolve(article, doc, extract(article, doc), register) for article, doc in annotate(articles, nlp)]


def put(store: Store, *several: Facts) -> None:
    for facts in several:
        store.merge_actors(facts.actors())
        store.add_article(facts.article.id, to_nquads(quads(facts)))


def is_tied(one: Facts, other: Facts) -> bool:
    """Whether an event of one article is tied with one of another."""
    with open_store(None) as store:
        put(store, one, other)
        tie_events(store)
        return bool(store.query(TIED))


def on_pairs(listed: bool) -> None:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    # A mark in front makes two articles of the same words two articles.
    texts = [
        (row[day], row[text] + mark)
        for row in rows
        for day, text, mark in (("day", "one", ""), ("otherDay", "other", "\n"))
    ]
    facts = read_all(texts)
    for part in ("tuned", "held"):
        found = []
        for number, row in enumerate(rows):
            if row["part"] == part:
                one, other = facts[2 * number], facts[2 * number + 1]
                found.append((row["same"] == "1", is_tied(one, other), bool(one.events and other.events)))
                if listed and part == "tuned" and found[-1][0] != found[-1][1]:
                    print(f"  {row['same']} {row['kind']}: {row['one']} | {row['other']}  (both found: {found[-1][2]})")
        right = sum(same and tied for same, tied, _ in found)
        tied, same = sum(t for _, t, _ in found), sum(s for s, _, _ in found)
        both = sum(s and b for s, _, b in found)
        print(f"{part}: precision {right}/{tied}, recall {right}/{same}; an event was found in both reports of {both}")


def on_speed(copies: int) -> None:
    """Time the step on copies of the pairs' events, spread over days."""
    rows = [(f"2024-{1 + n % 12:02}-{1 + n % 28:02}", text) for n, text in enumerate(_sentences())]
    facts = read_all(rows)
    with open_store(None) as store:
        for copy in range(copies):
            put(store, *(_moved(one, copy) for one in facts))
        ((number,),) = store.select("SELECT (COUNT(*) AS ?n) { ?e a kg:Event }").rows
        began = time.process_time()
        tied = tie_events(store)
        print(f"{number.value} events, {tied} tied; {time.process_time() - began:.1f} CPU-s")  # type: ignore[union-attr]


def _sentences() -> list[str]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [row["one"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _moved(facts: Facts, copy: int) -> Facts:
    """The same facts in an article of another day."""
    article = facts.article
    day = (article.published or date(2024, 1, 1)) + timedelta(days=5 * copy)
    moved = Article(article.document, article.text + " " * copy, published=day)
    return Facts(moved, (), (), tuple(_in(event, article.id, moved.id) for event in facts.events))


def _in(event: Event, old: str, new: str) -> Event:
    return replace(event, id=event.id.replace(old, new), within=None)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--list", action="store_true", help="show the wrong ones of the part that is tuned on")
    options.add_argument("--speed", metavar="N", type=int, help="time the step on so many copies")
    given = options.parse_args()
    on_pairs(given.list)
    if given.speed:
        on_speed(given.speed)


if __name__ == "__main__":
    main()
