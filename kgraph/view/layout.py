"""Network -> places on the sheet, computed beforehand and the same every time, with room for every label.

Each connected part is laid out by stress majorization (Gansner, Koren and North 2004) from a seeded spring layout, its
marks are pushed apart until no label touches another, and the parts are packed round the largest.
"""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from math import log2, sqrt
from textwrap import wrap
from typing import Any, NamedTuple, TypeAlias

import networkx as nx
import numpy as np
import rustworkx as rx

from kgraph.view.packing import Floats, pack, push_apart

Places: TypeAlias = dict[str, tuple[int, int]]
Ties: TypeAlias = dict[tuple[str, str], float]
"""How far apart two should stand; the lesser id first."""

SEED = 7
STRETCH = 1.15
"""Screens are wider than high; so is the sheet."""
AFAR = 110
"""Marks on a sheet from which it is seen at half its size."""
CROWD, EVENNESS = 25, 0.55
"""Marks from which a sheet is evened out, and how far."""
HUBS = 0.4
"""How much farther apart two stand for each doubling of the neighbours of the one who has fewer."""
KIN = 0.45
"""How near to each other those stand of whom one speaks for the other; 1 where one speaks of the other."""
LABEL_WIDTH = 18
"""Characters of a label's line before it breaks."""


class Mark(NamedTuple):
    """How an actor is drawn: its label broken into lines, and sizes in pixels at zoom 1; ``share`` is from 0 to 1."""

    label: str
    font: int
    size: int
    width: float
    height: float
    share: float = 0.0


def mark(label: str, kind: str, share: float) -> Mark:
    """Measure the mark of an actor, as ``scene.js`` draws it.

    Args:
        label: Its name.
        kind: Its type; states are boxes with the name inside, all others carry the name below.
        share: How much is said by and about it, as a share of the most, 0 to 1.
    """
    words = " ".join(label.split())
    long = len(words) > LABEL_WIDTH
    lines = wrap(words, LABEL_WIDTH, max_lines=3, placeholder=" …") if long else [words or "?"]
    font = round(12 + 7 * sqrt(share))
    size = round(6 + 16 * sqrt(share))
    text = max(_em(line) for line in lines) * font, len(lines) * font * 1.2
    if kind == "State":
        return Mark("\n".join(lines), font, size, text[0] + 20, text[1] + 16, sqrt(share))
    return Mark("\n".join(lines), font, size, max(text[0], 2.0 * size), text[1] + 2 * size + 5, sqrt(share))


def _em(line: str) -> float:
    """Width of a line in units of its font's size; upper bounds, measured on Arial, DejaVu and Noto."""
    return sum(map(_width, line))


@lru_cache(4096)
def _width(c: str) -> float:
    return 1.0 if unicodedata.east_asian_width(c) in "WF" else 0.72 if c.isupper() else 0.56


def positions(graph: "nx.MultiDiGraph[str]", marks: dict[str, Mark], *, rough: bool = False) -> Places:
    """Place the marks so that none overlaps another.

    Args:
        graph: As `kgraph.query.network` makes it.
        marks: The actors to draw, each an id of the graph.
        rough: Whether half the steps will do, as for one region of a large map.

    Returns:
        Actor's id -> x to the right and y downwards, in pixels at zoom 1, of the middle of its box.
    """
    return arranged([(lengths(graph, marks), marks)], rough=rough)[0]


def lengths(graph: "nx.MultiDiGraph[str]", ids: Collection[str]) -> Ties:
    """Who stands near whom: 1 where one speaks of the other, shorter where one speaks for the other."""
    found = dict.fromkeys(((min(a, b), max(a, b)) for a, b in graph.edges() if a != b and a in ids and b in ids), 1.0)
    found.update(((min(a, b), max(a, b)), KIN) for a, b in kin(graph, ids))
    return found


