"""A table's bytes as lines of text, decoded as they come: a table may be larger than memory."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from kgraph.read.decode import SAMPLE, decode, encoding_of, is_unicode


def text_lines(stream: BinaryIO, newline: str) -> Iterator[str]:
    r"""Yield the lines of a table with their ends.

    Bytes that do not fit the encoding come as surrogates, see ``mended``, so that one bad row stops no other.

    Args:
        stream: Seekable, at its beginning; closed at the end.
        newline: As of ``open``: ``""`` for every line end, unchanged; ``"\n"`` for that one alone.

    Raises:
        ValueError: It is no text; the message is a reason in plain words.
    """
    encoding = encoding_of(stream.read(SAMPLE))
    stream.seek(0)
    with io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline=newline) as lines:
        yield from lines


def mended(text: str) -> str:
    """Decode anew what is not in the encoding of its file's beginning.

    Raises:
        ValueError: No encoding fits.
    """
    return text if is_unicode(text) else decode(text.encode("utf-8", "surrogateescape"))
