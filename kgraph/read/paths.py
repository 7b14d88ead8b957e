"""Files, folders and standard input to articles, one by one; what cannot be read is reported and passed over."""

import io
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from kgraph.errors import ArticleError
from kgraph.read.csv import read_csv
from kgraph.read.html import read_html
from kgraph.read.jsonl import read_jsonl
from kgraph.read.text import read_text
from kgraph.records import Article

Reader = Callable[[str, BinaryIO], Iterator[Article | ArticleError]]
"""Reads a document from a seekable stream; a bad article is yielded as its error, so that the next can follow."""

FORMATS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
}
"""The reader by a file's suffix."""

_SPOOL = 32 * 1024 * 1024
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_JSONL = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"")


_ABOUT = re.compile(r"(?:README|LICEN[CS]E|CHANGELOG|CONTRIBUTING)\b", re.IGNORECASE)
"""Files of a folder that tell about the folder; they are read only when they are named themselves."""


def read_articles(
    paths: Iterable[str | Path], *, rejected: Callable[[ArticleError], None] | None = None
) -> Iterator[Article]:
    """Yield the articles of files, folders and standard input, lazily and in a fixed order.

    Args:
        paths: Files; folders, read with all folders in them, names sorted, hidden files and those of unknown kind
            left out; ``"-"`` for standard input, taken for text unless it begins like HTML or JSON lines. A file of
            unknown kind that is named itself is taken in the same way.
        rejected: Called with the error of each article, file or folder that cannot be read; the reading goes on.
            Without it the first error is raised.
    """
    for path in [paths] if isinstance(paths, str | Path) else paths:
        for found in _read(os.fspath(path)):
            if isinstance(found, Article):
                yield found
            elif rejected is None:
                raise found
            else:
                rejected(found)


def _read(path: str) -> Iterator[Article | ArticleError]:
    if path == "-":
        yield from _read_standard_input()
        return
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        yield ArticleError(_shown(path), _reason(error))
        return
    if stat.S_ISDIR(mode):
        yield from _read_folder(path)
    elif stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
        yield from _read_file(path)
    else:
        yield ArticleError(_shown(path), "is neither a file nor a folder")


def _read_folder(folder: str) -> Iterator[Article | ArticleError]:
    empty = True
    for found in _walk(folder):
        empty = False
        if isinstance(found, ArticleError):
            yield found
        else:
            yield from _read_file(found)
    if empty:
        yield ArticleError(_shown(folder), f"no article in this folder; known kinds are {', '.join(FORMATS)}")


def _walk(folder: str) -> Iterator[str | ArticleError]:
    """Yield the files of known kind below a folder; a folder that links lead back to is entered once."""
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            status = os.stat(path)
            if stat.S_ISDIR(status.st_mode):
                if (status.st_dev, status.st_ino) not in seen:
                    seen.add((status.st_dev, status.st_ino))
                    names = sorted((name for name in os.listdir(path) if not name.startswith(".")), reverse=True)
                    waiting.extend(os.path.join(path, name) for name in names)
            elif stat.S_ISREG(status.st_mode) and _suffix(path) in FORMATS and not _ABOUT.match(os.path.basename(path)):
                yield path
        except OSError as error:
            if _suffix(path) in FORMATS or os.path.isdir(path):  # a dead link to a picture is no loss
                yield ArticleError(_shown(path), _reason(error))


def _read_file(path: str) -> Iterator[Article | ArticleError]:
    try:
        with open(path, "rb") as stream:
            reader = FORMATS.get(_suffix(path))
            if reader and stream.seekable():
                yield from reader(_shown(path), stream)
            else:
                yield from _read_unknown(_shown(path), stream, reader)
    except OSError as error:
        yield ArticleError(_shown(path), _reason(error))


def _read_standard_input() -> Iterator[Article | ArticleError]:
    try:
        buffer = getattr(sys.stdin, "buffer", None)  # a notebook and a test may have put something else there
        yield from _read_unknown("-", buffer or io.BytesIO(sys.stdin.read().encode("utf-8", "surrogatepass")))
    except OSError as error:
        yield ArticleError("-", _reason(error))


def _read_unknown(document: str, stream: BinaryIO, reader: Reader | None = None) -> Iterator[Article | ArticleError]:
    """Read a stream whose kind shows only in its first bytes; it goes to disk where it is long."""
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as spooled:
        shutil.copyfileobj(stream, spooled)
        spooled.seek(0)
        beginning = spooled.read(4096)
        spooled.seek(0)
        if reader is None:
            reader = read_html if _HTML.match(beginning) else read_jsonl if _JSONL.match(beginning) else read_text
        yield from reader(document, cast(BinaryIO, spooled))


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def _shown(path: str) -> str:
    """Return a path as it was given; bytes of a name that are not UTF-8 are written out as escapes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    what = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read: {what[:1].lower()}{what[1:]}"
