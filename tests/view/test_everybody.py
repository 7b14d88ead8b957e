"""For everybody: by keyboard, by table, in larger text, on a telephone, for screen readers."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from kgraph.view import page
from tests.view.invented_news import crowd, event, statements, world
from tests.view.quarrel import ROWS

pytestmark = pytest.mark.browser

SIGHTS = {
    "overview": "0",
    "an actor": "kgraph.choose({ actor: 0 })",
    "a line": "kgraph.choose({ line: [...kgraph.tally().ties.keys()][0] })",
    "a focus": "kgraph.expand(0)",
    "the table": "kgraph.change({ view: 'table', layers: ['s', 'e'] })",
    "the help": "document.getElementById('help-open').click()",
    "the menu": "document.querySelector('#save-open').click()",
    "a path": "kgraph.change({ path: [0, 1] })",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_axe_finds_nothing_serious(watch, sight, scheme):
    view = watch(page(statements(120), events=[event("Varania", "Ostrea")]), scheme=scheme).ready()
    view.page.evaluate(f"void ({SIGHTS[sight]})")
    view.settle()
    found = Axe().run(view.page).response["violations"]
    told = [f"{one['impact']}: {one['id']} {[node['target'] for node in one['nodes']][:3]}" for one in found]
    assert told == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_a_telephone_nor_among_communities(watch, scheme):
    view = watch(page(world(900, 500), limit=60), scheme=scheme, width=390, height=800).ready()
    view.page.click("#filter-box summary")
    assert Axe().run(view.page).response["violations"] == []


def test_axe_would_notice(watch):
    view = watch(
        "<!doctype html><html><body><img src='data:,'><p style='color:#bbb;background:#fff'>Pale words on white.</p>"
    )
    assert {"image-alt", "color-contrast", "html-has-lang"} <= {
        one["id"] for one in Axe().run(view.page).response["violations"]
    }


def test_every_control_is_reached_with_the_tab_key_and_shows_that_it_is(watch):
    view = watch(page(statements(60), events=[event("Varania", "Ostrea")])).ready()
    reached, ringed = [], set()
    for _ in range(60):
        view.page.keyboard.press("Tab")
        name, outline = view.page.evaluate(
            """() => { const here = document.activeElement; if (here === document.body) return ["", true];
                const shown = here.closest("label.chip") || here, style = getComputedStyle(shown);
                return [here.id || here.name || here.textContent.trim().slice(0, 30),
                    style.outlineStyle !== "none" || here.type === "range"]; }"""
        )
        if name == "":
            break
        reached.append(name)
        ringed |= {name} if outline else set()
    wanted = [
        "name",
        "show-graph",
        "show-table",
        "text-size",
        "theme",
        "help-open",
        "stances",
        "layers",
        "act",
        "kind",
        "outlet",
        "type",
        "sure",
        "canvas",
        "from",
        "to",
        "since",
        "until",
        "zoom-in",
        "fit",
        "panel",
    ]
    assert [name for name in wanted if name not in reached] == []
    assert set(reached) == ringed


def test_the_graph_is_walked_with_the_arrow_keys_and_says_where_one_is(watch):
    view = watch(page(ROWS)).ready()
    view.page.focus("#canvas")
    view.page.keyboard.press("Home")
    assert view.page.inner_text("#announce") == "person Anna Vell: said 3, about 1"
    heard = set()
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowDown", "ArrowDown"):
        view.page.keyboard.press(key)
        heard.add(view.page.inner_text("#announce"))
    assert len(heard) >= 3
    view.page.keyboard.press("Home")
    view.page.keyboard.press("Enter")
    assert "Anna Vell" in view.page.inner_text("#panel h2")
    view.page.keyboard.press("Escape")
    assert "Overview" in view.panel()


def test_focus_zoom_table_search_and_help_have_keys(watch):
    view = watch(page(ROWS)).ready()
    view.page.focus("#canvas")
    before = view.page.evaluate("kgraph.view.k")
    view.page.keyboard.press("+")
    view.settle()
    assert view.page.evaluate("kgraph.view.k") > before
    view.page.keyboard.press("-")
    view.page.keyboard.press("0")
    view.page.keyboard.press("Home")
    view.page.keyboard.press("f")
    assert "Oda Lindqvår" not in view.drawn()
    view.page.keyboard.press("Escape")
    view.page.keyboard.press("Escape")
    assert "Oda Lindqvår" in view.drawn()
    view.page.keyboard.press("t")
    assert view.page.is_visible("#table")
    view.page.keyboard.press("t")
    view.page.keyboard.press("/")
    assert view.page.evaluate("document.activeElement.id") == "name"
    view.page.keyboard.type("?t+")
    assert view.page.input_value("#name") == "?t+", "keys that are typed are no commands"
    view.page.keyboard.press("Escape")
    view.page.click("h1")
    view.page.keyboard.press("?")
    assert view.page.is_visible("#help")
    view.page.keyboard.press("Escape")
    assert not view.page.is_visible("#help")
    assert view.is_clean()


def test_the_table_has_every_statement_newest_first_and_works_by_keyboard(watch):
    view = watch(page(statements(2500, people=crowd(300)))).ready()
    view.page.focus("#show-table")
    view.page.keyboard.press("Enter")
    while view.page.is_visible("#more-rows"):
        view.page.focus("#more-rows")
        view.page.keyboard.press("Enter")
    days = view.page.evaluate("[...document.querySelectorAll('#table .day')].map((cell) => cell.textContent)")
    assert len(days) == 2500
    assert days == sorted(days, reverse=True)
    view.page.focus("#table tbody tr:first-child button")
    view.page.keyboard.press("Enter")
    assert view.page.inner_text("#panel h2") in view.page.inner_text("#table tbody tr:first-child")
    assert view.is_clean()


@pytest.mark.parametrize("column", ["day", "speaker", "act", "about", "said", "outlet", "article"])
def test_the_table_is_sorted_by_any_column(watch, column):
    view = watch(page(ROWS)).ready()
    view.page.click("#show-table")
    at = ["day", "speaker", "act", "about", "said", "outlet", "article"].index(column)
    cells = f"[...document.querySelectorAll('#table tbody tr')].map((row) => row.cells[{at}].textContent.toLowerCase())"
    view.page.click(f"th[data-column={column}] button")
    first = view.page.get_attribute(f"th[data-column={column}]", "aria-sort")
    one = view.page.evaluate(cells)
    view.page.click(f"th[data-column={column}] button")
    assert {first, view.page.get_attribute(f"th[data-column={column}]", "aria-sort")} == {"ascending", "descending"}
    assert one != view.page.evaluate(cells) or len(set(one)) == 1


def test_the_text_grows_in_page_and_graph(watch):
    view = watch(page(ROWS)).ready()
    size = """[getComputedStyle(document.getElementById('panel')).fontSize,
        [...kgraph.scene().marks.values()].find((m) => m.text).text.size]"""
    small = view.page.evaluate(size)
    view.page.click("#text-size")
    view.page.click("#text-size")
    view.settle()
    large = view.page.evaluate(size)
    assert float(large[0][:-2]) > 1.2 * float(small[0][:-2])
    assert large[1] > 1.2 * small[1]
    for _ in range(3):
        view.page.click("#text-size")
    assert view.page.evaluate("kgraph.state.text") == 1


@pytest.mark.parametrize("width", [320, 390, 820])
def test_on_a_telephone_nothing_sticks_out_and_the_words_come_up_over_the_page(watch, width):
    view = watch(page(ROWS), width=width, height=800, has_touch=True).ready()
    at = view.place("Anna Vell")
    view.page.touchscreen.tap(at.x, at.y)
    view.settle()
    box = view.page.locator("#panel h2").bounding_box()
    assert box["y"] < 700
    wide = view.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    view.page.click("#panel .close")
    view.page.click("#show-table")
    assert view.page.locator("#table tbody tr").count() == 6
    assert view.is_clean()


def test_two_fingers_zoom(watch):
    view = watch(page(ROWS), width=390, height=800, has_touch=True).ready()
    before = view.page.evaluate("kgraph.view.k")
    touch = view.page.context.new_cdp_session(view.page)
    box = view.page.locator("#canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, far in (("touchStart", 30), ("touchMove", 50), ("touchMove", 80), ("touchEnd", 0)):
        points = [{"x": x - far, "y": y, "id": 1}, {"x": x + far, "y": y, "id": 2}] if far else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    view.settle()
    assert view.page.evaluate("kgraph.view.k") > 1.3 * before


def test_a_narrow_window_lays_the_sheet_on_its_side(watch):
    view = watch(page(statements(300)), width=1300, height=700).ready()
    span = """(() => { const all = [...kgraph.scene().marks.values()], of = (key) =>
            Math.max(...all.map((m) => m[key])) - Math.min(...all.map((m) => m[key]));
        return of("x") / of("y"); })()"""
    assert view.page.evaluate(span) > 1
    view.page.set_viewport_size({"width": 780, "height": 1300})
    view.settle()
    assert view.page.evaluate(span) < 1


def test_controls_have_names_for_screen_readers(watch):
    view = watch(page(statements(30), events=[event("Varania", "Ostrea")])).ready()
    tree = json.dumps(view.page.locator("body").aria_snapshot())
    for name in (
        "Find an actor",
        "Undo",
        "Save or share",
        "Size of text",
        "Theme",
        "Help and keys",
        "Zoom in",
        "First time shown",
        "Last day",
        "Sure at least",
        "Graph of who speaks of whom",
    ):
        assert name in tree, name
