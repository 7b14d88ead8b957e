"""Facts -> quads: one named graph for each article, and one for all actors, shaped by ``ontologies/geopolitics.ttl``.

There are no blank nodes and no clock: the same facts make the same bytes, on any machine, any number of times.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from math import isfinite
from urllib.parse import unquote

from kgraph._version import __version__
from kgraph.ontology import (
    ACTORS_GRAPH,
    KG,
    OA,
    OWL,
    PREFIXES,
    PROV,
    RDF,
    RESOURCE,
    SKOS,
    XSD,
    Iri,
    Literal,
    act_iri,
    article_graph,
    article_iri,
    event_class_iri,
    event_mode_iri,
    evidence_iri,
    item_class_iri,
    relation_kinds,
)
from kgraph.read.fingerprint import fingerprint
from kgraph.records import Actor, Article, Bond, Event, Facts, Item, Mention, Resolved, Statement, Target, Tenure
from kgraph.terms import Quad, iri_text, quoted, term_text, to_nquads

__all__ = ["Quad", "actor_quads", "held_quads", "iri_text", "quads", "run_iri", "term_text", "to_nquads"]

CONTEXT = 30
"""Characters before and after a mention that its quote selector keeps."""

JOINT = " ... "
"""What joins the pieces of a content that is not in one piece."""


Triple = tuple[Iri, Iri, Iri | Literal]


def run_iri(model: str, version: str = __version__, files: str = "") -> Iri:
    """IRI of a run: two workers with the same version, model and files of the user make the same one.

    Args:
        model: Name and version of the pipeline.
        version: Of kgraph.
        files: Digest of the user's own files of actors and events; empty without any.

    >>> run_iri("en_kgraph 1.0", "0.1.0")[len(RESOURCE):]
    'run/0.1.0/en_kgraph%201.0'
    """
    return Iri(f"{RESOURCE}run/{quoted(version)}/{quoted(model)}{'/' if files else ''}{quoted(files)}")


def quads(facts: Facts, run: Iri | None = None) -> Iterator[Quad]:
    """Everything that was found in one article, as quads of that article's graph, each once.

    Args:
        facts: The article and what was found in it.
        run: Which run read it, from ``run_iri``.
    """
    graph, evidence = article_graph(facts.article.id), _Evidence(facts.article)
    triples = chain(
        _article_triples(facts.article),
        _run_triples(graph, facts.article, run) if run else (),
        *(_statement_triples(statement, evidence) for statement in facts.statements),
        *(_tenure_triples(tenure, evidence) for tenure in facts.tenures),
        *(_event_triples(event, evidence) for event in facts.events),
        *(_bond_triples(bond, evidence) for bond in facts.bonds),
    )
    seen = dict.fromkeys(triples)
    seen.update(dict.fromkeys(evidence.triples()))  # last, when all mentions are known
    return (Quad(*triple, graph) for triple in seen)


def actor_quads(actor: Actor) -> Iterator[Quad]:
    """One actor as quads of the graph of actors."""
    subject, graph = Iri(actor.id), Iri(ACTORS_GRAPH)
    for predicate, value in _actor_properties(actor):
        yield Quad(subject, predicate, value, graph)


def held_quads(tenure: str, holder: str, office: str, body: str, days: tuple[date | None, date | None]) -> list[Quad]:
    """An office that the register knows, as quads of the graph of actors; no article is its evidence.

    Args:
        tenure: Its IRI.
        holder: IRI of who holds it.
        office: Its name.
        body: IRI of the body or state.
        days: First and last day, None where not known.
    """
    found: list[tuple[Iri, Iri | Literal]] = [
        (RDF.type, KG.Tenure),
        (KG.holder, Iri(holder)),
        (KG.office, Literal(office)),
        (KG.body, Iri(body)),
    ]
    found += [
        (key, Literal(day.isoformat(), XSD.date))
        for key, day in zip((getattr(KG, "from"), KG.until), days, strict=True)
        if day
    ]
    return [Quad(Iri(tenure), key, value, Iri(ACTORS_GRAPH)) for key, value in found]


def _decimal(number: float) -> Literal:
    return Literal(f"{min(max(0.0, number), 1.0):.4f}".rstrip("0").ljust(3, "0"), XSD.decimal)


def _plain(number: float) -> str:
    """A number as ``xsd:decimal`` writes it: ``20.0``, never ``2e1``; what is no number counts as nothing."""
    whole, _, part = f"{number if isfinite(number) else 0:f}".partition(".")
    return f"{whole}.{part.rstrip('0') or '0'}"


def _boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", XSD.boolean)


def _article_triples(article: Article) -> Iterator[Triple]:
    subject = article_iri(article.id)
    yield subject, RDF.type, KG.Article
    yield subject, KG.text, Literal(article.text)
    yield subject, KG.document, Literal(article.document)
    if article.published:
        yield subject, KG.published, Literal(article.published.isoformat(), XSD.date)
    for predicate, value in (
        (KG.title, article.title),
        (KG.publisher, article.publisher),
        (KG.sourceLine, article.source),
        (KG.url, article.url),
        (KG.author, article.author),
        (KG.language, article.language),
    ):
        if value:
            yield subject, predicate, Literal(value)
    yield subject, KG.marks, Literal(" ".join(f"{mark.kind}:{mark.start}-{mark.end}" for mark in article.marks))
    if printed := fingerprint(article):
        yield subject, KG.fingerprint, Literal(printed)
    for name, origin in article.origins:
        yield subject, KG.metadataOrigin, Literal(f"{'sourceLine' if name == 'source' else name}: {origin}")


def _run_triples(graph: Iri, article: Article, run: Iri) -> Iterator[Triple]:
    version, model, *files = (unquote(part) for part in run.removeprefix(f"{RESOURCE}run/").split("/"))
    yield graph, RDF.type, PROV.Entity
    yield graph, PROV.wasDerivedFrom, article_iri(article.id)
    yield graph, PROV.wasGeneratedBy, run
    yield run, RDF.type, KG.Run
    yield run, RDF.type, PROV.Activity
    yield run, KG.version, Literal(version)
    yield run, KG.model, Literal(model)
    for digest in files:
        yield run, KG.ownFiles, Literal(digest)


class _Evidence:
    """The mentions of one article, gathered while its facts are written, and what each refers to."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.iri = article_iri(article.id)
        self._actors: dict[Mention, dict[str, Resolved]] = {}

    def mention(self, mention: Mention) -> Iri:
        """IRI of a mention, which is noted."""
        self._actors.setdefault(mention, {})
        return evidence_iri("mention", self.article.id, mention.start, mention.end)

    def links(self, subject: Iri, predicate: Iri, mentions: Iri, resolved: Iterable[Resolved]) -> Iterator[Triple]:
        """Link a fact to actors, and to the words that name them."""
        for one in resolved:
            yield subject, predicate, Iri(one.actor.id)
            if one.mention:
                yield subject, mentions, self.refer(one)

    def refer(self, resolved: Resolved) -> Iri:
        """IRI of the mention of a resolved actor; the surest resolution to an actor is the one that is kept."""
        mention = resolved.mention
        assert mention is not None
        iri, actors = self.mention(mention), self._actors[mention]
        best = actors.get(resolved.actor.id)
        if best is None or resolved.score > best.score:
            actors[resolved.actor.id] = resolved
        return iri

    def triples(self) -> Iterator[Triple]:
        """Every mention that was noted, with its selectors, in the order of the text."""
        for mention in sorted(self._actors):
            yield from self._selectors(mention)
            yield from self._references(self.mention(mention), self._actors[mention])

    def _selectors(self, mention: Mention) -> Iterator[Triple]:
        start, end, exact = mention
        subject, text = self.mention(mention), self.article.text
        position, words = Iri(subject + "/position"), Iri(subject + "/quote")
        yield subject, RDF.type, KG.Mention
        yield subject, OA.hasSource, self.iri
        yield subject, OA.hasSelector, position
        yield subject, OA.hasSelector, words
        yield position, RDF.type, OA.TextPositionSelector
        yield position, OA.start, Literal(str(start), XSD.integer)
        yield position, OA.end, Literal(str(end), XSD.integer)
        yield words, RDF.type, OA.TextQuoteSelector
        yield words, OA.exact, Literal(exact)
        yield words, OA.prefix, Literal(text[max(0, start - CONTEXT) : start])
        yield words, OA.suffix, Literal(text[end : end + CONTEXT])

    @staticmethod
    def _references(subject: Iri, actors: dict[str, Resolved]) -> Iterator[Triple]:
        for key in sorted(actors):
            yield subject, KG.refersTo, Iri(key)
            if actors[key].reason:
                yield subject, KG.resolution, Literal(f"{actors[key].actor.label}: {'; '.join(actors[key].reason)}")
        if actors:
            yield subject, KG.confidence, _decimal(max(one.score for one in actors.values()))


