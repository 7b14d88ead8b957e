"""Runs the network over the words of an article, window by window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from kgraph.annotate.names import consistent
from kgraph.annotate.roles import Candidate, MaybeCue, Piece, read_cues
from kgraph.annotate.stances import Name, names_in, read_stances
from kgraph.annotate.trees import parse
from kgraph.annotate.weights import Array, Weights
from kgraph.annotate.windows import Stretch, Window, windows
from kgraph.annotate.words import case_class

#: Windows that are parsed, and whose cues are read, together: they bound the memory that a long article takes.
TOGETHER = 16
_TAGS = ("upos", "xpos", "feats", "lemmas")
_ARCS = ("roots", "arc_dep", "arc_head", "label_dep", "label_head")


@dataclass(frozen=True)
class Words:
    """Words of one article and its paragraphs, as first word and last + 1.

    `starts` is what is known of the sentences before: 1 for a word that begins one, -1 for one that
    does not, 0 where nothing is known; int, shape (n_words,), or None for nothing at all.
    """

    words: list[str]
    paragraphs: list[tuple[int, int]]
    starts: Array | None = None


@dataclass
class Layers:
    """What the network says about the words of one article; every array has shape (n_words,).

    `starts` tells which words begin a sentence; `heads` are words of the article, a root is its own;
    the others are numbers of labels. `cues` are all candidates, none ruled out yet. `stances` has the
    chances of `stances.STANCES` for the words that name somebody in what may be a cue or a content;
    `states` what the encoder makes of each word in its place, shape (n_words, 384), and is empty
    where no cues were asked for.
    """

    upos: Array
    xpos: Array
    feats: Array
    lemmas: Array
    starts: Array
    heads: Array
    deprels: Array
    entities: Array
    cues: list[Candidate] = field(default_factory=list)
    stances: dict[int, tuple[float, ...]] = field(default_factory=dict)
    states: Array = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float16))

    @classmethod
    def empty(cls, size: int) -> Layers:
        """Layers for so many words, nothing known."""
        names = ("upos", "xpos", "feats", "lemmas", "deprels", "entities")
        small: dict[str, Any] = {name: np.zeros(size, dtype=np.int16) for name in names}
        return cls(**small, starts=np.zeros(size, dtype=bool), heads=np.arange(size, dtype=np.int32))


@dataclass(frozen=True)
class _Row:
    """One window made ready; `spots` are first and last piece of each word."""

    window: Window
    ids: list[int]
    cases: list[int]
    spots: list[tuple[int, int]]


def read(article: Words, weights: Weights, syntax: bool = True, attributions: bool = True) -> Layers:
    """What the network says about an article.

    Each window is read by itself. int8 activations are scaled by the greatest of a run, so that
    neighbours would change its figures, and with them what is found; and on one core windows read one
    by one, unpadded and their activations in the cache, take a sixth less time than four together.

    Args:
        article: the words to read.
        weights: the loaded network.
        syntax: whether to parse; without it every word is its own head.
        attributions: whether to look for cues.
    """
    layers = Layers.empty(len(article.words))
    rows = _rows(article, weights)
    while some := list(islice(rows, TOGETHER)):
        _read_rows(some, article, layers, weights, syntax, attributions)
    layers.cues.sort(key=lambda candidate: candidate.cue)
    return layers


def _rows(article: Words, weights: Weights) -> Iterator[_Row]:
    pieces = weights.pieces
    ids = pieces(article.words)
    lengths = [len(one) for one in ids]
    for window in windows(article.words, lengths, article.paragraphs, weights.window):
        row = _Row(window, [pieces.start_id], [0], [])
        for stretch in window:
            for i in range(stretch.start, stretch.end):
                row.spots.append((len(row.ids), len(row.ids) + lengths[i] - 1))
                row.ids.extend(ids[i])
                row.cases.extend([case_class(article.words[i])] * lengths[i])
            row.ids.append(pieces.break_id)
            row.cases.append(0)
        yield row


def _feed(row: _Row) -> dict[str, Array]:
    """Inputs of the encoder: ids, cases, int64 (1, width); first, last, int64 (n_words,). Nothing is padded."""
    ids, cases = np.array([row.ids], dtype=np.int64), np.array([row.cases], dtype=np.int64)
    first, last = np.array(row.spots, dtype=np.int64).T.copy()
    return {"ids": ids, "cases": cases, "first": first, "last": last}


def _read_rows(
    rows: Sequence[_Row], article: Words, layers: Layers, weights: Weights, syntax: bool, attributions: bool
) -> None:
    names = [*_TAGS, "starts", "entities", *(_ARCS if syntax else ()), *(("cues", "states") if attributions else ())]
    runs = [weights.encoder.run(names, _feed(row)) for row in rows]
    outputs: dict[str, Array] = {name: np.concatenate(parts) for name, *parts in zip(names, *runs, strict=True)}
    places = list(_places(rows))
    stretches = [(base, base + stretch.end - stretch.start) for stretch, base in places]
    outputs["entities"] = consistent(outputs["entities"], weights.labels["entities"], stretches)
    starts = outputs["starts"] > 0.5
    for stretch, base in places:
        if article.starts is not None:
            known, own = article.starts[stretch.start : stretch.end], slice(base, base + stretch.end - stretch.start)
            starts[own] = np.where(known == 0, starts[own], known > 0)
        starts[base + stretch.core[0] - stretch.start] = True
    sentences = [span for stretch, base in places for span in _sentences(starts, stretch, base)]
    heads, deprels = parse(outputs, sentences, weights) if syntax else (np.arange(len(starts)), starts * 0)
    for stretch, base in places:
        shift = base - stretch.start
        here, there = slice(*stretch.core), slice(stretch.core[0] + shift, stretch.core[1] + shift)
        for name in (*_TAGS, "entities"):
            getattr(layers, name)[here] = outputs[name][there]
        layers.starts[here] = starts[there]
        layers.heads[here] = heads[there] - shift
        layers.deprels[here] = deprels[there]
    if attributions:
        _keep_states(outputs["states"], places, layers)
        _read_cues(outputs, places, layers, weights)
        _read_stances(outputs, starts, places, layers, weights)


def _keep_states(states: Array, places: Sequence[tuple[Stretch, int]], layers: Layers) -> None:
    if not layers.states.size:
        layers.states = np.zeros((len(layers.upos), states.shape[1]), dtype=np.float16)
    for stretch, base in places:
        first, last = stretch.core
        layers.states[first:last] = states[base + first - stretch.start : base + last - stretch.start]


def _places(rows: Sequence[_Row]) -> Iterator[tuple[Stretch, int]]:
    """Each stretch, and the number of its first word among those of all rows."""
    base = 0
    for row in rows:
        for stretch in row.window:
            yield stretch, base
            base += stretch.end - stretch.start


def _sentences(starts: Array, stretch: Stretch, base: int) -> list[tuple[int, int]]:
    first, last = (base + i - stretch.start for i in stretch.core)
    edges = (first + np.flatnonzero(starts[first:last])).tolist()
    return list(zip(edges, [*edges[1:], last], strict=True))


def _read_cues(
    outputs: dict[str, Array], places: Sequence[tuple[Stretch, int]], layers: Layers, weights: Weights
) -> None:
    chances = outputs["cues"][:, 1]
    cues, shifts = [], []
    for stretch, base in places:
        first, last = (base + i - stretch.start for i in stretch.core)
        for word in (first + np.flatnonzero(chances[first:last] > weights.maybe)).tolist():
            cues.append(MaybeCue(word, base, base + stretch.end - stretch.start, float(chances[word])))
            shifts.append(base - stretch.start)
    for i, candidate in read_cues(outputs["states"], cues, weights):
        layers.cues.append(_moved(candidate, shifts[i]))


def _read_stances(
    outputs: dict[str, Array], starts: Array, places: Sequence[tuple[Stretch, int]], layers: Layers, weights: Weights
) -> None:
    """Reads the sentences of likely cues and contents for each word there that names somebody."""
    told = np.zeros(len(layers.upos), dtype=bool)
    for candidate in layers.cues:
        if candidate.score >= weights.threshold / 2:
            for start, end in (candidate.cue, *candidate.content):
                told[start:end] = True
    naming = _naming(outputs, weights)
    names: list[Name] = []
    back: dict[int, int] = {}
    for stretch, base in places:
        shift = base - stretch.start
        own = slice(base, base + stretch.end - stretch.start)
        naming[own] &= told[stretch.start : stretch.end]
        for name in names_in(_sentences(starts, stretch, base), naming):
            names.append(name)
            back[name.word] = name.word - shift
    for word, chances in read_stances(outputs["states"], names, weights):
        layers.stances[back[word]] = chances


def _naming(outputs: dict[str, Array], weights: Weights) -> Array:
    """Which words name somebody: the last of each name, and personal pronouns; bool, shape (n_words,)."""
    labels = weights.labels["entities"]
    goes_on = np.array([label[:1] == "I" for label in labels])[outputs["entities"]]
    last = (outputs["entities"] != labels.index("O")) & ~np.append(goes_on[1:], False)
    naming: Array = last | (outputs["xpos"] == weights.labels["xpos"].index("PRP"))
    return naming


def _moved(candidate: Candidate, shift: int) -> Candidate:
    def back(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
        return tuple((start - shift, end - shift) for start, end in pieces)

    cue, source, content = back([candidate.cue])[0], back(candidate.source), back(candidate.content)
    return candidate._replace(cue=cue, source=source, content=content)
