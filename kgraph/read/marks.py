"""Which stretches of a text are not running text: one pass of rules over its lines, nothing is cut.

The order: what the markup says, the rules that hold anywhere, headings that open or close a block, then - once it is
known where prose begins and ends - the head and the tail of the page, the title, and datelines. What no rule names is
judged by its shape and its place (``kgraph.read.shape``), but for long prose and prose that reports what somebody says,
which stays body: a lost paragraph costs statements, a kept prompt hardly anything.
"""

import re
from collections.abc import Iterable

from kgraph.read.dates import beside_date
from kgraph.read.lines import BULLET, LONG, Line, count_words, ends_sentence, is_prose, split_lines
from kgraph.read.rules import DATELINE, kind_of
from kgraph.read.shape import odd_ones
from kgraph.records import Mark

EDGE = 50_000
"""Characters at each end that are looked into. A text of more than both is no page, its middle no place for prompts."""

FURNITURE = frozenset({"related", "comment", "navigation"})
_HASHES = re.compile(r"#+\s+(?=\S)")
_FIELD = re.compile(
    r"(?:(?P<title>title|headline)|(?P<dateline>date|published(?: time| on| at)?|publication date)"
    r"|(?P<byline>authors?|by)|(?P<source>source|publisher|outlet|publication)"
    r"|(?P<navigation>(?:url )?(?:url|link|source)|language|section|category|id))\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)


def find_marks(text: str, *, title: str | None = None, hints: dict[int, str] | None = None) -> tuple[Mark, ...]:
    """Mark what is not running text.

    Args:
        text: The article's text, as stored.
        title: Its headline where it is known from elsewhere (a column, a meta tag).
        hints: Of a web page: kind by the offset of a line's first character, "body" for its article.

    Returns:
        Marks in order, disjoint, within the text; kinds are ``records.MARK_KINDS``.
    """
    if len(text) <= 2 * EDGE:
        return tuple(_Page(list(split_lines(text, hints)), title).marks())
    cut, resume = text.rfind("\n", 0, EDGE) + 1 or EDGE, text.find("\n", len(text) - EDGE) + 1 or len(text)
    head = _Page(list(split_lines(text, hints, stop=cut)), title, ends=False)
    tail = _Page(list(split_lines(text, hints, start=resume)), title, begins=False)
    return (*head.marks(), *tail.marks())


class _Page:
    """The lines of one page and the kind of each, None for body."""

    def __init__(self, lines: list[Line], title: str | None, *, begins: bool = True, ends: bool = True) -> None:
        self.lines = lines
        self.kinds = [None if line.hint == "body" else line.hint for line in lines]
        self.prose = [is_prose(line.text) for line in lines]
        self.title = _folded(title or "")
        self.begins, self.ends = begins, ends
        self.spaced = any(line.gap for line in lines[1:])
        self.values: dict[int, int] = {}  # line -> where the value of a header field begins

    def marks(self) -> list[Mark]:
        """Run all steps and return the marks."""
        self._anywhere()
        self._blocks()
        if self.begins:
            self._head()
        if self.ends:
            self._tail()
        self._before_credits()
        self._repeated_title()
        self._by_shape()
        marks = [self._mark(at, kind) for at, kind in enumerate(self.kinds) if kind]
        return sorted([*marks, *(self._datelines() if self.begins else ())])

    def _mark(self, at: int, kind: str) -> Mark:
        line = self.lines[at]
        return Mark(line.start + self.values.get(at, 0), line.end, kind)

    def _body_prose(self) -> list[int]:
        return [at for at, prose in enumerate(self.prose) if prose and not self.kinds[at]]

    def _anywhere(self) -> None:
        for at, line in enumerate(self.lines):
            if not self.kinds[at]:
                self.kinds[at] = kind_of(line.text, "anywhere") or ("dateline" if beside_date_only(line.text) else None)
                if self.kinds[at] == "related" and line.text.endswith((":", "»", ">")):
                    self._mark_next_headline(at + 1)

    def _mark_next_headline(self, at: int) -> None:
        """Mark the headline that a bare "Read also:" announces."""
        if self._is_label(at):
            self.kinds[at] = "related"

    def _blocks(self) -> None:
        """Mark the lists under headings such as "Related Posts", and all that follows a comment form."""
        before, total = 0, sum(len(self.lines[at].text) for at in self._body_prose())
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if not self.kinds[at] and not self.prose[at]:
                if self.ends and before * 2 > total and kind_of(line.text, "closes"):
                    self._fill(at, len(self.lines), "comment")
                    return
                if kind := kind_of(line.text, "opens"):
                    stop = self._end_of_list(at + 1, late=self.ends and before * 3 >= total * 2)
                    self._fill(at, stop, kind)
                    at = stop
                    continue
            elif not self.kinds[at]:
                before += len(line.text)
            at += 1

    def _fill(self, start: int, stop: int, kind: str) -> None:
        for at in range(start, stop):
            if self.kinds[at] not in FURNITURE:  # a date or a credit in a list of links is not the article's
                self.kinds[at] = kind

    def _end_of_list(self, at: int, *, late: bool) -> int:
        """Return where a list of links ends: at prose, unless that is a teaser between two headlines at page end."""
        start = at
        while at < len(self.lines):
            line = self.lines[at]
            if line.hint == "body" or kind_of(line.text, "closes"):
                break
            if self.prose[at]:
                teaser = late and at > start and len(line.text) <= 300 and not BULLET.match(line.text)
                if not teaser or self.prose[at - 1] or not self._is_label(at + 1):
                    break
            at += 1
        return at

    def _is_label(self, at: int) -> bool:
        """Whether a line is there that is neither prose nor marked: in a list of links, the next headline."""
        return at < len(self.lines) and not self.prose[at] and not self.kinds[at]

    def _head(self) -> None:
        prose = self._body_prose()
        end = min(prose[0] if prose else len(self.lines), 60)
        for at in range(end):
            if not self.kinds[at]:
                self._head_line(at)
        found = self._find_title(end if prose else min(end, 8))
        if found is not None:
            self.kinds[found] = "title"
            hashes = _HASHES.match(self.lines[found].text)
            self.values.setdefault(found, hashes.end() if hashes else 0)
            self._fill_kickers(found)
            self._name_under(found + 1, end)

    def _head_line(self, at: int) -> None:
        text = self.lines[at].text
        field = _FIELD.fullmatch(text)
        if field and len(text) <= LONG:
            self.kinds[at] = next(kind for kind, value in field.groupdict().items() if value and kind != "value")
            if self.kinds[at] == "title":
                self.values[at] = field.start("value")
            return
        beside = beside_date(text)
        short = beside is not None and count_words(beside) <= 6 and not ends_sentence(text)
        kind = kind_of(text, "head")
        self.kinds[at] = "dateline" if short and len(text) <= 100 and kind != "byline" else kind

    def _find_title(self, end: int) -> int | None:
        """Return the line that is the headline: the given one, the one a header field names, else the first fit."""
        named = [at for at in range(end) if self.kinds[at] == "title"]
        if named:
            self._fill_again(named[:-1])
            return named[-1]
        given = [at for at in range(end) if self.title and _same(self.lines[at].text, self.title)]
        if given:
            self._fill_again(given[:-1])
            return given[-1]
        fits = [at for at in range(end) if not self.kinds[at] and self._is_headline(at)]
        if not fits or self.title:
            return None
        return fits[1] if len(fits) > 1 and self._is_kicker(fits[0], fits[1]) else fits[0]

    def _fill_again(self, earlier: Iterable[int]) -> None:
        for at in earlier:
            self.kinds[at] = "navigation"

    def _is_headline(self, at: int) -> bool:
        """Whether a line has a headline's shape: short, no full stop, set apart from the text that follows."""
        line = self.lines[at]
        words = count_words(line.text)
        if (
            not 2 <= words <= 30
            or len(line.text) > 220
            or ends_sentence(line.text)
            or line.text.endswith((",", ";", ":"))
        ):
            return False
        if at + 1 == len(self.lines):
            return False
        after = self.lines[at + 1]
        wrapped = after.text[:1].islower() or not (
            self.kinds[at + 1] or self.prose[at + 1] or _is_name(after.text) or not self.spaced
        )
        return after.gap or not wrapped

    def _is_kicker(self, at: int, after: int) -> bool:
        """Whether a line is the name of a section or site above the headline: few words, then something longer."""
        text = self.lines[at].text
        words = count_words(text)
        named = words <= 2 or (words == 3 and text.istitle())
        return named and count_words(self.lines[after].text) >= words + 3

    def _fill_kickers(self, title: int) -> None:
        for at in range(title):
            if not self.prose[at] and count_words(self.lines[at].text) <= 3:
                self.kinds[at] = self.kinds[at] or "navigation"

    def _name_under(self, start: int, end: int) -> None:
        """Mark a bare name next to a byline or date under the headline ("Jane Doe", then "21 December 2021")."""
        for at in range(start, min(end, start + 3)):
            beside = {self.kinds[other] for other in (at - 1, at + 1) if start <= other < end}
            if not self.kinds[at] and beside & {"byline", "dateline"} and _is_name(self.lines[at].text):
                self.kinds[at] = "byline"

    def _tail(self) -> None:
        """Mark what only the end of a page has, then the odds and ends between the furniture there."""
        prose = self._body_prose()
        start = prose[-1] + 1 if prose else len(self.lines)
        furniture = False
        for at in range(start, len(self.lines)):
            text = self.lines[at].text
            if not self.kinds[at] and not BULLET.match(text):
                beside = beside_date(text)
                signed = beside is not None and count_words(beside) <= 6 and len(text) <= 100
                self.kinds[at] = "dateline" if signed else kind_of(text, "tail")
            furniture = furniture or self.kinds[at] in FURNITURE
            odd = not self.kinds[at] and count_words(text) <= 12
            if furniture and (odd or self.kinds[at] == "dateline"):
                self.kinds[at] = "navigation"

    def _before_credits(self) -> None:
        """Mark the line that a bare credit ("Picture: X") belongs to, where it stands right above it."""
        for at in range(1, len(self.lines)):
            line, above = self.lines[at], self.lines[at - 1]
            if self.kinds[at] != "caption" or line.hint or self.kinds[at - 1] or len(line.text) > 60 or line.gap:
                continue
            alone = above.gap and at > 1 and len(above.text) <= 200 and not re.search(r"[\"“”«»]", above.text)
            if alone and (self.spaced or not ends_sentence(above.text)):
                self.kinds[at - 1] = "caption"

    def _repeated_title(self) -> None:
        """Mark the headline where it stands again below the text."""
        titles = [at for at, kind in enumerate(self.kinds) if kind == "title"]
        wanted = _folded(self.lines[titles[0]].text[self.values.get(titles[0], 0) :]) if titles else self.title
        prose = self._body_prose()
        for at in range(prose[-1] if prose else len(self.lines), len(self.lines)):
            if wanted and self.kinds[at] in (None, "related") and _folded(self.lines[at].text) == wanted:
                self.kinds[at] = "navigation"

    def _by_shape(self) -> None:
        """Mark what no rule names but what looks and stands like furniture."""
        if not (self.begins and self.ends):
            return  # of a long text only the edges were looked at: they are no page
        for of_prose in (False, True):
            odd = list(odd_ones(self.lines, self.prose, self.kinds, of_prose=of_prose))
            if len(odd) == self.kinds.count(None):
                return  # something has to be the text
            for at in odd:
                before = self.kinds[at - 1] if at else None
                self.kinds[at] = before if before in ("related", "comment") else "navigation"

    def _datelines(self) -> Iterable[Mark]:
        """Yield the place, day and agency before the first sentences of a report."""
        for at in self._body_prose()[:4]:
            line = self.lines[at]
            found = DATELINE.match(line.text)
            if found and found.end() < len(line.text) and re.match(r"[\"“‘'«(]?[A-ZÀ-Þ0-9]", line.text[found.end() :]):
                yield Mark(line.start, line.start + len(found[0].rstrip()), "dateline")


def beside_date_only(text: str) -> bool:
    """Whether a line is nothing but a date, with or without time, weekday and "published"."""
    return len(text) <= 100 and beside_date(text) == ""


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= 4 and len(text) <= 40 and all(word[:1].isupper() and word[-1:].isalpha() for word in words)
    )


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _same(line: str, title: str) -> bool:
    """Whether a line is the given title (folded), which may carry the outlet's name at its end."""
    words, wanted = _folded(line).split(), title.split()
    shared = len({*words} & {*wanted})
    return bool(words) and (words == wanted or (shared > 3 and shared * 10 >= 7 * min(len(words), len(wanted))))
