"""The plain objects say of every word and span what spaCy's own say."""

import pytest
from spacy.tokens import Doc

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract.parse import Parse, parse
from kgraph.records import Article

TEXTS = [
    "Norland's envoy, Ilsa Brandvold, said on Monday that “the ports will stay closed”.\n\nHe left  Halvik by 3 p.m. ",
    "Who told Varania to seize the ships that Kostrava had sold?  \nNobody, the minister of trade said!",
    "x",
    "",
]
PLAIN = ("i", "idx", "text", "lower_", "lemma_", "dep_", "pos_", "tag_", "ent_type_", "ent_iob_", "shape_")
PLAIN += ("whitespace_", "is_space", "is_punct", "is_lower", "is_sent_start")


@pytest.fixture(scope="module")
def docs() -> list[Doc]:
    articles = [Article(f"{number}.txt", text) for number, text in enumerate(TEXTS)]
    return [doc for _, doc in annotate(articles, load_pipeline())]


def test_words_are_those_of_spacy(docs: list[Doc]) -> None:
    for doc in docs:
        for ours, theirs in zip(parse(doc), doc, strict=True):
            assert [getattr(ours, name) for name in PLAIN] == [getattr(theirs, name) for name in PLAIN]
            assert (ours.head.i, ours.left_edge.i, len(ours)) == (theirs.head.i, theirs.left_edge.i, len(theirs))
            for name in ("children", "lefts", "subtree", "ancestors"):
                assert [t.i for t in getattr(ours, name)] == [t.i for t in getattr(theirs, name)], name
            assert (ours.sent.start, ours.sent.end) == (theirs.sent.start, theirs.sent.end)


def test_spans_are_those_of_spacy(docs: list[Doc]) -> None:
    for doc in docs:
        for start in range(len(doc)):
            for end in range(start + 1, len(doc) + 1):
                ours, theirs = parse(doc)[start:end], doc[start:end]
                for name in ("text", "text_with_ws", "start_char", "end_char"):
                    assert getattr(ours, name) == getattr(theirs, name)
                assert ours.root.i == theirs.root.i
                assert (ours[0].i, ours[-1].i, ours[1:].text) == (theirs[0].i, theirs[-1].i, theirs[1:].text)
        assert [(e.text, e.label_) for e in parse(doc).ents] == [(e.text, e.label_) for e in doc.ents]


def test_characters_are_found_as_spacy_finds_them(docs: list[Doc]) -> None:
    for doc in docs:
        for start in range(len(doc.text)):
            for end in range(start + 1, len(doc.text) + 2):
                theirs = doc.char_span(start, end, alignment_mode="expand")
                ours = parse(doc).char_span(start, end, alignment_mode="expand")
                assert (ours is None) == (theirs is None)
                if ours is not None and theirs is not None:
                    assert (ours.start, ours.end, ours.text) == (theirs.start, theirs.end, theirs.text)


def test_a_doc_is_read_once_and_its_text_kept(docs: list[Doc]) -> None:
    for doc in docs:
        assert isinstance(parse(doc), Parse)
        assert parse(parse(doc)) is parse(doc)
        assert parse(doc).text == doc.text


def test_what_is_outside_is_an_error(docs: list[Doc]) -> None:
    words = parse(docs[0])
    for wrong in (lambda: words[0].nbor(-1), lambda: words[len(words) - 1].nbor(), lambda: words[1:2][1]):
        with pytest.raises(IndexError):
            wrong()
