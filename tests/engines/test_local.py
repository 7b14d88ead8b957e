"""The local engine survives the death of its workers."""

import os
import signal
from collections.abc import Iterator

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
