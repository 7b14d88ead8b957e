"""Events between actors: from the spans of a relation to who acts, who is acted upon, where, when, and who says so."""

from collections.abc import Iterable

from kgraph.extract.syntax import chars, root
from kgraph.ontology import evidence_iri
from kgraph.records import Event, Mention, Relation, Resolved, Statement
from kgraph.resolve.cast import Cast
from kgraph.resolve.coreference import History
from kgraph.resolve.items import items
from kgraph.resolve.speakers import speakers
from kgraph.resolve.timing import happened_on

_PLACE_NOUNS = frozenset(
    "airport area base camp capital city district island peninsula port province region town village".split()
)

_SUBJECTLESS = frozenset({"PROTEST", "MOBILIZE", "RETREAT", "CONCEDE"})
"""Classes of events that need nobody who is acted upon."""


def events(cast: Cast, relations: Iterable[Relation], said: tuple[Statement, ...]) -> tuple[Event, ...]:
    """Turn the relations of an article into events, each once; those between nobody known or named are left out."""
    found = (event(cast, relation, said) for relation in relations)
    return tuple({one.id: one for one in found if one is not None}.values())


def event(cast: Cast, relation: Relation, said: tuple[Statement, ...]) -> Event | None:
    """Turn one relation into an event; None where who acts, or is acted upon, cannot be told."""
    inside = around(said, relation.trigger or relation.evidence)
    crowd = relation.name == "PROTEST"
    sources = _actors(cast, (relation.source, *relation.co_sources), inside, crowd)
    targets = _actors(cast, (relation.target, *relation.co_targets), inside)
    if {r.actor.id for r in sources} == {r.actor.id for r in targets} and len(sources) == 1:
        return None
    if not sources or not (targets or (relation.target is None and relation.name in _SUBJECTLESS)):
        return None
    trigger = relation.trigger or relation.evidence
    time = happened_on(cast, trigger, relation.hypothetical)
    return Event(
        id=evidence_iri("event", cast.article.id, trigger.start, trigger.end, relation.source.start),
        event_class=relation.name,
        sources=sources,
        targets=targets,
        label=relation.label,
        evidence=relation.evidence,
        trigger=relation.trigger,
        mode=relation.mode,
        negated=relation.negated,
        hypothetical=relation.hypothetical,
        place=_place(cast, relation.place),
        items=items(cast, relation.objects),
        within=inside.id if inside else None,
        date=time.first if time and time.first == time.last else None,
        confidence=_confidence(relation.score, sources, targets),
    )


def _confidence(score: float, sources: tuple[Resolved, ...], targets: tuple[Resolved, ...]) -> float:
    least = [min((r.score for r in side), default=1.0) for side in (sources, targets)]
    return round(score * least[0] * least[1], 4)


def _actors(
    cast: Cast, mentions: Iterable[Mention | None], inside: Statement | None, crowd: bool = False
) -> tuple[Resolved, ...]:
    """Who some words name, once each, in order; with ``crowd`` groups of nobody in particular, too."""
    quoted = inside.speakers[0].actor if inside and inside.speakers else None
    found: dict[str, Resolved] = {}
    for mention in mentions:
        if mention is not None:
            for one in (
                _demonym(cast, mention) or speakers(cast, mention, History(), quoted) or _place_named(cast, mention)
            ):
                if crowd or _counts(one):
                    found.setdefault(one.actor.id, one)
    return tuple(found.values())


def _demonym(cast: Cast, mention: Mention) -> tuple[Resolved, ...]:
    """Of "Norlandic airstrikes" the demonym alone names who acts: Norland."""
    named = [n for n in cast.within(mention.start, mention.end) if n.adjective]
    alone = named[0].span.text == mention.text.strip() if len(named) == 1 else False
    return (named[0].resolved(mention),) if alone else ()


def _place_named(cast: Cast, mention: Mention) -> tuple[Resolved, ...]:
    """Of "the Lesny port city" the name alone tells which city."""
    span = chars(cast.doc, mention.start, mention.end)
    if span is None or root(span).lemma_.lower() not in _PLACE_NOUNS:
        return ()
    named = [n for n in cast.within(mention.start, mention.end) if n.actor.type == "Place"]
    return (named[0].resolved(mention),) if len(named) == 1 else ()


def _counts(one: Resolved) -> bool:
    """Named or known actors, and groups of somebody's ("Norlandic soldiers"); of nobody in particular none."""
    return one.actor.type != "Group" or one.actor.known or bool(one.actor.represents)


def _place(cast: Cast, mention: Mention | None) -> Resolved | None:
    """The place or state that some words name."""
    span = chars(cast.doc, mention.start, mention.end) if mention else None
    if span is None or mention is None:
        return None
    named = [n for n in cast.within(mention.start, mention.end) if n.actor.type in {"Place", "State"}]
    return named[0].resolved() if named else None


def around(said: tuple[Statement, ...], words: Mention) -> Statement | None:
    """The smallest statement in whose content some words stand."""
    holding = [s for s in said if any(m.start <= words.start and words.end <= m.end for m in s.content)]
    return min(holding, key=lambda s: s.content[-1].end - s.content[0].start, default=None)
