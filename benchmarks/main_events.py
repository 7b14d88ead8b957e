#!/usr/bin/env python3
"""The class of a sentence's main event against sentences in which one reader judged it before any output was seen.

usage: python benchmarks/main_events.py [--data ../shared/data] [--json]

``benchmarks/main_events.jsonl`` has offsets into worldwide newswire (articles whose number ends in 0, 3 or 5) and
Wikinews, and the PLOVER classes of the main event by the codebook: the first is the reader's, others would do as well.
A language model judged them. Nothing is fitted to these articles, and their errors are not shown: there is no list.

- class: the likeliest event has the class; ``accepted``: one of those that would do. ``among``: any event has one.
- none: sentences without any event. extra: events beyond one, a sentence.

A planned act counts as AGREE or THREATEN, too, and a refused one as REJECT, as in ``benchmarks/events.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.events import classes  # noqa: E402
from kgraph.annotate import annotate, load_pipeline  # noqa: E402
from kgraph.extract.events import events  # noqa: E402
from kgraph.records import Article  # noqa: E402
from training.judged import texts  # noqa: E402

JUDGED = Path(__file__).with_suffix(".jsonl")


def measure(data: Path) -> dict[str, float]:
    """Each figure in per cent of the sentences, but ``extra``, which is events a sentence."""
    known = texts(data)
    rows = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]
    articles = [Article(str(i), known[row["doc"]][row["start"] : row["end"]]) for i, row in enumerate(rows)]
    counts: Counter[str] = Counter()
    for article, doc in annotate(articles, load_pipeline()):
        gold = rows[int(article.document)]["classes"]
        every = sorted(events(article, doc), key=lambda e: -e.score)
        counts["class"] += bool(every and gold[0] in classes(every[0]))
        counts["accepted"] += bool(every and classes(every[0]) & set(gold))
        counts["among"] += any(classes(e) & set(gold) for e in every)
        counts["none"] += not every
        counts["extra"] += max(0, len(every) - 1)
    shares = {name: round(100 * counts[name] / len(rows), 1) for name in ("class", "accepted", "among", "none")}
    found = {f"{name} where found": 100 * counts[name] / (len(rows) - counts["none"]) for name in ("class", "accepted")}
    rounded = {name: round(value, 1) for name, value in found.items()}
    return {"sentences": len(rows), **shares, **rounded, "extra": round(counts["extra"] / len(rows), 2)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.data)
    for line in [json.dumps(figures)] if options.json else [f"{name}: {value}" for name, value in figures.items()]:
        print(line)


if __name__ == "__main__":
    main()
