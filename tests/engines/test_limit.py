"""One article that takes too long is given up, and the others go on."""

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from kgraph.engines import limit, work
from kgraph.engines.limit import OutOfTimeError, limited, seconds_for
from kgraph.engines.work import Recipe, each_package
from kgraph.records import Article

BAIT = re.compile(r"(a+)+$")


def spin() -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        pass


def swallow() -> None:
    """Swallow what is raised again and again, as careless libraries do."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            spin()
        except Exception:
            continue


def search() -> None:
    """What cannot be stopped between two steps of Python, as it is one."""
    BAIT.match("a" * 28 + "b")


@pytest.mark.parametrize("work", [spin, swallow, pytest.param(search, id="a search with a regular expression")])
def test_what_takes_too_long_is_ended_in_the_main_thread(work: Any) -> None:
    began = time.monotonic()
    with pytest.raises(OutOfTimeError), limited(0.2):
        work()
    assert time.monotonic() - began < 10


def test_what_takes_too_long_is_ended_in_another_thread_too() -> None:
    ended: list[float] = []

    def go() -> None:
        began = time.monotonic()
        with pytest.raises(OutOfTimeError), limited(0.2):
            spin()
        ended.append(time.monotonic() - began)

    thread = threading.Thread(target=go)
    thread.start()
    thread.join()
    assert 0.1 < ended[0] < 10


def test_what_is_done_in_time_is_left_alone_and_so_is_an_alarm_that_others_set() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with limited(0.05):
        pass
    time.sleep(0.1)
    assert signal.getsignal(signal.SIGALRM) is before


def test_longer_texts_may_take_longer() -> None:
    assert seconds_for(1000) < 65
    assert seconds_for(2_000_000) > 3600


def stuck(articles: Iterable[Article], nlp: Any) -> Iterator[tuple[Article, Any]]:
    """Stands in for the pipeline: hangs at an article that says so."""
    for article in articles:
        if article.text == "hang":
            spin()
        yield article, nlp.make_doc(article.text)


@pytest.mark.parametrize("model", [None, "ours"])
def test_an_article_that_hangs_is_rejected_with_the_reason_and_the_others_are_done(
    monkeypatch: pytest.MonkeyPatch, model: str | None
) -> None:
    if model:
        monkeypatch.setattr(work, "load_pipeline", lambda name, load=work.load_pipeline: load(None))
    work._pipeline(model)  # what loading takes is not the article's
    monkeypatch.setattr(work, "annotate", stuck)
    monkeypatch.setattr(work, "extract", lambda article, doc, finders: ())
    monkeypatch.setattr(limit, "SECONDS", 1.0)
    articles = [Article(str(n), text) for n, text in enumerate(["one", "hang", "three"])]
    found = {package.document: package.rejected for package in each_package(Recipe(model), articles)}
    work._pipeline.cache_clear()
    assert list(found) == ["0", "1", "2"]
    assert found["0"] is None
    assert found["2"] is None
    assert found["1"] is not None
    assert "more than 1 seconds" in found["1"]


CODE = """
import ctypes, time
from kgraph.engines.limit import limited
import multiprocessing as m
m.parent_process = lambda: 1
with limited(0.2):
    ctypes.PyDLL(None).sleep(60)  # it holds the lock of the interpreter, so nothing else runs
"""


@pytest.mark.skipif(os.name == "nt", reason="needs sleep of the C library")
def test_a_worker_that_nothing_stops_ends_itself() -> None:
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", CODE], check=False, capture_output=True, timeout=50)
    assert done.returncode == 1
    assert time.monotonic() - began < 40
    assert multiprocessing.parent_process() is None
