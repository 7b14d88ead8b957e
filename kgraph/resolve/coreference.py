"""Coreference inside one article: whom a pronoun stands for, given who speaks and what :mod:`ranking` links it to."""

from collections.abc import Callable
from dataclasses import replace

from kgraph.extract.parse import Token
from kgraph.extract.syntax import SUBJECT, chars
from kgraph.records import Actor, Mention, Resolved
from kgraph.resolve.antecedents import BODIES, known
from kgraph.resolve.cast import Cast
from kgraph.resolve.ranking import HE, IT, PERSONAL, SHE, SURE, THEY, Link

__all__ = ["HE", "IT", "ME", "PERSONAL", "SHE", "THEY", "WE", "History", "antecedent", "pronoun", "repeated"]

WE = frozenset({"we", "us", "our", "ours", "ourselves"})
ME = frozenset({"i", "me", "my", "mine", "myself"})


class History:
    """Who has spoken so far, in the order of the text: the best guess for a pronoun that speaks.

    Args:
        quotation: Tells the number of the quotation in which a character stands: who is told there to have spoken is
            not whom the text around it means.
    """

    def __init__(self, quotation: Callable[[int], int | None] = lambda start: None) -> None:
        self._quotation = quotation
        self._said: list[tuple[int, Actor]] = []
        self._wrote: list[tuple[int, Actor | None]] = []

    def note(self, start: int, actor: Actor, document: bool | None = False) -> None:
        """Note that an actor speaks at a character of the text, by a document or not; None where "it" may be one."""
        self._said.append((start, actor))
        if document is not None:
            self._wrote.append((start, actor if document else None))

    def author(self, before: int | None = None) -> Actor | None:
        """Whose document spoke last of all, or of all documents before a character."""
        if before is None:
            return self._wrote[-1][1] if self._wrote else None
        return next((a for start, a in reversed(self._wrote) if a is not None and start < before), None)

    def at(self, start: int) -> Actor | None:
        """Who speaks by the words that begin at a character."""
        return next((actor for begin, actor in self._said if begin == start), None)

    def place(self, actor: Actor, before: int) -> int:
        """The character at which an actor spoke last before another; that one itself where he or she never did."""
        return max((start for start, one in self._said if one.id == actor.id and start < before), default=before)

    def last(self, before: int, fits: Callable[[Actor], bool], within: int | None = None) -> Actor | None:
        """The last one before a character, or not so many characters before it, who fits."""
        first = 0 if within is None else before - within
        said = [(start, actor) for start, actor in self._said if first <= start < before and fits(actor)]
        here = self._quotation(before)
        said = [s for s in said if self._quotation(s[0]) in {None, here}] or said
        return max(said, key=lambda s: s[0])[1] if said else None


def pronoun(cast: Cast, mention: Mention, history: History, speaker: Actor | None = None) -> Resolved | None:
    """Resolve a personal pronoun.

    Args:
        cast: The article's cast.
        mention: The pronoun.
        history: Who has spoken before.
        speaker: Set for a pronoun inside that speaker's own words: "we" is then the speaker's side, and in reported
            speech "he" is most often the speaker.

    Returns:
        The antecedent with the chain that led to it, or None where nobody fits.
    """
    found = antecedent(cast, mention, history, speaker)
    return found[0] if found else None


