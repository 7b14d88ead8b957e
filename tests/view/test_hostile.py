"""What an article can do to its reader: nothing. Each field carries markup that would run if it were ever parsed.

The cases include the five ways into pyvis's stock pages: names of actors, titles with "href" in them (they switch its
popups to innerHTML), texts of lines, the selection menu and the heading.
"""

import re
from urllib.parse import quote

import pytest

from kgraph.view import page
from tests.view.invented_news import actor, event, statement, target

pytestmark = pytest.mark.browser

FORMS = {
    "an image": "<img src=x onerror=\"(window.hit ||= []).push('{}')\">",
    "a script after the end of a script": "</script><script>(window.hit ||= []).push('{}')</script>",
    "a title with href": '<a href="{}" onmouseover="(window.hit ||= []).push(\'{}\')">x</a>',
    "an attribute": "\"'><svg onload=\"(window.hit ||= []).push('{}')\">",
    "a template": "{{{{policy}}}}${{(window.hit ||= []).push('{}')}}<!--<script>",
    "an address": "javascript:(window.hit ||= []).push('{}')",
}


def hostile_page(form):
    """A page of which every field is hostile, each with its own name in it."""

    def evil(field):
        return form.format(field, field)

    speaker = {
        **actor("x", wikidata=evil("wikidata"), text=evil("text")),
        "label": evil("speaker"),
        "type": evil("type"),
    }
    speaker["id"] = evil("speaker id")
    about = {**target("y"), "label": evil("target"), "id": evil("target id")}
    rows = [
        statement(speaker, [about], evil("content"), number=n, before=evil("before"), after=evil("after"),
                  document=evil("document"), title=evil("title"), publisher=evil("publisher"), url=evil("url"),
                  act=evil("act"), kind=evil("kind"), date=evil("date"), published=evil("published"),
                  via=[{"label": evil("via")}], addressees=[{"label": evil("addressee")}])
        for n in range(2)
    ]  # fmt: skip
    rows[1]["id"] = evil("id")
    done = event(
        "Varania",
        "Ostrea",
        word=evil("word"),
        place={"label": evil("place")},
        items=[{"label": evil("item"), "quantity_text": evil("quantity")}],
        **{"class": evil("class")},
        title=evil("title of event"),
    )
    return page(rows, title=evil("heading"), events=[done], offices={speaker["id"]: [evil("office")]})


