"""The whole trip, from articles to a store: the first file to open.

    read -> annotate -> extract -> resolve -> graph -> store -> consolidate

Everything between reading and storing happens in :func:`kgraph.engines.work.packages`, in one process or many.
(The module is not called ``build``, since ``kgraph.build`` is the function.)
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from kgraph.consolidate import tie_statements
from kgraph.consolidate.events import tie_events
from kgraph.consolidate.people import join_people
from kgraph.consolidate.stories import tie_stories
from kgraph.engines import ENGINES, Package, Recipe
from kgraph.errors import ArticleError, KgraphError
from kgraph.read import Reading, in_english
from kgraph.read.watch import read_watched
from kgraph.records import Article
from kgraph.store import open_store
from kgraph.store.gathering import Gathering

BATCH = 16
"""Articles a batch; large enough to fill the encoder's batches, small enough for a progress bar that moves."""

SEALED = 60.0
"""Seconds after which those who read the store meanwhile are shown what has come in."""

LONGEST = 2_000_000
"""Characters of the longest article that is taken: some 350,000 words, minutes of work. Longer is no article."""


@dataclass(slots=True)
class Report:
    """What a build did.

    Attributes:
        added: Articles that are new in the store.
        known: Articles that were in it already.
        statements: Statements in the new ones.
        rejected: Files and articles that could not be used, with the reason.
    """

    added: int = 0
    known: int = 0
    statements: int = 0
    rejected: list[ArticleError] = field(default_factory=list)


def build(
    paths: Iterable[str | Path],
    store: str | Path,
    *,
    model: str | None = None,
    jobs: int = 1,
    engine: str = "local",
    actors: Iterable[Path] = (),
    events: Iterable[Path] = (),
    strict: bool = False,
    check: bool = False,
    columns: Mapping[str, str] | None = None,
    any_language: bool = False,
    progress: Callable[[str], None] = lambda document: None,
    notice: Callable[[str], None] = lambda line: None,
) -> Report:
    """Read articles, find who said what about whom, and write it into a store. Articles that are in it are passed over.

    Args:
        paths: Files, folders, addresses such as ``s3://bucket/news``, or ``-`` for standard input.
        store: A folder (made when it is not there), or the URL of a SPARQL 1.1 server.
        model: Name or path of a spaCy pipeline; None for the one that ships with the package.
        jobs: Processes.
        engine: A key of :data:`kgraph.engines.ENGINES`.
        actors: Files with further actors (Turtle or CSV).
        events: Files with further verbs and nouns of events (Turtle, like ``ontologies/events.ttl``).
        strict: Raise the first rejection instead of collecting it.
        check: Hold each article's graph against the shapes in the workers, and reject one that does not fit.
        columns: Of tables: the column that holds each field, such as ``{"text": "body", "date": "pub"}``, where its
            name does not tell.
        any_language: Take articles that are not in English, too, as when ``model`` reads another language.
        progress: Called with each article's path when it is done.
        notice: Called with a line now and then while statements of different articles are compared, if that takes long.

    Raises:
        StoreError: The store cannot be opened for writing.
        ModelError: The pipeline cannot be loaded.
        ArticleError: With ``strict``, for the first article that is rejected.
    """
    if engine not in ENGINES:
        raise KgraphError(f"engine {engine!r} is not known; choose one of {', '.join(ENGINES)}")
    report = Report()
    reject = _raise if strict else report.rejected.append
    recipe = Recipe(model, tuple(actors), tuple(events), check)
    with open_store(store, create=True, read_only=False) as home, Gathering(home) as gathering:
        articles = _bearable(read_watched(paths, Reading(columns or {})), reject, any_language)
        new = _unseen(articles, home.articles(), report, progress)
        sealed = time.monotonic()
        for package in ENGINES[engine](recipe, _batches(new), jobs):
            if package.rejected:
                reject(ArticleError(package.document, package.rejected))
            else:
                gathering.put(package.article_id, package.nquads, package.actors, package.offices)
                _count(report, package)
            progress(package.document)
            if time.monotonic() - sealed > SEALED:
                gathering.write()
                home.flush()
                sealed = time.monotonic()
        gathering.write()
        tie_stories(home)
        join_people(home)
        tie_statements(home, notice)
        tie_events(home)
        home.flush()
    return report


def _batches(articles: Iterator[Article]) -> Iterator[list[Article]]:
    while batch := list(islice(articles, BATCH)):
        yield batch


def _raise(error: ArticleError) -> None:
    raise error


def _bearable(
    found: Iterable[Article | ArticleError], reject: Callable[[ArticleError], None], any_language: bool
) -> Iterator[Article]:
    """Articles that are in English, unless any language will do, and not too long."""
    for one in found:
        kept = one if any_language else in_english(one)
        if isinstance(kept, ArticleError):
            reject(kept)
        elif len(kept.text) <= LONGEST:
            yield kept
        else:
            reason = f"{len(kept.text):,} characters are more than one article ({LONGEST:,}); split it into articles"
            reject(ArticleError(kept.document, reason))


def _unseen(
    articles: Iterable[Article], done: set[str], report: Report, progress: Callable[[str], None]
) -> Iterator[Article]:
    """Articles whose text is not in the store, each text once."""
    seen = set(done)
    for article in articles:
        if article.id in seen:
            report.known += 1
            progress(article.document)
            continue
        seen.add(article.id)
        yield article


def _count(report: Report, package: Package) -> None:
    report.added += 1
    report.statements += package.statements
