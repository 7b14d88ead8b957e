"""Takes the pictures of the docs: ``python -m tests.view.shoot docs``.

They show the articles of ``corpus/`` that are set in invented states, in both themes and at three sizes, and a
generated world of 10,000 statements. Colours are reduced to a palette, so that all of them together stay small.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

import kgraph
from kgraph.query.viewed import Viewed
from kgraph.view import page
from tests.browser import ADVICE, find
from tests.view.invented_news import world

ROOT = Path(__file__).parents[2]
INVENTED = {"Norland", "Varania", "Kostrava", "Eastmark"}
NORLAND = "kgraph.choose({ actor: kgraph.actors.find((actor) => actor.label === 'Norland').at })"
BUSIEST = """kgraph.choose({ line: [...kgraph.tally().ties.values()].filter((tie) => tie.by !== tie.at && tie.stance)
    .sort((a, b) => b.rows.length - a.rows.length)[0].key })"""
PICTURES = [  # name, which graph, width, height, theme, what is done first
    ("viewer", "corpus", 1360, 820, "light", ""),
    ("viewer-wide-dark", "corpus", 1360, 820, "dark", BUSIEST),
    ("viewer-actor", "corpus", 1360, 820, "light", NORLAND),
    ("viewer-tablet-light", "corpus", 860, 1100, "light", ""),
    ("viewer-tablet-dark", "corpus", 860, 1100, "dark", NORLAND),
    ("viewer-phone-light", "corpus", 390, 844, "light", ""),
    ("viewer-phone-dark", "corpus", 390, 844, "dark", BUSIEST),
    ("viewer-world", "world", 1360, 820, "light", ""),
]


def invented(shown: Viewed) -> Viewed:
    """Keep the articles that name an invented state."""

    def named(row: dict[str, Any]) -> set[str]:
        actors = [row.get("speaker"), *row.get("targets", ()), *row.get("sources", ())]
        return {who["label"] for who in actors if who}

    rows = [*shown.statements, *shown.events]
    papers = {row["document"] for row in rows if named(row) & INVENTED}
    return shown._replace(
        statements=[row for row in shown.statements if row["document"] in papers],
        events=[row for row in shown.events if row["document"] in papers],
    )


def pages(folder: Path) -> dict[str, Path]:
    os.chdir(ROOT)  # so that the page names articles as a reader of the project would
    graph = kgraph.build(["corpus"], folder / "store", actors=[ROOT / "corpus/actors.ttl"])
    shown = invented(graph.view().shown)
    html = {
        "corpus": page(shown.statements, events=shown.events, offices=shown.offices),
        "world": page(world(10_000, 5_000), title="A whole world, invented"),
    }
    for name, text in html.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in html}


def shoot(docs: Path) -> None:
    with TemporaryDirectory() as folder, sync_playwright() as play:
        made = pages(Path(folder))
        running = play.chromium.launch(executable_path=find() or sys.exit(ADVICE), args=["--no-sandbox"])
        for name, graph, width, height, scheme, first in PICTURES:
            view = running.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
            )
            view.goto(made[graph].as_uri())
            while not view.evaluate("Boolean(window.kgraph) && kgraph.frames() > 0"):
                view.wait_for_timeout(100)
            view.evaluate(f"void ({first or 0})")
            view.wait_for_timeout(600)
            file = docs / f"{name}.png"
            view.screenshot(path=file)
            flat = Image.open(file).convert("RGB")
            flat.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=3).save(file, optimize=True)
            view.close()
        running.close()


if __name__ == "__main__":
    shoot(Path(sys.argv[1]))
