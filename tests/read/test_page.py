"""A web page as the lines that it shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.read.page import blocks_of, parse


def shown(page):
    return [(block.text, block.kind) for block in blocks_of(parse(page))]


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<p>one <b>two</b>\n three</p><p>four", ["one two three", "four"]),
        ("<p>one<br>two<br><br>three", ["one", "two", "three"]),
        ("<div>a<p>b</p>c<div>d</div>e</div>f", ["a", "b", "c", "d", "e", "f"]),
        ("<ul><li>a<li>b <i>c</i></ul>", ["a", "b c"]),
        ("<p>a<script>b</script>c<style>d</style><!-- e --><?f g?></p>", ["ac"]),
        ("<p>a<span hidden>b</span><span style='display: none'>c</span>d", ["ad"]),
        ("<p hidden>a</p><p>b</p>", ["b"]),
        ("<p>a &amp; b&nbsp;c &#8220;d&#8221;", ["a & b c “d”"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
        ("<head><title>t</title></head><body>a", ["a"]),
        ("no tags at all", ["no tags at all"]),
        ("<p> \n </p>", []),
        ("", []),
        ("<?xml version='1.0' encoding='utf-16'?><html><p>é</p></html>", ["é"]),
    ],
)
def test_a_page_shows_one_line_a_block(page, lines):
    assert [text for text, _ in shown(page)] == lines


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<nav><ul><li>x</li></ul></nav>", "navigation"),
        ("<figure><figcaption>x</figcaption></figure>", "caption"),
        ("<div class='wp-caption-text'>x</div>", "caption"),
        ("<footer><p>x</p></footer>", "navigation"),
        ("<div class='td-post-sharing'>x</div>", "navigation"),
        ("<div id='shareButtons'>x</div>", "navigation"),
        ("<section class='related-posts'><h3>x</h3></section>", "related"),
        ("<div id='respond'><form>x</form></div>", "comment"),
        ("<form class='comment-form'>x</form>", "comment"),
        ("<form>x</form>", "navigation"),
        ("<p class='byline'>x</p>", "byline"),
        ("<header><p>x</p></header>", "navigation"),
        ("<header><h1>x</h1></header>", None),
        ("<article class='share'><p>x</p></article>", None),
        ("<article><header><p>x</p></header></article>", None),
        ("<div class='has-sidebar no-comments'>x</div>", None),
        ("<div class='shareholders'>x</div>", None),
        ("<p>x <span class='author'>y</span></p>", None),
    ],
)
def test_elements_and_classes_say_what_a_line_is(page, kind):
    assert {found for _, found in shown(page)} == {kind}


def test_deep_nesting_is_walked_without_recursion():
    assert shown("<div>" * 5000 + "x" + "</div>" * 5000) in ([("x", None)], [])


@given(
    st.lists(st.sampled_from("<p> </p> <br> <b> </b> <nav> a b <!-- --> <script> </script> &#0; &#xd800; < >".split()))
)
def test_no_page_breaks_the_walk(pieces):
    assert all(text.strip() == text for text, _ in shown(" ".join(pieces)))
