"""Two statements by one speaker in one sentence."""

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Token

from kgraph.annotate.coordination import coordinated
from kgraph.annotate.roles import Candidate

#: "Norland" is word 0, "said" 1; what stands behind is word 2 and so on.
WORDS = "Norland said Kostrava had moved , and demanded that it withdraw".split()
TAGS = ["NNP", "VBD", "NNP", "VBD", "VBN", ",", "CC", "VBD", "IN", "PRP", "VB"]
FIRST = Candidate(0.9, (1, 2), ((0, 1),), ((2, 11),))
SECOND = Candidate(0.2, (7, 8), (), ((8, 11),))


@pytest.fixture
def tokens(nlp: Language) -> list[Token]:
    lemmas = ["say" if w == "said" else "demand" if w == "demanded" else w.lower() for w in WORDS]
    return list(Doc(nlp.vocab, words=WORDS, tags=TAGS, lemmas=lemmas))


@pytest.fixture(scope="module")
def nlp() -> Language:
    return Language()


def test_the_first_content_ends_before_the_second_verb_of_saying(tokens: list[Token]) -> None:
    first, second = coordinated([FIRST], [FIRST, SECOND], tokens)
    assert first.content == ((2, 5),)
    assert (second.source, second.cue, second.content) == (((0, 1),), (7, 8), ((8, 11),))
    assert 0 <= second.score <= 1


@pytest.mark.parametrize(
    ("why", "second"),
    [
        ("it has a source of its own", SECOND._replace(source=((2, 3),))),
        ("nothing speaks for it", SECOND._replace(score=0.04)),
        ("it has no content", SECOND._replace(content=())),
        ("what is said stands before it", SECOND._replace(content=((2, 5),))),
        ("it is no verb of saying", SECOND._replace(cue=(3, 4))),
    ],
)
def test_nothing_is_cut_where(why: str, second: Candidate, tokens: list[Token]) -> None:
    assert coordinated([FIRST], [FIRST, second], tokens) == [FIRST], why


def test_a_statement_without_a_source_lends_none(tokens: list[Token]) -> None:
    anonymous = FIRST._replace(source=())
    assert coordinated([anonymous], [anonymous, SECOND], tokens) == [anonymous]
