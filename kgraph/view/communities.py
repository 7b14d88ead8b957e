"""A large network -> regions of a map: who belongs together is found first, laid out apart, and joined like islands.

Communities are those of Louvain (Blondel et al. 2008) over who speaks of whom, with whom somebody speaks for pulling
strongest; one that is too large to look at is parted again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import hypot, sqrt
from typing import Any, NamedTuple

import networkx as nx

from kgraph.view.layout import SEED, Mark, Places, Ties, arranged, kin, lengths

LARGEST = 90
"""Members of a region: what one opens should be readable at once."""
FULL = 99
"""Members up to which a region takes in those of very small communities. From 100 on numpy inverts a matrix in threads,
which is many times slower where the cores are busy."""
SMALLEST = 4
"""Members below which a community is no region of its own."""
APART = 60
"""Members of a region of those who belong nowhere else."""
KINSHIP = 4.0
"""How many statements it is worth to speak for somebody."""


class Region(NamedTuple):
    """A community and its place on the map.

    Attributes:
        members: Actors' ids, the strongest first.
        x: Middle, to the right.
        y: Middle, downwards.
        radius: Pixels at zoom 1.
        apart: Whether it only gathers those who belong to no community.
    """

    members: list[str]
    x: int
    y: int
    radius: int
    apart: bool


def map_of(
    graph: "nx.MultiDiGraph[str]", marks: dict[str, Mark], strength: dict[str, int]
) -> tuple[Places, list[Region]]:
    """Place every mark inside the region of its community.

    Args:
        graph: As `kgraph.query.network` makes it.
        marks: The actors to place.
        strength: How much is said by and about each.

    Returns:
        Actor's id -> middle of its box, and the regions, the largest first.
    """
    ids = sorted(marks)
    ties = _ties(graph, ids)
    groups = [
        (sorted((ids[at] for at in group), key=lambda one: (-strength[one], one)), apart)
        for group, apart in _groups(ties)
    ]
    groups.sort(key=lambda group: (group[1], -len(group[0]), group[0]))
    home = {one: at for at, (group, _) in enumerate(groups) for one in group}
    sheets = _sheets(lengths(graph, marks), marks, [group for group, _ in groups], home)
    radii = [_radius(sheet, marks) for sheet in sheets]
    middles = _middles(ties, [home[one] for one in ids], radii)
    places: Places = {}
    regions = []
    for (group, apart), sheet, radius, (x, y) in zip(groups, sheets, radii, middles, strict=True):
        (left, top), (right, bottom) = _corners(sheet, marks)
        places |= {
            one: (round(x + a - (left + right) / 2), round(y + b - (top + bottom) / 2)) for one, (a, b) in sheet.items()
        }
        regions.append(Region(group, x, y, radius, apart))
    return places, regions


def _ties(graph: "nx.MultiDiGraph[str]", ids: list[str]) -> Any:
    """Who has to do with whom, and how much; numbers, of which a set has the same order every time."""
    at = {one: number for number, one in enumerate(ids)}
    weights: defaultdict[tuple[int, int], float] = defaultdict(float)
    for one, other in graph.edges():
        if one != other and one in at and other in at:
            weights[min(at[one], at[other]), max(at[one], at[other])] += 1
    for one, other in kin(graph, at):
        weights[min(at[one], at[other]), max(at[one], at[other])] += KINSHIP
    ties: nx.Graph[int] = nx.Graph()
    ties.add_nodes_from(range(len(ids)))
    ties.add_weighted_edges_from((one, other, weight) for (one, other), weight in sorted(weights.items()))
    return ties


def _sheets(
    ties: Ties, marks: dict[str, Mark], groups: Sequence[Sequence[str]], home: Mapping[str, int]
) -> list[Places]:
    """Lay each group out by the ties inside it."""
    inner: list[Ties] = [{} for _ in groups]
    for (one, other), far in ties.items():
        if home[one] == home[other]:
            inner[home[one]][one, other] = far
    return arranged(
        [(near, {one: marks[one] for one in group}) for near, group in zip(inner, groups, strict=True)], rough=True
    )


def _groups(ties: Any) -> Iterator[tuple[list[int], bool]]:
    """Communities of a size to look at, and those who belong to none, in heaps."""
    large, alone = _gathered(ties, list(_parted(ties)))
    yield from ((sorted(group), False) for group in large)
    for at in range(0, len(alone), APART):
        yield alone[at : at + APART], True


def _parted(ties: Any) -> Iterator[set[int]]:
    """Communities, and those of the communities that are too large, down to a size that can be looked at."""
    parts = nx.community.louvain_communities(ties, seed=SEED)
    for part in parts:
        if len(part) <= LARGEST:
            yield set(part)
        elif max(map(len, parts)) > 0.9 * len(ties):  # a star, say: no way to part it by its ties
            members = sorted(part, key=lambda one: (-ties.degree(one, weight="weight"), one))
            yield from (set(members[at : at + LARGEST]) for at in range(0, len(members), LARGEST))
        else:
            yield from _parted(_within(ties, part))


def _within(ties: Any, part: set[int]) -> Any:
    """The ties of some; a copy, which is read much faster than a view."""
    inner: nx.Graph[int] = nx.Graph()
    inner.add_nodes_from(sorted(part))
    inner.add_weighted_edges_from(
        (one, other, tie["weight"])
        for one in sorted(part)
        for other, tie in ties.adj[one].items()
        if one < other and other in part
    )
    return inner


def _gathered(ties: Any, parts: list[set[int]]) -> tuple[list[set[int]], list[int]]:
    """Let those of very small communities join the one with which they have most to do.

    Returns:
        Communities, and those who have to do with none of them.
    """
    large = [part for part in parts if len(part) >= SMALLEST]
    home = {one: at for at, part in enumerate(large) for one in part}
    alone = []
    for one in sorted(one for part in parts if len(part) < SMALLEST for one in part):
        pull: dict[int, float] = {}
        for other, tie in ties.adj[one].items():
            if other in home and len(large[home[other]]) < FULL:
                pull[home[other]] = pull.get(home[other], 0) + tie["weight"]
        if pull:
            large[max(pull, key=lambda at: (pull[at], -at))].add(one)
        else:
            alone.append(one)
    return large, alone


def _corners(sheet: Places, marks: dict[str, Mark]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Top left and bottom right of what is drawn."""
    boxes = [(x, y, marks[one].width / 2, marks[one].height / 2) for one, (x, y) in sheet.items()]
    return (
        (min(x - w for x, _, w, _ in boxes), min(y - h for _, y, _, h in boxes)),
        (max(x + w for x, _, w, _ in boxes), max(y + h for _, y, _, h in boxes)),
    )


