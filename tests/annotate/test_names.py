from itertools import pairwise, product

import numpy as np
import pytest

from kgraph.annotate.names import consistent

LABELS = ["O", "B-PERSON", "I-PERSON", "B-LOC", "I-LOC"]


def fits(path: tuple[int, ...]) -> bool:
    names = ["O", *(LABELS[i] for i in path)]
    return all(not b.startswith("I-") or a[2:] == b[2:] for a, b in pairwise(names))


@pytest.mark.parametrize("seed", range(20))
def test_best_labels_are_what_trying_everything_finds(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(4, len(LABELS))).astype(np.float32)
    scores[:, 0] -= 5  # one stretch of names, which is decided as a whole
    found = consistent(scores, LABELS, [(0, 4)])
    paths = [path for path in product(range(len(LABELS)), repeat=4) if fits(path)]
    assert tuple(found) == max(paths, key=lambda path: sum(scores[i, tag] for i, tag in enumerate(path)))


def test_name_never_begins_with_an_inside_nor_crosses_a_paragraph() -> None:
    scores = np.log(np.full((6, len(LABELS)), 0.01, dtype=np.float32))
    scores[:, 2], scores[:, 1] = 0.0, -1.0
    assert [LABELS[i] for i in consistent(scores, LABELS, [(0, 2), (2, 6)])] == [
        "B-PERSON", "I-PERSON", "B-PERSON", "I-PERSON", "I-PERSON", "I-PERSON",
    ]  # fmt: skip


def test_labels_that_fit_already_stay() -> None:
    scores = np.eye(len(LABELS), dtype=np.float32)[[0, 3, 4, 0, 1, 3]]
    assert consistent(scores, LABELS, [(0, 6)]).tolist() == [0, 3, 4, 0, 1, 3]
