"""The page in a real Chromium, driven as a person would, with the network cut."""

import re
from types import SimpleNamespace

import pytest

from kgraph.view import iframe, page
from tests.view.invented_news import actor, crowd, statement, statements, target

pytestmark = pytest.mark.browser

ANNA = actor("Anna Vell", text="the Norland minister, Anna Vell", wikidata="Q900000001")
ROWS = [
    statement(ANNA, [target("Varania", "negative")], "Varania cut the cable", number=1, before="She said ",
              after=" ⚓.", act="accuse", date="2031-03-04", published="2031-03-05", publisher="Harbour Post",
              url="https://news.example/1"),
    statement(ANNA, [target("Varania", "negative")], "Varania must answer", number=2, act="demand", date="2031-05-01",
              publisher="Varan Wire", url="javascript:alert(1)"),
    statement(ANNA, [target("Eastmark", "positive")], "we thank Eastmark", number=3, act="praise", date="2031-04-01"),
    statement(actor("Mirko Dravic"), [{**ANNA, "stance": "neutral"}], "he heard Anna Vell", number=4, kind="indirect"),
    statement(None, [target("Northern Pact")], "ships were seen", number=5, date=None, published=None),
    statement(actor("Oda Lindqvår"), [], "it is cold", number=6),
]  # fmt: skip


def middle_of(view, speaker, about):
    """Where on the screen a line can be clicked, or an actor where ``about`` is None."""
    at = view.page.evaluate(
        """([speaker, about]) => {
            const { net, data } = kgraph, of = (label) => data.actors.findIndex((row) => row[1] === label);
            const point = about === null ? net.getPosition(of(speaker))
                : net.body.edges[of(speaker) + ">" + of(about)].edgeType.getPoint(0.5);
            const { x, y } = net.canvasToDOM(point), frame = document.getElementById("canvas").getBoundingClientRect();
            return [frame.x + x, frame.y + y]; }""",
        [speaker, about],
    )
    return SimpleNamespace(x=at[0], y=at[1])


def click(view, speaker, about=None):
    at = middle_of(view, speaker, about)
    view.page.mouse.click(at.x, at.y)
    view.page.wait_for_timeout(50)


def panel(view):
    return view.page.inner_text("#panel")


def shown_rows(view):
    view.page.click("#show-table")
    view.page.wait_for_timeout(100)
    return view.page.locator("#table tbody tr").all_inner_texts()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_opens_without_a_request_or_a_complaint(watch, width, scheme):
    view = watch(page(statements(120), title="The strait"), width=width, scheme=scheme).ready()
    assert view.page.inner_text("h1") == "The strait"
    assert "120 statements" in view.page.inner_text("#counts")
    wide = view.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], "nothing may stick out to the side"
    assert view.is_clean()


def test_it_follows_the_colour_scheme_of_the_reader(watch):
    look = """() => [getComputedStyle(document.body).backgroundColor,
        kgraph.net.body.nodes[kgraph.net.nodes.getIds()[0]].options.font.color]"""
    view = watch(page(ROWS)).ready()
    light = view.page.evaluate(look)
    view.page.emulate_media(color_scheme="dark")
    view.page.wait_for_timeout(100)
    dark = view.page.evaluate(look)
    assert light[0] != dark[0]
    assert light[1] != dark[1]


def test_a_click_on_a_line_shows_its_statements_newest_first_with_the_exact_words_marked(watch):
    view = watch(page(ROWS)).ready()
    click(view, "Anna Vell", "Varania")
    assert view.page.locator("#panel mark").all_inner_texts() == ["Varania must answer", "Varania cut the cable"]
    assert "She said Varania cut the cable ⚓." in panel(view)
    for fact in ("Harbour Post", "2031-03-04", "accuse", "direct", "90", "corpus/article-0.txt", "2 negative"):
        assert fact in panel(view)
    assert "we thank Eastmark" not in panel(view)
    assert view.is_clean()


