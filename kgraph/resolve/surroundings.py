"""What stands around a word that names somebody, as features: whose it is, beside whom, in which sentence."""

from collections.abc import Container, Iterator

from kgraph.extract.parse import Token
from kgraph.extract.syntax import chars, preposition
from kgraph.records import Attribution
from kgraph.resolve.naming import HUMANS, humans
from kgraph.resolve.standing import role_of

_SIDE_BY_SIDE = frozenset({"appos", "conj", "flat"})
_EXAMPLES = frozenset({"including", "like", "such as"})
_OF_NOUNS = frozenset({"NOUN", "PROPN"})


def beside(head: Token, named: Container[int], attribution: Attribution) -> Iterator[str]:
    """Yield the names of the features that hold of a place in the content.

    Args:
        head: The head word of the phrase that names somebody.
        named: Indices of the words inside names.
        attribution: The statement's spans.
    """
    role, _ = role_of(head)
    first = _first(head)
    yield from _above(first, role, named)
    if preposition(first) in _EXAMPLES:
        yield "example"
    if any(child.dep_ == "nmod" and preposition(child) in _EXAMPLES for child in head.children):
        yield "has examples"
    if head != first:
        yield f"listed:{head.dep_}"
    yield f"sentence:{min(_sentence(head, attribution), 2)}"
    if head.i not in named and head.pos_ == "NOUN":
        word = head.lemma_.lower()
        yield f"noun:{word}"
        yield "noun of news" if {word, head.lower_} & HUMANS else "noun of people"


def _first(head: Token) -> Token:
    """The first of those that a word is coordinated with or set beside."""
    for _ in range(30):
        if head.dep_ not in _SIDE_BY_SIDE or head.head == head:
            break
        head = head.head
    return head


def _above(first: Token, role: str, named: Container[int]) -> Iterator[str]:
    """What the phrase is that holds this one: of "Norland's gas" a thing, of "Norland's minister" somebody else."""
    above = first.head
    if above == first or above.pos_ not in _OF_NOUNS:
        return
    word = above.lemma_.lower()
    bears = above.i in named or any(c.dep_ in {"appos", "flat"} and c.i in named for c in above.children)
    kind = "name" if bears else "people" if {word, above.lower_} & humans() else "thing"
    yield f"on:{kind}"
    yield f"{role}:on {kind}"
    yield f"on:{word}"


def _sentence(head: Token, attribution: Attribution) -> int:
    """How many sentences of the content begin before a word, without the first."""
    piece = attribution.content[0]
    span = chars(head.doc, piece.start, piece.end)
    if span is None or head.i <= span.start:
        return 0
    return sum(bool(t.is_sent_start) for t in head.doc[span.start + 1 : head.i + 1])
