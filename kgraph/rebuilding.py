"""Working through the articles of a store again, from what it holds of them, after an upgrade or with other files.

- **Article by article:** a graph is replaced in one step, so that each is whole, the old or the new one. Those who read
  go on to see what was sealed before; they see the new state when all is done.
- **It can be killed at any moment:** a graph names its run, and what this one made is passed over by the next.
- **No file is needed:** text, metadata and body are those that were read. To read anew, remove articles and build them.
- **In the end the store is as if it were built anew.** What is known of actors is gathered beside the store meanwhile,
  since an actor's card there also holds what earlier runs made of it.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from kgraph.building import BATCH, Job, consolidate
from kgraph.consolidate import forget_comparisons
from kgraph.engines import Package, Recipe
from kgraph.engines.work import run_of
from kgraph.errors import ArticleError
from kgraph.graph import Quad
from kgraph.ontology import ACTORS_GRAPH, PROV, RDF, RESOURCE, Iri, Literal, article_graph, article_iri
from kgraph.query.stored import runs, stored_articles
from kgraph.records import Article
from kgraph.report import Report
from kgraph.store import Store, Term, open_store

CHANGES = ("added", "gone", "changed", "same")
BOOK = Iri(f"{RESOURCE}graph/rebuild")
"""Graph of the store beside the store that notes which articles are done."""

MANY = 500
"""Articles whose actors are looked up at once."""

_STATEMENTS = """SELECT ?statement ?key ?value WHERE { GRAPH ?graph { ?statement a kg:Statement .
  { ?statement ?key ?value } UNION { ?statement kg:stance ?stance . ?stance ?key ?value } } }"""
_CARDS = f"SELECT ?thing ?key ?value WHERE {{ GRAPH <{ACTORS_GRAPH}> {{ ?thing ?key ?value }} }}"
_NAMED = f"""SELECT DISTINCT ?thing WHERE {{ GRAPH ?graph {{ ?fact ?link ?actor }}
  GRAPH <{ACTORS_GRAPH}> {{ ?actor (kg:represents|kg:memberOf|kg:country|kg:body|^kg:holder)* ?thing }} }}"""
_DONE = f"SELECT ?article ?counts WHERE {{ GRAPH <{BOOK}> {{ ?article rdf:value ?counts }} }}"


def rebuild(
    store: str | Path,
    *,
    model: str | None = None,
    jobs: int = 1,
    engine: str = "local",
    actors: Iterable[Path] = (),
    events: Iterable[Path] = (),
    check: bool = False,
    everything: bool = False,
    progress: Callable[[str], None] = lambda document: None,
    notice: Callable[[str], None] = lambda line: None,
    total: Callable[[int], None] = lambda number: None,
    stop: Callable[[], bool] = lambda: False,
    report: Report | None = None,
    report_file: Path | None = None,
) -> Report:
    """Extract each article of a store again from the text that it holds. One that is rejected now stays as it was.

    Args:
        store: A folder, or the URL of a SPARQL 1.1 server.
        model: As of ``kgraph.building.build``, and so the others down to ``check``.
        jobs: Processes.
        engine: Where the work is done.
        actors: Files with further actors.
        events: Files with further words of events.
        check: Whether to hold each article's graph against the shapes.
        everything: Whether to work through the articles of this very run, too: same version, model and files.
        progress: Called with each article's path when it is done.
        notice: Called with a line where something takes long.
        total: Called with the number of articles, once it is known.
        stop: Asked after each article; the same call goes on from there.
        report: What to count in.
        report_file: Where to write the report as JSON.

    Returns:
        What it did; ``added`` are articles worked through, ``known`` those passed over, ``changes`` counts statements.
    """
    recipe = Recipe(model, tuple(actors), tuple(events), check)
    job = Job(
        recipe, engine, jobs, False, progress, stop, report or Report(), report_file, lambda home: home.index_words()
    )
    with open_store(store, read_only=False) as home, job.reported():
        run = run_of(recipe)
        with _beside(store, run) as side:
            before, book = runs(home), set(_noted(side))
            todo = sorted(one for one, by in before.items() if by != run or (everything and one not in book))
            total(len(before))
            job.report.known = len(before) - len(todo)
            job.run(home, _to_do(home, todo, job), lambda home, package: _replace(home, side, package))
            job.report.changes = _counted(side)
            if not job.stopped and (todo or book):
                _exchange_actors(home, side, sorted(set(before) - set(_noted(side))))
                forget_comparisons(home)
                consolidate(home, notice)
            home.flush()
        if not job.stopped:
            shutil.rmtree(_place(store), ignore_errors=True)
    return job.report


def _to_do(home: Store, ids: list[str], job: Job) -> Iterator[Article]:
    """The articles, from the store, as they are needed."""
    rest = iter(ids)
    while several := list(islice(rest, BATCH)):
        for article in stored_articles(home, several):
            if isinstance(article, ArticleError):
                job.reject(article)
            else:
                job.report.begins(article)
                yield article


def _replace(home: Store, side: Store, package: Package) -> None:
    """Put the new graph in the place of the old one, and note what that changed."""
    graph = article_graph(package.article_id)
    old = _statements(home, graph)
    for store in (side, home):
        store.merge_actors(package.actors)
        store.merge_offices(package.offices)
    home.add_article(package.article_id, package.nquads)
    counts = changes(old, _statements(home, graph))
    note = Quad(article_iri(package.article_id), RDF.value, Literal(" ".join(map(str, counts))), BOOK)
    side.amend(BOOK, (), [note])


Said = dict[str, frozenset[tuple[Term | None, ...]]]
"""What is said of each statement, by its IRI."""


def _statements(store: Store, graph: Iri) -> Said:
    found: dict[str, set[tuple[Term | None, ...]]] = {}
    for statement, *pair in store.select(_STATEMENTS, {"graph": graph}).rows:
        found.setdefault(str(statement), set()).add(tuple(pair))
    return {key: frozenset(pairs) for key, pairs in found.items()}


def changes(old: Said, new: Said) -> tuple[int, int, int, int]:
    """How many statements are added, gone, changed and the same; a statement is known by its article and offsets."""
    both = old.keys() & new.keys()
    same = sum(old[key] == new[key] for key in both)
    return len(new.keys() - both), len(old.keys() - both), len(both) - same, same


def _place(store: str | Path) -> Path:
    """Where actors are gathered meanwhile: in the store's folder, for a server in that of temporary files."""
    if isinstance(store, str) and store.lower().startswith(("http://", "https://")):
        return Path(tempfile.gettempdir()) / f"kgraph-rebuild-{hashlib.sha256(store.encode()).hexdigest()[:16]}"
    return Path(store) / "rebuild"


