"""Text cut at marks that may overlap, for a page that shows which words are whose."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any


def cut(text: str, marks: Sequence[tuple[int, int, str]]) -> list[list[dict[str, Any]]]:
    """Cut a text into paragraphs, and each into pieces that carry the marks over them.

    Args:
        text: The text.
        marks: Offsets (end exclusive) and the key of each mark; what lies outside of the text is left out.

    Returns:
        Of each paragraph that is not empty its pieces, ``{"text": ..., "marks": [...]}``, the shortest mark first.

    >>> cut("She said no.", [(9, 11, "a")])
    [[{'text': 'She said ', 'marks': []}, {'text': 'no', 'marks': ['a']}, {'text': '.', 'marks': []}]]
    """
    valid = [mark for mark in marks if 0 <= mark[0] < mark[1] <= len(text)]
    breaks = [at for at, character in enumerate(text) if character == "\n"]
    edges = sorted({0, len(text), *(edge for mark in valid for edge in mark[:2]), *breaks, *(at + 1 for at in breaks)})
    ahead = sorted(valid)
    running: list[tuple[int, int, str]] = []
    paragraphs: list[list[dict[str, Any]]] = [[]]
    for start, end in pairwise(edges):
        while ahead and ahead[0][0] <= start:
            running.append(ahead.pop(0))
        running = [mark for mark in running if mark[1] > start]
        if text[start:end] == "\n":
            paragraphs.append([])
            continue
        over = sorted(running, key=lambda mark: (mark[1] - mark[0], mark))
        paragraphs[-1].append({"text": text[start:end], "marks": [key for *_, key in over]})
    return [pieces for pieces in paragraphs if any(piece["text"].strip() for piece in pieces)] or [[]]
