"""A picture that stands still: the strongest of a network as SVG, for where no page can run."""

from html import escape
from math import hypot, log2
from typing import Any

from kgraph.query.network import stance as stance_of
from kgraph.view.layout import Mark, positions

MOST = 60
"""Actors drawn: as many names as can be read in a notebook's column."""
COLOURS = {"State": "#27364b", "Person": "#2a9d7c", "Organization": "#b76ba3", "Group": "#e9c46a"}
SIGNS = {-1: ("#cc4b12", ""), 0: ("#8b95a3", ' stroke-dasharray="2 6"'), 1: ("#1769c2", "")}


def still(graph: Any, marks: dict[str, Mark], order: list[str]) -> str:
    """Draw the strongest actors and what is said between them.

    Args:
        graph: As `kgraph.query.network` makes it.
        marks: Its actors' marks.
        order: Actors, the strongest first.
    """
    drawn = {actor: marks[actor] for actor in order[:MOST]}
    places = positions(graph, drawn)
    if not places:
        return '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
    left = min(x - drawn[one].width / 2 for one, (x, _) in places.items()) - 20
    top = min(y - drawn[one].height / 2 for one, (_, y) in places.items()) - 20
    width = max(x + drawn[one].width / 2 for one, (x, _) in places.items()) + 20 - left
    height = max(y + drawn[one].height / 2 for one, (_, y) in places.items()) + 20 - top
    body = [*_lines(graph, places), *(_mark(graph.nodes[one], drawn[one], *places[one]) for one in reversed(places))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" '
        f'width="960" height="{960 * height / width:.0f}" role="img" font-family="sans-serif">'
        f"<title>Who speaks of whom: the {len(places)} most present actors</title>"
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" height="{height:.0f}" fill="#f6f7f9"/>'
        f"{''.join(body)}</svg>"
    )


def _lines(graph: Any, places: dict[str, tuple[int, int]]) -> list[str]:
    """One line a pair, for whom or against whom its statements are on the whole."""
    pairs: dict[tuple[str, str], list[int]] = {}
    for one, other, edge in graph.edges(data=True):
        if one != other and one in places and other in places:
            sign = {"negative": -1, "neutral": 0, "positive": 1}[stance_of(edge)]
            pairs.setdefault((one, other), []).append(sign)
    return [_line(places[one], places[other], signs) for (one, other), signs in sorted(pairs.items())]


def _line(start: tuple[int, int], end: tuple[int, int], signs: list[int]) -> str:
    balance = sum(signs)
    colour, dash = SIGNS[(balance > 0) - (balance < 0)]
    (a, b), (c, d) = start, end
    length = hypot(c - a, d - b) or 1.0
    bend = 0.14 * length
    x, y = (a + c) / 2 + (d - b) / length * bend, (b + d) / 2 - (c - a) / length * bend
    width = min(1.2 + 1.5 * log2(len(signs)), 8)
    return (
        f'<path d="M{a} {b}Q{x:.0f} {y:.0f} {c} {d}" fill="none" stroke="{colour}" stroke-width="{width:.1f}" '
        f'stroke-opacity=".55"{dash}/>'
    )


def _mark(node: Any, mark: Mark, x: int, y: int) -> str:
    kind, fill = node["type"], COLOURS.get(node["type"], "#ffffff")
    lines = mark.label.split("\n")
    if kind == "State":
        box = f'<rect x="{x - mark.width / 2:.0f}" y="{y - mark.height / 2:.0f}" width="{mark.width:.0f}" '
        shape = f'{box}height="{mark.height:.0f}" rx="5" fill="{fill}"/>'
        return shape + _words(lines, x, y - (len(lines) - 1) * mark.font * 0.6, mark.font, "#ffffff")
    up, r = y - mark.height / 2 + mark.size, mark.size
    forms = {
        "Person": f'<circle cx="{x}" cy="{up:.0f}" r="{r}"',
        "Organization": f'<path d="M{x} {up - r:.0f}l{r} {r}l{-r} {r}l{-r} {-r}z"',
        "Group": f'<path d="M{x} {up - r:.0f}l{r} {1.8 * r:.0f}h{-2 * r}z"',
    }
    square = f'<rect x="{x - r}" y="{up - r:.0f}" width="{2 * r}" height="{2 * r}" stroke="#6b7480"'
    shape = f'{forms.get(kind, square)} fill="{fill}"/>'
    return shape + _words(lines, x, up + r + 5 + mark.font * 0.6, mark.font, "#1c2430")


def _words(lines: list[str], x: int, y: float, font: int, colour: str) -> str:
    rows = "".join(
        f'<tspan x="{x}" y="{y + at * font * 1.2:.0f}">{escape(_printable(line))}</tspan>'
        for at, line in enumerate(lines)
    )
    halo = ' paint-order="stroke" stroke="#f6f7f9" stroke-width="3"' if colour != "#ffffff" else ""
    return (
        f'<text font-size="{font}" text-anchor="middle" dominant-baseline="middle" fill="{colour}"{halo}>{rows}</text>'
    )


def _printable(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(
        c if c == "\t" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") else "�"
        for c in text
    )
