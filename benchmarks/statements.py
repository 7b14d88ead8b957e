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


KGRAPH = [sys.executable, "-m", "kgraph"]


def articles(folder: Path, golds: list[Path]) -> list[Path]:
    """The articles that the gold files are about."""
    stems = {path.stem for path in golds}
    return [path for path in sorted(folder.iterdir()) if path.is_file() and path.stem in stems]


def printed(store: Path, out: Path) -> Path:
    """The statements of a store as the command prints them."""
    with out.open("wb") as stream:
        command = [*KGRAPH, "statements", "--store", str(store), "--format", "jsonl"]
        subprocess.run(command, check=True, stdout=stream)
    return out


def predict(folder: Path, golds: list[Path], work: Path) -> Path:
    store = work / "store"
    subprocess.run([*KGRAPH, "build", *map(str, articles(folder, golds)), "--store", str(store)], check=True)
    return printed(store, work / "statements.jsonl")


def scoring(out: Path, golds: list[Path]) -> list[str]:
    """The command that scores statements against gold files."""
    return [sys.executable, str(SHARED / "eval" / "score_statements.py"), str(out), *map(str, golds)]


def main() -> None:
    wanted = [a for a in sys.argv[1:] if not a.startswith("--")] or ["seeds", "tuning", "heldout"]
    for name in wanted:
        folder, golds = sets()[name]
        with tempfile.TemporaryDirectory() as work:
            out = predict(folder, golds, Path(work))
            print(f"== {name}: {len(golds)} articles", flush=True)
            subprocess.run([*scoring(out, golds), *(a for a in sys.argv[1:] if a.startswith("--"))], check=True)


if __name__ == "__main__":
    main()