def _radius(sheet: Places, marks: dict[str, Mark]) -> int:
    (left, top), (right, bottom) = _corners(sheet, marks)
    x, y = (left + right) / 2, (top + bottom) / 2
    return round(max(hypot(a - x, b - y) for a, b in sheet.values()) + 60)


def _middles(ties: Any, home: Sequence[int], radii: Sequence[int]) -> list[tuple[int, int]]:
    """Lay the regions out as if each were one mark, near those to which they have most ties."""
    counts: defaultdict[tuple[str, str], float] = defaultdict(float)
    for one, other, weight in ties.edges(data="weight"):
        if home[one] != home[other]:
            a, b = str(home[one]), str(home[other])
            counts[min(a, b), max(a, b)] += weight
    circles = {str(at): Mark("", 0, 0, 2.2 * radius, 2.5 * radius) for at, radius in enumerate(radii)}
    (found,) = arranged([(dict.fromkeys(_strongest(counts, len(radii)), 1.0), circles)], rough=True)
    return [found[str(at)] for at in range(len(radii))]


def _strongest(counts: Mapping[tuple[str, str], float], groups: int) -> list[tuple[str, str]]:
    """Three ties a region are enough to say who stands near whom; all of them pull everything into one heap."""
    return sorted(counts, key=lambda pair: (-counts[pair], pair))[: round(3 * groups + sqrt(groups))]
