"""Tie statements of different articles that are reports of the same words: a step at the end of every build.

What was chosen, and why:

- **One statement is the hub of its group, the fullest report, and each of the others points at it.** So a wire story
  in a thousand papers is a thousand links, not half a million; every link says that two contents were compared and are
  the same (never only that both are like a third); and claims are counted once by counting hubs. ``kg:sameStatementAs``
  is symmetric by its meaning, and stands in the store once: from the report to the hub.
- **The links are in a graph of their own,** ``kgr:graph/same``, and no article's graph: an article's graph stays what
  its text alone makes of it.
- **All statements of the speakers concerned are grouped anew** whenever an article came in that quotes them. A group
  depends on the set of a speaker's statements alone, so articles may come in any order, in any number of runs and from
  any number of workers: the graph is the same, byte for byte.
- **The graph says from which articles it was made** (``prov:wasDerivedFrom``): what is not among them is new, also
  after a build that was interrupted. Taking an article out, or replacing it, takes its links out at once and notes its
  speakers (``kg:toCompare``, see ``kgraph.store.base.dropping``); the next build ties what else they said anew.
- Speakers are the same when the lead speaker is: what a state said is not tied to what its minister said.
"""

import datetime
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from kgraph.consolidate.reports import Report, groups, rewordings
from kgraph.consolidate.wording import wording
from kgraph.graph import Quad
from kgraph.ontology import KG, PROV, SAME_GRAPH, Iri, article_iri
from kgraph.store import Store

SPEAKERS = 200
"""Speakers whose statements are read at once."""

ARTICLES = 2000
"""Articles by which the speakers are asked for; of more, all speakers are taken."""

QUADS = 10_000
"""Quads that one update writes."""

PATIENCE = 10.0
"""Seconds after which one is told how far it is."""

SAME = Iri(SAME_GRAPH)
T = TypeVar("T")

_COMPARED = f"SELECT ?article WHERE {{ GRAPH <{SAME_GRAPH}> {{ <{SAME_GRAPH}> prov:wasDerivedFrom ?article }} }}"
_NOTED = f"SELECT ?speaker WHERE {{ GRAPH <{SAME_GRAPH}> {{ <{SAME_GRAPH}> kg:toCompare ?speaker }} }}"
_SPEAKERS = "SELECT DISTINCT ?speaker WHERE { ?s kg:reportedIn ?article ; kg:leadSpeaker ?speaker }"
_REPORTS = """SELECT ?s ?article ?speaker ?kind ?content ?said ?printed WHERE {
  ?s kg:leadSpeaker ?speaker ; kg:reportedIn ?article ; kg:kind ?kind ; kg:content ?content .
  OPTIONAL { ?s kg:date ?said } OPTIONAL { ?article kg:published ?printed } }"""
_LINKS = f"""SELECT ?s ?link ?hub WHERE {{ ?s kg:leadSpeaker ?speaker . GRAPH <{SAME_GRAPH}> {{ ?s ?link ?hub }} }}"""


def tie_statements(store: Store, notice: Callable[[str], None] = lambda line: None) -> int:
    """Bring ``kg:sameStatementAs`` and ``kg:otherWordingOf`` up to date with the articles of a store.

    Args:
        store: Where they are; it must be open for writing.
        notice: Called every ``PATIENCE`` seconds with a line that says how far it is.

    Returns:
        How many links came or went.
    """
    done = compared(store)
    present = {str(article_iri(one)) for one in store.articles()}
    if done - present:  # somebody else dropped their graphs: what was tied by them cannot be told any more
        store.update(f"DROP SILENT GRAPH <{SAME_GRAPH}>")
        done = set()
    new = sorted(present - done)
    noted = {Iri(str(speaker)) for (speaker,) in store.select(_NOTED).rows}
    speakers = sorted(noted | _speakers(store, new))
    changes, told = 0, time.monotonic()
    for number, several in enumerate(_batched(speakers, SPEAKERS), 1):
        changes += _tie(store, several)
        if time.monotonic() - told >= PATIENCE:
            notice(f"compared what {min(number * SPEAKERS, len(speakers))} of {len(speakers)} speakers said")
            told = time.monotonic()
    gone = (Quad(SAME, KG.toCompare, speaker, SAME) for speaker in noted)
    _amend(store, gone, (Quad(SAME, PROV.wasDerivedFrom, Iri(article), SAME) for article in new))
    return changes


def compared(store: Store) -> set[str]:
    """IRIs of the articles whose statements were compared with those of the others."""
    return {str(article) for (article,) in store.select(_COMPARED).rows}


def forget_comparisons(store: Store) -> None:
    """Let the next build compare all articles again, as when two stores were put together."""
    store.update(f"DELETE WHERE {{ GRAPH <{SAME_GRAPH}> {{ <{SAME_GRAPH}> prov:wasDerivedFrom ?article }} }}")


def _speakers(store: Store, articles: list[str]) -> set[Iri]:
    """Who is quoted in these articles."""
    if not articles:
        return set()
    bound = {"article": [Iri(one) for one in articles]} if len(articles) <= ARTICLES else {}
    return {Iri(str(speaker)) for (speaker,) in store.select(_SPEAKERS, bound).rows}


def _tie(store: Store, speakers: Iterable[Iri]) -> int:
    """Put the links of all statements of these speakers right."""
    bound = {"speaker": list(speakers)}
    rows = store.select(_LINKS, bound).rows
    old = {Quad(Iri(str(one)), Iri(str(link)), Iri(str(hub)), SAME) for one, link, hub in rows}
    said: dict[str, list[Report]] = defaultdict(list)
    for row in store.select(_REPORTS, bound).dicts():
        said[row["speaker"]].append(_report(row))
    new = {quad for reports in said.values() for quad in _quads(reports)}
    _amend(store, sorted(old - new), sorted(new - old))
    return len(old ^ new)


def _report(row: dict[str, str]) -> Report:
    day = _day(row.get("said") or row.get("printed"))
    return Report(row["s"], row["article"], day, row["kind"] == "direct", wording(row["content"]))


def _day(text: str | None) -> int | None:
    try:
        return datetime.date.fromisoformat(text).toordinal() if text else None
    except ValueError:  # a graph from elsewhere may have anything there
        return None


def _quads(reports: list[Report]) -> Iterator[Quad]:
    for group in groups(reports):
        for report in group[1:]:
            yield Quad(Iri(report.statement), KG.sameStatementAs, Iri(group[0].statement), SAME)
        for one, other in rewordings(group):
            yield Quad(Iri(one.statement), KG.otherWordingOf, Iri(other.statement), SAME)


def _amend(store: Store, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
    for quads in _batched(gone, QUADS):
        store.amend(SAME_GRAPH, quads, ())
    for quads in _batched(come, QUADS):
        store.amend(SAME_GRAPH, (), quads)


def _batched(several: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    rest = iter(several)
    while batch := tuple(islice(rest, size)):
        yield batch
