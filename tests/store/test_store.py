"""Stores in folders: who may read and write when, and what happens when things go wrong."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest

from kgraph.errors import QueryError, StoreError, StoreLockedError
from kgraph.ontology import ACTORS_GRAPH, article_graph
from kgraph.query import statements
from kgraph.records import Facts
from kgraph.store import Store, open_store
from kgraph.store import folder as folder_module
from tests.conftest import TALVEK, ferry_facts, put, treaty_facts


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "PATIENCE", 0.1)


def test_a_store_opens_again_with_what_was_put_in(store_dir: Path) -> None:
    with open_store(store_dir) as store:
        assert store.articles() == {treaty_facts().article.id, ferry_facts().article.id}


def make_file(path: Path) -> None:
    path.write_text("no store")


def make_strange_folder(path: Path) -> None:
    path.mkdir()
    (path / "holiday.jpg").write_bytes(b"\xff\xd8")


def make_later_store(path: Path) -> None:
    path.mkdir()
    (path / "kgraph-store.json").write_text(json.dumps({"kgraph": "store", "format": 99}))


def make_damaged_mark(path: Path) -> None:
    path.mkdir()
    (path / "kgraph-store.json").write_bytes(b"\xff\x00{")


def make_damaged_database(path: Path) -> None:
    open_store(path, create=True, read_only=False).close()
    for file in path.rglob("CURRENT"):
        file.write_bytes(b"\x00rubbish")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "no store is there; make one with: kgraph build"),
        (Path.mkdir, "is empty"),
        (make_file, "is a file"),
        (make_strange_folder, "is not a kgraph store"),
        (make_later_store, "has format 99"),
        (make_damaged_mark, "is damaged"),
        (make_damaged_database, "cannot be opened"),
    ],
)
def test_what_is_no_store_is_refused_in_one_line(tmp_path: Path, make: Callable[[Path], None], message: str) -> None:
    make(tmp_path / "x")
    with pytest.raises(StoreError, match=message) as refused:
        open_store(tmp_path / "x")
    assert "\n" not in str(refused.value)
    assert str(tmp_path / "x") in str(refused.value)


@pytest.mark.parametrize("make", [make_file, make_strange_folder, make_later_store, make_damaged_mark])
def test_nothing_is_made_where_something_else_is(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "x")
    with pytest.raises(StoreError):
        open_store(tmp_path / "x", create=True, read_only=False)


def test_a_new_store_can_be_read_at_once(tmp_path: Path) -> None:
    with open_store(tmp_path / "a" / "b", create=True) as store:
        assert store.articles() == set()


def test_a_reader_cannot_write(store: Store, facts: Facts) -> None:
    for write in (
        lambda: store.remove_article("x"),
        lambda: store.merge_actors([TALVEK]),
        lambda: store.update("CLEAR ALL"),
    ):
        with pytest.raises(StoreError, match="opened for reading"):
            write()


def test_a_second_writer_is_told_who_writes(store_dir: Path) -> None:
    with open_store(store_dir, read_only=False), pytest.raises(StoreLockedError, match="this very process is writing"):
        open_store(store_dir, read_only=False)


def test_a_reader_sees_what_was_sealed_last(store_dir: Path) -> None:
    with open_store(store_dir) as early, open_store(store_dir, read_only=False) as writer:
        writer.remove_article(treaty_facts().article.id)
        with open_store(store_dir) as late:
            assert len(late.articles()) == 2
        writer.flush()
        with open_store(store_dir) as late:
            assert late.articles() == {ferry_facts().article.id}
        assert len(list(statements(early))) == 8
    with open_store(store_dir) as late:
        assert late.articles() == {ferry_facts().article.id}


def test_what_nobody_reads_any_more_is_let_go(store_dir: Path) -> None:
    with open_store(store_dir) as early, open_store(store_dir, read_only=False) as writer:
        for facts in (treaty_facts(), ferry_facts()):
            writer.remove_article(facts.article.id)
            writer.flush()
        assert len(list((store_dir / "sealed").iterdir())) == 2
        assert len(early.articles()) == 2
    with open_store(store_dir, read_only=False) as writer:
        put(writer, ferry_facts())
    assert len(list((store_dir / "sealed").iterdir())) == 1


def test_a_store_of_an_earlier_kgraph_can_be_read(store_dir: Path) -> None:
    rmtree(store_dir / "sealed")
    (store_dir / "text.sqlite3").unlink()
    with open_store(store_dir) as store:
        assert len(store.articles()) == 2
        assert store.find_words("envoy")


def test_a_closed_store_says_so(store_dir: Path) -> None:
    store = open_store(store_dir)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.articles()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_store_on_a_read_only_disk_can_be_read(store_dir: Path) -> None:
    for path in (store_dir, store_dir / "quads"):
        path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with open_store(store_dir) as store:
            assert len(store.articles()) == 2
    finally:
        for path in (store_dir, store_dir / "quads"):
            path.chmod(stat.S_IRWXU)


ENDLESS_WRITER = """
import sys
from kgraph.ontology import evidence_iri
from kgraph.graph import quads, to_nquads
from kgraph.records import Article, Facts, Statement
from kgraph.store import open_store
store = open_store(sys.argv[1], create=True, read_only=False)
number = 0
while True:
    article = Article(f"{number}.txt", f"{number} says: " + "all is well. " * 200)
    pieces = [article.mention(start, start + 12) for start in range(20, 1200, 13)]
    iris = [evidence_iri("statement", article.id, *piece[:2]) for piece in pieces]
    found = tuple(Statement(iri, (), None, (p,), "indirect", "say") for iri, p in zip(iris, pieces, strict=True))
    store.add_article(article.id, to_nquads(quads(Facts(article, found))))
    number += 1
    print(number, flush=True)
