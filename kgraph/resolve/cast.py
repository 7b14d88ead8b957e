"""The cast of one article: every mention by name, and the actor that it stands for."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Any

from kgraph.extract.parse import Parse, Span
from kgraph.extract.quotations import quotations
from kgraph.records import Actor, Article, Mention, Relation, Resolved
from kgraph.resolve.register import Register

GOVERNMENTS = frozenset({"administration", "authorities", "authority", "government", "leadership", "side"})
"""Words for a state's rulers: "the German government" stands for Germany."""

MALE, FEMALE = re.compile(r"\b(?:Mr|Sir|Lord|King|Prince)\b"), re.compile(r"\b(?:Mrs|Ms|Miss|Lady|Queen|Princess)\b")


_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Named:
    """One mention by name.

    Attributes:
        span: Its tokens.
        actor: Who it is.
        score: Confidence, 0 to 1.
        reason: Why, in plain words.
        adjective: Whether it is a demonym that only qualifies a noun ("Russian" in "Russian borders").
        start: First character.
    """

    span: Span
    actor: Actor
    score: float
    reason: str
    adjective: bool = False
    start: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", self.span.start_char)

    def resolved(self, mention: Mention | None = None) -> Resolved:
        """As a resolution of a mention, by default of its own words."""
        own = Mention(self.span.start_char, self.span.end_char, self.span.text)
        return Resolved(self.actor, mention or own, self.score, (self.reason,))


@dataclass(slots=True)
class Cast:
    """Everybody whom an article names.

    Attributes:
        article: The article.
        doc: Its annotation.
        register: The actors known beforehand.
        named: Mentions by name, in order, disjoint.
        roles: Actor id -> the offices that the article gives to it, as (office, body's actor or None).
        links: What third-person pronouns, and "the driver" after "a driver" stand for, by
            index of the token (see :mod:`kgraph.resolve.ranking`).
        quotes: Characters of the article's quotations, as (start, end), in order, disjoint.
        told: Indices of the tokens of what somebody says.
        titled: The words of a title with its name ("Kremlin spokesman Dmitry Peskov"), and whose they are.
    """

    article: Article
    doc: Parse
    register: Register
    named: list[Named] = field(default_factory=list)
    roles: dict[str, list[tuple[str, Actor | None]]] = field(default_factory=dict)
    titled: list[tuple[Mention, Named]] = field(default_factory=list)
    links: dict[int, Any] = field(default_factory=dict)
    quotes: list[tuple[int, int]] = field(init=False)
    told: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.quotes = [(q.start, q.end) for q in quotations(self.article.text)]
        contents = (s for s in self.doc.spans.get("attributions", []) if s.label_ == "CONTENT")
        self.told = frozenset(i for span in contents for i in range(span.start, span.end))

    def quotation(self, start: int) -> int | None:
        """The number of the quotation in which a character stands."""
        at = bisect_right(self.quotes, start, key=lambda q: q[0]) - 1
        return at if at >= 0 and start < self.quotes[at][1] else None

    def quoted(self, start: int) -> bool:
        """Whether a character stands between quotation marks."""
        return self.quotation(start) is not None

    def within(self, start: int, end: int) -> list[Named]:
        """Mentions by name that begin inside the characters start to end."""
        first = bisect_left(self.named, start, key=_START)
        last = bisect_left(self.named, end, key=_START)
        return self.named[first:last]

    def before(self, start: int) -> list[Named]:
        """Mentions by name before a character, the nearest first."""
        return self.named[: bisect_left(self.named, start, key=_START)][::-1]

    def holder(self, office: Relation) -> Named | None:
        """Who holds an office."""
        return next(
            (n for n in self.within(office.source.start, office.source.end) if n.start == office.source.start), None
        )

    def owner(self, office: Relation) -> Named | None:
        """The body or state that an office belongs to, where the text names one."""
        return next(iter(self.within(office.target.start, office.target.end)), None) if office.target else None

    def actor(self, iri: str) -> Actor | None:
        """An actor of the register or of this article by its IRI."""
        entry = self.register.entries.get(iri)
        return entry.actor if entry else next((n.actor for n in self.named if n.actor.id == iri), None)

    def pronoun(self, actor: Actor) -> str | None:
        """``he``, ``she`` or ``they`` where the register or an honorific tells, else None."""
        entry = self.register.entries.get(actor.id)
        if entry and entry.pronoun:
            return entry.pronoun
        around = (self.doc[max(0, n.span.start - 2) : n.span.end].text for n in self.named if n.actor.id == actor.id)
        told = " ".join(around)
        return "he" if MALE.search(told) else "she" if FEMALE.search(told) else None

    def side(self, actor: Actor, through: frozenset[str] = frozenset()) -> Actor | None:
        """Whom an actor speaks for: a state before a body; a state or body that represents nobody speaks for itself.

        Args:
            actor: Who speaks.
            through: Ids already passed on the way, so that two actors who represent each other come to an end.
        """
        passed = through | {actor.id}
        bodies: list[Actor | None] = (
            list(self.register.represents(actor.id, self.article.published)) if actor.known else []
        )
        bodies = bodies or [self.actor(iri) for iri in actor.represents]
        bodies += [body for _, body in self.roles.get(actor.id, []) if body is not None]
        sides = [self.side(b, passed) or b for b in bodies if b is not None and b.id not in passed]
        ranked = sorted(sides, key=lambda s: s.type != "State")
        if ranked:
            return ranked[0]
        return actor if actor.type in {"State", "Organization"} else None


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """A name without article, possessive and line breaks."""
    text = re.sub(r"\s+", " ", text).strip(" ,.;:\"'“”‘’()")
    return re.sub(r"^(?:the|a|an)\s+", "", re.sub(r"['’]s$|['’]$", "", text), flags=re.IGNORECASE)
