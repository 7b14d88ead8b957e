import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.annotate.trees import tree


def is_tree(heads: list[int]) -> bool:
    roots = [i for i, head in enumerate(heads) if head == i]
    for start in range(len(heads)):
        word, steps = start, 0
        while heads[word] != word:
            word, steps = heads[word], steps + 1
            if steps > len(heads):
                return False
    return len(roots) == 1


@given(st.integers(1, 14), st.integers(0, 10_000))
def test_any_scores_give_a_tree_with_one_root(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(0, 3, (size, size)).astype(np.float32)
    assert is_tree(tree(scores).tolist())


def test_greedy_heads_stay_when_they_are_a_tree() -> None:
    scores = np.array([[0, 9, 0], [0, 9, 0], [0, 9, 0]], dtype=np.float32)
    assert tree(scores).tolist() == [1, 1, 1]


def test_cycle_is_broken_where_it_costs_least() -> None:
    scores = np.array([[5, 0, 0], [1, 0, 9], [4, 8, 0]], dtype=np.float32)
    assert tree(scores).tolist() == [0, 2, 0]


@pytest.mark.parametrize("seed", range(30))
def test_mended_tree_is_the_best_tree_below_its_root(seed: int) -> None:
    size = 4
    scores = np.random.default_rng(seed).normal(0, 3, (size, size))
    found = tree(scores.astype(np.float32)).tolist()
    root = next(i for i, head in enumerate(found) if head == i)
    options = np.stack(np.meshgrid(*[range(size)] * size), -1).reshape(-1, size).tolist()
    totals = [sum(scores[i, h] for i, h in enumerate(o)) for o in options if o[root] == root and is_tree(o)]
    assert sum(scores[i, h] for i, h in enumerate(found)) == pytest.approx(max(totals))
