"""Title, day, outlet, source and address from the page's own words: marked lines at its head and tail, its file name.

A date in running prose is never the day of publication: only lines that are marked (datelines, bylines, source lines,
copyright lines) are read, first those above the text, then those below it.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kgraph.read.dates import beside_date, date_of_line, date_of_name
from kgraph.records import Article, Mark

_NEAR = 4_000
"""Characters at each end within which a date line may stand; dates further in belong to other articles."""

_SPACE = re.compile(r"\s+")
_SOURCE = (
    re.compile(r"[(\[]?(?:original |news |main )?sources?\s*:\s*(.{2,80}?)[)\].]*$", re.IGNORECASE),
    re.compile(r"[(\[]?according to\s+(.{2,50}?)[)\].]*$", re.IGNORECASE),
    re.compile(
        r".*\b(?:originally|first)\b.*\b(?:published|appeared|posted)\s+(?:in|on|by|at)\s+(.{2,60}?)[.]*$",
        re.IGNORECASE,
    ),
    re.compile(r"(?:with inputs from|with files from|via)\s+(.{2,60}?)[.]*$", re.IGNORECASE),
    re.compile(r"[-–—(\[]\s*(?!(?:END|ENDS|MORE|UPDATE|VIDEO|LIVE)\b)([A-Z][\w/ ]{1,30}?)\s*[)\]]?\.?$"),
)
_AGENCY = re.compile(r".*?[(/]\s*(Reuters|AP|AFP|TASS|Interfax|Xinhua|dpa|EFE|ANSA|PTI|ANI|Tasnim|Anadolu|Sputnik)\b")
_OUTLET = (
    re.compile(r"(?:publisher|outlet|publication)\s*:\s*(.{2,80})$", re.IGNORECASE),
    re.compile(
        r"featured\s+(.{2,50}\b(?:newspaper|news|times|post|daily|herald|tribune|online|tv|radio|journal))$",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:©|\(c\)|copyright)(?:[\s©,]|\(c\)|copyright|\b(?:19|20)\d\d\b|[-–—]|\bby\b)*([^\W\d_][^.|,;:]{1,60}?)"
        r"(?:[.|,;:–—-]?\s*(?:all rights .*|(?:19|20)\d\d.*|terms .*|privacy .*|powered .*))?[.]?$",
        re.IGNORECASE,
    ),
)
_APPEARED = re.compile(r"the post .{1,250} (?:first appeared|appeared first) on (.{1,80}?)[.]*$", re.IGNORECASE)
_URL = re.compile(r"(?:(?:url(?: source)?|link|source)\s*:\s*)?(https?://[^\s<>\"{}|\\^`]+)$", re.IGNORECASE)


class Given(NamedTuple):
    """What is known of an article beside its text: from a table's columns or a page's meta tags."""

    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    source: str | None = None
    url: str | None = None


def complete(document: str, text: str, marks: tuple[Mark, ...], given: Given | None = None) -> Article:
    """Make the article, filling from its own words what is not given."""
    page, given = _Words(text, marks), given or Given()
    return Article(
        document=document,
        text=text,
        title=clean(given.title) or page.title(),
        published=given.published or page.published() or date_of_name(document.rsplit("/", 1)[-1].split("#")[0]),
        publisher=clean(given.publisher) or page.publisher(),
        source=clean(given.source) or page.source(),
        url=clean(given.url) or page.url(),
        marks=marks,
    )


def clean(value: str | None, limit: int = 500) -> str | None:
    r"""Make a field safe to show: white space folded, no control or invisible characters; None if nothing is left.

    >>> clean("  The\x1b[31m\n Post\u202e ")
    'The [31m Post'
    """
    if value is None:
        return None
    plain = "".join(
        " " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else c for c in value[: 4 * limit]
    )
    return _SPACE.sub(" ", plain).strip()[:limit] or None


class _Words:
    """The marked lines of one text, read for what they say about it."""

    def __init__(self, text: str, marks: tuple[Mark, ...]) -> None:
        self.text, self.marks = text, marks

    def _lines(self, *kinds: str) -> Iterator[tuple[Mark, str]]:
        return ((mark, self.text[mark.start : mark.end]) for mark in self.marks if mark.kind in kinds)

    def title(self) -> str | None:
        """The first line marked as title, without Markdown's hash."""
        return next((clean(line.lstrip("# ")) for _, line in self._lines("title")), None)

    def published(self) -> date | None:
        """The first full date in a line about the article, at the head of the text or else at its tail."""
        far = max(_NEAR, len(self.text) - _NEAR)
        for mark, line in self._lines("dateline", "byline", "source"):
            if mark.start < _NEAR or mark.start >= far:
                found = date_of_line(line)
                if found:
                    return found
        return None

    def publisher(self) -> str | None:
        """A field, a copyright line, "Featured X Newspaper", or a closing signature "X, 21.12.2021"."""
        for _, line in self._lines("source", "navigation"):
            for pattern in (*_OUTLET, _APPEARED):
                found = pattern.match(line)
                if found and (name := clean(found[1])) and _is_name(name):
                    return name
        return self._signature()

    def _signature(self) -> str | None:
        """The outlet in a closing line; a place that the text speaks of as well is none."""
        for mark, line in self._lines("dateline"):
            name = clean(beside_date(line))
            closing = mark.start * 2 > len(self.text)
            if closing and name and _is_name(name) and not re.search(r"\d", name) and self.text.count(name) == 1:
                return name
        return None

    def source(self) -> str | None:
        """Whom the page names as its own source; failing that the agency in the dateline."""
        for _, line in self._lines("source"):
            for pattern in (*_SOURCE, _APPEARED):
                found = pattern.match(line)
                if found and "://" not in found[1] and (name := clean(found[1])):
                    return name
        agencies = (_AGENCY.match(line) for _, line in self._lines("dateline"))
        return next((found[1] for found in agencies if found), None)

    def url(self) -> str | None:
        """The first address that stands alone in a marked line."""
        found = (_URL.match(line) for _, line in self._lines("source", "navigation"))
        return next((clean(match[1]) for match in found if match), None)


def _is_name(text: str) -> bool:
    """Whether it may be an outlet's name: a few words, the first one in capitals, no sentence."""
    return (
        text[:1].isupper()
        and len(text.split()) <= 7
        and not re.search(r"\b(?:reserved|cookies|rights|terms)\b", text, re.IGNORECASE)
    )
