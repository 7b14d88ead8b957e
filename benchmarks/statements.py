#!/usr/bin/env python3
"""Who said what about whom: kgraph's statements against hand-made gold.

usage: python benchmarks/statements.py [seeds|tuning|heldout ...] [--misses] [--json]

Builds a store from the raw articles with the installed kgraph, prints its statements, and scores them with the scorer
of the gold (KGRAPH_SHARED/eval/score_statements.py; KGRAPH_SHARED defaults to ../shared). ``seeds`` are three real
pages that no weight was fitted to, ``heldout`` the articles of corpus/gold/HELDOUT, ``tuning`` the rest of the
corpus.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("KGRAPH_SHARED", ROOT.parent / "shared"))


def sets() -> dict[str, tuple[Path, list[Path]]]:
    """Name of a set -> the folder of its articles, and its gold files."""
    folder = ROOT / "corpus" / "gold"
    held_out = set((folder / "HELDOUT").read_text(encoding="utf-8").split())
    ours = [p for p in sorted(folder.glob("*.json")) if "#" not in p.name]
    return {
        "seeds": (SHARED / "seeds", sorted((SHARED / "gold").glob("*.json"))),
        "tuning": (ROOT / "corpus", [p for p in ours if p.stem not in held_out]),
        "heldout": (ROOT / "corpus", [p for p in ours if p.stem in held_out]),
    }


def predict(folder: Path, stems: set[str], work: Path) -> Path:
    files = [str(p) for p in sorted(folder.iterdir()) if p.is_file() and p.stem in stems]
    store, out = work / "store", work / "statements.jsonl"
    run = [sys.executable, "-m", "kgraph"]
    subprocess.run([*run, "build", *files, "--store", str(store)], check=True)
    with out.open("wb") as stream:
        subprocess.run([*run, "statements", "--store", str(store), "--format", "jsonl"], check=True, stdout=stream)
    return out


def main() -> None:
    wanted = [a for a in sys.argv[1:] if not a.startswith("--")] or ["seeds", "tuning", "heldout"]
    for name in wanted:
        folder, golds = sets()[name]
        with tempfile.TemporaryDirectory() as work:
            out = predict(folder, {p.stem for p in golds}, Path(work))
            print(f"== {name}: {len(golds)} articles", flush=True)
            scorer = [sys.executable, str(SHARED / "eval" / "score_statements.py"), str(out), *map(str, golds)]
            subprocess.run([*scorer, *(a for a in sys.argv[1:] if a.startswith("--"))], check=True)


if __name__ == "__main__":
    main()
