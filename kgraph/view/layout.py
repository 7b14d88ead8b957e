"""Network -> places on the sheet, computed beforehand and the same every time, with room for every label.

Each connected part is laid out by stress majorization (Gansner, Koren and North 2004) from a seeded spring layout, its
marks are pushed apart until no label touches another, and the parts are packed round the largest.
"""

import unicodedata
from collections.abc import Sequence
from math import ceil, log2, sqrt
from textwrap import wrap
from typing import Any, NamedTuple, TypeAlias

import networkx as nx
import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

SEED = 7
STRETCH = 1.15
"""Screens are wider than high; so is the sheet."""
AFAR = 110
"""Marks on a sheet from which it is seen at half its size."""
STRIDE = 100
"""Places of a spiral that are tried at once."""
CROWD, EVENNESS = 25, 0.55
"""Marks from which a sheet is evened out, and how far."""
HUBS = 0.4
"""How much farther apart two stand for each doubling of the neighbours of the one who has fewer."""
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
    lines = wrap(" ".join(label.split()), LABEL_WIDTH, max_lines=3, placeholder=" …") or ["?"]
    font = round(12 + 7 * sqrt(share))
    size = round(6 + 16 * sqrt(share))
    text = max(_em(line) for line in lines) * font, len(lines) * font * 1.2
    if kind == "State":
        return Mark("\n".join(lines), font, size, text[0] + 20, text[1] + 16, sqrt(share))
    return Mark("\n".join(lines), font, size, max(text[0], 2.0 * size), text[1] + 2 * size + 5, sqrt(share))


def _em(line: str) -> float:
    """Width of a line in units of its font's size; upper bounds, measured on Arial, DejaVu and Noto."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.72 if c.isupper() else 0.56 for c in line)


def positions(
    graph: "nx.MultiDiGraph[str]", marks: dict[str, Mark], *, rough: bool = False
) -> dict[str, tuple[int, int]]:
    """Place the marks so that none overlaps another.

    Args:
        graph: As `kgraph.query.network` makes it.
        marks: The actors to draw, each an id of the graph.
        rough: Whether half the steps will do, as for one region of a large map.

    Returns:
        Actor's id -> x to the right and y downwards, in pixels at zoom 1, of the middle of its box.
    """
    ties = _ties(graph, list(marks))
    placed: dict[str, tuple[int, int]] = {}
    parts = sorted((sorted(part) for part in nx.connected_components(ties)), key=lambda part: (-len(part), part))
    boxes = [_boxes(marks, part) for part in parts]
    sheets = [_sheet(ties.subgraph(part), part, room, rough) for part, room in zip(parts, boxes, strict=True)]
    corners = _pack([_extent(sheet, room) for sheet, room in zip(sheets, boxes, strict=True)])
    for part, sheet, corner in zip(parts, sheets, corners, strict=True):
        for actor, at in zip(part, np.rint(sheet + corner).astype(int), strict=True):
            placed[actor] = int(at[0]), int(at[1])
    return placed


def _boxes(marks: dict[str, Mark], part: Sequence[str]) -> Floats:
    """Room that each mark takes, with a margin; shape (n, 2).

    A large sheet is first seen from afar, where names keep their size: the strongest get room for theirs.
    """
    found = (marks[actor] for actor in part)
    return np.array([[mark.width + 14, mark.height + 14] for mark in found]) * _growth(marks, part)


def _growth(marks: dict[str, Mark], part: Sequence[str]) -> Floats:
    return 1 + np.array([[marks[actor].share] for actor in part]) * min(len(marks), 400) / AFAR


def _ties(graph: "nx.MultiDiGraph[str]", ids: list[str]) -> Any:
    """Who stands near whom: a tie of length 1 where one speaks of the other, shorter where one speaks for the other."""
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(sorted(ids))
    drawn = set(ids)
    ties.add_edges_from(sorted({(a, b) for a, b in graph.edges() if a in drawn and b in drawn and a != b}), length=1.0)
    for actor in sorted(ids):
        for other in str(graph.nodes[actor].get("represents", "")).split():
            if other in drawn and other != actor:
                ties.add_edge(actor, other, length=0.45)
    return ties


def _sheet(ties: Any, part: list[str], boxes: Floats, rough: bool) -> Floats:
    """Lay one connected part out around (0, 0); shape (n, 2), pixels."""
    if len(part) == 1:
        return np.zeros((1, 2))
    line: Any = rx.PyGraph()
    line.add_nodes_from(part)
    where = {actor: at for at, actor in enumerate(part)}
    line.add_edges_from(sorted((where[a], where[b], far) for a, b, far in ties.edges(data="length")))
    start = rx.spring_layout(line, num_iter=40 if rough else 120, seed=SEED)
    sheet = _stress(np.array([start[at] for at in range(len(part))]), _distances(line), 25 if rough else 80)
    sheet = _spread(_level(sheet)) * (STRETCH, 1.0)
    room = (1.4 if rough else 2.2) * sqrt(float(np.sum(boxes.prod(axis=1))))
    sheet *= max(room / max(float(np.sqrt(np.prod(np.ptp(sheet, axis=0) + 0.5))), 1e-6), 85.0)
    return _part_boxes(sheet, boxes)


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
        gaps = np.hypot(*(sheet[:, None, axis] - sheet[None, :, axis] for axis in (0, 1)))
        ratio = np.divide(pull, gaps, out=np.zeros_like(pull), where=gaps > 1e-9)
        sheet = inverse @ ((np.diag(ratio.sum(axis=1)) - ratio) @ sheet)
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


def _part_boxes(sheet: Floats, boxes: Floats) -> Floats:
    """Push boxes apart until none overlaps; where pushing is not enough, the sheet grows."""
    wide, high = ((boxes[:, None, axis] + boxes[None, :, axis]) / 2 - 0.5 for axis in (0, 1))
    for turn in range(1, 2001):
        one, other = _clashes(sheet, wide, high)
        if not len(one):
            return sheet
        gaps = sheet[one] - sheet[other]
        over = (boxes[one] + boxes[other]) / 2 - np.abs(gaps)
        sideways = over[:, 0] < over[:, 1]
        side = np.where(gaps == 0, -1.0, np.sign(gaps))  # of two on one spot the first goes left or up
        push = np.where(np.stack([sideways, ~sideways], axis=1), side * (over + 1) / 2, 0)
        moved = [
            np.bincount(one, push[:, axis], len(sheet)) - np.bincount(other, push[:, axis], len(sheet))
            for axis in (0, 1)
        ]
        sheet = sheet + np.stack(moved, axis=1) * (1.0 if turn % 3 else 0.6)
        if turn % 40 == 0:
            sheet = sheet * 1.08
    return _grid(sheet, boxes)


def _clashes(sheet: Floats, wide: Floats, high: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of boxes that overlap, each once; ``wide`` and ``high`` tell how near the middles of two may come."""
    near = np.abs(sheet[:, None, 0] - sheet[None, :, 0]) < wide
    near &= np.abs(sheet[:, None, 1] - sheet[None, :, 1]) < high
    one, other = np.nonzero(np.triu(near, 1))
    return one, other


