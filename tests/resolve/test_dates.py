"""When something was said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.resolve.dates import said_on

PUBLISHED = date(2021, 12, 23)  # a Thursday
TABLE = [
    ("said on Tuesday that", date(2021, 12, 21)),
    ("said on Thursday that", date(2021, 12, 23)),
    ("said yesterday that", date(2021, 12, 22)),
    ("said on December 11 that", date(2021, 12, 11)),
    ("said on 5 March 2019 that", date(2019, 3, 5)),
    ("said in a briefing that", None),
]


@pytest.mark.parametrize(("words", "day"), TABLE)
def test_the_day_beside_the_cue(words: str, day: date | None) -> None:
    assert said_on(words, PUBLISHED) == day


def test_without_a_date_of_the_article_only_a_full_date_can_be_read() -> None:
    assert said_on("said on Tuesday", None) is None
    assert said_on("said on March 5, 2019", None) == date(2019, 3, 5)


@given(st.text(max_size=60))
def test_no_words_raise(words: str) -> None:
    assert said_on(words, PUBLISHED) is None or isinstance(said_on(words, PUBLISHED), date)
