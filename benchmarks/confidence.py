#!/usr/bin/env python3
"""Whether confidences are chances: of what is given with confidence .8, are eight of ten right?

usage: python benchmarks/confidence.py [seeds|tuning|heldout ...]

A statement is right when it pairs with a gold statement (as in the gold's scorer) and has its speaker; a target, in
such a statement, when the gold requires or allows it; a stance, when the gold accepts it. Prints the expected
calibration error over five bins of equal size, the mean confidence and the share that is right.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from statements import SHARED, predict, sets

sys.path.insert(0, str(SHARED / "eval"))
import score_statements as scorer

BINS = 5


def judged(golds: list[Path], predicted: list[dict]) -> dict[str, list[tuple[float, bool]]]:
    found: dict[str, list[tuple[float, bool]]] = {"statement": [], "target": [], "stance": []}
    for path in golds:
        gold = json.loads(path.read_text(encoding="utf-8"))
        table = scorer.names(gold)
        mine = [p for p in predicted if Path(p["document"].partition("#")[0]).stem == gold["doc"]]
        pairs = {j: i for i, j in scorer.pair(gold["statements"], mine, table).items()}
        for j, one in enumerate(mine):
            truth = gold["statements"][pairs[j]] if j in pairs else None
            right = truth is not None and scorer.speaker_ok(truth, one, table)
            found["statement"].append((one["confidence"], right))
            if truth is None:
                continue
            matched, _ = scorer.match_targets(truth, one["targets"], table)
            keys = {id(target): key for key, target in matched.items()}
            accepted = {**truth["targets"], **dict.fromkeys(truth["targets_optional"], ())}
            for target in one["targets"]:
                key = keys.get(id(target))
                found["target"].append((target["confidence"], key is not None))
                if key is not None and accepted[key]:
                    found["stance"].append((target["stance_score"], target["stance"] in accepted[key]))
    return found


def error(rows: list[tuple[float, bool]]) -> float:
    """Expected calibration error over bins of equal size."""
    ordered = sorted(rows)
    parts = np.array_split(np.array(ordered, dtype=float), min(BINS, len(ordered)))
    return float(sum(len(p) * abs(p[:, 0].mean() - p[:, 1].mean()) for p in parts) / len(ordered))


def main() -> None:
    for name in sys.argv[1:] or ["tuning", "heldout", "seeds"]:
        folder, golds = sets()[name]
        with tempfile.TemporaryDirectory() as work:
            lines = predict(folder, golds, Path(work)).read_text(encoding="utf-8").splitlines()
        for what, rows in judged(golds, [json.loads(line) for line in lines]).items():
            said, right = np.array(rows, dtype=float).mean(0)
            print(
                f"{name:8} {what:10} {len(rows):4}  error {100 * error(rows):5.1f}  said {said:.2f}  right {right:.2f}"
            )


if __name__ == "__main__":
    main()
