"""Plain text: the article's text is the decoded file."""

import io

from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import ArticleError
from kgraph.read.text import read_text


def read(data):
    (found,) = read_text("x.txt", io.BytesIO(data))
    return found


def test_line_ends_and_white_space_stay_as_they_are():
    text = "A headline here\r\n\r\n\tThe minister said no.\n\n  \r  He smiled. \n"
    assert read(text.encode()).text == text


def test_a_file_of_white_space_is_rejected_as_empty():
    assert [read(data).reason for data in (b"", b" \n\t", b"\xef\xbb\xbf", "\u2028\u00a0".encode())] == ["is empty"] * 4


@given(st.binary())
def test_any_bytes_are_an_article_or_an_error_with_a_reason(data):
    found = read(data)
    assert found.reason if isinstance(found, ArticleError) else found.text.strip()
