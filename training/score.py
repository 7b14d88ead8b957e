"""Attributions in words against gold ones: the figures of the scorer, and the chances of candidates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kgraph.annotate.roles import EVIDENCE, Candidate, Piece, exclusive, scored

ROLES = ("source", "cue", "content")
#: A calibration to begin with: a slope for each of `EVIDENCE`, and the offset.
FIRST = [1.0, 0.2, 0.0, 0.0, 0.0]


class Attribution(NamedTuple):
    """Pieces of each role, as first word and last + 1."""

    source: tuple[Piece, ...]
    cue: tuple[Piece, ...]
    content: tuple[Piece, ...]

    @classmethod
    def of(cls, candidate: Candidate) -> Attribution:
        """What a candidate attributes."""
        return cls(candidate.source, (candidate.cue,), candidate.content)

    def words(self, role: str) -> frozenset[int]:
        """The words of a role."""
        return frozenset(i for a, b in getattr(self, role) for i in range(a, b))


def overlaps(one: Attribution, other: Attribution) -> bool:
    """Whether they overlap in all roles, an absent role with an absent one."""
    pairs = [(one.words(role), other.words(role)) for role in ROLES]
    return all(bool(a & b) or not (a or b) for a, b in pairs)


def f_scores(ours: Sequence[Sequence[Attribution]], golds: Sequence[Sequence[Attribution]]) -> dict[str, float]:
    """F in per cent: exact for each role, and of whole attributions (each of ours with any gold one).

    Close to `eval/score_attributions.py`, which trims punctuation and pairs one to one.
    """
    hits = dict.fromkeys((*ROLES, "whole exact", "whole overlap"), 0)
    totals = dict.fromkeys(hits, 0)
    for some, gold in zip(ours, golds, strict=True):
        for role in ROLES:
            mine, theirs = ({p for a in group for p in getattr(a, role)} for group in (some, gold))
            hits[role], totals[role] = hits[role] + len(mine & theirs), totals[role] + len(mine) + len(theirs)
        hits["whole exact"] += len(set(some) & set(gold))
        hits["whole overlap"] += sum(any(overlaps(a, g) for g in gold) for a in some)
        for name in ("whole exact", "whole overlap"):
            totals[name] += len(some) + len(gold)
    return {name: 200 * hit / max(1, totals[name]) for name, hit in hits.items()}


def fit(evidence: np.ndarray, truth: np.ndarray) -> list[float]:
    """A slope for each column and an offset, of the greatest likelihood: Newton's method."""
    rows = np.concatenate([evidence, np.ones((len(evidence), 1))], 1)
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (truth - chances) - 1e-3 * weights
        curve = (rows * (chances * (1 - chances))[:, None]).T @ rows + 1e-3 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return [round(float(weight), 4) for weight in weights]


def judged(
    read: list[list[Candidate]], golds: Sequence[Sequence[Attribution]], threshold: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Evidence, score and truth of the attributions that stand at a threshold."""
    kept = [
        (c, any(overlaps(Attribution.of(c), g) for g in gold))
        for cues, gold in zip(read, golds, strict=True)
        for c in exclusive(cues, threshold)
    ]
    evidence, scores = [c.evidence for c, _ in kept], [c.score for c, _ in kept]
    return (
        np.array(evidence).reshape(-1, len(EVIDENCE)).clip(-20, 20),
        np.array(scores),
        np.array([found for _, found in kept], dtype=float),
    )


def calibrated(
    read: list[list[Candidate]], golds: Sequence[Sequence[Attribution]]
) -> tuple[list[list[Candidate]], list[float]]:
    """The candidates with chances that they overlap a gold attribution, and the calibration that gives them."""
    slopes = FIRST
    for _ in range(3):  # which candidates stand depends on the scores, and the scores on those that stand
        evidence, _, truth = judged([[scored(c, slopes) for c in cues] for cues in read], golds, 0.05)
        slopes = fit(evidence, truth)
    return [[scored(c, slopes) for c in cues] for cues in read], slopes
