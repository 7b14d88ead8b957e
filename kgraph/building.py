"""The whole trip, from articles to a store: the first file to open.

    read -> annotate -> extract -> resolve -> graph -> store -> consolidate

Everything between reading and storing happens in :func:`kgraph.engines.work.each_package`, in one process or many.
(The module is not called ``build``, since ``kgraph.build`` is the function.)
"""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
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
from kgraph.report import Report
from kgraph.store import Store, open_store
from kgraph.store.gathering import Gathering

BATCH = 16
"""Articles a batch; large enough to fill the encoder's batches, small enough for a progress bar that moves."""

SEALED, SELDOM, SHARE = 60.0, 600.0, 0.1
"""Those who read the store meanwhile are shown what has come in after so many seconds; in a build that takes long
after this share of its time until now, but at most so many. Each time costs more the more there is: files are closed
that are merged with all the others later."""

LONGEST = 2_000_000
"""Characters of the longest article that is taken: some 350,000 words, minutes of work. Longer is no article."""


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
    stop: Callable[[], bool] = lambda: False,
    report: Report | None = None,
    report_file: Path | None = None,
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
        stop: Asked after each article; when it says so, what is done is sealed and the build ends, to be gone on with.
        report: What to count in, for who wants to look at it meanwhile; a new one otherwise.
        report_file: Where to write the report as JSON, at the beginning, at each seal and however the build ends.

    Returns:
        What it did; ``state`` is "stopped" where it was asked to stop.

    Raises:
        StoreError: The store cannot be opened for writing.
        ModelError: The pipeline cannot be loaded.
        ArticleError: With ``strict``, for the first article that is rejected.
    """
    job = Job(
        Recipe(model, tuple(actors), tuple(events), check), engine, jobs, strict, progress, stop,
        report or Report(), report_file,
    )  # fmt: skip
    with open_store(store, create=True, read_only=False) as home, job.reported():
        found = read_watched(paths, Reading(columns or {}))
        job.run(home, job.unseen(job.bearable(found, any_language), home.articles()))
        if not job.stopped:
            consolidate(home, notice)
        home.flush()
    return job.report


def consolidate(home: Store, notice: Callable[[str], None]) -> None:
    """Tie what several articles have in common."""
    tie_stories(home)
    join_people(home)
    tie_statements(home, notice)
    tie_events(home)


@dataclass(slots=True)
class Job:
    """A build under way.

    Attributes:
        recipe: What a worker needs to know.
        engine: A key of :data:`kgraph.engines.ENGINES`.
        jobs: Processes.
        strict: Whether to raise the first rejection.
        progress: Called with each article's path when it is done.
        stop: Whether to end after the article in hand.
        report: Where all is counted.
        report_file: Where that is written.
        seal: What is done with the store from time to time.
    """

    recipe: Recipe
    engine: str
    jobs: int
    strict: bool
    progress: Callable[[str], None]
    stop: Callable[[], bool]
    report: Report
    report_file: Path | None = None
    seal: Callable[[Store], None] = lambda home: home.flush()
    stopped: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise KgraphError(f"engine {self.engine!r} is not known; choose one of {', '.join(ENGINES)}")

    def run(
        self, home: Store, articles: Iterator[Article], put: Callable[[Store, Package], None] | None = None
    ) -> None:
        """Work through articles and put what is found into the store, until they end or the work is to stop."""
        began = sealed = time.monotonic()
        with (
            Gathering(home) as gathering,
            _closed(ENGINES[self.engine](self.recipe, _batches(articles), self.jobs)) as done,
        ):
            for package in done:
                if package.rejected:
                    self.reject(ArticleError(package.document, package.rejected), package.article_id)
                else:
                    if put is None:
                        gathering.put(package.article_id, package.nquads, package.actors, package.offices)
                    else:
                        put(home, package)
                    self.report.adds(package)
                    self.progress(package.document)
                if time.monotonic() - sealed > max(SEALED, min(SELDOM, SHARE * (sealed - began))):
                    gathering.write()
                    self.seal(home)
                    self.save()
                    sealed = time.monotonic()
                if self._is_to_stop():
                    return

    def reject(self, error: ArticleError, article_id: str = "") -> None:
        """Count a rejection, or raise it."""
        self.report.rejects(error, article_id)
        if self.strict:
            raise error
        self.progress(error.document)

    def bearable(self, found: Iterable[Article | ArticleError], any_language: bool) -> Iterator[Article]:
        """Articles that are in English, unless any language will do, and not too long."""
        for one in found:
            kept = usable(one, any_language)
            if isinstance(kept, ArticleError):
                self.reject(kept)
            else:
                yield kept
            if self._is_to_stop():
                return

    def unseen(self, articles: Iterable[Article], done: set[str]) -> Iterator[Article]:
        """Articles whose text is not among those that are done, each text once."""
        for article in articles:
            if article.id in done:
                self.report.knows(article)
                self.progress(article.document)
                continue
            done.add(article.id)
            self.report.begins(article)
            yield article

    def _is_to_stop(self) -> bool:
        self.stopped = self.stopped or self.stop()
        return self.stopped

    def save(self) -> None:
        """Write the report as it is now."""
        if self.report_file:
            self.report.write(self.report_file)

    @contextmanager
    def reported(self) -> Iterator[None]:
        """See to it that the report is written, and says how the work ended."""
        self.save()
        try:
            yield
        except BaseException as error:
            self.report.ends("failed", f"{error}" if isinstance(error, KgraphError) else type(error).__name__)
            self.save()
            raise
        self.report.ends("stopped" if self.stopped else "done")
        self.save()


def usable(found: Article | ArticleError, any_language: bool) -> Article | ArticleError:
    """What was read, or why it cannot be used: another language, unless any will do, or more than one article."""
    kept = found if any_language else in_english(found)
    if isinstance(kept, ArticleError) or len(kept.text) <= LONGEST:
        return kept
    reason = f"{len(kept.text):,} characters are more than one article ({LONGEST:,}); split it into articles"
    return ArticleError(kept.document, reason)


@contextmanager
def _closed(packages: Iterator[Package]) -> Iterator[Iterator[Package]]:
    """Let an engine go at once, with its processes, when no more is taken from it."""
    try:
        yield packages
    finally:
        if isinstance(packages, Generator):
            packages.close()


def _batches(articles: Iterator[Article]) -> Iterator[list[Article]]:
    while batch := list(islice(articles, BATCH)):
        yield batch
