"""A page opened in a real Chromium with the network cut."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


class Watched:
    """A page and all that it did that it should not."""

    def __init__(self, page: Any, file: Path) -> None:
        self.page, self.requests, self.complaints = page, [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => (window.refused ||= []).push(e.violatedDirective))"
        )
        self.address = file.as_uri()
        page.goto(self.address)

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def ready(self) -> "Watched":
        self.until("window.kgraph")
        self.page.wait_for_timeout(100)
        return self

    def until(self, expression: str) -> None:
        """Wait until this is true in the page; playwright's own waiting needs ``eval``, which the policy forbids."""
        for _ in range(200):
            if self.page.evaluate(f"Boolean({expression})"):
                return
            self.page.wait_for_timeout(50)
        raise TimeoutError(expression)

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

    def opened(html: str, *, width: int = 1280, height: int = 800, scheme: str = "light") -> Watched:
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(html, encoding="utf-8", newline="\n")
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, offline=True, reduced_motion="reduce"
        )
        contexts.append(context)
        return Watched(context.new_page(), file)

    yield opened
    for context in contexts:
        context.close()
