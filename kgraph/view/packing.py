"""Boxes -> places where none overlaps another: pushed apart within a sheet, and sheets packed beside each other."""

from collections.abc import Sequence
from math import ceil, sqrt
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

REACH = 24.0
"""Pixels between two boxes within which they are watched while boxes are pushed apart."""
TURNS = 2000
"""Turns after which pushing is given up, and marks are placed on a grid."""
MARGIN = 12
"""Pixels around each box that keep another sheet away."""
STRIDE = 100
"""Places of a spiral that are tried at once."""
TURN, BEND, RISE, WIDER = 0.35, 0.62, 9.0, 1.7
"""The spiral: its first step in radians, how steps get shorter, pixels outwards a radian, width by height."""


def push_apart(sheets: Sequence[Floats], boxes: Sequence[Floats]) -> list[Floats]:
    """Push the boxes of each sheet apart until none overlaps; where pushing is not enough, the sheet grows.

    All sheets at once, since many small steps cost more than a few large ones.
    """
    owner = np.repeat(np.arange(len(sheets)), [len(sheet) for sheet in sheets])
    number, rooms = len(owner), np.concatenate(boxes)
    flat = np.concatenate(sheets).T.ravel()  # all x, then all y
    sure, busy = np.full_like(flat, np.inf), np.arange(len(sheets))
    pairs: dict[int, _Near] = {}
    for turn in range(1, TURNS):
        strayed = np.intersect1d(owner[np.flatnonzero(np.abs(flat - sure) > REACH / 2) % number], busy)
        for sheet in strayed:  # two that were further apart may meet now
            here = np.flatnonzero(owner == sheet)
            pairs[int(sheet)] = _near(here, flat.reshape(2, -1).T[here], rooms[here])
            sure[here], sure[here + number] = flat[here], flat[here + number]
        if len(strayed):
            near = _Near(*(np.concatenate(column) for column in zip(*(pairs[int(at)] for at in busy), strict=True)))
        across, down = flat[near.one] - flat[near.other], flat[near.one + number] - flat[near.other + number]
        over, under = near.wide - np.abs(across), near.high - np.abs(down)
        met = np.flatnonzero((over > 0.5) & (under > 0.5))
        busy = np.unique(owner[near.one[met]])
        if not len(busy):
            break
        upright = over[met] > under[met]  # along the axis on which they overlap less, each half of the way
        push = np.where(upright, np.copysign(under[met] + 1, down[met]), np.copysign(over[met] + 1, across[met])) / 2
        one, other = (end[met] + number * upright for end in (near.one, near.other))
        flat = flat + (_sum(one, push, 2 * number) - _sum(other, push, 2 * number)) * (1.0 if turn % 3 else 0.6)
        if turn % 40 == 0:
            flat = flat * np.tile(np.where(np.isin(owner, busy), 1.08, 1.0), 2)
    found = np.split(flat.reshape(2, -1).T, np.flatnonzero(np.diff(owner)) + 1)
    return [_grid(sheet, boxes[at]) if at in busy else sheet for at, sheet in enumerate(found)]


class _Near(NamedTuple):
    """Pairs of boxes that overlap or nearly do, each once, and how near their middles may come."""

    one: NDArray[np.intp]
    other: NDArray[np.intp]
    wide: Floats
    high: Floats


def _near(here: NDArray[np.intp], sheet: Floats, boxes: Floats) -> _Near:
    found = np.ones((len(boxes), len(boxes)), dtype=bool)
    rooms = [np.add.outer(size, size) for size in boxes.T / 2]
    for at, room in zip(sheet.T, rooms, strict=True):
        found &= np.abs(np.subtract.outer(at, at)) < room + REACH
    one, other = np.nonzero(np.triu(found, 1))
    wide, high = (room[one, other] for room in rooms)
    return _Near(here[one], here[other], wide, high)


def _sum(at: NDArray[np.intp], what: Floats, number: int) -> Floats:
    return np.asarray(np.bincount(at, what, number), dtype=np.float64)


def _grid(sheet: Floats, boxes: Floats) -> Floats:
    """Place boxes on a grid: the last resort for marks that pushing cannot part."""
    columns = ceil(sqrt(len(sheet)))
    cells = np.array([[at % columns, at // columns] for at in range(len(sheet))])
    return np.asarray(cells * boxes.max(axis=0), dtype=np.float64)


def pack(sheets: Sequence[Floats], boxes: Sequence[Floats]) -> list[Floats]:
    """Move each sheet along a spiral to the first place that is free, from the rim of the first, largest one outwards.

    The corners that the first leaves empty are used too: what counts is where its boxes are.

    Returns:
        What to add to each sheet's places.
    """
    moves: list[Floats] = []
    lows, highs, at = np.empty((0, 2)), np.empty((0, 2)), 0
    for sheet, box in zip(sheets, boxes, strict=True):
        starts, ends = sheet - box / 2 - MARGIN, sheet + box / 2 + MARGIN
        low, high = starts.min(axis=0), ends.max(axis=0)
        while True:
            centred = _spiral(np.arange(at, at + STRIDE)) - (low + high) / 2
            if (free := _free(low + centred, high + centred, lows, highs)).any():
                break
            at += STRIDE
        moves.append(centred[int(np.argmax(free))])
        if len(moves) == 1:
            at = _way_out(high - low) + STRIDE
        lows, highs = np.vstack([lows, starts + moves[-1]]), np.vstack([highs, ends + moves[-1]])
        at = max(0, at - STRIDE)  # the next is smaller, and may fit a little further in
    return moves


def _spiral(steps: NDArray[np.intp]) -> Floats:
    turn = TURN * steps**BEND
    return np.asarray(np.stack([WIDER * np.cos(turn), np.sin(turn)], axis=1) * (RISE * turn)[:, None])


def _way_out(size: Floats) -> int:
    """Steps of the spiral that surely do not lead out of a box of this size around its middle."""
    turn = min(size[0] / 2 / WIDER, size[1] / 2) / RISE
    return int((turn / TURN) ** (1 / BEND))


def _free(low: Floats, high: Floats, lows: Floats, highs: Floats) -> NDArray[np.bool_]:
    """Tell for each place, from ``low`` to ``high``, whether it touches none of those taken."""
    clash = low[:, None, 0] < highs[None, :, 0]
    clash &= high[:, None, 0] > lows[None, :, 0]
    clash &= low[:, None, 1] < highs[None, :, 1]
    clash &= high[:, None, 1] > lows[None, :, 1]
    return np.asarray(~clash.any(axis=1))
