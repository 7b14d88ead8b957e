"""Words that a page has run together."""

import pytest

from kgraph.annotate import annotate, load_pipeline
from kgraph.annotate.runtogether import cut, cut_apart
from kgraph.extract import extract
from kgraph.records import Article, Attribution

CUT = [
    ("saidthat", "said that"),
    ("yesterdayThe", "yesterday The"),
    ("BrandvoldHe", None),  # whose half no list knows
    ("ofthe", "of the"),
    ("tothe", "to the"),
    ("Thepresident", "The president"),
    ("Ministersaid", "Minister said"),
    ("leaderof", "leader of"),
    ("minsterMet", None),
]
WHOLE = (
    "wrongdoing blockchain checkpoints chairwoman withheld withholding Haddad Herbig Subhas parishad afterthought "
    "therefore YouTube PayPal LinkedIn McDonald BioNTech Brandvold Varania NATO thoughout understated lawmakers hereby "
    "thereupon Washington Othello Theresa Andorra Wasserman Havelock Saidov"
).split()


@pytest.mark.parametrize(("word", "halves"), CUT)
def test_two_words_are_cut_apart_where_one_is_a_word_of_grammar(word: str, halves: str | None) -> None:
    place = cut(word)
    assert (None if place is None else f"{word[:place]} {word[place:]}") == halves


@pytest.mark.parametrize("word", WHOLE)
def test_words_that_are_one_stay_one(word: str) -> None:
    assert cut(word) is None


def test_the_text_and_all_offsets_stay_as_they_are() -> None:
    text = "The ministersaid on Monday thatthe border\n\nwith Varania would stay open."
    doc = cut_apart(load_pipeline().make_doc(text))
    assert doc.text == text
    assert [token.text for token in doc][1:7] == ["minister", "said", "on", "Monday", "that", "the"]
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_a_statement_is_found_where_the_cue_was_run_together_with_its_speaker() -> None:
    text = "Foreign ministersaid on Monday that the border with Varania would stay open."
    ((article, doc),) = annotate([Article("a.txt", text)], load_pipeline())
    found = [one for one in extract(article, doc) if isinstance(one, Attribution)]
    assert [(one.cue.text, one.source.text) for one in found if one.cue and one.source] == [
        ("said", "Foreign minister")
    ]
    assert all(text[piece.start : piece.end] == piece.text for one in found for piece in one.content)
