"""A page in a notebook: sandboxed, whole, and not larger than a notebook should carry."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

from kgraph.view import iframe, page, picture
from tests.view.invented_news import actor, statement, statements, target


class Frame(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_the_page_is_carried_whole_in_one_sandboxed_frame():
    html = page(statements(5))
    ((tag, attributes),) = Frame(iframe(html, 500)).found
    assert tag == "iframe"
    assert attributes["srcdoc"] == html
    assert attributes["height"] == "500"
    assert "allow-scripts" in attributes["sandbox"]
    assert "allow-same-origin" not in attributes["sandbox"]


def test_where_the_frame_is_taken_away_its_text_says_why():
    """As JupyterLab does in a notebook that is not trusted; a browser never shows the text inside a frame."""
    left = re.sub("<iframe[^>]*>|</iframe>", "", iframe("<p>"))
    assert "trust it" in left
    assert "<" not in left


def test_a_page_that_is_too_large_says_so_and_what_to_do():
    said = iframe("x" * 2_000_000, cap=1_000_000)
    assert "srcdoc" not in said
    assert "2.0 million" in said
    assert "kgraph view" in said


def test_in_place_of_a_page_that_is_too_large_a_picture_is_shown_that_can_do_nothing():
    said = iframe("x" * 2_000_000, cap=1_000_000, still=picture(statements(20)))
    assert "data:image/svg+xml;base64," in said
    assert not re.search("<svg|<script", said)


def test_a_picture_is_xml_whatever_the_names_are():
    rows = [statement(actor('<script>alert(1)</script>\0\ud800 & "x"'), [target("Varania", "negative")])]
    svg = picture(rows)
    root = ElementTree.fromstring(svg)
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        "svg",
        "title",
        "rect",
        "path",
        "circle",
        "text",
        "tspan",
    }
    assert "alert(1)" in "".join(root.itertext())


def test_no_statements_are_an_empty_picture():
    assert ElementTree.fromstring(picture([])).tag.endswith("svg")