def _statement_triples(statement: Statement, evidence: _Evidence) -> Iterator[Triple]:
    subject = Iri(statement.id)
    yield subject, RDF.type, KG.Statement
    yield subject, KG.reportedIn, evidence.iri
    yield subject, KG.content, Literal(JOINT.join(piece.text for piece in statement.content))
    for piece in statement.content:
        yield subject, KG.contentMention, evidence.mention(piece)
    if statement.cue:
        yield subject, KG.cue, evidence.mention(statement.cue)
    if statement.date_mention:
        yield subject, KG.dateMention, evidence.mention(statement.date_mention)
    if statement.speakers:
        yield subject, KG.leadSpeaker, Iri(statement.speakers[0].actor.id)
        yield subject, KG.speakerConfidence, _decimal(statement.speakers[0].score)
    yield from evidence.links(subject, KG.speaker, KG.speakerMention, statement.speakers)
    yield from evidence.links(subject, KG.addressee, KG.addresseeMention, statement.addressees)
    yield from evidence.links(subject, KG.via, KG.viaMention, statement.via)
    for number, target in enumerate(statement.targets):
        yield from _target_triples(subject, Iri(f"{subject}/stance/{number}"), target, evidence)
    yield from _statement_values(subject, statement)


def _statement_values(subject: Iri, statement: Statement) -> Iterator[Triple]:
    yield subject, KG.act, act_iri(statement.act)
    yield subject, KG.kind, Literal(statement.kind)
    yield subject, KG.confidence, _decimal(statement.confidence)
    if statement.negated:
        yield subject, KG.negated, _boolean(True)
    if statement.extractor:
        yield subject, KG.extractor, Literal(statement.extractor)
    if statement.within:
        yield subject, KG.within, Iri(statement.within)
    if statement.repeats:
        yield subject, KG.repeats, Iri(statement.repeats)
    yield from _day_triples(subject, statement.date, statement.date_until)


