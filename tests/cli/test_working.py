"""What a long job shows of itself."""

from pathlib import Path

import pytest

from kgraph.cli.pace import Pace
from kgraph.errors import ArticleError
from kgraph.read import how_many
from kgraph.records import Article
from kgraph.report import Report, duration


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_pace_is_that_of_the_last_minute_and_tells_the_time_left() -> None:
    report, clock = Report(), Clock()
    pace, told = Pace(report, clock), list[str]()
    for number in range(1000):  # known ones, in a moment
        report.knows(Article(f"{number}.txt", "x"))
        pace.moves()
    for _ in range(200):
        clock.now += 1.0
        report.added += 1
        pace.moves()
        pace.tell_now_and_then(told.append)
    assert 0.9 < pace.rate < 1.1
    assert pace.left is None
    pace.total = 1800
    assert pace.left == pytest.approx(600, rel=0.1)
    assert len(told) == 6
    assert told[-1].startswith("1,180 articles so far (1,000 already there): 1.0 articles/s")
    report.rejects(ArticleError("a", "is empty"))
    assert pace.words().endswith(" left, 1 rejected")


AHEAD = [
    ({"a.txt": 1, "b.html": 1, "c/d.pdf.gz": 1, "README.md": 1, "x.jpg": 1}, 3),
    ({"a.txt": 1, "b.jsonl": 1}, None),
    ({"a.zip": 1}, None),
    ({}, 1),  # the folder itself is rejected
]


@pytest.mark.parametrize(("files", "number"), AHEAD)
def test_articles_are_counted_ahead_where_each_is_a_file(
    tmp_path: Path, files: dict[str, int], number: int | None
) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert how_many(tmp_path) == number
    assert how_many(["-"]) is None
    assert how_many(["s3://bucket/news"]) is None


TIMES = [(0.4, "0 s"), (59.6, "1 min 0 s"), (3599, "59 min 59 s"), (90000, "25 h 0 min")]


@pytest.mark.parametrize(("seconds", "words"), TIMES)
def test_times_are_told_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words
