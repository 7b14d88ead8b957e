"""The statement pass at run time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kgraph.annotate import load_pipeline
from kgraph.annotate.statements import CONTENT, CUE, LONGEST, NEAR, OTHER, SOURCE, laid_out, read_statement
from kgraph.records import STATES
from kgraph.resolve.decisions import classes


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def test_a_statement_is_laid_out_in_the_order_of_the_text() -> None:
    one = laid_out(range(6, 8), range(8, 9), [range(5), range(11, 13)])
    assert one.words.tolist() == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12]
    assert one.kinds.tolist() == [CONTENT] * 5 + [SOURCE] * 2 + [CUE] + [OTHER] * 2 + [CONTENT] * 2


@pytest.mark.parametrize(("gap", "read"), [(1, 1), (NEAR, NEAR), (NEAR + 1, 0)])
def test_those_to_whom_it_is_said_are_read_where_they_stand_near(gap: int, read: int) -> None:
    one = laid_out(range(2), range(2, 3), [range(3 + gap, 9 + gap)])
    assert (one.kinds == OTHER).sum() == read


@given(
    st.integers(0, 40), st.integers(0, 400), st.integers(0, 30), st.integers(0, 300), st.integers(0, 50), st.booleans()
)
def test_each_word_is_read_once(start: int, length: int, gap: int, more: int, cue: int, has_cue: bool) -> None:
    pieces = [range(start, start + length), range(start + length + gap, start + length + gap + more)]
    one = laid_out(range(0), range(cue, cue + has_cue), pieces)
    assert (np.diff(one.words) > 0).all()
    assert (one.kinds == CONTENT).sum() <= LONGEST
    assert (one.kinds == CUE).sum() == has_cue


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
    one = read_statement(doc.user_data[STATES], laid_out(range(2), range(2, 3), [range(4, len(doc) - 1)]))
    doer, place = (one.words.tolist().index(words.index(name)) for name in ("Varania", "Kostrava"))
    assert one.stances.shape == (len(one.words), 3)
    assert one.about[doer] > one.about[place]


def test_the_content_tells_the_act(nlp: Language) -> None:
    gained = {}
    for content in ("Varania lies about its army and robs its neighbours", "Varania will hold a vote on Monday"):
        doc = nlp(f"The minister said that {content}.")
        one = read_statement(doc.user_data[STATES], laid_out(range(2), range(2, 3), [range(4, len(doc) - 1)]))
        gained[content] = dict(zip(classes("acts"), one.acts.tolist(), strict=True))
    blame, news = gained.values()
    assert blame["accuse"] - blame["announce"] > news["accuse"] - news["announce"]
