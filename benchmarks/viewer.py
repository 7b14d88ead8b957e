"""The viewer beside stock pyvis, vis-network without physics, and sigma.js, on the same invented graph, in one run.

    python benchmarks/viewer.py [--marks 1000 5000] [--json FILE]

Everything runs in a headless Chromium that draws without a graphics card. A page is *interactive* when its first
picture is drawn and its script answers again; *frames* are pictures that it really draws in a second while the mouse
moves all the time, once dragging the sheet and once dragging an actor. kgraph is taken twice: as it opens, on
communities, and with every actor and line on the screen. sigma.js (WebGL) is fetched with npm and left out where there
is none.
"""

import argparse
import json
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, sync_playwright

from kgraph.view import page
from kgraph.view.island import joined
from kgraph.view.markup import _sheet

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.browser import ADVICE, find
from tests.view.invented_news import world

PATIENCE, DRAG = 90, 3.0
COUNT = {
    "kgraph": "kgraph.frames()",
    "kgraph, all open": "kgraph.frames()",
    "vis-network, no physics": "window.drawn",
    "sigma.js": "window.drawn",
    "stock pyvis": "window.drawn",
}
READY = {
    "kgraph": "window.kgraph && kgraph.frames() > 0",
    "kgraph, all open": "window.kgraph && kgraph.frames() > 0",
    "vis-network, no physics": "window.drawn > 0",
    "sigma.js": "window.drawn > 0",
    "stock pyvis": "window.settled",
}


def rows_of(marks: int) -> list[dict[str, Any]]:
    """Statements of a world in which so many actors speak or are spoken of."""
    rows, seen = [], set()
    for row in world(40 * marks, int(marks * 1.6)):
        ends = {who["id"] for who in (row["speaker"], *row["targets"]) if who}
        if len(seen | ends) > marks:
            break
        seen |= ends
        rows.append(row)
    return rows


def stock(graph: Any, physics: bool, sheet: Any) -> str:
    """The page of pyvis's own template, which counts the pictures that it draws."""
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    for actor, node in graph.nodes(data=True):
        x, y = sheet.places.get(actor, (0, 0))
        net.add_node(actor, node["label"], **({} if physics else {"x": x, "y": y}))
    net.edges = [{"from": a, "to": b, "arrows": "to"} for a, b in sorted({(a, b) for a, b in graph.edges()})]
    net.toggle_physics(physics)
    html = net.generate_html()
    watch = (
        "window.drawn = 0; network.on('afterDrawing', () => window.drawn++);"
        "network.once('stabilizationIterationsDone', () => window.settled = true);"
    )
    return html.replace("return network;", watch + "return network;")