"""


def test_kill_9_leaves_whole_articles_only(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ENDLESS_WRITER, str(tmp_path / "store")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as writer:
        assert writer.stdout
        for _ in range(5):
            assert writer.stdout.readline()
        time.sleep(0.013)  # so that it dies in the middle of an article
        with pytest.raises(StoreLockedError, match=f"process {writer.pid} is writing"):
            open_store(tmp_path / "store", read_only=False)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    with open_store(tmp_path / "store") as store:
        assert len(store.articles()) >= 5
        assert len(store.find_words('"all is well"', kinds=["article"], limit=10_000)) == len(store.articles())
        counts = store.select(
            "SELECT ?g (COUNT(?s) AS ?n) WHERE { GRAPH ?g { ?s a kg:Statement } } GROUP BY ?g"
        ).dicts()
        sizes = [int(row["n"]) for row in counts]
        assert len(sizes) == len(store.articles())
        assert set(sizes) == {91}
    open_store(tmp_path / "store", read_only=False).close()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * WHERE {", "malformed SPARQL"),
        ("", "nothing is no query"),
        ("\x00", "nothing is no query"),
        ("SELECT * WHERE { ?s foo:x ?o }", "malformed SPARQL"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE is no query"),
        ("PREFIX a: <b:c> INSERT DATA { a:x a:y a:z }", "INSERT is no query"),
        ("LOAD <file:///etc/passwd>", "LOAD is no query"),
        ("CLEAR ALL", "CLEAR is no query"),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT * { service?x{?s ?p ?o} }", "SERVICE is not allowed"),
        ("SELECT * { ?s ?p 1e1SERVICE<http://localhost/>{} }", "SERVICE is not allowed"),
        ("SELECT * { \\u0053ERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT * { FILTER(1<2)SERVICE?x#>\n{ ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT * { FILTER(1<'a'+'>')SERVICE ?x { ?s ?p ?o } # '\n }", "SERVICE is not allowed"),
        ("SELECT * { FILTER(1<2#>'''\n) SERVICE SILENT?x{} #'''\n }", "SERVICE is not allowed"),
        ("PREFIX x: <http://a.b/> SELECT * { ?s ?p x:.SERVICE?x{} }", "SERVICE is not allowed"),
        ("SELECT * { ?s ?p true.SERVICE:x{} }", "SERVICE is not allowed"),
        ("SELECT * { # c\rSERVICE <http://localhost/> { ?s ?p ?o }\n }", "SERVICE is not allowed"),
        ("SELECT (STRLANG('a', '') AS ?x) { ?s ?p ?o } GROUP", "malformed SPARQL"),
    ],
)
def test_a_query_that_may_not_run_is_refused_in_one_line(store: Store, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as refused:
        store.query(query)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service a kg:Article } # SERVICE",
        "ASK { ?s kg:content 'no SERVICE <today>' }",
        "PREFIX service: <http://a.b/> SELECT * { ?s service:SERVICE ?o }",
        "SELECT * { GRAPH <http://a.b/service> { ?s <http://a.b/services/1#x> ?o } }",
        'SELECT * { ?s ?p """SERVICE " DELETE""" }',
    ],
)
def test_the_word_alone_does_no_harm(store: Store, query: str) -> None:
    store.query(query)


def test_from_names_the_graphs_that_a_query_is_about(store: Store) -> None:
    def actors(where: str) -> int:
        return len(store.select(f"SELECT ?actor {where} {{ ?actor a kg:Actor }}").rows)

    assert actors("") == actors(f"FROM <{ACTORS_GRAPH}>") > 0
    assert actors(f"FROM <{article_graph(min(store.articles()))}>") == 0
