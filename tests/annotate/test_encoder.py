import pytest
from spacy.language import Language

from kgraph.annotate import encoder, load_pipeline
from kgraph.annotate.encoder import Words, read
from kgraph.annotate.weights import weights

SENTENCE = "The president said that war was inevitable .".split()


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


def test_batches_stay_small_however_long_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    original = encoder._feed

    def watched(batch):  # type: ignore[no-untyped-def]
        feed = original(batch)
        sizes.append(feed["ids"].size)
        return feed

    monkeypatch.setattr(encoder, "_feed", watched)
    read(Words(SENTENCE * 200, [(i * 8, i * 8 + 8) for i in range(200)]), weights())
    assert len(sizes) > 1
    assert max(sizes) <= encoder.BATCH


def test_two_threads_inside_a_run_are_a_setting_of_the_component(nlp: Language) -> None:
    other = load_pipeline()
    other.replace_pipe("kgraph_encoder", "kgraph_encoder", config={"threads": 2})
    text = " ".join(SENTENCE)
    assert [token.dep_ for token in other(text)] == [token.dep_ for token in nlp(text)]
