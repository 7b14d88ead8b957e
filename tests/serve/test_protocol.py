"""The SPARQL 1.1 Protocol, as any client would see it; docs/serving.md lists which test covers which of its rules."""

import csv
import io
import json
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from rdflib import Graph, URIRef

from kgraph.ontology import ACTORS_GRAPH
from tests.serve.serving import TOKEN, Running, asked, get

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD reader

FORM = "application/x-www-form-urlencoded"
LABELS = "SELECT ?label { ?actor skos:prefLabel ?label } ORDER BY ?label"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def labels(body: str) -> list[str]:
    return [row["label"]["value"] for row in json.loads(body)["results"]["bindings"]]


@pytest.mark.parametrize("place", ["query", "sparql"])
def test_a_query_by_get_and_by_both_forms_of_post_has_one_answer(reading: Running, place: str) -> None:
    address, accept = f"{reading.address}/{place}", "application/sparql-results+json"
    by_get = asked(reading, LABELS, accept, place)
    by_form = get(address, urlencode({"query": LABELS}).encode(), Content_Type=FORM, Accept=accept)
    direct = get(address, LABELS.encode(), Content_Type="application/sparql-query; charset=UTF-8", Accept=accept)
    assert by_get.status == by_form.status == direct.status == 200
    assert by_get.body == by_form.body == direct.body
    assert "Anna Weiß" in labels(by_get.text)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
    ],
)
def test_rows_come_in_the_form_that_is_liked_best(reading: Running, accept: str, kind: str) -> None:
    answer = asked(reading, LABELS, accept)
    assert (answer.status, answer.kind) == (200, kind)
    assert answer.headers["Vary"] == "Accept"
    assert "Anna Weiß" in answer.text


