"""SPARQL, saved questions, and the forms of their answers."""

import csv
import io
import json
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import Graph

from kgraph.errors import NotFoundError, QueryError, QueryTimeoutError
from kgraph.ontology import Iri, Literal
from kgraph.query import ask, questions, run_question
from kgraph.query.results import Results
from kgraph.store import Rows, Store, open_store
from kgraph.store.answer import from_results_json
from tests.conftest import put, treaty_facts

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
STATEMENT = treaty_facts().statements[1].id
SAMPLES = {"actor": "Norland", "side": "Norland", "iri": STATEMENT, "about": "Varania", "other": "Varania"}
SIDES = {"one": "Varania", "other": "Norland"}
OF_TIES = {"misquotations", "supplies", "meetings", "events-by-month", "claims-of-deeds"}
"""Questions to statements that are tied between articles (tests/consolidate/) and to events (test_events.py)."""
HOSTILE = "<b>\x00\x1b[31m\"'\t\r\n&\u202e]]>"


def sample(name: str) -> dict[str, str]:
    (asked,) = [one for one in questions() if one.name == name]
    needed = [one for one in asked.parameters if one.required]
    return {one.name: SAMPLES.get(one.name, SAMPLES[one.kind]) for one in needed}


def test_there_are_at_least_eight_questions_with_titles_and_typed_parameters() -> None:
    assert len(questions()) >= 8
    kinds = {"actor", "side", "act", "stance", "day", "iri", "text", "number"}
    for one in questions():
        assert one.title[0].isupper()
        assert {parameter.kind for parameter in one.parameters} <= kinds
        assert all(parameter.about for parameter in one.parameters)


@pytest.mark.parametrize("name", sorted({one.name for one in questions()} - OF_TIES))
def test_every_question_answers(store: Store, name: str) -> None:
    results = run_question(store, name, **sample(name))
    assert results.rows, name
    assert all(len(row) == len(results.columns) for row in results.rows_as_text())


@pytest.mark.parametrize("name", [one.name for one in questions()])
def test_every_question_answers_nobody_with_nothing(store: Store, name: str) -> None:
    (asked,) = [one for one in questions() if one.name == name]
    named = [one.name for one in asked.parameters if one.kind in ("actor", "side", "iri")]
    assert not run_question(store, name, **dict.fromkeys(named, "kgr:nobody")).rows


@pytest.mark.parametrize(
    ("name", "params", "column", "expected"),
    [
        ("who-said-about", {"about": "norland", "stance": "positive"}, "who", ["Borin Talvek", "Borin Talvek"]),
        ("who-said-about", {"since": "2022-01-01", "outlet": "varanian herald"}, "who", ["Borin Talvek"]),
        ("who-said-about", {"act": "accuse", "speaker": "weiss", "until": "2021-12-19"}, "date", ["2021-12-19"]),
        ("said-by", {"speaker": "Talvek", "about": "Norland"}, "date", ["2021-12-20", "2022-01-05"]),
        ("top-speakers", {"limit": 2}, "statements", ["2", "2"]),
        ("top-speakers", {"about": "Varania"}, "who", ["Anna Weiß", "Norland"]),
        ("top-targets", {}, "whom", ["Norland", "Varania"]),
        ("top-targets", {"speaker": "Talvek"}, "positive", ["2"]),
        ("accusations-and-denials", SIDES, "act", ["accuse", "accuse", "deny", "accuse"]),
        ("anonymous-sources", {}, "who", ["two officials"]),
        ("offices-held", {"body": "Norland"}, "office", ["foreign minister"]),
        ("state-about-state", {"state": "Norland", "about": "Varania"}, "month", ["2021-12"]),
        ("state-about-state", {"state": "Varania", "about": "Norland"}, "stance", ["positive", "positive"]),
        ("one-outlet-only", {"about": "Varania"}, "who", ["Anna Weiß", "Norland"]),
        ("provenance", {"statement": STATEMENT}, "role", ["speakerMention", "cue", "contentMention"]),
        ("neighbours", {"actor": "Varania"}, "name", ["Anna Weiß", "Norland"]),
        ("stance-over-time", {"speaker": "Talvek", "about": "Norland"}, "month", ["2021-12", "2022-01"]),
        ("stance-over-time", {"speaker": "Talvek", "about": "Norland", "since": "2022-01-01"}, "balance", ["1"]),
        ("events-between", {"source": "Norland"}, "word", ["recall"]),
    ],
)  # fmt: skip
def test_questions_answer_what_they_ask(
    store: Store, name: str, params: dict[str, object], column: str, expected: list[str]
) -> None:
    results = run_question(store, name, **params)
    at = results.columns.index(column)
    assert [row[at].removeprefix("kgr:act/") for row in results.rows_as_text()] == expected


