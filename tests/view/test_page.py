"""The page in a real Chromium, read as a person would, with the network cut."""

import re

import pytest

from kgraph.view import iframe, page
from tests.view.invented_news import actor, crowd, event, statement, statements, target
from tests.view.quarrel import ROWS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_opens_without_a_request_or_a_complaint(watch, width, scheme):
    view = watch(page(statements(120), title="The strait"), width=width, scheme=scheme).ready()
    assert view.page.inner_text("h1") == "The strait"
    assert "120 statements" in view.page.inner_text("#counts")
    wide = view.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], "nothing may stick out to the side"
    assert view.is_clean()


def test_it_follows_the_colour_scheme_of_the_reader_until_told_otherwise(watch):
    paper = "getComputedStyle(document.body).backgroundColor"
    pixel = "[...document.getElementById('canvas').getContext('2d').getImageData(3, 3, 1, 1).data].join()"
    view = watch(page(ROWS)).ready()
    light = view.page.evaluate(paper), view.page.evaluate(pixel)
    view.page.emulate_media(color_scheme="dark")
    view.settle()
    dark = view.page.evaluate(paper), view.page.evaluate(pixel)
    assert light[0] != dark[0]
    assert light[1] != dark[1]
    view.page.click("#theme")
    assert view.page.evaluate("document.documentElement.dataset.theme") == "light"
    view.settle()
    assert (view.page.evaluate(paper), view.page.evaluate(pixel)) == light
    view.page.click("#theme")
    view.page.click("#theme")
    assert view.page.evaluate(paper) == dark[0]


def test_kinds_have_shapes_of_their_own_and_stances_a_sign_and_a_place_in_the_legend(watch):
    rows = [*ROWS, statement(actor("some fishermen", "Group"), [target("Northern Pact", "positive")], number=9)]
    view = watch(page(rows)).ready()
    kinds = view.page.evaluate("Object.fromEntries([...kgraph.scene().marks.values()].map((m) => [m.label, m.kind]))")
    assert {kinds[name] for name in ("Varania", "Anna Vell", "Northern Pact", "some fishermen")} == {
        "box", "dot", "diamond", "triangle"
    }  # fmt: skip
    legend = view.page.inner_text("#legend")
    for word in ("State", "Person", "Organisation", "Group", "against", "neutral", "for", "speaks for"):
        assert word in legend
    assert "Community" not in legend, "only what is on the sheet is explained"
    svg = view.page.evaluate("kgraph.asSvg()")
    assert svg.count("<circle") > view.page.evaluate("kgraph.scene().marks.size") / 3


def test_more_said_is_a_thicker_line_and_a_larger_mark(watch):
    rows = [statement(actor("Anna Vell"), [target("Varania", "negative")], number=n) for n in range(8)]
    rows += [statement(actor("Oda Lindqvar"), [target("Varania", "negative")], number=9)]
    view = watch(page(rows)).ready()
    many, one = view.page.evaluate("kgraph.scene().lines.sort((a, b) => b.weight - a.weight).map((line) => line.width)")
    assert many > 2 * one
    large, small = view.page.evaluate(
        """['Anna Vell', 'Oda Lindqvar'].map((name) =>
            [...kgraph.scene().marks.values()].find((mark) => mark.label === name).r)"""
    )
    assert large > 1.3 * small


@pytest.mark.parametrize("zoom", [0.4, 1, 2.5])
def test_labels_never_overlap_at_any_zoom(watch, zoom):
    view = watch(page(statements(600, people=crowd(180)))).ready()
    view.page.evaluate("zoom => { kgraph.view.k *= zoom; kgraph.redraw(); }", zoom)
    view.settle()
    boxes = view.page.evaluate(
        """[...kgraph.scene().marks.values()].filter((m) => m.text).map((m) => m.text.box
            || { left: m.sx - m.w / 2, right: m.sx + m.w / 2, top: m.sy - m.h / 2, bottom: m.sy + m.h / 2 })"""
    )
    assert len(boxes) > 10
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = one["left"] >= other["right"] or other["left"] >= one["right"]
            assert apart or one["top"] >= other["bottom"] or other["top"] >= one["bottom"]


def test_the_most_present_are_named_at_first_sight(watch):
    view = watch(page(statements(600, people=crowd(180)))).ready()
    named = view.page.evaluate(
        """[...kgraph.scene().marks.values()].sort((a, b) => b.weight - a.weight).slice(0, 12)
            .filter((mark) => mark.text).length"""
    )
    assert named == 12


