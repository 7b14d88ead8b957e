"""Sets the threshold and the calibration of the attribution scores on PolNeAR dev.

    python -m training.tune --data ../shared/data --models kgraph/models

The calibration (a slope and an offset of the score's logit) makes the scores probabilities that an
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
    from kgraph.annotate.tokenizer import split_at_quotes
    from kgraph.annotate.weights import weights

    nlp = spacy.blank("en")
    split_at_quotes(nlp)
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


def fit(logits: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Slope and offset of the logit with the greatest likelihood: Newton's method."""
    rows = np.stack([logits, np.ones_like(logits)], 1)
    weights = np.array([1.0, 0.0])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (truth - chances) - 1e-3 * weights
        weights = weights + np.linalg.solve(
            (rows * (chances * (1 - chances))[:, None]).T @ rows + 1e-3 * np.eye(2), slope
        )
    return round(float(weights[0]), 4), round(float(weights[1]), 4)


def kept_logits(read: list, golds: list, threshold: float) -> tuple[np.ndarray, np.ndarray]:
    kept = [(c, g) for (cues, _), g in zip(read, golds, strict=True) for c in exclusive(cues, threshold)]
    truth = np.array([right(candidate, gold) for candidate, gold in kept], dtype=float)
    return np.array([np.log(c.score / (1 - c.score)) for c, _ in kept]).clip(-20, 20), truth


def update(path: Path, **values: object) -> None:
    meta = json.loads(path.read_text(encoding="utf-8")) | values
    path.write_text(json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--models", type=Path, default=Path("kgraph/models"))
    args = options.parse_args()
    os.environ["KGRAPH_MODELS"] = str(args.models)
    update(args.models / "meta.json", calibration=[1.0, 0.0])
    with gzip.open(args.data / "polnear" / "dev.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
        articles = [json.loads(line) for line in lines]
    read = candidates([article["text"] for article in articles])
    golds = [gold_of(article, places) for article, (_, places) in zip(articles, read, strict=True)]
    table = {round(float(t), 3): round(f_score(read, golds, t), 2) for t in np.arange(0.1, 0.75, 0.05)}
    best = max(table, key=lambda t: table[t])
    logits, truth = kept_logits(read, golds, best / 2)
    slope, offset = fit(logits, truth)
    threshold = 1 / (1 + np.exp(-(slope * np.log(best / (1 - best)) + offset)))
    update(args.models / "meta.json", calibration=[slope, offset], threshold=round(float(threshold), 4))
    logits, truth = kept_logits(read, golds, best)
    for name, scores in (("raw", logits), ("calibrated", slope * logits + offset)):
        print(name, "expected calibration error", round(calibration(1 / (1 + np.exp(-scores)), truth), 4))
    print("threshold before calibration -> whole overlap F", table)
    print("slope", slope, "offset", offset, "threshold", threshold)


if __name__ == "__main__":
    main()
