"""JSON lines: a bad line stops no other."""

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import ArticleError
from kgraph.read.jsonl import read_jsonl

GOOD = b'{"text": "The minister said no."}'


def read(data):
    return list(read_jsonl("x.jsonl", io.BytesIO(data)))


def test_the_row_is_the_number_of_the_line_and_bad_lines_are_passed_over():
    lines = [
        GOOD,
        b"",
        b"{broken",
        b"[1]",
        b'{"title": "T"}',
        b'{"text": ""}',
        b"[" * 100_000,
        b'{"text": 1' + b"0" * 5000 + b"}",
    ]
    found = read(b"\r\n".join([*lines, b'{"text": "\x93No\x94, she said."}', GOOD]))
    assert [getattr(item, "reason", item.document)[:40] for item in found] == [
        "x.jsonl#1",
        "line 3 is broken JSON: Expecting propert",
        "line 4 is no JSON object but list",
        "no column holds the text (columns seen: ",
        "is empty",
        "line 7 is broken JSON: nested too deeply",
        "line 8 Exceeds the limit (4300 digits) f",
        "x.jsonl#9",
        "x.jsonl#10",
    ]
    assert found[7].text == "“No”, she said."


def test_a_text_of_two_lines_and_a_byte_order_mark_come_through():
    first, _ = read(b'\xef\xbb\xbf{"text": "a b\\nc\xe2\x80\xa8d"}\n' + GOOD)
    assert first.text == "a b\nc\u2028d"
    assert read(GOOD.decode().encode("utf-16"))[0].text == "The minister said no."


def test_a_binary_file_is_one_rejection():
    assert [error.reason[:9] for error in read(b"\x00\x01\x02" * 99)] == ["is binary"]


@given(st.lists(st.binary(max_size=40) | st.just(GOOD)), st.text())
def test_no_line_stops_a_good_one_after_it(lines, text):
    lines = [line.replace(b"\n", b"").replace(b"\x00", b"") for line in lines]
    found = read(b"\n".join([GOOD, *lines, json.dumps({"text": text + "."}).encode()]))
    assert all(isinstance(item, ArticleError) or item.text for item in found)
    assert isinstance(found[-1], ArticleError) or found[-1].text == text + "."
