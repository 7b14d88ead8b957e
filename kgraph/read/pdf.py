"""PDF press releases: pypdf gives the words line by line with their places, and the lines are joined to paragraphs.

The stored text has one line a paragraph and an empty line between them. A word that was divided at the end of a line is
whole again; page numbers and what stands at the top or foot of most pages are marked. Of pypdf and pdfminer.six, pypdf
kept the order of the words in columns and is the lighter one (see BENCHMARKS.md). Scanned pages have no words.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, BinaryIO, NamedTuple

from kgraph.errors import ArticleError
from kgraph.read.decode import is_unicode
from kgraph.read.marks import find_marks
from kgraph.read.metadata import Given, clean, complete
from kgraph.read.reading import PLAIN, Reading, broken, library, whole
from kgraph.records import Article

PAGES = 500
"""Pages of the longest file; a longer one is a book."""

GAP, INDENT, SHORT = 1.25, 0.4, 0.75
"""From how many usual steps down a line begins a paragraph, from how many to the right, and up to which share of the
usual length a line that ends a sentence ends one. Measured on the four layouts of ``benchmarks/pdf.py``."""

RAISED = 5.0
"""Points; a smaller step down is that of a raised number, not of a line."""

_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_STOP = re.compile(r"[.!?:][\"'”’»)]*$")
_DIVIDED = re.compile(r"(?<![\w-])[^\W\d_]+-$")
_WORDS, _DIGITS = re.compile(r"[^\W_][\w-]*"), re.compile(r"\d+")
_FILE = re.compile(
    r"\.(?:docx?|odt|pdf|indd|rtf|pages|txt|html?)$|^(?:untitled|microsoft word|document\d*)\b", re.IGNORECASE
)
_LOG = logging.getLogger("pypdf")


class Line(NamedTuple):
    """A line on a page: its words and where they begin, in points from the page's lower left corner."""

    text: str
    x: float
    y: float


def read_pdf(document: str, stream: BinaryIO, reading: Reading = PLAIN) -> Iterator[Article | ArticleError]:
    """Yield the one article of a PDF file, or why it has none."""
    try:
        yield _article(document, whole(stream))
    except ArticleError as error:
        yield error
    except ValueError as error:
        yield ArticleError(document, str(error))


def _article(document: str, data: bytes) -> Article:
    pages, given = _opened(document, data)
    text, hints = stored(pages)
    if not text:
        raise ArticleError(document, "shows no text (a scan?); recognise its text first")
    if not is_unicode(text) or "\x00" in text:
        text = text.encode("utf-8", "replace").decode().replace("\x00", "?")  # the same length
    marks = find_marks(text, title=given.title, hints=hints)
    return complete(document, text, marks, given)


