"""Windows and their tensors lose no word and move every label with it; they need the training extra."""

import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra: pip install -e '.[training]'")

from kgraph.annotate.weights import folder  # noqa: E402
from kgraph.annotate.words import WordPieces  # noqa: E402
from training.batches import WINDOW, cut, make_batch, windows, without  # noqa: E402
from training.labels import label_maps  # noqa: E402
from training.paragraph import Paragraph, load, write  # noqa: E402


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces(folder() / "tokenizer.json")


def attributed() -> Paragraph:
    words = 'The envoy said " talks failed " on Monday .'.split()
    roles = {"source": [(0, 2)], "cue": [(2, 3)], "content": [(3, 7)]}
    return Paragraph(words, attributions=[roles], stances=[(0, 2, "neutral")])


def test_cut_moves_pieces_and_names() -> None:
    part = cut(attributed(), 1, 6)
    assert part.words == ["envoy", "said", '"', "talks", "failed"]
    assert part.attributions == [{"source": [(0, 1)], "cue": [(1, 2)], "content": [(2, 5)]}]
    assert part.stances == []


def test_words_can_be_left_out() -> None:
    part = without(attributed(), {3, 6})
    assert part.words == "The envoy said talks failed on Monday .".split()
    assert part.attributions == [{"source": [(0, 2)], "cue": [(2, 3)], "content": [(3, 5)]}]


def test_windows_hold_every_word_once_and_are_never_too_long(pieces: WordPieces) -> None:
    document = [Paragraph([f"word{i}"] * size, attributions=[]) for i, size in enumerate((3, 700, 1, 90))]
    stream = windows([document], pieces, random.Random(1), together=False, short=0.1)
    seen: list[str] = []
    while len(seen) < 794:
        window = next(stream)
        words = [word for paragraph in window for word in paragraph.words]
        assert sum(len(ids) for ids in pieces(words)) + len(window) + 1 <= WINDOW
        seen += [word.lower() for word in words]
    assert sorted(seen) == sorted(word for paragraph in document for word in paragraph.words)


def test_batch_numbers_words_over_all_windows(pieces: WordPieces) -> None:
    tree = Paragraph(
        ["Rain", "fell"], ["NOUN", "VERB"], ["NN", "VBD"], ["_", "_"], ["l|0|", "l|0|"], [1, 1], ["nsubj", "root"],
        [True, False],
    )  # fmt: skip
    maps = label_maps({"ewt": [[tree] * 3], "gum": []})
    batch = make_batch([[attributed()], [tree, tree]], pieces, maps, random.Random(0), parts=2)
    assert batch.paragraphs == [(0, 10), (10, 12), (12, 14)]
    assert batch.sentences == [(10, 12), (12, 14)]
    assert batch.labels["heads"].tolist() == [-100] * 10 + [11, 11, 13, 13]
    assert batch.labels["cues"].tolist() == [0, 0, 1, *[0] * 7, *[-100] * 4]
    assert batch.stances == [(0, 1, 1)]
    flat = torch.cat([ids.reshape(-1) for ids, _, _ in batch.parts])
    assert flat[batch.first].tolist() == [pieces([word])[0][0] for word in [*attributed().words, *tree.words * 2]]


def test_prepared_sets_come_back_as_they_were(tmp_path: Path) -> None:
    sets = {"polnear": [[attributed(), Paragraph(["Rain"], attributions=[])]], "plain": [[Paragraph(["Rain"])]]}
    path = tmp_path / "sets.json.gz"
    write(sets, path)
    again = load(path)
    assert [p.words for p in again["polnear"][0]] == [p.words for p in sets["polnear"][0]]
    assert again["polnear"][0][1].attributions == []
    assert again["plain"][0][0].attributions is None
