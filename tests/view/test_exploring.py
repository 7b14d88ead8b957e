"""Searching, filtering, focusing, finding paths, opening communities, undoing, and sharing what one sees."""

import re
from urllib.parse import unquote

import pytest

from kgraph.view import page
from tests.view.invented_news import actor, crowd, statement, statements, target, world
from tests.view.quarrel import ROWS

pytestmark = pytest.mark.browser


def rows_of_table(view):
    view.page.click("#show-table")
    view.settle()
    return view.page.locator("#table tbody tr").all_inner_texts()


def options(view):
    return view.page.locator("#names li .told").all_inner_texts()


def test_the_search_completes_and_neither_case_nor_accents_matter(watch):
    view = watch(page(ROWS)).ready()
    view.page.locator("#name").press_sequentially("lindqvar")
    assert options(view) == ["Oda Lindqvår"]
    view.page.press("#name", "Enter")
    assert "Oda Lindqvår" in view.page.inner_text("#panel h2")
    assert "it is cold" in view.panel()
    assert view.is_clean()


def test_an_offer_is_taken_with_the_arrows_or_with_a_click(watch):
    view = watch(page(ROWS)).ready()
    view.page.fill("#name", "a")
    names = options(view)
    assert len(names) >= 4
    view.page.press("#name", "ArrowDown")
    view.page.press("#name", "ArrowDown")
    active = view.page.get_attribute("#name", "aria-activedescendant")
    assert view.page.get_attribute(f"#{active}", "aria-selected") == "true"
    view.page.press("#name", "Enter")
    assert view.page.inner_text("#panel h2").endswith(names[1])
    view.page.fill("#name", "east")
    view.page.click("#names li")
    assert view.page.inner_text("#panel h2").endswith("Eastmark")
    view.page.fill("#name", "east")
    view.page.press("#name", "Escape")
    assert view.page.input_value("#name") == ""


def test_an_actor_is_found_by_the_words_by_which_the_articles_name_it(watch):
    view = watch(page(ROWS)).ready()
    view.page.fill("#name", "norland minister")
    assert options(view) == ["Anna Vell"]


def test_a_name_that_nobody_has_is_told(watch):
    view = watch(page(ROWS)).ready()
    view.page.fill("#name", "Nobody <b>at all</b>")
    view.page.press("#name", "Enter")
    assert view.page.inner_text("#toast") == "No actor is called “Nobody <b>at all</b>”."


def test_two_actors_of_one_name_are_told_apart(watch):
    rows = [statement(actor("Norland"), [target("Norland", kind="State")], number=1)]
    view = watch(page(rows)).ready()
    view.page.fill("#name", "norland")
    assert sorted(options(view)) == ["Norland (person)", "Norland (state)"]


FILTERS = [
    ("act", lambda p: p.select_option("#act", "accuse"), {"Varania cut the cable"}),
    ("outlet", lambda p: p.select_option("#outlet", "Varan Wire"), {"Varania must answer"}),
    ("wording", lambda p: p.select_option("#kind", "indirect"), {"he heard Anna Vell"}),
    ("type", lambda p: p.select_option("#type", "Organization"), {"ships were seen"}),
    ("confidence", lambda p: p.fill("#sure", "60"),
     {*(row["content"][0]["text"] for row in ROWS)} - {"Varania must answer"}),
    (
        "stance",
        lambda p: [p.uncheck(f"[name=stances][value='{s}']", force=True) for s in (-1, 0)],
        {"we thank Eastmark"},
    ),
    ("since", lambda p: p.fill("#since", "2031-04-01"), {"we thank Eastmark", "Varania must answer"}),
    ("until", lambda p: p.fill("#until", "2031-03-01"), {"he heard Anna Vell", "it is cold"}),
]  # fmt: skip


@pytest.mark.parametrize(("narrow", "left"), [case[1:] for case in FILTERS], ids=[case[0] for case in FILTERS])
def test_a_filter_leaves_what_it_says_in_graph_table_and_address_and_is_undone(watch, narrow, left):
    view = watch(page(ROWS)).ready()
    narrow(view.page)
    view.settle()
    named = {
        (row["speaker"] or {"label": "unnamed source"})["label"]
        for row in ROWS
        if row["content"][0]["text"] in left and row["targets"]
    }
    assert {speaker for speaker, _ in view.lines()} == named
    texts = rows_of_table(view)
    assert {words for words in (row["content"][0]["text"] for row in ROWS) if any(words in t for t in texts)} == left
    assert f"{len(left)} of 6 statements" in view.page.inner_text("#shown")
    again = watch(page(ROWS), hash_=view.page.evaluate("location.hash")).ready()
    assert len(again.page.locator("#table tbody tr").all()) == len(left)
    view.page.click("#clear")
    assert len(rows_of_table(view)) == 6
    view.page.click("#undo")
    assert len(rows_of_table(view)) == len(left)
    view.page.click("#redo")
    assert len(rows_of_table(view)) == 6
    assert view.is_clean()


