"""What a worker does with a batch of articles: annotate, extract, resolve, and shape the graph."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.language import Language

from kgraph.annotate import annotate, load_pipeline
from kgraph.errors import KgraphError
from kgraph.extract import extract
from kgraph.graph import Quad, held_quads, quads, run_iri, to_nquads
from kgraph.records import Actor, Article
from kgraph.resolve import Register, load_register, resolve


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a worker needs to know; small, so that it can travel with every batch.

    Attributes:
        model: Name or path of a spaCy pipeline; None for the one that ships with the package.
        actors: Files with further actors.
    """

    model: str | None = None
    actors: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """What comes back for one article.

    Attributes:
        article_id: The article's id.
        document: The article's path as given.
        nquads: All quads of the article's graph; empty when it was rejected.
        actors: The actors that they name.
        offices: What the register knows of the offices of these persons, as quads of the graph of actors.
        rejected: Why the article could not be used, or None.
        statements: How many statements were found.
    """

    article_id: str
    document: str
    nquads: bytes = b""
    actors: tuple[Actor, ...] = ()
    offices: tuple[Quad, ...] = ()
    rejected: str | None = None
    statements: int = 0


@cache
def _pipeline(model: str | None) -> Language:
    return load_pipeline(model)


def packages(recipe: Recipe, articles: list[Article]) -> list[Package]:
    """Turn a batch of articles into packages. An article on which a stage fails is rejected alone, with the reason."""
    try:
        return list(_packages(recipe, articles))
    except KgraphError:
        raise
    except Exception as error:  # one bad article must not stop a corpus: find it by taking the batch apart
        if len(articles) == 1:
            reason = f"{type(error).__name__}: {error}"
            return [Package(articles[0].id, articles[0].document, rejected=f"the extraction failed ({reason})")]
        return [package for article in articles for package in packages(recipe, [article])]


def _packages(recipe: Recipe, articles: list[Article]) -> Iterator[Package]:
    nlp, register = _pipeline(recipe.model), load_register(*recipe.actors)
    run = run_iri(f"{nlp.meta['name']} {nlp.meta['version']}")
    for article, doc in annotate(articles, nlp):
        facts = resolve(article, doc, extract(article, doc), register)
        nquads = to_nquads(quads(facts, run))
        named = facts.actors()
        held = [tenure for actor in named for tenure in register.tenures_of(actor.id)]
        bodies = [register.entries[t.body].actor for t in held if t.body in register.entries]
        actors = _with_bodies((*bodies, *named), register)
        known = {actor.id for actor in actors}
        offices = [
            quad
            for tenure in held
            if tenure.body in known
            for quad in held_quads(tenure.id, tenure.holder, tenure.office, tenure.body, (tenure.start, tenure.until))
        ]
        yield Package(article.id, article.document, nquads, actors, tuple(offices), statements=len(facts.statements))


def _with_bodies(actors: tuple[Actor, ...], register: Register) -> tuple[Actor, ...]:
    """The actors, with whom they speak for and belong to, and so on: a name for everything that the graph points to."""
    found = {actor.id: actor for actor in actors}
    waiting = list(actors)
    while waiting:
        actor = waiting.pop()
        for iri in (*actor.represents, *actor.member_of, *((actor.country,) if actor.country else ())):
            entry = register.entries.get(iri)
            if iri not in found and entry is not None:
                found[iri] = entry.actor
                waiting.append(entry.actor)
    return tuple(found[iri] for iri in sorted(found))