def antecedent(
    cast: Cast, mention: Mention, history: History, speaker: Actor | None = None, other: bool = False
) -> tuple[Resolved, ...]:
    """Like :func:`pronoun`, with all whom a plural stands for.

    In a quotation nobody calls himself "he": there the speaker is never meant. In reported speech ("she said that she
    would") the speaker is, unless another is linked to beyond doubt or is what the sentence is about. With ``other``
    the speaker is not meant in reported speech either ("they want to question them").
    """
    word = mention.text.lower()
    if word in WE | ME:
        own = _own_side(cast, mention, speaker, word in ME)
        return (own,) if own else ()
    link, apart = _link(cast, mention), None
    if speaker is not None and (other or cast.quoted(mention.start)):
        apart = speaker.id
    elif speaker is not None and may_be(cast, speaker, word) and not (link and _is_sure(cast, mention, link, speaker)):
        reason = f"“{mention.text}” in the reported words of {speaker.label}"
        return (Resolved(speaker, mention, 0.75, (reason,)),)
    linked = _meant(cast, mention, link, apart) if link else ()
    spoke = history.at(link.one.words.start_char) if link else None
    if spoke is not None and len(linked) == 1 and linked[0].actor.type == "Group" and spoke.type == "Person":
        return (replace(linked[0], actor=spoke, reason=(linked[0].reason[0], f"that is {spoke.label}")),)
    if linked:
        return linked
    said = history.last(mention.start, lambda a: a.id != apart and may_be(cast, a, word))
    return (Resolved(said, mention, 0.5, (f"“{mention.text}”: {said.label} spoke last",)),) if said else ()


def _is_sure(cast: Cast, mention: Mention, link: Link, speaker: Actor) -> bool:
    """Whether a link counts for more than who speaks: "Saal said that Kirk had come when he was young"."""
    if link.margin > SURE:
        return True
    span, head = chars(cast.doc, mention.start, mention.end), link.one.head
    told = span is not None and head.sent == span[0].sent and head.dep_ in SUBJECT and head.i < span[0].i
    about = told and not any(c.dep_ in {"ccomp", "parataxis"} for c in head.head.children)
    return about and not any(r.actor.id == speaker.id for r in known(cast, link.one))


def repeated(cast: Cast, mention: Mention, head: Token) -> Resolved | None:
    """Whom "the driver" stands for after "a driver": somebody without a name, by the words that came first."""
    link = _link(cast, mention=cast.article.mention(head.idx, head.idx + len(head)))
    found = _meant(cast, mention, link) if link else ()
    return Resolved(found[0].actor, mention, found[0].score, found[0].reason) if found else None


def _link(cast: Cast, mention: Mention) -> Link | None:
    span = chars(cast.doc, mention.start, mention.end)
    return cast.links.get(span[0].i) if span is not None else None


def _meant(cast: Cast, mention: Mention, link: Link, apart: str | None = None) -> tuple[Resolved, ...]:
    """Whom a link leads to; where that is the one set apart, whom the next best does."""
    found, sure = known(cast, link.one), 0.85 if link.margin > SURE else 0.6
    one = link.one
    if link.second is not None and any(r.actor.id == apart for r in found):
        one, found, sure = link.second, known(cast, link.second), 0.6
    step = f"“{mention.text}” is “{one.words.text}”"
    others = (r for r in found if r.actor.id != apart)
    return tuple(Resolved(r.actor, mention, round(sure * r.score, 4), (step, *r.reason)) for r in others)


def may_be(cast: Cast, actor: Actor, word: str) -> bool:
    """Whether a pronoun may stand for an actor, by kind and gender."""
    if word in HE | SHE:
        told = cast.pronoun(actor)
        return actor.type == "Person" and (told in {None, "they"} or (told == "he") == (word in HE))
    if word in IT and actor.type == "Group":
        return actor.label.split()[-1].lower() in BODIES  # "the energy ministry", which the register does not know
    return actor.type in ({"State", "Organization"} if word in IT else {"Group", "Organization", "State"})


def _own_side(cast: Cast, mention: Mention, speaker: Actor | None, alone: bool) -> Resolved | None:
    """Who speaks for "I", for "we" the side that he or she speaks for."""
    if speaker is None:
        return None
    side = speaker if alone else cast.side(speaker) or (speaker if speaker.type == "Group" else None)
    return Resolved(side, mention, 0.8, (f"“{mention.text}” in the words of {speaker.label}",)) if side else None
