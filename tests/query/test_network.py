"""Statements become a multigraph: an edge for each statement, speaker and target."""

import io

import networkx as nx
import pytest

from kgraph.query.network import UNNAMED, network
from tests.view.invented_news import actor, statement, statements, target

ANNA, MIRKO = actor("Anna Vell"), actor("Mirko Dravic", wikidata="Q1")
NORLAND, VARANIA = target("Norland", "positive"), target("Varania", "negative")

TABLE = [
    ("one speaker, one target", statement(ANNA, [VARANIA]), {("Anna Vell", "Varania", "negative")}),
    (
        "one speaker, two targets",
        statement(ANNA, [VARANIA, NORLAND]),
        {("Anna Vell", "Varania", "negative"), ("Anna Vell", "Norland", "positive")},
    ),
    (
        "a joint source",
        statement(ANNA, [VARANIA], co_speakers=[MIRKO]),
        {("Anna Vell", "Varania", "negative"), ("Mirko Dravic", "Varania", "negative")},
    ),
    ("nobody made out", statement(None, [VARANIA]), {("unnamed source", "Varania", "negative")}),
    ("no target", statement(ANNA, []), set()),
    ("of oneself", statement(ANNA, [{**ANNA, "stance": "positive"}]), {("Anna Vell", "Anna Vell", "positive")}),
    ("a stance that is not one", statement(ANNA, [{**NORLAND, "stance": "?"}]), {("Anna Vell", "Norland", "neutral")}),
    ("the same target twice", statement(ANNA, [VARANIA, NORLAND, VARANIA]), {
        ("Anna Vell", "Varania", "negative"), ("Anna Vell", "Norland", "positive")}),
    ("a speaker who is also a co-speaker", statement(ANNA, [VARANIA], co_speakers=[ANNA]), {
        ("Anna Vell", "Varania", "negative")}),
    ("null lists", statement(ANNA, None, co_speakers=None), set()),
]  # fmt: skip


@pytest.mark.parametrize(("row", "edges"), [case[1:] for case in TABLE], ids=[case[0] for case in TABLE])
def test_an_edge_leads_from_each_speaker_to_each_target(row, edges):
    graph = network([row])
    names = nx.get_node_attributes(graph, "label")
    assert {(names[a], names[b], data["stance"]) for a, b, data in graph.edges(data=True)} == edges
    assert {key for *_, key in graph.edges(keys=True)} <= {row["id"]}


def test_a_node_knows_who_it_is_and_how_much_is_said_by_and_about_it():
    rows = [statement(MIRKO, [VARANIA], number=1), statement(MIRKO, [], number=2), statement(ANNA, [VARANIA], number=3)]
    nodes = network(rows).nodes
    assert nodes[MIRKO["id"]] == {"label": "Mirko Dravic", "type": "Person", "wikidata": "Q1", "said": 2, "about": 0}
    assert nodes[VARANIA["id"]] == {"label": "Varania", "type": "State", "wikidata": "", "said": 0, "about": 2}


def test_a_statement_that_comes_twice_counts_once():
    row = statement(ANNA, [VARANIA])
    graph = network([row, row])
    assert graph.number_of_edges() == 1
    assert graph.nodes[ANNA["id"]]["said"] == 1


def test_an_edge_carries_the_words_and_where_they_stand():
    row = statement(ANNA, [VARANIA], "the strait is ours", act="threaten", url="https://news.example/1")
    (edge,) = (data for *_, data in network([row]).edges(data=True))
    assert edge["content"] == "the strait is ours"
    assert (edge["act"], edge["document"], edge["url"]) == ("threaten", row["document"], "https://news.example/1")
    assert None not in edge.values()


@pytest.mark.parametrize(
    ("speaker", "represents"),
    [
        (actor("Anna Vell", text="the Norland foreign minister, Anna Vell"), ["Norland"]),
        (actor("Anna Vell", text="Anna Vell"), []),
        (actor("Anna Vell", text="the Norlandish minister"), []),
        (actor("Anna Vell", text="the minister", represents=[actor("Varania", "State")["id"]]), ["Varania"]),
        (actor("Anna Vell", represents=["https://elsewhere.example/unknown"]), []),
        (actor("Norland", "State", text="Norland"), []),
    ],
)
def test_a_person_stands_by_whom_its_words_name(speaker, represents):
    graph = network([statement(speaker, [NORLAND, VARANIA])])
    found = graph.nodes[speaker["id"]].get("represents", "").split()
    assert found == [actor(label, "State")["id"] for label in represents]


def test_every_exporter_can_write_the_network():
    graph = network(statements(60))
    for write in (nx.write_graphml, nx.write_gexf):
        out = io.BytesIO()
        write(graph, out)
        assert b"Anna Vell" in out.getvalue()


def test_who_is_not_made_out_is_a_group():
    assert network([statement(None, [])]).nodes[UNNAMED["id"]]["type"] == "Group"


def test_no_statements_make_an_empty_network():
    assert len(network([])) == 0
