"""One row of a table, or one JSON object a line, to one article: which columns hold what."""

from collections.abc import Mapping
from typing import Any

from kgraph.errors import ArticleError
from kgraph.read.dates import date_of_cell
from kgraph.read.decode import is_unicode
from kgraph.read.marks import find_marks
from kgraph.read.metadata import Given, complete
from kgraph.records import Article

COLUMNS: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "article", "maintext", "fulltext", "articlebody", "articletext",
        "bodytext", "story",
    ),
    "title": ("title", "headline", "heading", "articletitle"),
    "date": (
        "date", "published", "pubdate", "publisheddate", "publicationdate", "datepublished", "publishedat",
        "publishdate", "datepublish", "publishedon", "publicationtime", "timestamp", "datetime", "created", "day",
    ),
    "publisher": (
        "publisher", "outlet", "sitename", "site", "newspaper", "publication", "media", "medium", "sourcename",
        "domain", "sourcedomain", "hostname",
    ),
    "source": ("source",),
    "url": ("url", "link", "permalink", "canonicalurl", "sourceurl", "articleurl", "uri", "href"),
}  # fmt: skip
"""Names of columns, folded, the best first. ``source`` is the publisher where no other column names one."""


def article_of_row(document: str, row: Mapping[str, Any]) -> Article:
    """Make the article of one row.

    Args:
        document: ``path#row``.
        row: Cell by the column's name as the file has it.

    Raises:
        ArticleError: No column holds the text, or the text is empty or no text.
    """
    cells = {_folded(name): value for name, value in reversed(list(row.items()))}
    text = _text(document, row, cells)
    title = _named(cells, "title")
    source, publisher = _named(cells, "source"), _named(cells, "publisher")
    day = _first(cells, "date")
    given = Given(
        title=title,
        published=None if day is None else date_of_cell(day),
        publisher=publisher or source,
        source=source if publisher else None,
        url=_named(cells, "url"),
    )
    return complete(document, text, find_marks(text, title=title), given)


def has_text_column(names: list[str]) -> bool:
    """Whether one of these columns holds the text."""
    return any(_folded(name) in COLUMNS["text"] for name in names)


def no_text_column(names: list[str]) -> str:
    """Say that no column holds the text, which there are, and what would do."""
    seen = ", ".join(repr(str(name)[:40]) for name in names[:12]) + (", ..." if len(names) > 12 else "")
    return (
        f"no column holds the text (columns seen: {seen or 'none'}); name one of them {', '.join(COLUMNS['text'][:3])}"
    )


def _text(document: str, row: Mapping[str, Any], cells: Mapping[str, Any]) -> str:
    names = [name for name in COLUMNS["text"] if name in cells]
    if not names:
        raise ArticleError(document, no_text_column(list(row)))
    text = next(
        (cells[name] for name in names if isinstance(cells[name], str) and cells[name].strip()), cells[names[0]]
    )
    if text is None or (isinstance(text, str) and not text.strip()):
        raise ArticleError(document, "is empty")
    if not isinstance(text, str):
        raise ArticleError(document, f"its text is {type(text).__name__}, not a string")
    if "\x00" in text:
        raise ArticleError(
            document, f"is binary, not text (NUL at character {text.index(chr(0))}); convert it to text first"
        )
    if not is_unicode(text):
        raise ArticleError(document, "cannot be decoded: half of a surrogate pair in its text; save it as UTF-8")
    return text


def _first(cells: Mapping[str, Any], field: str) -> Any:
    """Return the first cell of a field that says something."""
    values = (cells.get(name) for name in COLUMNS[field])
    return next((value for value in values if value is not None and str(value).strip()), None)


def _named(cells: Mapping[str, Any], field: str) -> str | None:
    """Return a cell as a string; of an object (JSON-LD and news interfaces have them) its name."""
    value = _first(cells, field)
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or value.get("id")
    return str(value) if isinstance(value, str | int | float) else None


def _folded(name: object) -> str:
    return "".join(c for c in str(name).casefold() if c.isalnum())
