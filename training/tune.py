"""Sets the threshold and the calibration of the attribution scores on PolNeAR dev.

    python -m training.tune --data ../shared/data --models kgraph/models

The calibration (a slope for each kind of evidence, and an offset) makes the scores probabilities that
an attribution overlaps a gold one in all three roles; the threshold is the one with the best F of
that. Both go into meta.json. What is printed as held out comes from five calibrations, each scored
on the articles that it was not fitted to.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import numpy as np

from kgraph.annotate.roles import Candidate, exclusive, scored
from training.develop import gold_of, read
from training.score import Attribution, calibrated, f_scores, judged
from training.sets import read_polnear


def calibration_error(scores: np.ndarray, truth: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((scores * 10).astype(int), 9)
    gaps = [abs(scores[bins == b].mean() - truth[bins == b].mean()) * (bins == b).sum() for b in set(bins)]
    return float(sum(gaps) / len(scores))


def whole(cues: list[list[Candidate]], golds: list[list[Attribution]], threshold: float) -> float:
    kept = [[Attribution.of(c) for c in exclusive(some, threshold)] for some in cues]
    return round(f_scores(kept, golds)["whole overlap"], 2)


def held_out(cues: list[list[Candidate]], golds: list[list[Attribution]], folds: int = 5) -> list[list[Candidate]]:
    """The candidates of each article, scored by a calibration that was fitted to other articles."""
    fitted = []
    for fold in range(folds):
        rest = [i for i in range(len(cues)) if i % folds != fold]
        fitted.append(calibrated([cues[i] for i in rest], [golds[i] for i in rest])[1])
    return [[scored(c, fitted[i % folds]) for c in some] for i, some in enumerate(cues)]


def update(path: Path, **values: object) -> None:
    meta = json.loads(path.read_text(encoding="utf-8")) | values
    path.write_text(json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--models", type=Path, default=Path("kgraph/models"))
    args = options.parse_args()
    os.environ["KGRAPH_MODELS"] = str(args.models)
    from kgraph.annotate.weights import weights  # the environment names them

    documents = read_polnear(args.data / "polnear" / "dev.jsonl.gz")
    golds = [gold_of(document) for document in documents]
    found = [layers.cues for layers in read(documents, weights(), syntax=False)]
    cues, slopes = calibrated(found, golds)
    table = {round(float(t), 2): whole(cues, golds, t) for t in np.arange(0.1, 0.75, 0.05)}
    threshold = max(table, key=lambda t: table[t])
    update(args.models / "meta.json", calibration=slopes, threshold=threshold)
    _, scores, truth = judged(cues, golds, threshold)
    print("threshold -> whole overlap F", table)
    print("calibration", slopes, "threshold", threshold)
    print("expected calibration error", calibration_error(scores, truth))
    apart = held_out(found, golds)
    _, scores, truth = judged(apart, golds, threshold)
    kept = [[Attribution.of(c) for c in exclusive(some, threshold)] for some in apart]
    print("held out: error", calibration_error(scores, truth), f_scores(kept, golds))


if __name__ == "__main__":
    main()
