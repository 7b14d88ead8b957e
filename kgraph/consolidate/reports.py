"""Which of one speaker's statements are the same: a group of reports around the fullest of them.

The statements are taken fullest first. Each is compared with the few fuller ones, said within ``DAYS``, with which it
shares most pairs of telling words, and joins the first that is the same; else it may gather others itself. So the
outcome depends on what is there alone, not on any order, and the work grows with the number of statements: each is
compared with at most ``NEAREST`` others, found in lists of at most ``LISTED``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from kgraph.consolidate.wording import ENOUGH, PLAIN, Wording, likeness

DAYS = 4
"""Days between two reports of one statement: Friday's words may be in Tuesday's paper. Without a day, all are near."""

NEAREST = 8
"""Fuller statements that a statement is compared with."""

LISTED = 64
"""Statements kept for a pair of words; what more of a speaker's statements share tells none of them apart."""

_UNDATED, _ANY = "undated", "any"


class Report(NamedTuple):
    """A statement, as far as it is compared.

    Attributes:
        statement: Its IRI.
        article: IRI of the article that reports it.
        day: Number of the day on which it was said or, where that is not known, published.
        is_direct: Whether all of it is quoted.
        wording: Its content.
    """

    statement: str
    article: str
    day: int | None
    is_direct: bool
    wording: Wording


def groups(reports: Iterable[Report]) -> Iterator[list[Report]]:
    """Gather the statements of one speaker that are the same.

    Yields:
        Two or more, the fullest first; each of the others is the same as that one, and in another article.
    """
    gathered: list[list[Report]] = []
    lists: dict[tuple[str, object], list[int]] = defaultdict(list)
    for report in sorted((one for one in reports if one.wording.weight >= ENOUGH), key=_fullness):
        keys = _keys(report.wording)
        found = _joined(report, keys, gathered, lists)
        if found is None:
            _list(report, keys, len(gathered), lists)
            gathered.append([report])
        else:
            gathered[found].append(report)
    return (group for group in gathered if len(group) > 1)


def rewordings(group: list[Report]) -> Iterator[tuple[Report, Report]]:
    """Pairs of direct quotations of a group that differ in words: each of them, and the fullest of them."""
    quotations = [report for report in group if report.is_direct]
    for report in quotations[1:]:
        alike = likeness(report.wording, quotations[0].wording)
        if report.article != quotations[0].article and alike.is_same and alike.is_reworded:
            yield report, quotations[0]


def _fullness(report: Report) -> tuple[int, bool, float, str]:
    """Sorts the one with most words first, quoted before told, early before late; the IRI decides the rest."""
    day = float("inf") if report.day is None else report.day
    return -len(report.wording.words), not report.is_direct, day, report.statement


def _joined(
    report: Report, keys: set[str], gathered: list[list[Report]], lists: dict[tuple[str, object], list[int]]
) -> int | None:
    """Number of the group that a statement belongs to; None where it is the same as no fuller one."""
    places = [_ANY] if report.day is None else [_UNDATED, *(report.day // DAYS + step for step in (-1, 0, 1))]
    found = chain.from_iterable(lists.get((key, place), ()) for key in keys for place in places)
    ranked = sorted(Counter(found).items(), key=lambda pair: (-pair[1], pair[0]))
    near = (number for number, _ in ranked if _may_be_same(report, gathered[number][0]))
    for number in islice(near, NEAREST):
        if likeness(report.wording, gathered[number][0].wording).is_same:
            return number
    return None


def _may_be_same(one: Report, other: Report) -> bool:
    is_near = one.day is None or other.day is None or abs(one.day - other.day) <= DAYS
    return is_near and one.article != other.article


def _list(report: Report, keys: set[str], number: int, lists: dict[tuple[str, object], list[int]]) -> None:
    places = [_ANY, _UNDATED if report.day is None else report.day // DAYS]
    for key in keys:
        for place in places:
            if len(lists[key, place]) < LISTED:
                lists[key, place].append(number)


def _keys(wording: Wording) -> set[str]:
    """Pairs of telling words that follow each other, or with one between them, which may be exchanged."""
    stems = [word.stem for word in wording.words if word.weight >= PLAIN]
    return {f"{one} {other}" for step in (1, 2) for one, other in zip(stems, stems[step:], strict=False)}
