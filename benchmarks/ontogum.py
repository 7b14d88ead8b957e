"""Reads OntoGUM (coreference) over GUM's own Universal Dependencies (text, paragraphs, trees, names of documents)."""

from __future__ import annotations

import gzip
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

SHARED = Path(os.environ.get("KGRAPH_SHARED", Path(__file__).parents[2] / "shared"))
GENRES = ("academic", "bio", "court", "interview", "news", "voyage")
"""The genres that are reports about somebody or something; the rest (fiction, vlogs, how-to) is none of ours."""
_NAMING = frozenset({"flat", "appos", "compound", "nmod:desc"})


@dataclass(frozen=True, slots=True)
class Word:
    """One token of GUM, with its place in the text and its gold analysis; ``head`` is an index, its own for a root."""

    text: str
    start: int
    end: int
    lemma: str
    pos: str
    dep: str
    head: int


@dataclass(frozen=True, slots=True)
class Gold:
    """A mention of a cluster: tokens ``first`` to ``last``, both included, and ``top``, the one that heads them.

    ``kind`` is GUM's type of entity (person, organization, place, abstract, ...), ``entity`` GUM's number of it.
    """

    first: int
    last: int
    top: int
    cluster: str
    kind: str = ""
    entity: str = ""


@dataclass(slots=True)
class Document:
    """One document: its text, words and mentions in order."""

    name: str
    text: str = ""
    words: list[Word] = field(default_factory=list)
    mentions: list[Gold] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)

    @property
    def genre(self) -> str:
        """As GUM's name of the document tells it."""
        return self.name.split("_")[1]


def documents(part: str, genres: tuple[str, ...] = GENRES) -> Iterator[Document]:
    """The documents of ``train`` or ``dev`` whose tokens are also in GUM, which gives them name and text."""
    clusters = {tuple(words): brackets for words, brackets in _columns(part)}
    for path in sorted((SHARED / "data" / "ud" / "UD_English-GUM").glob("*.conllu.gz")):
        for document in _trees(path):
            brackets = clusters.get(tuple(w.text for w in document.words))
            if brackets is not None and document.genre in genres:
                found = _joined(_mentions(document, brackets))
                document.mentions = sorted(found, key=lambda m: (m.first, -m.last))
                yield document


def _columns(part: str) -> Iterator[tuple[list[str], list[str]]]:
    words: list[str] = []
    brackets: list[str] = []
    with gzip.open(SHARED / "data" / "coref" / f"ontogum_{part}.conll.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# begin"):
                words, brackets = [], []
            elif line.startswith("# end"):
                yield words, brackets
            elif line.strip():
                _, word, bracket = line.rstrip("\n").split("\t")
                words.append(word)
                brackets.append(bracket)


def _trees(path: Path) -> Iterator[Document]:
    document, base = None, 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                if document is not None:
                    yield document
                document = Document(line.split("=", 1)[1].strip())
            elif line.startswith("# newpar") and not line.startswith("# newpar_"):
                document.text = document.text.rstrip() + ("\n\n" if document.words else "")
            elif line.startswith("# sent_id"):
                base, glued = len(document.words), 0
            elif line[:1].isdigit():
                glued = _add(document, line.rstrip("\n").split("\t"), base, glued)
    if document is not None:
        yield document


def _add(document: Document, row: list[str], base: int, glued: int) -> int:
    """Add one row; ``glued`` counts the words of a contraction that are still to come, without spaces between."""
    spaced = "SpaceAfter=No" not in row[9]
    if "-" in row[0]:
        first, last = map(int, row[0].split("-"))
        return (last - first + 1) * 2 + spaced
    if "." in row[0]:
        return glued
    start = len(document.text)
    head = base + (int(row[6]) or int(row[0])) - 1
    document.entities.append(next(iter(re.findall(r"Entity=([^|]+)", row[9])), ""))
    document.words.append(Word(row[1], start, start + len(row[1]), row[2].lower(), row[3], row[7], head))
    if glued > 1:
        glued -= 2
        spaced = glued == 1
    document.text += row[1] + (" " if spaced else "")
    return glued if glued > 1 else 0


def _mentions(document: Document, brackets: list[str]) -> Iterator[Gold]:
    opened: dict[str, list[int]] = {}
    kinds = _kinds(document)
    for at, bracket in enumerate(brackets):
        for left, cluster, right in re.findall(r"(\(?)(\d+)(\)?)", bracket):
            if left:
                opened.setdefault(cluster, []).append(at)
            if right:
                first = opened[cluster].pop()
                same = [(abs(last - at), kind, entity) for last, kind, entity in kinds.get(first, ())]
                _, kind, entity = min(same, default=(0, "", ""))
                yield Gold(first, at, _top(document, first, at), cluster, kind, entity)


def _joined(mentions: Iterator[Gold]) -> list[Gold]:
    """Join the chains that OntoGUM cuts in two although GUM has one entity."""
    found = list(mentions)
    entity = {
        cluster: Counter(m.entity or f"chain {cluster}" for m in found if m.cluster == cluster).most_common(1)[0][0]
        for cluster in {m.cluster for m in found}
    }
    return [replace(m, cluster=entity[m.cluster]) for m in found]


def _kinds(document: Document) -> dict[int, list[tuple[int, str, str]]]:
    """First token -> last token, type and number of each of GUM's own entities that begin there."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    opened: dict[str, list[tuple[int, str]]] = {}
    for at, told in enumerate(document.entities):
        for left, number, kind, right in re.findall(r"(\(?)(\d+)(?:\[[^\]]*\])?(?:-([a-z]+)[^()]*)?(\)?)", told):
            if left:
                opened.setdefault(number, []).append((at, kind))
            if right and opened.get(number):
                first, name = opened[number].pop()
                found.setdefault(first, []).append((at, name, number))
    return found


def _top(document: Document, first: int, last: int) -> int:
    return next(
        (
            i
            for i in range(first, last + 1)
            if not first <= document.words[i].head <= last or document.words[i].head == i
        ),
        last,
    )


def cluster_of(document: Document, start: int, end: int) -> str | None:
    """The gold chain to which a stretch of text belongs: that of the smallest mention headed by one of its words.

    A mention around the whole stretch counts before one that only overlaps it. From a name inside a longer phrase
    ("minister Ilsa Brandvold") the head is reached through names and appositions.
    """
    inside = [i for i, w in enumerate(document.words) if w.start < end and start < w.end]
    if not inside:
        return None
    heads = {
        next((i for i in inside if document.words[i].head not in inside or document.words[i].head == i), inside[-1])
    }
    for _ in range(5):
        around = [m for m in document.mentions if m.top in heads and m.first <= inside[0] and inside[-1] <= m.last]
        around = around or [m for m in document.mentions if m.top in heads]
        if around:
            return min(around, key=lambda m: m.last - m.first).cluster
        heads = {document.words[i].head for i in heads if document.words[i].dep in _NAMING}
    over = [m for m in document.mentions if m.top in inside]
    return min(over, key=lambda m: m.last - m.first).cluster if over else None
