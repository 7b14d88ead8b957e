"""A text as lines with their offsets, and the plain tests of shape that the rules for marks stand on."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]+")
_WORD = re.compile(r"\w[\w'’.&-]*")
_STOP = re.compile(r"[.!?…。;:][\"'”’»)\]]*\s*\W?$|[\"”»]$")
_INNER_STOP = re.compile(r"[a-z0-9)\"'”’]{2}[.!?][\"'”’)]*\s+[\"'“‘(]?[A-Z]")
LONG = 500
"""Characters; no label, caption or headline is longer, so longer lines are not looked into."""

BULLET = re.compile(r"(?:[-–—•*·▪►]|\d{1,2}[.)])\s+")


class Line(NamedTuple):
    """One line without the white space around it.

    Attributes:
        start: Its first character in the article's text.
        end: The character after its last.
        text: That slice.
        gap: Whether an empty line (or the beginning) stands before it.
        hint: Kind that the page's own markup gives it; "body" for text that the page shows to be the article.
    """

    start: int
    end: int
    text: str
    gap: bool
    hint: str | None = None


def split_lines(
    text: str, hints: dict[int, str] | None = None, start: int = 0, stop: int | None = None
) -> Iterator[Line]:
    """Yield the lines of a text, or of a part of it, that are not white space.

    Args:
        text: The article's text, as stored.
        hints: Kind by the offset of a line's first character.
        start: First character of the part.
        stop: The character after it; None for the end.
    """
    before, first = start, True
    for found in _LINE.finditer(text, start, len(text) if stop is None else stop):
        content = found[0].strip()
        if not content:
            continue
        at = found.start() + len(found[0]) - len(found[0].lstrip())
        between = text[before:at]
        gap = first or between.count("\n") > 1 or (between.count("\r") > 1 and "\n" not in between)
        yield Line(at, at + len(content), content, gap, (hints or {}).get(at))
        before, first = at + len(content), False


def count_words(text: str) -> int:
    """Count words; a number is one.

    >>> count_words("Ru-Main, 21.12.2021")
    2
    """
    return len(_WORD.findall(text))


def is_prose(text: str) -> bool:
    """Whether a line reads as running text: sentences, or a whole item of a list; headlines and labels do not.

    >>> is_prose("The minister said on Tuesday that the bridge would be closed for a week.")
    True
    >>> is_prose("Minister says bridge to be closed for a week")
    False
    """
    if len(text) > LONG:
        return True
    words = count_words(text)
    if words >= 25 or _INNER_STOP.search(text):
        return words >= 5
    stops = bool(_STOP.search(text[-20:]))
    if text[:1] in "\"“«'‘":
        return words >= 3 and stops
    stops = stops and not text.endswith(("?", "!", ":"))
    return words >= (5 if stops else 14) and (stops or bool(BULLET.match(text)))


def ends_sentence(text: str) -> bool:
    """Whether a line ends in a full stop, with or without closing quotes."""
    return bool(re.search(r"[.。][\"'”’»)\]]*$", text[-20:])) and not text.endswith("...")