def test_only_web_addresses_are_links_and_they_tell_the_source_nothing(watch):
    view = watch(page(ROWS)).ready()
    click(view, "Anna Vell", "Varania")
    links = view.page.locator("#panel a")
    assert links.count() == 1
    assert links.get_attribute("href") == "https://news.example/1"
    assert links.get_attribute("rel") == "noopener noreferrer"


def test_a_click_on_an_actor_shows_who_it_is_what_it_said_and_what_is_said_about_it(watch):
    view = watch(page(ROWS)).ready()
    click(view, "Anna Vell")
    for fact in ("the Norland minister, Anna Vell", "Q900000001", "we thank Eastmark", "he heard Anna Vell"):
        assert fact in panel(view)
    assert re.search(r"what it said \(3\)", panel(view), re.IGNORECASE)
    assert re.search(r"what is said about it \(1\)", panel(view), re.IGNORECASE)
    view.page.keyboard.press("Escape")
    assert "Overview" in panel(view)


def test_who_spoke_of_nobody_in_particular_is_drawn_where_there_is_room_and_counted_where_not(watch):
    drawn = "kgraph.net.nodes.map((node) => kgraph.data.actors[node.id][1])"
    small = watch(page(ROWS)).ready()
    assert "Oda Lindqvår" in small.page.evaluate(drawn)
    large = watch(page([*statements(400, people=crowd(150)), ROWS[-1]])).ready()
    assert "Oda Lindqvår" not in large.page.evaluate(drawn)
    assert re.match(r"Not drawn: \d+ actors? who spoke", large.page.inner_text("#notice"))


def test_an_actor_without_a_line_is_found_by_the_search_with_what_it_said(watch):
    view = watch(page(ROWS)).ready()
    view.page.fill("#name", "oda lindqvar")  # neither case nor accents matter
    view.page.press("#name", "Enter")
    assert "Oda Lindqvår" in view.page.inner_text("#panel h2")
    assert "it is cold" in panel(view)
    assert view.is_clean()


def test_the_search_completes_every_name_and_brings_the_actor_into_view(watch):
    rows = list(statements(300, people=crowd(200)))
    view = watch(page(rows, limit=10)).ready()
    names = view.page.evaluate("[...document.querySelectorAll('#names option')].map((option) => option.value)")
    assert {who["label"] for row in rows for who in row["targets"]} <= set(names)
    drawn = view.page.evaluate("kgraph.net.nodes.map((node) => kgraph.data.actors[node.id][1])")
    name = next(row["speaker"]["label"] for row in rows if row["targets"] and row["speaker"]["label"] not in drawn)
    view.page.fill("#name", name)
    at = middle_of(view, name, None)
    assert name in view.page.inner_text("#panel h2")
    assert 0 < at.x < 880
    assert 100 < at.y < 800
    assert view.is_clean()


def test_a_name_that_nobody_has_is_told(watch):
    view = watch(page(ROWS)).ready()
    view.page.fill("#name", "Nobody <b>at all</b>")
    view.page.press("#name", "Enter")
    assert "No actor is called “Nobody <b>at all</b>”" in view.page.inner_text("#shown")


def test_two_actors_of_one_name_are_told_apart(watch):
    rows = [statement(actor("Norland"), [target("Norland", kind="State")], number=1)]
    view = watch(page(rows)).ready()
    names = view.page.evaluate("[...document.querySelectorAll('#names option')].map((option) => option.value)")
    assert sorted(names) == ["Norland (person)", "Norland (state)"]


FILTERS = [
    ("act", lambda p: p.select_option("#act", "accuse"), {"Varania cut the cable"}),
    ("outlet", lambda p: p.select_option("#outlet", "Varan Wire"), {"Varania must answer"}),
    (
        "stance",
        lambda p: [p.uncheck(f"[name=stance][value='{s}']", force=True) for s in (-1, 0)],
        {"we thank Eastmark"},
    ),
    ("since", lambda p: p.fill("#since", "2031-04-01"), {"we thank Eastmark", "Varania must answer"}),
    ("until", lambda p: p.fill("#until", "2031-03-01"), {"he heard Anna Vell", "it is cold"}),
]


