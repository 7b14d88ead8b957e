"""A page in a notebook: sandboxed, whole, and not larger than a notebook should carry."""

from html.parser import HTMLParser

from kgraph.view import iframe, page
from tests.view.invented_news import statements


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


def test_a_page_that_is_too_large_says_so_and_what_to_do():
    said = iframe("x" * 2_000_000, cap=1_000_000)
    assert "srcdoc" not in said
    assert "2.0 million" in said
    assert "kgraph view" in said
