"""Words inside SPARQL."""

import pytest

from kgraph.errors import QueryError
from kgraph.ontology import Iri, Literal
from kgraph.query import ask, matching
from kgraph.store import Store
from tests.conftest import ferry_facts, treaty_facts

ENVOY = treaty_facts().statements[5].id
FERRY = ferry_facts().statements[0].id


@pytest.mark.parametrize(
    ("sparql", "found"),
    [
        ('SELECT ?s { ?s kg:textMatch "envoy" . ?s a kg:Statement }', [ENVOY]),
        ('SELECT ?s { ?s kg:textMatch "envoy" ; a kg:Statement }', [ENVOY]),
        ('SELECT ?s { ?s a kg:Statement ; kg:textMatch "envoy" }', [ENVOY]),
        ('SELECT ?s { ?s a kg:Statement ; kg:textMatch "envoy" ; kg:speaker ?who . ?who a kg:Group }', [ENVOY]),
        ('SELECT ?s { ?s kg:confidence 0.93 ; a kg:Statement ; kg:textMatch "envoy" . }', [ENVOY]),
        ('SELECT ?s { ?s kg:kind "indirect", "indirect" ; kg:textMatch \'ENVOY\' ; a kg:Statement . }', [ENVOY]),
        ('SELECT ?s { { ?s kg:textMatch """envoy""" } UNION { ?s kg:textMatch "crew" } ?s kg:act ?a }', [ENVOY, FERRY]),
        ('SELECT ?s { GRAPH ?g { ?s a kg:Statement ; kg:textMatch "crew" } }', [FERRY]),
        ('SELECT ?s { ?s a kg:Statement FILTER EXISTS { ?s kg:textMatch "crew" } }', [FERRY]),
        ('SELECT ?s { ?s a kg:Statement FILTER NOT EXISTS { ?s kg:textMatch "norland" } } LIMIT 0', []),
        ('SELECT ?s { ?s a kg:Statement ; kg:textMatch "\\u0065nvoy" }', [ENVOY]),
        ('SELECT ?s { ?s a kg:Statement ; <https://w3id.org/kgraph/ontology#textMatch> "envoy" }', [ENVOY]),
        ('SELECT ?s { ?s a kg:Statement ; kg:textMatch "envoy\\" } # OR NOT" }', []),
        ('SELECT ?s { ?s kg:textMatch "envoy" . ?s kg:textMatch "norland" . ?s a kg:Statement }', [ENVOY]),
        ("SELECT ?s { ?s a kg:Statement ; kg:textMatch ?w }", [ENVOY]),
        ("SELECT ?s { ?s kg:content 'kg:textMatch' }", []),
    ],
)  # fmt: skip
def test_words_are_found_wherever_a_pattern_may_stand(store: Store, sparql: str, found: list[str]) -> None:
    rows = ask(store, sparql, {"w": Literal("envoy")}).rows
    assert sorted(str(row[0]) for row in rows) == sorted(found)


def test_articles_are_found_too(store: Store) -> None:
    rows = ask(store, 'SELECT ?d { ?a kg:textMatch "ferry crew" ; kg:document ?d }').rows
    assert rows == ((Literal("news/ferry.txt"),),)


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ('SELECT ?s { <http://a.b/c> kg:textMatch "x" }', "between a variable and words"),
        ("SELECT ?s { ?s kg:textMatch ?what }", "needs a parameter what"),
        ("SELECT ?s { ?s kg:textMatch ?iri }", "needs a parameter iri"),
        ("SELECT ?s { ?s kg:textMatch 5 }", "takes words in quotes"),
        ('SELECT ?s { ?s kg:textMatch "x"@en }', "one plain string"),
        ('SELECT ?s { ?s kg:textMatch "x"^^xsd:string }', "one plain string"),
        ('SELECT ?s { ?s kg:textMatch "x", "y" }', "one plain string"),
        ('SELECT ?s { ?s kg:textMatch "..." }', "holds no word"),
        ("SELECT ?s { ?s kg:textMatch", "between a variable and words"),
        ("SELECT ?s { ?s kg:textMatch }", "takes words in quotes"),
        ("ASK kg:textMatch 'x'", "between a variable and words|group of patterns"),
    ],
)
def test_what_is_no_such_pattern_is_refused(store: Store, sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ask(store, sparql, {"iri": Iri("http://a.b/c")})


def test_too_many_hits_are_refused_and_not_cut(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "MOST", 2)
    with pytest.raises(QueryError, match="more than 2"):
        ask(store, 'SELECT ?s { ?s kg:textMatch "norland" }')


def test_it_holds_with_a_time_limit(store: Store) -> None:
    assert len(ask(store, 'SELECT ?s { ?s a kg:Statement ; kg:textMatch "envoy" }', timeout=60).rows) == 1
