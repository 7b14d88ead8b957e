"""Are two actors one person? By the spelling of their names first, then by whom they speak for and what they are.

A name alone joins nobody, and a family name not at all: two that are spelt alike but for transliteration ("Oleksi
Reznikov", "Oleksii Reznikov") must share a state, a body or an office, and names that are less alike must share both.
Whatever speaks against it settles the matter: two states, two offices, "Jr." with one of them, one article that names
both. So a person of whom an article tells neither state nor office is left as he or she was.

The numbers are those of ``kgraph.resolve.names.same_person``; re-run ``benchmarks/people.py`` after a change.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations, product
from typing import NamedTuple

from kgraph.resolve import names
from kgraph.resolve.offices import office_key

ALIKE, LOOSE = 0.93, 0.7
"""Scores of two names: other spellings, a middle name less, another order; initials, short forms, a slip of the pen.

At the one, side or office must be shared, at the other both.
"""

CONFIDENCE = {1: 0.9, 2: 0.97}
"""Confidence where side or office is shared, and where both are."""

_NUMERAL = re.compile(r"[IVX]{2,}$")


class Person(NamedTuple):
    """An actor, as far as it is compared.

    Attributes:
        id: Its IRI.
        label: Its name.
        spellings: All its names of two words or more.
        known: Whether it is in the register.
        sides: States and bodies that it speaks or spoke for, IRI -> name.
        states: Those of the sides that are states.
        offices: Offices that articles give to it, in small letters.
        former: Those that it held once.
    """

    id: str
    label: str
    spellings: tuple[str, ...]
    known: bool = False
    sides: frozenset[tuple[str, str]] = frozenset()
    states: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()


class Identity(NamedTuple):
    """That an actor is the same person as another, how sure that is, and why, in plain words."""

    actor: Person
    other: Person
    confidence: float
    reason: str


def _fullness(person: Person) -> tuple[bool, int, int, str]:
    """Sorts the register's before others, the fullest name before shorter ones; the IRI decides the rest."""
    words = [word for word in re.findall(r"\w+", person.label) if len(word) > 1]
    return not person.known, -len(words), -sum(map(len, words)), person.id


def full_names(several: Iterable[str]) -> tuple[str, ...]:
    """Those names that have a given and a family name, sorted."""
    return tuple(sorted({name for name in several if len(_words(name)) > 1}))


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    return tuple(names.key(names.without_honorifics(name)).split())


@lru_cache(maxsize=65536)
def _generation(name: str) -> str:
    """What tells a son from his father where it stands: "jr", "sr", a numeral."""
    last = (re.findall(r"\w+", name) or [""])[-1]
    return last if _NUMERAL.fullmatch(last) else names.suffix(name)


def keys(person: Person) -> Iterator[tuple[str, str]]:
    """Yield what two persons have one of in common if they may be the same, so that not all are compared with all.

    Each is a part of the name, and a side or a word of an office.
    """
    shared = {side for side, _ in person.sides} | {word for one in person.offices for word in office_key(one).split()}
    for name in person.spellings:
        words = [word for word in _words(name) if word not in ("jr", "sr")] or [""]
        first, last = words[0], words[-1]
        for part in ("".join(words), f"{last} {names.given_key(first)[:1]}", f"{first} {last[:1]}"):
            yield from ((part, one) for one in shared)


def identity(one: Person, other: Person) -> Identity | None:
    """Tell whether two actors are the same person; None where it is not sure enough."""
    if (one.known and other.known) or _torn(one) or _torn(other) or _apart(one, other):
        return None
    sides, offices = sorted(name for _, name in one.sides & other.sides), sorted(_shared(one.offices, other.offices))
    shared = bool(sides) + bool(offices)
    if not shared:
        return None
    pairs = [(a, b) for a, b in product(one.spellings, other.spellings) if _generation(a) == _generation(b)]
    score, spelt, like = max(((names.same_person(a, b), a, b) for a, b in pairs), default=(0.0, "", ""))
    if score < (ALIKE if shared == 1 else LOOSE):
        return None
    reason = [f"“{spelt}” and “{like}” are spellings of one name"]
    reason += [f"both speak for {name}" for name in sides] + [f"both are {office}" for office in offices]
    return Identity(one, other, round(CONFIDENCE[shared] * min(1.0, score), 4), "; ".join(reason))


