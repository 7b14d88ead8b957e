"""A build that is killed again and again, and finished at last, makes the graph that an undisturbed one makes.

What the pipeline finds in the articles is recorded once, so that a build is a real process that writes a real store,
and takes a second instead of a minute.
"""

import multiprocessing
import pickle
import random
import signal
import time
from collections.abc import Iterable, Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from kgraph import building
from kgraph.engines import ENGINES, Package, Recipe
from kgraph.engines.work import packages
from kgraph.read import read_articles
from kgraph.records import Article
from kgraph.store import open_store

ARTICLES = 20
HURRY = 0.05
"""Seconds between seals in these builds, so that many a one is hit."""

LINES = (
    "“The northern strait will stay open to every ship that flies our flag,” said Ilsa Brandvold, foreign minister of "
    "Norland, in Talvik on Monday.",
    "{n}. Mirko Dravec, the spokesman of Varania's government, denied that {n} ships had been stopped near the cape.",
    "Norland's foreign minister, Ilsa Brandwold, accused Varania of closing lane {n}. “They closed it,” she said.",
)


def recorded(
    found: dict[str, Package], recipe: Recipe, batches: Iterable[list[Article]], jobs: int
) -> Iterator[Package]:
    for batch in batches:
        for article in batch:
            yield found[article.id]


def build(articles: Path, record: Path, store: Path, begun: Event | None = None) -> None:
    """Build as ``kgraph build`` does, with an engine that gives what was recorded."""
    found = pickle.loads(record.read_bytes())
    ENGINES["recorded"] = lambda *arguments: recorded(found, *arguments)
    building.SEALED = HURRY
    if begun:
        begun.set()
    building.build([articles], store, engine="recorded")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles, what the pipeline found in them, and the store of an undisturbed build."""
    folder = tmp_path_factory.mktemp("crash")
    (folder / "articles").mkdir()
    for number in range(ARTICLES):
        again = LINES[0] if number % 3 == 1 else "Nobody confirmed it."
        text = LINES[number % 3].format(n=number) + f"\n\n{again}\n\nEdition {number} of the day.\n"
        (folder / "articles" / f"{number:02}.txt").write_text(text, encoding="utf-8")
    articles = list(read_articles([folder / "articles"], rejected=lambda error: None))
    found = {one.article_id: one for one in packages(Recipe(), articles)}
    (folder / "record").write_bytes(pickle.dumps(found))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kgraph.building", __name__])
    process = context.Process(target=build, args=(folder / "articles", folder / "record", folder / "whole"))
    process.start()
    process.join()
    assert process.exitcode == 0
    return folder


def killed(work: Path, store: Path, seconds: float) -> bool:
    """Begin a build, kill it after so long, and tell whether it was still at it."""
    context = multiprocessing.get_context("forkserver")
    begun = context.Event()
    process = context.Process(target=build, args=(work / "articles", work / "record", store, begun))
    process.start()
    assert begun.wait(60)
    time.sleep(seconds)
    if process.is_alive():
        assert process.pid
        process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def blocks(store: Path) -> list[bytes]:
    with open_store(store) as home:
        return sorted(home.dump())


def duration(work: Path, store: Path) -> float:
    """Seconds that an undisturbed build takes here and now."""
    began = time.monotonic()
    build(work / "articles", work / "record", store)
    return time.monotonic() - began


def kill_often(work: Path, folder: Path, kills: int, each: int, seed: int) -> None:
    chance, whole = random.Random(seed), blocks(work / "whole")
    assert b"sameStatementAs" in b"".join(whole)
    assert b"sameActorAs" in b"".join(whole)
    span, hits, number = duration(work, folder / "timed"), 0, 0
    while hits < kills:
        store, here, tries = folder / f"store{number}", 0, 0
        while here < min(each, kills - hits) and tries < 10 * each:
            here += killed(work, store, chance.uniform(0, span))
            tries += 1
            if (store / "kgraph-store.json").exists():  # what is in after a kill is whole articles
                article = b"resource/graph/article/"
                assert {one for one in blocks(store) if one.rstrip().rpartition(b"<")[2].find(article) > 0} <= set(
                    whole
                )
        build(work / "articles", work / "record", store)
        assert blocks(store) == whole
        assert b"".join(sorted(b"".join(blocks(store)).splitlines(True))) == b"".join(
            sorted(b"".join(whole).splitlines(True))
        )
        with open_store(store) as home:
            assert len(home.find_words("edition", kinds=["article"], limit=100)) == ARTICLES
        hits, number = hits + here, number + 1


def test_a_build_that_was_killed_goes_on_to_the_same_graph(work: Path, tmp_path: Path) -> None:
    kill_often(work, tmp_path, kills=3, each=3, seed=3)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_build_that_was_killed_at_fifty_moments_makes_the_same_graph(work: Path, tmp_path: Path) -> None:
    kill_often(work, tmp_path, kills=50, each=5, seed=11)
