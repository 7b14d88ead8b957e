"""Bytes to text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.read.decode import decode, encoding_of

ENGLISH = "“We were given no choice,” the minister’s spokesman said – and smiled. " * 3
RUSSIAN = "Министр сказал, что озеро будет открыто для всех судов до лета. " * 5
GERMAN = "Der Außenminister sagte, für die Öffnung des Sees sei es zu früh, so früh müsse man prüfen. " * 5


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (ENGLISH, "utf-32"),
        (ENGLISH, "cp1252"),
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GERMAN, "cp1252"),
    ],
)
def test_a_text_comes_back_whatever_it_was_saved_in(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_a_byte_order_mark_belongs_to_the_encoding_and_a_second_one_to_the_text():
    assert decode(codecs.BOM_UTF8 + b"abc") == "abc"
    assert decode(codecs.BOM_UTF8 * 2 + b"abc") == "\ufeffabc"


def test_a_declared_encoding_is_used_unless_the_bytes_are_utf_8():
    assert decode("šč".encode("cp1250"), "windows-1250") == "šč"
    assert decode("šč".encode(), "windows-1250") == "šč"
    assert decode("“a”".encode("cp1252"), "no-such-encoding") == "“a”"


@pytest.mark.parametrize("data", [b"abc\x00def", b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(1, 32)) * 9])
def test_what_is_binary_is_refused_and_told_to_be(data):
    with pytest.raises(ValueError, match="binary"):
        decode(data)


def decoded(data):
    try:
        return decode(data)
    except ValueError as error:
        return type(error), str(error)[:9]


BINARY = ValueError, "is binary"


def test_what_begins_as_utf_16_and_is_not_is_refused():
    with pytest.raises(ValueError, match="begins as utf-16"):
        decode(codecs.BOM_UTF16_LE + b"a")


@given(st.text().filter(lambda text: not text.startswith("\ufeff")))
def test_utf_8_comes_back_exactly_or_is_refused_as_binary(text):
    data = text.encode()
    # With a zero byte in every other place it is as good as UTF-16 without a mark: "0\\0" are the bytes of "0".
    as_utf16 = [data.decode(name, "replace") for name in ("utf-16-le", "utf-16-be") if "\0" in text]
    assert decoded(data) in (text, BINARY, *as_utf16)


@given(st.binary())
def test_any_bytes_give_a_text_without_surrogates_or_a_reason(data):
    found = decoded(data)
    assert found in (BINARY, (ValueError, "cannot be")) or found.encode("utf-8") is not None


@pytest.mark.parametrize(("text", "encoding"), [(ENGLISH, "utf-8"), (RUSSIAN, "cp1251"), (ENGLISH, "utf-16-le")])
def test_the_encoding_of_a_table_shows_in_its_first_bytes(text, encoding):
    assert codecs.lookup(encoding_of(text.encode(encoding)[:200])) == codecs.lookup(encoding)


def test_a_few_broken_bytes_in_utf_8_are_replaced_and_the_rest_stays():
    assert decode((RUSSIAN + "x").encode() + b"\xd0") == RUSSIAN + "x\ufffd"
