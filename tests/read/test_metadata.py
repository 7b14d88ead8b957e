"""What a page says about itself."""

from datetime import date

import pytest

from kgraph.read.marks import find_marks
from kgraph.read.metadata import Given, clean, complete

PROSE = "The minister of Ruritania said on Tuesday that the lake would be open to all ships by the summer."
MORE = "Sylvania has claimed the lake since the treaty of 1921, and on December 1, 2019 its envoy called that a fact."
TITLE = "Ruritania opens lake to all ships"
DAY = date(2021, 12, 21)


def read(*paragraphs, document="x.txt", **given):
    text = "\n\n".join(paragraphs)
    return complete(document, text, find_marks(text), Given(**given))


@pytest.mark.parametrize(
    ("paragraphs", "field", "value"),
    [
        ((TITLE, PROSE), "title", TITLE),
        (("# " + TITLE, PROSE), "title", TITLE),
        (("Title: " + TITLE, PROSE), "title", TITLE),
        ((PROSE, MORE), "title", None),
        ((TITLE, "December 21, 2021", PROSE), "published", DAY),
        ((TITLE, "By Jane Doe, 21 December 2021", PROSE), "published", DAY),
        ((TITLE, PROSE, "Zenda-Net, 21.12.2021"), "published", DAY),
        ((TITLE, "STRELSAU, Dec. 21, 2021 (AP) - " + PROSE), "published", DAY),
        ((TITLE, "STRELSAU, Dec 21 (Reuters) - " + PROSE), "published", None),
        ((TITLE, PROSE, MORE), "published", None),
        ((TITLE, PROSE, "Related Posts", "King is ill", "December 21, 2021"), "published", None),
        ((TITLE, PROSE, "Zenda-Net, 21.12.2021"), "publisher", "Zenda-Net"),
        ((TITLE, PROSE, "Ruritania, 21.12.2021"), "publisher", None),
        ((TITLE, PROSE, "© 2021 The Strelsau Post. All rights reserved."), "publisher", "The Strelsau Post"),
        ((TITLE, PROSE, "Copyright © The Strelsau Post 2021"), "publisher", "The Strelsau Post"),
        ((TITLE, PROSE, "© 2021. All rights reserved."), "publisher", None),
        ((TITLE, PROSE, "Copy Link", "Featured Zenda Newspaper"), "publisher", "Zenda Newspaper"),
        (("Publisher: Zenda Press", TITLE, PROSE), "publisher", "Zenda Press"),
        ((TITLE, PROSE), "publisher", None),
        ((TITLE, PROSE, "Source: Sputnik"), "source", "Sputnik"),
        ((TITLE, PROSE, "According to Zendanet"), "source", "Zendanet"),
        ((TITLE, PROSE, "This article was originally published in The Strelsau Post."), "source", "The Strelsau Post"),
        ((TITLE, "STRELSAU, Dec 21 (Reuters) - " + PROSE), "source", "Reuters"),
        ((TITLE, PROSE, "(END)"), "source", None),
        ((TITLE, PROSE, "Source: https://post.example/a"), "url", "https://post.example/a"),
        ((TITLE, PROSE, "Source: https://post.example/a"), "source", None),
        (("URL: https://post.example/a", TITLE, PROSE), "url", "https://post.example/a"),
    ],
)
def test_a_field_is_read_from_the_page_s_own_words(paragraphs, field, value):
    assert getattr(read(*paragraphs), field) == value


def test_what_is_given_wins_over_the_page_and_the_page_over_the_file_name():
    assert read(TITLE, "May 4, 2020", PROSE, published=DAY).published == DAY
    assert read(TITLE, "May 4, 2020", PROSE, document="a/2021-12-21.txt").published == date(2020, 5, 4)
    assert read(TITLE, PROSE, document="a/2021-12-21_x.txt").published == DAY
    assert read(TITLE, PROSE, document="2021-12-21/x.txt").published is None


def test_control_and_invisible_characters_are_taken_out_of_fields():
    assert clean("a\x1b]0;x\x07\u202eb\ud800\n c") == "a ]0;x b c"
    assert clean("\x00\n") is None
    assert clean("x" * 9999) == "x" * 500