def test_a_click_on_a_line_shows_its_statements_newest_first_with_the_exact_words_marked(watch):
    view = watch(page(ROWS)).ready().click("Anna Vell", "Varania")
    assert view.page.locator("#panel mark").all_inner_texts() == ["Varania must answer", "Varania cut the cable"]
    assert "She said Varania cut the cable ⚓." in view.panel()
    for fact in ("Harbour Post", "2031-03-04", "accuse", "direct", "90", "corpus/article-0.txt", "2 negative"):
        assert fact in view.panel()
    assert "we thank Eastmark" not in view.panel()
    assert view.is_clean()


def test_only_web_addresses_are_links_and_they_tell_the_source_nothing(watch):
    view = watch(page(ROWS)).ready().click("Anna Vell", "Varania")
    links = view.page.locator("#panel a")
    assert links.count() == 1
    assert links.get_attribute("href") == "https://news.example/1"
    assert links.get_attribute("rel") == "noopener noreferrer"


def test_a_click_on_an_actor_shows_who_it_is_what_it_said_and_what_is_said_about_it(watch):
    html = page(ROWS, offices={ROWS[0]["speaker"]["id"]: ["foreign minister, Norland"]})
    view = watch(html).ready().click("Anna Vell")
    for fact in (
        "the Norland minister",
        "foreign minister, Norland",
        "Q900000001",
        "we thank Eastmark",
        "he heard Anna Vell",
    ):
        assert fact in view.panel()
    assert re.search(r"what it said \(3\)", view.panel(), re.IGNORECASE)
    assert re.search(r"what is said about it \(1\)", view.panel(), re.IGNORECASE)
    months = view.page.get_attribute("#panel .months", "aria-label")
    assert months == "By month, 2031-03 to 2031-06: said 3, about 1"
    view.page.keyboard.press("Escape")
    assert "Overview" in view.panel()


def test_a_list_of_the_panel_leads_from_actor_to_line_and_on(watch):
    view = watch(page(ROWS)).ready()
    view.page.click("#panel .tie >> nth=0")
    assert view.page.locator("#panel mark").count() == 2
    view.page.click("#panel h2 .actor >> nth=1")
    assert view.page.inner_text("#panel h2").endswith("Varania")
    view.page.click("#panel .close")
    assert "Overview" in view.panel()


def test_who_spoke_of_nobody_in_particular_is_drawn_where_there_is_room_and_counted_where_not(watch):
    small = watch(page(ROWS)).ready()
    assert "Oda Lindqvår" in small.drawn()
    large = watch(page([*statements(400, people=crowd(150)), ROWS[-1]])).ready()
    assert "Oda Lindqvår" not in large.drawn()
    assert re.match(r"Not drawn: \d+ actors? who spoke", large.page.inner_text("#left-out"))


def test_pointing_at_an_actor_lights_its_neighbours_and_tells_its_counts(watch):
    view = watch(page(ROWS)).ready()
    at = view.place("Mirko Dravic")
    view.page.mouse.move(at.x - 3, at.y)
    view.page.mouse.move(at.x, at.y)
    view.settle()
    lit = view.page.evaluate("[...kgraph.lit().ids].map((id) => kgraph.scene().marks.get(id).label)")
    assert set(lit) == {"Mirko Dravic", "Anna Vell"}
    assert view.page.inner_text("#tip") == "Mirko Dravic: said 1, about 0"
    at = view.place("Anna Vell", "Varania")
    view.page.mouse.move(at.x, at.y)
    view.settle()
    assert view.page.inner_text("#tip") == "Anna Vell on Varania: 2 negative"


def test_an_actor_is_dragged_and_stays_there(watch):
    view = watch(page(ROWS)).ready()
    at = view.place("Varania")
    view.page.mouse.move(at.x, at.y)
    view.page.mouse.down()
    view.page.mouse.move(at.x + 40, at.y + 20, steps=4)
    view.page.mouse.up()
    view.settle()
    after = view.place("Varania")
    assert abs(after.x - at.x - 40) < 2
    assert abs(after.y - at.y - 20) < 2
    assert "Overview" in view.panel(), "a drag is no click"
    view.page.select_option("#act", "accuse")
    view.settle()
    assert abs(view.place("Varania").x - after.x) < 2


