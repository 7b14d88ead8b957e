"""The frozen records that pass between the stages, each with its evidence.

All offsets are characters into ``Article.text``, end exclusive, and a mention's ``text`` is that slice, always.
"""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

MARK_KINDS = ("title", "byline", "dateline", "caption", "source", "related", "comment", "navigation")
"""What a marked stretch of an article is. All but ``title`` are left out of the body."""

STANCES = "kgraph.stances"
"""Key of a Doc's ``user_data``: ``token.i`` -> chances of a negative, neutral and positive stance to whom it names."""

Kind = Literal["direct", "indirect", "mixed"]
Polarity = Literal["negative", "neutral", "positive"]
ActorType = Literal["Person", "State", "Organization", "Group", "Place", "Weapon", "Agreement"]


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
    """Spans only: one actor does something to another, or holds an office.

    Attributes:
        name: ``holds_office`` or a PLOVER event class ("ACCUSE", "CONSULT", ...).
        source: Span of the one who acts, or who holds the office.
        target: Span of the one acted upon, or of the body or state that the office belongs to.
        evidence: The words that say so.
        label: The office's name ("spokesman"), or the lemma of the verb or noun of the event.
        negated: Whether the text denies it or leaves it open (negation, "may", "if", "wants to").
        score: Confidence, 0 to 1.
        extractor: Which extractor made it.
        former: For an office: whether the text calls it a past one.
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


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, state, organisation, group, place, weapon or agreement.

    Attributes:
        id: IRI.
        label: Preferred name.
        type: Class in the ontology.
        wikidata: ``Q...`` where known.
        aliases: Other names, the preferred one left out, sorted.
        represents: IRIs of whom it speaks for (a spokesman's body and state).
        member_of: IRIs of the bodies that it belongs to.
        known: Whether it comes from the register (else it was made from the article).
    """

    id: str
    label: str
    type: ActorType
    wikidata: str | None = None
    aliases: tuple[str, ...] = ()
    represents: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """A mention and the actor that it was resolved to.

    Attributes:
        actor: Who it is.
        mention: The words in the article; None where the text has none (an unnamed continuation).
        score: Confidence of the resolution, 0 to 1.
        reason: The chain of resolution in plain words, first step first.
    """

    actor: Actor
    mention: Mention | None
    score: float
    reason: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a statement makes a claim about, and the speaker's stance towards it.

    Attributes:
        about: Whom, and by which words.
        stance: The speaker's stance.
        stance_score: Chance that it is this one, 0 to 1.
        confidence: Chance that the statement is about it, 0 to 1.
    """

    about: Resolved
    stance: Polarity
    stance_score: float
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Statement:
    """What an article says that somebody said. Its content is never asserted as fact.

    Attributes:
        id: IRI, from the article's id and the content's offsets.
        speakers: Who said it, the first one first; empty where nobody could be made out.
        cue: The attributing words.
        content: Pieces, in order, never empty.
        kind: ``direct``, ``indirect`` or ``mixed``.
        act: Speech act, a key of ``ontologies/acts.ttl``.
        targets: Whom it makes a claim about.
        addressees: To whom it was said.
        via: Outlets and channels that reported it.
        within: IRI of the statement that it is nested in.
        repeats: IRI of the fuller statement that this one (a headline, a lead) repeats.
        date: Day on which it was said; where the words tell of a longer time, its first day; else the article's day.
        confidence: Chance that the report is understood right, spans and speaker, 0 to 1.
        extractor: Which extractor found the spans.
        date_mention: The words that ``date`` was read from; None where it is only the article's day.
        date_until: Last day of a time longer than a day ("last week"), else None.
        negated: Whether the text negates the cue ("did not say", "declined to comment"): the act is then what is left,
            mostly ``other``, and the content is not said to be the speaker's claim.
        scores: What the confidence is made of: that of the spans, and that of the least sure speaker.
    """

    id: str
    speakers: tuple[Resolved, ...]
    cue: Mention | None
    content: tuple[Mention, ...]
    kind: Kind
    act: str
    targets: tuple[Target, ...] = ()
    addressees: tuple[Resolved, ...] = ()
    via: tuple[Resolved, ...] = ()
    within: str | None = None
    repeats: str | None = None
    date: datetime.date | None = None
    confidence: float = 0.0
    extractor: str = ""
    date_mention: Mention | None = None
    date_until: datetime.date | None = None
    negated: bool = False
    scores: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office held by someone, as the article says it.

    Attributes:
        id: IRI.
        holder: The person.
        office: Name of the office ("spokesman").
        body: The organisation or state that the office belongs to.
        former: Whether the article calls it a past office.
        evidence: The words that say so.
        confidence: 0 to 1.
    """

    id: str
    holder: Resolved
    office: str
    body: Resolved | None
    former: bool
    evidence: Mention
    confidence: float


@dataclass(frozen=True, slots=True)
class Event:
    """What an article says that one actor did to another.

    Attributes:
        id: IRI.
        event_class: PLOVER class, a key of ``ontologies/events.ttl`` ("CONSULT").
        sources: Who acts.
        targets: Who is acted upon.
        label: Lemma of the verb or noun.
        negated: Whether the text denies it or leaves it open.
        within: IRI of the statement that reports it; None where the narrator does.
        date: Day of the report's own date expression, where known.
        evidence: The words that say so.
        confidence: 0 to 1.
    """

    id: str
    event_class: str
    sources: tuple[Resolved, ...]
    targets: tuple[Resolved, ...]
    label: str
    evidence: Mention
    negated: bool = False
    within: str | None = None
    date: datetime.date | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was found in one article: what goes from resolve to graph."""

    article: Article
    statements: tuple[Statement, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    events: tuple[Event, ...] = ()

    def actors(self) -> tuple[Actor, ...]:
        """Every actor that the facts name, once each, by id."""
        found = {resolved.actor.id: resolved.actor for resolved in self._resolved()}
        return tuple(found[key] for key in sorted(found))

    def _resolved(self) -> Iterator[Resolved]:
        for statement in self.statements:
            yield from (*statement.speakers, *statement.addressees, *statement.via)
            yield from (target.about for target in statement.targets)
        for tenure in self.tenures:
            yield tenure.holder
            if tenure.body:
                yield tenure.body
        for event in self.events:
            yield from (*event.sources, *event.targets)
