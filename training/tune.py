"""Sets the threshold and the calibration of the attribution scores on PolNeAR dev.

    python -m training.tune --data ../shared/data --models kgraph/models

The calibration (two slopes and an offset) makes the scores probabilities that an
attribution overlaps a gold one in all three roles; the threshold is the one with the best F of that.
Both go into meta.json.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from pathlib import Path

import numpy as np
import spacy

from kgraph.annotate.roles import Candidate, exclusive

Spans = dict[str, list[tuple[int, int]]]
ROLES = ("source", "cue", "content")


def candidates(texts: list[str]) -> list[tuple[list[Candidate], list[tuple[int, int]]]]:
    """For each text all candidates, none ruled out, and start and end of its words in characters."""
    from kgraph.annotate import components
    from kgraph.annotate.encoder import read
    from kgraph.annotate.tokenizer import split_as_ud
    from kgraph.annotate.weights import weights

    nlp = spacy.blank("en")
    split_as_ud(nlp)
    found = []
    for doc in nlp.pipe(texts):
        layers = read(components._words(doc), weights(), syntax=False)
        found.append((layers.cues, [(t.idx, t.idx + len(t)) for t in doc if not t.is_space]))
    return found


def _words(spans: list, places: list[tuple[int, int]]) -> frozenset[int]:
    return frozenset(i for a, b in spans for i, (start, end) in enumerate(places) if start < b and end > a)


def gold_of(article: dict, places: list[tuple[int, int]]) -> list[dict[str, frozenset[int]]]:
    return [{role: _words(a[role], places) for role in ROLES} for a in article["attributions"]]


def right(candidate: Candidate, gold: list[dict[str, frozenset[int]]]) -> bool:
    """Whether some gold attribution overlaps it in all roles, an absent role with an absent one."""
    pieces = {"source": candidate.source, "cue": (candidate.cue,), "content": candidate.content}
    ours = {role: {i for a, b in spans for i in range(a, b)} for role, spans in pieces.items()}
    return any(all((not ours[r] and not g[r]) or ours[r] & g[r] for r in ROLES) for g in gold)


def f_score(read: list, golds: list, threshold: float) -> float:
    hit = found = total = 0
    for (cues, _), gold in zip(read, golds, strict=True):
        kept = exclusive(cues, threshold)
        hit += sum(right(candidate, gold) for candidate in kept)
        found, total = found + len(kept), total + len(gold)
    return 200 * hit / (found + total)


def calibration(scores: np.ndarray, truth: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((scores * 10).astype(int), 9)
    gaps = [abs(scores[bins == b].mean() - truth[bins == b].mean()) * (bins == b).sum() for b in set(bins)]
    return float(sum(gaps) / len(scores))


def fit(evidence: np.ndarray, truth: np.ndarray) -> list[float]:
    """Two slopes and an offset of the greatest likelihood: Newton's method."""
    rows = np.concatenate([evidence, np.ones((len(evidence), 1))], 1)
    weights = np.zeros(3)
    for _ in range(30):
        chances = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (truth - chances) - 1e-3 * weights
        curve = (rows * (chances * (1 - chances))[:, None]).T @ rows + 1e-3 * np.eye(3)
        weights = weights + np.linalg.solve(curve, slope)
    return [round(float(weight), 4) for weight in weights]


def rescored(read: list, calibration: list[float]) -> list:
    def score(c: Candidate) -> float:
        logit = c.evidence[0] * calibration[0] + c.evidence[1] * calibration[1] + calibration[2]
        return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))

    return [([c._replace(score=score(c)) for c in cues], places) for cues, places in read]


def judged(read: list, golds: list, threshold: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Evidence, score and truth of the attributions that stand at a threshold."""
    kept = [(c, right(c, g)) for (cues, _), g in zip(read, golds, strict=True) for c in exclusive(cues, threshold)]
    evidence, scores = [c.evidence for c, _ in kept], [c.score for c, _ in kept]
    return np.array(evidence).clip(-20, 20), np.array(scores), np.array([found for _, found in kept], dtype=float)


def update(path: Path, **values: object) -> None:
    meta = json.loads(path.read_text(encoding="utf-8")) | values
    path.write_text(json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--models", type=Path, default=Path("kgraph/models"))
    args = options.parse_args()
    os.environ["KGRAPH_MODELS"] = str(args.models)
    with gzip.open(args.data / "polnear" / "dev.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
        articles = [json.loads(line) for line in lines]
    read = candidates([article["text"] for article in articles])
    golds = [gold_of(article, places) for article, (_, places) in zip(articles, read, strict=True)]
    slopes = [1.0, 0.2, 0.0]
    for _ in range(3):  # which candidates stand depends on the scores, and the scores on those that stand
        read = rescored(read, slopes)
        evidence, _, truth = judged(read, golds, 0.05)
        slopes = fit(evidence, truth)
    read = rescored(read, slopes)
    table = {round(float(t), 2): round(f_score(read, golds, t), 2) for t in np.arange(0.1, 0.75, 0.05)}
    threshold = max(table, key=lambda t: table[t])
    update(args.models / "meta.json", calibration=slopes, threshold=threshold)
    _, scores, truth = judged(read, golds, threshold)
    print("threshold -> whole overlap F", table)
    print("calibration", slopes, "threshold", threshold, "expected calibration error", calibration(scores, truth))


if __name__ == "__main__":
    main()
