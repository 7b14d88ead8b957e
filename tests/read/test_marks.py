"""Whole pages: what is marked, what stays body; and that marks are in order, disjoint and in range for any text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.read.marks import find_marks
from kgraph.records import MARK_KINDS

PROSE = "The minister of Ruritania said on Tuesday that the lake would be open to all ships by the summer."
MORE = "Sylvania has claimed the lake since the treaty of 1921, and its envoy called the plan a breach of that treaty."
TITLE = "Ruritania opens lake to all ships"


def page(*paragraphs):
    return "\n\n".join(paragraphs)


def marked(text, **more):
    return [(mark.kind, text[mark.start : mark.end]) for mark in find_marks(text, **more)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (page(TITLE, PROSE, MORE), [("title", TITLE)]),
        (page(PROSE, MORE), []),
        (page("# " + TITLE, PROSE), [("title", TITLE)]),
        (
            page("WORLD", TITLE, "By Jane Doe", PROSE),
            [("navigation", "WORLD"), ("title", TITLE), ("byline", "By Jane Doe")],
        ),
        (
            page(TITLE, "Jane Doe\n21 December 2021, 08:47", PROSE),
            [("title", TITLE), ("byline", "Jane Doe"), ("dateline", "21 December 2021, 08:47")],
        ),
        (page(TITLE, "STRELSAU (AP) — " + PROSE), [("title", TITLE), ("dateline", "STRELSAU (AP) —")]),
        (
            page(TITLE, PROSE, "Ships on the lake of Zenda\nPhoto: AP", MORE),
            [("title", TITLE), ("caption", "Ships on the lake of Zenda"), ("caption", "Photo: AP")],
        ),
        (page(TITLE, PROSE, "Picture: Zenda Press", MORE), [("title", TITLE), ("caption", "Picture: Zenda Press")]),
        (
            page(TITLE, PROSE, "Read also: King is ill", MORE, "A long quarrel", MORE),
            [("title", TITLE), ("related", "Read also: King is ill")],
        ),
        (
            page(TITLE, PROSE, "Read also:", "King of Ruritania is ill", MORE),
            [("title", TITLE), ("related", "Read also:"), ("related", "King of Ruritania is ill")],
        ),
        (
            page(TITLE, PROSE, "Related news", "King of Ruritania is ill", MORE, MORE),
            [("title", TITLE), ("related", "Related news"), ("related", "King of Ruritania is ill")],
        ),
        (
            page(
                TITLE, PROSE, MORE, "Related Posts", "King of Ruritania is ill", "December 20, 2021", "Frost in Zenda"
            ),
            [
                ("title", TITLE),
                ("related", "Related Posts"),
                ("related", "King of Ruritania is ill"),
                ("related", "December 20, 2021"),
                ("related", "Frost in Zenda"),
            ],
        ),
        (
            page(
                TITLE,
                PROSE,
                MORE,
                PROSE,
                "Latest",
                "King is ill",
                "The king will not open the parliament.",
                "Frost in Zenda",
            ),
            [
                ("title", TITLE),
                ("related", "Latest"),
                ("related", "King is ill"),
                ("related", "The king will not open the parliament."),
                ("related", "Frost in Zenda"),
            ],
        ),
        (
            page(TITLE, PROSE, MORE, "Leave a Reply", "anna says:", "I never liked the lake and the ministers there."),
            [
                ("title", TITLE),
                ("comment", "Leave a Reply"),
                ("comment", "anna says:"),
                ("comment", "I never liked the lake and the ministers there."),
            ],
        ),
        (
            page(TITLE, PROSE, "Zenda-Net, 21.12.2021 \nSource: The Strelsau Post", "Related Posts"),
            [
                ("title", TITLE),
                ("dateline", "Zenda-Net, 21.12.2021"),
                ("source", "Source: The Strelsau Post"),
                ("related", "Related Posts"),
            ],
        ),
        (
            page(TITLE, PROSE, "According to Zendanet\nCopy Link", "Latest", "x", TITLE),
            [
                ("title", TITLE),
                ("source", "According to Zendanet"),
                ("navigation", "Copy Link"),
                ("related", "Latest"),
                ("related", "x"),
                ("navigation", TITLE),
            ],
        ),
        (
            page("Title: " + TITLE + "\nDate: 2021-12-21\nAuthor: Jane Doe\nURL: https://post.example/a", PROSE),
            [
                ("title", TITLE),
                ("dateline", "Date: 2021-12-21"),
                ("byline", "Author: Jane Doe"),
                ("navigation", "URL: https://post.example/a"),
            ],
        ),
    ],
)
def test_a_page_is_marked_as_a_reader_would(text, expected):
    assert marked(text) == expected


@pytest.mark.parametrize(
    "paragraph",
    [
        "- Zenda, the state agency, quoted the minister as saying that the lake is open.",
        "Other notable news:",
        "What the treaty says",
        "– “Provocations” at the lake –",
        '"We have the right", he stressed.',
        "On December 21, 2021, the minister signed the treaty with Sylvania in Strelsau.",
        "He smiled.",
    ],
)
def test_headings_bullets_and_short_sentences_between_prose_stay_body(paragraph):
    assert marked(page(TITLE, PROSE, paragraph, MORE)) == [("title", TITLE)]


@pytest.mark.parametrize(
    "above", ["The Strelsau Post\n\nNews | Sport", "Skip to content\n\nWORLD NEWS", "Home > World"]
)
@pytest.mark.parametrize(
    "below", ["Jane Doe\n21 December 2021", "By Jane Doe | The Strelsau Post", "2 hours ago", "Share"]
)
def test_the_headline_is_found_between_the_site_s_name_and_the_author(above, below):
    text = page(above, TITLE + "\n" + below, PROSE, MORE)
    assert [words for kind, words in marked(text) if kind == "title"] == [TITLE]
    assert {words for kind, words in marked(text) if kind != "title"} == {*above.split("\n\n"), *below.split("\n")}


def test_a_short_last_paragraph_below_a_list_of_links_is_body():
    text = page(
        TITLE,
        PROSE,
        MORE,
        "Recommended Stories",
        "King of Ruritania is ill",
        "The lake is deep, the pilot said.",
        "Share",
    )
    assert "The lake is deep, the pilot said." not in [words for _, words in marked(text)]


def test_prose_after_a_list_of_related_news_is_body_again():
    text = page(TITLE, PROSE, "Related Posts", "King is ill", MORE, PROSE, MORE)
    assert [text[a:b].strip() for a, b in gaps(text) if text[a:b].strip()][-1] == page(MORE, PROSE, MORE)


def test_a_comment_form_in_the_first_half_does_not_swallow_the_article():
    text = page(TITLE, "Leave a Reply", PROSE, MORE)
    assert all(PROSE not in words for _, words in marked(text))


def test_a_given_title_is_found_where_it_stands_and_a_missing_one_is_not_made_up():
    assert marked(page("Strelsau", TITLE, PROSE), title=TITLE + " | The Post")[1] == ("title", TITLE)
    assert marked(page(PROSE, MORE), title=TITLE) == []


def test_the_first_line_of_wrapped_prose_is_no_title():
    assert (
        marked("The minister of Ruritania said on Tuesday that the\nlake would be open to all ships by the summer.\n")
        == []
    )


def gaps(text):
    at = 0
    for mark in find_marks(text):
        yield at, mark.start
        at = mark.end
    yield at, len(text)


LINES = st.sampled_from(
    [
        TITLE,
        PROSE,
        MORE,
        "Read also:",
        "Related Posts",
        "Leave a Reply",
        "Photo: AP",
        "By Jane Doe",
        "21.12.2021",
        "x",
        ".",
        "",
        "Source: X",
        "STRELSAU (AP) — " + PROSE,
        "Title: T t",
        "© 2021 X",
        "According to X",
        "\x85",
        "\u2028",
        " \t",
        "# A b c",
    ]
)


@given(
    st.lists(LINES | st.text(max_size=40)),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
    st.none() | st.text(max_size=20),
)
def test_marks_are_in_order_disjoint_and_in_range_for_any_text(lines, end, title):
    text = end.join(lines)
    at = 0
    for mark in find_marks(text, title=title):
        assert at <= mark.start < mark.end <= len(text)
        assert mark.kind in MARK_KINDS
        assert text[mark.start : mark.end].strip() == text[mark.start : mark.end]
        at = mark.end


@pytest.mark.parametrize(
    "piece", ["a\n", PROSE + "\n\n", "© ", "photo by x, ", "share on x ", '"', ". ", "By Aa Bb ", "1.1.2021 "]
)
def test_no_text_takes_long(piece):
    text = piece * (4_000_000 // len(piece))
    begun = time.process_time()
    find_marks(text)
    assert time.process_time() - begun < 10  # 0.1 to 1 s here; an expression that backtracks takes minutes
