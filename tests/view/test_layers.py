"""The page's second layer: events beside statements, with their words in the panel."""

import pytest

from kgraph.view import page
from kgraph.view.deeds import event_rows
from tests.view.invented_news import actor, statement, target

pytestmark = pytest.mark.browser

SAID = [statement(actor("Anna Vell"), [target("Varania", "negative")], "Varania cut the cable", number=1)]


def event(number: int, event_class: str, source: str, whom: str, words: str, **more: object) -> dict:
    return {
        "id": f"https://w3id.org/kgraph/resource/event/e{number}/0-9", "class": event_class, "mode": None,
        "sources": [actor(source)], "targets": [actor(whom)], "items": [], "place": None, "negated": False,
        "hypothetical": False, "within": None, "reports": 1, "date": "2031-03-04",
        "evidence": {"text": words, "start": 4, "end": 4 + len(words)}, "sentence": f"One {words}.",
        "sentence_start": 0, "document": "deeds.txt", "title": "<b>Deeds</b>", "published": None, "publisher": None,
        "url": None, "confidence": 0.5, **more,
    }  # fmt: skip


DONE = [
    event(1, "ASSAULT", "Varania", "Norland", "Varania shelled Norland", reports=3),
    event(2, "AID", "Eastmark", "Norland", "Eastmark sent six cannons to Norland", within="kgr:x",
          items=[{"label": "cannon", "quantity_text": "six"}]),
]  # fmt: skip


def ties(view) -> set:
    return set(view.page.evaluate("[...kgraph.tally().ties.values()].map(t => [t.by, t.at, t.rows.length].join())"))


def test_the_switch_changes_the_lines_the_table_and_the_words(watch) -> None:
    view = watch(page(SAID, events=DONE)).ready()
    assert len(ties(view)) == 1
    view.page.click("#show-events")
    assert len(ties(view)) == 2
    view.page.click("#show-table")
    view.page.wait_for_timeout(100)
    assert "2 events, newest first" in view.page.inner_text("#table caption")
    assert "To whom (kind)" in view.page.inner_text("#table thead")
    view.page.click("#show-statements")
    assert "1 statement, newest first" in view.page.inner_text("#table caption")
    assert "1 statement · 2 events" in view.page.inner_text("#counts")
    assert view.is_clean()


def test_the_panel_shows_the_evidence_and_how_it_is_told(watch) -> None:
    view = watch(page(SAID, events=DONE)).ready()
    view.page.click("#show-events")
    at = view.page.evaluate("kgraph.data.actors.findIndex(row => row[1] === 'Norland')")
    view.page.evaluate(f"kgraph.showActor({at})")
    told = view.page.inner_text("#panel")
    assert "what was done to it (2)" in told.lower()
    assert "reported in 3 articles" in told
    assert "claimed by a speaker" in told
    assert "with six cannon" in told
    assert "<b>Deeds</b>" in told
    assert view.page.locator("#panel mark").first.inner_text() == "Varania shelled Norland"
    assert view.is_clean()


def test_of_those_who_met_each_is_joined_with_the_other_and_nobody_with_itself(watch) -> None:
    both = [actor("Norland"), actor("Varania")]
    met = event(3, "CONSULT", "Norland", "Varania", "Norland and Varania met", sources=both, targets=both)
    view = watch(page(SAID, events=[met])).ready()
    view.page.click("#show-events")
    ends = view.page.evaluate("[...kgraph.tally().ties.values()].map(t => t.by === t.at)")
    assert ends == [False, False]


def test_a_page_without_events_has_no_switch(watch) -> None:
    view = watch(page(SAID)).ready()
    assert not view.page.is_visible("#layers")
    assert "event" not in view.page.inner_text("#counts")


def test_an_event_is_a_row_with_the_polarity_of_its_class() -> None:
    rows = list(event_rows(DONE))
    assert [(row["speaker"]["label"], row["targets"][0]["stance"], row["act"]) for row in rows] == [
        ("Varania", "negative", "assault"),
        ("Eastmark", "positive", "aid"),
    ]
