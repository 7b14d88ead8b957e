"""Whom a statement makes a claim about, as against who is only mentioned.

Every actor that the content names, by name, pronoun or nominal, is a candidate. How its words stand in the content
(subject, object, possessor, behind which preposition, how deep) is put into features; a logistic regression over them
decides. Its weights are data (``targets.json``), fitted by ``training/targets.py`` on the tuning part of the gold.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from kgraph.extract.syntax import OBJECT, POSSESSOR, SUBJECT, agent, chars, conjuncts, is_passive, phrase, preposition
from kgraph.records import Actor, Attribution, Mention, Resolved, Target
from kgraph.resolve.acts import stance
from kgraph.resolve.cast import Cast, Named
from kgraph.resolve.coreference import HE, IT, ME, PERSONAL, SHE, THEY, WE, History, nominal, pronoun

ADDRESSED_TARGET_ACTS = frozenset(
    {"accuse", "threaten", "warn", "demand", "request", "praise", "criticize", "reject", "support", "promise"}
)
"""Acts whose addressee is also whom they are about ("warned Moscow")."""

_PREPOSITIONS = frozenset(
    {"against", "with", "to", "from", "by", "of", "on", "for", "in", "at", "between", "among", "over"}
)
_AGENTIVE = frozenset(
    """
    action aggression ally armed army assault attack authority aircraft citizen commander company diplomat drone
    fighter force forces government invasion leader leadership lawmaker military missile navy officer official
    parliament people police policy position president proposal regime sanction side soldier statement strike threat
    troop troops warship
    """.split()
)
"""Nouns that make the state of a demonym the one who acts ("Russian troops", "Norlandic proposals")."""


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


def targets(
    cast: Cast, attribution: Attribution, speakers: tuple[Resolved, ...], act: str, history: History
) -> tuple[tuple[Target, ...], tuple[Resolved, ...]]:
    """Decide whom a statement is about.

    Args:
        cast: The article's cast.
        attribution: The spans.
        speakers: Who says it; the first one's side is what "we" means.
        act: The statement's act.
        history: Who has spoken before.

    Returns:
        The targets with the speaker's stance, the likeliest first, and the addressees.
    """
    addressees = tuple(_addressees(cast, attribution))
    speaker = speakers[0].actor if speakers else None
    side = cast.side(speaker) if speaker else None
    scored: dict[str, tuple[float, Resolved, list[Token], bool]] = {}
    for resolved in addressees if act in ADDRESSED_TARGET_ACTS else ():
        scored[resolved.actor.id] = (0.9, resolved, [], True)
    for candidate in candidates(cast, attribution, speaker, act, history):
        key, probability = candidate.resolved.actor.id, score(candidate.features)
        best, resolved, heads, addressed = scored.get(key, (0.0, candidate.resolved, [], False))
        if probability > best:
            best, resolved = probability, candidate.resolved
        scored[key] = (best, resolved, [*heads, candidate.head], addressed)
    chosen = sorted((s for s in scored.values() if s[0] >= threshold()), key=lambda s: (-s[0], s[1].actor.id))
    made = []
    for probability, resolved, heads, addressed in chosen:
        polarity, sure = stance(act, resolved.actor, side, addressed, heads)
        about = Resolved(resolved.actor, resolved.mention, round(resolved.score * probability, 4), resolved.reason)
        made.append(Target(about, polarity, sure))
    return tuple(made), addressees


@cache
def _model() -> tuple[dict[str, float], float]:
    data = json.loads(files("kgraph.resolve").joinpath("targets.json").read_text(encoding="utf-8"))
    return data["weights"], data["threshold"]


def threshold() -> float:
    """Probability from which a candidate is a target."""
    return _model()[1]


def score(features: tuple[str, ...]) -> float:
    """Probability, 0 to 1, that a candidate with these features is a target."""
    weights = _model()[0]
    return 1 / (1 + math.exp(-sum(weights.get(f, 0.0) for f in ("bias", *features))))


def candidates(
    cast: Cast, attribution: Attribution, speaker: Actor | None, act: str, history: History
) -> Iterator[Candidate]:
    """Yield every place in the content that names somebody."""
    side = cast.side(speaker) if speaker else None
    for piece in attribution.content:
        span = chars(cast.doc, piece.start, piece.end)
        named = {n.span.start + k: n for n in cast.within(piece.start, piece.end) for k in range(len(n.span))}
        seen: set[int] = set()
        for token in span or []:
            if token.i in seen:
                continue
            resolved, head, how = _who(cast, token, named, speaker, history)
            if resolved is None or head is None or resolved.actor.type in {"Place", "Weapon"}:
                continue
            owner = named.get(token.i)
            seen |= set(range(owner.span.start, owner.span.end)) if owner else {token.i}
            if speaker is not None and resolved.actor.id == speaker.id and speaker.type == "Person":
                continue
            features = _features(head, resolved.actor, side, speaker, how, act, attribution)
            yield Candidate(resolved, head, tuple(features))


def _who(
    cast: Cast, token: Token, named: dict[int, Named], speaker: Actor | None, history: History
) -> tuple[Resolved | None, Token | None, str]:
    """Who a token names, the head word of the phrase that does, and how: name, demonym, we, pronoun, nominal."""
    if token.i in named:
        one = named[token.i]
        head = _head(one)
        if one.adjective and token.head.pos_ in {"NOUN", "PROPN"} and token.head != token:
            how = "agentive" if token.head.lemma_.lower() in _AGENTIVE else "demonym"
            return one.resolved(), token.head, how
        return one.resolved(), head, "name"
    word = token.lower_
    own = cast.article.mention(token.idx, token.idx + len(token))
    if word in WE:
        return pronoun(cast, own, history, speaker), token, "we"
    if word in PERSONAL - IT and token.pos_ == "PRON":
        inside = None if word in THEY else speaker
        return pronoun(cast, own, history, inside), token, "pronoun"
    if token.pos_ == "NOUN" and word not in ME | HE | SHE and _definite(token):
        span = phrase(token)
        return nominal(cast, Mention(span.start_char, span.end_char, span.text), history, speaker), token, "nominal"
    return None, None, ""


def _definite(noun: Token) -> bool:
    return any(c.lower_ in {"the", "this", "that", "its", "their", "our", "his", "her"} for c in noun.children)


def _head(named: Named) -> Token:
    return next(
        (t for t in named.span if not named.span.start <= t.head.i < named.span.end or t.head == t), named.span[0]
    )


def _features(
    head: Token, actor: Actor, side: Actor | None, speaker: Actor | None, how: str, act: str, attribution: Attribution
) -> Iterator[str]:
    role, top = role_of(head)
    depth = _depth(top, attribution)
    yield f"how:{how}"
    yield f"role:{role}"
    yield f"depth:{min(depth, 3)}"
    yield f"type:{actor.type}"
    yield f"kind:{attribution.kind}"
    if role.startswith("under"):
        yield f"{role}:{how}"
    if _relative(top):
        yield "relative"
    if side is not None and actor.id == side.id:
        yield "own side"
        yield f"own side:{role}"
    if speaker is not None and actor.id == speaker.id:
        yield "speaker"
    if act in ADDRESSED_TARGET_ACTS:
        yield "strong act"


def role_of(head: Token) -> tuple[str, Token]:
    """How a noun stands in its clause, and the word that hangs on the clause's verb.

    The role is ``subject``, ``object``, ``agent``, ``predicate``, ``with PREPOSITION``, or, for a word inside another
    phrase, ``under ROLE-OF-THAT-PHRASE (poss|PREPOSITION|mod)``.
    """
    while head.dep_ in {"conj", "flat", "appos"} and head.head != head:
        head = head.head
    link = _link(head)
    if link is not None:
        return link, head
    parent = head.head
    before = preposition(head)
    how = "poss" if head.dep_ in POSSESSOR else _group(before) if before else "mod"
    if head.dep_ == "pobj" and parent.head != parent:
        parent = parent.head
    if parent == head:
        return "top", head
    outer, top = role_of(parent) if parent.pos_ in {"NOUN", "PROPN", "PRON"} and _shallow(head) else ("deep", parent)
    return f"under {outer.split(' ')[0]} {how}", top


def _shallow(head: Token, limit: int = 12) -> bool:
    """Guards the recursion against a parse that is no tree."""
    steps = 0
    while head.head != head and steps <= limit * 4:
        head, steps = head.head, steps + 1
    return steps <= limit * 4


def _group(word: str | None) -> str:
    first = (word or "").split(" ")[-1]
    return first if first in _PREPOSITIONS else "other"


def _link(head: Token) -> str | None:
    """The role of a word that hangs on a verb; None where it hangs on a noun."""
    if head.dep_ in SUBJECT:
        if is_passive(head.head):
            return "passive"
        return "subject"
    if head.dep_ in OBJECT:
        return "object"
    if head.dep_ == "obl:agent" or (head.head.pos_ in {"VERB", "AUX"} and agent(head.head) == head):
        return "agent"
    if head.dep_ in {"obl", "obl:unmarked"} or (head.dep_ == "pobj" and head.head.head.pos_ in {"VERB", "AUX", "ADJ"}):
        return f"with {_group(preposition(head))}"
    if head.dep_ in {"root", "ROOT", "ccomp", "xcomp", "attr", "parataxis"}:
        return "predicate"
    return None


def _depth(top: Token, attribution: Attribution) -> int:
    """How many clauses lie between a word and the content's own main clause."""
    start, depth, token = attribution.content[0].start, 0, top
    for _ in range(30):
        if token.head == token or token.head.idx < start:
            return depth
        if token.dep_ in {"advcl", "ccomp", "xcomp", "acl", "acl:relcl", "relcl", "csubj"}:
            depth += 1
        token = token.head
    return depth


def _relative(top: Token) -> bool:
    token = top
    for _ in range(30):
        if token.dep_ in {"acl:relcl", "relcl", "acl"}:
            return True
        if token.head == token:
            return False
        token = token.head
    return False


def _addressees(cast: Cast, attribution: Attribution) -> Iterator[Resolved]:
    """Objects of the cue, outside the content: "accused [Washington] of", "called on [Turkey] to"."""
    cue = attribution.cue
    span = chars(cast.doc, cue.start, cue.end) if cue else None
    for verb in (t for t in span or [] if t.pos_ == "VERB"):
        for child in verb.children:
            target = child.dep_ in OBJECT or (
                child.dep_ in {"obl", "pobj"} and preposition(child) in {"on", "to", "against"}
            )
            inside = any(m.start <= child.idx < m.end for m in attribution.content)
            if not target or (inside and child.dep_ not in OBJECT):
                continue
            for head in conjuncts(child):
                if any(m.start <= head.idx < m.end for m in attribution.content):
                    continue
                named = [
                    n
                    for n in cast.within(head.left_edge.idx, head.idx + len(head))
                    if n.span.start <= head.i < n.span.end
                ]
                if named:
                    yield named[0].resolved()
