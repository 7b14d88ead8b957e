"""Words a second of the whole build beside those of the encoder's pipeline alone; and of two jobs beside one.

    python benchmarks/scale.py make --articles 400 --words 350 -o build/scale/long.jsonl
    python benchmarks/throughput.py build/scale/long.jsonl [--few 40] [--rounds 3]

Each is run with the first few articles and with all, each run in processes of its own, in turn; what the difference of
articles costs is the slope, free of what starting costs. `annotate` is one process (two: one for each half) that does
nothing but read the articles and annotate them; `build` is `kgraph build` into a new store on disk. Seconds of the
processor are those of all processes of a run. On a machine that does other things, too, only those compare, and only
side by side.
"""

# ruff: noqa: E402  (the threads are set before numpy is loaded)
from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ANNOTATE = """
import sys
from kgraph.annotate import annotate, load_pipeline
from kgraph.read import read_articles
for article, doc in annotate(read_articles(sys.argv[1]), load_pipeline()):
    pass
"""


def run(commands: list[list[str]]) -> tuple[float, float]:
    """Seconds on the clock, and of the processor, of commands that run beside each other."""

    def spent() -> float:
        use = resource.getrusage(resource.RUSAGE_CHILDREN)
        return use.ru_utime + use.ru_stime

    began, before = time.monotonic(), spent()
    running = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for command in commands]
    codes = [process.wait() for process in running]
    assert codes == [0] * len(codes), codes
    return time.monotonic() - began, spent() - before


def parts(lines: list[str], number: int, folder: Path) -> list[Path]:
    """The lines in so many files of about the same size."""
    paths = [folder / f"part{part}.jsonl" for part in range(number)]
    for part, path in enumerate(paths):
        path.write_text("".join(lines[part::number]), encoding="utf-8")
    return paths


def once(kind: str, processes: int, lines: list[str]) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if kind == "annotate":
            return run([[sys.executable, "-c", ANNOTATE, str(path)] for path in parts(lines, processes, folder)])
        (path,) = parts(lines, 1, folder)
        command = [sys.executable, "-m", "kgraph", "build", str(path), "--store", str(folder / "store")]
        return run([[*command, "--jobs", str(processes)]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--few", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    lines = args.articles.read_text(encoding="utf-8").splitlines(keepends=True)
    words = sum(len(json.loads(line)["text"].split()) for line in lines[args.few :])
    found: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for _ in range(args.rounds):
        for kind, processes in (("annotate", 1), ("build", 1), ("annotate", 2), ("build", 2)):
            few, all_ = once(kind, processes, lines[: args.few]), once(kind, processes, lines)
            found.setdefault((kind, processes), []).append((all_[0] - few[0], all_[1] - few[1]))
    print(f"{len(lines) - args.few} articles, {words} words")
    slope = {key: [statistics.median(column) for column in zip(*runs, strict=True)] for key, runs in found.items()}
    for (kind, processes), (clock, processor) in slope.items():
        print(
            f"{kind:8} {processes} processes: {words / clock:6.0f} words/s, {words / processor:6.0f} words/CPU-s "
            f"({clock:.1f} s, of the processor {processor:.1f})"
        )
    for processes in (1, 2):
        (clock, cpu), (least, least_cpu) = slope["build", processes], slope["annotate", processes]
        print(
            f"build to annotate, {processes}: {least / clock:.2f} by the clock, {least_cpu / cpu:.2f} by the processor"
        )
    print(f"two jobs to one: {slope['build', 1][0] / slope['build', 2][0]:.2f} by the clock")
    print(f"what two jobs cost of the processor beside one: {slope['build', 2][1] / slope['build', 1][1]:.2f}")


if __name__ == "__main__":
    main()