@pytest.mark.parametrize(
    ("name", "params", "error", "message"),
    [
        ("nonsense", {}, NotFoundError, "no saved question is called 'nonsense'; there are: accusations"),
        ("../asking", {}, NotFoundError, "no saved question"),
        ("said-by", {}, QueryError, "said-by needs the parameter speaker"),
        ("said-by", {"speaker": "x", "colour": "red"}, QueryError, "has no parameter colour"),
        ("who-said-about", {"since": "soon"}, QueryError, "is no day"),
        ("who-said-about", {"act": "'"}, QueryError, "is no speech act"),
        ("who-said-about", {"stance": "cross"}, QueryError, "is no stance"),
        ("top-speakers", {"limit": "many"}, QueryError, "is no number"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    store: Store, name: str, params: dict[str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        run_question(store, name, **params)


def test_a_query_that_takes_too_long_ends_with_an_error_and_soon(store: Store) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeoutError, match="ran past 1 s"):
        ask(store, ENDLESS, timeout=1)
    assert time.monotonic() - began < 20


def test_a_time_limit_gives_the_same_answers(store: Store) -> None:
    for sparql in ("SELECT ?l { ?a skos:prefLabel ?l } ORDER BY ?l", "ASK { ?a a kg:State }"):
        assert ask(store, sparql, timeout=60).answer == ask(store, sparql).answer
    built = [ask(store, "CONSTRUCT { ?a rdfs:label ?l } { ?a skos:prefLabel ?l }", timeout=t).rows for t in (None, 60)]
    assert sorted(built[0]) == sorted(built[1])  # type: ignore[type-var]


def test_a_time_limit_holds_for_a_store_that_is_being_written(tmp_path: Path) -> None:
    for where in (None, tmp_path / "store"):
        with open_store(where, create=True, read_only=False) as store:
            put(store, treaty_facts())
            assert ask(store, "ASK { ?a a kg:Article }", timeout=60).answer is True
            with pytest.raises(QueryError, match="malformed"):
                ask(store, "ASK {", timeout=60)


def test_a_limit_says_that_there_was_more(store: Store) -> None:
    answer = ask(store, "SELECT ?l { ?a skos:prefLabel ?l }", limit=2).answer
    assert isinstance(answer, Rows)
    assert (len(answer.rows), answer.truncated) == (2, True)


def test_parameters_are_terms(store: Store) -> None:
    found = ask(store, "SELECT ?a { ?a skos:prefLabel ?name }", {"name": Literal("Norland' } #")})
    assert found.rows == ()
    with pytest.raises(QueryError, match="is no name of a variable"):
        ask(store, "SELECT ?a { ?a ?b ?c }", {"a } #": Literal("x")})


ODD = Results(
    Rows(
        ("x", "y"),
        (
            (Literal(HOSTILE), Iri("http://a.b/c?d&e")),
            (Literal("3", Iri("http://www.w3.org/2001/XMLSchema#integer")), None),
            (Literal("chat", None, "fr"), Iri("_:b0")),
        ),
    )
)


def test_json_comes_back_as_it_was() -> None:
    assert from_results_json(ODD.serialize("json").encode()) == ODD.answer
    assert json.loads(Results(True).serialize("json")) == {"head": {}, "boolean": True}


def test_a_cut_off_answer_is_an_error() -> None:
    with pytest.raises(QueryError, match="cut off"):
        from_results_json(ODD.serialize("json").encode()[:-20])


def test_csv_and_tsv_and_xml_can_be_read_by_others() -> None:
    rows = list(csv.reader(io.StringIO(ODD.serialize("csv"), newline="")))
    assert rows[0] == ["x", "y"]
    assert rows[1] == [HOSTILE, "http://a.b/c?d&e"]
    lines = ODD.serialize("tsv").split("\n")
    assert lines[0] == "?x\t?y"
    assert lines[2] == '"3"^^<http://www.w3.org/2001/XMLSchema#integer>\t'
    assert all(line.count("\t") == 1 for line in lines[:-1])
    tree = ElementTree.fromstring(ODD.serialize("xml"))
    texts = [element.text for element in tree.iter() if element.tag.endswith(("literal", "uri", "bnode"))]
    assert texts[1:] == ["http://a.b/c?d&e", "3", "chat", "b0"]
    assert "\x1b" not in (texts[0] or "")


def test_graphs_are_written_as_turtle_and_ntriples(store: Store) -> None:
    results = ask(store, "CONSTRUCT { ?a skos:prefLabel ?l } WHERE { ?a skos:prefLabel ?l }")
    for form, name in (("ttl", "turtle"), ("nt", "nt")):
        assert len(Graph().parse(data=results.serialize(form), format=name)) == 7
    assert results.columns == ("subject", "predicate", "object")


@pytest.mark.parametrize(
    ("sparql", "form"), [("SELECT * { ?s ?p ?o }", "ttl"), ("CONSTRUCT WHERE { ?s ?p ?o }", "csv"), ("ASK {}", "x")]
)
def test_a_form_that_cannot_hold_the_answer_is_refused(store: Store, sparql: str, form: str) -> None:
    with pytest.raises(QueryError, match="cannot be written as"):
        ask(store, sparql).serialize(form)


def test_a_table_is_one_line_a_row(store: Store) -> None:
    text = ask(store, "SELECT ?t { ?a kg:text ?t }").serialize("table")
    assert text.count("\n") == 3
