import pytest

from kgraph.annotate.weights import folder
from kgraph.annotate.words import CASES, MAX_PIECES, WordPieces, case_class, plain


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("“", '"'),
        ("»", '"'),
        ("don’t", "don't"),
        ("''", '"'),
        ("Al‑Assad", "Al-Assad"),
        ("talks\u200b", "talks"),
        ("—", "—"),
    ],
)
def test_odd_marks_are_made_plain(word: str, expected: str) -> None:
    assert plain(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("said", "lower"),
        ("Kyiv", "title"),
        ("I", "title"),
        ("EU", "upper"),
        ("McDonald", "mixed"),
        ("10,000", "digit"),
        ("--", "punct"),
        ("", "other"),
        ("U.S.", "upper"),
    ],
)
def test_letter_case_has_a_class(word: str, expected: str) -> None:
    assert CASES[case_class(word)] == expected


def test_every_word_has_pieces_and_never_too_many() -> None:
    pieces = WordPieces(folder() / "tokenizer.json")
    found = pieces(["talks", "Talks", "\x07", "", "https://example.org/" + "abc123/" * 50])
    assert found[0] == found[1]
    assert all(1 <= len(ids) <= MAX_PIECES for ids in found)


def test_memory_of_words_is_bounded() -> None:
    pieces = WordPieces(folder() / "tokenizer.json", remember=3)
    first = pieces(["a", "b", "c", "d", "e"])
    assert pieces(["e", "d", "c", "b", "a"]) == first[::-1]
