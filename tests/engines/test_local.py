"""The local engine survives the death of its workers."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.engines import local
from kgraph.engines.work import Package, Recipe
from kgraph.records import Article


def deadly(recipe: Recipe, articles: list[Article]) -> list[Package]:
    """Stands in for the work: kills its process at an article that says so."""
    for article in articles:
        if article.text == "die":
            os.kill(os.getpid(), signal.SIGKILL)
    return [Package(a.id, a.document, b"ok") for a in articles]


def batches() -> Iterator[list[Article]]:
    yield [Article("1", "one"), Article("2", "two")]
    yield [Article("3", "three"), Article("4", "die"), Article("5", "five")]
    yield [Article("6", "six")]


@pytest.mark.slow
def test_only_the_article_that_kills_its_worker_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "packages", deadly)
    found = {p.document: p.rejected for p in local.run(Recipe(), batches(), jobs=2)}
    assert sorted(found) == ["1", "2", "3", "4", "5", "6"]
    assert [d for d, reason in found.items() if reason] == ["4"]


def alive(mark: str) -> list[str]:
    """Processes that carry the mark in their environment and still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            running = (path.parent / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
            if running and mark.encode() in path.read_bytes():
                found.append(path.parent.name)
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks the processes up in /proc")
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number}.txt").write_text(f"Ilsa Brandvold said on day {number} that the border would stay open.")
    mark = f"KGRAPH_TEST={uuid.uuid4()}"
    environment = {**os.environ, **dict([mark.split("=")])}
    command = [
        sys.executable,
        "-m",
        "kgraph",
        "build",
        str(tmp_path),
        "--store",
        str(tmp_path / "store"),
        "--jobs",
        "2",
    ]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as build:
        until = time.monotonic() + 60
        while len(alive(mark)) < 3 and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(4)  # let the workers come up
        build.kill()
    until = time.monotonic() + 60
    while alive(mark) and time.monotonic() < until:
        time.sleep(0.5)
    assert alive(mark) == []
