"""Days and longer times that words name ("on Tuesday", "last week", "December 11"), read against an article's own day.

Only what the words say is read: a month is the whole month and not some day in it, and what lies after the article's
day is nothing that somebody has said. (dateparser, which reads the dates of tables, guesses a day in both cases, and
knows neither "earlier this month" nor "the day before".)
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

LONGEST_AGO = 330
"""Days after which a day without a year is no longer the last such day: nobody leaves the year out then."""

CONTEXT = 400
"""Characters before some words in which the day is looked for that "the day before" counts from."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY, _YEAR = r"\d\d?(?:st|nd|rd|th)?(?!\w)", r"(?:(?:19|20)\d\d|(?:of\s+)?(?:last|this)\s+year)(?!\w)"
_PART = r"(?:\s+(?:morning|afternoon|evening|night))?"
_TIME = re.compile(
    rf"\b(?:(?:{_WEEKDAY},?\s+)?(?:(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:,?\s+(?P<year>{_YEAR}))?"
    rf"|(?P<day2>{_DAY})\s+(?:of\s+)?(?P<month2>{_MONTH})(?:,?\s+(?P<year2>{_YEAR}))?)"
    r"|(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?![\w-])"
    rf"|(?:(?P<which>(?i:last|next))\s+)?(?P<weekday>{_WEEKDAY}){_PART}(?P<before>\s+(?:of\s+)?last\s+week)?"
    r"|(?P<near>(?i:the day before yesterday|yesterday|today|tonight|tomorrow|last night|earlier in the day"
    r"|this (?:morning|afternoon|evening)))"
    r"|(?P<other>(?i:the (?:day before|previous day|following day|next day|same day)|a day (?:before|earlier|later)))"
    r"(?=\s*(?:[,.;:)—–]|$|that\b))"
    rf"|(?P<number>(?i:an?|{'|'.join(_NUMBERS[1:])})|\d\d?)\s+(?P<unit>day|week|month|year)s?\s+"
    r"(?P<ago>ago|earlier(?!\s+than)|before(?=\s*(?:[,.;:)—–]|$)))"
    r"|(?P<span>(?i:(?:earlier\s+)?this|earlier\s+in\s+the|(?:late\s+|early\s+)?last))\s+(?P<unit2>week|month|year)"
    r"|(?P<weekend>(?i:last|over the|at the)\s+weekend)"
    rf"|(?i:in|last)\s+(?:early\s+|late\s+|mid-?)?(?P<month3>{_MONTH})(?!\s+\d\d?\b)(?:\s+(?P<year3>{_YEAR}))?"
    rf"|(?i:in)\s+(?P<year4>(?:19|20)\d\d))(?!\w)"
)


class Time(NamedTuple):
    """A time that words name: characters ``start`` to ``end`` of the text, days ``first`` to ``last``."""

    start: int
    end: int
    first: date
    last: date


def times(
    text: str, published: date | None, start: int = 0, end: int | None = None, coming: bool = False
) -> Iterator[Time]:
    """Find the times that a text names, in its order; such as can be read, and none after the article's day.

    Args:
        text: The text.
        published: The article's day. Without it only what has a year can be read.
        start: First character to look at.
        end: Character after the last.
        coming: Whether something announced is spoken of: days are then the next ones.

    >>> [tuple(map(str, time[2:])) for time in times("said on Tuesday", date(2021, 12, 23))]
    [('2021-12-21', '2021-12-21')]
    >>> [tuple(map(str, time[2:])) for time in times("said last week", date(2021, 12, 23))]
    [('2021-12-13', '2021-12-19')]
    """
    anchor = None
    for found in _TIME.finditer(text, max(0, start - CONTEXT), len(text) if end is None else end):
        try:
            first, last = _read(found, published, anchor, coming)
        except (ValueError, OverflowError):  # "February 30"; before the first year
            continue
        if published and not coming:
            last = min(last, published)
        if first > last:
            continue
        if first == last:
            anchor = first
        if found.start() >= start:
            yield Time(found.start(), found.end(), first, last)


