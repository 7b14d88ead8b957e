"""The reader of each format, by suffix or by the first bytes; what is packed is unpacked first, as a stream."""

import bz2
import gzip
import io
import lzma
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, BinaryIO, cast

from kgraph.errors import ArticleError
from kgraph.read.archive import Member, Members, tar_members, zip_members
from kgraph.read.csv import read_csv
from kgraph.read.feed import read_feed
from kgraph.read.html import read_html
from kgraph.read.jsonl import read_jsonl
from kgraph.read.mail import read_email
from kgraph.read.parquet import read_parquet
from kgraph.read.pdf import read_pdf
from kgraph.read.reading import BROKEN, DEPTH, PLAIN, Reading, Unpacking, broken
from kgraph.read.text import read_text
from kgraph.read.warc import read_warc
from kgraph.records import Article

Found = Iterator[Article | ArticleError]
Reader = Callable[[str, BinaryIO, Reading], Found]
"""Reads a document from a stream; a bad article is yielded as its error, so that the next can follow."""

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
    ".parquet": read_parquet,
    ".pdf": read_pdf,
    ".eml": read_email,
    ".rss": read_feed,
    ".atom": read_feed,
    ".warc": read_warc,
}
"""The reader by a file's suffix."""

_SINGLE = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".eml"})

ARCHIVES: dict[str, Members] = {".zip": zip_members, ".tar": tar_members}
"""What gives the members of an archive, by suffix."""

COMPRESSED: dict[str, Callable[[Any], Any]] = {
    ".gz": lambda stream: gzip.GzipFile(fileobj=stream),
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
}
"""What undoes a compression, by suffix; the suffix before it says what is inside."""

_SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}

SPOOL = 32 * 1024 * 1024
"""Bytes that are kept in memory of a stream that must be wound back; more goes to disk."""

_BEGINS = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?"
_LOOKS: tuple[tuple[re.Pattern[bytes], Reader], ...] = (
    (re.compile(_BEGINS + rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE), read_html),
    (re.compile(_BEGINS + rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE), read_feed),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\""), read_jsonl),
    (re.compile(rb"%PDF-"), read_pdf),
    (re.compile(rb"WARC/"), read_warc),
    (re.compile(rb"PAR1"), read_parquet),
)
_ABOUT = re.compile(r"(?:README|LICEN[CS]E|CHANGELOG|CONTRIBUTING)\b", re.IGNORECASE)


def is_wanted(name: str) -> bool:
    """Whether a file of that name is read when it lies in a folder or an archive: known kind, not hidden, no README."""
    base = os.path.basename(name)
    return is_known(base) and not base.startswith(".") and not _ABOUT.match(base)


def is_known(name: str) -> bool:
    """Whether a name ends in a suffix that says what is inside."""
    inner, end = _split(name)
    if end in COMPRESSED:
        _, end = _split(inner)
    return end in FORMATS or end in ARCHIVES


def kind_of(document: str) -> str:
    """The kind of file that an article is from: its suffix, of an archive's member that one's.

    >>> kind_of("news/a.zip!in/rows.csv.gz#7"), kind_of("page.HTM"), kind_of("-"), kind_of("notes")
    ('.csv', '.htm', 'standard input', 'other')
    """
    if document == "-" or document.startswith("-#"):
        return "standard input"
    name = re.sub(r"#\d+$", "", document).rpartition("!")[2]
    inner, end = _split(name)
    end = _split(inner)[1] if end in COMPRESSED else end
    return end if end in FORMATS or end in ARCHIVES else "other"


def holds_one(name: str) -> bool:
    """Whether a file of that name is one article, as far as its suffix tells."""
    inner, end = _split(name)
    end = _split(inner)[1] if end in COMPRESSED else end
    return end in _SINGLE


def known_kinds() -> str:
    """All suffixes, for a message."""
    return f"{', '.join([*FORMATS, *ARCHIVES])}, also with {', '.join(COMPRESSED)} after them"


