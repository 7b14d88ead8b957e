"""Actors, and the facts about them: what goes from resolve to graph."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kgraph.records.spans import Article, Kind, Mention

Polarity = Literal["negative", "neutral", "positive"]
ActorType = Literal["Person", "State", "Organization", "Group", "Place", "Weapon", "Goods", "Agreement"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, state, organisation, group, place, weapon, kind of goods or agreement.

    Attributes:
        id: IRI.
        label: Preferred name.
        type: Class in the ontology.
        wikidata: ``Q...`` where known.
        aliases: Other names, the preferred one left out, sorted.
        represents: IRIs of whom it speaks for (a spokesman's body and state).
        member_of: IRIs of the bodies that it belongs to.
        known: Whether it comes from the register (else it was made from the article).
        item_class: For a weapon or goods: the key of its class in ``ontologies/items.ttl``.
        country: IRI of the state that it belongs to or lies in, where the register knows.
    """

    id: str
    label: str
    type: ActorType
    wikidata: str | None = None
    aliases: tuple[str, ...] = ()
    represents: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    known: bool = False
    item_class: str | None = None
    country: str | None = None


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
class Bond:
    """A lasting relation of two actors, as an article tells it: member of, allied with, located in ...

    Attributes:
        id: IRI, from the article's id, the evidence's offsets and those of the two ends.
        kind: A key of ``ontologies/relations.ttl`` ("member_of").
        source: Of whom it is said.
        target: Of what it is a member, where it lies, whom it stands with or against.
        label: The word that tells it, in dictionary form ("member", "join", "war on").
        evidence: The words from the first of the two to the last.
        negated: Whether the text denies it.
        former: Whether the text calls it past.
        hypothetical: Whether the text leaves it open, or tells it as planned, wanted or demanded.
        within: IRI of the statement whose content says so; None where the narrator does.
        confidence: 0 to 1.
    """

    id: str
    kind: str
    source: Resolved
    target: Resolved
    label: str
    evidence: Mention
    negated: bool = False
    former: bool = False
    hypothetical: bool = False
    within: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that is given, sold, used or destroyed in an event: a weapon, a piece of aid.

    Attributes:
        about: What it is.
        mention: The words that name it.
        quantity: How many or how much, where the text says so in figures or words.
        quantity_mention: The words that say so.
    """

    about: Resolved
    mention: Mention
    quantity: float | None = None
    quantity_mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What an article says that one actor did to another, or that it will, may or did not.

    Attributes:
        id: IRI, from the article's id and the offsets of the trigger and of the first source.
        event_class: PLOVER class, a key of ``ontologies/events.ttl`` ("CONSULT").
        sources: Who acts.
        targets: Who is acted upon. Of equals ("A and B met") each is a source and a target.
        label: Lemma of the verb or noun.
        evidence: The words that say so, from the first argument to the last.
        trigger: The verb or noun that names the event.
        mode: PLOVER mode, of a concept below the class in ``ontologies/events.ttl`` ("visit").
        negated: Whether the text denies it.
        hypothetical: Whether the text leaves it open, or tells it as planned, wanted, demanded or threatened.
        place: Where it happened.
        items: What was given, sold, used or destroyed in it.
        within: IRI of the statement whose content holds the evidence; None where the narrator says so.
        date: Day of the report's own date expression, where known.
        confidence: 0 to 1.
    """

    id: str
    event_class: str
    sources: tuple[Resolved, ...]
    targets: tuple[Resolved, ...]
    label: str
    evidence: Mention
    trigger: Mention | None = None
    mode: str | None = None
    negated: bool = False
    hypothetical: bool = False
    place: Resolved | None = None
    items: tuple[Item, ...] = ()
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
    bonds: tuple[Bond, ...] = ()

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
            yield from (item.about for item in event.items)
            if event.place:
                yield event.place
        for bond in self.bonds:
            yield from (bond.source, bond.target)
