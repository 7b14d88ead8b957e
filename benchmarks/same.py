"""The same statement in several articles: invented pairs, and the attributions of PolNeAR's train and dev.

    python benchmarks/same.py [--list]

PolNeAR has no gold for this. Its sources' last names stand for the speakers, so `--list` is for reading: each statement
that was tied, and the fullest report of it. The environment variable KGRAPH_SHARED names the folder with `data/`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

from kgraph.consolidate import tie_statements
from kgraph.consolidate.reports import DAYS
from kgraph.consolidate.wording import likeness, wording
from kgraph.graph import Quad, to_nquads
from kgraph.ontology import KG, RDF, XSD, Iri, Literal, actor_iri, article_graph, article_iri, evidence_iri
from kgraph.store import Store, open_store

SHARED = Path(os.environ.get("KGRAPH_SHARED", "../shared"))
PAIRS = Path(__file__).parents[1] / "tests" / "consolidate" / "pairs.tsv"
RUN = 7
"""Words in a row that two contents by one speaker hardly share by chance."""

TIES = """SELECT ?words ?day ?otherWords ?otherDay WHERE { ?one kg:sameStatementAs ?other .
  ?one kg:content ?words ; kg:reportedIn/kg:published ?day .
  ?other kg:content ?otherWords ; kg:reportedIn/kg:published ?otherDay } ORDER BY ?otherWords ?words"""
GROUPS = """SELECT ?one ?group ?content ?article ?day ?speaker WHERE {
  ?one kg:content ?content ; kg:reportedIn ?article ; kg:leadSpeaker ?speaker . ?article kg:published ?day .
  OPTIONAL { ?one kg:sameStatementAs ?other } BIND (COALESCE(?other, ?one) AS ?group) }"""


def on_pairs() -> None:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for part in ("tuned", "held"):
        found = [
            (row["same"] == "1", likeness(wording(row["one"]), wording(row["other"])).is_same)
            for row in rows
            if row["part"] == part
        ]
        right = found.count((True, True))
        print(f"{part}: precision {right}/{sum(b for _, b in found)}, recall {right}/{sum(a for a, _ in found)}")


def articles() -> Iterator[dict]:
    for part in ("train", "dev"):
        with gzip.open(SHARED / "data" / "polnear" / f"{part}.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
            yield from {row["id"]: row for row in map(json.loads, lines)}.values()


def article_quads(row: dict) -> Iterator[Quad]:
    """An article's statements, as far as they are compared; those whose source holds no name are left out."""
    article, graph = article_iri(row["id"]), article_graph(row["id"])
    yield Quad(article, RDF.type, KG.Article, graph)
    yield Quad(article, KG.published, Literal(row["date"], XSD.date), graph)
    for found in row["attributions"]:
        source, content = ([row["text"][slice(*span)] for span in found[part]] for part in ("source", "content"))
        names = re.findall(r"\b[A-Z][a-zé]+\b", re.sub("[’']s", "", " ".join(source)))
        if content and names:
            subject = evidence_iri("statement", row["id"], *(n for span in found["content"] for n in span))
            is_direct = all(piece[:1] in "\"“'" for piece in content)
            for predicate, value in (
                (KG.leadSpeaker, actor_iri("Person", names[-1])),
                (KG.reportedIn, article),
                (KG.kind, Literal("direct" if is_direct else "indirect")),
                (KG.content, Literal(" ... ".join(content))),
            ):
                yield Quad(subject, predicate, Iri(value) if isinstance(value, str) else value, graph)


def shared_runs(store: Store) -> tuple[int, int]:
    """Pairs by one speaker, in two articles within few days, that share a run of words; how many are in one group."""
    runs: dict[tuple[str, ...], set[str]] = defaultdict(set)
    rows = {row["one"]: row for row in store.select(GROUPS).dicts()}
    for key, row in rows.items():
        words = re.findall(r"\w+", row["content"].lower())
        for start in range(len(words) - RUN + 1):
            runs[row["speaker"], *words[start : start + RUN]].add(key)
    pairs = {pair for several in runs.values() for pair in combinations(sorted(several), 2)}
    days = {key: date.fromisoformat(row["day"]).toordinal() for key, row in rows.items()}
    pairs = {(a, b) for a, b in pairs if rows[a]["article"] != rows[b]["article"] and abs(days[a] - days[b]) <= DAYS}
    return len(pairs), sum(rows[a]["group"] == rows[b]["group"] for a, b in pairs)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--list", action="store_true", help="print what was tied in PolNeAR")
    listed = options.parse_args().list
    on_pairs()
    with open_store(None) as store:
        for row in articles():
            store.add_article(row["id"], to_nquads(article_quads(row)))
        began = time.process_time()
        tie_statements(store)
        seconds = time.process_time() - began
        ((number,),) = store.select("SELECT (COUNT(*) AS ?n) { ?s kg:content ?c }").rows
        ties, runs = list(store.select(TIES).dicts()), shared_runs(store)
        count = int(number.value)  # type: ignore[union-attr]
        print(f"PolNeAR: {count} statements, {len(ties)} tied; {seconds / count * 10_000:.2f} CPU-s for 10,000")
        print(f"of {runs[0]} pairs by one speaker that share {RUN} words in a row, {runs[1]} are in one group")
    for tie in ties if listed else ():
        print(f"\n{tie['day']}  {tie['words']}\n{tie['otherDay']}  {tie['otherWords']}")


if __name__ == "__main__":
    main()