def read_stream(document: str, name: str, stream: BinaryIO, reading: Reading = PLAIN) -> Found:
    """Yield the articles of one file, or why there are none.

    Args:
        document: What the articles are called; of several, each adds its place in the file.
        name: The file's name; its suffix, or else the first bytes, say what it is.
        stream: Its bytes, at their beginning.
        reading: Options and limits.
    """
    if not reading.begins(document):
        return
    inner, end = _split(name)
    try:
        if reading.depth > DEPTH:
            yield ArticleError(document, f"is packed {reading.depth} times over, which is not read; unpack it first")
        elif end in COMPRESSED:
            yield from _read_compressed(document, inner, COMPRESSED[end], stream, reading)
        elif end in ARCHIVES:
            yield from _read_archive(document, ARCHIVES[end], stream, reading)
        else:
            yield from _read_file(document, FORMATS.get(end), stream, reading)
    except ArticleError as error:
        yield error
    except ValueError as error:
        yield ArticleError(document, str(error))
    except MemoryError:
        yield ArticleError(document, "needs more memory to be read than an article may")


def _split(name: str) -> tuple[str, str]:
    """A name without its last suffix, and that suffix."""
    inner, end = os.path.splitext(name)
    end = end.lower()
    return os.path.splitext(inner + _SHORT[end]) if end in _SHORT else (inner, end)


def _read_compressed(
    document: str, inner: str, undo: Callable[[Any], Any], stream: BinaryIO, reading: Reading
) -> Found:
    within = reading.inside(_size(stream))
    yield from read_stream(document, inner, _unpacked(undo(stream), within), within)


def _read_archive(document: str, members: Members, stream: BinaryIO, reading: Reading) -> Found:
    within, empty = reading.inside(_size(stream)), True
    with _seekable(stream) if members is zip_members else nullcontext(stream) as home:
        for member in members(document, home):
            if within.budget and within.budget.left < 0:
                return  # it was told at the member that went beyond
            if isinstance(member, ArticleError):
                empty = False
                yield member
            elif is_wanted(member.name):
                empty = False
                yield from _read_member(member, within)
            else:
                reading.begins(document)  # a sign of life: what is passed over may be long
    if empty:
        yield ArticleError(document, f"no article in this archive; known kinds are {known_kinds()}")


def _read_member(member: Member, reading: Reading) -> Found:
    try:
        opened = member.open()
    except BROKEN as error:
        yield ArticleError(member.document, broken(error))
        return
    yield from read_stream(member.document, member.name, _unpacked(opened, reading), reading)


def _unpacked(packed: Any, reading: Reading) -> BinaryIO:
    assert reading.budget
    return cast(BinaryIO, io.BufferedReader(Unpacking(packed, reading.budget)))


def _size(stream: BinaryIO) -> int:
    """Bytes of a packed file; 0 of a stream, whose budget is then the least."""
    if not stream.seekable():
        return 0
    at = stream.tell()
    size = stream.seek(0, os.SEEK_END)
    stream.seek(at)
    return size


def _read_file(document: str, reader: Reader | None, stream: BinaryIO, reading: Reading) -> Found:
    if reader and reader is not read_parquet:  # the others read from beginning to end
        yield from reader(document, stream, reading)
        return
    with _seekable(stream) as home:
        beginning = home.read(4096)
        home.seek(0)
        yield from (reader or sniffed(beginning))(document, home, reading)


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream itself where it can be wound back, else a copy."""
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(max_size=SPOOL) as spooled:
        shutil.copyfileobj(stream, spooled)
        spooled.seek(0)
        yield cast(BinaryIO, spooled)


def sniffed(beginning: bytes) -> Reader:
    """The reader for a file of unknown kind: what it begins like, else text."""
    plain = _without_comments(beginning)
    return next((reader for look, reader in _LOOKS if look.match(plain)), read_text)


def _without_comments(beginning: bytes) -> bytes:
    """Cut ``<!-- ... -->`` out, in linear time whatever the bytes are."""
    kept = []
    while (start := beginning.find(b"<!--")) >= 0 and (end := beginning.find(b"-->", start)) >= 0:
        kept.append(beginning[:start])
        beginning = beginning[end + 3 :]
    return b"".join(kept) + beginning
