"""Fits what the scores of statements are worth as chances, on the tuning part of the corpus.

    python -m training.confidence

Reads the articles as `kgraph build` does and looks which statements the gold calls right, by the rules of
the gold's scorer (KGRAPH_SHARED/eval). benchmarks/confidence.py says how true it is elsewhere.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.read import read_articles
from kgraph.records import Statement
from kgraph.resolve import load_register, resolve
from kgraph.resolve.confidence import logit
from training.judged import ROOT, tuning_gold

sys.path.insert(0, str(Path(os.environ.get("KGRAPH_SHARED", ROOT.parent / "shared")) / "eval"))
#: How near the weights stay to "the scores as they are": a Gaussian's variance.
STRENGTH = 1.0


def as_scored(statement: Statement) -> dict:
    """What the scorer reads of a statement."""
    cards = [{"id": s.actor.id, "label": s.actor.label, "wikidata": s.actor.wikidata} for s in statement.speakers]
    content = [{"start": m.start, "end": m.end} for m in statement.content]
    return {"speaker": cards[0] if cards else None, "content": content}


def examples() -> Iterator[tuple[tuple[float, ...], bool]]:
    """The scores of each statement, and whether it is right."""
    import score_statements as scorer

    nlp, register = load_pipeline(), load_register()
    for path in tuning_gold():
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = next(read_articles([next(p for p in (ROOT / "corpus").iterdir() if p.stem == gold["doc"])]))
        ((_, doc),) = annotate([article], nlp)
        said = resolve(article, doc, extract(article, doc), register).statements
        table, rows = scorer.names(gold), [as_scored(s) for s in said]
        pairs = {j: gold["statements"][i] for i, j in scorer.pair(gold["statements"], rows, table).items()}
        for j, (statement, row) in enumerate(zip(said, rows, strict=True)):
            yield statement.scores, j in pairs and scorer.speaker_ok(pairs[j], row, table)


def fit(x: np.ndarray, y: np.ndarray) -> list[float]:
    start = np.array([1.0] * (x.shape[1] - 1) + [0.0])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin, change = x @ w, w - start
        value = np.logaddexp(0, margin).sum() - y @ margin + change @ change / (2 * STRENGTH)
        return value, x.T @ (1 / (1 + np.exp(-margin)) - y) + change / STRENGTH

    bounds = [(0.0, None)] * (x.shape[1] - 1) + [(None, None)]  # a higher score never makes less sure
    return [round(float(w), 3) for w in minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x]


def main() -> None:
    found = list(examples())
    x = np.array([[*map(logit, scores), 1.0] for scores, _ in found])
    right = np.array([right for _, right in found], dtype=float)
    weights = fit(x, right)
    (ROOT / "kgraph" / "resolve" / "confidence.json").write_text(json.dumps(weights) + "\n", encoding="utf-8")
    print(len(found), "statements,", round(float(right.mean()), 3), "right; weights", weights)


if __name__ == "__main__":
    main()
