"""Abbreviations that an article explains."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English

from kgraph.resolve.abbreviations import abbreviations

TOKENS = English()
TABLE = [
    ("The Kostravan Grain Board (KGB) met.", ("KGB", "Kostravan Grain Board")),
    ("the Ministry of Public Works (“MPW”) said", ("MPW", "Ministry of Public Works")),
    ("The Union of the Free Ports (UFP), which", ("UFP", "Union of the Free Ports")),
    ("the Strait Environmental and Socio-economic Assessment Board (SESAB)", ("SESAB",) * 2),
    ("the Pact Relief and Works Agency for Displaced Norlanders (PRWA)", ("PRWA",) * 2),
    ("Party of Popular Progress (PPP)", ("PPP", "Party of Popular Progress")),
    ("the Central Reserve Bank (BCR)", ("BCR", "Central Reserve Bank")),
    ("Varania Tehrik-e-Inqal (VTI) won", ("VTI", "Varania Tehrik-e-Inqal")),
]
NONE = [
    "said Aksel Rue (KGB)",
    "the gross domestic product (GDP) rose",
    "the Central Savings Office (BCR) raised rates",
    "The ferry (MV) left.",
    "Norland (see Varania)",
    "The Board\n(TB) met.",
]


@pytest.mark.parametrize(("text", "found"), TABLE)
def test_a_full_name_before_the_brackets_gives_the_letters(text, found):
    short, long = found
    (one,) = abbreviations(TOKENS(text))
    assert one.short == short
    assert one.long.text == long if long != short else text.split(" (")[0].removeprefix("the ") == one.long.text


@pytest.mark.parametrize("text", NONE)
def test_words_that_do_not_give_the_letters_explain_nothing(text):
    assert [*abbreviations(TOKENS(text))] == []


@given(st.text(alphabet="AaBb ().-\n", max_size=200))
def test_any_text_is_borne_and_the_words_are_its_own(text):
    doc = TOKENS(text)
    for short, long in abbreviations(doc):
        assert text[long.start_char : long.end_char] == long.text
        assert f"({short}" in text


def test_a_text_made_to_be_slow_takes_no_second():
    doc = TOKENS(" ".join(["Aaaaaaaaaa " * 15 + "(BAAAAAAAAA)"] * 100))
    start = time.process_time()
    list(abbreviations(doc))
    assert time.process_time() - start < 5