def test_the_sheet_is_dragged_wheeled_and_shown_whole_again(watch):
    view = watch(page(ROWS)).ready()
    before = view.page.evaluate("({...kgraph.view})")
    box = view.page.locator("#canvas").bounding_box()
    view.page.mouse.move(box["x"] + 30, box["y"] + 30)
    view.page.mouse.down()
    view.page.mouse.move(box["x"] + 90, box["y"] + 60, steps=3)
    view.page.mouse.up()
    view.page.mouse.wheel(0, -300)
    view.settle()
    after = view.page.evaluate("({...kgraph.view})")
    assert after["x"] < before["x"]
    assert after["k"] > before["k"]
    view.page.click("#zoom-out")
    view.page.click("#zoom-in")
    view.page.click("#fit")
    view.settle()
    assert view.page.evaluate("kgraph.view.k") == pytest.approx(before["k"], rel=0.05)


def test_events_are_a_layer_that_can_be_switched_on(watch):
    view = watch(page(ROWS, events=[event("Varania", "Eastmark")])).ready()
    acts = "[...document.getElementById('act').options].map((option) => option.value)"
    assert ("Varania", "Eastmark") not in view.lines()
    assert "sanction" not in view.page.evaluate(acts)
    view.page.check("[name=layers][value=e]", force=True)
    view.settle()
    assert "sanction" in view.page.evaluate(acts)
    assert {("Varania", "Eastmark"), ("Anna Vell", "Varania")} <= view.lines()
    assert "event" in view.page.inner_text("#legend")
    view.click("Varania", "Eastmark")
    assert view.page.inner_text("#panel mark") == "Varania closed its ports to Eastmark"
    assert "sanction" in view.panel()
    view.page.uncheck("[name=layers][value=s]", force=True)
    view.settle()
    assert view.lines() == {("Varania", "Eastmark")}
    assert view.is_clean()


def test_of_those_who_met_each_is_joined_with_the_other_and_nobody_with_itself(watch):
    both = [actor("Varania", "State"), actor("Eastmark", "State")]
    view = watch(page([], events=[event("Varania", "Eastmark", sources=both, targets=both)])).ready()
    view.page.check("[name=layers][value=e]", force=True)
    view.settle()
    assert view.lines() == {("Varania", "Eastmark"), ("Eastmark", "Varania")}


def test_a_page_without_events_has_no_switch(watch):
    view = watch(page(ROWS)).ready()
    assert not view.page.is_visible("#layers")


def test_no_statements_are_no_error(watch):
    view = watch(page([])).ready()
    assert "Nothing under these filters" in view.page.inner_text("#notice")
    view.page.click("#show-table")
    assert view.is_clean()


def test_it_works_inside_the_frame_of_a_notebook(watch):
    view = watch(f"<!doctype html><title>notebook</title><body>{iframe(page(ROWS))}")
    frame = view.page.frame_locator("iframe")
    frame.locator("#show-table").click()
    assert frame.locator("#table tbody tr").count() == 6
    with view.page.expect_download() as saved:
        frame.locator("#save-open").click()
        frame.locator("[data-save=csv]").click()
    assert saved.value.suggested_filename == "kgraph.csv"
    assert not [text for text in view.complaints if "sandbox" not in text]


def test_in_a_frame_that_is_shown_only_later_the_whole_graph_is_seen(browser):
    """As in JupyterLab, which lays an output out before it has a size."""
    html = page(statements(700, people=crowd(150)))
    assert len(html) > 50_000
    view = browser.new_page(viewport={"width": 1000, "height": 700})
    view.set_content(f'<div style="width:0;height:0;overflow:hidden" id="box">{iframe(html)}</div>')
    frame = view.query_selector("iframe").content_frame()
    for _ in range(200):
        if frame.evaluate("Boolean(window.kgraph)"):
            break
        view.wait_for_timeout(50)
    view.evaluate("document.getElementById('box').removeAttribute('style')")
    for _ in range(200):
        if frame.evaluate("kgraph.frames() > 1 || (kgraph.frames() && kgraph.view.w > 300)"):
            break
        view.wait_for_timeout(50)
    view.wait_for_timeout(300)
    places = frame.evaluate("[...kgraph.scene().marks.values()].map((mark) => [mark.sx, mark.sy])")
    assert len(places) > 100
    wide, high = frame.evaluate("[kgraph.view.w, kgraph.view.h]")
    seen = [1 for x, y in places if x is not None and 0 < x < wide and 0 < y < high]
    assert len(seen) > len(places) / 2
    assert not frame.is_visible("[data-save=link]")
    view.close()
