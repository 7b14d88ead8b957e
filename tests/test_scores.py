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
    "seeds": {"found": 85, "right": 88, "who": 88, "all": 32},
    "heldout": {"found": 88, "right": 85, "who": 87, "all": 42},
    "tuning": {"found": 82, "right": 86, "who": 88, "all": 46},
}


@pytest.mark.parametrize("name", FLOORS)
def test_statements_are_as_good_as_they_were(name: str) -> None:
    run = [sys.executable, "benchmarks/statements.py", name, "--json"]
    done = subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True)
    scores = json.loads(done.stdout.splitlines()[-1])
    assert {key: scores[key] for key, floor in FLOORS[name].items() if scores[key] < floor} == {}