def test_the_time_slider_has_a_histogram_by_stance_and_narrows_by_month(watch):
    view = watch(page(ROWS)).ready()
    bars = view.page.evaluate(
        """[...document.querySelectorAll('#histogram rect')].filter((bar) => bar.getAttribute('height') > 0)
            .map((bar) => bar.getAttribute('class'))"""
    )
    assert bars == ["b-negative", "b-neutral", "b-positive", "b-negative"]  # March, March, April, June
    view.page.focus("#from")
    for _ in range(3):
        view.page.keyboard.press("ArrowRight")
    assert view.page.get_attribute("#from", "aria-valuetext") == "2031-06"
    assert view.page.input_value("#since") == "2031-06-01"
    assert view.lines() == {("Anna Vell", "Varania")}
    assert view.page.locator("#histogram .out").count() == 9
    view.page.keyboard.press("Control+z")
    assert view.page.input_value("#since") == "2031-03-01", "one slide is one step of undo"
    view.page.focus("#to")
    view.page.keyboard.press("Home")
    assert view.page.input_value("#until") == "2031-03-31"
    assert ("Anna Vell", "Eastmark") not in view.lines()


def test_a_handle_is_dragged_with_the_mouse(watch):
    view = watch(page(world(400, 40))).ready()
    box = view.page.locator("#to").bounding_box()
    view.page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    view.page.mouse.down()
    view.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    view.page.mouse.up()
    assert "2032-10" < view.page.input_value("#until") < "2033-03"
    assert re.search(r"\d+ of 400 statements", view.page.inner_text("#shown"))


CHAIN = [
    statement(actor("Ana", text="Ana"), [target("Bodil", "positive", "Person")], number=1),
    statement(actor("Cora", text="Cora"), [target("Bodil", "negative", "Person")], number=2),
    statement(actor("Cora", text="Cora"), [target("Dag", "neutral", "Person")], number=3),
    statement(actor("Else", text="Else"), [target("Finn", "neutral", "Person")], number=4),
]


def test_a_focus_leaves_an_actor_and_its_neighbours_and_grows_and_shrinks(watch):
    view = watch(page(CHAIN)).ready().double_click("Bodil")
    assert view.drawn() == {"Ana", "Bodil", "Cora"}
    assert "Focus: Bodil" in view.page.inner_text("#trail")
    view.double_click("Cora")
    assert view.drawn() == {"Ana", "Bodil", "Cora", "Dag"}
    view.click("Cora")
    view.page.click("text=Collapse neighbours")
    view.settle()
    assert view.drawn() == {"Ana", "Bodil", "Cora"}
    view.page.click("#trail .crumb")
    view.settle()
    assert len(view.drawn()) == 6
    view.page.click("#undo")
    assert view.drawn() == {"Ana", "Bodil", "Cora"}
    assert view.is_clean()


def test_the_panel_has_a_button_to_focus_and_to_leave(watch):
    view = watch(page(CHAIN)).ready().click("Ana")
    view.page.click("text=Focus")
    view.settle()
    assert view.drawn() == {"Ana", "Bodil"}
    view.page.click("text=Leave focus")
    view.settle()
    assert len(view.drawn()) == 6


def test_the_path_between_two_actors_is_drawn_and_its_statements_are_told(watch):
    view = watch(page(CHAIN)).ready().click("Ana")
    view.page.click("text=Path to …")
    view.page.locator("#panel .finder input").press_sequentially("dag")
    view.page.keyboard.press("Enter")
    view.settle()
    assert view.drawn() == {"Ana", "Bodil", "Cora", "Dag"}
    assert view.lines() == {("Ana", "Bodil"), ("Cora", "Bodil"), ("Cora", "Dag")}
    assert "3 steps" in view.panel()
    assert view.page.locator("#panel mark").count() == 3
    view.page.click("#panel .close")
    view.settle()
    assert len(view.drawn()) == 6


def test_where_there_is_no_path_it_says_so(watch):
    view = watch(page(CHAIN)).ready().click("Ana")
    view.page.click("text=Path to …")
    view.page.locator("#panel .finder input").press_sequentially("finn")
    view.page.keyboard.press("Enter")
    assert "There is no way between them" in view.panel()


def test_a_large_graph_opens_on_communities_which_open_and_close(watch):
    view = watch(page(world(900, 500), limit=60)).ready()
    kinds = set(view.page.evaluate("[...kgraph.scene().marks.values()].map((mark) => mark.kind)"))
    assert kinds == {"bubble"}
    assert re.match(r"\d+ actors in \d+ communities", view.page.inner_text("#notice"))
    assert "Community" in view.page.inner_text("#legend")
    name = view.page.evaluate(
        "[...kgraph.scene().marks.values()].sort((a, b) => b.weight - a.weight)[0].label.split(', ')[0]"
    )
    view.click(name)
    assert "A community of" in view.panel()
    before = len(view.drawn())
    view.page.click("#panel .doings button")
    view.settle()
    assert len(view.drawn()) > before
    assert name in view.drawn()
    view.page.click("#trail .crumb")
    view.settle()
    assert len(view.drawn()) == before
    view.double_click(name)
    assert name in view.drawn()
    view.page.click("text=Open all communities")
    view.settle()
    assert "bubble" not in view.page.evaluate("[...kgraph.scene().marks.values()].map((mark) => mark.kind)")
    view.page.click("text=/^Close all/")
    view.settle()
    assert len(view.drawn()) == before
    assert view.is_clean()


