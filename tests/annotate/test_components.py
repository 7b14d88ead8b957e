from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kgraph.annotate import load_pipeline

TEXT = (
    "Minister Anna Keller said on Tuesday that the talks in Geneva had failed.\n\n"
    "“We will not sign,” she told reporters. According to the ministry, Norway accused Sweden of delaying the deal."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def facts(doc: Doc) -> tuple[object, ...]:
    words = [(t.text, t.pos_, t.tag_, str(t.morph), t.lemma_, t.head.i, t.dep_, t.is_sent_start) for t in doc]
    ents = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
    group = doc.spans["attributions"]
    spans = [(s.start_char, s.end_char, s.label_, s.id) for s in group]
    return words, ents, spans, {key: round(score, 3) for key, score in group.attrs["scores"].items()}


@pytest.mark.parametrize("name", ["kgraph_encoder", "kgraph_syntax", "kgraph_entities", "kgraph_attributions"])
def test_factory_is_registered_for_any_pipeline(name: str) -> None:
    other = spacy.blank("en")
    other.add_pipe(name)
    assert other("Kyiv agreed.").text == "Kyiv agreed."


def test_each_component_gives_the_same_alone_as_behind_the_encoder(nlp: Language) -> None:
    alone = load_pipeline()
    alone.remove_pipe("kgraph_encoder")
    assert facts(alone(TEXT)) == facts(nlp(TEXT))


def test_text_is_kept_and_every_token_has_its_layers(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert all(t.pos_ and t.tag_ and t.lemma_ and t.dep_ for t in doc)
    assert all(doc.has_annotation(name) for name in ("TAG", "POS", "MORPH", "LEMMA", "DEP", "SENT_START", "ENT_IOB"))


def test_sentences_never_cross_a_blank_line(nlp: Language) -> None:
    doc = nlp("A headline without a full stop\n\nThe minister resigned\n\n\nand nobody knows why")
    assert len(list(doc.sents)) >= 3
    assert all("\n\n" not in sent.text.strip() for sent in doc.sents)


def test_sentences_that_a_doc_has_already_are_kept(nlp: Language) -> None:
    words = "The talks failed . Nobody was surprised . Rain fell .".split()
    starts = [i in (0, 8) for i in range(len(words))]
    doc = Doc(nlp.vocab, words=words, sent_starts=starts)
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [sent.start for sent in doc.sents] == [0, 8]


def test_each_sentence_is_one_tree(nlp: Language) -> None:
    for sent in nlp(TEXT * 3).sents:
        assert sum(token.head == token for token in sent) == 1
        assert all(sent.start <= token.head.i < sent.end for token in sent)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", " \n\n \t ", "\u200b", "a", ".", "\n\nOne.\n\n", "\x00", "🙂", "«»" * 600]
)
def test_odd_texts_do_not_raise(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert "attributions" in doc.spans
    assert "".join(sent.text_with_ws for sent in doc.sents) == text


def test_spans_of_one_attribution_share_an_id_that_has_a_score(nlp: Language) -> None:
    doc = nlp(TEXT)
    group = doc.spans["attributions"]
    assert {span.label_ for span in group} <= {"SOURCE", "CUE", "CONTENT"}
    assert {str(span.id) for span in group} == set(group.attrs["scores"])
    assert all(0 <= score <= 1 for score in group.attrs["scores"].values())


def test_cues_outside_of_the_body_are_ignored(nlp: Language) -> None:
    cut = TEXT.index("“")
    doc = nlp.make_doc(TEXT)
    doc.user_data["kgraph.body"] = [(cut, len(TEXT))]
    found = list(nlp(doc).spans["attributions"])
    assert found
    assert all(span.start_char >= cut for span in found if span.label_ == "CUE")
    empty = nlp.make_doc(TEXT)
    empty.user_data["kgraph.body"] = []
    assert not len(nlp(empty).spans["attributions"])


def test_entities_that_are_there_already_win(nlp: Language) -> None:
    doc = nlp.make_doc("Anna Keller met Boris Novak in Geneva.")
    doc.ents = [doc.char_span(5, 15, label="THING")]
    found = [(ent.text, ent.label_) for ent in nlp(doc).ents]
    assert ("Keller met", "THING") in found
    assert all(not text.startswith("Anna") for text, _ in found)


def test_saved_pipeline_reads_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    assert facts(load_pipeline(str(tmp_path / "saved"))(TEXT)) == facts(nlp(TEXT))


def test_settings_are_kept_when_saved(tmp_path: Path) -> None:
    other = spacy.blank("en")
    other.add_pipe("kgraph_attributions", config={"threshold": 1.1})
    other.to_disk(tmp_path / "saved")
    assert not len(spacy.load(tmp_path / "saved")(TEXT).spans["attributions"])


def test_annotated_doc_can_be_stored_and_read(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert facts(again) == facts(doc)
