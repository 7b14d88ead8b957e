"""The bulk path: articles to shards at any address, by any number of workers, and shards to a store.

    read -> annotate -> extract -> resolve -> graph -> shards        (kgraph shards)
    shards -> store -> consolidate                                   (kgraph load)

Together they end with the very store that a build makes. The store is written by one process at the end and at the rate
of its bulk loader, so it holds nobody up while the articles are worked through.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as data_field
from pathlib import Path

from kgraph.building import consolidate, usable
from kgraph.engines import ENGINES, Recipe
from kgraph.engines.shards import by_graph, read_shard, shard_batches, shard_name, shards
from kgraph.errors import ArticleError, KgraphError
from kgraph.read import Reading
from kgraph.read.watch import read_watched
from kgraph.records import Article
from kgraph.report import Report
from kgraph.store import Store

TOGETHER = 64 * 2**20
"""Bytes of N-Quads that are put into a store at once."""


def make_shards(
    paths: Iterable[str | Path],
    address: str,
    *,
    model: str | None = None,
    jobs: int = 1,
    engine: str = "local",
    actors: Iterable[Path] = (),
    events: Iterable[Path] = (),
    columns: Mapping[str, str] | None = None,
    any_language: bool = False,
    progress: Callable[[str], None] = lambda document: None,
) -> Report:
    """Read articles, find who said what about whom, and let the workers write it into shards.

    Run again, it makes those shards that are not there yet. An article whose text stands in several files is taken
    once, from the first.

    Args:
        paths: Files, folders, addresses, or ``-`` for standard input.
        address: A folder or an address of fsspec such as ``s3://bucket/shards``; the workers must reach it, too.
        model: Name or path of a spaCy pipeline; None for the one that ships with the package.
        jobs: Processes.
        engine: A key of :data:`kgraph.engines.ENGINES`.
        actors: Files with further actors.
        events: Files with further verbs and nouns of events.
        columns: Of tables: the column that holds each field.
        any_language: Take articles that are not in English, too.
        progress: Called with each article's path when it is done.

    Raises:
        KgraphError: The shards cannot be written.
    """
    if engine not in ENGINES:
        raise KgraphError(f"engine {engine!r} is not known; choose one of {', '.join(ENGINES)}")
    report = Report()
    recipe = Recipe(model, tuple(actors), tuple(events), shards=address)
    there = {name.rpartition("/")[2] for name in shards(address)}
    articles = _articles(paths, Reading(columns or {}), report, any_language)
    for package in ENGINES[engine](recipe, _missing(articles, there, report, progress), jobs):
        if package.rejected:
            report.rejects(ArticleError(package.document, package.rejected), package.article_id)
        else:
            report.adds(package)
        progress(package.document)
    return report


def _articles(paths: Iterable[str | Path], reading: Reading, report: Report, any_language: bool) -> Iterator[Article]:
    """Articles that can be used, each text once."""
    seen: set[bytes] = set()
    for found in read_watched(paths, reading):
        kept = usable(found, any_language)
        if isinstance(kept, ArticleError):
            report.rejects(kept)
        elif (key := bytes.fromhex(kept.id)) in seen:
            report.knows(kept)
        else:
            seen.add(key)
            yield kept


def _missing(
    articles: Iterable[Article], there: set[str], report: Report, progress: Callable[[str], None]
) -> Iterator[list[Article]]:
    """Batches of which there is no shard yet."""
    for batch in shard_batches(articles):
        if shard_name(article.id for article in batch) not in there:
            for article in batch:
                report.begins(article)
            yield batch
            continue
        for article in batch:
            report.knows(article)
            progress(article.document)


@dataclass(slots=True)
class Loaded:
    """What a load of shards did.

    Attributes:
        shards: How many there were.
        added: Articles that are new in the store.
        known: Articles that were in it, or in an earlier shard.
    """

    shards: int = 0
    added: int = 0
    known: int = 0


@dataclass(slots=True)
class _Waiting:
    """What was read and is not in the store yet."""

    actors: list[bytes] = data_field(default_factory=list)
    articles: dict[str, bytes] = data_field(default_factory=dict)
    size: int = 0

    def put_into(self, store: Store) -> None:
        """Put it into a store, actors first, so that no reader meets one without a name."""
        if self.actors:
            store.merge_cards(self.actors)
        if self.articles:
            store.add_articles(self.articles)
        self.actors, self.articles, self.size = [], {}, 0


def load_shards(
    addresses: Iterable[str],
    store: Store,
    *,
    progress: Callable[[str], None] = lambda shard: None,
    notice: Callable[[str], None] = lambda line: None,
) -> Loaded:
    """Put shards into a store that is open for writing, and tie what is the same in several articles, once at the end.

    Articles that are in the store stay as they are; run again after it was stopped, it goes on.

    Args:
        addresses: Folders or addresses of shards.
        store: Where they go.
        progress: Called with each shard that was read.
        notice: Called with a line now and then while statements of different articles are compared.

    Raises:
        KgraphError: There is no shard, or one cannot be read.
        StoreError: The store cannot be written to.
    """
    done, found, waiting = store.articles(), Loaded(), _Waiting()
    for address in addresses:
        names = shards(address)
        if not names:
            raise KgraphError(
                f"{address}: no shard (.nq.gz) is there; make them with: kgraph shards PATHS -o {address}"
            )
        for name in names:
            _read(read_shard(address, name), done, waiting, found)
            if waiting.size >= TOGETHER:
                waiting.put_into(store)
            progress(name)
    waiting.put_into(store)
    consolidate(store, notice)
    store.flush()
    return found


def _read(nquads: bytes, done: set[str], waiting: _Waiting, found: Loaded) -> None:
    """Take from a shard what is not in the store, and is not waiting to be put there."""
    found.shards += 1
    for article, lines in by_graph(nquads):
        if not article:
            waiting.actors.append(lines)
        elif article in done:
            found.known += 1
            continue
        else:
            done.add(article)
            waiting.articles[article] = lines
            found.added += 1
        waiting.size += len(lines)