def sigma(graph: Any, sheet: Any, folder: Path) -> str | None:
    """A page of sigma.js with the same marks, lines and places; None where npm is not there."""
    try:
        for name in ("sigma@3", "graphology"):
            packed = subprocess.run(
                ["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True, timeout=120
            )
            with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
                archive.extractall(folder / name.partition("@")[0], filter="data")
    except (OSError, subprocess.SubprocessError):
        return None
    scripts = [next((folder / name).rglob(f"{file}")).read_text(encoding="utf-8") for name, file in (
        ("graphology", "graphology.umd.min.js"), ("sigma", "sigma.min.js"))]  # fmt: skip
    nodes = [
        [actor, *sheet.places.get(actor, (0, 0)), node["label"], 3 + 12 * node["strength"] ** 0.5 / 10]
        for actor, node in graph.nodes(data=True)
    ]
    data = json.dumps([nodes, sorted({(a, b) for a, b in graph.edges() if a != b})]).replace("<", "\\u003c")
    body = """const [nodes, edges] = DATA, graph = new graphology.DirectedGraph();
for (const [id, x, y, label, size] of nodes) graph.addNode(id, { x, y: -y, label, size, color: "#2a9d7c" });
for (const [a, b] of edges) graph.addEdge(a, b, { size: 1, color: "#bbb", type: "arrow" });
window.drawn = 0;
const sigma = window.sigma = new Sigma(graph, document.getElementById("box"));
sigma.on("afterRender", () => window.drawn++);
let held = null;
sigma.on("downNode", ({ node }) => { held = node; sigma.getCamera().disable(); });
sigma.getMouseCaptor().on("mousemovebody", (event) => {
    if (!held) return;
    const at = sigma.viewportToGraph(event);
    graph.setNodeAttribute(held, "x", at.x);
    graph.setNodeAttribute(held, "y", at.y);
    event.preventSigmaDefault();
});
sigma.getMouseCaptor().on("mouseup", () => { held = null; sigma.getCamera().enable(); });
sigma.refresh();""".replace("DATA", data)
    return "".join([
        "<!doctype html><meta charset=utf-8><style>html,body,#box{margin:0;height:100%}</style><div id=box></div>",
        *(f"<script>{script}</script>" for script in scripts), f"<script>{body}</script>"])  # fmt: skip


def interactive(view: Page, file: Path, name: str) -> float | None:
    """Seconds from asking for the page until it answers; None where that takes longer than one waits."""
    begun = time.perf_counter()
    view.goto(file.as_uri(), wait_until="commit", timeout=PATIENCE * 1000)
    while time.perf_counter() - begun < PATIENCE:
        if view.evaluate(f"Boolean({READY[name]})"):
            if name == "kgraph, all open":
                before = view.evaluate(COUNT[name])
                view.evaluate("kgraph.change({ open: kgraph.groups.map((group) => group.at) })")
                while view.evaluate(COUNT[name]) <= before:
                    view.wait_for_timeout(5)
            return time.perf_counter() - begun
        view.wait_for_timeout(10)
    return None


def frames(view: Page, name: str, x: float, y: float) -> float:
    """Pictures a second while the mouse is pressed there and moves to and fro."""
    view.mouse.move(x, y)
    view.mouse.down()
    view.mouse.move(x + 8, y + 8)
    view.wait_for_timeout(300)
    first, begun, step = view.evaluate(COUNT[name]), time.perf_counter(), 0
    while time.perf_counter() - begun < DRAG:
        step += 1
        view.mouse.move(x + 8 + 3 * (step % 30), y + 8 + 2 * (step % 20))
    drawn, passed = view.evaluate(COUNT[name]) - first, time.perf_counter() - begun
    view.mouse.up()
    view.wait_for_timeout(400)
    return float(drawn / passed)


MARK = {
    "kgraph": """(() => { const box = document.getElementById("canvas").getBoundingClientRect();
        const mark = [...kgraph.scene().marks.values()].filter((m) => m.sx > 100 && m.sy > 150
            && m.sx < box.width - 150 && m.sy < box.height - 150)
            .sort((a, b) => b.weight - a.weight)[0]; return [box.x + mark.sx, box.y + mark.sy]; })()""",
    "vis": """(() => { const box = document.getElementById("mynetwork").getBoundingClientRect();
        const id = nodes.getIds()[0], at = network.canvasToDOM(network.getPosition(id));
        return [box.x + at.x, box.y + at.y]; })()""",
    "sigma.js": """(() => { const graph = sigma.getGraph(), id = graph.nodes()[0];
        const at = sigma.graphToViewport(graph.getNodeAttributes(id)); return [at.x, at.y]; })()""",
}  # fmt: skip
EMPTY = {
    "kgraph": """(() => { const box = document.getElementById("canvas").getBoundingClientRect();
        for (let y = 90; y < box.height - 120; y += 6) for (let x = 30; x < box.width - 130; x += 6) {
            const found = kgraph.find(x, y, 10); if (!found.mark) return [box.x + x, box.y + y]; } })()""",
    "vis": "[200, 90]",
    "sigma.js": "[12, 60]",
}


def measure(name: str, file: Path, running: Any) -> dict[str, Any]:
    """Open a page in a window of its own, and drag in it."""
    view = running.new_page(viewport={"width": 1280, "height": 800})
    seconds = interactive(view, file, name)
    found: dict[str, Any] = {"renderer": name, "MB": file.stat().st_size / 1e6, "interactive": seconds}
    if seconds is not None:
        view.wait_for_timeout(800)
        key = name.split(",")[0] if name.startswith("kgraph") else name if name == "sigma.js" else "vis"
        found["drag sheet"] = frames(view, name, *view.evaluate(EMPTY[key]))
        found["drag actor"] = frames(view, name, *view.evaluate(MARK[key]))
    view.close()
    return found


def run(marks: int, running: Any, folder: Path) -> Iterator[dict[str, Any]]:
    rows = rows_of(marks)
    begun, busy = time.perf_counter(), time.process_time()
    html = page(rows)
    made, busy = time.perf_counter() - begun, time.process_time() - busy
    graph = joined(rows, [])
    sheet = _sheet(graph, 300)
    lines = len({(a, b) for a, b in graph.edges()})
    allowed = 1 + 400 * len(rows) / 1e6
    print(f"\n{marks} marks, {lines} lines, {len(rows)} statements; made in {made:.2f} s ({busy:.2f} of processor), "
          f"{len(html.encode()) / 1e6:.2f} MB of {allowed:.2f} allowed")  # fmt: skip
    pages = {"kgraph": html, "kgraph, all open": html, "vis-network, no physics": stock(graph, False, sheet),
             "sigma.js": sigma(graph, sheet, folder), "stock pyvis": stock(graph, True, sheet)}  # fmt: skip
    for name, content in pages.items():
        if content is None:
            print(f"  {name:26} not measured: npm is not there")
            continue
        file = folder / f"{marks}-{name.replace(' ', '-').replace(',', '')}.html"
        file.write_text(content, encoding="utf-8")
        found = measure(name, file, running) | {"marks": marks, "lines": lines, "made": made}
        cells = [
            f"{found[key]:6.1f}" if found.get(key) is not None else "     -" for key in ("drag sheet", "drag actor")
        ]
        waited = f"{found['interactive']:6.2f} s" if found["interactive"] is not None else f"over {PATIENCE} s"
        print(
            f"  {name:26} {found['MB']:5.2f} MB  interactive {waited}  frames/s dragging sheet {cells[0]}, "
            f"actor {cells[1]}",
            flush=True,
        )
        yield found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--marks", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--json", type=Path, help="Write the figures there too.")
    asked = parser.parse_args()
    browser = find()
    if browser is None:
        raise SystemExit(ADVICE)
    list(islice(world(10, 50), 10))  # so that the first page does not pay for imports
    page([])
    with sync_playwright() as play, TemporaryDirectory() as folder:
        running = play.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        print("Chromium", running.version)
        found = [line for marks in asked.marks for line in run(marks, running, Path(folder))]
        running.close()
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