def _grid(sheet: Floats, boxes: Floats) -> Floats:
    """Place boxes on a grid: the last resort for marks that pushing cannot part."""
    columns = ceil(sqrt(len(sheet)))
    cells = np.array([[at % columns, at // columns] for at in range(len(sheet))])
    return np.asarray(cells * boxes.max(axis=0), dtype=np.float64)


def _extent(sheet: Floats, boxes: Floats) -> tuple[Floats, Floats]:
    """Top left and bottom right corners of a part, with room around it."""
    return (sheet - boxes / 2).min(axis=0) - 12, (sheet + boxes / 2).max(axis=0) + 12


def _pack(extents: list[tuple[Floats, Floats]]) -> list[Floats]:
    """Move each part along a spiral from the middle to the first place that is free.

    Returns:
        What to add to each part's places.
    """
    moves: list[Floats] = []
    lows, highs = np.empty((0, 2)), np.empty((0, 2))
    spiral, at = _spiral(2000), 0
    for low, high in extents:
        while True:
            if at + STRIDE > len(spiral):
                spiral = _spiral(2 * len(spiral))
            centred = spiral[at : at + STRIDE] - (low + high) / 2
            if (free := _free(low + centred, high + centred, lows, highs)).any():
                break
            at += STRIDE
        moves.append(centred[int(np.argmax(free))])
        lows, highs = np.vstack([lows, low + moves[-1]]), np.vstack([highs, high + moves[-1]])
        at = max(0, at - STRIDE)  # the next is smaller, and may fit a little further in
    return moves


def _spiral(steps: int) -> Floats:
    turn = 0.35 * np.arange(steps) ** 0.62
    return np.asarray(np.stack([1.7 * np.cos(turn), np.sin(turn)], axis=1) * (9.0 * turn)[:, None])


def _free(low: Floats, high: Floats, lows: Floats, highs: Floats) -> NDArray[np.bool_]:
    """Tell for each place, from ``low`` to ``high``, whether it touches none of those taken."""
    clash = low[:, None, 0] < highs[None, :, 0]
    clash &= high[:, None, 0] > lows[None, :, 0]
    clash &= low[:, None, 1] < highs[None, :, 1]
    clash &= high[:, None, 1] > lows[None, :, 1]
    return np.asarray(~clash.any(axis=1))
