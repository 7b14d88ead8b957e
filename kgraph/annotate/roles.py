"""The second pass: for each word that may be a cue, the source and the content in its paragraph."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kgraph.annotate.weights import Array, Weights
from kgraph.weighing import logistic

#: Words, padding included, that one run of the second pass reads: memory and the cache.
_ROOM = 1024
_SOURCE, _CONTENT, _CUE = 1, 3, 5
_NEVER = np.float32(-1e6)

Piece = tuple[int, int]


class Candidate(NamedTuple):
    """What one cue may attribute; pieces are first word and last + 1, in the article's words.

    `evidence` is what the score is made of, see `EVIDENCE`.
    """

    score: float
    cue: Piece
    source: tuple[Piece, ...]
    content: tuple[Piece, ...]
    evidence: tuple[float, ...] = ()


#: What speaks for a candidate: the second pass's logit that the cue is real; the lead of the best reading with a
#: content over the best one without; the first pass's logit that a cue begins there; whether it has no source.
EVIDENCE = ("real", "lead", "begin", "absent")


class MaybeCue(NamedTuple):
    """A word that may be a cue, the paragraph it is in, in words, and the first pass's chance."""

    word: int
    start: int
    end: int
    chance: float


def read_cues(states: Array, cues: Sequence[MaybeCue], weights: Weights) -> Iterator[tuple[int, Candidate]]:
    """Reads each cue's paragraph; yields the cue's number and what it attributes.

    Args:
        states: word states, float32, shape (n_words, 384).
        cues: the words to read.
        weights: the loaded network.
    """
    for group in by_length([cue.end - cue.start for cue in cues]):
        rows = [cues[i] for i in group]
        feed, mask = table(states, [(row.start, row.end) for row in rows], [row.word for row in rows])
        scores, real = weights.attributions.run(["tags", "real"], feed)
        tags, margins = with_content(scores, mask, weights.transitions, weights.first)
        for row, i in enumerate(group):
            candidate = _candidate(tags[row, : rows[row].end - rows[row].start], rows[row])
            begin = math.log(rows[row].chance + 1e-6) - math.log1p(1e-6 - rows[row].chance)
            evidence = (float(real[row]), float(margins[row]), begin, float(not candidate.source))
            yield i, scored(candidate._replace(evidence=evidence), weights.calibration)


def scored(candidate: Candidate, calibration: Sequence[float]) -> Candidate:
    """The candidate with the chance that it overlaps a person's annotation in all roles.

    Args:
        candidate: with its evidence, each of which counts between -20 and 20.
        calibration: a slope for each of `EVIDENCE`, and the offset (`training/tune.py`).
    """
    *slopes, offset = calibration
    logit = sum(slope * max(-20.0, min(20.0, e)) for slope, e in zip(slopes, candidate.evidence, strict=True)) + offset
    return candidate._replace(score=logistic(logit))


def table(states: Array, stretches: Sequence[tuple[int, int]], words: Sequence[int]) -> tuple[dict[str, Array], Array]:
    """Inputs of a second pass, see `training.network.Reader`: one row for each stretch, seen from a word in it.

    Args:
        states: word states, float32, shape (n_words, 384).
        stretches: first word and last + 1 of each row.
        words: the word that each is seen from.

    Returns:
        The inputs by name, and which places of the rows are words: bool, shape (rows, length), true from the left.
    """
    start, end = np.array(stretches).T[:, :, None]
    steps = np.arange(int((end - start).max()))[None, :]
    mask = steps < end - start
    used, index = np.unique(np.where(mask, start + steps, start), return_inverse=True)
    place = np.array(words) - start[:, 0]
    index = index.reshape(mask.shape)
    return {"states": states[used], "index": index, "mask": mask.astype(np.int64), "place": place}, mask


