"""Stores in memory, in a folder, and what happens when things go wrong."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from kgraph.errors import QueryError, StoreError, StoreLockedError
from kgraph.graph import quads, to_nquads
from kgraph.ontology import ACTORS_GRAPH, Iri, Literal
from kgraph.records import Actor, Facts
from kgraph.store import Rows, Store, Triples, open_store
from kgraph.store import folder as folder_module
from tests.conftest import TALVEK, VARANIA, ferry_facts, put, treaty_facts

NATO_QUESTION = """SELECT ?speaker ?what ?date WHERE {
  ?s a kg:Statement ; kg:speaker/skos:prefLabel ?speaker ; kg:about/skos:prefLabel "Norland" ; kg:content ?what .
  OPTIONAL { ?s kg:date ?date } } ORDER BY ?date ?speaker"""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "PATIENCE", 0.1)


def dumped(store: Store) -> bytes:
    return b"".join(store.dump())


def test_the_question_of_the_interfaces_answers(store: Store) -> None:
    rows = [tuple(row.values()) for row in store.select(NATO_QUESTION).dicts()]
    assert rows == [
        ("Borin Talvek", '"We respect Norland,"', "2021-12-20"),
        ("two officials", "that Norland would recall its envoy from Varania", "2021-12-20"),
        ("Borin Talvek", "Norland's ferry crew", "2022-01-05"),
    ]


def test_a_store_opens_again_with_what_was_put_in(store_dir: Path) -> None:
    with open_store(store_dir) as store:
        assert store.articles() == {treaty_facts().article.id, ferry_facts().article.id}


def test_putting_in_the_same_again_changes_no_byte(store_dir: Path) -> None:
    with open_store(store_dir, read_only=False) as store:
        before = dumped(store)
        put(store, ferry_facts(), treaty_facts())
        assert dumped(store) == before


def test_a_store_in_memory_holds_the_same_as_one_in_a_folder(store: Store) -> None:
    with open_store(None) as memory:
        put(memory, ferry_facts(), treaty_facts())
        assert dumped(memory) == dumped(store)


def test_an_article_is_replaced_whole(store_dir: Path) -> None:
    shorter = replace(treaty_facts(), statements=())
    with open_store(store_dir, read_only=False) as store:
        store.add_article(shorter.article.id, to_nquads(quads(shorter)))
        assert not store.query("ASK { ?s kg:reportedIn ?a . ?a kg:document 'news/treaty.txt' ; a kg:Statement }")
        assert len(store.articles()) == 2


def test_an_article_goes_out_and_actors_stay(store_dir: Path) -> None:
    with open_store(store_dir, read_only=False) as store:
        store.remove_article(treaty_facts().article.id)
        store.remove_article("never there")
        assert store.articles() == {ferry_facts().article.id}
        assert store.query("ASK { ?a skos:prefLabel 'Anna Weiß' }")


def test_quads_of_another_graph_are_refused(store_dir: Path, facts: Facts) -> None:
    with open_store(store_dir, read_only=False) as store, pytest.raises(StoreError, match="not all in its own graph"):
        store.add_article("0000", to_nquads(quads(facts)))


def test_malformed_data_leaves_the_store_as_it_was(store_dir: Path) -> None:
    with open_store(store_dir, read_only=False) as store:
        before = dumped(store)
        with pytest.raises(StoreError, match="not well-formed nq"):
            store.load(b"<http://a.b/s> <http://a.b/p> <http://a.b/o> .\n<broken\n")
        assert dumped(store) == before


def names(store: Store) -> set[tuple[str, str]]:
    rows = store.select("SELECT ?p ?o WHERE { GRAPH ?g { ?a ?p ?o } }", {"g": Iri(ACTORS_GRAPH)}).dicts()
    return {(row["p"].rpartition("#")[2], row["o"]) for row in rows}


def test_merging_is_the_same_in_any_order_and_any_number_of_times() -> None:
    known = replace(TALVEK, label="Borin Talvek", known=True, aliases=("B. Talvek",))
    cards = (replace(TALVEK, label="TALVEK"), replace(TALVEK, label="Anton Talvek", type="Group"), known, TALVEK)
    found = []
    for order in permutations(cards):
        with open_store(None) as store:
            for several in (order[:2], order[2:], order):
                store.merge_actors(several)
            found.append(names(store))
    assert all(one == found[0] for one in found)
    assert {value for name, value in found[0] if name == "prefLabel"} == {"Borin Talvek"}
    assert {value for name, value in found[0] if name == "altLabel"} == {"Anton Talvek", "B. Talvek", "TALVEK"}
    assert ("known", "true") in found[0]


def test_of_two_names_the_smaller_is_preferred() -> None:
    with open_store(None) as store:
        store.merge_actors([replace(TALVEK, label="Boryn Talvek"), TALVEK])
        assert {("prefLabel", "Borin Talvek"), ("altLabel", "Boryn Talvek")} <= names(store)


def test_a_hostile_actor_changes_nothing_but_its_own_card() -> None:
    evil = Actor(
        'x> } ; DROP ALL ; INSERT DATA { <a:b> <c:d> "', '"\\"\n} DROP ALL #', "Person", aliases=("\x00\ud800",)
    )
    with open_store(None) as store:
        store.merge_actors([VARANIA])
        store.merge_actors([evil])
        store.merge_actors([evil])
        assert store.query("ASK { ?a skos:prefLabel 'Varania' }")
        assert len(store.select("SELECT ?a WHERE { ?a a kg:Actor }").rows) == 2
        (label,) = store.select("SELECT ?l WHERE { ?a skos:prefLabel ?l FILTER (?l != 'Varania') }").rows[0]
        assert label == Literal(evil.label)


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
    (path / "quads" / "CURRENT").write_bytes(b"\x00rubbish")


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


def test_a_second_writer_and_a_reader_are_told_who_writes(store_dir: Path) -> None:
    with open_store(store_dir, read_only=False):
        for read_only in (True, False):
            with pytest.raises(StoreLockedError, match="this very process is writing"):
                open_store(store_dir, read_only=read_only)


def test_readers_share_a_store_and_keep_a_writer_out(store_dir: Path) -> None:
    with open_store(store_dir) as one, open_store(store_dir) as other:
        assert one.articles() == other.articles()
        with pytest.raises(StoreLockedError, match="open for reading"):
            open_store(store_dir, read_only=False)
    open_store(store_dir, read_only=False).close()


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
            open_store(tmp_path / "store")
        writer.send_signal(signal.SIGKILL)
    with open_store(tmp_path / "store") as store:
        assert len(store.articles()) >= 5
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
        'SELECT * { ?s ?p """SERVICE " DELETE""" }',
    ],
)
def test_the_word_alone_does_no_harm(store: Store, query: str) -> None:
    store.query(query)


