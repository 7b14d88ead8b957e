"""Spans go in, actors come out: the register, coreference in the article, and what each statement is about.

:func:`resolve` is the one door; the files behind it each answer one question (who is named: ``cast``, who is "he":
``coreference``, who speaks: ``speakers``, about whom: ``targets``, with what intent: ``acts``, when: ``dates``, through
whom: ``outlets``).
"""

from collections.abc import Iterable

from spacy.tokens import Doc

from kgraph.ontology import evidence_iri, relation_kinds
from kgraph.records import Article, Attribution, Event, Facts, Mention, Relation, Resolved, Statement, Tenure
from kgraph.resolve.bonds import bonds
from kgraph.resolve.cast import Cast
from kgraph.resolve.casting import cast_of
from kgraph.resolve.coreference import History
from kgraph.resolve.items import items
from kgraph.resolve.register import Register, load_register
from kgraph.resolve.speakers import speakers
from kgraph.resolve.statements import statements

__all__ = ["Register", "load_register", "resolve"]


def resolve(article: Article, doc: Doc, spans: Iterable[Attribution | Relation], register: Register) -> Facts:
    """Turn the spans of one article into facts about actors.

    Args:
        article: The article.
        doc: Its annotation.
        spans: What the extractors found.
        register: The actors known beforehand.
    """
    found = list(spans)
    relations = [s for s in found if isinstance(s, Relation)]
    offices = [r for r in relations if r.name == "holds_office"]
    cast = cast_of(article, doc, register, offices)
    said = statements(cast, [s for s in found if isinstance(s, Attribution)])
    tenures = {t.id: t for office in offices if (t := _tenure(cast, office))}
    lasting = [r for r in relations if r.name in relation_kinds()]
    done = [r for r in relations if r.name != "holds_office" and r.name not in relation_kinds()]
    events = {e.id: e for r in done if (e := _event(cast, r, said))}
    return Facts(article, said, tuple(tenures.values()), tuple(events.values()), bonds(cast, lasting, said))


def _tenure(cast: Cast, office: Relation) -> Tenure | None:
    holder, body = cast.holder(office), cast.owner(office)
    if holder is None:
        return None
    return Tenure(
        id=evidence_iri("tenure", cast.article.id, office.evidence.start, office.evidence.end),
        holder=holder.resolved(office.source),
        office=office.label,
        body=body.resolved(office.target) if body else None,
        former=office.former,
        evidence=office.evidence,
        confidence=round(office.score * holder.score, 4),
    )


def _event(cast: Cast, relation: Relation, said: tuple[Statement, ...]) -> Event | None:
    sources, targets = _actors(cast, relation.source), _actors(cast, relation.target)
    if not sources or not targets or sources[0].actor.id == targets[0].actor.id:
        return None
    return Event(
        id=evidence_iri(
            "event", cast.article.id, relation.evidence.start, relation.evidence.end, relation.source.start
        ),
        event_class=relation.name,
        sources=sources,
        targets=targets,
        label=relation.label,
        evidence=relation.evidence,
        trigger=relation.trigger,
        mode=relation.mode,
        negated=relation.negated,
        hypothetical=relation.hypothetical,
        items=items(cast, relation.objects),
        within=_around(said, relation.evidence),
        confidence=round(relation.score * sources[0].score * targets[0].score, 4),
    )


def _actors(cast: Cast, mention: Mention | None) -> tuple[Resolved, ...]:
    """Known or named actors only: an event between "he" and "a car" is none."""
    if mention is None:
        return ()
    found = speakers(cast, mention, History())
    return tuple(r for r in found if r.actor.type != "Group" or r.actor.known)


def _around(said: tuple[Statement, ...], evidence: Mention) -> str | None:
    """The smallest statement in whose content the evidence stands."""
    around = [s for s in said if any(m.overlaps(evidence) for m in s.content)]
    return min(around, key=lambda s: s.content[-1].end - s.content[0].start).id if around else None
