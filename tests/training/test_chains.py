"""Chains of tags against trying every way; they need the training extra."""

from itertools import pairwise, product

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra: pip install -e '.[training]'")

from training.chains import chain, cross_entropy, gold_cross_entropy, marginals, total  # noqa: E402

TAGS = 3


def ways(scores: "torch.Tensor", transitions: "torch.Tensor", first: "torch.Tensor") -> dict[tuple[int, ...], float]:
    """Every way through a row of scores, and its score."""
    found = {}
    for way in product(range(TAGS), repeat=len(scores)):
        steps = sum(float(transitions[a, b]) for a, b in pairwise(way))
        found[way] = float(first[way[0]]) + steps + sum(float(scores[i, tag]) for i, tag in enumerate(way))
    return found


@pytest.fixture(params=range(4))
def row(request: pytest.FixtureRequest) -> tuple["torch.Tensor", ...]:
    torch.manual_seed(request.param)
    lengths = torch.tensor([5, 1 + request.param])
    return (
        torch.randn(2, 5, TAGS),
        torch.randn(TAGS, TAGS),
        torch.randn(TAGS),
        torch.arange(5)[None, :] < lengths[:, None],
    )


def test_total_is_the_sum_over_all_ways_and_padding_changes_nothing(row: tuple["torch.Tensor", ...]) -> None:
    scores, transitions, first, mask = row
    totals = total(chain(scores, transitions, first, mask))
    for i in range(2):
        every = ways(scores[i, : int(mask[i].sum())], transitions, first)
        assert float(totals[i]) == pytest.approx(
            float(torch.logsumexp(torch.tensor(list(every.values())), 0)), abs=1e-4
        )


def test_chance_of_a_step_is_the_share_of_the_ways_that_take_it(row: tuple["torch.Tensor", ...]) -> None:
    scores, transitions, first, mask = row
    chances = marginals(chain(scores, transitions, first, mask))
    for i in range(2):
        size = int(mask[i].sum())
        every = ways(scores[i, :size], transitions, first)
        weights = torch.softmax(torch.tensor(list(every.values())), 0).tolist()
        for step in range(1, size):
            wanted = sum(w for way, w in zip(every, weights, strict=True) if way[step - 1 : step + 1] == (0, 1))
            assert float(chances[i, step, 0, 1]) == pytest.approx(wanted, abs=1e-4)


def test_cross_entropy_with_one_way_is_that_of_its_chances(row: tuple["torch.Tensor", ...]) -> None:
    scores, transitions, first, mask = row
    potentials = chain(scores, transitions, first, mask)
    gold = torch.randint(0, TAGS, (2, 5))
    sure = torch.zeros_like(potentials)
    for i in range(2):
        for step in range(int(mask[i].sum())):
            sure[i, step, int(gold[i, step - 1]) if step else 0, int(gold[i, step])] = 1.0
    assert torch.allclose(gold_cross_entropy(potentials, gold, mask), cross_entropy(potentials, sure), atol=1e-4)
