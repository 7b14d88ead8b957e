"""What can be taken away from the page: pictures, tables, graphs, links and citations."""

import csv
import io
import json
from xml.etree import ElementTree

import networkx as nx
import pytest

from kgraph.view import page
from tests.view.invented_news import actor, event, statement, statements, target
from tests.view.quarrel import ROWS

pytestmark = pytest.mark.browser


def saved(view, what):
    view.page.click("#save-open")
    with view.page.expect_download() as download:
        view.page.click(f"[data-save={what}]")
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_the_picture_as_png_is_the_window_twice_as_fine(watch):
    view = watch(page(ROWS)).ready()
    name, data = saved(view, "png")
    assert name == "kgraph.png"
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    assert [width, height] == view.page.evaluate("[2 * kgraph.view.w, 2 * kgraph.view.h]")
    assert len(data) > 10_000, "it is not empty"


def test_the_picture_as_svg_has_every_name_and_line_and_runs_nothing(watch):
    rows = [*ROWS, statement(actor("<script>x</script> & \0"), [target("Varania", "negative")], number=8)]
    view = watch(page(rows)).ready()
    name, data = saved(view, "svg")
    assert name == "kgraph.svg"
    root = ElementTree.fromstring(data)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "rect", "circle", "path", "polygon", "text", "tspan"}
    words = " ".join("".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text"))
    for label in ("Anna Vell", "Varania", "Eastmark", "Northern Pact", "<script>x"):
        assert label in words
    assert view.is_clean()


def test_the_rows_as_csv_are_those_under_the_filters_and_no_cell_is_a_formula(watch):
    rows = [*ROWS, statement(actor("=1+1"), [target("Varania")], '@sum("x"),\nand more', number=8, act="=cmd")]
    view = watch(page(rows)).ready()
    name, data = saved(view, "csv")
    assert name == "kgraph.csv"
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(lines) == 7
    first = next(line for line in lines if line["content"] == "Varania cut the cable")
    assert first["speaker"] == "Anna Vell"
    assert first["speaker_id"] == ROWS[0]["speaker"]["id"]
    assert (first["stance"], first["date"], first["url"]) == ("negative", "2031-03-04", "https://news.example/1")
    assert first["id"] == ROWS[0]["id"]
    assert not [cell for line in lines for cell in line.values() if cell[:1] in tuple("=@+-")]
    assert '\'@sum("x"),\nand more' in [line["content"] for line in lines]
    view.page.select_option("#act", "praise")
    assert [line["content"] for line in csv.DictReader(io.StringIO(saved(view, "csv")[1].decode("utf-8-sig")))] == [
        "we thank Eastmark"
    ]


def test_the_graph_as_gexf_opens_in_networkx(watch):
    rows = [*ROWS, statement(actor('A "quoted" <name> \x01'), [target("Varania", "negative")], number=8)]
    view = watch(page(rows, events=[event("Varania", "Eastmark")])).ready()
    view.page.check("[name=layers][value=e]", force=True)
    name, data = saved(view, "gexf")
    assert name == "kgraph.gexf"
    graph = nx.read_gexf(io.BytesIO(data))
    labels = nx.get_node_attributes(graph, "label")
    found = {(labels[a], labels[b]): edge for a, b, edge in graph.edges(data=True)}
    assert found["Anna Vell", "Varania"]["weight"] == 2
    assert found["Anna Vell", "Varania"]["negative"] == 2
    assert found["Varania", "Eastmark"]["layer"] == "event"
    assert any(label.startswith('A "quoted" <name>') for label in labels.values())


def test_the_graph_of_a_focus_is_the_focus(watch):
    view = watch(page(ROWS)).ready().double_click("Varania")
    graph = nx.read_gexf(io.BytesIO(saved(view, "gexf")[1]))
    assert set(nx.get_node_attributes(graph, "label").values()) == {"Anna Vell", "Varania"}


def test_a_statement_is_cited_with_its_words_source_and_address(watch):
    view = watch(page(ROWS), permissions=["clipboard-read", "clipboard-write"]).ready().click("Anna Vell", "Varania")
    view.page.click("#panel .card >> nth=1 >> .cite button")
    text = view.page.input_value("#panel .cite textarea")
    for part in (
        "Anna Vell",
        "accuse",
        "“Varania cut the cable”",
        "“Day 0 at the strait”",
        "Harbour Post",
        "https://news.example/1",
        ROWS[0]["id"],
    ):
        assert part in text
    assert view.page.inner_text("#toast") == "The citation is copied."
    assert view.page.evaluate("navigator.clipboard.readText()") == text
    view.page.click("#panel .card >> nth=1 >> .cite button >> nth=0")
    assert view.page.locator("#panel .cite textarea").count() == 0
    assert view.is_clean()


def test_a_link_to_the_view_is_copied(watch):
    view = watch(page(ROWS), permissions=["clipboard-read", "clipboard-write"]).ready().click("Anna Vell")
    view.page.click("#save-open")
    view.page.click("[data-save=link]")
    view.settle()
    copied = view.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(view.address + "#")
    other = watch(page(ROWS), hash_="#" + copied.split("#")[1]).ready()
    assert "Anna Vell" in other.page.inner_text("#panel h2")


def test_the_menu_closes_when_one_looks_elsewhere(watch):
    view = watch(page(statements(30))).ready()
    view.page.click("#save-open")
    assert view.page.is_visible("[data-save=png]")
    view.page.click("h1")
    assert not view.page.is_visible("[data-save=png]")


def test_what_is_taken_from_json_is_what_was_put_in(watch):
    """The data of the page are the statements, whole: nobody has to ask the graph again."""
    rows = list(statements(40))
    data = (
        watch(page(rows))
        .ready()
        .page.evaluate("kgraph.data.statements.map((row) => row[9].filter((_, at) => at % 2).join(' … '))")
    )
    assert json.dumps(sorted(data)) == json.dumps(sorted(row["content"][0]["text"] for row in rows))
