import pytest
from spacy.language import Language

from kgraph.annotate import encoder, load_pipeline
from kgraph.annotate.encoder import Words, read
from kgraph.annotate.weights import weights

SENTENCE = "The president said that war was inevitable .".split()


def words(paragraphs: int) -> Words:
    size = len(SENTENCE)
    return Words(SENTENCE * paragraphs, [(i * size, (i + 1) * size) for i in range(paragraphs)])


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def test_every_layer_has_a_value_for_each_word() -> None:
    layers = read(Words(SENTENCE * 3, [(0, 8), (8, 24)]), weights())
    for name in ("upos", "xpos", "feats", "lemmas", "starts", "heads", "deprels", "entities"):
        assert getattr(layers, name).shape == (24,)
    assert layers.starts[0]
    assert layers.starts[8]


def test_heads_stay_inside_the_paragraph() -> None:
    layers = read(Words(SENTENCE * 3, [(0, 8), (8, 24)]), weights())
    assert all((head < 8) == (word < 8) for word, head in enumerate(layers.heads.tolist()))


def test_nothing_is_read_from_nothing() -> None:
    assert read(Words([], []), weights()).cues == []


def test_what_is_not_wanted_is_not_computed() -> None:
    layers = read(Words(SENTENCE, [(0, 8)]), weights(), syntax=False, attributions=False)
    assert layers.cues == []
    assert layers.heads.tolist() == list(range(8))


def test_one_run_reads_one_window_however_long_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = []
    original = encoder._feed

    def watched(row):  # type: ignore[no-untyped-def]
        feed = original(row)
        shapes.append(feed["ids"].shape)
        return feed

    monkeypatch.setattr(encoder, "_feed", watched)
    read(Words(SENTENCE * 200, [(i * 8, i * 8 + 8) for i in range(200)]), weights())
    assert len(shapes) > 1
    assert all(rows == 1 and pieces <= weights().window for rows, pieces in shapes)


def test_a_window_is_read_the_same_whatever_else_is_in_the_article() -> None:
    """The second article's first window is the whole of the first."""
    size = len(SENTENCE)
    count = next(n for n in range(1, 99) if len(list(encoder._rows(words(n), weights()))) > 1) - 1
    one, two = read(words(count), weights()), read(words(count * 2), weights())
    for name in ("upos", "xpos", "feats", "lemmas", "starts", "heads", "deprels", "entities"):
        assert getattr(two, name)[: count * size].tolist() == getattr(one, name).tolist()


def test_two_threads_inside_a_run_are_a_setting_of_the_component(nlp: Language) -> None:
    other = load_pipeline()
    other.replace_pipe("kgraph_encoder", "kgraph_encoder", config={"threads": 2})
    text = " ".join(SENTENCE)
    assert [token.dep_ for token in other(text)] == [token.dep_ for token in nlp(text)]
