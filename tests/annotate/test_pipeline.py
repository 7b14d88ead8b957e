import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kgraph.annotate import annotate, load_pipeline
from kgraph.annotate.weights import weights
from kgraph.errors import ModelError
from kgraph.records import Article, Mark

PARAGRAPH = "The president of Freedonia, Rufus Firefly, said that war was inevitable. “I did not start it,” he added."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def spans(doc: Doc) -> list[tuple[int, int, str]]:
    return [(span.start_char, span.end_char, span.label_) for span in doc.spans["attributions"]]


@pytest.mark.parametrize("name", ["no_such_pipeline_xyz", "/no/such/folder", ""])
def test_unknown_model_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(ModelError, match="name an installed spaCy pipeline") as caught:
        load_pipeline(name)
    assert "\n" not in str(caught.value)


def test_other_pipeline_gets_attributions_at_its_end(tmp_path: Path, nlp: Language) -> None:
    other = spacy.blank("en")
    other.add_pipe("sentencizer")
    other.to_disk(tmp_path / "other")
    loaded = load_pipeline(str(tmp_path / "other"))
    assert loaded.pipe_names[0] == "sentencizer"
    assert loaded.pipe_names[-1] == "kgraph_attributions"
    assert spans(loaded(PARAGRAPH)) == spans(nlp(PARAGRAPH))


def test_articles_come_back_in_order_with_their_text_kept(nlp: Language) -> None:
    articles = [Article(document=f"{i}", text=f"{PARAGRAPH}\n\n" * (i % 4)) for i in range(70)]
    pairs = list(annotate(articles, nlp))
    assert [article.document for article, _ in pairs] == [article.document for article in articles]
    assert all(doc.text == article.text for article, doc in pairs)


def test_articles_are_taken_in_as_results_are_taken_out(nlp: Language) -> None:
    taken = []

    def endless() -> Iterator[Article]:
        for i in range(100_000):
            taken.append(i)
            yield Article(document=str(i), text="Nothing.")

    next(annotate(endless(), nlp))
    assert len(taken) < 5_000


def test_attributions_are_looked_for_in_the_body_only(nlp: Language) -> None:
    text = f"{PARAGRAPH}\n\n{PARAGRAPH}"
    article = Article(document="x", text=text, marks=(Mark(0, len(PARAGRAPH), "comment"),))
    ((_, doc),) = annotate([article], nlp)
    cues = [start for start, _, label in spans(doc) if label == "CUE"]
    assert cues
    assert min(cues) > len(PARAGRAPH)


def test_one_by_one_and_in_batches_give_the_same(nlp: Language) -> None:
    texts = [PARAGRAPH, "Short.", f"{PARAGRAPH}\n\n" * 9, "Kyiv denied it."]
    assert [spans(doc) for doc in nlp.pipe(texts)] == [spans(nlp(text)) for text in texts]


def test_second_reading_gives_the_same(nlp: Language) -> None:
    first, second = nlp(PARAGRAPH), load_pipeline()(PARAGRAPH)
    assert (
        first.to_array(["POS", "HEAD", "DEP", "LEMMA"]).tolist()
        == second.to_array(["POS", "HEAD", "DEP", "LEMMA"]).tolist()
    )
    assert first.spans["attributions"].attrs == second.spans["attributions"].attrs


def test_long_article_is_read_to_its_end(nlp: Language) -> None:
    doc = nlp("\n\n".join([PARAGRAPH] * 120))
    cues = [start for start, _, label in spans(doc) if label == "CUE"]
    assert max(cues) > len(doc.text) - len(PARAGRAPH)
    assert len(cues) >= 120


def test_paragraph_longer_than_a_window_is_read_to_its_end(nlp: Language) -> None:
    doc = nlp(" ".join([PARAGRAPH] * 60))
    assert doc[-2].lemma_ == "add"
    assert max(start for start, _, label in spans(doc) if label == "CUE") > len(doc.text) - len(PARAGRAPH)


def test_word_without_an_end_is_read(nlp: Language) -> None:
    assert len(list(nlp("x" * 200_000).sents)) == 1


def test_threads_can_share_a_pipeline(nlp: Language) -> None:
    expected, found = spans(nlp(PARAGRAPH)), []
    threads = [threading.Thread(target=lambda: found.append(spans(nlp(PARAGRAPH)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_worker_processes_give_the_same(nlp: Language) -> None:
    weights(2)  # a session with threads of its own, which a forked worker must not touch
    texts = [PARAGRAPH, f"{PARAGRAPH}\n\n{PARAGRAPH}", "No."]
    assert [spans(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=1)] == [spans(nlp(text)) for text in texts]