def _torn(person: Person) -> bool:
    """Whether an actor of our own making speaks for several states: it may be several people of one name."""
    return len(person.states) > 1 and not person.known


def _apart(one: Person, other: Person) -> bool:
    """Whether two states or two offices speak against it; who held an office once may hold another now."""
    if one.states and other.states and not one.states & other.states:
        return True
    held = [(p.offices - p.former) for p in (one, other)]
    return all(held) and not _shared(one.offices, other.offices)


def _shared(one: frozenset[str], other: frozenset[str]) -> set[str]:
    """Offices of both; "minister" may be short for "defense minister"."""
    pairs = (sorted((office_key(a), office_key(b)), key=len) for a, b in product(one, other))
    return {long for short, long in pairs if short and set(short.split()) <= set(long.split())}


def likely(persons: Iterable[Person]) -> dict[tuple[str, str], Identity]:
    """Compare all who share a part of their names, and keep who may be the same person, by both IRIs."""
    blocks: dict[tuple[str, str], dict[str, Person]] = defaultdict(dict)
    for person in (one for one in persons if not _torn(one)):
        for key in keys(person):
            blocks[key][person.id] = person
    pairs = {pair for block in blocks.values() for pair in combinations(sorted(block.values(), key=_fullness), 2)}
    return {(a.id, b.id): tie for a, b in pairs if (tie := identity(b, a))}


def gathered(ties: Mapping[tuple[str, str], Identity], articles: Mapping[str, set[str]]) -> Iterator[Identity]:
    """Gather the actors that are one person, and yield each but one of a group with that one.

    That is the register's, else the one whose name most articles use ("Ada Saal", though one has "Ada B. Saal"),
    of equally used ones the fullest.

    They are taken fullest first. Each joins the only group all of whose members it may be; who may belong to two groups
    ("John Smith" beside "John A. Smith" and "John B. Smith"), or is named in an article beside one of the group,
    belongs to none. So the outcome depends on the set alone.

    Args:
        ties: From ``likely``.
        articles: IRI of an actor -> ids of the articles that name it.
    """
    kept = {pair: tie for pair, tie in ties.items() if not articles.get(pair[0], set()) & articles.get(pair[1], set())}
    near: dict[str, list[str]] = defaultdict(list)
    for one, other in kept:
        near[other].append(one)
    group_of: dict[str, list[Person]] = {}
    for person in sorted({person for tie in kept.values() for person in tie[:2]}, key=_fullness):
        groups = {group_of[one][0].id: group_of[one] for one in near[person.id]}
        group = next(iter(groups.values())) if len(groups) == 1 else []
        if not group or not all((one.id, person.id) in kept for one in group):
            group = []
        group.append(person)
        group_of[person.id] = group
    for group in {group[0].id: group for group in group_of.values()}.values():
        yield from _tied(group, kept, articles)


def _tied(
    group: list[Person], kept: Mapping[tuple[str, str], Identity], articles: Mapping[str, set[str]]
) -> Iterator[Identity]:
    """Tie all of a group, which is in order of fullness, to the one whose name stands for it."""
    main = min(group, key=lambda one: (not one.known, -len(articles.get(one.id, ()))))
    for at, person in enumerate(group):
        found = [kept[one.id, person.id] for one in group[:at]]
        if person is not main:
            tie = kept.get((main.id, person.id)) or kept[person.id, main.id]
            sure = min(one.confidence for one in (*found, tie))
            yield tie._replace(actor=person, other=main, confidence=sure)
