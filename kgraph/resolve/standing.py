"""How a word stands in the content of a statement, as features for deciding whom the statement is about."""

from collections.abc import Iterator

from kgraph.extract.parse import Token
from kgraph.extract.syntax import OBJECT, POSSESSOR, SUBJECT, agent, is_passive, preposition
from kgraph.records import Actor, Attribution
from kgraph.resolve.acts import ADDRESSED_TARGET_ACTS

_PREPOSITIONS = frozenset(
    {"against", "with", "to", "from", "by", "of", "on", "for", "in", "at", "between", "among", "over"}
)

_THE, _OWN = (
    frozenset({"the", "this", "that", "these", "those"}),
    frozenset({"his", "her", "its", "their", "our", "my"}),
)

_HOW_MANY = frozenset("all another any each every few many more most no other several some".split())
"""Words before a group that tell how many of it are meant; of "no minister" and "any minister" little is said."""


def features_of(
    head: Token, actor: Actor, side: Actor | None, speaker: Actor | None, how: str, act: str, attribution: Attribution
) -> Iterator[str]:
    """Yield the names of the features that hold of a candidate.

    Args:
        head: The head word of the phrase that names it.
        actor: Who it is.
        side: Whom the speaker speaks for.
        speaker: Who speaks.
        how: How it is named: ``name``, ``demonym``, ``agentive``, ``we``, ``it``, ``pronoun``, ``nominal``,
            ``several``, ``people``, ``force``.
        act: The statement's act.
        attribution: The statement's spans.
    """
    role, top = role_of(head)
    depth = _depth(top, attribution)
    yield f"how:{how}"
    yield f"role:{role}"
    yield f"depth:{min(depth, 3)}"
    yield f"type:{actor.type}"
    yield f"{actor.type}:{role}"
    yield f"kind:{attribution.kind}"
    if how == "people":
        yield from _of_people(head, role)
    if any(c.lower_ in {"like", "as", "than"} and c.dep_ in {"case", "mark"} for c in top.children):
        yield "compared"
    if role.startswith("under"):
        yield f"{role}:{how}"
    if _relative(top):
        yield "relative"
    cue = attribution.cue
    if cue is not None and cue.start <= top.head.idx < cue.end and top.head != top:
        yield f"of cue:{role}"
        yield f"of cue:{act}"
    if side is not None and actor.id == side.id:
        yield "own side"
        yield f"own side:{role}"
        yield f"own side:{how}:{speaker.type if speaker else ''}:{actor.type}"
    if speaker is not None and actor.id == speaker.id:
        yield "speaker"
        yield f"speaker:{how}"
        yield f"speaker:{actor.type}"
        yield f"speaker:{actor.type}:{role}"
    if act in ADDRESSED_TARGET_ACTS:
        yield "strong act"


def _of_people(head: Token, role: str) -> Iterator[str]:
    """How a group without a name is told: "the", "some", "their" or just "observers", one or many, and where."""
    before = {c.lower_ for c in head.children if c.dep_ in {"det", *POSSESSOR}}
    told = "the" if before & _THE else "own" if before & _OWN else "a" if before else "bare"
    yield f"people:{told}"
    yield from (f"people:{c.lower_}" for c in head.lefts if c.lower_ in _HOW_MANY)
    yield f"people:{head.tag_}"
    yield f"people:{role}"


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