def test_a_line_between_communities_tells_who_speaks_of_whom_in_it(watch):
    view = watch(page(world(900, 500), limit=60)).ready()
    line = view.page.evaluate(
        "(() => { const line = kgraph.scene().lines.at(-1); kgraph.choose({ line: line.key }); return line.weight; })()"
    )
    assert f"{line} statement" in view.panel() or f"{line:,} statement" in view.panel()
    assert "BETWEEN WHOM" in view.panel().upper()


def test_filters_that_leave_few_actors_show_them_without_communities(watch):
    view = watch(page(world(900, 500), limit=60)).ready()
    view.page.fill("#since", "2034-12-01")
    view.settle()
    assert 0 < len(view.drawn()) <= 60
    assert "bubble" not in view.page.evaluate("[...kgraph.scene().marks.values()].map((mark) => mark.kind)")


def test_an_actor_inside_a_closed_community_is_found_and_can_be_shown(watch):
    view = watch(page(world(900, 500), limit=60)).ready()
    name = view.page.evaluate("kgraph.groups[0].members.map((at) => kgraph.actors[at].label)[5]")
    view.page.fill("#name", name)
    view.page.press("#name", "Enter")
    assert name in view.page.inner_text("#panel h2")
    view.page.click("text=Open its community")
    view.settle()
    assert name in view.drawn()


def test_the_address_carries_the_whole_view_to_somebody_else(watch):
    html = page(statements(200))
    view = watch(html).ready()
    view.click("Varania")
    view.page.select_option("#act", "warn")
    view.page.click("#theme")
    view.page.click("#text-size")
    box = view.page.locator("#canvas").bounding_box()
    view.page.mouse.move(box["x"] + 400, box["y"] + 200)
    view.page.mouse.wheel(0, -400)
    view.page.wait_for_timeout(400)
    told = view.page.evaluate("location.hash")
    assert "act=warn" in told
    assert "actor/state/varania" in unquote(told)
    other = watch(html, hash_=told, scheme="dark").ready()
    for what in (
        "kgraph.encode(false)",
        "kgraph.state.theme",
        "kgraph.state.text",
        "kgraph.view.k.toPrecision(4)",
        "document.querySelector('#panel h2').textContent",
    ):
        assert view.page.evaluate(what) == other.page.evaluate(what), what
    assert other.is_clean()


HOSTILE = [
    "actor=nobody&focus=[1]&open=99,-1,x&at=NaN,1,2&sure=1e9&layers=z&stances=7&view=map",
    "path=%5B%22a%22&line=%5B1%5D&group=constructor&theme=blue&text=99&since=never",
    "focus=" + "[" * 5000,
    "actor=__proto__&open=__proto__&line=[%22s%22,%22~0%22,%22~__proto__%22]",
    "act=<img src=x onerror=alert(1)>",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_an_address_that_makes_no_sense_does_no_harm(watch, address):
    view = watch(page(ROWS), hash_="#" + address).ready()
    view.page.click("#show-table")
    view.page.click("#show-graph")
    assert view.complaints == []


def test_undo_goes_back_step_by_step_and_forth_again(watch):
    view = watch(page(ROWS)).ready()
    steps = [
        lambda: view.click("Anna Vell"),
        lambda: view.page.select_option("#act", "praise"),
        lambda: view.page.click("#show-table"),
        lambda: view.page.click("#clear"),
    ]
    seen = [view.page.evaluate("kgraph.encode(false)")]
    for step in steps:
        step()
        seen.append(view.page.evaluate("kgraph.encode(false)"))
    assert len(set(seen)) == len(seen)
    for state in reversed(seen[:-1]):
        view.page.keyboard.press("Control+z")
        assert view.page.evaluate("kgraph.encode(false)") == state
    for state in seen[1:]:
        view.page.keyboard.press("Control+y")
        assert view.page.evaluate("kgraph.encode(false)") == state
    assert view.page.is_disabled("#redo")


def test_a_large_crowd_of_names_is_completed_without_delay(watch):
    view = watch(page(statements(3000, people=crowd(2000)))).ready()
    took = view.page.evaluate("""() => { const begun = performance.now(), input = document.getElementById("name");
        for (const part of ["a", "an", "ann", "anna"]) { input.value = part; input.dispatchEvent(new Event("input")); }
        return (performance.now() - begun) / 4; }""")
    assert took < 60
