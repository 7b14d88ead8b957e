"""What a label of another set may stand for; they need the training extra."""

import pytest

pytest.importorskip("torch", reason="training needs the extra: pip install -e '.[training]'")

from training.labels import TYPES, allowed, label_maps, sizes
from training.paragraph import Paragraph


@pytest.fixture(scope="module")
def maps() -> dict[str, dict[str, int]]:
    paragraph = Paragraph(["a"] * 3, *[["X"] * 3] * 4, heads=[0, 0, 0], deprels=["root"] * 3)
    return label_maps({"ewt": [[paragraph]], "gum": []})


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("WORLD:O", {"O"}),
        ("WORLD:B-PERSON", {"B-PERSON"}),
        ("WORLD:I-MISC", {"I-MISC", "I-EVENT"}),
        ("UNER:B-LOC", {"B-LOC", "B-FAC"}),
        ("CROSS:B-EVENT", {"B-EVENT"}),
    ],
)
def test_label_of_a_set_stands_for_labels_of_ours(maps: dict, label: str, meant: set[str]) -> None:
    row = allowed(maps["entities"])[maps["entities"][label]].tolist()
    ours = [name for name in maps["entities"] if ":" not in name]
    assert {name for name, may in zip(ours, row, strict=True) if may} == meant


def test_outside_of_a_set_may_be_a_type_that_it_does_not_know(maps: dict) -> None:
    row = allowed(maps["entities"])[maps["entities"]["UNER:O"]].tolist()
    ours = [name for name in maps["entities"] if ":" not in name]
    may = {name for name, yes in zip(ours, row, strict=True) if yes}
    assert {"O", "B-NORP", "I-DATE", "B-EVENT"} <= may
    assert not may & {"B-PERSON", "B-ORG", "I-LOC", "B-FAC"}


def test_network_has_our_labels_only(maps: dict) -> None:
    assert sizes(maps)["entities"] == 1 + 2 * len(TYPES)
    assert sizes(maps)["upos"] == 1
