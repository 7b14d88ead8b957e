"""RSS and Atom files with content: an entry is an article, ``path#n`` the n-th of them, the first being 1.

The text is that of ``content`` (``content:encoded``), else of the summary, as the lines that a reader of feeds shows.
"""

import io
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO

from kgraph.errors import ArticleError
from kgraph.read.dates import date_of_cell
from kgraph.read.html import article_of_fragment
from kgraph.read.metadata import Given
from kgraph.read.page import plain_words
from kgraph.read.reading import PLAIN, Reading, broken, library, whole
from kgraph.records import Article


def read_feed(document: str, stream: BinaryIO, reading: Reading = PLAIN) -> Iterator[Article | ArticleError]:
    """Yield the article of each entry, or why it has none."""
    try:
        data = whole(stream)
        if b"<!ENTITY" in data:
            raise ArticleError(document, "declares entities of its own, which no feed needs; take them out")
        feed = _parsed(document, data)
        if not feed.get("entries"):
            raise ArticleError(document, "has no entries" if feed.get("version") else "is no RSS or Atom feed")
        for number, entry in enumerate(feed["entries"], start=1):
            if reading.begins(called := f"{document}#{number}"):
                yield _article(called, entry, feed.get("feed", {}))
    except ArticleError as error:
        yield error
    except ValueError as error:
        yield ArticleError(document, str(error))


def _parsed(document: str, data: bytes) -> Any:
    feedparser = library(document, "feedparser", "a feed")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # any bytes may come, and what the library raises on them is not documented
        raise ArticleError(document, broken(error)) from None


def _article(document: str, entry: Any, feed: Any) -> Article | ArticleError:
    title = _words(entry.get("title"))
    given = Given(
        title=title,
        published=date_of_cell(day) if (day := entry.get("published") or entry.get("updated")) else None,
        publisher=_words(feed.get("title")),
        url=entry.get("link"),
        author=_words(entry.get("author")),
        language=feed.get("language"),
        origin="feed",
    )
    bodies = [one.get("value") or "" for one in entry.get("content", ())] or [entry.get("summary") or ""]
    try:
        return article_of_fragment(document, max(bodies, key=len), given)
    except ArticleError as error:
        return error


def _words(markup: object) -> str | None:
    """A field without the tags that it may have."""
    text = str(markup or "")
    return plain_words(text) if "<" in text or "&" in text else text or None
