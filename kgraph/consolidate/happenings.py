"""Which reports are of the same event: the same kind of deed between the same actors, on the same day or nearly so.

Two reports may be of one event only if nothing speaks against it: another class, denied and not, planned and done,
actors turned round, days too far apart, two places, two modes, other things delivered or another number of them. What
is left is weighed: the day, the place, the things, the verb, and the words around it, which tell two accusations of one
day apart. The fullest report gathers the others, so that the outcome depends on the set of reports alone.

The numbers were fitted on the invented pairs of ``tests/consolidate/events.tsv`` that are marked ``tuned``; re-run
``benchmarks/same_events.py`` after a change.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product
from typing import NamedTuple

DAYS, DATED_DAYS = 3, 1
"""Days between two reports of one event: by the articles' days, and where both tell the day of the event itself."""

THRESHOLD = 0.6
"""Points from which two reports are of one event."""

NEAREST = 64
"""Fuller events that a report is compared with."""

MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Classes whose two sides do the same: who is named first does not matter."""

SAME_DAY, DATED, LATER = 0.5, 1.0, -0.3
"""Points for one day, more where both tell it themselves, and for each day between."""
SAME_PLACE, SAME_THING, SAME_MODE, SAME_WORD, OFFICIAL = 1.0, 1.0, 0.3, 0.5, -0.2
"""Points; the last for a side that is a state in one report and its officer in the other."""
WORDS, EVEN = 3.0, 0.25
"""Points for all words shared, and the share that speaks neither for nor against."""

GROUP = "/actor/group/"
"""What is in the IRI of a group, whose name is only how one article describes it."""

_UNDATED = -1


class Thing(NamedTuple):
    """Something delivered, used or destroyed: the actor's IRI, the class of item, how many."""

    id: str
    item_class: str
    quantity: str


class Report(NamedTuple):
    """An event as one article tells it, as far as it is compared.

    Attributes:
        event: Its IRI.
        article: IRI of the article.
        event_class: Key of its class.
        told: Whether it is negated, and whether hypothetical.
        sources: IRIs of those who act.
        targets: IRIs of those acted upon.
        day: Number of the day of the event or, where that is not told, of publication.
        is_dated: Whether the words tell the day.
        place: IRI of the place.
        mode: IRI of the mode.
        word: The verb or noun.
        things: What it is done with or to.
        words: The telling words of its sentence, names of the actors left out.
    """

    event: str
    article: str
    event_class: str
    told: tuple[bool, bool]
    sources: frozenset[str]
    targets: frozenset[str]
    day: int | None = None
    is_dated: bool = False
    place: str | None = None
    mode: str | None = None
    word: str = ""
    things: frozenset[Thing] = frozenset()
    words: frozenset[str] = frozenset()


Sides = Mapping[str, frozenset[str]]
"""IRI of an actor -> those for whom it speaks."""


