"""When something was said: what words name, and which words date a statement. States and persons are invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.resolve.dates import times
from tests.resolve.conftest import Reader

PUBLISHED = date(2021, 12, 23)  # a Thursday
DAYS = [
    ("said on Tuesday that", "2021-12-21"),
    ("said on Thursday that", "2021-12-23"),
    ("said last Thursday that", "2021-12-16"),
    ("last Friday", "2021-12-17"),
    ("on Monday evening", "2021-12-20"),
    ("on Tuesday last week", "2021-12-14"),
    ("on Tuesday, December 14, in Halvik", "2021-12-14"),
    ("said yesterday that", "2021-12-22"),
    ("said last night", "2021-12-22"),
    ("earlier in the day", "2021-12-23"),
    ("two days ago", "2021-12-21"),
    ("the day before.", "2021-12-22"),
    ("said on December 11 that", "2021-12-11"),
    ("said on Dec. 3rd that", "2021-12-03"),
    ("said on 5 March 2019 that", "2019-03-05"),
    ("the 5th of March, 2019", "2019-03-05"),
    ("dated 2021-11-30", "2021-11-30"),
    ("said on March 5 that", "2021-03-05"),
    ("said on March 5 last year", "2020-03-05"),
]
PERIODS = [
    ("said last week that", ("2021-12-13", "2021-12-19")),
    ("earlier this week", ("2021-12-20", "2021-12-22")),
    ("said this week", ("2021-12-20", "2021-12-23")),
    ("earlier this month", ("2021-12-01", "2021-12-22")),
    ("late last month", ("2021-11-01", "2021-11-30")),
    ("last year", ("2020-01-01", "2020-12-31")),
    ("over the weekend", ("2021-12-18", "2021-12-19")),
    ("three weeks ago", ("2021-11-29", "2021-12-05")),
    ("two months ago", ("2021-10-01", "2021-10-31")),
    ("said in March that", ("2021-03-01", "2021-03-31")),
    ("in December", ("2021-12-01", "2021-12-23")),
    ("in early May 2020", ("2020-05-01", "2020-05-31")),
    ("in March of last year", ("2020-03-01", "2020-03-31")),
    ("in 2014", ("2014-01-01", "2014-12-31")),
]
NOTHING = [
    "said in a briefing that",
    "said recently that",
    "said on December 30 that",  # to come, or a year ago: nobody knows
    "said on February 30 that",
    "said on January 4, 2022 that",  # after the article
    "in 2025",
    "tomorrow",
    "next Monday",
    "two days before the summit",
    "the day before the talks began",
    "the following day,",
    "he may 20 times",
    "open on Mondays",
    "the march on Halvik",
]
ANCHORED = [
    ("The talks began on Tuesday. The day before, he had", "2021-12-20"),
    ("The talks began on December 11. Two days earlier he had", "2021-12-09"),
    ("The talks began on December 11. The following day, he", "2021-12-12"),
    ("It began on December 11. The same day, he", "2021-12-11"),
]


def read(words: str, published: date | None = PUBLISHED, coming: bool = False) -> list[tuple[str, str]]:
    return [(str(time.first), str(time.last)) for time in times(words, published, coming=coming)]


@pytest.mark.parametrize(("words", "day"), DAYS)
def test_words_name_a_day(words: str, day: str) -> None:
    assert read(words) == [(day, day)]


@pytest.mark.parametrize(("words", "period"), PERIODS)
def test_words_name_a_longer_time_that_ends_with_the_articles_day_at_the_latest(
    words: str, period: tuple[str, str]
) -> None:
    assert read(words) == [period]


@pytest.mark.parametrize("words", NOTHING)
def test_what_names_no_time_or_one_to_come_is_not_guessed(words: str) -> None:
    assert read(words) == []


@pytest.mark.parametrize(("text", "day"), ANCHORED)
def test_a_day_before_or_after_counts_from_the_day_that_the_text_named_last(text: str, day: str) -> None:
    assert read(text)[-1] == (day, day)


@pytest.mark.parametrize(
    ("words", "day"),
    [("will say on Friday", "2021-12-24"), ("on January 4", "2022-01-04"), ("tomorrow", "2021-12-24")],
)
def test_what_is_announced_is_read_as_the_next_such_day(words: str, day: str) -> None:
    assert read(words, coming=True) == [(day, day)]


def test_without_a_date_of_the_article_only_what_has_a_year_can_be_read() -> None:
    assert read("said on Tuesday, in March, two days ago, May 3, last week", None) == []
    assert read("said on March 5, 2019", None) == [("2019-03-05", "2019-03-05")]
    assert read("said in March 2019", None) == [("2019-03-01", "2019-03-31")]


SAID = [
    # the cue's own
    ("Ilsa Brandvold said on Tuesday that the border would stay open.", "Tuesday", "2021-12-21"),
    ("On Monday evening Ilsa Brandvold told reporters that the border would close.", "Monday evening", "2021-12-20"),
    ("The border would stay open, Ilsa Brandvold said the day before.", "the day before", "2021-12-22"),
    ("Earlier this month Ilsa Brandvold warned that the border would close.", "Earlier this month", "2021-12-01"),
    ("The border, closed on Monday, would stay closed, Ilsa Brandvold said on Wednesday.", "Wednesday", "2021-12-22"),
    ("Ilsa Brandvold told Tuesday's session that the border would stay open.", "Tuesday", "2021-12-21"),
    ("Ilsa Brandvold will say on Friday that the border stays open.", "Friday", "2021-12-24"),
    # of what tells of the same moment
    ("Speaking on Sunday, Ilsa Brandvold said that the border would stay open.", "Sunday", "2021-12-19"),
    ("Ilsa Brandvold, speaking in Oslo on Wednesday, said that the border would stay open.", "Wednesday", "2021-12-22"),
    (
        "Ilsa Brandvold said in an interview published on Saturday that the border would close.",
        "Saturday",
        "2021-12-18",
    ),
    ("Ilsa Brandvold met the envoy on Monday and said that the border would stay open.", "Monday", "2021-12-20"),
    ("Norland issued a statement on Monday saying that the border would stay open.", "Monday", "2021-12-20"),
    # of something else
    ("Ilsa Brandvold said in a briefing that the border would stay open.", None, "2021-12-23"),
    ("Ilsa Brandvold said the border would be closed on Monday.", None, "2021-12-23"),
    ("Ilsa Brandvold, who was elected on 3 May 2020, said that the border would stay open.", None, "2021-12-23"),
    ("Ilsa Brandvold, the minister since May, said that the border would stay open.", None, "2021-12-23"),
    ("After the ships left on Monday, Ilsa Brandvold said that the border would stay open.", None, "2021-12-23"),
    ("Varania closed the border on Monday after Ilsa Brandvold accused it of cutting the cable.", None, "2021-12-23"),
    ("Speaking ahead of Friday's summit, Ilsa Brandvold said that the border would close.", None, "2021-12-23"),
    ("Ilsa Brandvold condemned Tuesday's vote in the Varanian parliament.", None, "2021-12-23"),
    ("Ilsa Brandvold promised a round of talks in Oslo on Monday.", None, "2021-12-23"),
    ("The ships left on Monday; Ilsa Brandvold said that the border would stay open.", None, "2021-12-23"),
    ("Ilsa Brandvold told the Monday Club that the border would stay open.", None, "2021-12-23"),
    ("Ilsa Brandvold told Russia Today that the border would stay open.", None, "2021-12-23"),
]


@pytest.mark.parametrize(("text", "words", "day"), SAID)
def test_a_statement_is_dated_by_the_words_of_its_cue_else_by_the_article(
    facts_of: Reader, text: str, words: str | None, day: str
) -> None:
    (statement,) = facts_of(text).statements
    mention = statement.date_mention
    assert (mention and mention.text, str(statement.date)) == (words, day)


def test_a_longer_time_has_a_first_and_a_last_day(facts_of: Reader) -> None:
    (statement,) = facts_of("Last week, Ilsa Brandvold said that the border would stay open.").statements
    assert (str(statement.date), str(statement.date_until)) == ("2021-12-13", "2021-12-19")


@pytest.mark.parametrize(
    "text",
    [
        "“The border stays open,” Ilsa Brandvold told Politico on Tuesday. “Nobody will be turned away,” she added.",
        "“The border stays open,” Ilsa Brandvold told Politico on Tuesday. “Nobody will be turned away,” she said.",
        "“The border will stay open,” Ilsa Brandvold told Politico on Tuesday.\n\n“Nobody will be turned away by us.”",
    ],
)
def test_what_somebody_goes_on_to_say_is_of_the_same_day_and_outlet(facts_of: Reader, text: str) -> None:
    found = facts_of(text).statements
    assert [str(s.date) for s in found] == ["2021-12-21"] * 2
    assert [[v.actor.label for v in s.via] for s in found] == [["Politico"]] * 2


def test_another_speaker_or_another_paragraph_is_another_moment(facts_of: Reader) -> None:
    text = "Ilsa Brandvold said on Tuesday that the border would stay open. Henrik Saar said that it would close.\n\n"
    text += "The road is empty.\n\nIlsa Brandvold said that nobody would be turned away."
    assert [str(s.date)[-2:] for s in facts_of(text).statements] == ["21", "23", "23"]


@given(st.text(max_size=60), st.dates(), st.booleans())
def test_no_words_raise_and_no_time_is_in_the_articles_future(words: str, day: date, coming: bool) -> None:
    for time in times(words, day, coming=coming):
        assert time.first <= time.last
        assert coming or time.last <= day


@pytest.mark.parametrize("day", [date.min, date(1, 1, 2), date.max])
@pytest.mark.parametrize("words", [words for words, _ in (*DAYS, *PERIODS)] + NOTHING)
def test_the_ends_of_the_calendar_raise_nothing(words: str, day: date) -> None:
    assert all(time.last <= day for time in times(words, day))
    list(times(words, day, coming=True))
