"""Where the paragraphs of a text begin and end."""

from __future__ import annotations

import re

#: A blank line ends a paragraph, and so does a line end after the end of a sentence: pages that
#: were saved as text often have no blank lines, while hard-wrapped text breaks inside sentences.
#: A line that is only the time of a post in a live blog ("21:12", "9.15 pm | BREAKING") is a paragraph of its own.
_BREAK = re.compile(
    r"\n[^\S\n]*\n\s*"
    r"|(?<=[.!?:\"”’')])[^\S\n]*\n\s*"
    r"|(?m:^)[^\S\n]*[0-2]?\d[:.][0-5]\d(?:[^\S\n]*[ap]\.?m\.?)?(?:[^\S\n]*[A-Z]{2,4})?(?:[^\S\n]*[|·–-][^\n]{0,20})?\n\s*"
)


def paragraph_bounds(text: str) -> list[tuple[int, int]]:
    r"""Start and end of each paragraph, in characters, end exclusive; together they tile the text.

    Examples:
        >>> paragraph_bounds("One.\n\nTwo\nmore.")
        [(0, 6), (6, 15)]
    """
    ends = [match.end() for match in _BREAK.finditer(text)]
    starts = [0, *ends]
    return [(start, end) for start, end in zip(starts, [*ends, len(text)], strict=True) if end > start]
