import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.annotate.paragraphs import paragraph_bounds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One.", ["One."]),
        ("One\n\nTwo", ["One\n\n", "Two"]),
        ("One.\nTwo", ["One.\n", "Two"]),
        ("hard\nwrapped\ntext", ["hard\nwrapped\ntext"]),
        ("One\n \t\n\n  Two", ["One\n \t\n\n  ", "Two"]),
        ("He said “no.”\nTwo", ["He said “no.”\n", "Two"]),
        ("One.\r\nTwo", ["One.\r\n", "Two"]),
        ("One.\n\n21:40\nTwo", ["One.\n\n", "21:40\n", "Two"]),
        ("9.15 pm GMT | BREAKING\nTwo", ["9.15 pm GMT | BREAKING\n", "Two"]),
        ("they met at\n21:40 in the hall\nagain", ["they met at\n21:40 in the hall\nagain"]),
    ],
)
def test_blank_lines_and_line_ends_after_sentences_break(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in paragraph_bounds(text)] == expected


@given(st.text("a. \n\r\t”", max_size=40))
def test_paragraphs_tile_the_text(text: str) -> None:
    bounds = paragraph_bounds(text)
    assert "".join(text[start:end] for start, end in bounds) == text
    assert all(end > start for start, end in bounds)
