"""Places are computed beforehand, the same every time, and no label touches another."""

import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.query.network import network
from kgraph.view.layout import LABEL_WIDTH, mark, positions
from tests.view.invented_news import crowd, statements


def graph_of(edges):
    graph = nx.MultiDiGraph()
    for a, b in edges:
        graph.add_edge(str(a), str(b))
    return graph


def marks_of(graph):
    return {
        actor: mark(f"{data.get('label', actor)}", data.get("type", "Person"), 0.3)
        for actor, data in graph.nodes(data=True)
    }


def overlaps(places, marks):
    return [
        (a, b)
        for a, b in combinations(sorted(places), 2)
        if abs(places[a][0] - places[b][0]) < (marks[a].width + marks[b].width) / 2
        and abs(places[a][1] - places[b][1]) < (marks[a].height + marks[b].height) / 2
    ]  # fmt: skip


SHAPES = {
    "nothing": [],
    "a pair": [(0, 1)],
    "one that speaks of itself": [(0, 0)],
    "a star": [(0, leaf) for leaf in range(1, 60)],
    "a chain": [(at, at + 1) for at in range(40)],
    "everybody of everybody": [(a, b) for a in range(25) for b in range(25) if a != b],
    "many pairs": [(2 * at, 2 * at + 1) for at in range(50)],
    "both ways": [(0, 1), (1, 0)],
}


@pytest.mark.parametrize("edges", SHAPES.values(), ids=SHAPES)
def test_no_label_touches_another(edges):
    graph = graph_of(edges)
    marks = marks_of(graph)
    places = positions(graph, marks)
    assert set(places) == set(graph)
    assert overlaps(places, marks) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=60))
def test_no_label_touches_another_in_any_graph(edges):
    graph = graph_of(edges)
    marks = marks_of(graph)
    assert overlaps(positions(graph, marks), marks) == []


def test_a_crowd_finds_room_and_always_the_same():
    graph = network(statements(900, people=crowd(200)))
    marks = marks_of(graph)
    places = positions(graph, marks)
    assert overlaps(places, marks) == []
    assert positions(graph, marks) == places


def test_the_order_of_the_statements_does_not_matter_to_who_stands_near_whom():
    rows = list(statements(80))
    one, other = network(rows), network(rows[::-1])
    assert positions(one, marks_of(one)) == positions(other, marks_of(other))


def test_a_map_is_the_same_whatever_order_python_gives_to_sets():
    script = (
        "import hashlib; from kgraph.view import page; from tests.view.invented_news import world;"
        "print(hashlib.sha256(page(world(900, 700), limit=50).encode()).hexdigest())"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(pages) == 1


def test_persons_gather_round_whom_they_represent():
    graph = graph_of([("x", "home"), ("y", "home"), ("x", "away"), ("y", "away"), ("z", "home"), ("z", "away")])
    graph.nodes["x"]["represents"] = graph.nodes["y"]["represents"] = "home"
    places = positions(graph, marks_of(graph))

    def far(a, b):
        return sum((p - q) ** 2 for p, q in zip(places[a], places[b], strict=True)) ** 0.5

    assert far("x", "home") < far("x", "away")
    assert far("y", "home") < far("y", "away")


def test_only_who_is_asked_for_is_placed():
    graph = graph_of([(0, 1), (1, 2)])
    assert set(positions(graph, {"0": mark("a", "Person", 0)})) == {"0"}


@pytest.mark.parametrize("label", ["", " ", "x" * 500, "a b " * 200, "Ünsal\tÖz\nFoo", "北京" * 30])
def test_a_label_keeps_to_three_short_lines(label):
    found = mark(label, "Person", 1.0)
    assert found.label
    assert len(found.label.split("\n")) <= 3
    assert all(len(line) <= LABEL_WIDTH for line in found.label.split("\n"))


def test_more_is_larger():
    small, large = mark("Norland", "State", 0.1), mark("Norland", "State", 1.0)
    assert small.font < large.font
    assert small.width < large.width
