"""When something was said: the date words beside the cue, read against the article's own date."""

import re
from datetime import date, datetime, timedelta

import dateparser

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
DATE = re.compile(
    rf"\b(?:(?P<full>{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?)"
    rf"|(?P<weekday>{_WEEKDAY})|(?P<relative>yesterday|today|tonight))\b",
    re.IGNORECASE,
)


def said_on(words: str, published: date | None) -> date | None:
    """Find the day that some words name.

    Args:
        words: The text beside the cue, without the content ("Putin warned on Tuesday that").
        published: The article's day; weekdays are the last such day up to it, and without it only a date with a
            year can be read.

    Returns:
        The day, or None where the words name none that can be read.

    >>> said_on("he said on Tuesday", date(2021, 12, 23))
    datetime.date(2021, 12, 21)
    >>> said_on("he said on December 11", date(2022, 12, 12))
    datetime.date(2022, 12, 11)
    """
    match = DATE.search(words)
    if match is None:
        return None
    if match["full"]:
        return _full(match["full"], published)
    if published is None:
        return None
    if match["relative"]:
        return published - timedelta(days=match["relative"].lower() == "yesterday")
    number = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(match["weekday"][:3].lower())
    return published - timedelta(days=(published.weekday() - number) % 7)


def _full(words: str, published: date | None) -> date | None:
    if published is None and not re.search(r"\d{4}", words):
        return None
    base = datetime.combine(published or date(2000, 1, 1), datetime.min.time())
    settings = {"RELATIVE_BASE": base + timedelta(days=1), "PREFER_DATES_FROM": "past"}
    found = dateparser.parse(words, languages=["en"], settings=settings)
    return found.date() if found else None
