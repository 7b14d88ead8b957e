"""Whether a text tells an event or a relation as something that is so, denies it, leaves it open, or calls it past."""

from collections.abc import Iterator
from typing import NamedTuple

from kgraph.extract.lexicon import Lexicon
from kgraph.extract.parse import Token
from kgraph.extract.syntax import NEGATION, POSSESSOR, SUBJECT

_ABOVE = frozenset(
    {"xcomp", "ccomp", "advcl", "acl", "csubj", "obj", "obl", "nmod", "conj", "nsubj:pass", "pobj", "dobj"}
)
_SAYING = frozenset(
    {"say", "report", "state", "add", "note", "confirm", "announce", "declare", "tell", "show", "reveal"}
)
"""Verbs whose clause is told as a fact: who says so is the matter of the statement, not of the event."""

_DENYING, _OPENING, _LASTING = "denied", "open", "lasting"

_PAST = frozenset(
    {"former", "ex", "ex-", "then", "late", "onetime", "past", "previous", "erstwhile", "formerly", "once"}
)


class Told(NamedTuple):
    """How a lasting relation is told: denied, past, or left open."""

    negated: bool = False
    former: bool = False
    hypothetical: bool = False


def told(word: Token, lexicon: Lexicon, verb: Token | None = None) -> Told:
    """How the relation is told that a word names, and where there is one the verb that says it of somebody."""
    marks = {child.lower_ for child in word.children if child.dep_ in {"amod", "advmod", "det", "compound"}}
    words = [word] if verb is None or verb == word else [word, verb]
    return Told(
        any(denied(one, lexicon) for one in words),
        bool(marks & _PAST),
        any(left_open(one, lexicon) for one in words),
    )


def denied(trigger: Token, lexicon: Lexicon) -> bool:
    """Whether the text denies the event: "did not", "no attack", "refused to", "failed to"."""
    found = False
    for token, link in _chain(trigger):
        found ^= any(
            t.lower_ in NEGATION and t.dep_ in {"advmod", "neg", "det", "cc:preconj", "mark"} for t in token.children
        )
        found ^= link is not None and any(t.lower_ == "without" for t in token.children if t.dep_ in {"mark", "case"})
        if token != trigger and lexicon.among(_DENYING, token.lemma_.lower()):
            found = not found
    return found


def left_open(trigger: Token, lexicon: Lexicon) -> bool:
    """Whether the text leaves the event open: "may", "if", "plans to", "the threat of", "called for"."""
    for token, link in _chain(trigger):
        if token != trigger and link == "xcomp" and lexicon.among(_LASTING, token.lemma_.lower()):
            return False  # "will continue to support" tells of a support that is there
        below = {t.lower_ for t in token.children if t.dep_ in {"aux", "mark", "amod", "advmod"}}
        below |= {t.lemma_.lower() for t in token.children if t.dep_ in {"amod", "aux"}}
        if any(lexicon.among(_OPENING, word) for word in below):
            return True
        if token != trigger and lexicon.among(_OPENING, token.lemma_.lower()) and link in _OPEN_LINKS | {"nmod"}:
            return True
    return False


_OPEN_LINKS = frozenset({"xcomp", "ccomp", "advcl", "acl", "obj", "obl", "dobj", "pobj", "nsubj:pass", "csubj"})


def _chain(trigger: Token) -> Iterator[tuple[Token, str | None]]:
    """The trigger and the words above it that bear on it, each with the link of the word below it."""
    token, link = trigger, None
    owned = trigger.pos_ == "NOUN" and any(t.dep_ in POSSESSOR for t in trigger.children)
    for _ in range(2 if owned else 6):  # "wants to end Norland's war" leaves the ending open, not the war
        yield token, link
        label, above = token.dep_, token.head
        if above == token or label not in _ABOVE:
            return
        if label == "ccomp" and above.lemma_.lower() in _SAYING:
            return
        if label == "advcl" and not any(t.dep_ == "mark" and t.lower_ == "to" for t in token.children):
            return
        if label == "conj" and any(t.dep_ in SUBJECT or t.dep_ == "aux" for t in token.children):
            return
        if label == "obl" and token != trigger and token.pos_ != "NOUN":
            return
        token, link = above, label
