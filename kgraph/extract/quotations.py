"""Where quotation marks stand. Marks that are missing, doubled or of mixed form never raise."""

import re
from collections.abc import Iterator
from typing import NamedTuple

OPENING = "“„«‟"
CLOSING = "”»"
STRAIGHT = '"＂'
MARKS = OPENING + CLOSING + STRAIGHT
_MARK = re.compile(f"[{MARKS}]")
_PARAGRAPH = re.compile(r"[^\r\n]+(?:\r?\n[^\r\n]+)*")


class Quotation(NamedTuple):
    """A stretch between quotation marks: characters, end exclusive, the marks left out.

    Attributes:
        start: First character inside.
        end: Character after the last one inside.
        outer_start: The opening mark itself.
        outer_end: Character after the closing mark; equal to ``end`` where none closes.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int

    @property
    def closed(self) -> bool:
        """Whether a mark closes it."""
        return self.outer_end > self.end


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of text between blank lines, as (start, end)."""
    for match in _PARAGRAPH.finditer(text):
        yield match.start(), match.end()


def quotations(text: str) -> list[Quotation]:
    """All quotations of a text, in order, disjoint. A quotation ends with its paragraph at the latest.

    A straight mark opens when none is open and closes otherwise. A mark that can only close (a space or the end after
    it, a word or stop before it) where none is open is a stray and is passed over; a curly opening mark inside an open
    quotation is part of it.

    >>> [(q.start, q.end) for q in quotations('He said "yes" and “no')]
    [(9, 12), (19, 21)]
    """
    return [quotation for start, end in paragraphs(text) for quotation in _in_paragraph(text, start, end)]


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Quotation]:
    opened: int | None = None
    for found in _MARK.finditer(text, start, end):
        at, char = found.start(), found[0]
        if opened is None:
            if char in CLOSING or (char in STRAIGHT and _only_closes(text, at, start, end)):
                continue
            opened = at
        elif char not in OPENING:
            yield Quotation(opened + 1, at, opened, at + 1)
            opened = None
    if opened is not None and text[opened + 1 : end].strip():
        yield Quotation(opened + 1, end, opened, end)


def _only_closes(text: str, at: int, start: int, end: int) -> bool:
    before_is_space = at == start or text[at - 1].isspace() or text[at - 1] in "([—–-"
    after_is_space = at + 1 >= end or text[at + 1].isspace()
    return after_is_space and not before_is_space


def quoted_share(start: int, end: int, inside: list[Quotation]) -> float:
    """Which part of the letters from start to end stands between quotation marks, 0 to 1."""
    shared = sum(max(0, min(end, q.end) - max(start, q.start)) for q in inside)
    return shared / (end - start) if end > start else 0.0
