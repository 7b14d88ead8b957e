"""A table's bytes as lines of text, decoded as they come: a table may be larger than memory, a line may not."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from kgraph.read.decode import SAMPLE, decode, encoding_of, is_unicode
from kgraph.read.reading import LINE


def text_lines(stream: BinaryIO, newline: str) -> Iterator[str]:
    r"""Yield the lines of a table with their ends.

    Bytes that do not fit the encoding come as surrogates, see ``mended``, so that one bad row stops no other. Of a
    line of more than ``LINE`` characters only as many come, and one more (see ``is_cut``).

    Args:
        stream: At its beginning; it is left open.
        newline: As of ``open``: ``""`` for every line end, unchanged; ``"\n"`` for that one alone.

    Raises:
        ValueError: It is no text; the message is a reason in plain words.
    """
    sample = _sample(stream)
    encoding = encoding_of(sample)
    again = cast(BinaryIO, io.BufferedReader(_After(sample, stream), SAMPLE))
    lines = io.TextIOWrapper(again, encoding=encoding, errors="surrogateescape", newline=newline)
    while line := lines.readline(LINE + 1):
        if is_cut(line):
            _finish(lines, line)
        yield line


def is_cut(line: str) -> bool:
    """Whether a line was longer than a line may be."""
    return len(line) > LINE


def _finish(lines: io.TextIOWrapper, rest: str) -> None:
    """Pass over what is left of a line."""
    while rest and not rest.endswith(("\n", "\r")):
        rest = lines.readline(LINE // 32)


def _sample(stream: BinaryIO) -> bytes:
    """The first bytes; a stream may give fewer at once than it is asked for."""
    parts, left = [], SAMPLE
    while left and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


class _After(io.RawIOBase):
    """Bytes that were read already, and then the rest of their stream."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self.first, self.rest = io.BytesIO(first), rest

    def readable(self) -> bool:
        """Always: it is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Give the next bytes."""
        data = self.first.read(len(buffer)) or self.rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def mended(text: str) -> str:
    """Decode anew what is not in the encoding of its file's beginning.

    Raises:
        ValueError: No encoding fits.
    """
    return text if is_unicode(text) else decode(text.encode("utf-8", "surrogateescape"))
