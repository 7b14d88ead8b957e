"""The editor in a real Chromium: it asks this server and nobody else, and knows what is served."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.serve.serving import Running

pytestmark = pytest.mark.browser


class Desk:
    """The editor's page, all that it asked for and all that it complained of."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address, self.requests, self.complaints = page, address, [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on(
            "console", lambda message: message.type in ("error", "warning") and self.complaints.append(message.text)
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, place: str) -> "Desk":
        self.page.goto(self.address + place)
        self.until("window.kgraph")
        return self

    def until(self, expression: str) -> None:
        for _ in range(400):
            if self.page.evaluate(f"Boolean({expression})"):
                return
            self.page.wait_for_timeout(50)
        raise TimeoutError(expression)

    def type_at_end(self, text: str) -> None:
        self.page.evaluate(
            "(() => { const q = kgraph.editor.getTab().getYasqe(); q.focus(); q.setCursor(q.lineCount(), 0); })()"
        )
        self.page.keyboard.type(text)

    def is_clean(self) -> bool:
        assert self.complaints == []
        assert [one for one in self.requests if not one.startswith((self.address, "data:", "blob:"))] == []
        return True


@pytest.fixture
def desk(browser: Any, reading: Running) -> Iterator[Desk]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Desk(context.new_page(), reading.address)
    context.close()


def rows(desk: Desk) -> int:
    desk.until("document.querySelectorAll('.yasr table.dataTable tbody tr').length")
    return int(desk.page.locator(".yasr table.dataTable tbody tr").count())


def test_it_asks_this_server_and_nobody_else(desk: Desk) -> None:
    desk.open("/editor")
    desk.page.click(".yasqe_queryButton")
    assert rows(desk) > 3
    assert "Anna Weiß" in desk.page.inner_text(".yasr")
    assert f"{desk.address}/query" in desk.requests
    assert desk.is_clean()


def test_a_saved_question_opens_in_a_tab_of_its_own_and_runs(desk: Desk) -> None:
    desk.open("/editor#top-speakers")
    desk.until("kgraph.editor.getTab().getName() === 'top-speakers'")
    value = desk.page.evaluate("kgraph.editor.getTab().getYasqe().getValue()")
    assert value.startswith("PREFIX kg: <https://w3id.org/kgraph/ontology#>")
    desk.page.click(".tabPanel.active .yasqe_queryButton")
    assert rows(desk) == 6
    desk.page.select_option("#saved", "said-by")
    desk.until("kgraph.editor.getTab().getName() === 'said-by'")
    assert desk.is_clean()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("?s a kg:Stat", "kg:Statement"),
        ("?s kg:speakerConf", "kg:speakerConfidence"),
        ("?s skos:pref", "skos:prefLabel"),
    ],
)
def test_it_completes_what_our_ontology_has(desk: Desk, typed: str, expected: str) -> None:
    desk.open("/editor")
    start = "PREFIX kg: <https://w3id.org/kgraph/ontology#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    desk.page.evaluate(f"kgraph.editor.getTab().getYasqe().setValue({start + 'SELECT * WHERE {'!r} + '\\n')")
    desk.type_at_end(typed)
    desk.page.keyboard.press("Control+Space")
    is_there = f"kgraph.editor.getTab().getYasqe().getValue().includes({expected!r})"
    desk.until(f"{is_there} || document.querySelector('.CodeMirror-hint')")
    if not desk.page.evaluate(is_there):
        hints = desk.page.locator(".CodeMirror-hint").all_inner_texts()
        assert any(expected.partition(":")[2] in hint for hint in hints), hints
    assert desk.is_clean()


def test_an_error_is_told_in_the_servers_words(desk: Desk) -> None:
    desk.open("/editor")
    desk.page.evaluate("kgraph.editor.getTab().getYasqe().setValue('SELECT * { SERVICE <http://a.b/> { ?s ?p ?o } }')")
    desk.page.click(".yasqe_queryButton")
    desk.until("document.querySelector('.yasr').innerText.includes('SERVICE is not allowed')")
    assert not [one for one in desk.requests if not one.startswith((desk.address, "data:", "blob:"))]
