"""Shards are whole or not there, named by what is in them, and cut where an article's id says so."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from kgraph.engines import shards
from kgraph.engines.shards import by_graph, put_away, read_shard, shard_batches, shard_name
from kgraph.engines.work import Package
from kgraph.errors import KgraphError
from kgraph.graph import quads, run_iri, to_nquads
from kgraph.records import Article, Facts
from tests.conftest import ferry_facts, treaty_facts


def package(facts: Facts) -> Package:
    return Package(facts.article.id, facts.article.document, to_nquads(quads(facts, run_iri("m 1"))), facts.actors())


@pytest.fixture(params=["folder", "memory", "file"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "memory":
        yield "memory://shards-of-tests"
        memory = fsspec.filesystem("memory")
        if memory.exists("/shards-of-tests"):
            memory.rm("/shards-of-tests", recursive=True)
    else:
        yield str(tmp_path / "out") if request.param == "folder" else f"file://{tmp_path}/out"


def test_a_batch_becomes_one_file_that_holds_articles_and_actors(address: str) -> None:
    packages = [package(treaty_facts()), package(ferry_facts()), Package("0f", "bad.txt", rejected="empty")]
    light = put_away(address, packages)
    assert [(one.nquads, one.actors, one.rejected) for one in light] == [(b"", (), None)] * 2 + [(b"", (), "empty")]
    (name,) = shards.shards(address)
    assert name.endswith(shard_name(one.article_id for one in packages))
    found = list(by_graph(read_shard(address, name)))
    assert [article for article, _ in found] == ["", packages[0].article_id, packages[1].article_id]
    assert [lines for _, lines in found[1:]] == [packages[0].nquads, packages[1].nquads]


def test_a_batch_that_is_done_again_writes_the_same_bytes(address: str) -> None:
    packages = [package(treaty_facts()), package(ferry_facts())]
    put_away(address, packages)
    (name,) = shards.shards(address)
    system, _ = shards.file_system(address)
    first = system.cat_file(name)
    put_away(address, packages)
    assert shards.shards(address) == [name]
    assert system.cat_file(name) == first


def test_a_batch_of_which_all_is_rejected_leaves_no_file(address: str) -> None:
    put_away(address, [Package("0f", "bad.txt", rejected="empty")])
    assert shards.shards(address) == []


def test_what_a_killed_worker_leaves_is_no_shard(tmp_path: Path) -> None:
    put_away(str(tmp_path), [package(treaty_facts())])
    (name,) = shards.shards(str(tmp_path))
    Path(tmp_path / ".0f.part").write_bytes(Path(name).read_bytes()[:100])
    assert shards.shards(str(tmp_path)) == [name]


def test_a_shard_that_is_cut_off_is_told(tmp_path: Path) -> None:
    put_away(str(tmp_path), [package(treaty_facts())])
    (name,) = shards.shards(str(tmp_path))
    Path(name).write_bytes(Path(name).read_bytes()[:-20])
    with pytest.raises(KgraphError, match="cannot be read"):
        read_shard(str(tmp_path), name)


def test_lines_of_another_graph_are_told(tmp_path: Path) -> None:
    (tmp_path / "x.nq.gz").write_bytes(gzip.compress(b"<urn:a> <urn:b> <urn:c> <urn:d> .\n"))
    with pytest.raises(KgraphError, match="no line of a shard"):
        list(by_graph(read_shard(str(tmp_path), str(tmp_path / "x.nq.gz"))))


def test_an_address_of_no_known_kind_is_told() -> None:
    with pytest.raises(KgraphError, match="is no address that fsspec knows"):
        shards.shards("nowhere://a/b")


def test_an_article_more_changes_one_batch_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "LIKELY", 5)
    articles = [Article(f"{number}", f"Article number {number}.") for number in range(200)]
    new = Article("new", "An article that came in between.")

    def names(several: list[Article]) -> set[str]:
        return {shard_name(one.id for one in batch) for batch in shard_batches(several)}

    before, after = names(articles), names([*articles[:90], new, *articles[90:]])
    assert len(before) > 20
    assert len(before - after) == 1


def test_no_batch_has_more_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "MOST", 7)
    articles = [Article(f"{number}", f"Article number {number}.") for number in range(100)]
    found = list(shard_batches(articles))
    assert max(map(len, found)) == 7
    assert [one for batch in found for one in batch] == articles
