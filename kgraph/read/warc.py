"""Web archives (WARC, whole or each record compressed): the pages that were answered with success.

``path#n`` is the n-th record of the file, the first being 1; requests, pictures, scripts, redirects and repeated pages
("revisit" records) have numbers, too, and are passed over.
"""

import io
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import Any, BinaryIO

from kgraph.errors import ArticleError
from kgraph.read.html import article_of_page
from kgraph.read.metadata import Given
from kgraph.read.pdf import read_pdf
from kgraph.read.reading import PLAIN, WHOLE, Reading, broken, library
from kgraph.read.text import read_text
from kgraph.records import Article

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(document: str, stream: BinaryIO, reading: Reading = PLAIN) -> Iterator[Article | ArticleError]:
    """Yield the article of each page, or why it has none."""
    number, found = 0, False
    try:
        for number, record in enumerate(_records(document, stream), start=1):
            called = f"{document}#{number}"
            kind = _kind(record)
            if kind and reading.begins(called):
                found = True
                yield from _page(called, kind, record, reading)
    except ArticleError as error:
        yield error
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # what the library raises on broken bytes is not documented
        yield ArticleError(document, f"after record {number}: {broken(error)}")
    else:
        if not found:
            yield ArticleError(document, "holds no page that was answered with success")


def _records(document: str, stream: BinaryIO) -> Iterator[Any]:
    """The records of an archive; the library writes what it finds odd to the terminal, hostile words and all."""
    records = iter(library(document, "warcio.archiveiterator", "a web archive").ArchiveIterator(stream, arc2warc=True))
    while True:
        with redirect_stderr(io.StringIO()):
            record = next(records, None)
        if record is None:
            return
        yield record


def _kind(record: Any) -> str | None:
    """The type of a record's content where it may be an article, else None."""
    if record.rec_type == "response":
        headers = record.http_headers
        if not headers or headers.get_statuscode() != "200":
            return None
        kind = headers.get_header("Content-Type") or "text/html"
    elif record.rec_type == "resource":
        kind = record.rec_headers.get_header("Content-Type") or ""
    else:
        return None
    plain: str = kind.partition(";")[0].strip().lower()
    return plain if plain in (*_PAGES, "text/plain", "application/pdf") else None


def _page(document: str, kind: str, record: Any, reading: Reading) -> Iterator[Article | ArticleError]:
    data = record.content_stream().read(WHOLE + 1)
    url = record.rec_headers.get_header("WARC-Target-URI")
    try:
        if len(data) > WHOLE:
            raise ValueError(f"is larger than {WHOLE // 1024**2} MB, which no article is")
        if kind in _PAGES:
            yield article_of_page(document, data, given=Given(url=url, origin="web archive"))
        else:
            reader = read_pdf if kind.endswith("pdf") else read_text
            yield from reader(document, io.BytesIO(data), reading)
    except ArticleError as error:
        yield error
    except ValueError as error:
        yield ArticleError(document, str(error))