def _day_triples(subject: Iri, first: date | None, last: date | None = None) -> Iterator[Triple]:
    if first:
        yield subject, KG.date, Literal(first.isoformat(), XSD.date)
        if last:
            yield subject, KG.dateUntil, Literal(last.isoformat(), XSD.date)
        if not last or last.isoformat()[:7] == first.isoformat()[:7]:
            yield subject, KG.month, Literal(first.isoformat()[:7], XSD.gYearMonth)


def _target_triples(subject: Iri, stance: Iri, target: Target, evidence: _Evidence) -> Iterator[Triple]:
    actor = Iri(target.about.actor.id)
    yield subject, KG.about, actor
    yield subject, KG.stance, stance
    yield stance, RDF.type, KG.Stance
    yield stance, KG.polarity, Literal(target.stance)
    yield stance, KG.confidence, _decimal(target.stance_score)
    yield stance, KG.targetConfidence, _decimal(target.confidence)
    yield from evidence.links(stance, KG.target, KG.targetMention, [target.about])


def _tenure_triples(tenure: Tenure, evidence: _Evidence) -> Iterator[Triple]:
    subject = Iri(tenure.id)
    yield subject, RDF.type, KG.Tenure
    yield subject, KG.reportedIn, evidence.iri
    yield subject, KG.office, Literal(tenure.office)
    yield subject, KG.former, _boolean(tenure.former)
    yield subject, KG.evidence, evidence.mention(tenure.evidence)
    yield subject, KG.confidence, _decimal(tenure.confidence)
    yield from evidence.links(subject, KG.holder, KG.holderMention, [tenure.holder])
    yield from evidence.links(subject, KG.body, KG.bodyMention, [tenure.body] if tenure.body else [])


