"""Tables: a bad row stops no other, cells come exactly."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import ArticleError
from kgraph.read.csv import read_csv


def read(data):
    return list(read_csv("x.csv", io.BytesIO(data)))


def test_cells_come_exactly_with_their_line_ends():
    article, *_ = read(
        '\ufefftitle,text,date\r\nT,"The minister said ""no"".\r\n\r\nShe smiled.\n ",2021-12-21\r\n'.encode()
    )
    assert (article.document, article.text) == ("x.csv#1", 'The minister said "no".\r\n\r\nShe smiled.\n ')
    assert str(article.published) == "2021-12-21"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_shows_in_the_header(delimiter):
    data = f"id{delimiter}text\n1{delimiter}The minister said no.\n".encode()
    assert [article.text for article in read(data)] == ["The minister said no."]


def test_bad_rows_are_passed_over_and_rows_are_counted_without_the_header():
    rows = b'id,text\n1,He said no.\n\n2\n3,\n4,He said no, and left.\n5,a\x00b\n6,\x93No\x94.\n7,"open\nand lost\n'
    assert [getattr(item, "reason", None) or item.text for item in read(rows.replace(b"\x00", b""))] == [
        "He said no.",
        "is empty",
        "is empty",
        "has 3 cells, the header 2; put cells in quotation marks",
        "ab",
        "“No”.",
        "has a quotation mark that is never closed; 1 lines after it are not read",
    ]


def test_a_table_without_a_text_column_names_the_columns_that_it_has():
    assert [error.reason for error in read(b"titel,datum\na,b\nc,d\n")] == [
        "no column holds the text (columns seen: 'titel', 'datum'); say which one does with --columns text=NAME"
    ]


@pytest.mark.parametrize(("data", "reason"), [(b"", "is empty"), (b"\n\n", "is empty"), (b"text\na\x00b", "is binary")])
def test_a_file_that_is_no_table_says_why(data, reason):
    assert [error.reason[: len(reason)] for error in read(data)] == [reason]


def test_a_header_alone_has_no_articles():
    assert read(b"id,text\n") == []


def test_a_cell_may_be_large():
    assert len(read(b"text\n" + b"The minister said no. " * 50_000)[0].text) == 1_100_000


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1).filter(str.strip)


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_what_the_csv_library_writes_comes_back_exactly(texts):
    table = io.StringIO(newline="")
    csv.writer(table, quoting=csv.QUOTE_ALL).writerows([["text"], *([text] for text in texts)])
    found = read(table.getvalue().encode())
    assert [getattr(item, "text", "") for item in found] == texts or found[0].reason.startswith("is binary")


@given(st.binary())
def test_any_bytes_are_articles_or_errors(data):
    assert all(isinstance(item, ArticleError) or item.text for item in read(b"text,title\n" + data))