def kin(graph: "nx.MultiDiGraph[str]", ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield who of these speaks for which other."""
    for actor in ids:
        for other in str(graph.nodes[actor].get("represents", "")).split():
            if other in ids and other != actor:
                yield actor, other


def arranged(groups: Sequence[tuple[Ties, dict[str, Mark]]], *, rough: bool = False) -> list[Places]:
    """Place the marks of each group, between which there are these ties, as `positions` does."""
    sheets, boxes, members = [], [], []
    for ties, marks in groups:
        ids = sorted(marks)
        where, rooms = {actor: at for at, actor in enumerate(ids)}, _boxes([marks[actor] for actor in ids])
        whole: Any = rx.PyGraph()
        whole.add_nodes_from(ids)
        whole.add_edges_from(sorted((where[a], where[b], far) for (a, b), far in ties.items()))
        parts = sorted((sorted(part) for part in rx.connected_components(whole)), key=lambda part: (-len(part), part))
        boxes.append([rooms[part] for part in parts])
        sheets.append([_sheet(whole.subgraph(part), rooms[part], rough) for part in parts])
        members.append([ids[at] for part in parts for at in part])
    pushed = iter(push_apart([*chain(*sheets)], [*chain(*boxes)]) if any(sheets) else ())
    return [_placed(names, [*islice(pushed, len(room))], room) for names, room in zip(members, boxes, strict=True)]


def _placed(names: list[str], sheets: list[Floats], boxes: list[Floats]) -> Places:
    moves = pack(sheets, boxes)
    found = (np.rint(sheet + move).astype(int).tolist() for sheet, move in zip(sheets, moves, strict=True))
    return {name: (x, y) for name, (x, y) in zip(names, chain(*found), strict=True)}


def _boxes(marks: Sequence[Mark]) -> Floats:
    """Room that each mark takes, with a margin; shape (n, 2).

    A large sheet is first seen from afar, where names keep their size: the strongest get room for theirs.
    """
    room = np.array([[mark.width + 14, mark.height + 14] for mark in marks]).reshape(-1, 2)
    return room * (1 + np.array([[mark.share] for mark in marks]).reshape(-1, 1) * min(len(marks), 400) / AFAR)


def _sheet(line: Any, boxes: Floats, rough: bool) -> Floats:
    """Lay one connected part out around (0, 0); shape (n, 2), pixels."""
    if len(boxes) == 1:
        return np.zeros((1, 2))
    start = rx.spring_layout(line, num_iter=40 if rough else 120, seed=SEED)
    sheet = _stress(np.array([start[at] for at in range(len(boxes))]), _distances(line), 25 if rough else 80)
    sheet = _spread(_level(sheet)) * (STRETCH, 1.0)
    room = (1.4 if rough else 2.2) * sqrt(float(np.sum(boxes.prod(axis=1))))
    sheet *= max(room / max(float(np.sqrt(np.prod(np.ptp(sheet, axis=0) + 0.5))), 1e-6), 85.0)
    return np.asarray(sheet)


def _distances(line: Any) -> Floats:
    """How far apart any two should stand; a well-connected actor needs more room around it."""
    longer: Any = rx.PyGraph()
    longer.add_nodes_from(list(line.nodes()))
    for a, b, length in line.weighted_edge_list():
        fewer = min(line.degree(a), line.degree(b))
        longer.add_edge(a, b, length * (1 + HUBS * log2(fewer)))
    return np.asarray(rx.graph_floyd_warshall_numpy(longer, weight_fn=float), dtype=np.float64)


def _stress(sheet: Floats, distances: Floats, rounds: int) -> Floats:
    """Move the marks until their distances on the sheet come near the wanted ones (least weighted squares)."""
    far = distances + np.eye(len(distances))
    weights = far**-2
    np.fill_diagonal(weights, 0)
    even = np.full_like(weights, 1 / len(weights))
    inverse: Floats = (
        np.linalg.inv(np.diag(weights.sum(axis=1)) - weights + even) - even
    )  # the Laplacian's pseudo-inverse
    pull = weights * distances
    for _ in range(rounds):
        across, down = (np.subtract.outer(axis, axis) for axis in sheet.T)
        gaps = np.sqrt(across * across + down * down)
        gaps[gaps <= 1e-9] = np.inf
        ratio = pull / gaps
        sheet = inverse @ (ratio.sum(axis=1)[:, None] * sheet - ratio @ sheet)
    return np.asarray(sheet - sheet.mean(axis=0))


def _level(sheet: Floats) -> Floats:
    """Turn the sheet so that it is widest from left to right."""
    _, axes = np.linalg.eigh(np.cov(sheet.T))
    axes = axes[:, ::-1] * np.where(axes[:, ::-1].sum(axis=0) < 0, -1, 1)
    turned: Floats = sheet @ axes
    return turned


def _spread(sheet: Floats) -> Floats:
    """Take room from where there is nobody and give it to the crowd, without changing who stands left of or above whom.

    Each coordinate goes some of the way to the rank that it has among all.
    """
    if len(sheet) < CROWD:
        return sheet
    ranks = sheet.argsort(axis=0, kind="stable").argsort(axis=0) / (len(sheet) - 1) - 0.5
    return np.asarray((1 - EVENNESS) * sheet / np.ptp(sheet, axis=0).max() + EVENNESS * ranks * (1.25, 1.0))
