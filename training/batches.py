"""Windows of whole paragraphs, noise, and the tensors of a training step."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from kgraph.annotate.words import WordPieces, case_class
from training.sets import Document, Paragraph

#: Pieces in a window with its marks. Windows longer than trained cost 2 to 4 points (PolNeAR dev).
WINDOW = 256
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
    return Paragraph(paragraph.words[start:end], heads=heads, attributions=roles, **layers)


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
    return Paragraph([paragraph.words[i] for i in kept], entities=entities, attributions=roles)


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

    `parts` hold piece ids, cases and mask of windows of about the same length.
    """

    parts: list[tuple[Tensor, Tensor, Tensor]]
    first: Tensor
    last: Tensor
    labels: dict[str, Tensor]
    sentences: list[tuple[int, int]]
    heads: list[int]
    paragraphs: list[tuple[int, int]]
    attributions: list[tuple[int, dict[str, list[tuple[int, int]]]]]


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
    group: list[Document], pieces: WordPieces, maps: dict[str, dict[str, int]], noise: random.Random
) -> Batch:
    """The tensors of a group of windows."""
    labels: dict[str, list[int]] = {name: [] for name in (*_LAYERS, "cues", "flat")}
    batch = Batch([], torch.empty(0), torch.empty(0), {}, [], [], [], [])
    rows = [_row(window, pieces, noise) for window in group]
    for window in group:
        for paragraph in window:
            base = len(batch.heads)
            batch.paragraphs.append((base, base + len(paragraph.words)))
            _label(paragraph, labels, maps)
            heads = [h + base if h >= 0 else -1 for h in paragraph.heads]
            batch.heads.extend(heads or [-1] * len(paragraph.words))
            batch.sentences.extend((base + a, base + b) for a, b in _sentences(paragraph))
            batch.attributions.extend((len(batch.paragraphs) - 1, one) for one in paragraph.attributions or [])
    batch.parts, at = _parts([row[0] for row in rows], [row[1] for row in rows])
    spots = [(at[i] + a, at[i] + b) for i, row in enumerate(rows) for a, b in row[2]]
    batch.first, batch.last = torch.tensor([a for a, _ in spots]), torch.tensor([b for _, b in spots])
    batch.labels = {name: torch.tensor(values) for name, values in labels.items()}
    return batch


def _row(
    window: Document, pieces: WordPieces, noise: random.Random
) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Piece ids and cases of a window, and first and last piece of each word; 3 % of the words are hidden."""
    ids, cases, spots = [pieces.start_id], [0], []
    for paragraph in window:
        for word, its in zip(paragraph.words, pieces(paragraph.words), strict=True):
            spots.append((len(ids), len(ids) + len(its) - 1))
            hidden = noise.random() < 0.03
            ids.extend([pieces.mask_id] * len(its) if hidden else its)
            cases.extend([case_class(word)] * len(its))
        ids.append(pieces.break_id)
        cases.append(0)
    return ids, cases, spots


def _sentences(paragraph: Paragraph) -> list[tuple[int, int]]:
    if not paragraph.heads:
        return []
    edges = sorted({0, *(i for i, start in enumerate(paragraph.starts) if start)})
    return list(zip(edges, [*edges[1:], len(paragraph.words)], strict=True))


def _parts(ids: list[list[int]], cases: list[list[int]]) -> tuple[list[tuple[Tensor, Tensor, Tensor]], list[int]]:
    """Padded tensors of a third of the windows each, and where each window begins when flattened."""
    order = sorted(range(len(ids)), key=lambda i: -len(ids[i]))
    size = -(-len(order) // 3)
    parts, starts, base = [], [0] * len(ids), 0
    for rows in (order[i : i + size] for i in range(0, len(order), size)):
        width = len(ids[rows[0]])
        padded = [[values[i] + [0] * (width - len(ids[i])) for i in rows] for values in (ids, cases)]
        mask = [[1] * len(ids[i]) + [0] * (width - len(ids[i])) for i in rows]
        parts.append((torch.tensor(padded[0]), torch.tensor(padded[1]), torch.tensor(mask)))
        for place, i in enumerate(rows):
            starts[i] = base + place * width
        base += len(rows) * width
    return parts, starts


def _label(paragraph: Paragraph, labels: dict[str, list[int]], maps: dict[str, dict[str, int]]) -> None:
    size = len(paragraph.words)
    for name in ("upos", "xpos", "feats", "lemmas", "deprels", "entities"):
        values = getattr(paragraph, name)
        labels[name].extend([maps[name].get(value, -100) for value in values] or [-100] * size)
    labels["starts"].extend([int(value) for value in paragraph.starts] or [-100] * size)
    cues, roles = _flat(paragraph) if paragraph.attributions is not None else ([-100] * size, [-100] * size)
    labels["cues"].extend(cues)
    labels["flat"].extend(roles)
