"""One row to one article."""

from datetime import date

import pytest

from kgraph.errors import ArticleError
from kgraph.read.columns import article_of_row

TEXT = "The minister said no.\r\n\r\nShe smiled. "


@pytest.mark.parametrize(
    "row",
    [
        {"text": TEXT, "title": "T", "date": "2021-12-21", "publisher": "P", "url": "https://p.example/1"},
        {"Body": TEXT, "Headline": "T", "Pub_Date": "21 December 2021", "Outlet": "P", "Link": "https://p.example/1"},
        {"content": TEXT, "title": "T", "publishedAt": "2021-12-21T10:00:00Z", "source": {"id": None, "name": "P"}}
        | {"url": "https://p.example/1"},
        {
            "article_text": TEXT,
            "headline": "T",
            "published": 1640044800,
            "source": "P",
            "permalink": "https://p.example/1",
        },
        {
            "content": "",
            "text": TEXT,
            "TITLE": "T",
            "day": "21.12.2021",
            "site name": "P",
            "uri": "https://p.example/1",
        },
    ],
)
def test_the_usual_names_of_columns_are_known(row):
    article = article_of_row("x#1", row)
    assert (article.text, article.title, article.published) == (TEXT, "T", date(2021, 12, 21))
    assert (article.publisher, article.url) == ("P", "https://p.example/1")


def test_a_source_beside_a_publisher_is_the_source():
    article = article_of_row("x#1", {"text": TEXT, "publisher": "P", "source": "S"})
    assert (article.publisher, article.source) == ("P", "S")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"titel": "T", "datum": "x"}, "no column holds the text (columns seen: 'titel', 'datum')"),
        ({}, "columns seen: none"),
        ({"text": " \n"}, "is empty"),
        ({"text": None}, "is empty"),
        ({"text": ["a"]}, "its text is list"),
        ({"text": "a\x00b"}, "is binary"),
        ({"text": "a\ud800b"}, "half of a surrogate pair"),
    ],
)
def test_a_row_without_a_text_says_why(row, reason):
    with pytest.raises(ArticleError) as caught:
        article_of_row("x#1", row)
    assert reason in caught.value.reason


def test_control_characters_do_not_get_into_fields():
    assert article_of_row("x#1", {"text": TEXT, "title": "a\x1b[2J\x07b", "publisher": "\x9b"}).title == "a [2J b"