@pytest.mark.parametrize(
    "value", ["Norland", '" } DELETE { ?s ?p ?o #', "'", "\\", "\n", "\x00", "?s", "<http://a.b/>", "}"]
)
def test_a_bound_value_is_a_value_and_nothing_else(store: Store, value: str) -> None:
    rows = store.select("SELECT ?v WHERE { FILTER (BOUND(?v)) }", {"v": Literal(value)}).rows
    assert rows == ((Literal(value),),)


def test_values_are_bound_in_every_form_of_query(store: Store) -> None:
    binding = {"name": Literal("Norland")}
    where = "{ ?a skos:prefLabel ?name }"
    assert store.query(f"ASK {where}", binding) is True
    assert store.query(f"ASK WHERE {where}", {"name": Literal("Nowhere")}) is False
    assert len(store.select(f"SELECT ?a WHERE {where}", binding).rows) == 1
    built = store.query("CONSTRUCT { ?a rdfs:label ?name . ?a ?p 'x{' } WHERE { ?a skos:prefLabel ?name }", binding)
    assert isinstance(built, Triples)
    assert [str(triple[2].value) for triple in built.triples if isinstance(triple[2], Literal)] == ["Norland"]
    several = store.query(f"SELECT ?a WHERE {where}", {"name": [Literal("Norland"), Literal("Varania")]})
    assert isinstance(several, Rows)
    assert len(several.rows) == 2
    assert store.select(f"SELECT ?a WHERE {where}", {"name": []}).rows == ()


def test_rdflib_sees_the_same(store: Store) -> None:
    labels = "SELECT ?l { ?a <http://www.w3.org/2004/02/skos/core#prefLabel> ?l } ORDER BY ?l"
    assert [str(row[0]) for row in store.rdf().query(labels)] == [
        "Anna Weiß", "Borin Talvek", "Fjord News", "Norland", "Ostmark", "Varania", "two officials",
    ]  # fmt: skip
