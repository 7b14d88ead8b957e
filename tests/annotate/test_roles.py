from itertools import pairwise, product

import numpy as np
import pytest

from kgraph.annotate.roles import Candidate, exclusive, with_content

ROLE_TAGS = ("O", "B-SOURCE", "I-SOURCE", "B-CONTENT", "I-CONTENT", "B-CUE", "I-CUE")


def candidate(score: float, cue: int, source: list[tuple[int, int]], content: list[tuple[int, int]]) -> Candidate:
    return Candidate(score, (cue, cue + 1), tuple(source), tuple(content))


@pytest.mark.parametrize("seed", range(10))
def test_best_reading_with_a_content_is_what_trying_everything_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = len(ROLE_TAGS)
    scores, transitions, first = rng.normal(size=(2, 4, n)), rng.normal(size=(n, n)), rng.normal(size=n)
    transitions[[0, 1, 2, 5, 6], 4] = first[4] = -100
    mask = np.array([[True] * 4, [True, True, False, False]])
    found, leads = with_content(scores.astype(np.float32), mask, transitions, first)
    for row, length in ((0, 4), (1, 2)):

        def total(tags: tuple[int, ...], row: int = row) -> float:
            steps = sum(transitions[a, b] for a, b in pairwise(tags))
            return first[tags[0]] + steps + sum(scores[row, i, tag] for i, tag in enumerate(tags))

        every = list(product(range(n), repeat=length))
        best = max((tags for tags in every if 3 in tags), key=total)
        without = max((tags for tags in every if 3 not in tags), key=total)
        assert found[row, :length].tolist() == list(best)
        assert leads[row] == pytest.approx(total(best) - total(without), abs=1e-3)


@pytest.mark.parametrize(
    ("candidates", "kept"),
    [
        pytest.param([candidate(0.9, 1, [(0, 1)], [(2, 5)])], [1], id="one"),
        pytest.param([candidate(0.4, 1, [(0, 1)], [(2, 5)])], [], id="unlikely"),
        pytest.param([candidate(0.9, 1, [(0, 1)], [])], [], id="no content"),
        pytest.param([candidate(0.9, 1, [], [(2, 5)])], [1], id="no source"),
        pytest.param(
            [candidate(0.9, 1, [(0, 1)], [(2, 5)]), candidate(0.8, 6, [(0, 1)], [(7, 9)])], [1, 6], id="shared source"
        ),
        pytest.param([candidate(0.8, 1, [(0, 1)], [(2, 9)]), candidate(0.9, 3, [(2, 3)], [(4, 9)])], [3], id="nested"),
        pytest.param(
            [candidate(0.9, 1, [(0, 1)], [(2, 5)]), candidate(0.8, 1, [(0, 1)], [(7, 9)])], [1], id="same cue"
        ),
    ],
)
def test_attributions_share_nothing_but_a_source(candidates: list[Candidate], kept: list[int]) -> None:
    assert [found.cue[0] for found in exclusive(candidates, 0.5)] == kept


def test_order_of_candidates_does_not_matter() -> None:
    some = [candidate(0.9, 1, [(0, 1)], [(2, 5)]), candidate(0.9, 6, [], [(7, 9)]), candidate(0.7, 8, [], [(9, 12)])]
    assert exclusive(some, 0.5) == exclusive(some[::-1], 0.5)
