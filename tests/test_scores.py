"""The figures of BENCHMARKS.md may not fall. Needs the scorers and gold beside the project; skipped without them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("KGRAPH_SHARED", ROOT.parent / "shared"))
SCORER = SHARED / "eval" / "score_statements.py"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SCORER.exists(), reason="the scorers and the gold are not beside the project"),
]

FLOORS = {
    "seeds": {"found": 95, "right": 91, "who": 90, "whom_recall": 71, "whom_precision": 63, "act": 47, "all": 42},
    "heldout": {"found": 89, "right": 85, "who": 90, "whom_recall": 59, "whom_precision": 71, "act": 88, "all": 45},
    "tuning": {"found": 86, "right": 88, "who": 92, "whom_recall": 78, "whom_precision": 82, "act": 82, "all": 55},
}
#: Of the first 20 articles of PolNeAR dev, a point below what was measured; other processors round otherwise.
SPANS = {("exact", "source"): 82.5, ("exact", "cue"): 76.5, ("exact", "content"): 69.5, ("whole", "exact"): 60}


@pytest.mark.parametrize("name", FLOORS)
def test_statements_are_as_good_as_they_were(name: str) -> None:
    run = [sys.executable, "benchmarks/statements.py", name, "--json"]
    done = subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True)
    scores = json.loads(done.stdout.splitlines()[-1])
    assert {key: scores[key] for key, floor in FLOORS[name].items() if scores[key] < floor} == {}


def test_spans_are_as_good_as_they_were() -> None:
    run = [sys.executable, "benchmarks/attributions.py", "--articles", "20", "--json"]
    environment = {**os.environ, "KGRAPH_SHARED": str(SHARED)}
    done = subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True, env=environment)
    scores = json.loads(done.stdout.splitlines()[-1])
    found = {(kind, name): scores[kind][name]["F"] for kind, name in SPANS}
    assert {key: found[key] for key, floor in SPANS.items() if found[key] < floor} == {}
