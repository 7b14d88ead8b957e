"""Web pages to articles: all that is visible is stored, the body is what a reader would read."""

import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import ArticleError
from kgraph.read.html import read_html

FIRST = (
    "Ruritania has recalled its ambassador from Sylvania, the foreign ministry said on Tuesday, in the latest sign of "
    "strain between the two states."
)
SECOND = (
    "The two states have quarrelled over fishing rights in the lake since 2009, and talks last year ended without a "
    "result, according to officials on both sides."
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Ruritania recalls envoy from Sylvania | The Strelsau Post</title>
<meta property="og:site_name" content="The Strelsau Post">
<meta property="article:published_time" content="2021-12-21T10:00:00Z">
<link rel="canonical" href="https://post.example/a"><style>p {{}}</style></head>
<body class="single-post has-sidebar"><header><a href="/">The Strelsau Post</a>
<nav><ul><li><a href="/">Home</a></li><li><a>World</a></li></ul></nav></header>
<main><article><h1>Ruritania recalls envoy from Sylvania</h1>
<div class="entry-meta"><span>By Jane Doe</span> <time>December 21, 2021</time></div>
<div class="share-buttons"><a>Facebook</a> <a>Twitter</a></div>
<figure><img src="x"><figcaption>The foreign minister at the palace.</figcaption></figure>
<p>STRELSAU (Reuters) - {FIRST}</p><p>“We were given no choice,” minister Anna Kral told reporters.<br>She smiled.</p>
<p>Read also: Sylvania closes border</p><h2>A long quarrel</h2><p>{SECOND}</p>
<ul><li>Sylvania says that the lake belongs to it by the treaty of 1921.</li><li>Ruritania denies it.</li></ul>
<blockquote><p>“The lake is ours,” said the Sylvanian president, Otto Brandt.</p></blockquote></article>
<section class="related-posts"><h3>Related Posts</h3>
<ul><li><a>Five things to know about the lake</a></li></ul></section>
<div id="respond"><h3>Leave a Reply</h3><form><p>Your email address will not be published.</p>
<button>Post Comment</button></form></div></main>
<aside><h4>Latest</h4><p>A totally different story says that the king is ill and will not open parliament.</p></aside>
<footer>© 2021 The Strelsau Post. All rights reserved.</footer><script>var a = "<p>no</p>";</script></body></html>"""


def read(page, encoding="utf-8"):
    (found,) = read_html("x.html", io.BytesIO(page.encode(encoding)))
    return found


def body(article):
    return "".join(article.text[start:end] for start, end in article.body).split("\n")


def test_the_body_of_a_news_page_is_its_article():
    assert [line for line in body(read(PAGE)) if line.strip()] == [
        "Ruritania recalls envoy from Sylvania",
        " " + FIRST,
        "“We were given no choice,” minister Anna Kral told reporters.",
        "She smiled.",
        "A long quarrel",
        SECOND,
        "Sylvania says that the lake belongs to it by the treaty of 1921.",
        "Ruritania denies it.",
        "“The lake is ours,” said the Sylvanian president, Otto Brandt.",
    ]


def test_all_that_the_page_shows_is_stored_and_marked_for_what_it_is():
    article = read(PAGE)
    kinds = {article.text[mark.start : mark.end]: mark.kind for mark in article.marks}
    assert kinds["Ruritania recalls envoy from Sylvania"] == "title"
    assert kinds["By Jane Doe December 21, 2021"] == "byline"
    assert kinds["The foreign minister at the palace."] == "caption"
    assert kinds["STRELSAU (Reuters) -"] == "dateline"
    assert kinds["Read also: Sylvania closes border"] == "related"
    assert kinds["Five things to know about the lake"] == "related"
    assert kinds["Your email address will not be published."] == "comment"
    assert kinds["© 2021 The Strelsau Post. All rights reserved."] == kinds["Home"] == "navigation"


def test_metadata_comes_from_the_head_of_the_page():
    article = read(PAGE)
    assert (article.title, article.published) == ("Ruritania recalls envoy from Sylvania", date(2021, 12, 21))
    assert (article.publisher, article.source, article.url) == (
        "The Strelsau Post",
        "Reuters",
        "https://post.example/a",
    )


def test_a_bare_page_is_all_body():
    article = read("<p>Tiny page.<p>Minister Anna Kral said on Tuesday that it would rain.")
    assert (article.text, article.marks) == ("Tiny page.\n\nMinister Anna Kral said on Tuesday that it would rain.", ())


def test_a_class_that_misleads_does_not_take_the_article_away():
    page = f"<body><div class='sidebar related'><h1>A headline of some words</h1><p>{FIRST}</p><p>{SECOND}</p></div>"
    assert FIRST in body(read(page))
    assert SECOND in body(read(page))


def test_a_last_paragraph_that_trafilatura_drops_stays_body(monkeypatch):
    found = type("Found", (), {"text": FIRST})
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: found)
    page = f"<div><div><p>{FIRST}</p></div></div><div><p>{SECOND}</p></div><div><a>Frost in Zenda</a></div>"
    assert [line for line in body(read(page)) if line] == [FIRST, SECOND]


def test_a_page_that_breaks_trafilatura_is_still_read(monkeypatch):
    def fail(*_, **__):
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    monkeypatch.setattr("trafilatura.extract_metadata", fail)
    assert FIRST in read(PAGE).text


def test_the_declared_encoding_is_used():
    assert read("<meta charset=windows-1250><p>Pražský hrad řekl ne.", "cp1250").text == "Pražský hrad řekl ne."


def test_a_page_without_text_is_rejected():
    reasons = [read(page).reason for page in ("", " ", "<html></html>", "<script>a</script>", "<!-- a -->")]
    assert all(reason.startswith("is empty") for reason in reasons)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300) | st.just(PAGE.encode()).map(lambda page: page[300:2000]))
def test_any_bytes_are_an_article_or_an_error(data):
    (found,) = read_html("x.html", io.BytesIO(data))
    assert isinstance(found, ArticleError) or found.text.encode("utf-8")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(PAGE)), st.integers(0, len(PAGE)))
def test_marks_of_a_page_torn_anywhere_are_in_order_and_in_range(start, stop):
    (found,) = read_html("x.html", io.BytesIO(PAGE[start:stop].encode()))
    edges = [] if isinstance(found, ArticleError) else [edge for mark in found.marks for edge in (mark.start, mark.end)]
    assert edges == sorted(edges)
    assert not edges or edges[-1] <= len(found.text)
