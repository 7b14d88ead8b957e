"""Which day a line, a file's name and a cell give."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.read.dates import beside_date, date_of_cell, date_of_line, date_of_name, dates_in

DAY = date(2021, 12, 21)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Ru-Main, 21.12.2021", DAY),
        ("December 21, 2021", DAY),
        ("Tuesday, December 21st, 2021 at 10:32 pm", DAY),
        ("21 December 2021", DAY),
        ("21 Dec. 2021", DAY),
        ("Dec. 21, 2021", DAY),
        ("2021-12-21", DAY),
        ("2021-12-21T10:32:00Z", DAY),
        ("2021/12/21", DAY),
        ("21-12-2021", DAY),
        ("12/21/2021", DAY),
        ("21/12/2021", DAY),
        ("04.03.2021", date(2021, 3, 4)),
        ("03/04/2021", None),
        ("04/04/2021", date(2021, 4, 4)),
        ("31.02.2021", None),
        ("December 21", None),
        ("v1.2.2021.4", None),
        ("Updated 22 December 2021, published 21 December 2021", DAY),
        ("May 2021", None),
    ],
)
def test_a_line_gives_a_day_only_where_it_can_mean_one(line, day):
    assert date_of_line(line) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2021-12-21_x.txt", DAY),
        ("x_20211221.txt", DAY),
        ("x.txt", None),
        ("2021-13-21.txt", None),
        ("12021122199.txt", None),
    ],
)
def test_a_file_name_gives_a_day_only_when_it_is_one(name, day):
    assert date_of_name(name) == day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2021-12-21", DAY),
        ("2021-12-21T23:59:00+00:00", DAY),
        ("Tue, 21 Dec 2021 10:00:00 GMT", DAY),
        ("21 décembre 2021", DAY),
        (1640044800, DAY),
        (1640044800000, DAY),
        ("03/04/2021", None),
        ("yesterday", None),
        ("December 2021", None),
        ("nan", None),
        ("", None),
        (99999999999999, None),
    ],
)
def test_a_cell_gives_a_day_in_the_forms_that_tables_have(cell, day):
    assert date_of_cell(cell) == day


def test_what_stands_beside_a_date_is_told_without_times_and_weekdays():
    assert beside_date("Published: Tuesday, December 21, 2021 10:32 am") == ""
    assert beside_date("Zenda-Net, 21.12.2021") == "Zenda-Net"
    assert beside_date("no date") is None


@given(st.text(alphabet="0123456789./- decmayDEC:,T", max_size=40) | st.text(max_size=60))
def test_no_text_breaks_the_dates(text):
    assert all(text[start:end].strip() for start, end, _ in dates_in(text))
    date_of_name(text)
    assert date_of_line(text) is None or 1900 <= date_of_line(text).year <= 2100
