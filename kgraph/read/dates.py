"""Days written out in full, read strictly: a form that can mean two days means none.

Dots and hyphens put the day first (21.12.2021), slashes may be either way and count only where just one reading
exists (12/21/2021). Names of months are English; other languages are read from table columns by dateparser.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

import dateparser

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_DATE = re.compile(
    r"(?<![\w./-])(?:"
    r"(?P<y1>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m1>[01]?\d)(?P=sep)(?P<d1>[0-3]?\d)(?=\D|$)"
    r"|(?P<a>[0-3]?\d)(?P<sep2>[./-])(?P<b>[0-3]?\d)(?P=sep2)(?P<y2>(?:19|20)\d\d)"
    rf"|{_DAY.format('d3')}[ -](?:of )?{_MONTH.format('m3')},?[ -]+(?P<y3>(?:19|20)\d\d)"
    rf"|{_MONTH.format('m4')} +{_DAY.format('d4')}(?:,| -)? +(?P<y4>(?:19|20)\d\d)"
    r")(?!\d|[./-]\d)",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"\b(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|published|posted|updated|modified|"
    r"created|date|time|first|last|on|at|by|am|pm|a\.m\.?|p\.m\.?|gmt|utc|est|edt|et|ist|cet|msk|bst|pst|pdt|z|"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]m|t\d\d:\d\d(?::\d\d)?(?:\.\d+)?|[+-]\d\d:?\d\d)(?!\w)",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:published|posted|created|first)\b", re.IGNORECASE)
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)([01]\d)\2([0-3]\d)(?!\d)")
_WORDS, _SLASHES = re.compile(r"(?=.*\d).*[^\W\d_]{3}", re.DOTALL), re.compile(r"\d/\d")
_LANGUAGES = (
    "en de fr es it pt nl pl cs ru uk tr ar fa zh vi id".split()
)  # all 200 take seconds for a cell that is none
_SETTINGS = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
_YEARS = range(1900, 2101)


def dates_in(text: str) -> Iterator[tuple[int, int, date]]:
    """Yield each full date in a text as (start, end, day), offsets into that text.

    >>> [str(day) for _, _, day in dates_in("Ru-Main, 21.12.2021; 12/21/2021; 03/04/2021; May 4th, 2021")]
    ['2021-12-21', '2021-12-21', '2021-05-04']
    """
    for found in _DATE.finditer(text):
        day = _day(found)
        if day:
            yield found.start(), found.end(), day


def date_of_line(line: str) -> date | None:
    """Return the day that a line of metadata gives; of several the one that follows "published" or "posted".

    >>> str(date_of_line("Updated 22 December 2021 - Published 21 December 2021"))
    '2021-12-21'
    """
    days = list(dates_in(line))
    word = _FIRST.search(line)
    after = [day for start, _, day in days if word and start > word.start()]
    return next(iter(after or [day for _, _, day in days]), None)


def beside_date(line: str) -> str | None:
    """Return what a line says beside its date, time, weekday and the like; None if it has no full date.

    >>> beside_date("Ru-Main, 21.12.2021")
    'Ru-Main'
    >>> beside_date("Published: Tuesday, December 21, 2021 10:32 am")
    ''
    """
    spans = [(start, end) for start, end, _ in dates_in(line)]
    if not spans:
        return None
    for start, end in reversed(spans):
        line = f"{line[:start]} {line[end:]}"
    return " ".join(_PLAIN.sub(" ", line).split()).strip(" ,;:|/()[]-–—•·.") or ""


def date_of_name(name: str) -> date | None:
    """Return the day in a file's name, if it has just one.

    >>> str(date_of_name("2021-12-21_x.txt")), date_of_name("20213112.txt")
    ('2021-12-21', None)
    """
    days = {_make(year, month, day) for year, _, month, day in _IN_NAME.findall(name)} - {None}
    return days.pop() if len(days) == 1 else None


def date_of_cell(value: object) -> date | None:
    """Return the day in a table's cell or a meta tag: ISO, RFC 2822, seconds since 1970, words in larger languages."""
    text = str(value).strip()[:60]
    try:
        return _in_range(datetime.fromisoformat(text).date())
    except ValueError:
        pass
    if re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{13}", text):
        seconds = float(text) / (1000 if len(text) == 13 and "." not in text else 1)
        return _in_range(date.fromordinal(date(1970, 1, 1).toordinal() + int(seconds // 86400)))
    found = date_of_line(text)
    return found or (_parsed(text) if _WORDS.search(text) and not _SLASHES.search(text) else None)


@lru_cache(maxsize=10_000)
def _parsed(text: str) -> date | None:
    try:
        found = dateparser.parse(text, languages=_LANGUAGES, settings=_SETTINGS)
    except Exception:  # it is fed with arbitrary cells, and what it raises on them is not documented
        return None
    return _in_range(found.date()) if found else None


def _day(found: re.Match[str]) -> date | None:
    part = found.groupdict()
    if part["y1"]:
        return _make(part["y1"], part["m1"], part["d1"])
    if part["y2"]:
        return _numeric(part["a"], part["b"], part["y2"], part["sep2"])
    end = "3" if part["y3"] else "4"
    month = _MONTHS.index(part["m" + end][:3].lower()) + 1
    return _make(part["y" + end], month, part["d" + end])


def _numeric(a: str, b: str, year: str, separator: str) -> date | None:
    """Read a.b.year: the day first, but by slashes only when the other reading is no date."""
    day_first, month_first = _make(year, b, a), _make(year, a, b)
    if separator != "/":
        return day_first
    if day_first and month_first and day_first != month_first:
        return None
    return day_first or month_first


def _make(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return _in_range(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _in_range(day: date) -> date | None:
    return day if day.year in _YEARS else None
