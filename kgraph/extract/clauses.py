"""Who does what a verb says, and to whom, where the words stand apart: passives, control, relative clauses."""

from kgraph.extract.parse import Token
from kgraph.extract.syntax import (
    ACTIVE_SUBJECT,
    OBJECT,
    OBLIQUE,
    PASSIVE_SUBJECT,
    agent,
    children,
    is_passive,
    preposition,
)

_RELATIVES = frozenset({"who", "which", "that", "whom"})
_RELATIVE_CLAUSES = frozenset({"acl:relcl", "relcl"})
_VERBAL = frozenset({"VERB", "AUX", "ADJ"})
_PROMISING = frozenset({"promise", "threaten", "vow", "pledge", "offer"})
"""Verbs with an object whose infinitive is still said of the subject: "promised Varania to help"."""

THIRD_PERSON = frozenset({"he", "she", "it", "they"})
_SAYING = frozenset(
    """add admit announce argue assert claim conclude confirm declare deny insist note promise reiterate report say
    state stress suggest tell vow warn acknowledge hope believe think expect fear know indicate reveal""".split()
)
"""Verbs in whose clause "it" and "they" mostly stand for who speaks."""

_STEPS = 5
"""How many clauses up a subject is looked for; the bound keeps a broken parse from looping."""


def has_passive_form(verb: Token) -> bool:
    """Whether the verb is passive, be it without an auxiliary ("an attack carried out by", "was seized and sold")."""
    if is_passive(verb):
        return True
    if verb.tag_ != "VBN" or any(child.dep_ == "aux" for child in verb.children):
        return False
    if verb.dep_ in {"acl", "amod"} or (verb.dep_ == "advcl" and not children(verb, OBJECT)):
        return not children(verb, ACTIVE_SUBJECT)
    return verb.dep_ == "conj" and has_passive_form(verb.head) and not children(verb, ACTIVE_SUBJECT)


def doer(verb: Token) -> Token | None:
    """Who does what a verb says; None where nobody is named, as in most passives."""
    if has_passive_form(verb):
        by = agent(verb)
        if by is None and verb.dep_ == "conj" and has_passive_form(verb.head):
            by = agent(verb.head)
        return by
    return said_of(verb)


def undergoer(verb: Token) -> Token | None:
    """To whom it is done in a passive clause."""
    return said_of(verb) if has_passive_form(verb) else None


def said_of(verb: Token, steps: int = _STEPS) -> Token | None:
    """The subject of a verb, active or passive, of its own or that of the clause which lends it one."""
    own = children(verb, ACTIVE_SUBJECT | PASSIVE_SUBJECT)
    nominal = [t for t in own if t.dep_ != "csubj"]
    if nominal:
        return antecedent(nominal[0])
    if not steps or verb.head == verb or own:
        return None
    above, label = verb.head, verb.dep_
    if label == "acl" or label in _RELATIVE_CLAUSES:
        return _owner(above) if _is_infinitive(verb) else above
    if label == "conj":
        return said_of(above, steps - 1)
    if label in {"xcomp", "ccomp", "advcl", "parataxis"} and above.pos_ in _VERBAL:
        controlled = _controller(verb, above)
        return controlled if controlled is not None else said_of(above, steps - 1)
    if label in {"advcl", "acl", "xcomp"} and above.pos_ == "NOUN":
        return _owner(above)
    return None


def antecedent(token: Token) -> Token:
    """For the pronoun of a relative clause what it stands for, else the word itself."""
    if token.lower_ not in _RELATIVES:
        return token
    above = token.head
    for _ in range(_STEPS):
        if above.dep_ in _RELATIVE_CLAUSES:
            return above.head
        if above.head == above or above.dep_ not in {"conj", "xcomp", "ccomp"}:
            return token
        above = above.head
    return token


def speaker_of(pronoun: Token) -> Token:
    """For the subject of a reported clause who reports it ("Norland said it would leave"), else the word itself."""
    clause = pronoun.head
    if pronoun.lower_ not in THIRD_PERSON or pronoun.dep_ not in ACTIVE_SUBJECT | PASSIVE_SUBJECT:
        return pronoun
    while clause.dep_ == "conj" and clause.head != clause:
        clause = clause.head
    cue = clause.head
    if clause.dep_ != "ccomp" or cue.lemma_.lower() not in _SAYING or cue.i > pronoun.i:
        return pronoun
    said = [t for t in children(cue, ACTIVE_SUBJECT) if t.i < cue.i and t.pos_ in {"NOUN", "PROPN", "PRON"}]
    return speaker_of(antecedent(said[0])) if said else pronoun


def _is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "to" for child in verb.children)


def _owner(noun: Token) -> Token | None:
    """Of "Norland's decision to leave", Norland; of "took a decision to leave", who took it."""
    owners = children(noun, {"nmod:poss", "poss"})
    if owners:
        return owners[0]
    by = next((t for t in children(noun, OBLIQUE) if preposition(t) == "by"), None)
    if by is not None:
        return by
    above = noun.head
    return doer(above) if above != noun and above.pos_ == "VERB" and noun.dep_ in OBJECT else None


def _controller(verb: Token, above: Token) -> Token | None:
    """Whom an infinitive is said of where that is not the subject above it: "urged Varania to leave"."""
    if above.lemma_.lower() in _PROMISING or not _is_infinitive(verb):
        return None
    objects = [t for t in children(above, OBJECT) if t.i < verb.i and t.pos_ in {"NOUN", "PROPN", "PRON"}]
    asked = [t for t in children(above, OBLIQUE) if t.i < verb.i and preposition(t) in {"on", "upon", "to", "for"}]
    if (
        verb.dep_ == "advcl"
        and not asked
        and above.lemma_.lower() not in {"urge", "ask", "order", "call", "press", "push"}
    ):
        return None
    return next(iter(objects or asked), None)
