"""The target pass at run time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kgraph.annotate import load_pipeline
from kgraph.annotate.targets import CONTENT, CUE, LONGEST, OTHER, SOURCE, marks, read_targets, reading
from kgraph.records import STATES


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def test_a_statement_is_laid_out_in_the_order_of_the_text() -> None:
    one = reading(range(6, 8), range(8, 9), [range(5), range(10, 12)], [3, 20])
    assert one.words.tolist() == [0, 1, 2, 3, 4, 6, 7, 8, 10, 11, 20]
    assert one.kinds.tolist() == [CONTENT] * 5 + [SOURCE] * 2 + [CUE] + [CONTENT] * 2 + [OTHER]
    assert one.words[one.names].tolist() == [3, 20]


@given(
    st.integers(0, 40), st.integers(1, 400), st.lists(st.integers(0, 600), min_size=1, max_size=9), st.integers(0, 50)
)
def test_no_candidate_is_lost_however_long_the_content(start: int, length: int, names: list[int], cue: int) -> None:
    one = reading(range(0), range(cue, cue + 1), [range(start, start + length)], names)
    assert one.words[one.names].tolist() == names
    assert (np.diff(one.words) > 0).all()
    assert (one.kinds == CONTENT).sum() <= LONGEST


def test_evidence_without_bound_is_cut() -> None:
    one = reading(range(0), range(1), [range(1, 4)], [1, 3])
    assert marks(one, [100.0, -100.0]).tolist() == [[0, 0], [1, 6], [0, 0], [1, -6]]


def test_the_pipeline_leaves_the_states_of_every_token(nlp: Language) -> None:
    doc = nlp("The minister said that Varania had left.\n\nNobody in Halvik believed it.")
    states = doc.user_data[STATES]
    assert states.shape == (len(doc), 384)
    assert states.dtype == np.float16
    space = np.array([token.is_space for token in doc])
    assert (states[~space] != 0).any(axis=1).all()
    assert not states[space].any()


def test_whom_a_claim_is_about_gains_more_than_a_place_where_it_happens(nlp: Language) -> None:
    doc = nlp("The minister said that Varania had shelled two villages near the coast of Kostrava.")
    words = [token.text for token in doc]
    names = [words.index("Varania"), words.index("Kostrava")]
    one = reading(range(2), range(2, 3), [range(4, len(doc) - 1)], names)
    about, stances = read_targets(doc.user_data[STATES], one, [0.0, 0.0])
    assert about.shape == (2,)
    assert stances.shape == (2, 3)
    assert about[0] > about[1]
    assert stances[0, 0] - stances[0, 2] > stances[1, 0] - stances[1, 2]