def _opened(document: str, data: bytes) -> tuple[list[list[Line]], Given]:
    pypdf = library(document, "pypdf", "a PDF file")
    _LOG.setLevel(logging.CRITICAL)  # it warns of every broken file, which is reported anyway
    try:
        file = pypdf.PdfReader(io.BytesIO(data))
        if file.is_encrypted and not file.decrypt(""):
            raise ArticleError(document, "is encrypted; open it with its password and save it without")
        if len(file.pages) > PAGES:
            raise ArticleError(document, f"has {len(file.pages)} pages, more than an article ({PAGES}); split it")
        return [list(_lines(page)) for page in file.pages], _given(file.metadata)
    except (ArticleError, MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # what the library raises on broken files is not documented
        raise ArticleError(document, broken(error)) from None


def _lines(page: Any) -> Iterator[Line]:
    """The lines of a page in the order of its file, which is that of reading in nearly all."""
    pieces: list[tuple[str, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        pieces.append((text, tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]))

    page.extract_text(visitor_text=visit)
    words, place = "", None
    for text, x, y in [*pieces, ("\n", 0.0, 0.0)]:
        for part in re.split(r"(\n)", text):
            if part == "\n":
                if line := " ".join(words.split()):
                    yield Line(line, *(place or (x, y)))
                words, place = "", None
            else:
                words += part
                place = place or ((x, y) if part.strip() else None)


def _given(found: Any) -> Given:
    title = clean(str(found.title)) if found and found.title else None
    return Given(
        title=title if title and len(title.split()) > 2 and not _FILE.search(title) else None,
        author=clean(str(found.author)) if found and found.author else None,
        origin="PDF information",
    )


def stored(pages: list[list[Line]]) -> tuple[str, dict[int, str]]:
    """Join lines to paragraphs; return the text, and its furniture (page numbers, running heads) by first character.

    What stands between the pages of a paragraph comes before the next one.
    """
    furniture = _furniture(pages)
    known = {word.lower() for page in pages for line in page for word in _WORDS.findall(line.text)}
    paragraphs: list[tuple[str, bool]] = []
    last, waiting = "", list[str]()
    length, step = _usual(pages)
    for page in pages:
        above: Line | None = None
        for line in page:
            if line.text in furniture:
                waiting.append(line.text)
            elif last and not _begins(line, above, last, length, step):
                last = _joined(last, line.text, known)
                above = line
            else:
                paragraphs += [(last, False)] if last else []
                paragraphs += [(text, True) for text in waiting]
                last, above, waiting = line.text, line, []
    paragraphs += [(last, False)] if last else []
    return _laid_out([*paragraphs, *((text, True) for text in waiting)])


def _laid_out(paragraphs: list[tuple[str, bool]]) -> tuple[str, dict[int, str]]:
    at, hints = 0, {}
    for text, is_furniture in paragraphs:
        if is_furniture:
            hints[at] = "navigation"
        at += len(text) + 2
    return "\n\n".join(text for text, _ in paragraphs), hints


def _furniture(pages: list[list[Line]]) -> set[str]:
    """Lines at the edge of pages that are a page's number, or stand on most pages but for a number."""
    edges = [[line.text for line in {*page[:2], *page[-2:]}] for page in pages]
    counts = Counter(key for page in edges for key in {_DIGITS.sub("0", text) for text in page})
    often = {key for key, count in counts.items() if count >= 2 and count * 2 > len(pages)}
    return {text for page in edges for text in page if _NUMBER.fullmatch(text) or _DIGITS.sub("0", text) in often}


def _usual(pages: list[list[Line]]) -> tuple[float, float]:
    """Usual length of a line, in characters, and usual step down to the next."""
    steps = sorted(above.y - line.y for page in pages for above, line in pairwise(page) if above.y - line.y > RAISED)
    lengths = sorted(len(line.text) for page in pages for line in page)
    return (lengths[len(lengths) * 3 // 4] if lengths else 0.0), (steps[len(steps) // 10] if steps else 0.0)


def _begins(line: Line, above: Line | None, text: str, length: float, step: float) -> bool:
    """Whether a line begins a paragraph; ``text`` is the paragraph so far, ``above`` None on a new page."""
    stops = bool(_STOP.search(text[-20:]))
    if above is None or line.y > above.y + step / 2:  # a new page or column
        return stops and not line.text[:1].islower()
    if above.y - line.y > GAP * step:
        return True
    indented = line.x - above.x > INDENT * step
    return indented or (stops and len(above.text) < SHORT * length)


def _joined(text: str, line: str, known: set[str]) -> str:
    """A paragraph and its next line; of a word that is divided between them the hyphen goes, unless others write it."""
    text = text.removesuffix("\u00ad") if text.endswith("\u00ad") else text
    divided = _DIVIDED.search(text)
    if not divided or not line[:1].islower():
        return f"{text} {line}"
    rest = _WORDS.match(line)
    hyphened = f"{divided[0]}{rest[0] if rest else ''}".lower()
    return text + line if hyphened in known else text[:-1] + line
