"""Builds in processes of their own that are interrupted half-way, and gone on with."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

import kgraph
from kgraph.building import BATCH, build
from kgraph.store import open_store
from tests.read import packed

LOGGED = """
import os, sys
if "kgraph.read.child" not in sys.orig_argv:
    import kgraph.engines.work as work
    plain = work.annotate
    def logged(articles, nlp):
        def told():
            for article in articles:
                with open(os.environ["KGRAPH_TEST_LOG"], "a") as log:
                    log.write(article.id + chr(10))
                yield article
        return plain(told(), nlp)
    work.annotate = logged
"""
"""What makes ``kgraph`` write down which articles it extracts, in its workers, too: run by each Python that begins."""

WORDS = "{n}. Mirko Dravec, the spokesman of Varania's government, denied on Monday that {n} ships had been stopped."


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    rows = [json.dumps({"text": WORDS.format(n=n), "date": "2024-03-05"}) for n in range(100, 120)]
    (folder / "a.jsonl").write_text("\n".join([*rows[:5], "{broken", *rows[5:]]), encoding="utf-8")
    for n in range(200, 206):
        page = (
            f"<html><head><title>Ships {n}</title></head><body><nav>Home</nav><p>{WORDS.format(n=n)}</p></body></html>"
        )
        (folder / f"b{n}.html").write_text(page, encoding="utf-8")
    zipped = {f"in/{n}.txt": WORDS.format(n=n).encode() for n in range(300, 320)}
    (folder / "c.zip").write_bytes(packed.zipped({**zipped, "in/empty.txt": b""}))
    return folder


@pytest.fixture(scope="module")
def whole(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("whole") / "store"
    assert build([articles], store).added == 46
    return store


def begin(log: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Begin ``kgraph`` that writes down which articles it extracts."""
    place = log.with_name(f"{log.name}-site")
    place.mkdir(exist_ok=True)
    (place / "sitecustomize.py").write_text(LOGGED, encoding="utf-8")
    home = str(Path(kgraph.__file__).parents[1])
    path = os.pathsep.join(filter(None, (str(place), home, os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "KGRAPH_TEST_LOG": str(log), "PYTHONPATH": path}
    command = [sys.executable, "-m", "kgraph", *arguments]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)


def started(articles: Path, store: Path, log: Path, *options: str) -> "subprocess.Popen[str]":
    return begin(log, "build", str(articles), "--store", str(store), *options)


def press_ctrl_c(process: "subprocess.Popen[str]") -> None:
    """Do what a terminal does: all processes of the group get the signal."""
    os.killpg(process.pid, signal.SIGINT)


def logged(log: Path) -> Counter[str]:
    return Counter(log.read_text().split()) if log.exists() else Counter()


def wait_for(log: Path, number: int, process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + 120
    while logged(log).total() < number and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    assert process.poll() is None, process.stderr and process.stderr.read()


def in_store(store: Path) -> set[str]:
    with open_store(store) as home:
        return home.articles()


def quads(store: Path) -> list[bytes]:
    with open_store(store) as home:
        return sorted(b"".join(home.dump()).splitlines())


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_after_kill_nine_the_same_command_goes_on_where_it_was(
    articles: Path, whole: Path, tmp_path: Path, jobs: str
) -> None:
    store, report = tmp_path / "store", tmp_path / "report.json"
    options = ("--jobs", jobs, "--report", str(report))
    with started(articles, store, tmp_path / "first", *options) as process:
        wait_for(tmp_path / "first", 25 if jobs == "1" else 36, process)
        process.kill()
    assert json.loads(report.read_text())["state"] == "running"
    before = in_store(store)
    assert before < in_store(whole)
    assert before or jobs != "1"  # of several processes the first batch may be the last to come back
    with started(articles, store, tmp_path / "second", *options) as process:
        told = process.communicate(timeout=120)[1]
    assert process.returncode == 3, told
    first, second = logged(tmp_path / "first"), logged(tmp_path / "second")
    assert not before & set(second)
    assert len(first & second) <= BATCH * (1 if jobs == "1" else 4)
    assert max(second.values()) == 1
    assert not before or f"{len(before)} already there" in told
    assert json.loads(report.read_text())["state"] == "done"
    assert quads(store) == quads(whole)


def test_ctrl_c_finishes_the_article_in_hand_and_says_how_to_go_on(articles: Path, whole: Path, tmp_path: Path) -> None:
    store, report = tmp_path / "store", tmp_path / "report.json"
    with started(articles, store, tmp_path / "first", "--report", str(report)) as process:
        wait_for(tmp_path / "first", 25, process)
        press_ctrl_c(process)
        told = process.communicate(timeout=60)[1]
    assert process.returncode == 130, told
    assert "Ctrl-C once more" in told
    assert "Traceback" not in told
    assert "the same command goes on from there" in told
    first, done = logged(tmp_path / "first"), json.loads(report.read_text())
    assert (done["state"], done["added"]) == ("stopped", first.total())
    assert in_store(store) == set(first)
    with started(articles, store, tmp_path / "second") as process:
        told = process.communicate(timeout=120)[1]
    assert process.returncode == 3, told
    assert not first & logged(tmp_path / "second")
    assert quads(store) == quads(whole)


@pytest.mark.slow
def test_ctrl_c_twice_ends_at_once_and_what_is_there_is_whole(articles: Path, whole: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    with started(articles, store, tmp_path / "log") as process:
        wait_for(tmp_path / "log", 5, process)
        press_ctrl_c(process)
        assert process.stderr
        while "Ctrl-C once more" not in process.stderr.readline():
            pass
        press_ctrl_c(process)
        process.wait(30)
    assert process.returncode == 130
    assert in_store(store) <= in_store(whole)
    of_articles = {line for line in quads(store) if b"/graph/article/" in line.rsplit(b" ", 2)[1]}
    assert of_articles <= set(quads(whole))


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.0, 1.0, 3.0])
def test_ctrl_c_ends_workers_quietly_even_while_they_load(articles: Path, tmp_path: Path, seconds: float) -> None:
    with started(articles, tmp_path / "store", tmp_path / "log", "--jobs", "2") as process:
        until = time.monotonic() + 60
        while len(psutil.Process(process.pid).children(recursive=True)) < 3 and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(seconds)
        press_ctrl_c(process)
        told = process.communicate(timeout=60)[1]
    assert process.returncode in (130, 3), told
    assert "Traceback" not in told


def test_a_report_that_cannot_be_written_is_told_before_anything_is_read(articles: Path, tmp_path: Path) -> None:
    with started(articles, tmp_path / "store", tmp_path / "log", "--report", str(tmp_path / "no/r.json")) as process:
        told = process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert "the report cannot be written" in told
    assert not logged(tmp_path / "log")
