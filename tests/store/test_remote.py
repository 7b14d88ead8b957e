"""A store on a SPARQL server that does something wrong; what it does right stands in test_conformance."""

import time

import pytest

from kgraph.errors import KgraphError, QueryError, QueryTimeoutError, StoreError
from kgraph.query import ask
from kgraph.store import open_store
from kgraph.store.dataset import UNNAMED, Graphs
from kgraph.store.http import Client
from tests.sparql import Server


def test_user_and_token_are_sent_and_not_shown(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    address = server.address.replace("//", "//me:s%C3%A9cret@")
    with open_store(address) as remote:
        remote.query("ASK {}")
        assert remote.where == server.address
    monkeypatch.setenv("KGRAPH_TOKEN", "abc")
    open_store(server.address).query("ASK {}")
    open_store(server.address, token="xyz").query("ASK {}")
    sent = [headers["Authorization"] for headers in server.seen]
    assert sent == ["Basic bWU6c8OpY3JldA==", "Bearer abc", "Bearer xyz"]


def test_a_token_is_never_printed(server: Server) -> None:
    server.mischief = (403, b"")
    for where, token in ((server.address.replace("//", "//me:hush@"), None), (server.address, "hush")):
        store = open_store(where, token=token)
        with pytest.raises(StoreError, match="access refused") as refused:
            store.query("ASK {}")
        assert "hush" not in f"{refused.value}{store.where}{store!r}"
    with pytest.raises(StoreError, match="no header may hold") as refused:
        open_store(server.address, token="hush\r\nX: y")
    assert "hush" not in str(refused.value)


def test_a_server_that_leads_elsewhere_is_not_followed(server: Server) -> None:
    server.mischief = (302, b"")
    with pytest.raises(StoreError, match="leads elsewhere"):
        open_store(server.address, token="hush").query("ASK {}")
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("where", "query", "update", "data"),
    [
        ("http://a.b:1/ds/", "http://a.b:1/ds/query", "http://a.b:1/ds/update", "http://a.b:1/ds/store"),
        ("http://u:p@a.b#query=sparql&data=/crud", "http://a.b/sparql", "http://a.b/update", "http://a.b/crud"),
    ],
)
def test_a_server_answers_where_its_address_says(where: str, query: str, update: str, data: str) -> None:
    client = Client(where)
    assert [client.address(place) for place in ("query", "update", "data")] == [query, update, data]


def test_a_place_that_no_server_has_is_refused() -> None:
    with pytest.raises(StoreError, match="is no place of a server"):
        Client("http://a.b/#qery=sparql")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <http://localhost/x> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "PREFIX a: <file:///etc/> SELECT * FROM a:passwd { ?s ?p ?o }",
        "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
        "PREFIX kgr: <http://localhost/> SELECT * FROM kgr:graph { ?s ?p ?o }",
        "SELECT * \\u0046ROM <http://localhost/x> { ?s ?p ?o }",
    ],
)
def test_a_server_is_not_made_to_fetch_other_graphs(server: Server, query: str) -> None:
    with open_store(server.address) as remote, pytest.raises(QueryError, match="is not allowed"):
        remote.query(query)
    assert server.seen == []


@pytest.mark.parametrize("graphs", [Graphs(("http://localhost/x",)), Graphs(named=("file:///etc/passwd",))])
def test_nor_by_the_dataset_that_the_caller_names(server: Server, graphs: Graphs) -> None:
    with open_store(server.address) as remote, pytest.raises(QueryError, match=r"the dataset <.*> is not allowed"):
        remote.query_text("ASK { ?s ?p ?o }", graphs=graphs)
    assert server.seen == []


def test_a_server_has_no_way_to_name_the_graph_without_a_name(server: Server) -> None:
    with open_store(server.address) as remote, pytest.raises(QueryError, match="name a graph"):
        remote.query_text("ASK { ?s ?p ?o }", graphs=UNNAMED)


def test_triples_as_terms_of_a_server_are_an_error_not_an_odd_value(server: Server) -> None:
    triple = b'{"type": "triple", "value": {"subject": 1}}'
    server.mischief = (200, b'{"head": {"vars": ["t"]}, "results": {"bindings": [{"t": ' + triple + b"}]}}")
    with open_store(server.address) as remote, pytest.raises(QueryError, match="triples as terms"):
        remote.select("SELECT ?t {}")


def test_a_server_that_never_stops_sending_is_left(server: Server) -> None:
    server.mischief = (200, b"endless")
    began = time.monotonic()
    with open_store(server.address) as remote, pytest.raises(QueryTimeoutError, match=r"no answer in 0\.5 s"):
        ask(remote, "ASK {}", timeout=0.5)
    assert time.monotonic() - began < 5


def test_a_part_of_an_answer_is_none(server: Server) -> None:
    server.more = {"X-SQL-State": "S1TAT"}
    with open_store(server.address) as remote, pytest.raises(QueryTimeoutError, match="only a part"):
        remote.query("ASK {}")


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