def _beside(store: str | Path, run: Iri) -> Store:
    """The store of what is gathered; that of another run, which was not finished, is of no use."""
    place, whose = _place(store), Quad(BOOK, PROV.wasGeneratedBy, run, BOOK)
    side = open_store(place, create=True, read_only=False)
    if not side.query(f"ASK {{ GRAPH <{BOOK}> {{ <{BOOK}> prov:wasGeneratedBy <{run}> }} }}"):
        side.close()
        shutil.rmtree(place)
        side = open_store(place, create=True, read_only=False)
        side.amend(BOOK, (), [whose])
    return side


def _noted(side: Store) -> dict[str, list[int]]:
    """Articles that are done, by id, and what that changed."""
    found = {}
    for row in side.select(_DONE).dicts():
        found[row["article"].rpartition("/")[2]] = [int(number) for number in row["counts"].split()]
    return found


def _counted(side: Store) -> dict[str, int]:
    several = _noted(side).values()
    return {name: sum(counts[place] for counts in several) for place, name in enumerate(CHANGES)}


def _exchange_actors(home: Store, side: Store, kept: list[str]) -> None:
    """Let the graph of actors hold what this run found, and of articles that it did not replace whom they name."""
    old, new = _cards(home), _cards(side)
    there, named = {quad.subject for quad in new}, set[str]()
    for at in range(0, len(kept), MANY):
        bound = {"graph": [article_graph(one) for one in kept[at : at + MANY]]}
        named |= {str(row[0]) for row in home.select(_NAMED, bound).rows}
    new |= {quad for quad in old if quad.subject not in there and str(quad.subject) in named}
    home.amend(ACTORS_GRAPH, sorted(old - new, key=repr), sorted(new - old, key=repr))


def _cards(store: Store) -> set[Quad]:
    """All that is known of actors."""
    rows = store.select(_CARDS).rows
    return {Quad(Iri(str(thing)), Iri(str(key)), value, Iri(ACTORS_GRAPH)) for thing, key, value in rows if value}
