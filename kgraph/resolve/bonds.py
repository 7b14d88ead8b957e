"""Lasting relations: from the words of two ends to two actors, and which relation a word of several means."""

from collections.abc import Iterable

from kgraph.extract.syntax import POSSESSOR, chars, children, root
from kgraph.ontology import RelationKind, evidence_iri, relation_kinds
from kgraph.records import Bond, Mention, Relation, Resolved, Statement
from kgraph.resolve.cast import GOVERNMENTS, Cast
from kgraph.resolve.coreference import History
from kgraph.resolve.speakers import speakers

FORCES = frozenset("ally army force guard military navy police rebel soldier troop troops".split())
"""Nouns that stand for their owner in a war."""


def bonds(cast: Cast, relations: Iterable[Relation], said: tuple[Statement, ...]) -> tuple[Bond, ...]:
    """Resolve what the extractor found; of several relations of one word the first is kept that its actors can have.

    Args:
        cast: The article's cast.
        relations: Relations named after kinds of ``relations.ttl``.
        said: The article's statements; what stands in one is said within it.
    """
    order = list(relation_kinds())
    found: dict[tuple[str, str, str], Bond] = {}
    told = set()
    for relation in sorted(relations, key=lambda r: (r.evidence, order.index(r.name))):
        words = (relation.trigger, frozenset((relation.source, relation.target)))
        bond = None if words in told else _bond(cast, relation, said)
        if bond is not None:
            told.add(words)
            found.setdefault((bond.id, bond.source.actor.id, bond.target.actor.id), bond)
    return tuple(found.values())


def _bond(cast: Cast, relation: Relation, said: tuple[Statement, ...]) -> Bond | None:
    source, target = end(cast, relation.source), end(cast, relation.target) if relation.target else None
    kind = relation_kinds()[relation.name]
    if source is None or target is None or source.actor.id == target.actor.id:
        return None
    types = (source.actor.type, target.actor.type)
    if types[0] not in kind.sources or types[1] not in kind.targets or _is_upside_down(kind, types):
        return None
    if relation.label == "," and not target.actor.known:
        return None  # a list, more often than a place and its country
    assert relation.target
    places = (relation.evidence.start, relation.evidence.end, relation.source.start, relation.target.start)
    return Bond(
        id=evidence_iri("relation", cast.article.id, *places),
        kind=relation.name,
        source=source,
        target=target,
        label=relation.label,
        evidence=relation.evidence,
        negated=relation.negated,
        former=relation.former,
        hypothetical=relation.hypothetical,
        within=around(said, relation.evidence),
        confidence=round(relation.score * source.score * target.score, 4),
    )


def _is_upside_down(kind: RelationKind, types: tuple[str, str]) -> bool:
    """Whether a state would be a part of a place ("the Ural region of Russia" has both readings)."""
    return kind.name == "part_of" and types == ("State", "Place")


def end(cast: Cast, mention: Mention) -> Resolved | None:
    """The one named or known actor that an end stands for, a word for its people included ("the Varanian port")."""
    span = chars(cast.doc, mention.start, mention.end)
    if span is None:
        return None
    head = root(span)
    own = next((named for named in cast.named if named.span.start <= head.i < named.span.end), None)
    if own is not None:
        of_a_people = head.pos_ != "ADJ" or own.actor.known or own.actor.type in {"State", "Place"}
        return own.resolved(mention) if of_a_people else None
    if children(head, POSSESSOR) and head.lemma_.lower() not in FORCES | GOVERNMENTS:
        return None  # "opposed the senator's position"
    found = speakers(cast, mention, History())
    one = found[0] if len(found) == 1 else None
    if one is None or one.mention is None or (one.actor.type == "Group" and not one.actor.known):
        return None
    return one


def around(said: Iterable[Statement], evidence: Mention) -> str | None:
    """IRI of the smallest statement in whose content the evidence stands."""
    holding = [s for s in said if any(m.overlaps(evidence) for m in s.content)]
    return min(holding, key=lambda s: s.content[-1].end - s.content[0].start).id if holding else None
