import pytest
import spacy

from kgraph.annotate.tokenizer import split_as_ud


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We go."he said', ['"', "We", "go", ".", '"', "he", "said"]),
        ("“No”said Ann", ["“", "No", "”", "said", "Ann"]),
        ("don't", ["do", "n't"]),
        ("the U.S. army", ["the", "U.S.", "army"]),
    ],
)
def test_words_run_together_at_quotation_marks_are_split(text: str, expected: list[str]) -> None:
    nlp = spacy.blank("en")
    split_as_ud(nlp)
    assert [token.text for token in nlp(text)] == expected