def drive(view):
    """Use every control once, and point at and click on everything that is drawn."""
    view.ready()
    page = view.page
    page.check("[name=layers][value=e]", force=True)
    for at in page.evaluate("kgraph.actors.map((actor) => actor.at)"):
        page.evaluate("at => kgraph.choose({ actor: at })", at)
    for key in page.evaluate("[...kgraph.tally().ties.keys()]"):
        page.evaluate("key => kgraph.choose({ line: key })", key)
    page.click("#panel .cite button >> nth=0")
    page.evaluate("kgraph.change({ actor: null, line: null, path: [0, 1] })")
    page.evaluate("kgraph.change({ path: null, focus: [0, 1] })")
    page.evaluate("[kgraph.asSvg(), kgraph.asCsv(), kgraph.asGexf()].length")
    page.keyboard.press("Escape")
    box = page.locator("#canvas").bounding_box()
    for part in range(0, 100, 4):
        page.mouse.move(box["x"] + box["width"] * part / 100, box["y"] + box["height"] / 2)
    page.fill("#name", page.evaluate("kgraph.data.actors[0][1]")[:12])
    page.press("#name", "ArrowDown")
    page.press("#name", "Enter")
    page.fill("#name", "nobody <img src=x onerror=alert(1)>")
    page.press("#name", "Enter")
    for menu in ("#act", "#outlet"):
        if page.is_visible(menu):
            page.select_option(menu, index=1)
            page.click("#undo")
    page.focus("#canvas")
    for key in ("Home", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    page.click("#show-table")
    for link in page.locator("a").all():
        assert re.match("https?:", link.get_attribute("href"))
    page.wait_for_timeout(150)


def hits(view):
    return view.page.evaluate("window.hit || []")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_no_field_of_an_article_ever_runs(watch, form):
    view = watch(hostile_page(form))
    drive(view)
    assert hits(view) == []
    assert view.is_clean()


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_none_runs_even_without_the_policy_because_none_is_parsed(watch, form):
    html = re.sub(r"<meta http-equiv[^>]*>", "", hostile_page(form), count=1)
    assert "Content-Security-Policy" not in html.split("<style>")[0]
    view = watch(html)
    drive(view)
    assert hits(view) == []
    assert view.page.locator("body img, body svg[onload], body [onerror], body [onmouseover]").count() == 0


def test_the_words_are_shown_as_they_are(watch):
    view = watch(hostile_page(FORMS["an image"]))
    drive(view)
    assert "<img src=x onerror=" in view.page.inner_text("#table")


def test_the_policy_stops_what_would_be_parsed(watch):
    html = page([statement(actor("Anna Vell"), [target("Varania")])])
    view = watch(html.replace("<noscript>", FORMS["an image"].format("policy") + "<noscript>"))
    view.ready()
    assert hits(view) == []
    assert view.page.evaluate("window.refused.length") > 0


def test_these_tests_would_notice(watch):
    """The same markup on a page that parses it does run: the watch is awake."""
    view = watch("<!doctype html><title>x</title>" + FORMS["an image"].format("control"))
    view.until("window.hit")
    assert hits(view) == ["control"]
    other = watch("<!doctype html><title>x</title><img src='https://elsewhere.example/" + quote("a b") + "'>")
    other.page.wait_for_timeout(200)
    with pytest.raises(AssertionError):
        other.is_clean()


ARTICLE = """Minister warns of <img src=x onerror="(window.hit ||= []).push('headline')">

Foreign minister Ilsa Brandvold said on Monday that Norland <script>(window.hit ||= []).push('text')</script> must open
the border. "Varania <img src=x onerror=\"(window.hit ||= []).push('quoted')\"> cut the cable," said Norland's foreign
minister, Ilsa Brandvold. <svg/onload="(window.hit ||= []).push('name')"> Dravec accused Varania of lying. Mirko
Href" onmouseover="(window.hit ||= []).push('href') accused Norland of piracy.
"""


@pytest.mark.parametrize("policy", [True, False], ids=["as it is", "without its policy"])
def test_an_article_that_attacks_its_reader_gets_nowhere_through_the_whole_pipeline(watch, tmp_path, policy):
    import kgraph

    file = tmp_path / "<img src=x onerror=alert(1)>.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    graph = kgraph.build([file], tmp_path / "store")
    shown = graph.view(title="<img src=x onerror=\"(window.hit ||= []).push('title')\">")
    assert any("<" in row["sentence"] for row in shown.statements)
    html = shown.html if policy else re.sub(r"<meta http-equiv[^>]*>", "", shown.html, count=1)
    view = watch(html)
    view.ready()
    for at in view.page.evaluate("kgraph.actors.map((actor) => actor.at)"):
        view.page.evaluate("at => kgraph.choose({ actor: at })", at)
    view.page.click("#show-table")
    view.page.wait_for_timeout(150)
    assert hits(view) == []
    assert "onerror" in view.page.inner_text("#table")
    assert view.page.locator("body img, body svg[onload], body [onerror], body [onmouseover]").count() == 0
    assert not policy or view.is_clean()


def test_the_same_article_does_nothing_in_a_notebook(watch, tmp_path):
    import kgraph

    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    graph = kgraph.build([file], tmp_path / "store")
    frame = "<!doctype html><title>notebook</title><body>"
    view = watch(frame + graph.view()._repr_html_() + graph.view().svg)
    view.page.frame_locator("iframe").locator("#show-table").click()
    assert hits(view) == []
    assert "<img" not in graph.view().svg
