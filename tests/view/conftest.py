"""A page opened in a real Chromium with the network cut."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def corpus_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the graph of ``corpus/``, through the whole pipeline."""
    import kgraph

    graph = kgraph.build(
        [ROOT / "corpus"], tmp_path_factory.mktemp("corpus") / "store", actors=[ROOT / "corpus/actors.ttl"]
    )
    return graph.view().html


@pytest.fixture(scope="session")
def world_page() -> str:
    """The page of a generated graph of 10,000 statements."""
    from kgraph.view import page
    from tests.view.invented_news import world

    return page(world(10_000, 5_000), title="A whole world")


class Watched:
    """A page and all that it did that it should not."""

    def __init__(self, page: Any, file: Path, hash_: str) -> None:
        self.page, self.requests, self.complaints = page, [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => (window.refused ||= []).push(e.violatedDirective))"
        )
        self.address = file.as_uri()
        page.goto(self.address + hash_)

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def ready(self) -> "Watched":
        self.until("window.kgraph && (kgraph.state.view === 'table' || kgraph.frames() > 0)")
        return self.settle()

    def settle(self) -> "Watched":
        """Wait until two pictures have passed, so that what was asked for is on the screen."""
        self.page.evaluate(
            """() => new Promise((done) => requestAnimationFrame(() =>
                requestAnimationFrame(() => setTimeout(done, 30)))
            )"""
        )
        return self

    def until(self, expression: str) -> None:
        """Wait until this is true in the page; playwright's own waiting needs ``eval``, which the policy forbids."""
        for _ in range(400):
            if self.page.evaluate(f"Boolean({expression})"):
                return
            self.page.wait_for_timeout(50)
        raise TimeoutError(expression)

    def place(self, speaker: str, about: str | None = None) -> SimpleNamespace:
        """Where on the screen an actor stands, or the middle of the line between two."""
        at = self.page.evaluate(
            """([speaker, about]) => {
                const marks = kgraph.scene().marks, box = document.getElementById("canvas").getBoundingClientRect();
                const of = (label) => [...marks.values()].find((mark) => mark.label.split(", ")[0] === label);
                const from = of(speaker), to = about && of(about);
                if (!to) return [box.x + from.sx, box.y + from.sy];
                const line = kgraph.scene().lines.find((line) => line.from === from.id && line.to === to.id);
                const [x, y] = kgraph.pointAt(kgraph.curveOf(line, marks), 0.5);
                return [box.x + x, box.y + y]; }""",
            [speaker, about],
        )
        return SimpleNamespace(x=at[0], y=at[1])

    def click(self, speaker: str, about: str | None = None, **more: Any) -> "Watched":
        at = self.place(speaker, about)
        self.page.mouse.click(at.x, at.y, **more)
        return self.settle()

    def double_click(self, name: str) -> "Watched":
        at = self.place(name)
        self.page.mouse.dblclick(at.x, at.y)
        return self.settle()

    def panel(self) -> str:
        return str(self.page.inner_text("#panel"))

    def drawn(self) -> set[str]:
        """Labels of what is drawn."""
        return set(self.page.evaluate("[...kgraph.scene().marks.values()].map((mark) => mark.label)"))

    def lines(self) -> set[tuple[str, str]]:
        """Speaker and target of each line."""
        pairs = self.page.evaluate(
            "kgraph.scene().lines.map((line) => [line.from, line.to].map((id) => kgraph.scene().marks.get(id).label))"
        )
        return {(speaker, target) for speaker, target in pairs}

    def is_clean(self) -> bool:
        """Nothing asked for but the file, nothing on the console, nothing refused by the policy."""
        assert self.requests == [self.address]
        assert self.complaints == []
        assert self.page.evaluate("window.refused || []") == []
        return True


@pytest.fixture
def watch(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Open HTML from a file, with the network cut: ``watch(html, width=390)``."""
    contexts = []

    def opened(
        html: str, *, width: int = 1280, height: int = 800, scheme: str = "light", hash_: str = "", **more: Any
    ) -> Watched:
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(html, encoding="utf-8", newline="\n")
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            offline=True,
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        return Watched(context.new_page(), file, hash_)

    yield opened
    for context in contexts:
        context.close()
