"""Web pages: the stored text is the visible text of the whole page, one line a block, an empty line between blocks.

White space inside a line is folded, since that is how a page shows it. trafilatura finds the article and its metadata;
what it leaves out is marked, and so is what the page's own elements and classes show to be a caption, a menu or a form.
"""

import logging
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any, BinaryIO

from kgraph.errors import ArticleError
from kgraph.read.dates import date_of_cell
from kgraph.read.decode import decode
from kgraph.read.lines import is_prose
from kgraph.read.marks import find_marks
from kgraph.read.metadata import Given, clean, complete
from kgraph.read.page import Block, blocks_of, parse
from kgraph.read.reading import PLAIN, Reading, whole
from kgraph.records import Article

for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # they log as errors what is here a page without an article

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE
)
_SPACE = re.compile(r"\s+")


def read_html(document: str, stream: BinaryIO, reading: Reading = PLAIN) -> Iterator[Article | ArticleError]:
    """Yield the one article of a web page, or why it has none."""
    try:
        yield article_of_page(document, whole(stream))
    except ArticleError as error:
        yield error
    except ValueError as error:
        yield ArticleError(document, str(error))


def article_of_page(document: str, data: bytes, declared: str | None = None, given: Given | None = None) -> Article:
    """Make the article of a web page.

    Args:
        document: What it is called.
        data: The page.
        declared: Its encoding, where a header tells; else what the page itself says.
        given: What is known of it beside the page, and goes before what the page says.

    Raises:
        ArticleError: It shows no text.
        ValueError: It cannot be decoded; the message is a reason in plain words.
    """
    said = _DECLARED.search(data[:4096])
    page = decode(data, declared or (said[1].decode("ascii") if said else None))
    if not page.strip():
        raise ArticleError(document, "is empty")
    blocks = blocks_of(parse(page))
    if not blocks:
        raise ArticleError(document, "is empty: the page shows no text")
    return _article(document, page, blocks, given or Given())


def article_of_fragment(document: str, markup: str, given: Given) -> Article:
    """Make the article of HTML that holds nothing else: a feed's entry, a message.

    Raises:
        ArticleError: It shows no text.
    """
    blocks = blocks_of(parse(markup)) if markup.strip() else []
    if not blocks:
        raise ArticleError(document, "is empty")
    text, hints = _stored(blocks, [block.kind for block in blocks])
    return complete(document, text, find_marks(text, title=given.title, hints=hints), given)


def _article(document: str, page: str, blocks: list[Block], known: Given) -> Article:
    given = known.before(_metadata(page))
    text, hints = _stored(blocks, _left_out(blocks, _kept(blocks, page), given.title))
    return complete(document, text, find_marks(text, title=given.title, hints=hints), given)


def _stored(blocks: list[Block], kinds: list[str | None]) -> tuple[str, dict[int, str]]:
    """Join the blocks; return the text and the kind of its lines by their first character."""
    parts: list[str] = []
    hints: dict[int, str] = {}
    at = 0
    for block, kind in zip(blocks, kinds, strict=True):
        if parts:
            separator = "\n\n" if block.gap else "\n"
            parts.append(separator)
            at += len(separator)
        if kind:
            hints[at] = kind
        parts.append(block.text)
        at += len(block.text)
    return "".join(parts), hints


@cache
def _trafilatura() -> Any:
    """Loaded for the first page, as it takes a fifth of a second that a build without one need not wait."""
    return import_module("trafilatura")


def _metadata(page: str) -> Given:
    try:
        found = _trafilatura().extract_metadata(
            page, extensive=False, date_config={"extensive_search": False, "original_date": True}
        )
    except Exception:  # any page may come, and a page without metadata is still an article
        found = None
    if found is None:
        return Given()
    return Given(
        title=clean(found.title),
        published=date_of_cell(found.date) if found.date else None,
        publisher=clean(found.sitename),
        url=clean(found.url),
        author=clean(found.author),
        language=clean(found.language),
        origin="page metadata",
    )


def _kept(blocks: list[Block], page: str) -> list[bool]:
    """Tell for each block whether trafilatura takes it for the article; all False where it finds none."""
    try:
        found = _trafilatura().bare_extraction(page, favor_recall=True, include_comments=False, with_metadata=False)
    except Exception:  # any page may come; without its help the rules for lines still mark what they know
        found = None
    text = str(getattr(found, "text", None) or "")
    whole = _SPACE.sub("", text)
    lines = {_SPACE.sub("", line.strip(" -|")) for line in text.splitlines()}
    keys = [_SPACE.sub("", block.text) for block in blocks]
    return [key in lines or (len(key) >= 25 and key in whole) for key in keys]


def _left_out(blocks: list[Block], kept: list[bool], title: str | None) -> list[str | None]:
    """Give each block its kind: what the page calls it, "body" if kept, "navigation" if left out, None in doubt."""
    wrong = _groups_of_body(blocks, kept)
    hints = [None if block.group in wrong else block.kind for block in blocks]
    found = [at for at, (is_kept, hint) in enumerate(zip(kept, hints, strict=True)) if is_kept and not hint]
    if not found:
        return hints
    parents = {blocks[at].parent for at in found}
    headline = next((at for at, block in enumerate(blocks) if block.tag == "h1" or block.text == title), found[0])
    last = found[-1]
    while last + 1 < len(blocks) and not hints[last + 1] and _follows(blocks[last], blocks[last + 1]):
        last += 1
    kinds: list[str | None] = []
    for at, block in enumerate(blocks):
        heading = block.tag in {"h1", "h2", "h3", "h4", "h5", "h6"} or block.text == title
        inside = min(headline, found[0]) <= at <= last
        doubt = block.parent in parents or (inside and (heading or is_prose(block.text)))
        kinds.append(hints[at] or ("body" if kept[at] else None if doubt or at == headline else "navigation"))
    return kinds


def _follows(block: Block, after: Block) -> bool:
    """Whether prose stands right below prose in an element of the same name: trafilatura drops some last paragraphs."""
    return block.tag == after.tag and is_prose(after.text)


def _groups_of_body(blocks: list[Block], kept: list[bool]) -> set[int]:
    """Find elements whose class misleads: they hold too much of the article's prose to be furniture."""
    counted = [is_prose(block.text) and (is_kept or not any(kept)) for block, is_kept in zip(blocks, kept, strict=True)]
    total = sum(len(block.text) for block, is_body in zip(blocks, counted, strict=True) if is_body)
    sizes: dict[int, int] = {}
    for block, is_body in zip(blocks, counted, strict=True):
        if is_body and block.kind not in (None, "caption"):
            sizes[block.group] = sizes.get(block.group, 0) + len(block.text)
    return {group for group, size in sizes.items() if size * 10 > total * 4}
