"""The sentence around some words of an article, by punctuation alone: it is for reading, so a near miss is harmless."""

import re

REACH = 600
"""Characters on either side beyond which no end of a sentence is looked for."""

_BREAK = re.compile(r"""(?:(?<=[.!?…])|(?<=[.!?…]["'”’»)\]]))\s+(?=["'“‘«(\[]?[A-Z0-9À-ÞА-Я])|\n\s*""")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sen|Rep|Gov|St|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$"
)


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch of text to the sentences that it stands in.

    Returns:
        Offsets, end exclusive.

    >>> text = "It rained. Mr. Vell said so. Nobody knew."
    >>> first, last = around(text, 20, 24)
    >>> text[first:last]
    'Mr. Vell said so.'
    """
    low, high = max(0, start - REACH), min(len(text), end + REACH)
    ends = [found.end() for found in _breaks(text, low, start + 1) if found.end() <= start]
    starts = [found.start() for found in _breaks(text, max(low, end - 1), high) if found.start() >= end]
    return (ends[-1] if ends else low), (starts[0] if starts else high)


def _breaks(text: str, low: int, high: int) -> list[re.Match[str]]:
    found = _BREAK.finditer(text, low, min(len(text), high + 2))
    return [
        one
        for one in found
        if one[0][:1] == "\n" or not _ABBREVIATION.search(text, max(0, one.start() - 8), one.start())
    ]
