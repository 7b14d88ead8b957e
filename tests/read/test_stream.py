"""Tables as lines."""

import io

import pytest

from kgraph.read.stream import mended, text_lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_lines_come_decoded_with_their_ends(encoding):
    text = "текст,дата\r\nМинистр сказал это вчера,21.12.2021\r\n"
    assert list(text_lines(io.BytesIO(text.encode(encoding)), newline="")) == text.splitlines(keepends=True)


def test_a_byte_that_does_not_fit_is_mended_in_its_own_line_only():
    lines = list(text_lines(io.BytesIO(b"a" * 70_000 + b"\n\x93b\x94\nc"), newline="\n"))
    assert [mended(line) for line in lines[1:]] == ["“b”\n", "c"]
