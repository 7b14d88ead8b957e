"""Title, day, outlet, source and address from the page's own words: marked lines at its head and tail, its file name.

A date in running prose is never the day of publication: only lines that are marked (datelines, bylines, source lines,
copyright lines) are read, first those above the text, then those below it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kgraph.read.dates import beside_date, date_of_line, date_of_name
from kgraph.read.language import language_of
from kgraph.records import Article, Mark

_NEAR = 4_000
"""Characters at each end within which a date line may stand; dates further in belong to other articles."""

FIELDS = ("title", "published", "publisher", "source", "url", "author", "language")
"""What is known of an article beside its text."""

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
_BYLINE = re.compile(
    r"(?:(?:story|words|text|report|article|written|reporting)\s+)?(?:by|authors?)\b\s*:?\s*"
    r"([^\W\d_][\w'’.-]*(?:\s+(?:and\s+|&\s+)?[^\W\d_][\w'’.-]*){1,7})(?=\s*(?:[,|/(•·–—-]|\d|$))",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:(?:url(?: source)?|link|source)\s*:\s*)?(https?://[^\s<>\"{}|\\^`]+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of an article beside its text, and where from.

    Attributes:
        origin: Where it is from: page metadata, feed, e-mail header ...
        origins: The same field by field, where it differs.
    """

    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    source: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    origin: str = "given"
    origins: Mapping[str, str] = field(default_factory=dict)

    def before(self, other: "Given") -> "Given":
        """The same, with what is missing taken from another."""
        values = {name: getattr(self, name) or getattr(other, name) for name in FIELDS}
        return Given(**values, origins={name: self.where(name) or other.where(name) or "" for name in FIELDS})

    def where(self, name: str) -> str | None:
        """Where a field is from; None where it is not known."""
        return self.origins.get(name, self.origin) if getattr(self, name) else None


def complete(document: str, text: str, marks: tuple[Mark, ...], given: Given | None = None) -> Article:
    """Make the article, filling from its own words what is not given."""
    given = given or Given()
    fields = {name: clean(getattr(given, name)) for name in FIELDS if name != "published"}
    known = replace(given, **fields)  # type: ignore[arg-type]
    words, name = _Words(text, marks), document.rsplit("/", 1)[-1].split("#")[0]
    said = Given(
        *(words.title(), words.published(), words.publisher(), words.source(), words.url(), words.author()),
        origin="text",
    )
    named = Given(published=date_of_name(name), origin="file name")
    told = Given(language=language_of(text, marks), origin="text")  # what a page claims is often its template's
    found = told.before(known).before(said).before(named)
    return Article(
        document=document,
        text=text,
        marks=marks,
        origins=tuple((field, found.origins[field]) for field in FIELDS if getattr(found, field)),
        **{field: getattr(found, field) for field in FIELDS},
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

    def author(self) -> str | None:
        """Who the first byline names."""
        found = (_BYLINE.match(line) for _, line in self._lines("byline"))
        return next((clean(match[1]) for match in found if match), None)

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
