"""The whole graph out, and in again."""

import csv
import gzip
import re
from pathlib import Path
from zipfile import ZipFile

import networkx as nx
import pytest
from rdflib import Graph

from kgraph.errors import StoreError
from kgraph.query import export, load
from kgraph.records import Article, Facts
from kgraph.store import Store, open_store
from tests.conftest import NORLAND, TALVEK, VARANIA, WEISS, Pen, ferry_facts, put


def dumped(store: Store) -> bytes:
    return b"".join(store.dump())


@pytest.mark.parametrize("suffix", [".nq", ".nq.gz", ".trig", ".jsonld"])
def test_what_goes_out_whole_comes_in_whole(store: Store, tmp_path: Path, suffix: str) -> None:
    export(store, tmp_path / f"graph{suffix}")
    with open_store(None) as copy:
        assert load(copy, tmp_path / f"graph{suffix}") > 500
        assert dumped(copy) == dumped(store)
        assert load(copy, tmp_path / f"graph{suffix}") == 0


@pytest.mark.parametrize("suffix", [".ttl", ".nt"])
def test_one_graph_of_everything_can_be_read_by_others(store: Store, tmp_path: Path, suffix: str) -> None:
    export(store, tmp_path / f"graph{suffix}")
    graph = Graph().parse(tmp_path / f"graph{suffix}")
    assert len(graph) == len({line.rsplit(b" ", 2)[0] for line in dumped(store).splitlines()})
    assert not [node for node in graph.all_nodes() if str(node).startswith("_:")]


def test_trig_keeps_one_graph_an_article(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "graph.trig")
    text = (tmp_path / "graph.trig").read_text(encoding="utf-8")
    assert text.count("{") >= 3


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_networks_open_elsewhere(store: Store, tmp_path: Path, suffix: str) -> None:
    export(store, tmp_path / f"graph{suffix}")
    read = nx.read_graphml if suffix == ".graphml" else nx.read_gexf
    graph = read(tmp_path / f"graph{suffix}")
    assert {WEISS.id, TALVEK.id, NORLAND.id, VARANIA.id} <= set(graph.nodes)
    edges = graph.get_edge_data(WEISS.id, VARANIA.id).values() if graph.is_multigraph() else []
    assert {edge["stance"] for edge in edges} <= {"negative"}


def test_a_csv_has_a_line_for_each_statement_and_target(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "graph.csv")
    with (tmp_path / "graph.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 9
    assert {row["speaker"] for row in rows} >= {"Norland; Ostmark", "Anna Weiß"}


def test_nodes_and_edges_are_two_tables(store: Store, tmp_path: Path) -> None:
    tables = []
    for name in ("graph.nodes.csv", "graph.edges.csv"):
        export(store, tmp_path / name)
        with (tmp_path / name).open(encoding="utf-8", newline="") as file:
            tables.append(list(csv.DictReader(file)))
    nodes, edges = tables
    ids = {node["id"] for node in nodes}
    assert {"Anna Weiß", "Norland"} <= {node["label"] for node in nodes}
    assert edges
    assert {edge[end] for edge in edges for end in ("source", "target")} <= ids


def test_brat_spans_are_the_words_of_the_text(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "graph.brat.zip")
    with ZipFile(tmp_path / "graph.brat.zip") as archive:
        names = archive.namelist()
        assert len(names) == 5
        seen = set()
        for name in names:
            if not name.endswith(".ann"):
                continue
            text = archive.read(name.replace(".ann", ".txt")).decode()
            marks = {}
            for line in archive.read(name).decode().splitlines():
                key, what, *rest = line.split("\t")
                marks[key] = what
                if key.startswith("T"):
                    kind, _, places = what.partition(" ")
                    spans = [tuple(map(int, place.split())) for place in places.split(";")]
                    assert " ".join(text[start:end] for start, end in spans) == rest[0]
                    assert "\n" not in rest[0]
                    seen.add((kind, rest[0]))
                if key.startswith("R"):
                    assert all(arg.split(":")[1] in marks for arg in what.split()[1:])
    assert {("Speaker", "Anna Weiß"), ("Cue", "accused"), ("Content", "of cutting a cable")} <= seen
    assert ("Content", '"Varania did it," "and Varania knows it."') in seen


def test_hostile_strings_go_out_in_every_form(tmp_path: Path) -> None:
    article = Article("=cmd|' /C calc'!A0.txt", "=1+1 \x00\x0b\ud800 said: @evil ]]> <script>", title="=HYPERLINK(1)")
    pen = Pen(article)
    statement = pen.statement(
        (pen.resolved(TALVEK, "=1+1"),), "said", ("@evil ]]> <script>",), "direct", "say",
        targets=(pen.target(NORLAND, "\x0b", "neutral"),),
    )  # fmt: skip
    with open_store(None) as store:
        put(store, Facts(article, (statement,)))
        for suffix in (".nq", ".nq.gz", ".trig", ".ttl", ".nt", ".jsonld", ".graphml", ".gexf", ".csv"):
            export(store, tmp_path / f"x{suffix}")
        for suffix in (".nodes.csv", ".edges.csv", ".brat.zip"):
            export(store, tmp_path / f"x{suffix}")
        with ZipFile(tmp_path / "x.brat.zip") as archive:
            assert all(re.fullmatch(r"[\w-]+\.(txt|ann|conf)", name) for name in archive.namelist())
        assert nx.read_graphml(tmp_path / "x.graphml").number_of_edges() == 1
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert not [cell for cell in row.values() if cell.startswith(("=", "@", "+", "-"))]


def test_exports_of_equal_stores_are_equal_bytes(store: Store, tmp_path: Path) -> None:
    for name in ("a.nq.gz", "b.nq.gz"):
        export(store, tmp_path / name)
    assert (tmp_path / "a.nq.gz").read_bytes() == (tmp_path / "b.nq.gz").read_bytes()


@pytest.mark.parametrize("name", ["graph.docx", "graph", "missing/folder/graph.nq"])
def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(store: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        export(store, tmp_path / name)
    assert [path for path in tmp_path.iterdir() if path.name != "store"] == []


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.nq", b"\xff\x00"), ("a.nq.gz", b"no gzip"), ("a.ttl", b"<a> <b"), ("a.exe", b""), ("a.jsonld", b"{")],
)
def test_a_file_that_is_no_rdf_is_refused_and_loads_nothing(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with open_store(None) as store:
        put(store, ferry_facts())
        before = dumped(store)
        with pytest.raises(StoreError, match=name):
            load(store, tmp_path / name)
        assert dumped(store) == before


def test_a_packed_file_of_turtle_loads(tmp_path: Path) -> None:
    (tmp_path / "a.ttl.gz").write_bytes(gzip.compress(b"<http://a.b/s> <http://a.b/p> 1 ."))
    with open_store(None) as store:
        assert load(store, tmp_path / "a.ttl.gz") == 1
