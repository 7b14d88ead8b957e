from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from kgraph.annotate.tokenizer import split_as_ud

CUTS = [
    # missing spaces
    ('"We go."he said', '" We go . " he said'),
    ("“No”said Ann", "“ No ” said Ann"),
    ("the envoy(s)", "the envoy ( s )"),
    ("too late...[because", "too late ... [ because"),
    # hyphens and dashes
    ("a war-torn anti-war non-Dutch town", "a war - torn anti-war non-Dutch town"),
    ("a 26-year-old F-16", "a 26 - year - old F - 16"),
    ("mid-1980s, 1998-2002, 5–6", "mid-1980s , 1998 - 2002 , 5 – 6"),
    ("Call 555-010-7788 or 555-0199.", "Call 555-010-7788 or 555-0199 ."),
    ("late- and -early --Ann", "late - and - early -- Ann"),
    # slashes
    ("and/or on 9/11/2001", "and / or on 9/11/2001"),
    # contractions and possessives
    ("I don't, we'd've", "I do n't , we 'd 've"),
    ("They CAN’T; it’s Ann's", "They CA N’T ; it ’s Ann 's"),
    ("We cannot, gonna, wanna", "We can not , gon na , wan na"),
    ("an id to wed o'clock", "an id to wed o'clock"),
    ("the 1960's and '72, '90s", "the 1960's and '72 , '90s"),
    # abbreviations
    ("the U.S. army at 5 p.m.", "the U.S. army at 5 p.m."),
    ("Lt. Gen. Wu et al. on Wed.", "Lt. Gen. Wu et al. on Wed."),
    # numbers and units
    ("at 7:30pm, 9am-12pm", "at 7:30 pm , 9 am - 12 pm"),
    ("$3.8bn, £5m. or 65k (aged 8)", "$ 3.8 bn , £ 5 m . or 65 k ( aged 8 )"),
    ("21st 90s 50% #3", "21st 90s 50 % # 3"),
    # runs of marks
    ("No!!! What?! <<file>> ***", "No !!! What ?! << file >> ***"),
    ("(Note): #peace, @ann :)", "( Note ) : #peace , @ann :)"),
    # addresses
    ("www.example.org/a-b, ann-lee@example.org", "www.example.org/a-b , ann-lee@example.org"),
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    split_as_ud(nlp)
    return nlp


@pytest.mark.parametrize(("text", "expected"), CUTS)
def test_words_are_cut_as_in_universal_dependencies(nlp: Language, text: str, expected: str) -> None:
    assert [token.text for token in nlp(text)] == expected.split()


@pytest.mark.parametrize("text", [text for text, _ in CUTS])
def test_no_character_is_lost(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


def test_a_saved_tokenizer_cuts_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    for text, expected in CUTS:
        assert [token.text for token in loaded(text)] == expected.split()
