"""The shipped weights on sentences of our own: the figures may rise, never fall."""

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kgraph.annotate import load_pipeline

#: Text, then source, cue and content of its attributions ("" = absent; pieces of a content joined by " | ").
ATTRIBUTIONS = [
    (
        "Foreign Minister Elsa Brandt said on Monday that Norland would not recognise the vote.",
        [("Foreign Minister Elsa Brandt", "said", "that Norland would not recognise the vote")],
    ),
    (
        "“We have waited long enough,” President Tomas Adler told reporters in Geneva.",
        [("President Tomas Adler", "told", "“We have waited long enough,”")],
    ),
    (
        "According to the Ministry of Defence, three soldiers were wounded near the border.",
        [("the Ministry of Defence", "According to", "three soldiers were wounded near the border")],
    ),
    (
        "The general denied that his troops had crossed the river.",
        [("The general", "denied", "that his troops had crossed the river")],
    ),
    (
        "The Kremlin warned that any attack would be answered at once.",
        [("The Kremlin", "warned", "that any attack would be answered at once")],
    ),
    (
        '"The talks failed," she added, "because nobody wanted peace."',
        [("she", "added", '"The talks failed," | "because nobody wanted peace."')],
    ),
    (
        "Analysts believe the sanctions will hurt exporters first.",
        [("Analysts", "believe", "the sanctions will hurt exporters first")],
    ),
    (
        "NATO Secretary General Jens Holm announced that the alliance would send two more battalions.",
        [("NATO Secretary General Jens Holm", "announced", "that the alliance would send two more battalions")],
    ),
    (
        "The spokesman stressed that Beijing opposes any form of official exchange.",
        [("The spokesman", "stressed", "that Beijing opposes any form of official exchange")],
    ),
    (
        "Turkey claims the islands were never ceded, while Greece insists they were.",
        [("Turkey", "claims", "the islands were never ceded"), ("Greece", "insists", "they were")],
    ),
    ("The ship left the port on Friday and reached the island two days later.", []),
    ("Rain fell over the capital as workers cleared the square.", []),
]

ENTITIES = [
    ("Elsa Brandt met officials of the European Union in Geneva.", {("Elsa Brandt", "PERSON"), ("Geneva", "LOC")}),
    pytest.param(
        "The Russian army shelled Kharkiv.",
        {("Russian", "NORP"), ("Kharkiv", "LOC")},
        marks=pytest.mark.xfail(reason="a short text gives little to tell a town from a ship or a missile: MISC"),
    ),
    ("Angela Merkel visited Paris in March 2019.", {("Angela Merkel", "PERSON"), ("Paris", "LOC")}),
    ("Gazprom cut supplies to Poland.", {("Gazprom", "ORG"), ("Poland", "LOC")}),
]

#: Text, then (word, head, label).
ARCS = [
    ("The minister rejected the proposal.", ("minister", "rejected", "nsubj")),
    ("The minister rejected the proposal.", ("proposal", "rejected", "obj")),
    ("She said that the talks had failed.", ("failed", "said", "ccomp")),
    ("The deal was signed by the president.", ("deal", "signed", "nsubj:pass")),
    ("Officials in Brussels agreed.", ("Brussels", "Officials", "nmod")),
    ("Iran's nuclear programme grew.", ("Iran", "programme", "nmod:poss")),
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def attributions(doc: Doc) -> set[tuple[str, str, str]]:
    found: dict[int, dict[str, list[str]]] = {}
    for span in doc.spans["attributions"]:
        found.setdefault(span.id, {"SOURCE": [], "CUE": [], "CONTENT": []})[span.label_].append(span.text)
    return {(" | ".join(one["SOURCE"]), " | ".join(one["CUE"]), " | ".join(one["CONTENT"])) for one in found.values()}


def test_most_attributions_are_found_with_all_their_roles_right(nlp: Language) -> None:
    right = sum(attributions(nlp(text)) == set(expected) for text, expected in ATTRIBUTIONS)
    assert right >= 11, [attributions(nlp(text)) for text, _ in ATTRIBUTIONS]


def test_sources_and_contents_of_attributions_are_found(nlp: Language) -> None:
    missing = []
    for text, expected in ATTRIBUTIONS:
        sources = {source for source, _, _ in attributions(nlp(text))}
        missing += [source for source, _, _ in expected if source not in sources]
    assert not missing


@pytest.mark.parametrize(("text", "expected"), ENTITIES)
def test_names_are_found_with_their_types(nlp: Language, text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= {(ent.text, ent.label_) for ent in nlp(text).ents}


@pytest.mark.parametrize(("text", "arc"), ARCS)
def test_words_hang_on_their_heads(nlp: Language, text: str, arc: tuple[str, str, str]) -> None:
    assert arc in {(token.text, token.head.text, token.dep_) for token in nlp(text)}


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("accused", "accuse"), ("soldiers", "soldier"), ("denied", "deny"), ("was", "be"), ("said", "say")],
)
def test_lemmas_are_those_of_a_dictionary(nlp: Language, word: str, lemma: str) -> None:
    text = {"soldiers": "The soldiers left.", "was": "He was late."}.get(word, f"She {word} him.")
    assert lemma in {token.lemma_ for token in nlp(text)}


def test_messy_page_without_a_space_after_the_quotation_is_read(nlp: Language) -> None:
    doc = nlp('"We will answer every attack."the president said on Monday.')
    assert any(span.label_ == "SOURCE" and span.text == "the president" for span in doc.spans["attributions"])


def test_sentences_of_a_paragraph_are_told_apart(nlp: Language) -> None:
    doc = nlp("The vote was on Sunday. Mr. Adler won by a small margin. Nobody was surprised.")
    assert [sent.text for sent in doc.sents] == [
        "The vote was on Sunday.",
        "Mr. Adler won by a small margin.",
        "Nobody was surprised.",
    ]
