"""The stance pass at run time."""

import numpy as np
import pytest
from spacy.language import Language

from kgraph.annotate import load_pipeline
from kgraph.annotate.stances import Name, names_in
from kgraph.records import STANCES


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def test_each_word_that_names_somebody_is_read_in_its_sentence() -> None:
    naming = np.array([False, True, False, True])
    assert list(names_in([(0, 2), (2, 4)], naming)) == [Name(1, 0, 2), Name(3, 2, 4)]


def test_each_name_in_a_sentence_that_reports_speech_has_three_chances(nlp: Language) -> None:
    doc = nlp("The weather was fine in Halvik. The minister said that Varania had betrayed them all.")
    stances = doc.user_data[STANCES]
    read = {doc[i].text for i in stances}
    assert "Varania" in read
    assert "Halvik" not in read
    assert all(sum(chances) == pytest.approx(1, abs=0.001) for chances in stances.values())


def test_blame_and_praise_are_told_apart(nlp: Language) -> None:
    def towards(text: str) -> tuple[float, ...]:
        doc = nlp(text)
        (chances,) = (c for i, c in doc.user_data[STANCES].items() if doc[i].text == "Varania")
        return chances

    blame = towards("The minister said that Varania was a disgraceful liar and had betrayed its friends.")
    praise = towards("The minister said that Varania was a wonderful partner and had kept every promise.")
    assert blame[0] > praise[0]
    assert praise[2] > blame[2]


def test_a_doc_with_stances_survives_bytes(nlp: Language) -> None:
    doc = nlp("The minister said that Varania had betrayed them all.")
    again = type(doc)(nlp.vocab).from_bytes(doc.to_bytes())
    assert {int(k): tuple(v) for k, v in again.user_data[STANCES].items()} == doc.user_data[STANCES]