def _event_triples(event: Event, evidence: _Evidence) -> Iterator[Triple]:
    subject = Iri(event.id)
    yield subject, RDF.type, KG.Event
    yield subject, KG.reportedIn, evidence.iri
    yield subject, KG.eventClass, event_class_iri(event.event_class)
    yield subject, KG.label, Literal(event.label)
    yield subject, KG.negated, _boolean(event.negated)
    yield subject, KG.hypothetical, _boolean(event.hypothetical)
    yield subject, KG.evidence, evidence.mention(event.evidence)
    yield subject, KG.confidence, _decimal(event.confidence)
    if event.mode:
        yield subject, KG.mode, event_mode_iri(event.event_class, event.mode)
    if event.trigger:
        yield subject, KG.trigger, evidence.mention(event.trigger)
    if event.within:
        yield subject, KG.within, Iri(event.within)
    yield from _day_triples(subject, event.date)
    yield from evidence.links(subject, KG.source, KG.sourceMention, event.sources)
    yield from evidence.links(subject, KG.target, KG.targetMention, event.targets)
    yield from evidence.links(subject, KG.place, KG.placeMention, [event.place] if event.place else [])
    for number, item in enumerate(event.items):
        yield subject, KG.item, Iri(f"{subject}/item/{number}")
        yield from _item_triples(Iri(f"{subject}/item/{number}"), item, evidence)


def _bond_triples(bond: Bond, evidence: _Evidence) -> Iterator[Triple]:
    subject = Iri(bond.id)
    yield subject, RDF.type, KG.Relation
    yield subject, KG.reportedIn, evidence.iri
    yield subject, KG.relation, getattr(KG, relation_kinds()[bond.kind].relation)
    yield subject, KG.label, Literal(bond.label)
    yield subject, KG.negated, _boolean(bond.negated)
    yield subject, KG.former, _boolean(bond.former)
    yield subject, KG.hypothetical, _boolean(bond.hypothetical)
    yield subject, KG.evidence, evidence.mention(bond.evidence)
    yield subject, KG.confidence, _decimal(bond.confidence)
    if bond.within:
        yield subject, KG.within, Iri(bond.within)
    yield from evidence.links(subject, KG.source, KG.sourceMention, [bond.source])
    yield from evidence.links(subject, KG.target, KG.targetMention, [bond.target])


def _item_triples(subject: Iri, item: Item, evidence: _Evidence) -> Iterator[Triple]:
    yield subject, RDF.type, KG.Item
    yield subject, KG.thing, Iri(item.about.actor.id)
    yield subject, KG.thingMention, evidence.refer(replace(item.about, mention=item.mention))
    if item.quantity is not None:
        yield subject, KG.quantity, Literal(_plain(item.quantity), XSD.decimal)
    if item.quantity_mention:
        yield subject, KG.quantityMention, evidence.mention(item.quantity_mention)


def _actor_properties(actor: Actor) -> Iterator[tuple[Iri, Iri | Literal]]:
    yield RDF.type, KG.Actor
    yield RDF.type, getattr(KG, actor.type)
    yield SKOS.prefLabel, Literal(actor.label)
    yield KG.known, _boolean(actor.known)
    if actor.item_class:
        yield KG.itemClass, item_class_iri(actor.item_class)
    if actor.wikidata:
        yield OWL.sameAs, Iri(PREFIXES["wd"] + actor.wikidata)
    for alias in sorted({*actor.aliases} - {actor.label}):
        yield SKOS.altLabel, Literal(alias)
    for other in sorted({*actor.represents}):
        yield KG.represents, Iri(other)
    for other in sorted({*actor.member_of}):
        yield KG.memberOf, Iri(other)
    if actor.country:
        yield KG.country, Iri(actor.country)
