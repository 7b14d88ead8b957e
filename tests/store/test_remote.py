"""A store on a SPARQL server: here a small one of our own on the loopback, over a store in memory."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kgraph.consolidate import tie_statements
from kgraph.errors import KgraphError, QueryError, QueryTimeoutError, StoreError
from kgraph.ontology import Literal
from kgraph.query import ask, check, run_question, statements, stats
from kgraph.records import Facts
from kgraph.store import Rows, Store, open_store
from tests.conftest import OFFICIALS, TREATY, Pen, ferry_facts, put, treaty_facts
from tests.sparql import Server


@pytest.fixture
def remote(server: Server) -> Iterator[Store]:
    with open_store(server.address + "/", read_only=False) as store:
        put(store, treaty_facts(), ferry_facts())
        yield store


def test_a_server_holds_the_same_as_a_folder(remote: Store, store: Store) -> None:
    assert b"".join(remote.dump()) == b"".join(store.dump())
    assert remote.articles() == store.articles()
    assert list(statements(remote, sentences=True)) == list(statements(store, sentences=True))
    assert stats(remote) == stats(store)
    assert check(remote, shacl=False) == []
    assert run_question(remote, "top-targets").rows == run_question(store, "top-targets").rows


def test_articles_are_replaced_and_removed(remote: Store) -> None:
    put(remote, treaty_facts())
    assert len(list(statements(remote))) == 8
    remote.remove_article(treaty_facts().article.id)
    assert remote.articles() == {ferry_facts().article.id}


def test_statements_are_tied_and_untied_as_in_memory(remote: Store) -> None:
    article = replace(treaty_facts().article, text=TREATY + "Nobody confirmed it.\n")
    pen = Pen(article)
    officials = pen.resolved(OFFICIALS, "Two officials who asked not to be named")
    content = ("that Norland would recall its envoy from Varania",)
    facts = Facts(article, (pen.statement((officials,), "said#2", content, "indirect", "say"),))
    dumps: list[bytes] = []
    for store in (remote, open_store(None)):
        put(store, treaty_facts(), ferry_facts(), facts)
        tie_statements(store)
        dumps.append(b"".join(store.dump()))
        store.remove_article(article.id)
        tie_statements(store)
        dumps.append(b"".join(store.dump()))
    assert dumps[:2] == dumps[2:]
    assert dumps[0].count(b"sameStatementAs") > dumps[1].count(b"sameStatementAs")


def test_a_file_is_loaded_graph_by_graph(server: Server, store: Store) -> None:
    with open_store(server.address, read_only=False) as remote:
        remote.load(b"".join(store.dump()) + b'<http://a.b/s> <http://a.b/p> "default" .\n')
        assert remote.articles() == store.articles()
        assert remote.query("ASK { ?s <http://a.b/p> 'default' }") is True
        with pytest.raises(StoreError, match="not well-formed"):
            remote.load(b"<broken")


def test_parameters_and_rdflib(remote: Store) -> None:
    answer = ask(remote, "SELECT ?a { ?a skos:prefLabel ?n }", {"n": Literal('Nor"land')}, timeout=5).answer
    assert answer == Rows(("a",), ())
    assert len(remote.rdf()) > 500


def test_a_reader_cannot_write(server: Server) -> None:
    with open_store(server.address) as remote, pytest.raises(StoreError, match="opened for reading"):
        remote.remove_article("x")


def test_user_and_token_are_sent_and_not_shown(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    address = server.address.replace("//", "//me:s%C3%A9cret@")
    with open_store(address) as remote:
        remote.query("ASK {}")
        assert remote.where == server.address
    monkeypatch.setenv("KGRAPH_TOKEN", "abc")
    open_store(server.address).query("ASK {}")
    assert [headers["Authorization"] for headers in server.seen] == ["Basic bWU6c8OpY3JldA==", "Bearer abc"]


@pytest.mark.parametrize(
    ("mischief", "error", "message"),
    [
        ((200, b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"ty'), QueryError, "cut off"),
        ((200, b"<html>"), QueryError, "cut off"),
        ((400, b"no\nsuch\x1b[31m prefix"), QueryError, "refused with 400"),
        ((401, b""), StoreError, "access refused"),
        ((404, b""), StoreError, "no SPARQL service is there"),
        ((503, b"busy"), QueryError, "503"),
        ((504, b""), QueryTimeoutError, "took too long"),
    ],
)
def test_what_a_server_does_wrong_is_told_in_one_line(
    server: Server, mischief: tuple[int, bytes], error: type[KgraphError], message: str
) -> None:
    server.mischief = mischief
    with open_store(server.address) as remote, pytest.raises(error, match=message) as refused:
        remote.query("SELECT ?a { ?a ?b ?c }")
    assert "\n" not in str(refused.value)
    assert "\x1b" not in str(refused.value)


def test_a_server_that_is_not_there_is_told(server: Server) -> None:
    with open_store("http://127.0.0.1:1") as remote, pytest.raises(StoreError, match="cannot be reached"):
        remote.articles()
    with pytest.raises(StoreError, match="no address of a server"):
        open_store("http://")
