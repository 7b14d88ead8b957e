"""Page -> one HTML file: pyvis makes the network, our own template holds it, a strict policy keeps it shut.

The stock pages of pyvis are not used: they fetch from elsewhere, and they parse names as HTML. Here every string of an
article travels as JSON and is put on the page as text; scripts and styles run only with the hashes in the policy. The
network is drawn by scripts of our own on a canvas: without a graphics card that is several times faster than
vis-network or WebGL (see BENCHMARKS, The viewer).
"""

import gc
import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from pyvis.network import Network

from kgraph._version import __version__
from kgraph.errors import KgraphError
from kgraph.ontology import RESOURCE
from kgraph.query.network import StatementRow
from kgraph.view.communities import Region, map_of
from kgraph.view.island import EventRow, actor_rows, joined, tables, to_json
from kgraph.view.layout import Mark, Places, mark, positions
from kgraph.view.still import still

TITLE = "Who said what about whom"
LIMIT = 300
"""Marks drawn at first: with more every drawing is a hairball (see DESIGN, Viewer), so communities come first."""

ALONE = 60
"""Up to so many actors those are drawn too who spoke, but of nobody in particular."""

NAMERS = 3
"""Strongest members that name a region."""

SHAPES = {"Person": "dot", "State": "box", "Organization": "diamond", "Group": "triangle"}
SCRIPTS = (
    "model.js", "filter.js", "dom.js", "colour.js", "scene.js", "labels.js", "paint.js", "pens.js", "canvas.js",
    "pointer.js", "cards.js", "panel.js", "table.js", "timeline.js", "search.js", "save.js", "state.js", "keys.js",
    "page.js",
)  # fmt: skip
"""In the order in which they are read; together they are one function, so that nothing leaks into the window."""
_SLOT = re.compile(r"\{\{(\w+)\}\}")


class Sheet(NamedTuple):
    """What is to be drawn, and where.

    Attributes:
        graph: Actors, and who speaks of whom.
        marks: Actor's id -> its measures.
        order: Those who can be drawn, the strongest first.
        places: Where they are.
        regions: Communities; none where all can be drawn at once.
    """

    graph: Any
    marks: dict[str, Mark]
    order: list[str]
    places: Places
    regions: list[Region]


def page(
    statements: Iterable[StatementRow],
    *,
    title: str = TITLE,
    limit: int = LIMIT,
    events: Iterable[EventRow] = (),
    offices: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Make the page of these statements: one HTML file that is complete in itself.

    Args:
        statements: Statements as JSON.
        title: Heading of the page.
        limit: How many marks are drawn at first; where there are more actors, it opens on their communities.
        events: Events as JSON, a layer of their own.
        offices: Actor's id -> offices that it is said to hold.
    """
    with _unswept():
        data = _data(_once(statements), _once(events), title, max(limit, 1), offices)
        return _fill(title, to_json(data))


@contextmanager
def _unswept() -> Iterator[None]:
    """Let Python not look for garbage in what only grows: a tenth of the time that a large page takes."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _data(
    rows: list[StatementRow],
    done: list[EventRow],
    title: str,
    limit: int,
    offices: Mapping[str, Sequence[str]] | None,
) -> dict[str, Any]:
    sheet = _sheet(joined(rows, done), limit)
    nodes, edges, *_ = _pyvis(sheet).get_network_data()
    return {
        "title": title,
        "base": RESOURCE,
        "limit": limit,
        "alone": ALONE,
        "actors": actor_rows(sheet.graph, rows, offices),
        "places": [sheet.places.get(actor, 0) for actor in sheet.graph],
        "groups": _group_rows(sheet),
        **tables(sheet.graph, rows, done),
        "network": {"nodes": nodes, "edges": edges},
    }


def picture(statements: Iterable[StatementRow], *, events: Iterable[EventRow] = ()) -> str:
    """Draw the strongest actors of these statements as SVG, for where no page can run."""
    graph = joined(_once(statements), _once(events))
    marks = _marks(graph)
    return still(graph, marks, _strongest(graph, LIMIT))


def write_page(statements: Iterable[StatementRow], path: Path | str, **options: Any) -> Path:
    """Write the page of these statements to a file, and return its path.

    Args:
        statements: Statements as JSON.
        path: The file.
        **options: As `page` takes them.

    Raises:
        KgraphError: The file cannot be written.
    """
    html, target = page(statements, **options), Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KgraphError(f"{target}: cannot write the page ({error.strerror}); name another file") from error
    return target


def _once(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return list({str(row["id"]): row for row in rows}.values())


def _sheet(graph: Any, limit: int) -> Sheet:
    marks, order = _marks(graph), _strongest(graph, limit)
    drawn = {actor: marks[actor] for actor in order}
    spoken = {end for one, other, edge in graph.edges(data=True) if "layer" not in edge for end in (one, other)}
    if len(spoken) <= limit:  # events, a layer that is off at first, may bring a few more
        return Sheet(graph, marks, order, positions(graph, drawn), [])
    strength = {actor: node["strength"] for actor, node in graph.nodes(data=True)}
    return Sheet(graph, marks, order, *map_of(graph, drawn, strength))


def _strongest(graph: Any, limit: int) -> list[str]:
    """Actors to draw, those first of whom and by whom most is said: on a large sheet only those that have an edge."""
    some = [actor for actor in graph if graph.degree(actor) or len(graph) <= min(ALONE, limit)]
    return sorted(some, key=lambda actor: (-graph.nodes[actor]["strength"], actor))


def _marks(graph: Any) -> dict[str, Mark]:
    most = max((node["strength"] for _, node in graph.nodes(data=True)), default=0) or 1
    return {actor: mark(node["label"], node["type"], node["strength"] / most) for actor, node in graph.nodes(data=True)}


def _group_rows(sheet: Sheet) -> list[list[Any]]:
    """One row a region: x, y, radius, members as numbers of actors, and how many of them, the first ones, name it."""
    at = {actor: number for number, actor in enumerate(sheet.graph)}
    return [
        [region.x, region.y, region.radius, [at[one] for one in region.members], 0 if region.apart else NAMERS]
        for region in sheet.regions
    ]


def _pyvis(sheet: Sheet) -> Any:
    """Make the network that the page opens with: actors, or their communities where those are too many.

    A node is the number of an actor, or -1 less that of a region; nothing here has a ``title``.
    """
    net = Network(directed=True)
    at = {actor: number for number, actor in enumerate(sheet.graph)}
    home = at
    if sheet.regions:
        home = {one: -1 - number for number, region in enumerate(sheet.regions) for one in region.members}
        for number, region in enumerate(sheet.regions):
            net.add_node(-1 - number, str(len(region.members)), "dot", x=region.x, y=region.y, size=region.radius)
    else:
        for actor in sheet.order:
            x, y = sheet.places[actor]
            measure, shape = sheet.marks[actor], SHAPES.get(sheet.graph.nodes[actor]["type"], "square")
            net.add_node(at[actor], measure.label, shape, x=x, y=y, size=measure.size)
    shown = {one: home[one] for one in sheet.order}
    for one, other in sorted({(shown[a], shown[b]) for a, b in sheet.graph.edges() if a in shown and b in shown}):
        net.add_edge(one, other)
    return net


def _fill(title: str, data: str) -> str:
    slots = {
        "title": escape(title.encode("utf-8", "replace").decode()),
        "version": __version__,
        "style": _file("page.css"),
        "script": "\n".join(["(() => {", '"use strict";', *map(_file, SCRIPTS), "})();"]),
        "data": data,
    }
    slots["policy"] = _policy([slots["script"]], [slots["style"]])
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
