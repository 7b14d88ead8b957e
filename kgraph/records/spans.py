"""An article, slices of its text, and what the extractors find: spans only, nothing is resolved yet."""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

MARK_KINDS = ("title", "byline", "dateline", "caption", "source", "related", "comment", "navigation")
"""What a marked stretch of an article is. All but ``title`` are left out of the body."""

STANCES = "kgraph.stances"
"""Key of a Doc's ``user_data``: ``token.i`` -> chances of a negative, neutral and positive stance to whom it names."""

STATES = "kgraph.states"
"""Key of a Doc's ``user_data``: what the encoder makes of each token in its place, float16, shape (n_tokens, 384)."""

Kind = Literal["direct", "indirect", "mixed"]


class Mark(NamedTuple):
    """A stretch of an article that is not running text of the report; marked, never cut."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read; the text is kept exactly (of a text file: the decoded file).

    Attributes:
        document: The path as given, ``path#row`` for a row of a table, ``-`` for standard input.
        text: The whole text; every offset of every later record points into it.
        title: Headline, where one was found.
        published: Day of publication, where one was found.
        publisher: Name of the outlet, where one was found.
        source: Whom the page names as its own source ("Source: Sputnik"), else None.
        url: Address, where one was found.
        author: Who wrote it, where the page says so.
        language: Code of the language (ISO 639-1), where it can be told.
        origins: Where each of these was found, by its name: "page metadata", "column pubdate", "text" ...
        marks: Stretches that are not running text, in order, disjoint.
        id: 32 hexadecimal digits, from the text alone: the same text is the same article.
    """

    document: str
    text: str
    title: str | None = None
    published: datetime.date | None = None
    publisher: str | None = None
    source: str | None = None
    url: str | None = None
    marks: tuple[Mark, ...] = ()
    author: str | None = None
    language: str | None = None
    origins: tuple[tuple[str, str], ...] = ()
    id: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "id", digest[:32])

    @property
    def body(self) -> tuple[tuple[int, int], ...]:
        """The stretches of running text, the title among them, as (start, end) pairs in order."""
        return tuple(self._gaps())

    def _gaps(self) -> Iterator[tuple[int, int]]:
        at = 0
        for mark in self.marks:
            if mark.kind == "title":
                continue
            if mark.start > at:
                yield at, mark.start
            at = max(at, mark.end)
        if at < len(self.text):
            yield at, len(self.text)

    def mention(self, start: int, end: int) -> "Mention":
        """Make the mention of this slice of the text."""
        return Mention(start, end, self.text[start:end])


class Mention(NamedTuple):
    """A slice of an article's text: characters ``start`` to ``end``, end exclusive."""

    start: int
    end: int
    text: str

    def overlaps(self, other: "Mention") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Attribution:
    """Spans only: somebody (source) is reported (cue) with some words (content). Nothing is resolved yet.

    Attributes:
        source: Whose words they are said to be; None where the text names nobody.
        cue: The word or words that attribute ("said", "according to"); None for a quotation that just continues.
        content: What was said, in pieces where it is discontinuous, in order, never empty.
        kind: ``direct`` (all in quotation marks), ``indirect`` (none), ``mixed``.
        score: Confidence, 0 to 1.
        extractor: Which extractor made it.
        continues: Whether the source was taken over from the attribution before it (no cue of its own).
        others: Further sources of the same words ("as did Y"), in order.
    """

    source: Mention | None
    cue: Mention | None
    content: tuple[Mention, ...]
    kind: Kind
    score: float
    extractor: str
    continues: bool = False
    others: tuple[Mention, ...] = ()

    @property
    def start(self) -> int:
        """First character of the content."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Character after the last of the content."""
        return self.content[-1].end


@dataclass(frozen=True, slots=True)
class Relation:
    """Spans only: one actor does something to another, holds an office, or stands in a lasting relation to another.

    Attributes:
        name: ``holds_office``, a kind of lasting relation ("member_of"), or a PLOVER event class ("ACCUSE", ...).
        source: Span of the one who acts, or who holds the office.
        target: Span of the one acted upon, or of the body or state that the office belongs to.
        evidence: The words that say so.
        label: The office's name ("spokesman"), or the lemma of the verb or noun of the event.
        score: Confidence, 0 to 1.
        extractor: Which extractor made it.
        negated: Whether the text denies it.
        former: For an office or a lasting relation: whether the text calls it a past one.
        mode: The PLOVER mode of the event ("visit"), where its words tell one.
        hypothetical: Whether the text leaves it open, or tells it as planned, wanted, demanded or threatened.
        trigger: The verb or noun that names the event, without its arguments.
        place: Where it is said to happen, without the preposition.
        co_sources: Who acts beside the source, in order.
        co_targets: Who is acted upon beside the target, in order.
        objects: Spans of what is given, sold, used or destroyed in it, in order; each a whole noun phrase.
    """

    name: str
    source: Mention
    target: Mention | None
    evidence: Mention
    label: str
    score: float
    extractor: str
    negated: bool = False
    former: bool = False
    mode: str | None = None
    hypothetical: bool = False
    trigger: Mention | None = None
    place: Mention | None = None
    co_sources: tuple[Mention, ...] = ()
    co_targets: tuple[Mention, ...] = ()
    objects: tuple[Mention, ...] = ()