def groups(reports: Iterable[Report], sides: Sides) -> Iterator[list[Report]]:
    """Gather the reports of one event.

    Yields:
        Two or more, the fullest first; each of the others is of the same event as that one.
    """
    gathered: list[list[Report]] = []
    lists: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for report in sorted(reports, key=_fullness):
        keys = list(_keys(report, sides))
        near = sorted({number for key in keys for place in _days(report) for number in lists[(*key, place)]})
        points = [(likeness(report, gathered[number][0], sides), -number) for number in islice(near, NEAREST)]
        best = max(points, default=(0.0, 0))
        if best[0] >= THRESHOLD:
            gathered[-best[1]].append(report)
            continue
        for key in keys:
            lists[(*key, _UNDATED if report.day is None else report.day // DAYS)].append(len(gathered))
        gathered.append([report])
    return (group for group in gathered if len(group) > 1)


def _fullness(report: Report) -> tuple[object, ...]:
    """Sorts the one that tells most first: day, place, things, actors, words; then early before late, then the IRI."""
    told = report.is_dated + bool(report.place) + bool(report.things) + len(report.sources | report.targets)
    return -told, -len(report.words), float("inf") if report.day is None else report.day, report.event


def _keys(report: Report, sides: Sides) -> Iterator[tuple[object, ...]]:
    """What two reports of one event have in common: class, how it is told, and a side of each end."""
    ends = [{one for actor in end for one in _reach(actor, sides)} for end in (report.sources, report.targets)]
    ends[1] = ends[1] or {""}  # of some deeds nobody is told to whom they are done
    for source, target in product(*ends):
        pair = tuple(sorted((source, target))) if report.event_class in MUTUAL else (source, target)
        if source != target:
            yield (report.event_class, report.told, *pair)


def _reach(actor: str, sides: Sides) -> frozenset[str]:
    return frozenset({actor}) | sides.get(actor, frozenset())


def _days(report: Report) -> Iterable[int]:
    """Stretches of days in which a report of the same event may lie; one without a day is compared with its like."""
    return [_UNDATED] if report.day is None else [report.day // DAYS + step for step in (-1, 0, 1)]


def likeness(one: Report, other: Report, sides: Sides) -> float:
    """Points for two reports being of one event; below zero without end where something speaks against it."""
    against = float("-inf")
    if one.event_class != other.event_class or one.told != other.told:
        return against
    if _differ(one.place, other.place) or _differ(one.mode, other.mode):
        return against
    parts = (_actors(one, other, sides), _day(one, other), _things(one.things, other.things), _words(one, other))
    points = sum(against if part is None else part for part in parts)
    points += SAME_PLACE * bool(one.place and one.place == other.place)
    points += SAME_MODE * bool(one.mode and one.mode == other.mode)
    return points + SAME_WORD * (one.word[:4] == other.word[:4])


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)


def _actors(one: Report, other: Report, sides: Sides) -> float | None:
    """Points for the two ends; None where they are not the same."""
    straight = _ends(one.sources, other.sources, one.targets, other.targets, sides)
    if one.event_class not in MUTUAL:
        return straight
    turned = _ends(one.sources, other.targets, one.targets, other.sources, sides)
    return max((found for found in (straight, turned) if found is not None), default=None)


def _ends(
    source: frozenset[str],
    other_source: frozenset[str],
    target: frozenset[str],
    other_target: frozenset[str],
    sides: Sides,
) -> float | None:
    first, second = _shared(source, other_source, sides), _shared(target, other_target, sides)
    if not target and not other_target:
        second = {("", 0.0)}
    found = [(a, b) for a in first for b in second if a[0] != b[0]]  # of "A and B met" A alone is no second side
    return max((a[1] + b[1] for a, b in found), default=None)


def _shared(one: frozenset[str], other: frozenset[str], sides: Sides) -> set[tuple[str, float]]:
    """Actors of both, or for whom one of the other speaks, each with its points.

    Two officers of a state are two; two groups of its people ("diplomats of Varania", "three Varanian diplomats") may
    be one.
    """
    same = {(actor, 0.0) for actor in one & other}
    crowds = [{side for actor in end if GROUP in actor for side in sides.get(actor, ())} for end in (one, other)]
    same |= {(side, OFFICIAL) for side in crowds[0] & crowds[1]}
    for_other = {(side, OFFICIAL) for actor in one for side in sides.get(actor, ()) if side in other}
    for_one = {(side, OFFICIAL) for actor in other for side in sides.get(actor, ()) if side in one}
    return same | for_other | for_one


def _day(one: Report, other: Report) -> float | None:
    if one.day is None or other.day is None:
        return SAME_DAY if one.article == other.article else None
    apart, both = abs(one.day - other.day), one.is_dated and other.is_dated
    if apart > (DATED_DAYS if both else DAYS):
        return None
    return (DATED if both else SAME_DAY) + LATER * apart * (3 if both else 1)


def _things(one: frozenset[Thing], other: frozenset[Thing]) -> float | None:
    """Points for what it is done with; None where the things or their numbers differ."""
    if not one or not other:
        return 0.0
    shared = {thing.id for thing in one} & {thing.id for thing in other}
    if not shared and not {thing.item_class for thing in one} & {thing.item_class for thing in other}:
        return None
    numbers = [{t.quantity for t in several if t.id in shared and t.quantity} for several in (one, other)]
    if all(numbers) and not numbers[0] & numbers[1]:
        return None
    return SAME_THING if shared else 0.0


def _words(one: Report, other: Report) -> float:
    """Points for the words that both have; a report of hardly any words says neither yes nor no."""
    fewest = min(len(one.words), len(other.words))
    return WORDS * (len(one.words & other.words) / fewest - EVEN) if fewest > 1 else 0.0
