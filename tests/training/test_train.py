"""A step of training on a tiny network; it needs the training extra."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra: pip install -e '.[training]'")

from kgraph.annotate.weights import folder  # noqa: E402
from kgraph.annotate.words import WordPieces  # noqa: E402
from training.batches import Batch, make_batch  # noqa: E402
from training.labels import allowed, label_maps, sizes  # noqa: E402
from training.losses import WEIGHTS  # noqa: E402
from training.network import Network, Shape, buckets  # noqa: E402
from training.paragraph import Paragraph  # noqa: E402
from training.train import Run, optimizer_of  # noqa: E402

TINY = Shape(layers=1, width=48, arc=8, label=8, second=16, heads=4)
CPU = torch.device("cpu")

TREE = Paragraph(
    ["Rain", "fell", ".", "It", "stopped"],
    ["NOUN", "VERB", "PUNCT", "PRON", "VERB"], ["NN", "VBD", ".", "PRP", "VBD"], ["_"] * 5,
    ["l|0|", "l|4|all", "l|0|", "l|0|", "l|3|"], [1, 1, 1, 4, 4], ["nsubj", "root", "punct", "nsubj", "root"],
    [True, False, False, True, False], ["UNER:O"] * 5,
)  # fmt: skip
SAID = Paragraph(
    'Anna Keller said " talks failed "'.split(),
    attributions=[{"source": [(0, 2)], "cue": [(2, 3)], "content": [(3, 7)]}],
)
NAMED = Paragraph(["Anna", "praised", "Oslo"], stances=[(2, 3, "positive")])
PLAIN = Paragraph(["Nobody", "knows", "what", "she", "said"])


@pytest.fixture(scope="module")
def maps() -> dict[str, dict[str, int]]:
    return label_maps({"ewt": [[TREE] * 3], "gum": []})


@pytest.fixture(scope="module")
def batch(maps: dict) -> Batch:
    pieces = WordPieces(folder() / "tokenizer.json")
    return make_batch([[TREE], [SAID], [NAMED], [PLAIN]], pieces, maps, random.Random(0), parts=2)


def run(maps: dict, teachers: list[Network]) -> Run:
    torch.manual_seed(0)
    net = Network(sizes(maps), TINY)
    return Run(net, optimizer_of(net, 1e-3, 1e-3), maps, "student", CPU, teachers)


def teacher(maps: dict) -> Network:
    wide = Shape(layers=1, width=96, arc=16, label=8, second=32, heads=4, relative=True)
    return Network(sizes(maps), wide).eval().requires_grad_(False)


def total(losses: dict) -> float:
    return float(sum(WEIGHTS[name] * loss.detach() for name, loss in losses.items()))


@pytest.mark.parametrize(("taught", "share"), [(False, 0.8), (True, 0.97)])  # a teacher in doubt can only be followed
def test_every_task_is_learnt(maps: dict, batch: Batch, taught: bool, share: float) -> None:
    one, table = run(maps, [teacher(maps), teacher(maps)] if taught else []), allowed(maps["entities"])
    losses = one.losses(batch, table, random.Random(0))
    assert set(losses) == set(WEIGHTS)
    before = total(losses)
    for _ in range(30):
        one.learn(one.losses(batch, table, random.Random(0)), done=0.0)
    assert total(one.losses(batch, table, random.Random(0))) < share * before


def test_teachers_speak_of_words_that_nobody_has_annotated(maps: dict, batch: Batch) -> None:
    one, table = run(maps, [teacher(maps)]), allowed(maps["entities"])
    only = replace(batch, labels={name: torch.full_like(tensor, -100) for name, tensor in batch.labels.items()})
    only = replace(only, sentences=[], attributions=[], stances=[], known=[False] * 4, parsed=[False] * 4)
    losses = one.losses(only, table, random.Random(0))
    assert {"upos", "arcs", "deprels", "entities", "cues"} <= set(losses)


def test_checkpoint_goes_on_where_it_was(maps: dict, batch: Batch, tmp_path: Path) -> None:
    one, table = run(maps, []), allowed(maps["entities"])
    one.learn(one.losses(batch, table, random.Random(0)), done=0.0)
    path = tmp_path / "checkpoint.pt"
    one.save(path)
    other = run(maps, [])
    other.resume(path)
    assert other.step == 1
    mine, theirs = one.net.state_dict(), other.net.state_dict()
    assert all(torch.equal(mine[name], theirs[name]) for name in mine)


def test_distances_of_mpnet_are_exact_near_and_coarse_far() -> None:
    classes = buckets(torch.arange(300))
    assert classes[10, 10] == 0
    assert classes[10, 9] == 1
    assert classes[9, 10] == 17
    assert classes[0, 299] == 31
    assert len(classes.unique()) == 31  # one class is the same from both sides
