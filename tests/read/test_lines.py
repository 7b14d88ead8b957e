"""Lines, their offsets and their shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.read.lines import ends_sentence, is_prose, split_lines

SENTENCE = "The minister said on Tuesday that the lake would be open to all ships."


def test_lines_carry_their_offsets_and_whether_an_empty_line_stands_before_them():
    found = [(line.start, line.text, line.gap) for line in split_lines(" a \r\nb\r\n\r\nc\n \nd")]
    assert found == [(1, "a", True), (5, "b", False), (10, "c", True), (14, "d", True)]


@given(st.text(alphabet="ab \t\r\n\x85\u2028.", max_size=30))
def test_every_line_is_its_slice_and_nothing_but_white_space_is_left(text):
    lines = list(split_lines(text))
    assert all(text[line.start : line.end] == line.text == line.text.strip() for line in lines)
    assert sum(len(line.text.split()) for line in lines) == len(text.split())


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        (SENTENCE, True),
        ("“We have the right”, he stressed.", True),
        ("- Zenda said that the lake is open to all ships of both states since Monday morning", True),
        ("He left. Then she left the room too", True),
        ("word " * 200, True),
        ("Minister says lake is open to all ships", False),
        ("Will the lake ever be open to all of the ships?", False),
        ("Other notable news:", False),
        ("Related Posts", False),
        ("21.12.2021", False),
        ("…", False),
    ],
)
def test_sentences_are_prose_and_headlines_are_not(text, prose):
    assert is_prose(text) == prose


def test_a_full_stop_counts_behind_closing_quotes_but_three_do_not():
    assert [ends_sentence(text) for text in ("a.", "a.”", "a...", "a?", "a")] == [True, True, False, False, False]
