"""What a worker does with a batch of articles: annotate, extract, resolve, and shape the graph."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language

from kgraph.annotate import annotate, load_pipeline
from kgraph.engines.limit import OutOfTimeError, limited, seconds_for
from kgraph.engines.shards import put_away
from kgraph.errors import KgraphError
from kgraph.extract import Extractor, extract, extractors
from kgraph.graph import Quad, held_quads, quads, run_iri, to_nquads
from kgraph.ontology import Iri
from kgraph.records import Actor, Article
from kgraph.resolve import Register, load_register, resolve


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a worker needs to know; small, so that it can travel with every batch.

    Attributes:
        model: Name or path of a spaCy pipeline; None for the one that ships with the package.
        actors: Files with further actors.
        events: Files with further words of events.
        check: Whether to hold each article's graph against the shapes, and reject one that does not fit.
        shards: Address at which each batch is written as a shard; None to send it back.
    """

    model: str | None = None
    actors: tuple[Path, ...] = ()
    events: tuple[Path, ...] = ()
    check: bool = False
    shards: str | None = None


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
        run: IRI of the run that read it.
    """

    article_id: str
    document: str
    nquads: bytes = b""
    actors: tuple[Actor, ...] = ()
    offices: tuple[Quad, ...] = ()
    rejected: str | None = None
    statements: int = 0
    run: str = ""


class _Tools(NamedTuple):
    """What a recipe works with."""

    nlp: Language
    register: Register
    finders: Mapping[str, Extractor]
    run: Iri


@cache
def _pipeline(model: str | None) -> Language:
    return load_pipeline(model)


def run_of(recipe: Recipe) -> Iri:
    """The run that a recipe makes: the same on every machine for the same version, model and files of the user.

    Raises:
        ModelError: The pipeline cannot be loaded.
    """
    nlp = _pipeline(recipe.model)
    contents = [path.read_bytes() for path in (*recipe.actors, *recipe.events)]
    files = hashlib.sha256(str([len(recipe.actors), *map(_hash, contents)]).encode()).hexdigest()[:12]
    return run_iri(f"{nlp.meta['name']} {nlp.meta['version']}", files=files if contents else "")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def packages(recipe: Recipe, articles: list[Article]) -> list[Package]:
    """Turn a batch of articles into packages, and write their shard where the recipe says so."""
    found = list(each_package(recipe, articles))
    return put_away(recipe.shards, found) if recipe.shards else found


def each_package(recipe: Recipe, articles: Iterable[Article]) -> Iterator[Package]:
    """Yield one package for each article, in order, each as soon as it is made.

    An article on which a stage fails, or takes too long, is rejected alone, with the reason.
    """
    left = deque(articles)
    tools = load_tools(recipe)  # what loading them takes is no article's fault
    while left:
        stream = _packages(recipe, tools, tuple(left))
        try:
            while left:
                with limited(_seconds(recipe, left)):
                    package = next(stream)
                left.popleft()
                yield package
        except KgraphError:
            raise
        except (Exception, OutOfTimeError) as error:
            culprit = left.popleft()
            if recipe.model is None or not left:
                yield Package(culprit.id, culprit.document, rejected=_failed(recipe, culprit, error))
            else:  # a pipeline of others may take several at once: only alone it shows whose fault it is
                yield from each_package(recipe, [culprit])


def _seconds(recipe: Recipe, left: deque[Article]) -> float:
    """What the next article may take; where a pipeline of others may take several at once, all of them."""
    return seconds_for(len(left[0].text) if recipe.model is None else sum(len(article.text) for article in left))


def _failed(recipe: Recipe, article: Article, error: BaseException) -> str:
    if isinstance(error, OutOfTimeError):
        return f"the extraction took more than {seconds_for(len(article.text)):.0f} seconds and was given up"
    return f"the extraction failed ({type(error).__name__}: {error})"


def load_tools(recipe: Recipe) -> _Tools:
    """What a recipe works with, loaded once a process."""
    return _Tools(_pipeline(recipe.model), load_register(*recipe.actors), extractors(recipe.events), run_of(recipe))


def _packages(recipe: Recipe, tools: _Tools, articles: tuple[Article, ...]) -> Iterator[Package]:
    nlp, register, finders, run = tools
    for article, doc in annotate(articles, nlp):
        facts = resolve(article, doc, extract(article, doc, finders), register)
        nquads = to_nquads(quads(facts, run))
        actors, offices = _known_of(facts.actors(), register)
        wrong = _wrong(article, nquads, actors) if recipe.check else None
        if wrong:
            yield Package(article.id, article.document, rejected=wrong)
        else:
            yield Package(article.id, article.document, nquads, actors, offices, None, len(facts.statements), run)


def _known_of(named: tuple[Actor, ...], register: Register) -> tuple[tuple[Actor, ...], tuple[Quad, ...]]:
    """All actors that must have a name in the graph, and the offices that the register knows of those who are named."""
    held = [t for actor in named for t in register.tenures_of(actor.id) if t.body in register.entries]
    actors = _with_bodies((*(register.entries[t.body].actor for t in held), *named), register)
    offices = (held_quads(t.id, t.holder, t.office, t.body, (t.start, t.until)) for t in held)
    return actors, tuple(quad for quads_of_one in offices for quad in quads_of_one)


def _wrong(article: Article, nquads: bytes, actors: tuple[Actor, ...]) -> str | None:
    """Why an article's graph does not pass the check, in one line."""
    from kgraph.query.checking import check_article  # it needs SHACL, which is slow to import

    found = check_article(article.id, nquads, actors)
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return f"its graph does not pass the check: {found[0]}{more}; please report it" if found else None


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
