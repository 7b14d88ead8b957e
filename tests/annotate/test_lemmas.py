import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.annotate.lemmas import apply_lemma_rule, lemma_rule


@pytest.mark.parametrize(
    ("form", "lemma", "word", "expected"),
    [
        ("warned", "warn", "Demanded", "demand"),
        ("studies", "study", "Parties", "party"),
        ("NATO", "NATO", "Nato", "Nato"),
        ("men", "man", "women", "woman"),
        ("was", "be", "was", "be"),
    ],
)
def test_rule_learnt_from_one_word_serves_another(form: str, lemma: str, word: str, expected: str) -> None:
    assert apply_lemma_rule(word, lemma_rule(form, lemma)) == expected


@given(st.text("abcdé", min_size=1), st.text("abcdé", min_size=1))
def test_rule_gives_back_the_lemma_it_was_made_from(form: str, lemma: str) -> None:
    assert apply_lemma_rule(form, lemma_rule(form, lemma)) == lemma


def test_rule_never_leaves_nothing() -> None:
    assert apply_lemma_rule("a", "l|1|") == "a"
