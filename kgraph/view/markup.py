"""Page -> one HTML file: pyvis makes the network, our own template holds it, a strict policy keeps it shut.

The stock pages of pyvis are not used: they fetch from elsewhere, and they parse names as HTML. Here every string of an
article travels as JSON and is put on the page as text; scripts and styles run only with the hashes in the policy.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from pyvis.network import Network

from kgraph._version import __version__
from kgraph.errors import KgraphError
from kgraph.query.network import StatementRow, network
from kgraph.view.deeds import event_rows
from kgraph.view.island import actor_rows, statement_rows, to_json
from kgraph.view.layout import Mark, mark, positions

TITLE = "Who said what about whom"
LIMIT = 300
"""Actors drawn at once: above about 300 every drawing is a hairball (see DESIGN, Viewer)."""

ALONE = 60
"""Up to so many actors those are drawn too who spoke, but of nobody in particular."""

SHAPES = {"Person": "dot", "State": "box", "Organization": "diamond", "Group": "triangle"}
_SCRIPTS = ("model.js", "panel.js", "graph.js", "page.js")
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def page(
    statements: Iterable[StatementRow],
    *,
    events: Iterable[Mapping[str, Any]] = (),
    title: str = TITLE,
    limit: int = LIMIT,
) -> str:
    """Make the page of these statements: one HTML file that is complete in itself.

    Args:
        statements: Statements as JSON.
        events: Events as JSON: a second layer that can be switched to.
        title: Heading of the page.
        limit: How many actors are drawn at once, the strongest first; all statements stay in the table, and all
            actors in the search.

    Raises:
        KgraphError: The installed pyvis does not bring vis-network.
    """
    rows = list({str(row["id"]): row for row in (*statements, *event_rows(events))}.values())
    graph = network(rows)
    order = _strongest(graph, limit)
    grow = 1 + min(len(order), limit) / 150  # at 300 the whole sheet is seen at a quarter of its size
    marks = _marks(graph, grow)
    drawn = positions(graph, {actor: marks[actor] for actor in order[: max(limit, 1)]})
    nodes, edges, *_, options = _pyvis(graph, marks, drawn).get_network_data()
    data = {
        "title": title,
        "limit": max(limit, 1),
        "alone": ALONE,
        "grow": round(grow, 3),
        "actors": actor_rows(graph, rows),
        "labels": [marks[actor].label for actor in graph],
        **statement_rows(graph, rows),
        "network": {"nodes": nodes, "edges": edges},
        "options": options,
    }
    return _fill(title, to_json(data))


def write_page(
    statements: Iterable[StatementRow],
    path: Path | str,
    *,
    events: Iterable[Mapping[str, Any]] = (),
    title: str = TITLE,
    limit: int = LIMIT,
) -> Path:
    """Write the page of these statements to a file, and return its path.

    Raises:
        KgraphError: The file cannot be written.
    """
    html, target = page(statements, events=events, title=title, limit=limit), Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KgraphError(f"{target}: cannot write the page ({error.strerror}); name another file") from error
    return target


def _strongest(graph: Any, limit: int) -> list[str]:
    """Actors to draw, those first of whom and by whom most is said: on a large sheet only those that have an edge."""
    some = [actor for actor in graph if graph.degree(actor) or len(graph) <= min(ALONE, limit)]
    return sorted(some, key=lambda actor: (-graph.nodes[actor]["said"] - graph.nodes[actor]["about"], actor))


def _marks(graph: Any, grow: float) -> dict[str, Mark]:
    counts = {actor: node["said"] + node["about"] for actor, node in graph.nodes(data=True)}
    most = max(counts.values(), default=1)
    return {
        actor: mark(node["label"], node["type"], counts[actor] / most, grow) for actor, node in graph.nodes(data=True)
    }


def _pyvis(graph: Any, marks: dict[str, Mark], drawn: dict[str, tuple[int, int]]) -> Any:
    """Make the network of what is drawn at first. Nodes are numbers of actors; nothing here has a ``title``."""
    net = Network(directed=True)
    at = {actor: number for number, actor in enumerate(graph)}
    for actor, (x, y) in drawn.items():
        measure, shape = marks[actor], SHAPES.get(graph.nodes[actor]["type"], "square")
        net.add_node(at[actor], measure.label, shape, x=x, y=y, size=measure.size, box=[measure.width, measure.height])
    pairs = sorted({(at[a], at[b]) for a, b in graph.edges() if a in drawn and b in drawn})
    for speaker, target in pairs:
        net.add_edge(speaker, target, id=f"{speaker}>{target}")
    net.options = {"physics": {"enabled": False}, "layout": {"improvedLayout": False}}
    return net


def _fill(title: str, data: str) -> str:
    scripts = ["\n".join(["(() => {", '"use strict";', *map(_file, _SCRIPTS), "})();"])]
    slots = {
        "title": escape(title.encode("utf-8", "replace").decode()),
        "version": __version__,
        "style": _file("page.css"),
        "vis": _vis_network(),
        "script": scripts[0],
        "data": data,
    }
    slots["policy"] = _policy([slots["vis"], slots["script"]], [slots["style"]])
    return _SLOT.sub(lambda slot: slots[slot[1]], _file("page.html"))


def _policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Content-Security-Policy: these very scripts and styles, nothing else, and no text is ever parsed as HTML."""
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hashes(texts: Iterable[str]) -> str:
    return " ".join(f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts)


@cache
def _file(name: str) -> str:
    return files("kgraph.view").joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _vis_network() -> str:
    """Return the script of vis-network that is inside the installed pyvis, its licence (MIT or Apache-2.0) on top."""
    folder = Path(str(files("pyvis"))) / "lib"
    found = sorted(folder.glob("vis-*/vis-network.min.js"), key=lambda file: _version(file.parent.name))
    if not found:
        raise KgraphError(f"{folder}: this pyvis brings no vis-network; run: pip install 'pyvis>=0.3.2'")
    script = found[-1].read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")
    script = re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE)  # developer tools would fetch it
    if re.search(r"</script|<!--", script, re.IGNORECASE):
        raise KgraphError(f"{found[-1]}: cannot stand inside a page; run: pip install 'pyvis==0.3.2'")
    return script


def _version(folder: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", folder))
