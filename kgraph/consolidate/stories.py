"""Tie near-copies of one story: a step at the end of every build. One wire story in forty papers is one story.

What was chosen, and why:

- **The fullest report is the story,** and each of the others leads to it by ``kg:sameStoryAs``, in the graph
  ``kgr:graph/stories``. So stories are counted by counting the articles from which no such link leads.
- **Two articles are one story when most of the shorter one stands in the longer one.** The share is worked out from
  their fingerprints (see ``kgraph.read.fingerprint``): a report that was cut, got a new headline or some paragraphs
  more is the same story; two reports of the same event in other words are not, nor is a follow-up that takes over
  some background.
- **Each is compared with the story itself,** never only with another copy, so that a chain of updates does not drift.
- **It is made anew from all articles each time,** and depends on what is in the store alone: any order of articles and
  any number of builds ends with the same bytes. Only articles that agree in a band of numbers are compared
  (locality-sensitive hashing), so the work grows with the number of articles.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kgraph.graph import Quad
from kgraph.ontology import KG, STORIES_GRAPH, XSD, Iri, Literal
from kgraph.read.fingerprint import NUMBERS, read_fingerprint
from kgraph.store import Store

SHARE = 0.5
"""Share of the shorter text's shingles that must stand in the longer one. Measured with ``benchmarks/stories.py``."""

ROWS = 2
"""Numbers of a band: of pairs that share 0.25 of their shingles 98 % agree in a band of 64, of 0.001 one in 15,000."""

LISTED = 64
"""Fuller articles of a band that an article is compared with; who writes alike in more of them has a form letter."""

STORIES = Iri(STORIES_GRAPH)
Numbers = npt.NDArray[np.uint32]

_PRINTS = """SELECT ?article ?print ?published WHERE { ?article kg:fingerprint ?print
  OPTIONAL { ?article kg:published ?published } }"""
_TIES = f"SELECT ?article ?key ?value WHERE {{ GRAPH <{STORIES_GRAPH}> {{ ?article ?key ?value }} }}"


class Tie(NamedTuple):
    """An article that is a copy.

    Attributes:
        article: Its IRI.
        story: IRI of the fullest report.
        share: Share of it that stands in that one.
    """

    article: str
    story: str
    share: float


class Print(NamedTuple):
    """An article, as far as it is compared; sorts the fullest first, then the earliest."""

    shortness: int
    published: str
    article: str
    numbers: bytes


def tie_stories(store: Store) -> int:
    """Bring ``kg:sameStoryAs`` up to date with the articles of a store, which must be open for writing.

    Returns:
        How many articles are copies of another.
    """
    found = list(ties(_prints(store)))
    new = {quad for tie in found for quad in _quads(tie)}
    old = {Quad(Iri(str(row[0])), Iri(str(row[1])), row[2], STORIES) for row in store.select(_TIES).rows if row[2]}
    store.bring(STORIES_GRAPH, old, new)
    return len(found)


def _quads(tie: Tie) -> Iterator[Quad]:
    yield Quad(Iri(tie.article), KG.sameStoryAs, Iri(tie.story), STORIES)
    yield Quad(Iri(tie.article), KG.sameStoryShare, Literal(f"{tie.share:.2f}", XSD.decimal), STORIES)


def _prints(store: Store) -> dict[str, list[Print]]:
    """Articles with a fingerprint, by how it was made, in order."""
    found: dict[str, dict[str, Print]] = {}
    for row in store.select(_PRINTS).dicts():
        one = read_fingerprint(row["print"])
        if one:
            day = row.get("published", "9")
            found.setdefault(one.method, {})[row["article"]] = Print(-one.size, day, row["article"], one.numbers)
    return {method: sorted(several.values()) for method, several in found.items()}


def ties(prints: dict[str, list[Print]]) -> Iterator[Tie]:
    """Yield which articles are copies of which; those of each method sorted, the fullest first."""
    for method in sorted(prints):
        several = prints[method]
        numbers = np.frombuffer(b"".join(one.numbers for one in several), "<u4").reshape(-1, NUMBERS)
        yield from _gathered(several, numbers)


def _gathered(prints: list[Print], numbers: Numbers) -> Iterator[Tie]:
    """Go through the articles, the fullest first; each joins the story that holds most of it, or is one itself."""
    near = _near(numbers)
    is_copy = np.zeros(len(prints), bool)
    for place, others in near:
        stories = np.array([other for other in others if not is_copy[other]], np.int64)
        if not len(stories):
            continue
        alike = (numbers[stories] == numbers[place]).mean(axis=1)
        sizes = np.array([-prints[story].shortness for story in stories])
        shares = np.minimum(1.0, alike / (1 + alike) * (sizes - prints[place].shortness) / -prints[place].shortness)
        best = int(np.argmax(shares))
        if shares[best] >= SHARE:
            is_copy[place] = True
            yield Tie(prints[place].article, prints[int(stories[best])].article, float(shares[best]))


def _near(numbers: Numbers) -> Iterator[tuple[int, list[int]]]:
    """Yield, in order, the articles that agree with fuller ones in a band, and those."""
    found: dict[int, set[int]] = {}
    for start in range(0, NUMBERS - ROWS + 1, ROWS):
        for run in _runs(numbers[:, start : start + ROWS]):
            fuller = run[:LISTED]
            for at, place in enumerate(run[1:], start=1):
                found.setdefault(place, set()).update(fuller[:at])
    return ((place, sorted(found[place])) for place in sorted(found))


def _runs(band: Numbers) -> Iterator[list[int]]:
    """Yield the places, in order, whose rows are equal, two or more."""
    keys = np.zeros(len(band), np.uint64)
    for column in band.T:
        keys = keys * np.uint64(0x9E3779B97F4A7C15) + column.astype(np.uint64) + np.uint64(1)
    order = np.argsort(keys, kind="stable")
    sorted_keys = keys[order]
    is_next = np.concatenate(([False], sorted_keys[1:] == sorted_keys[:-1], [False]))
    begins = np.flatnonzero(~is_next[:-1] & is_next[1:])
    ends = np.flatnonzero(is_next[:-1] & ~is_next[1:])
    for begin, end in zip(begins, ends, strict=True):
        yield order[begin : end + 1].tolist()
