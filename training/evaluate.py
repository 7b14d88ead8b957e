"""Measures exported files and writes the figures into their meta.json.

    python -m training.evaluate --models kgraph/models --shared ../shared

Runs `benchmarks/attributions.py` and `benchmarks/syntax.py` on the int8 files themselves, in two
processes of their own, one after the other.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path


def measure(script: str, models: Path, shared: Path) -> dict:
    environment = {**os.environ, "KGRAPH_MODELS": str(models), "KGRAPH_SHARED": str(shared)}
    environment["PYTHONPATH"] = str(Path.cwd())
    command = [sys.executable, f"benchmarks/{script}.py", "--json"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout)


def metrics(models: Path, shared: Path) -> dict:
    """The figures as meta.json keeps them."""
    found = measure("attributions", models, shared)
    table = {f"PolNeAR dev exact {role}": found["exact"][role]["F"] for role in ("source", "cue", "content")}
    table |= {f"PolNeAR dev whole {kind}": found["whole"][kind]["F"] for kind in ("exact", "overlap")}
    table["PolNeAR dev link"] = found["link"]
    return table | measure("syntax", models, shared)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--models", type=Path, default=Path("kgraph/models"))
    options.add_argument("--shared", type=Path, default=Path("../shared"))
    args = options.parse_args()
    path = args.models / "meta.json"
    found = metrics(args.models.resolve(), args.shared.resolve())
    meta = json.loads(path.read_text(encoding="utf-8")) | {"metrics": found}
    path.write_text(json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for name, value in found.items():
        print(f"{name:50} {value:8}")


if __name__ == "__main__":
    main()
