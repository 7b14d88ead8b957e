"""Which name the head word of a source is or carries: its own, that behind a title, an apposition; none before it."""

from kgraph.extract.parse import Span, Token
from kgraph.extract.syntax import APPOSITION, CLAUSE, children, root, trim
from kgraph.extract.titles import OFFICES
from kgraph.resolve.antecedents import BODIES, PEOPLE
from kgraph.resolve.cast import GOVERNMENTS, Cast, Named
from kgraph.resolve.nominals import FORCES

_MADE_BY = frozenset({"administration", "campaign", "cabinet", "camp", "family", "government", "team"})
"""Bodies that are called by the name of who leads them."""

_WITH_FIELD = frozenset({"commissioner", "minister", "secretary"})
"""Offices that are of a field, or of two."""

_BODIES = BODIES | FORCES | GOVERNMENTS

_EXAMPLES = frozenset({"including", "like", "such"})

_NAMING = frozenset({"called", "identified", "known", "named"})

_NAME_LINKS = frozenset({"flat", "compound", "appos", "nmod:desc", "nmod:unmarked", "conj", "nn"})


def named_by(cast: Cast, span: Span, head: Token) -> Named | None:
    """The name that a head is or carries: itself, a title's name, an apposition; never one that only qualifies it."""
    inside = [n for n in cast.within(span.start_char, span.end_char) if not n.adjective and not _owns(n, span)]
    for words, holder in cast.titled:
        if holder in inside and words.start <= head.idx < words.end and not _told_of(holder, head):
            return holder
    last = titled_twice(cast, span) or _closing_name(inside, span, head)
    if last is not None:
        return last
    own = [n for n in inside if n.span.start <= head.i < n.span.end]
    if own and (person := _described(inside, own[0], span)) is not None:
        return person
    if own and not (own[0].actor.type != "Person" and _carries(inside, head)):
        return own[0]
    return _carries(inside, head) or _named_by_participle(inside, head)


def _told_of(named: Named, head: Token) -> bool:
    """Whether a name stands in what is told of who speaks: "a member who supports Saal", "men, including Saal"."""
    between = head.doc[head.i + 1 : named.span.start] if head.i < named.span.start else ()
    return any(t.pos_ == "VERB" or t.lower_ in _EXAMPLES for t in between)


def _owns(named: Named, span: Span) -> bool:
    """Whether a name only tells whose somebody is: "Ilsa Brandvold's aides"."""
    after = named.span.end
    return after < span.end - 1 and span.doc[after].tag_ == "POS"


def owned_by_name(span: Span, head: Token) -> Token | None:
    """The people in "Ilsa Brandvold's political allies" where the parse takes her for the head."""
    at = head.i + 1
    while at < span.end and span.doc[at].dep_ == "flat":
        at += 1
    if at >= span.end - 1 or span.doc[at].tag_ != "POS" or head.pos_ != "PROPN":
        return None
    last = None
    for token in span.doc[at + 1 : span.end]:
        if token.pos_ not in {"ADJ", "NOUN", "PROPN"}:
            break
        last = token if token.tag_ == "NNS" else None
    return last


def _described(inside: list[Named], body: Named, span: Span) -> Named | None:
    """The person behind a body and a noun ("the Fjord Institute historian Ada Quint"), whatever the parse."""
    last = inside[-1]
    if body.actor.type != "Organization" or last.actor.type != "Person" or last.span.end < trim(span).end:
        return None
    between = span.doc[body.span.end : last.span.start]
    plain = len(between) > 0 and all(t.pos_ in {"ADJ", "NOUN", "PROPN"} for t in between)
    return last if plain and between[-1].pos_ == "NOUN" and between[-1].is_lower else None


def titled_twice(cast: Cast, span: Span) -> Named | None:
    """The person of two titles: "elder and fellow artist Ada Quint", "Trade and Energy Minister Ada Quint"."""
    inside = [n for n in cast.within(span.start_char, span.end_char) if not n.adjective]
    persons = [n for n in inside if n.actor.type == "Person" and n.span.end >= trim(span).end]
    joint = next((t for t in span if t.lower_ in {"and", "&"}), None)
    if not persons or joint is None or not span.start < joint.i < persons[0].span.start - 1:
        return None
    before, behind = span.doc[span.start : joint.i], span.doc[joint.i + 1 : persons[0].span.start]
    if any(t.text in {",", ";"} or t.pos_ in {"DET", "PRON", "VERB"} for t in before):
        return None
    first, second = before[-1], next((t for t in reversed([*behind]) if t.is_lower or t.lower_ in OFFICES), None)
    if second is None or second.tag_ in {"NNS", "NNPS"} or any(n.span.end == joint.i for n in inside):
        return None
    field = second.lower_ in _WITH_FIELD and first.shape_[:1] == behind[0].shape_[:1] == "X" and len(behind) > 1
    person = first.tag_ == "NN" and first.lemma_.lower() in PEOPLE - {"police"}
    return persons[0] if (field and first.lower_ not in _BODIES) or person else None


def _closing_name(inside: list[Named], span: Span, head: Token) -> Named | None:
    """The person whose name closes a title ("the minister of trade, Yaroslav Hvorin"), whatever the parse says."""
    persons = [n for n in inside if n.actor.type == "Person" and n.span.end >= trim(span).end and n.span.start > head.i]
    if not persons or head.lower_ not in OFFICES or _told_of(persons[0], head):
        return None
    before = persons[0].span.doc[persons[0].span.start - 1]
    return None if before.pos_ == "ADP" or before.tag_ == "POS" else persons[0]


def _carries(inside: list[Named], head: Token) -> Named | None:
    """The name that a noun is followed by, or that is an apposition to it; of a body only one behind the noun."""
    carried = [n for n in inside if n.actor.type == "Person" and _linked(root(n.span), head) and not _told_of(n, head)]
    if head.lower_ in _MADE_BY or head.pos_ == "NOUN":
        carried = [n for n in carried if n.span.start > head.i]  # "the Brandvold campaign" is not she, nor an ally
    if not carried and head.tag_ == "NN":
        behind = (n for n in inside if n.span.start > head.i and n.actor.type in {"Organization", "Person"})
        behind = (n for n in behind if head.doc[n.span.start - 1].text != "(")
        carried = [n for n in behind if _linked(root(n.span), head) or _beside(n.span, head)]
    return carried[0] if carried else None


def _named_by_participle(inside: list[Named], head: Token) -> Named | None:
    """Whom a noun's participle names: "a woman identified as Ada Quint", "a man named Aro Saal"."""
    telling = [c for c in children(head, CLAUSE) if c.tag_ == "VBN" and c.lower_ in _NAMING]
    return next((n for n in inside if n.actor.type == "Person" and root(n.span).head in telling), None)


def _beside(name: Span, head: Token) -> bool:
    """Whether a name stands right behind a noun and the parse has both depend on one word ("the paper Fjordposten")."""
    own = root(name)
    return name.start == head.i + 1 and own.head == head.head and own.dep_ == head.dep_


def _linked(token: Token, head: Token) -> bool:
    """Whether only names, titles and appositions lie between a name and the head of its phrase."""
    for _ in range(6):
        if token == head:
            return True
        if token.dep_ not in _NAME_LINKS - {"conj"} and token.dep_ not in APPOSITION:
            return False
        token = token.head
    return False
