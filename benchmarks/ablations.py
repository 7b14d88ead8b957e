#!/usr/bin/env python3
"""What each part gives: the statements' figures with one part left out at a time.

usage: python benchmarks/ablations.py [seeds|tuning|heldout ...]

Builds and scores as benchmarks/statements.py does (default: seeds and heldout), in one process whose parts are put out
of action one after the other.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from statements import articles, printed, scoring, sets

import kgraph
from kgraph.engines import work
from kgraph.resolve import acts
from kgraph.resolve.register import Register

COLUMNS = ("found", "right", "said", "who", "whom_recall", "whom_precision", "stance", "act", "all")


def nobody(*_: Any) -> None:
    return None


def none(*_: Any) -> tuple:
    return ()


def by_cue(doc: Any, cue: Any, *_: Any) -> str:
    return acts._by_cue(doc, cue)[0]


#: Name of a row -> what stands in for what.
PARTS: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "without coreference": {
        "kgraph.resolve.speakers.antecedent": none,
        "kgraph.resolve.speakers.pronoun": nobody,
        "kgraph.resolve.speakers.repeated": nobody,
        "kgraph.resolve.speakers.nominal": nobody,
        "kgraph.resolve.speakers.several": none,
        "kgraph.resolve.addressees.antecedent": none,
        "kgraph.resolve.naming.antecedent": none,
        "kgraph.resolve.naming.repeated": nobody,
        "kgraph.resolve.naming.nominal": nobody,
        "kgraph.resolve.naming.several": none,
    },
    "without the register": {"kgraph.engines.work.load_register": lambda *_: Register([])},
    "without the targets model: all whom the words name": {"kgraph.resolve.targets.threshold": lambda *_: 0.0},
    "without the statement pass": {"kgraph.resolve.statements.reread": lambda *_: None},
    "without the stance pass": {
        "kgraph.resolve.stances.felt": nobody,
        "kgraph.resolve.acts.strongest": lambda *_: (0.0, 0.0),
    },
    "without the content's part in the act": {"kgraph.resolve.statements.act": by_cue},
}


def scored(folder: Path, golds: list[Path], replaced: dict[str, Any]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as work_folder, ExitStack() as stack:
        for name, other in replaced.items():
            stack.enter_context(patch(name, other))
        work._pipeline.cache_clear()
        store = Path(work_folder) / "store"
        kgraph.build(articles(folder, golds), store).close()
        out = printed(store, Path(work_folder) / "statements.jsonl")
        done = subprocess.run([*scoring(out, golds), "--json"], check=True, capture_output=True)
        return json.loads(done.stdout)


def main() -> None:
    for name in sys.argv[1:] or ["seeds", "heldout"]:
        folder, golds = sets()[name]
        print(f"\n| {name} | {' | '.join(COLUMNS)} |\n|---|{'---|' * len(COLUMNS)}")
        for part, replaced in PARTS.items():
            figures = scored(folder, golds, replaced)
            print(f"| {part} | {' | '.join(str(figures[c]) for c in COLUMNS)} |", flush=True)


if __name__ == "__main__":
    main()
