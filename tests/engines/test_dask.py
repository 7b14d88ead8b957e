"""The Dask engine on a real scheduler with two worker processes, one of which is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kgraph.building import build
from kgraph.engines import dask
from kgraph.engines.work import Package, Recipe
from kgraph.errors import KgraphError
from kgraph.records import Article
from kgraph.store import open_store

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")  # the library's own, in a process that uses it
CORPUS = Path(__file__).parents[2] / "corpus"
ROOT = Path(__file__).parents[2]


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """A scheduler and its workers on the loopback, each a process of its own: the address, and the workers."""
    where = folder / "scheduler.json"
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"}

    def start(stack: ExitStack, kind: str, *options: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", f"distributed.cli.{kind}", "--scheduler-file", str(where), *options]
        quiet = subprocess.DEVNULL
        process = stack.enter_context(
            subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, cwd=folder)
        )
        stack.callback(process.kill)
        return process

    with ExitStack() as stack:
        start(stack, "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        options = ("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        running = [start(stack, "dask_worker", *options) for _ in range(workers)]
        with distributed.Client(scheduler_file=str(where), timeout=60) as client:
            client.wait_for_workers(workers, timeout=120)
            yield client.scheduler.address, running


def some(recipe: Recipe, articles: list[Article]) -> list[Package]:
    """Stands in for the work: slow enough that there is a middle, and deadly at an article that says so."""
    time.sleep(0.05)
    if any(article.text == "die" for article in articles):
        os.kill(os.getpid(), signal.SIGKILL)
    return [Package(article.id, article.document, b"x" * 1000) for article in articles]


def batches(number: int, deadly: int | None = None) -> Iterator[list[Article]]:
    for at in range(number):
        yield [Article(f"{at}/{i}", "die" if at == deadly and i == 1 else f"{at} {i}") for i in range(3)]


def watched(several: Iterator[list[Article]], seen: list[int]) -> Iterator[list[Article]]:
    for batch in several:
        seen.append(len(batch))
        yield batch


@pytest.mark.slow
def test_nothing_is_lost_or_twice_when_a_worker_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "work_alone", some)
    with cluster(tmp_path) as (address, workers):
        monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", address)
        found, taken = [], list[int]()
        for package in dask.run(Recipe(), watched(batches(40), taken), jobs=1):
            found.append(package.document)
            if len(found) == 30:
                workers[0].kill()
            assert sum(taken) - len(found) < 20  # few are under way, however many there are
        assert found == [article.document for batch in batches(40) for article in batch]


@pytest.mark.slow
def test_only_the_article_that_kills_its_workers_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "work_alone", some)
    monkeypatch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
    found = {package.document: package.rejected for package in dask.run(Recipe(), batches(4, deadly=1), jobs=1)}
    assert len(found) == 12
    assert [document for document, reason in found.items() if reason] == ["1/1"]


def test_an_address_where_nobody_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", "tcp://127.0.0.1:9")
    settings = pytest.importorskip("dask").config
    with settings.set({"distributed.comm.timeouts.connect": "1s"}), pytest.raises(KgraphError, match=":9"):
        list(dask.run(Recipe(), batches(1), jobs=1))


def dump(store: Path) -> list[bytes]:
    with open_store(store) as home:
        return sorted(b"".join(home.dump()).splitlines())


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_one_process_eight_jobs_and_dask_with_a_killed_worker_make_the_same_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgraph.building.BATCH", 2)

    def built(name: str, engine: str = "local", jobs: int = 1, progress: Callable[[str], None] = lambda _: None) -> int:
        report = build(
            [CORPUS], tmp_path / name, actors=[CORPUS / "actors.ttl"], engine=engine, jobs=jobs, progress=progress
        )
        return report.added

    with cluster(tmp_path) as (address, workers):
        monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", address)
        done: list[str] = []

        def kill_in_the_middle(document: str) -> None:
            done.append(document)
            if len(done) == 7:
                workers[1].kill()

        by_dask = built("dask", engine="dask", progress=kill_in_the_middle)
        assert workers[1].wait(5) == -signal.SIGKILL
    assert built("one") == built("eight", jobs=8) == by_dask
    assert dump(tmp_path / "one") == dump(tmp_path / "eight") == dump(tmp_path / "dask")
