"""How a lasting relation is told: denied, as past, or as something that may be."""

from typing import NamedTuple

from spacy.tokens import Token

from kgraph.extract.syntax import NEGATION

FORMER = frozenset(
    {"former", "ex", "ex-", "then", "late", "onetime", "past", "previous", "erstwhile", "formerly", "once"}
)
OPEN = frozenset({"potential", "prospective", "would-be", "aspiring", "possible", "future", "candidate", "likely"})
LEAVES_OPEN = frozenset({"may", "might", "could", "would", "can", "should", "will", "shall", "if", "whether", "unless"})
REFUSES = frozenset({"refuse", "decline", "fail", "stop", "avoid", "refrain"})
HAPPENED = frozenset({"manage", "continue", "begin", "start", "help", "go", "proceed"})
"""Verbs whose infinitive tells something that is so: "continued to fight"."""


class Told(NamedTuple):
    """Whether it is denied, past, or left open."""

    negated: bool = False
    former: bool = False
    hypothetical: bool = False


def is_denied(word: Token) -> bool:
    """Whether "not", "never" or "no longer" stands with it, or a verb above it refuses."""
    own = {child.lower_ for child in word.children if child.dep_ in {"advmod", "neg", "det", "cc:preconj"}}
    above = word.head.lemma_.lower() if word.dep_ in {"xcomp", "advcl", "acl"} else ""
    return bool(own & NEGATION) or above in REFUSES


def is_open(word: Token) -> bool:
    """Whether it is told as something that may be: a modal, a condition, an infinitive ("wants to join")."""
    marks = {child.lower_ for child in word.children if child.dep_ in {"aux", "mark"}}
    if marks & LEAVES_OPEN:
        return True
    infinitive = "to" in marks and word.dep_ in {"xcomp", "acl", "advcl", "csubj", "ccomp", "ROOT", "conj"}
    return infinitive and word.head.lemma_.lower() not in HAPPENED | REFUSES
