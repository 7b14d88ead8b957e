"""Whether the text negates a cue: "did not say", "declined to comment", "stopped short of accusing", "no envoy said".

What is negated was not done: "did not rule out" rejects nothing and "did not deny" denies nothing. "Denied that" is no
negation but an act of its own, and two negations are none ("did not hesitate to say").
"""

from collections.abc import Iterator

from kgraph.extract.parse import Parse, Span, Token
from kgraph.extract.syntax import SUBJECT, chars, children, lemma_among
from kgraph.ontology import act_cues
from kgraph.records import Mention

REFUSING = frozenset({"decline", "refuse"})
"""Verbs that negate a verb of saying behind them; without one they reject."""

LEAVING = frozenset({"avoid", "fail", "forbear", "hesitate", "neglect", "refrain", "stop"})
"""Other verbs that negate the one behind them; "stop" only in "stop short of"."""

NOT = frozenset({"neither", "never", "n't", "n’t", "nor", "not", "unable", "unwilling", "without"})
NOBODY = frozenset({"nobody", "none"})

_OVER = REFUSING | LEAVING | {"unable", "unwilling"}
_STATES = frozenset({"believe", "intend", "predict"})
_ONLY = frozenset({"just", "merely", "only", "simply"})
"""Behind "not" these negate nothing: "not only warned but"."""


def is_nobody(token: Token) -> bool:
    """Whether a word names nobody: "nobody", "no official", "neither side", "none of them"."""
    return token.lower_ in NOBODY or any(c.lower_ in {"no", "neither"} and c.dep_ == "det" for c in token.children)


def act_left(doc: Parse, cue: Mention | None) -> str | None:
    """What a speaker still does by a negated cue; None where the text does not negate it.

    Mostly ``other``; what somebody did not believe, expect or want is still told as belief, expectation or intention,
    and not to support is to reject.
    """
    span = chars(doc, cue.start, cue.end) if cue else None
    signs = [t for t in _near(span) if _negates(t, span)] if span is not None else []
    several = len(signs) > 1 and any(t.lower_ == "nor" for t in signs)  # "neither confirmed nor denied" is one
    if span is None or (len(signs) - several) % 2 == 0:
        return None
    told = _act_of([t for t in span if t.i > signs[-1].i and not t.is_punct] or _governed(signs[-1]))
    return told if told in _STATES else "reject" if told == "support" else "other"


def _act_of(words: list[Token]) -> str | None:
    """The act of the longest cue that some words begin with, or a later one of them does."""
    cues = act_cues()
    lemmas = [lemma_among(t, cues) for t in words]
    runs = (" ".join(lemmas[a:b]) for a in range(len(lemmas)) for b in range(len(lemmas), a, -1))
    return next((cues[run] for run in runs if run in cues), None)


def _near(span: Span) -> Iterator[Token]:
    """The words of a cue, and those outside it that may negate it: by its verb, its subject, or what governs it."""
    near = {t.i: t for t in span}
    for verb in [t for t in span if t.pos_ == "VERB"]:
        near |= {t.i: t for t in children(verb, {"advmod", "neg", "mark", "cc:preconj"}) if t.i < verb.i}
        for who in children(verb, SUBJECT):
            near |= {t.i: t for t in (who, *who.children) if is_nobody(t) or t.dep_ == "cc:preconj"}
        if verb.dep_ in {"xcomp", "advcl"} and verb.head.i < verb.i and verb.head.lemma_.lower() in _OVER:
            near[verb.head.i] = verb.head
    yield from (near[i] for i in sorted(near))


def _negates(token: Token, span: Span) -> bool:
    after = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    if token.lower_ in NOT:
        return token.dep_ != "det" and after not in _ONLY
    if token.lower_ == "yet":
        return after == "to"
    if token.lower_ == "no":  # "made no promise"; of "no envoy said" the envoy negates
        return token.dep_ == "det" and lemma_among(token.head, act_cues()) in act_cues() and token.head in span
    if token.dep_ in SUBJECT:
        return is_nobody(token)
    if token.pos_ != "VERB":
        return False
    lemma = token.lemma_.lower()
    if lemma in REFUSING:
        return bool(_governed(token))
    return lemma in LEAVING and (after == "short" or lemma != "stop") and any(t.i > token.i for t in span)


def _governed(verb: Token) -> list[Token]:
    """In the text "refused to rule out sanctions": "rule out", a verb of saying. To refuse to accept is to reject."""
    for child in children(verb, {"xcomp", "ccomp", "advcl"}):
        words = [child, *children(child, {"compound:prt", "prt"})]
        if _act_of(words) not in {None, "support"}:
            return words
    return []
