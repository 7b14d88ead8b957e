"""Whom the words of a statement may be about: every actor that its content or the object of its cue names."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kgraph.extract.syntax import OBJECT, POSSESSOR, chars, conjuncts, phrase, preposition, trim
from kgraph.records import Actor, Attribution, Resolved
from kgraph.resolve.cast import Cast, Named
from kgraph.resolve.coreference import IT, PERSONAL, THEY, WE, History, pronoun
from kgraph.resolve.nominals import group, nominal, several
from kgraph.resolve.standing import features_of

FORCES = frozenset("army fleet force forces guard militia military navy police troop troops".split())
"""Armed bodies: with a state's adjective they are an actor of their own ("Norlandic police")."""

HUMANS = frozenset(
    """
    activist agent ally analyst authorities bank captain child citizen civilian civilians community company country crew
    critic delegation demonstrator detainee diplomat doctor driver employee expert family farmer fighter firm general
    government hostage inspector investor journalist lawmaker leader man member migrant militant miner minority nation
    neighbour neighbor negotiator observer officer official opponent opposition parent partner party passenger people
    politician population prisoner producer protester public rebel refugee relative reporter resident sailor separatist
    soldier staff state student supporter survivor teacher terrorist trader union victim villager voter woman worker
    """.split()
)
"""Nouns for people: a phrase around one may be whom a statement is about, though nobody is named."""

OWN_BODIES = frozenset(
    "administration alliance bloc country government movement nation organisation party side".split()
)
"""Nouns that, with "his" or "our" before them, stand for the speaker's side."""

_AGENTIVE = frozenset(
    """
    action aggression assault attack government invasion leadership policy position proposal regime sanction side
    statement strike threat
    """.split()
)
"""Nouns that make the state of a demonym the one who acts ("Norlandic proposals")."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place in the content that names an actor.

    Attributes:
        resolved: Who it is.
        head: The head word of the naming phrase.
        features: Names of the features that hold.
    """

    resolved: Resolved
    head: Token
    features: tuple[str, ...]


def candidates(
    cast: Cast, attribution: Attribution, speaker: Actor | None, act: str, history: History
) -> Iterator[Candidate]:
    """Yield every place in the content that names somebody.

    Args:
        cast: The article's cast.
        attribution: The spans.
        speaker: Whose words they are: "we" is that actor's side, "it" a speaking body itself.
        act: The statement's act.
        history: Who has spoken before.
    """
    side = cast.side(speaker) if speaker else None
    for piece in attribution.content:
        span = chars(cast.doc, piece.start, piece.end)
        named = {n.span.start + k: n for n in cast.within(piece.start, piece.end) for k in range(len(n.span))}
        seen: set[int] = set()
        for token in span or []:
            if token.i in seen:
                continue
            found, head, how = _who(cast, token, named, speaker, history)
            owner = named.get(token.i)
            seen |= set(range(owner.span.start, owner.span.end)) if owner else {token.i}
            for resolved in found:
                own_self = speaker is not None and resolved.actor.id == speaker.id and speaker.type == "Person"
                if resolved.actor.type not in {"Place", "Weapon"} and not own_self:
                    features = features_of(head, resolved.actor, side, speaker, how, act, attribution)
                    yield Candidate(resolved, head, tuple(features))


def _who(
    cast: Cast, token: Token, named: dict[int, Named], speaker: Actor | None, history: History
) -> tuple[list[Resolved], Token, str]:
    """Whom a token names, the head word of the phrase that does, and how."""
    if token.i in named:
        return _by_name(cast, named[token.i])
    own = cast.article.mention(token.idx, token.idx + len(token))
    if token.lower_ in WE:
        return _one(pronoun(cast, own, history, speaker)), token, "we"
    if token.lower_ in IT and token.dep_ != "expl" and speaker is not None and speaker.type != "Person":
        return _one(pronoun(cast, own, history, speaker)), token, "it"
    if token.lower_ in PERSONAL - IT and token.pos_ == "PRON":
        return _one(pronoun(cast, own, history, None if token.lower_ in THEY else speaker)), token, "pronoun"
    if token.pos_ == "NOUN":
        return _by_noun(cast, token, speaker, history)
    return [], token, ""


