"""Windows of whole paragraphs that the encoder can read at once; nothing is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Pieces of context on each side of a part of a paragraph that is longer than a window.
CONTEXT = 32
_ENDS = frozenset((".", "!", "?", '."', '"', "”", ";", ":"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `start` to `end` of an article, in one paragraph; those of `core` are read here.

    The words around the core are context, read as core by another window.
    """

    start: int
    end: int
    core: tuple[int, int]


Window = list[Stretch]


def windows(
    words: Sequence[str], lengths: Sequence[int], paragraphs: Sequence[tuple[int, int]], size: int
) -> Iterator[Window]:
    """Packs paragraphs into windows of at most `size` pieces, the [CLS] and [SEP] marks included.

    Args:
        words: words of the article.
        lengths: pieces of each word.
        paragraphs: first word and last + 1 of each paragraph.
        size: pieces that a window may hold.
    """
    window: Window = []
    used = 1
    for start, end in paragraphs:
        need = sum(lengths[start:end]) + 1
        if used + need > size and window:
            yield window
            window, used = [], 1
        if need + 1 > size:
            yield from ([part] for part in _parts(words, lengths, start, end, size - 2))
        elif end > start:
            window.append(Stretch(start, end, (start, end)))
            used += need
    if window:
        yield window


def _parts(words: Sequence[str], lengths: Sequence[int], start: int, end: int, room: int) -> Iterator[Stretch]:
    """Parts of a paragraph that is too long, cut after the end of a sentence where there is one."""
    at = start
    while at < end:
        stop, used, best = at, 0, at
        while stop < end and used + lengths[stop] <= room - 2 * CONTEXT:
            used += lengths[stop]
            stop += 1
            if words[stop - 1] in _ENDS:
                best = stop
        if stop < end and best > at + (stop - at) // 3:
            stop = best
        yield Stretch(_reach(lengths, at, start, -1), _reach(lengths, stop, end, 1), (at, stop))
        at = stop


def _reach(lengths: Sequence[int], at: int, limit: int, step: int) -> int:
    """How far the context goes from `at` towards `limit`."""
    left = CONTEXT
    while at != limit:
        left -= lengths[at if step > 0 else at - 1]
        if left < 0:
            break
        at += step
    return at