def by_length(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of rows of about the same length: with any length together half of what is read was padding."""
    group: list[int] = []
    for i in sorted(range(len(sizes)), key=sizes.__getitem__):
        if group and ((len(group) + 1) * sizes[i] > _ROOM or sizes[i] > sizes[group[0]] * 1.25 + 8):
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def with_content(scores: Array, mask: Array, transitions: Array, first: Array) -> tuple[Array, Array]:
    """The best tags of each row among those with a content, and their lead over those without.

    A chain that is in doubt about a content's edges prefers none at all; whether there is one is
    judged by the lead and the second pass's own opinion (PolNeAR dev: a quarter of the cues).
    Every tag is a state twice, before and after a content has begun, and the end must be after.

    Args:
        scores: float, shape (rows, length, 7).
        mask: bool, shape (rows, length), true from the left.
        transitions: float, shape (7, 7), from row to column.
        first: float, shape (7,), for the first word.

    Returns:
        Tags, int, shape (rows, length), and leads, float, shape (rows,).
    """
    n = len(first)
    twice = np.full((2 * n, 2 * n), _NEVER, dtype=np.float32)
    twice[:n, :n] = twice[n:, n:] = transitions
    twice[:n, [_CONTENT, _CONTENT + 1]] = _NEVER
    twice[:n, n + _CONTENT] = transitions[:, _CONTENT]
    begin = np.concatenate([first, np.full(n, _NEVER, dtype=np.float32)])
    begin[n + _CONTENT] = first[_CONTENT]
    begin[[_CONTENT, _CONTENT + 1]] = _NEVER
    return _decode(np.concatenate([scores, scores], axis=2), mask.sum(1), twice, begin)


def _decode(scores: Array, sizes: Array, transitions: Array, first: Array) -> tuple[Array, Array]:
    """The best tags that end after a content has begun, and their lead over the best that do not.

    The shortest rows come first inside, so that a step is taken only with the rows that reach it.
    """
    order = np.argsort(sizes, kind="stable")
    scores, sizes = scores[order], sizes[order]
    rows, length, states = scores.shape
    n = states // 2
    short = np.searchsorted(sizes, np.arange(length), side="right")
    totals = np.empty((length, rows, states), dtype=scores.dtype)
    totals[0] = scores[:, 0] + first
    for i in range(1, length):
        on = short[i]
        totals[i, :on] = totals[i - 1, :on]
        totals[i, on:] = (totals[i - 1, on:, :, None] + transitions).max(1) + scores[on:, i]
    last = totals[-1]
    at = n + last[:, n:].argmax(1)
    tags = np.zeros((rows, length), dtype=np.int64)
    tags[:, -1] = at % n
    into = transitions.T
    for i in range(length - 1, 0, -1):
        on = short[i]
        at[on:] = (totals[i - 1, on:] + into[at[on:]]).argmax(1)
        tags[:, i - 1] = at % n
    back = np.argsort(order)
    return tags[back], (last[:, n:].max(1) - last[:, :n].max(1))[back]


def _pieces(tags: Array, begin: int, base: int) -> list[Piece]:
    found: list[Piece] = []
    for i, tag in enumerate(tags.tolist()):
        if tag == begin or (tag == begin + 1 and (not found or found[-1][1] != base + i)):
            found.append((base + i, base + i + 1))
        elif tag == begin + 1:
            found[-1] = (found[-1][0], base + i + 1)
    return found


def _candidate(tags: Array, row: MaybeCue) -> Candidate:
    cues = _pieces(tags, _CUE, row.start)
    cue = min(cues, key=lambda piece: _distance(piece, row.word), default=(row.word, row.word + 1))
    source, content = (tuple(_pieces(tags, begin, row.start)) for begin in (_SOURCE, _CONTENT))
    return Candidate(0.0, cue, source, content)


def _distance(piece: Piece, word: int) -> int:
    return max(piece[0] - word, word - piece[1] + 1, 0)


def exclusive(candidates: Iterable[Candidate], threshold: float) -> list[Candidate]:
    """The candidates that stand together, in the order of the text.

    The likeliest first; a word belongs to one attribution only, except as part of a source that
    several share. A candidate without content, or whose cue is taken, is dropped.
    """
    used: dict[int, str] = {}
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (-c.score, c.cue)):
        if candidate.score < threshold:
            break
        if any(word in used for word in range(*candidate.cue)):
            continue
        content = _free(candidate.content, used)
        if not content:
            continue
        source = tuple(p for p in candidate.source if all(used.get(w, "source") == "source" for w in range(*p)))
        kept.append(candidate._replace(content=content, source=source))
        for role, pieces in (("source", source), ("cue", (candidate.cue,)), ("content", content)):
            used.update((word, role) for piece in pieces for word in range(*piece))
    return sorted(kept, key=lambda c: (c.content[0], c.cue))


def _free(pieces: tuple[Piece, ...], used: dict[int, str]) -> tuple[Piece, ...]:
    """The pieces, unless more than half of their words are taken; then none."""
    words = [word for piece in pieces for word in range(*piece)]
    taken = sum(word in used for word in words)
    if taken * 2 > len(words):
        return ()
    if not taken:
        return pieces
    return tuple(piece for piece in pieces if not any(word in used for word in range(*piece)))