@pytest.mark.parametrize(("narrow", "left"), [case[1:] for case in FILTERS], ids=[case[0] for case in FILTERS])
def test_a_filter_leaves_what_it_says_in_graph_and_table(watch, narrow, left):
    view = watch(page(ROWS)).ready()
    narrow(view.page)
    texts = shown_rows(view)
    assert {words for words in (row["content"][0]["text"] for row in ROWS) if any(words in t for t in texts)} == left
    assert f"{len(left)} of 6 statements" in view.page.inner_text("#shown")
    pairs = {
        (row["speaker"] or {}).get("label") for row in ROWS if row["content"][0]["text"] in left and row["targets"]
    }
    lines = view.page.evaluate("kgraph.net.edges.map((edge) => kgraph.data.actors[edge.from][1])")
    assert set(lines) == pairs
    view.page.click("#clear")
    assert len(shown_rows(view)) == 6
    assert view.is_clean()


def test_the_table_has_every_statement_newest_first_and_works_by_keyboard(watch):
    view = watch(page(statements(2500, people=crowd(300)))).ready()
    view.page.focus("#show-table")
    view.page.keyboard.press("Enter")
    view.until("document.querySelectorAll('#table tbody tr').length === 2500")
    days = view.page.evaluate("[...document.querySelectorAll('#table .day')].map((cell) => cell.textContent)")
    assert days == sorted(days, reverse=True)
    view.page.focus("#table tbody tr:first-child button")
    view.page.keyboard.press("Enter")
    assert view.page.inner_text("#panel h2") in view.page.inner_text("#table tbody tr:first-child")
    assert view.is_clean()


def test_pointing_at_an_actor_dims_all_but_its_neighbours(watch):
    view = watch(page(ROWS)).ready()
    at = middle_of(view, "Mirko Dravic", None)
    view.page.mouse.move(at.x - 3, at.y)
    view.page.mouse.move(at.x, at.y)
    view.page.wait_for_timeout(150)
    bright = view.page.evaluate(
        "kgraph.net.nodes.get({filter: (n) => n.opacity === 1}).map((n) => kgraph.data.actors[n.id][1])"
    )
    assert set(bright) == {"Mirko Dravic", "Anna Vell"}


def test_a_large_graph_says_what_is_drawn_and_how_to_see_the_rest(watch):
    view = watch(page(statements(2000, people=crowd(600)))).ready()
    assert view.page.evaluate("kgraph.net.nodes.length") == 300
    assert re.match(
        r"Drawn: the 300 strongest of \d+ actors\. .*filters.*search.*table", view.page.inner_text("#notice")
    )
    view.page.select_option("#outlet", index=1)
    view.page.fill("#since", "2031-09-10")
    fewer = view.page.evaluate("kgraph.net.nodes.length")
    assert fewer < 300
    assert f"{fewer} strongest" not in view.page.inner_text("#notice")
    assert view.is_clean()


def test_on_a_phone_the_statements_come_up_over_the_page(watch):
    view = watch(page(ROWS), width=390, height=800).ready()
    click(view, "Anna Vell")
    assert view.page.locator("#panel h2").bounding_box()["y"] < 700
    assert view.is_clean()


def test_no_statements_are_no_error(watch):
    view = watch(page([])).ready()
    assert "No statements under" in view.page.inner_text("#notice")
    assert view.is_clean()


def test_it_works_inside_the_frame_of_a_notebook(watch):
    view = watch(f"<!doctype html><title>notebook</title><body>{iframe(page(ROWS))}")
    frame = view.page.frame_locator("iframe")
    frame.locator("#show-table").click()
    assert frame.locator("#table tbody tr").count() == 6
    assert not [text for text in view.complaints if "sandbox" not in text]
