"""Attribution on PolNeAR dev, from raw text, scored by the scorer that lies beside the data.

    python benchmarks/attributions.py [--model NAME] [--articles N] [--threads N]

The environment variable KGRAPH_SHARED names the folder with `data/` and `eval/` (default ../shared).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from spacy.tokens import Doc

from kgraph.annotate import load_pipeline

SHARED = Path(os.environ.get("KGRAPH_SHARED", "../shared"))


def read_articles(limit: int | None) -> list[dict]:
    with gzip.open(SHARED / "data" / "polnear" / "dev.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines][:limit]


def attributions(doc: Doc) -> list[dict]:
    """The Doc's attributions as the scorer wants them."""
    found: dict[int, dict] = defaultdict(lambda: {"source": [], "cue": [], "content": []})
    for span in doc.spans["attributions"]:
        found[span.id][span.label_.lower()].append([span.start_char, span.end_char])
    return list(found.values())


def write(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", help="another spaCy pipeline; the shipped one where left out")
    options.add_argument("--articles", type=int, help="only so many")
    options.add_argument("--json", action="store_true")
    args = options.parse_args()
    articles = read_articles(args.articles)
    nlp = load_pipeline(args.model)
    began = time.process_time()
    docs = list(nlp.pipe(article["text"] for article in articles))
    seconds = time.process_time() - began
    rows = [{"id": a["id"], "attributions": attributions(doc)} for a, doc in zip(articles, docs, strict=True)]
    words = sum(not token.is_space for doc in docs for token in doc)
    print(f"{words} words, {words / seconds:.0f} words per CPU-second, whole pipeline", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        gold, predicted = Path(folder) / "gold.jsonl", Path(folder) / "predicted.jsonl"
        write(gold, articles)
        write(predicted, rows)
        scorer = SHARED / "eval" / "score_attributions.py"
        command = [sys.executable, str(scorer), str(gold), str(predicted), *(["--json"] if args.json else [])]
        sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main()
