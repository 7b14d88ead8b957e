"""What a build tells of what it did."""

import json
from pathlib import Path

import pytest

from kgraph.engines import Package
from kgraph.errors import ArticleError, KgraphError
from kgraph.read import kind_of
from kgraph.records import Article
from kgraph.report import Report

KEYS = set(
    "kgraph run state error started seconds added known statements words articles_per_second words_per_second kinds "
    "outlets reasons rejected changes".split()
)

KINDS = [
    ("news/page.html", ".html"),
    ("a.zip!in/rows.csv.gz#7", ".csv"),
    ("a.zip!in/PAGE.HTM", ".htm"),
    ("news.tgz", ".tar"),
    ("-", "standard input"),
    ("-#3", "standard input"),
    ("s3://bucket/crawl.warc.gz#12", ".warc"),
    ("notes", "other"),
    ("x.\x1b[31m", "other"),
]


@pytest.mark.parametrize(("document", "kind"), KINDS)
def test_the_kind_of_a_file_is_told_from_its_name(document: str, kind: str) -> None:
    assert kind_of(document) == kind


REASONS = [
    ("is not in English but, by its words, in 'de'; set aside", "is not in English but, by its words, in …"),
    ("is no ZIP archive, or a broken one: bad magic number", "is no ZIP archive, or a broken one"),
    ("took more than 60 seconds to be read", "took more than … seconds to be read"),
    ("2,000,001 characters are more than one article (2,000,000); split it", "… characters are more than one article"),
    ("is empty", "is empty"),
    (": odd", ": odd"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "group"), REASONS)
def test_reasons_are_grouped_without_their_details(reason: str, group: str) -> None:
    report = Report()
    report.rejects(ArticleError("a.txt", reason))
    assert report.reasons() == {group: 1}


def filled() -> Report:
    report = Report()
    for number in range(3):
        article = Article(f"{number}.html", f"Three words {number}", publisher="Norland Times" if number else None)
        report.begins(article)
        report.adds(Package(article.id, article.document, b"", statements=2, run="urn:run"))
    report.knows(Article("old.txt", "Old."))
    report.rejects(ArticleError("bad\ud800.txt", "is empty"))
    return report


def test_it_counts_what_was_read_from_where_and_what_became_of_it(tmp_path: Path) -> None:
    report = filled()
    report.ends("done")
    report.write(tmp_path / "report.json")
    data = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert set(data) == KEYS
    assert (data["added"], data["known"], data["statements"], data["words"]) == (3, 1, 6, 9)
    assert data["kinds"] == {".html": {"added": 3}, ".txt": {"known": 1, "rejected": 1}}
    assert data["outlets"] == {"Norland Times": 2, "": 1}
    assert data["rejected"] == [{"document": "bad\ud800.txt", "reason": "is empty"}]
    assert (data["state"], data["run"], data["reasons"]) == ("done", "urn:run", {"is empty": 1})
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_where_it_cannot_be_written_one_line_says_so(tmp_path: Path) -> None:
    with pytest.raises(KgraphError, match="cannot be written"):
        filled().write(tmp_path / "no" / "report.json")


def test_its_lines_say_what_was_read_how_fast_and_why_some_was_not() -> None:
    report = filled()
    report.rejects(ArticleError("b.txt", "is empty"))
    first, second = report.lines()
    assert first.startswith("3 .html of 1 outlet: 9 words in 0 s, ")
    assert second == "rejected for: 2 × is empty"