def _read(found: re.Match[str], published: date | None, anchor: date | None, coming: bool) -> tuple[date, date]:
    """First and last day.

    Raises:
        ValueError: The words name no time that can be read.
    """
    words = found.groupdict()
    if words["iso"]:
        return _one(date.fromisoformat(words["iso"]))
    for end in ("", "2"):
        if words["day" + end]:
            month, day = _number(words["month" + end], _MONTHS), int(re.sub(r"\D", "", words["day" + end]))
            return _one(_day(_which_year(words["year" + end], published), month, day, published, coming))
    if words["year4"]:
        return _year(int(words["year4"]))
    if words["month3"]:
        return _month(_which_year(words["year3"], published), _number(words["month3"], _MONTHS), published)
    if published is None:
        raise ValueError("nothing to count from")
    if words["weekday"]:
        return _one(_weekday(words, published, coming))
    if words["near"]:
        return _one(published + timedelta(days=_near(words["near"].lower())))
    if words["other"]:
        return _one(_beside(words["other"].lower(), anchor, published))
    if words["weekend"]:
        sunday = published - timedelta(days=published.isoweekday())
        return sunday - timedelta(days=1), sunday
    if words["ago"]:
        from_day = published if words["ago"] == "ago" else anchor or published
        return _ago(words["number"].lower(), words["unit"], from_day)
    return _span(words["span"].lower(), words["unit2"], published)


def _one(day: date) -> tuple[date, date]:
    return day, day


def _number(word: str, among: tuple[str, ...]) -> int:
    return among.index(word[:3].lower())


def _which_year(words: str | None, published: date | None) -> int | None:
    """The year of "May 2020", "May last year", "May"."""
    if words is None or words.isdigit():
        return int(words) if words else None
    if published is None:
        raise ValueError("nothing to count from")
    return published.year - ("last" in words)


def _day(year: int | None, month: int, day: int, published: date | None, coming: bool) -> date:
    """A day of the calendar; without a year the last such, or the next where something is to come."""
    month += 1
    if year:
        return date(year, month, day)
    if published is None:
        raise ValueError("a day without a year")
    found = date(published.year, month, day)
    if coming:
        return found if found >= published else found.replace(year=found.year + 1)
    if found > published:
        found = date(published.year - 1, month, day)
    if (published - found).days > LONGEST_AGO:
        raise ValueError("rather a day to come")
    return found


def _weekday(words: dict[str, str], published: date, coming: bool) -> date:
    back = (published.weekday() - _number(words["weekday"], _WEEKDAYS)) % 7
    which = (words["which"] or "").lower()
    if words["before"]:
        return published - timedelta(days=published.weekday() + 7 - _number(words["weekday"], _WEEKDAYS))
    if which == "next" or coming:
        return published + timedelta(days=(7 - back) % 7 or (7 if which else 0))
    return published - timedelta(days=back or (7 if which else 0))


def _near(word: str) -> int:
    ago = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1}
    return ago.get(word, 0)


def _beside(words: str, anchor: date | None, published: date) -> date:
    """The day before, or after, the one that the text named last; without one, before the article's own."""
    if re.search("before|previous|earlier", words):
        return (anchor or published) - timedelta(days=1)
    if anchor is None:
        raise ValueError("no day to count from")
    return anchor + timedelta(days="same" not in words)


def _ago(number: str, unit: str, day: date) -> tuple[date, date]:
    """So many units before a day: the day, week, month or year that it falls into."""
    many = 1 if number in {"a", "an"} else int(number) if number.isdigit() else _NUMBERS.index(number)
    if unit == "day":
        return _one(day - timedelta(days=many))
    if unit == "week":
        return _unit("week", day - timedelta(weeks=many))
    months = day.year * 12 + day.month - 1 - many * (12 if unit == "year" else 1)
    return _unit(unit, date(months // 12, months % 12 + 1, 1))


def _span(words: str, unit: str, day: date) -> tuple[date, date]:
    """In the text: "last week", "this month", and "earlier this year", which ended the day before."""
    if "last" in words:
        return _ago("a", unit, day)
    first = _unit(unit, day)[0]
    return first, max(first, day - timedelta(days="earlier" in words))


def _unit(unit: str, day: date) -> tuple[date, date]:
    """The week (from Monday), month or year that a day falls into."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    return _year(day.year) if unit == "year" else _month(day.year, day.month - 1, day)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int | None, month: int, published: date | None) -> tuple[date, date]:
    """A month of the calendar; without a year the last that has begun."""
    if year is None and published is None:
        raise ValueError("a month without a year")
    number = year if year else published.year - (month + 1 > published.month)  # type: ignore[union-attr]
    first = date(number, month + 1, 1)
    return first, date(number + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)
