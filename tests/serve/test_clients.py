"""Clients that nobody here wrote: SPARQLWrapper, rdflib's SPARQL stores, pandas, curl; and our own remote store."""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kgraph.store import open_store
from tests.conftest import ferry_facts, put
from tests.serve.serving import TOKEN, Running

LABELS = "SELECT ?label { ?actor a kg:State ; skos:prefLabel ?label } ORDER BY ?label"
STATES = ["Norland", "Ostmark", "Varania"]


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_asks_in_every_form(reading: Running, method: str) -> None:
    client = SPARQLWrapper(f"{reading.address}/query")
    client.setMethod(method)
    client.setQuery(LABELS)
    client.setReturnFormat(JSON)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert [row["label"]["value"] for row in rows] == STATES
    client.setReturnFormat(XML)
    texts = [node.firstChild.data for node in client.queryAndConvert().getElementsByTagName("literal")]
    assert texts == STATES
    client.setReturnFormat(CSV)
    assert client.queryAndConvert().decode().split() == ["label", *STATES]
    client.setQuery("CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s a kg:State ; skos:prefLabel ?l }")
    client.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=client.queryAndConvert(), format="turtle")) == 3
    client.setReturnFormat(JSON)
    client.setQuery("SELECT {")
    with pytest.raises(QueryBadFormed, match="malformed SPARQL"):
        client.query()


def test_sparqlwrapper_updates_with_the_token_as_password(writing: Running) -> None:
    client = SPARQLWrapper(f"{writing.address}/query", f"{writing.address}/update")
    client.setMethod(POST)
    client.setCredentials("anyone", TOKEN)
    client.setQuery("INSERT DATA { GRAPH <http://a.b/g> { <http://a.b/s> <http://a.b/p> 1 } }")
    assert client.query().response.status == 204
    client.setReturnFormat(JSON)
    client.setQuery("ASK { <http://a.b/s> <http://a.b/p> 1 }")
    assert client.queryAndConvert()["boolean"] is True


def test_rdflib_reads_through_its_sparql_store(reading: Running) -> None:
    graph = Graph(SPARQLStore(f"{reading.address}/query"))
    assert [str(row.label) for row in graph.query(LABELS)] == STATES
    kind = URIRef("https://w3id.org/kgraph/ontology#State")
    assert len(set(graph.subjects(URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), kind))) == 3


def test_rdflib_writes_through_its_sparql_store(writing: Running) -> None:
    store = SPARQLUpdateStore(f"{writing.address}/query", f"{writing.address}/update", auth=("anyone", TOKEN))
    graph = Graph(store, URIRef("http://a.b/g"))
    graph.add((URIRef("http://a.b/s"), URIRef("http://a.b/p"), Literal("ß")))
    assert [str(value) for value in graph.objects(URIRef("http://a.b/s"))] == ["ß"]
    graph.remove((None, None, None))
    assert len(graph) == 0


def test_pandas_reads_csv_and_json_from_an_address(reading: Running) -> None:
    frame = pd.read_csv(f"{reading.address}/query?{urlencode({'query': LABELS, 'format': 'csv'})}")
    assert frame["label"].tolist() == STATES
    frame = pd.read_csv(
        f"{reading.address}/query?{urlencode({'query': LABELS})}", storage_options={"Accept": "text/csv"}
    )
    assert frame["label"].tolist() == STATES
    said = pd.read_csv(f"{reading.address}/questions/said-by?speaker=Talvek&format=csv")
    assert said["what"].tolist() == ['"We respect Norland,"', "Norland's ferry crew"]


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")
def test_curl_asks_and_writes(writing: Running, tmp_path: Path) -> None:
    def curl(*options: str) -> str:
        command = ["curl", "--silent", "--show-error", "--fail-with-body", *options]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    query, store = f"{writing.address}/query", f"{writing.address}/store"
    assert curl(query, "--data-urlencode", f"query={LABELS}", "-H", "Accept: text/csv").split() == ["label", *STATES]
    file = tmp_path / "new.ttl"
    file.write_text("<http://a.b/s> <http://a.b/p> 'new' .")
    token = ["-H", f"Authorization: Bearer {TOKEN}"]
    curl("-T", str(file), "-H", "Content-Type: text/turtle", *token, f"{store}?graph=http://a.b/g")
    assert "new" in curl(f"{store}?graph=http://a.b/g")
    curl("-X", "DELETE", *token, f"{store}?graph=http://a.b/g")
    large = tmp_path / "large"
    large.write_bytes(b"#" * 3_000_000)
    command = ["curl", "-s", "-w", "%{http_code}", "--data-binary", f"@{large}"]
    command += ["-H", "Content-Type: application/sparql-query", query]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.stdout.endswith("413"), done


def test_our_own_remote_store_builds_through_it(writing: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_TOKEN", TOKEN)
    with open_store(writing.address, read_only=False) as store:
        before = store.articles()
        put(store, ferry_facts("news/another.txt"))
        assert store.articles() == before
        store.remove_article(ferry_facts().article.id)
        assert len(store.articles()) == len(before) - 1
        put(store, ferry_facts())
        assert store.articles() == before
