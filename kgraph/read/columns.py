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
    "author": ("author", "authors", "byline", "writer", "creator"),
    "language": ("language", "lang", "inlanguage"),
}  # fmt: skip
"""Names of columns, folded, the best first. ``source`` is the publisher where no other column names one."""


def article_of_row(document: str, row: Mapping[str, Any], columns: Mapping[str, str] | None = None) -> Article:
    """Make the article of one row.

    Args:
        document: ``path#row``.
        row: Cell by the column's name as the file has it.
        columns: Column by field, where the names in ``COLUMNS`` do not tell.

    Raises:
        ArticleError: No column holds the text, or the text is empty or no text.
    """
    cells = _Cells(row, columns or {})
    text = _text(document, cells)
    title, url = cells.words("title"), cells.words("url")
    source, publisher = cells.words("source"), cells.words("publisher")
    day = cells.first("date")
    given = Given(
        title=title,
        published=None if day is None else date_of_cell(day),
        publisher=publisher or source,
        source=source if publisher else None,
        url=url,
        author=cells.words("author"),
        language=cells.words("language"),
        origins=_origins(cells.used),
    )
    return complete(document, text, find_marks(text, title=title), given)


def _origins(used: Mapping[str, str]) -> dict[str, str]:
    """Where each field is from, by the column that was used for it."""
    found = {"published" if field == "date" else field: f"column {name}" for field, name in used.items()}
    return {"publisher": found["source"], **found} if "source" in found else found


class _Cells:
    """The cells of one row, found by what they hold.

    Attributes:
        used: Column by field, of those that said something.
    """

    def __init__(self, row: Mapping[str, Any], columns: Mapping[str, str]) -> None:
        self.row, self.columns = row, columns
        self.names = {_folded(name): name for name in reversed(list(row))}
        self.used: dict[str, str] = {}

    def of(self, field: str) -> list[str]:
        """Columns that may hold a field, best first."""
        wanted = self.columns.get(field)
        if wanted is None:
            return [self.names[name] for name in COLUMNS[field] if name in self.names]
        return (
            [wanted] if wanted in self.row else [self.names[_folded(wanted)]] if _folded(wanted) in self.names else []
        )

    def first(self, field: str) -> Any:
        """The first cell of a field that says something."""
        for name in self.of(field):
            value = self.row[name]
            if value is not None and str(value).strip():
                self.used[field] = str(name)[:60]
                return value
        return None

    def words(self, field: str) -> str | None:
        """A cell as a string; of an object (JSON-LD and news interfaces have them) its name, of a list its items."""
        value = self.first(field)
        names = [_name(one) for one in value[:20]] if isinstance(value, list) else [_name(value)]
        return ", ".join(name for name in names if name) or None


def _name(value: object) -> str | None:
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or value.get("id")
    return str(value) if isinstance(value, str | int | float) else None


def has_text_column(names: list[str], columns: Mapping[str, str] | None = None) -> bool:
    """Whether one of these columns holds the text."""
    return bool(_Cells(dict.fromkeys(names), columns or {}).of("text"))


def no_text_column(names: list[str], columns: Mapping[str, str] | None = None) -> str:
    """Say that no column holds the text, which there are, and what would do."""
    seen = ", ".join(repr(str(name)[:40]) for name in names[:12]) + (", ..." if len(names) > 12 else "")
    wanted = (columns or {}).get("text")
    what = f"no column is called {wanted!r}" if wanted else "no column holds the text"
    return f"{what} (columns seen: {seen or 'none'}); say which one does with --columns text=NAME"


def _text(document: str, cells: _Cells) -> str:
    names = cells.of("text")
    if not names:
        raise ArticleError(document, no_text_column(list(cells.row), cells.columns))
    values = [cells.row[name] for name in names]
    text = next((value for value in values if isinstance(value, str) and value.strip()), values[0])
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


def _folded(name: object) -> str:
    return "".join(c for c in str(name).casefold() if c.isalnum())