@pytest.mark.parametrize(
    ("accept", "kind", "form"),
    [
        ("", "text/turtle", "turtle"),
        ("text/turtle", "text/turtle", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("text/plain", "application/n-triples", "nt"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("text/csv, text/turtle;q=0.2", "text/turtle", "turtle"),
    ],
)
@pytest.mark.parametrize("verb", ["CONSTRUCT { ?a skos:prefLabel ?l }", "DESCRIBE ?a"])
def test_graphs_come_in_the_form_that_is_liked_best(
    reading: Running, accept: str, kind: str, form: str, verb: str
) -> None:
    answer = asked(reading, f"{verb} WHERE {{ ?a a kg:State ; skos:prefLabel ?l }}", accept)
    assert (answer.status, answer.kind) == (200, kind)
    assert len(Graph().parse(data=answer.body, format=form)) >= 3


@pytest.mark.parametrize("sparql", [LABELS, "ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_a_form_that_there_is_not_is_406(reading: Running, sparql: str) -> None:
    answer = asked(reading, sparql, "image/png")
    assert answer.status == 406
    assert "ask for one of" in answer.text


@pytest.mark.parametrize(("sparql", "expected"), [("ASK { ?s a kg:State }", True), ("ASK { ?s a kg:Weapon }", False)])
def test_a_truth_value_is_told_in_json_xml_csv_and_tsv(reading: Running, sparql: str, expected: bool) -> None:
    assert json.loads(asked(reading, sparql).body)["boolean"] is expected
    tree = ElementTree.fromstring(asked(reading, sparql, "application/sparql-results+xml").body)
    assert [one.text for one in tree if one.tag.endswith("boolean")] == [str(expected).lower()]
    for kind in ("text/csv", "text/tab-separated-values"):
        assert asked(reading, sparql, kind).text.strip() == str(expected).lower()


def test_the_form_may_stand_in_the_address_too(reading: Running) -> None:
    assert asked(reading, LABELS, "application/json", format="csv").kind == "text/csv"
    assert asked(reading, LABELS, "text/csv", format="what-some-client-sends").kind == "text/csv"


@pytest.mark.parametrize(
    ("sparql", "status", "message"),
    [
        ("SELECT", 400, "malformed SPARQL"),
        ("SELECT * { ?s ?p }", 400, "malformed SPARQL"),
        ("", 400, "nothing is no query"),
        ("DELETE WHERE { ?s ?p ?o }", 400, "DELETE is no query"),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", 400, "SERVICE is not allowed"),
        ("SELECT * { FILTER(1<2)SERVICE?e#>\n{ ?s ?p ?o } }", 400, "SERVICE is not allowed"),
        ("SELECT (<<( <http://a.b/> <http://a.b/> 1 )>> AS ?t) {}", 400, "could not be answered|triples as terms"),
    ],
)
def test_a_query_that_cannot_be_is_400_and_says_why(reading: Running, sparql: str, status: int, message: str) -> None:
    answer = asked(reading, sparql)
    assert answer.status == status
    assert any(part in answer.text for part in message.split("|")), answer.text
    assert answer.text.count("\n") == 1


@pytest.mark.parametrize(
    ("query", "body", "kind", "status"),
    [
        ("?query=ASK%7B%7D&query=ASK%7B%7D", None, "", 400),
        ("?update=CLEAR+ALL", None, "", 400),
        ("?query=ASK%7B%7D&update=CLEAR+ALL", None, "", 400),
        ("?colour=red", None, "", 400),
        ("?query=%FF", None, "", 400),
        ("?query=ASK%7B%7D&default-graph-uri=no+iri", None, "", 400),
        ("?" + "&".join(f"a{i}=1" for i in range(300)), None, "", 400),
        ("", b"query=ASK{}&query=ASK{}", FORM, 400),
        ("", b"query=%ff", FORM, 400),
        ("", "query=Weiß".encode("latin-1"), FORM, 400),
        ("", b"", FORM, 400),
        ("", b"ASK { ?s ?p '\xff' }", "application/sparql-query", 400),
        ("", b"ASK{}", "text/plain", 415),
        ("", b"ASK{}", "application/json", 415),
        ("", b"query=ASK{}", "multipart/form-data; boundary=x", 415),
        ("", "ASK{}".encode("utf-16"), "application/sparql-query; charset=utf-16", 415),
        ("", b"CLEAR ALL", "application/sparql-update", 403),
        ("", b"update=CLEAR+ALL", FORM, 403),
    ],
)
def test_a_request_that_breaks_the_protocol_is_refused(
    reading: Running, query: str, body: bytes | None, kind: str, status: int
) -> None:
    headers = {"Content_Type": kind} if kind else {}
    assert get(f"{reading.address}/sparql{query}", body, **headers).status == status


@pytest.mark.parametrize(
    ("method", "place", "allowed"),
    [("PUT", "query", "GET, HEAD, POST"), ("DELETE", "sparql", "GET, HEAD, POST"), ("GET", "update", "POST")],
)
def test_another_method_is_405_and_the_right_ones_are_named(
    reading: Running, method: str, place: str, allowed: str
) -> None:
    answer = get(f"{reading.address}/{place}", method=method)
    assert answer.status == 405
    assert sorted(answer.headers["Allow"].split(", ")) == allowed.split(", ")


def test_head_has_the_headers_of_get_and_no_body(reading: Running) -> None:
    answer = get(f"{reading.address}/query?query=ASK%7B%7D", method="HEAD")
    assert (answer.status, answer.kind, answer.body) == (200, "application/sparql-results+json", b"")


def ask_graphs(server: Running, sparql: str, **graphs: list[str]) -> list[str]:
    fields = [("query", sparql), *((key.replace("_", "-"), iri) for key, several in graphs.items() for iri in several)]
    by_get = get(f"{server.address}/query?{urlencode(fields)}")
    by_form = get(f"{server.address}/query", urlencode(fields).encode(), Content_Type=FORM)
    direct = get(
        f"{server.address}/query?{urlencode(fields[1:])}", sparql.encode(), Content_Type="application/sparql-query"
    )
    assert by_get.body == by_form.body == direct.body
    return labels(by_get.text)


def test_the_dataset_of_the_request_is_the_one_that_is_asked(reading: Running) -> None:
    graphs = json.loads(asked(reading, "SELECT ?g { GRAPH ?g { ?s a kg:Article } } ORDER BY ?g").body)
    first, second = (row["g"]["value"] for row in graphs["results"]["bindings"])
    plain = "SELECT (STR(COUNT(*)) AS ?label) { ?s a kg:Article }"
    named = "SELECT (STR(COUNT(*)) AS ?label) { GRAPH ?g { ?s a kg:Article } }"
    assert ask_graphs(reading, plain) == ["2"]
    assert ask_graphs(reading, plain, default_graph_uri=[first]) == ["1"]
    assert ask_graphs(reading, plain, default_graph_uri=[first, second]) == ["2"]
    assert ask_graphs(reading, plain, named_graph_uri=[first]) == ["0"]
    assert ask_graphs(reading, named, named_graph_uri=[first]) == ["1"]
    assert ask_graphs(reading, named, default_graph_uri=[first]) == ["0"]
    assert ask_graphs(reading, plain, default_graph_uri=["http://a.b/none"]) == ["0"]


def test_from_says_what_is_asked_unless_the_request_says_it(reading: Running) -> None:
    graph = json.loads(asked(reading, "SELECT ?g { GRAPH ?g { ?s a kg:Article } } ORDER BY ?g").body)
    first = graph["results"]["bindings"][0]["g"]["value"]
    plain = f"SELECT (STR(COUNT(*)) AS ?label) FROM <{first}> {{ ?s a kg:Article }}"
    assert ask_graphs(reading, plain) == ["1"]
    assert ask_graphs(reading, plain, default_graph_uri=[ACTORS_GRAPH]) == ["0"]


def test_without_a_query_the_endpoint_describes_itself(reading: Running) -> None:
    for place in ("query", "sparql"):
        answer = get(f"{reading.address}/{place}", Accept="text/turtle")
        graph = Graph().parse(data=answer.body, format="turtle")
        sd = "http://www.w3.org/ns/sparql-service-description#"
        endpoint = URIRef(f"{reading.address}/{place}")
        assert (endpoint, URIRef(sd + "endpoint"), endpoint) in graph
        assert list(graph.objects(endpoint, URIRef(sd + "supportedLanguage"))) == [URIRef(sd + "SPARQL11Query")]
        assert len(list(graph.objects(endpoint, URIRef(sd + "resultFormat")))) == 8
    assert get(f"{reading.address}/query", Accept="application/ld+json").kind == "application/ld+json"
    assert get(f"{reading.address}/query", Accept="image/png").status == 406


def test_too_many_rows_are_cut_and_the_answer_says_so(reading: Running) -> None:
    for form in ("json", "csv", "xml", "tsv"):
        answer = asked(reading, "SELECT * { ?s ?p ?o }", format=form)
        assert (answer.status, answer.headers["X-Kgraph-Truncated"]) == (200, "50")
        assert "X-Kgraph-Truncated" not in asked(reading, LABELS, format=form).headers
    told = json.loads(asked(reading, "SELECT * { ?s ?p ?o }").body)
    assert (told["truncated"], len(told["results"]["bindings"])) == (50, 50)
    assert len(list(csv.reader(io.StringIO(asked(reading, "SELECT * { ?s ?p ?o }", "text/csv").text)))) == 51
    assert asked(reading, "CONSTRUCT WHERE { ?s ?p ?o }").headers["X-Kgraph-Truncated"] == "50"


def test_a_query_that_runs_too_long_is_504_and_the_next_one_is_answered(reading: Running) -> None:
    answer = asked(reading, ENDLESS)
    assert answer.status == 504
    assert "ran past 3 s" in answer.text
    assert asked(reading, LABELS).status == 200


@pytest.mark.parametrize(
    "sparql",
    ["SELECT * {" + "{" * 50_000 + "}" * 50_000 + "}", "SELECT (" + "(" * 50_000 + "1" + ")" * 50_000 + " AS ?x) {}"],
)
def test_what_is_nested_too_deep_is_refused_and_harms_nobody(reading: Running, sparql: str) -> None:
    answer = get(f"{reading.address}/query", sparql.encode(), Content_Type="application/sparql-query")
    assert answer.status == 400
    assert asked(reading, LABELS).status == 200


UPDATE = "INSERT DATA { GRAPH <http://a.b/g> { <http://a.b/s> <http://a.b/p> 'new' } }"
COUNT = "SELECT (STR(COUNT(*)) AS ?label) { <http://a.b/s> ?p ?o }"


@pytest.mark.parametrize("place", ["update", "sparql"])
def test_an_update_by_both_forms_of_post_is_seen_by_the_next_query(writing: Running, place: str) -> None:
    address = f"{writing.address}/{place}"
    assert labels(asked(writing, COUNT).text) == ["0"]
    assert get(address, UPDATE.encode(), Content_Type="application/sparql-update", **BEARER).status == 204
    assert labels(asked(writing, COUNT).text) == ["1"]
    body = urlencode({"update": UPDATE.replace("new", "newer")}).encode()
    assert get(address, body, Content_Type=FORM, **BEARER).status == 204
    assert labels(asked(writing, COUNT).text) == ["2"]


@pytest.mark.parametrize(
    ("update", "message"),
    [
        ("INSERT DATA {", "malformed SPARQL"),
        ("SELECT * { ?s ?p ?o }", "malformed SPARQL"),
        ("LOAD <http://localhost/>", "LOAD is not allowed"),
        ("LOAD SILENT <http://localhost/> INTO GRAPH <http://a.b/>", "LOAD is not allowed"),
        ("INSERT DATA {} ; \\u004cOAD <http://localhost/>", "LOAD is not allowed"),
        ("DELETE { ?s ?p ?o } WHERE { FILTER(1<2) };LOAD<http://a.b/#>", "LOAD is not allowed"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE is not allowed"),
    ],
)
def test_an_update_that_cannot_be_is_400_and_changes_nothing(writing: Running, update: str, message: str) -> None:
    answer = get(f"{writing.address}/update", update.encode(), Content_Type="application/sparql-update", **BEARER)
    assert answer.status == 400
    assert message in answer.text


def test_the_graphs_of_an_update_are_written_into_it(writing: Running) -> None:
    for name in ("using-graph-uri", "using-named-graph-uri"):
        body = urlencode({"update": UPDATE, name: "http://a.b/g"}).encode()
        answer = get(f"{writing.address}/update", body, Content_Type=FORM, **BEARER)
        assert (answer.status, "write USING into the update" in answer.text) == (400, True)
    assert labels(asked(writing, COUNT).text) == ["0"]


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer wrong", f"Bearer {TOKEN}x", f"Token {TOKEN}", "Basic !!!", "Basic dTp3cm9uZw=="],
)
def test_without_the_token_nothing_is_changed(writing: Running, authorization: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    for place, method, kind in (
        ("update", "POST", "application/sparql-update"),
        ("store?default", "PUT", "text/turtle"),
    ):
        answer = get(f"{writing.address}/{place}", UPDATE.encode(), method, Content_Type=kind, **headers)
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert labels(asked(writing, COUNT).text) == ["0"]


def test_a_server_that_only_reads_changes_nothing_even_with_a_token(reading: Running) -> None:
    address = f"{reading.address}/store?graph={quote(ACTORS_GRAPH)}"
    for method in ("PUT", "POST", "DELETE"):
        answer = get(address, b"<http://a.b/s> a <http://a.b/c> .", method, Content_Type="text/turtle", **BEARER)
        assert (answer.status, "only reads" in answer.text) == (403, True)
    assert labels(asked(reading, LABELS).text)