def _one(resolved: Resolved | None) -> list[Resolved]:
    return [resolved] if resolved is not None else []


def _by_name(cast: Cast, one: Named) -> tuple[list[Resolved], Token, str]:
    heads = (t for t in one.span if not one.span.start <= t.head.i < one.span.end or t.head == t)
    head = next(heads, one.span[0])
    noun = head.head
    if not one.adjective or noun.pos_ not in {"NOUN", "PROPN"} or noun == head:
        return [one.resolved()], head, "name"
    lemma = noun.lemma_.lower()
    if {lemma, noun.lower_} & (FORCES | HUMANS):
        return [], noun, ""  # "Norlandic police" is found at its noun
    return [one.resolved()], noun, "agentive" if lemma in _AGENTIVE else "demonym"


def _by_noun(cast: Cast, noun: Token, speaker: Actor | None, history: History) -> tuple[list[Resolved], Token, str]:
    span = trim(phrase(noun))
    own = cast.article.mention(span.start_char, span.end_char)
    together = several(cast, own, speaker)
    if together:
        return together, noun, "several"
    if (side := _own_body(cast, noun, speaker)) is not None:
        return (
            [Resolved(side, own, 0.8, (f"“{own.text}” in the words of {speaker.label if speaker else ''}",))],
            noun,
            "we",
        )
    if _definite(noun) and (known := nominal(cast, own, speaker)):
        return [known], noun, "nominal"
    words = {noun.lemma_.lower(), noun.lower_}
    adjectives = any(n.adjective for n in cast.within(own.start, own.end))
    if words & HUMANS or (words & FORCES and adjectives):
        return _one(group(cast, own)), noun, "force" if words & FORCES else "people"
    return [], noun, ""


def _own_body(cast: Cast, noun: Token, speaker: Actor | None) -> Actor | None:
    """Whom "his government", "our country" stand for in the words of a speaker: the speaker's side."""
    owners = {c.lower_ for c in noun.children if c.dep_ in POSSESSOR}
    if speaker is None or not owners & {"his", "her", "our", "my"} or noun.lemma_.lower() not in OWN_BODIES:
        return None
    return cast.side(speaker)


def _definite(noun: Token) -> bool:
    return any(c.lower_ in {"the", "this", "that", "its", "their", "our", "his", "her"} for c in noun.children)


def addressees(cast: Cast, attribution: Attribution) -> list[Resolved]:
    """To whom it is said: the object of the cue, and the names between cue and content ("accused [Washington] of")."""
    cue = attribution.cue
    found: dict[str, Resolved] = {}
    if cue is None:
        return []
    after = [m.start for m in attribution.content if m.start >= cue.end]
    limit = min(after, default=cue.end)
    between = (
        cast.within(cue.end, limit) if limit - cue.end <= 80 and "\n" not in cast.article.text[cue.end : limit] else []
    )
    for named in between:
        if not named.adjective and named.actor.type not in {"Place", "Weapon"}:
            found.setdefault(named.actor.id, named.resolved())
    for resolved in _objects(cast, attribution):
        found.setdefault(resolved.actor.id, resolved)
    return list(found.values())


def _objects(cast: Cast, attribution: Attribution) -> Iterator[Resolved]:
    cue = attribution.cue
    span = chars(cast.doc, cue.start, cue.end) if cue else None
    for verb in (t for t in span or [] if t.pos_ == "VERB"):
        for child in verb.children:
            behind = child.dep_ in {"obl", "pobj"} and preposition(child) in {"on", "to", "against"}
            if child.dep_ not in OBJECT and not behind:
                continue
            for head in conjuncts(child):
                if not any(m.start <= head.idx < m.end for m in attribution.content):
                    yield from _object(cast, head)


def _object(cast: Cast, head: Token) -> list[Resolved]:
    named = [n for n in cast.within(head.left_edge.idx, head.idx + len(head)) if head in n.span and not n.adjective]
    if named:
        return [named[0].resolved()]
    return _by_noun(cast, head, None, History())[0] if head.pos_ == "NOUN" else []
