"""A web page as the lines that it shows, each with what its elements and classes say that it is."""

import re
from typing import NamedTuple

from lxml import etree, html

_SKIP = frozenset(
    "head script style noscript template svg canvas iframe object embed audio video select datalist textarea option "
    "map math frameset applet".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr amp-img o:p st1".split()
)
_TAGS = {
    "nav": "navigation", "footer": "navigation", "menu": "navigation", "dialog": "navigation", "button": "navigation",
    "form": "navigation", "aside": "related", "figcaption": "caption",
}  # fmt: skip
_CLASSES = {
    "caption": "caption figcaption photocredit imagecredit credit credits",
    "byline": "byline bylines author authors",
    "related": "related recommended recommendations trending popular readmore alsoread readalso "
    "morestories outbrain taboola",
    "comment": "comment comments respond commentform commentlist disqus",
    "navigation": "nav navbar navigation menu breadcrumb breadcrumbs share sharing sharebar social addtoany cookie "
    "cookies consent gdpr newsletter subscribe subscription advert adverts advertisement ads sponsored promo sidebar "
    "pagination tags taglist paywall popup modal toolbar masthead widget",
}
_KIND = {word: kind for kind, words in _CLASSES.items() for word in words.split()}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_STATE = re.compile(r"(?:has|no|with|without|is|hide|show|js|not|single|page)[-_]", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


class Block(NamedTuple):
    """One line that the page shows.

    Attributes:
        text: White space folded, never empty.
        tag: Nearest block element around it.
        kind: Kind of boilerplate that the page's markup says it is, else None.
        group: Number of the element that says so; 0 where none does.
        parent: Number of the element that its block element stands in.
        gap: Whether an empty line belongs before it (not after a single ``<br>``).
    """

    text: str
    tag: str
    kind: str | None
    group: int
    parent: int
    gap: bool


class _Open(NamedTuple):
    """An open block element: its tag, number, and the hint that holds inside it."""

    tag: str
    number: int
    kind: str | None
    group: int


def parse(page: str) -> html.HtmlElement | None:
    """Parse a page, however broken; None where nothing is in it."""
    parser = html.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
    try:
        return html.document_fromstring(page.encode("utf-8"), parser=parser)
    except etree.LxmlError:
        return None


def blocks_of(root: html.HtmlElement | None) -> list[Block]:
    """Return the lines that a page shows, in order."""
    return [] if root is None else _Walk(root).blocks


def plain_words(markup: str) -> str | None:
    """Return the words of a piece of HTML in one line; None if there are none."""
    return " ".join(block.text for block in blocks_of(parse(markup))) or None


class _Walk:
    """One walk over the tree, without recursion: pages may nest as deep as they like."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.blocks: list[Block] = []
        self.open = [_Open("html", 0, None, 0)]
        self.number = 0
        self.buffer: list[str] = []
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "start" and (tag in _SKIP or _is_hidden(element)):
                walker.skip_subtree()
            elif event == "start":
                self._start(element, tag)
            else:
                self._end(element, tag)
        self._flush()

    def _start(self, element: html.HtmlElement, tag: str) -> None:
        if tag == "br":
            self.buffer.append("\n")
        elif tag not in _INLINE:
            self._flush()
            self.number += 1
            above = self.open[-1]
            kind = None if above.kind else _hint(element, tag, self.open)
            group = self.number if kind else above.group
            self.open.append(_Open(tag, self.number, above.kind or kind, group))
        self._add(element.text)

    def _end(self, element: html.HtmlElement, tag: str) -> None:
        if tag not in _INLINE and tag not in _SKIP and tag != "br" and not _is_hidden(element):
            self._flush()
            self.open.pop()
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self.buffer.append(_SPACE.sub(" ", text))

    def _flush(self) -> None:
        """Make blocks of the buffered words: a single ``<br>`` ends a line, two end a paragraph."""
        now, parent = self.open[-1], self.open[-2].number if len(self.open) > 1 else 0
        gap = True
        for line in "".join(self.buffer).split("\n"):
            text = _SPACE.sub(" ", line).strip()
            if text:
                self.blocks.append(Block(text, now.tag, now.kind, now.group, parent, gap))
            gap = not text
        self.buffer.clear()


def _is_hidden(element: html.HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _hint(element: html.HtmlElement, tag: str, around: list[_Open]) -> str | None:
    """Return the kind that an element's tag or classes name, else None."""
    if tag in ("html", "body", "main", "article"):
        return None
    if tag == "header":
        inside = any(above.tag in ("article", "main") for above in around)
        return None if inside or element.find(".//h1") is not None else "navigation"
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}".split()
    words = [word.lower() for name in names if not _STATE.match(name) for word in _WORD.findall(name)]
    named = next((_KIND[word] for word in words if word in _KIND), None)
    return "comment" if tag == "form" and named == "comment" else _TAGS.get(tag) or named
