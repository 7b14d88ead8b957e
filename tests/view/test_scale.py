"""Every control, as a person would use it, on the graph of the corpus and on a generated one of 10,000 statements."""

import time

import pytest

from kgraph.view import page
from tests.view.invented_news import world

pytestmark = pytest.mark.browser


def every_control(view, name):
    """Use each control once, and look that something came of it."""
    go = view.page
    total = go.evaluate("kgraph.tally().rows.length")
    go.locator("#name").press_sequentially(name)
    go.press("#name", "Enter")
    assert name in go.inner_text("#panel h2")
    go.click("text=Focus >> nth=0")
    view.settle()
    few = len(view.drawn())
    assert few > 1
    go.click("#trail .crumb >> nth=0")
    for menu in ("act", "kind", "outlet", "type"):
        if go.is_visible(f"#{menu}"):
            go.select_option(f"#{menu}", index=go.locator(f"#{menu} option").count() - 1)
            assert 0 < go.evaluate("kgraph.tally().rows.length") < total, menu
            go.click("#undo")
    for box in go.locator("[name=stances]").all():
        box.uncheck(force=True)
        assert go.evaluate("kgraph.tally().rows.length") < total
        box.check(force=True)
    go.fill("#sure", "90")
    assert go.evaluate("kgraph.tally().rows.length") < total
    go.click("#clear")
    go.focus("#from")
    go.keyboard.press("ArrowRight")
    assert go.evaluate("kgraph.tally().rows.length") < total
    go.keyboard.press("ArrowLeft")
    assert go.evaluate("kgraph.tally().rows.length") == total
    for tool in ("#zoom-in", "#zoom-out", "#fit", "#undo", "#redo", "#theme", "#text-size"):
        go.click(tool)
    go.click("#help-open")
    go.click("#help button")
    for what, kind in (("png", ".png"), ("svg", ".svg"), ("csv", ".csv"), ("gexf", ".gexf")):
        go.click("#save-open")
        with go.expect_download() as saved:
            go.click(f"[data-save={what}]")
        assert saved.value.suggested_filename.endswith(kind)
        assert saved.value.path().stat().st_size > 1000
    go.click("#show-table")
    assert go.locator("#table tbody tr").count() > 100
    go.click("th[data-column=speaker] button")
    go.click("#show-graph")
    view.settle()
    assert view.is_clean()


def test_every_control_works_on_the_graph_of_the_corpus(watch, corpus_page):
    view = watch(corpus_page).ready()
    assert view.page.is_visible("#layers"), "the corpus tells of events"
    every_control(view, "Ilsa Brandvold")
    view.page.check("[name=layers][value=e]", force=True)
    assert any(layer == "e" for layer in view.page.evaluate("kgraph.scene().lines.map((line) => line.layer)"))
    assert view.is_clean()


def test_every_control_works_on_ten_thousand_statements(watch, world_page):
    view = watch(world_page).ready()
    assert "10,000 statements" in view.page.inner_text("#counts")
    every_control(view, "Anna Vell")


def test_ten_thousand_statements_can_all_be_open_and_dragged(watch, world_page):
    view = watch(world_page).ready()
    view.page.click("text=Open all communities")
    view.settle()
    assert len(view.page.evaluate("[...kgraph.scene().marks.keys()]")) > 3000
    at = view.place("Anna Vell")
    view.page.mouse.move(at.x, at.y)
    view.page.mouse.down()
    before, begun = view.page.evaluate("kgraph.frames()"), time.perf_counter()
    for step in range(60):
        view.page.mouse.move(at.x + step, at.y + step / 2)
    drawn, passed = view.page.evaluate("kgraph.frames()") - before, time.perf_counter() - begun
    view.page.mouse.up()
    assert drawn / passed > 8, f"{drawn / passed:.0f} pictures a second"  # 60 on a quiet machine
    view.settle()
    assert view.place("Anna Vell").x == pytest.approx(at.x + 59, abs=2)
    assert view.is_clean()


def test_a_page_of_five_thousand_statements_is_interactive_soon(watch):
    view = watch(page(world(5000, 1500))).ready()
    started = view.page.evaluate("performance.getEntriesByName('kgraph-interactive')[0].startTime")
    assert started < 6000  # milliseconds; 400 on a quiet machine
    assert view.is_clean()
