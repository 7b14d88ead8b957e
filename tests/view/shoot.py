"""Takes the picture of the README: ``python -m tests.view.shoot demo/graph.html docs/viewer.png [light|dark]``.

Without a file to open (``-``) it draws the invented quarrel of the tests. The busiest line between two
actors with a stance is chosen, so that the picture shows a graph and the words behind one line of it.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from kgraph.view import write_page
from tests.browser import ADVICE, find
from tests.view.invented_news import statements

BUSIEST = """
    const ties = [...kgraph.tally().ties.values()].filter(tie => tie.by !== tie.at && tie.stance);
    kgraph.showTie(ties.sort((a, b) => b.rows.length - a.rows.length)[0].key)
"""


def shoot(html: Path, picture: Path, scheme: str = "light") -> None:
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=find() or sys.exit(ADVICE), args=["--no-sandbox"])
        view = running.new_page(
            viewport={"width": 1360, "height": 820},
            color_scheme=scheme,
            device_scale_factor=1.5,
            reduced_motion="reduce",
        )
        view.goto(html.resolve().as_uri())
        view.evaluate(f"() => {{ {BUSIEST} }}")
        view.wait_for_timeout(500)
        view.screenshot(path=picture)
        running.close()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        named = sys.argv[1]
        page = write_page(statements(120), Path(folder) / "graph.html") if named == "-" else Path(named)
        shoot(page, Path(sys.argv[2]), *sys.argv[3:])
