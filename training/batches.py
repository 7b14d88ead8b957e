"""Windows of whole paragraphs, noise, and the tensors of a training step."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from kgraph.annotate.words import WordPieces, case_class
from training.labels import STANCES
from training.paragraph import Document, Paragraph

#: Pieces in a window with its marks. Windows longer than trained cost 2 to 4 points (PolNeAR dev).
WINDOW = 256
#: Share of the words that are hidden from who learns.
HIDDEN = 0.05
_LAYERS = ("upos", "xpos", "feats", "lemmas", "deprels", "starts", "entities")
_QUOTES = {'"', "“", "”", "''", "``", "„"}


def cut(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    """The words from start to end; arcs and attributions that leave it are dropped or cut."""
    size = end - start
    heads = [h - start if 0 <= h - start < size else -1 for h in paragraph.heads[start:end]]
    layers = {name: getattr(paragraph, name)[start:end] for name in _LAYERS}
    roles = None
    if paragraph.attributions is not None:
        roles = []
        for attribution in paragraph.attributions:
            moved = {
                role: [(max(a, start) - start, min(b, end) - start) for a, b in pieces if min(b, end) > max(a, start)]
                for role, pieces in attribution.items()
            }
            if moved["cue"]:
                roles.append(moved)
    stances = [(a - start, b - start, label) for a, b, label in paragraph.stances if start <= a and b <= end]
    return Paragraph(paragraph.words[start:end], heads=heads, attributions=roles, stances=stances, **layers)


def without(paragraph: Paragraph, gone: set[int]) -> Paragraph:
    """A PolNeAR or NER paragraph without some of its words."""
    place, kept = [], []
    for i in range(len(paragraph.words)):
        place.append(len(kept))
        if i not in gone:
            kept.append(i)
    place.append(len(kept))
    roles = None
    if paragraph.attributions is not None:
        roles = [
            {role: [(place[a], place[b]) for a, b in pieces if place[b] > place[a]] for role, pieces in one.items()}
            for one in paragraph.attributions
        ]
        roles = [one for one in roles if one["cue"]]
    entities = [paragraph.entities[i] for i in kept] if paragraph.entities else []
    stances = [(place[a], place[b], label) for a, b, label in paragraph.stances if place[b] > place[a]]
    return Paragraph([paragraph.words[i] for i in kept], entities=entities, attributions=roles, stances=stances)


def noised(paragraph: Paragraph, rng: random.Random) -> Paragraph:
    """Now and then what careless pages do: quotation marks lost, headlines in capitals or none."""
    words = paragraph.words
    if not paragraph.heads and rng.random() < 0.15:
        marks = [i for i, word in enumerate(words) if word in _QUOTES]
        gone = set(marks if rng.random() < 0.5 else rng.sample(marks, min(len(marks), 1)))
        if gone and len(gone) < len(words):
            paragraph = without(paragraph, gone)
            words = paragraph.words
    chance = rng.random()
    if chance < 0.03:
        return replace(paragraph, words=[word.lower() for word in words])
    if chance < 0.05 and len(words) < 40:
        return replace(paragraph, words=[word.upper() for word in words])
    if chance < 0.07 and len(words) < 20:
        return replace(paragraph, words=[word.capitalize() if len(word) > 3 else word for word in words])
    return paragraph


def windows(
    documents: list[Document], pieces: WordPieces, rng: random.Random, together: bool, short: float
) -> Iterator[Document]:
    """Goes round the documents for ever, in windows of at most `WINDOW` pieces with random edges.

    `together` lets a window hold the end of one document and the beginning of the next; `short` is
    the chance that a window ends after a paragraph though there is room: short texts are read alone.
    """
    while True:
        order = list(documents)
        rng.shuffle(order)
        if together:
            order = [[paragraph for document in order for paragraph in document]]
        for document in order:
            window: Document = []
            room = rng.randint(WINDOW // 3, WINDOW) - 2
            for paragraph in _broken(document, rng):
                paragraph = noised(paragraph, rng)
                lengths = [len(ids) for ids in pieces(paragraph.words)]
                if window and (sum(lengths) + 1 > room or rng.random() < short):
                    yield window
                    window, room = [], WINDOW - 2
                start, used = 0, 0
                for i, length in enumerate(lengths):
                    if used + length + 1 > room:
                        if i > start:
                            yield [*window, cut(paragraph, start, i)]
                        window, room, start, used = [], WINDOW - 2, i, 0
                    used += length
                window.append(cut(paragraph, start, len(lengths)) if start else paragraph)
                room -= used + 1
            if window:
                yield window


def _broken(document: Document, rng: random.Random) -> Iterator[Paragraph]:
    """The paragraphs, some of those with known sentences broken in two between sentences."""
    for paragraph in document:
        starts = [i for i, start in enumerate(paragraph.starts) if start and i]
        if starts and rng.random() < 0.2:
            at = rng.choice(starts)
            yield cut(paragraph, 0, at)
            yield cut(paragraph, at, len(paragraph.words))
        else:
            yield paragraph


@dataclass
class Batch:
    """Tensors of a step. Words are numbered over the whole batch; label -100 means unknown.

    `parts` hold piece ids, cases and mask of windows of about the same length; `noised` the same with
    some words hidden, for who learns: a teacher sees all. `sentences` and
    `paragraphs` are (first word, last + 1); `known` tells for each paragraph whether its attributions
    are annotated, `parsed` whether its sentences are. `attributions` and `stances` name their paragraph.
    """

    parts: list[tuple[Tensor, Tensor, Tensor]]
    noised: list[tuple[Tensor, Tensor, Tensor]]
    first: Tensor
    last: Tensor
    labels: dict[str, Tensor]
    sentences: list[tuple[int, int]]
    paragraphs: list[tuple[int, int]]
    known: list[bool]
    parsed: list[bool]
    attributions: list[tuple[int, dict[str, list[tuple[int, int]]]]]
    stances: list[tuple[int, int, int]]

    def to(self, device: torch.device) -> Batch:
        """The same on another device."""
        parts, noised = (
            [tuple(tensor.to(device, non_blocking=True) for tensor in part) for part in some]
            for some in (self.parts, self.noised)
        )
        labels = {name: tensor.to(device, non_blocking=True) for name, tensor in self.labels.items()}
        first, last = self.first.to(device, non_blocking=True), self.last.to(device, non_blocking=True)
        return replace(self, parts=parts, noised=noised, labels=labels, first=first, last=last)


def _flat(paragraph: Paragraph) -> tuple[list[int], list[int]]:
    """Cue tags (0 O, 1 B, 2 I) and flat role tags (0 O, 1-2 source, 3-4 content) of the words."""
    cues, roles = [0] * len(paragraph.words), [0] * len(paragraph.words)
    for attribution in paragraph.attributions or []:
        for role, tags, begin in (("cue", cues, 1), ("source", roles, 1), ("content", roles, 3)):
            for start, end in attribution[role]:
                for i in range(start, end):
                    tags[i] = begin + (i > start)
    return cues, roles


def make_batch(
    group: list[Document], pieces: WordPieces, maps: dict[str, dict[str, int]], noise: random.Random, parts: int
) -> Batch:
    """The tensors of a group of windows, its pieces in so many parts."""
    labels: dict[str, list[int]] = {name: [] for name in (*_LAYERS, "heads", "cues", "flat")}
    batch = Batch([], [], torch.empty(0), torch.empty(0), {}, [], [], [], [], [], [])
    rows = [_row(window, pieces, noise) for window in group]
    for paragraph in (paragraph for window in group for paragraph in window):
        base, number = len(labels["heads"]), len(batch.paragraphs)
        batch.paragraphs.append((base, base + len(paragraph.words)))
        batch.known.append(paragraph.attributions is not None)
        batch.parsed.append(bool(paragraph.heads))
        _label(paragraph, labels, maps)
        labels["heads"].extend([h + base if h >= 0 else -100 for h in paragraph.heads] or [-100] * len(paragraph.words))
        batch.sentences.extend((base + a, base + b) for a, b in _sentences(paragraph))
        batch.attributions.extend((number, one) for one in paragraph.attributions or [])
        batch.stances.extend((number, end - 1, STANCES.index(label)) for _, end, label in paragraph.stances)
    batch.parts, at = _parts([row.ids for row in rows], [row.cases for row in rows], parts)
    batch.noised, _ = _parts([row.noised for row in rows], [row.cases for row in rows], parts)
    spots = [(at[i] + a, at[i] + b) for i, row in enumerate(rows) for a, b in row.spots]
    batch.first, batch.last = torch.tensor([a for a, _ in spots]), torch.tensor([b for _, b in spots])
    batch.labels = {name: torch.tensor(values) for name, values in labels.items()}
    return batch


@dataclass
class _Row:
    """Piece ids and cases of a window, the ids with some words hidden, first and last piece of each word."""

    ids: list[int]
    noised: list[int]
    cases: list[int]
    spots: list[tuple[int, int]]


def _row(window: Document, pieces: WordPieces, noise: random.Random) -> _Row:
    row = _Row([pieces.start_id], [pieces.start_id], [0], [])
    for paragraph in window:
        for word, its in zip(paragraph.words, pieces(paragraph.words), strict=True):
            row.spots.append((len(row.ids), len(row.ids) + len(its) - 1))
            row.ids.extend(its)
            row.noised.extend([pieces.mask_id] * len(its) if noise.random() < HIDDEN else its)
            row.cases.extend([case_class(word)] * len(its))
        row.ids.append(pieces.break_id)
        row.noised.append(pieces.break_id)
        row.cases.append(0)
    return row


def _sentences(paragraph: Paragraph) -> list[tuple[int, int]]:
    if not paragraph.heads:
        return []
    edges = sorted({0, *(i for i, start in enumerate(paragraph.starts) if start)})
    return list(zip(edges, [*edges[1:], len(paragraph.words)], strict=True))


def _parts(
    ids: list[list[int]], cases: list[list[int]], parts: int
) -> tuple[list[tuple[Tensor, Tensor, Tensor]], list[int]]:
    """Padded tensors of a share of the windows each, and where each window begins when flattened."""
    order = sorted(range(len(ids)), key=lambda i: -len(ids[i]))
    size = -(-len(order) // parts)
    tensors, starts, base = [], [0] * len(ids), 0
    for rows in (order[i : i + size] for i in range(0, len(order), size)):
        width = len(ids[rows[0]])
        padded = [[values[i] + [0] * (width - len(ids[i])) for i in rows] for values in (ids, cases)]
        mask = [[1] * len(ids[i]) + [0] * (width - len(ids[i])) for i in rows]
        tensors.append((torch.tensor(padded[0]), torch.tensor(padded[1]), torch.tensor(mask)))
        for place, i in enumerate(rows):
            starts[i] = base + place * width
        base += len(rows) * width
    return tensors, starts


def _label(paragraph: Paragraph, labels: dict[str, list[int]], maps: dict[str, dict[str, int]]) -> None:
    size = len(paragraph.words)
    for name in ("upos", "xpos", "feats", "lemmas", "deprels", "entities"):
        values = getattr(paragraph, name)
        labels[name].extend([maps[name].get(value, -100) for value in values] or [-100] * size)
    labels["starts"].extend([int(value) for value in paragraph.starts] or [-100] * size)
    cues, roles = _flat(paragraph) if paragraph.attributions is not None else ([-100] * size, [-100] * size)
    labels["cues"].extend(cues)
    labels["flat"].extend(roles)
