"""The graph in Python."""

import sys
import types
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kgraph import api
from kgraph.errors import QueryError, StoreError
from kgraph.store import open_store
from tests.conftest import NORLAND, OSTMARK, TALVEK, VARANIA, WEISS, ferry_facts, put, treaty_facts
from tests.deeds import deed_facts


@pytest.fixture
def graph(store_dir: Path) -> api.Graph:
    return api.open(store_dir)


def test_statements_are_a_readable_frame(graph: api.Graph) -> None:
    frame = graph.statements()
    assert tuple(frame.columns) == api.COLUMNS
    assert len(frame) == 8
    assert frame["speaker"].iloc[-1] == "Norland, Ostmark"
    assert frame["date"].min() == pd.Timestamp("2021-12-19")
    assert pd.isna(frame["date"].iloc[-1])
    assert frame["content"].iloc[0] == '"Varania did it," ... "and Varania knows it."'


def test_statements_are_filtered(graph: api.Graph) -> None:
    assert list(graph.statements(about="Norland", stance="positive")["speaker"]) == ["Borin Talvek"] * 2
    assert graph.statements(speaker="nobody").empty
    assert tuple(graph.statements(speaker="nobody").columns) == api.COLUMNS


def test_a_query_gives_python_values(graph: api.Graph) -> None:
    frame = graph.query(
        """SELECT ?s ?confidence ?date (1 AS ?one) (true AS ?yes) WHERE {
        ?s a kg:Statement ; kg:confidence ?confidence ; kg:date ?date ; kg:content ?what }""",
        what="of cutting a cable",
    )
    (row,) = frame.to_dict("records")
    assert (row["confidence"], row["date"], row["one"], row["yes"]) == (0.93, pd.Timestamp("2021-12-20"), 1, True)
    assert graph.query("ASK { ?a a kg:State }")["answer"].tolist() == ["yes"]
    assert graph.query("SELECT ?a { ?a skos:prefLabel ?n }", n=["Norland", "Varania"]).shape == (2, 1)


def test_a_query_may_only_read(graph: api.Graph) -> None:
    with pytest.raises(QueryError):
        graph.query("CLEAR ALL")


def test_saved_questions_are_listed_and_asked(graph: api.Graph) -> None:
    assert "who-said-about" in set(graph.questions["name"])
    assert graph.ask("top-targets")["statements"].tolist() == [3, 3]


def test_the_network_has_an_edge_for_each_statement_speaker_and_target(graph: api.Graph) -> None:
    network = graph.network()
    assert {WEISS.id, TALVEK.id, NORLAND.id, VARANIA.id} <= set(network.nodes)
    assert network.nodes[NORLAND.id]["label"] == "Norland"
    assert network.nodes[NORLAND.id]["type"] == "State"
    edges = network.get_edge_data(WEISS.id, VARANIA.id)
    assert set(edges) == {treaty_facts().statements[1].id, treaty_facts().statements[2].id}
    assert {edge["stance"] for edge in edges.values()} == {"negative"}
    assert {"act", "date", "document", "content"} <= set(next(iter(edges.values())))


def test_a_graph_does_not_keep_a_builder_out(graph: api.Graph, store_dir: Path) -> None:
    graph.statements()
    with open_store(store_dir, read_only=False) as store:
        store.remove_article(ferry_facts().article.id)
    assert len(graph.statements()) == 6


def test_the_rdflib_dataset_is_held_until_close(graph: api.Graph, store_dir: Path) -> None:
    with graph:
        assert len(list(graph.rdf.graphs())) >= 3
    open_store(store_dir, read_only=False).close()


def test_a_graph_in_memory_is_the_store_that_was_given() -> None:
    with open_store(None) as store:
        put(store, treaty_facts())
        graph = api.open(store)
        graph.close()
        assert len(graph.statements()) == 6
        assert repr(graph) == "<kgraph.Graph of 1 articles in memory>"
    assert len(api.open(None).statements()) == 0


def test_a_wrong_name_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store is there"):
        api.open(tmp_path / "nothing")


def test_the_viewer_gets_the_statements_with_their_sentences(graph: api.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def page(statements: list[dict[str, Any]], **options: Any) -> str:
        seen.update(options, statements=statements)
        return "<html>"

    fake = types.ModuleType("kgraph.view")
    fake.page, fake.iframe, fake.CAP = page, lambda html, still: f"[{html}]", 100  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "kgraph.view", fake)
    assert graph.view(title="T", about="Varania")._repr_html_() == "[<html>]"
    assert seen["title"] == "T"
    assert len(seen["statements"]) == 3
    assert "sentence" in seen["statements"][0]
    assert {"events", "offices"} <= set(seen)
    assert graph._repr_html_() == "[<html>]"


def test_a_build_opens_what_it_built(store_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []
    fake = types.ModuleType("kgraph.building")
    fake.build = lambda paths, store, **options: calls.append((paths, store, options)) or "report"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "kgraph.building", fake)
    graph = api.build("corpus", store_dir, jobs=2)
    assert calls == [(["corpus"], store_dir, {"jobs": 2})]
    assert graph.report == "report"
    assert len(graph.statements()) == 8


def test_events_and_relations_are_frames_and_a_layer_of_the_network(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", create=True, read_only=False) as store:
        put(store, deed_facts())
        store.merge_actors([OSTMARK])
    graph = api.open(tmp_path / "store")
    events, relations = graph.events(), graph.relations(kind="member_of")
    assert tuple(events.columns) == api.EVENT_COLUMNS
    assert events[["source", "class", "target", "items", "reports"]].to_numpy().tolist() == [
        ["Norland", "AID", "Varania", "six cannon", 1]
    ]
    assert graph.events(event_class="assault").empty
    assert tuple(relations.columns) == api.RELATION_COLUMNS
    assert relations[["source", "target", "known_by"]].to_numpy().tolist() == [
        ["Norland", "Ostmark", "register"],
        ["Norland", "Varania", "article"],
    ]
    network = graph.network(layer="events")
    ((_, _, data),) = network.edges(data=True)
    assert (data["class"], data["polarity"], network.nodes[NORLAND.id]["did"]) == ("AID", "positive", 1)
    with pytest.raises(QueryError, match="layer"):
        graph.network(layer="moods")
    assert len(graph.view().events) == 1
    assert graph.view(act="say").events == []


def test_words_are_found_as_a_frame(graph: api.Graph) -> None:
    frame = graph.search("envoy")
    assert tuple(frame.columns) == api.FOUND
    assert sorted(frame["kind"]) == ["article", "statement"]
    assert list(graph.search("envoy", kind="statement")["speaker"]) == ["two officials"]
    assert len(graph.search("envoy OR charge", kind="statement", syntax=True)) == 2
    assert graph.search("nowhere").empty


def test_a_cut_frame_warns(graph: api.Graph) -> None:
    labels = "SELECT ?l { ?a skos:prefLabel ?l }"
    with pytest.warns(UserWarning, match="only the first 2 rows"):
        frame = graph.query(labels, limit=2)
    assert frame.attrs["truncated"]
    assert len(graph.query(labels, limit=7)) == 7
