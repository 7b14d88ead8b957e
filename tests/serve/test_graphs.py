"""The Graph Store Protocol at /store."""

from urllib.parse import quote

import pytest
from rdflib import Graph

from kgraph.ontology import ACTORS_GRAPH
from tests.serve.serving import Running, get
from tests.serve.test_protocol import BEARER

NEW = "http://a.b/new?x=1&y=ß"
TURTLE = b"<http://a.b/s> <http://a.b/p> 1 , 2 ."


def at(server: Running, graph: str | None) -> str:
    return f"{server.address}/store?" + ("default" if graph is None else f"graph={quote(graph, safe='')}")


def size(server: Running, graph: str | None) -> int:
    answer = get(at(server, graph), Accept="application/n-triples")
    assert answer.status in (200, 404)
    return len(Graph().parse(data=answer.body, format="nt")) if answer.status == 200 else -1


pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD reader


@pytest.mark.parametrize("graph", [NEW, None])
def test_a_graph_is_put_added_to_read_and_removed(writing: Running, graph: str | None) -> None:
    assert size(writing, graph) == (-1 if graph else 0)
    put = get(at(writing, graph), TURTLE, "PUT", Content_Type="text/turtle", **BEARER)
    assert (put.status, size(writing, graph)) == (201 if graph else 204, 2)
    more = b'[{"@id": "http://a.b/s", "http://a.b/p": [{"@value": "three"}]}]'
    assert get(at(writing, graph), more, "POST", Content_Type="application/ld+json", **BEARER).status == 204
    assert size(writing, graph) == 3
    again = get(at(writing, graph), b"<http://a.b/s> <http://a.b/p> 4 .", "PUT", Content_Type="text/turtle", **BEARER)
    assert (again.status, size(writing, graph)) == (204, 1)
    assert get(at(writing, graph), method="DELETE", **BEARER).status == 204
    assert size(writing, graph) == (-1 if graph else 0)


@pytest.mark.parametrize(
    ("query", "method", "body", "kind", "status"),
    [
        ("", "GET", None, "", 400),
        ("?default&graph=http://a.b/", "GET", None, "", 400),
        ("?graph=relative", "GET", None, "", 400),
        ("?graph=http://a.b/none", "GET", None, "", 404),
        ("?graph=http://a.b/none", "DELETE", None, "", 404),
        ("?graph=http://a.b/none", "PUT", b"no turtle", "text/turtle", 400),
        ("?graph=http://a.b/none", "PUT", TURTLE, "text/csv", 415),
        ("?graph=http://a.b/none", "PUT", b"a", "multipart/form-data", 415),
        ("?graph=http://a.b/none", "PATCH", b"", "", 405),
        (
            "?graph=http://a.b/none",
            "PUT",
            b'[{"@id": "http://a.b/g", "@graph": [{"@id": "http://a.b/s", "http://a.b/p": [{"@value": 1}]}]}]',
            "application/ld+json",
            400,
        ),
    ],
)
def test_what_is_no_graph_is_refused(
    writing: Running, query: str, method: str, body: bytes | None, kind: str, status: int
) -> None:
    answer = get(f"{writing.address}/store{query}", body, method, **({"Content_Type": kind} if kind else {}), **BEARER)
    assert answer.status == status, answer.text


def test_a_graph_comes_in_the_form_that_is_liked_best(reading: Running) -> None:
    for accept, form in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")):
        answer = get(at(reading, ACTORS_GRAPH), Accept=accept)
        assert (answer.status, answer.kind) == (200, accept)
        assert len(Graph().parse(data=answer.body, format=form)) > 20
    assert get(at(reading, ACTORS_GRAPH), method="HEAD").status == 200
    assert get(at(reading, ACTORS_GRAPH), Accept="text/html").status == 406
