"""Which of several actors of one name is meant ("Georgia", "Congo", "Michel"): by who else the article names.

Each of the candidates has points: for its other names, for those who speak for it or belong to it, for the company it
is in. The one with most is meant, with a score that grows with the distance to the next; of equals none is, and the
name is left open.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from kgraph.records import Actor
from kgraph.resolve.cast import Named
from kgraph.resolve.register import Register

OTHER_NAME, DEMONYM, KIN, COMPANY = 2.0, 1.0, 1.0, 0.5
"""Points for another name ("Tbilisi"), a word for its people, somebody of its own, and the other states around it."""


class Evidence(NamedTuple):
    """Whom else an article names.

    Attributes:
        named: Mentions by name that are not in doubt.
        people: Ids of the known persons whose full names stand there.
        published: The day of the article.
    """

    named: tuple[Named, ...]
    people: frozenset[str] = frozenset()
    published: date | None = None


def confidence(points: Sequence[float]) -> float:
    """Score of the first of several by its points and those of the next, the highest first; 0.5 where they are equal.

    >>> confidence([2.0, 0.0]), confidence([2.0, 1.0]), confidence([1.0, 1.0])
    (0.8, 0.6125, 0.5)
    """
    best, second = points[0], points[1] if len(points) > 1 else 0.0
    return round(0.5 + 0.45 * (best - second) / (best + second + 1), 4)


def meant(register: Register, several: Sequence[Actor], evidence: Evidence) -> tuple[Actor, float] | None:
    """Decide which of several actors is meant.

    Returns:
        The actor and how sure it is, 0.5 to 0.95; None where nothing in the article tells them apart.
    """
    ranked = sorted(((_points(register, one, several, evidence), one) for one in several), key=lambda pair: -pair[0])
    points = [found for found, _ in ranked]
    if len(points) > 1 and points[0] == points[1]:
        return None
    return ranked[0][1], confidence(points)


def _points(register: Register, actor: Actor, several: Sequence[Actor], evidence: Evidence) -> float:
    own = {(named.span.text, named.adjective) for named in evidence.named if named.actor.id == actor.id}
    points = sum(DEMONYM if adjective else OTHER_NAME for _, adjective in own)
    others = {named.actor.id for named in evidence.named} | evidence.people
    points += KIN * sum(actor.id in _sides(register, other, evidence.published) for other in others - {actor.id})
    return points + COMPANY * _fits_company(register, actor, several, evidence.named)


def _sides(register: Register, iri: str, day: date | None) -> set[str]:
    """Whom an actor of the register speaks for or belongs to."""
    entry = register.entries.get(iri)
    countries = {entry.country} - {None} if entry else set()
    return {str(one) for one in countries} | {actor.id for actor in register.represents(iri, day)}


def _fits_company(register: Register, actor: Actor, several: Sequence[Actor], named: Iterable[Named]) -> bool:
    """Whether a state stands among states, or a part of a country with that country alone."""
    states = {one.actor.id for one in named if one.actor.type == "State"}
    countries = {register.entries[one.id].country for one in several if one.id in register.entries} - {None}
    if actor.type == "State":
        return bool(states - countries - {one.id for one in several})
    return bool(states) and states <= {register.entries[actor.id].country if actor.id in register.entries else None}
