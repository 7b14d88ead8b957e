"""The data of a page: valid JSON that cannot leave its script element, and passages cut at the exact words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.ontology import RESOURCE
from kgraph.query.network import network
from kgraph.view.island import link, passage, tables, to_json
from tests.view.invented_news import actor, statement, target

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@given(st.recursive(ANY_TEXT, lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner), max_leaves=6))
def test_any_text_survives_and_none_leaves_the_script_element(value):
    text = to_json(value)
    assert json.loads(text) == json.loads(json.dumps(value))
    assert not set(text) & set("<>&\u2028\u2029")
    text.encode("utf-8")


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--", "]]>", "\u2028", "\ud800", "a\0b", "&lt;"]
)
def test_hostile_text_comes_back_as_it_was(text):
    assert json.loads(to_json({"a": [text]})) == {"a": [text]}
    assert "<" not in to_json(text)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://news.example/a?b=c#d", "https://news.example/a?b=c#d"),
        (" HTTP://news.example/ ", "HTTP://news.example/"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("https://a.example/\njavascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//news.example/a", ""),
        ("file:///etc/passwd", ""),
        ('https://a.example/"onclick=', ""),
        (None, ""),
        (7, ""),
    ],
)
def test_only_http_and_https_are_links(url, found):
    assert link(url) == found


def row_of(sentence, start, *pieces, text=None):
    content = [{"text": text or sentence[a:b], "start": start + a, "end": start + b} for a, b in pieces]
    return {"content": content, "sentence": sentence, "sentence_start": start}


@pytest.mark.parametrize(
    ("row", "pieces"),
    [
        (row_of("She said yes.", 50, (9, 12)), ["She said ", "yes", "."]),
        (row_of("“Yes”, she said, “now”.", 0, (1, 4), (18, 21)), ["“", "Yes", "”, she said, “", "now", "”."]),
        (row_of("Yes", 9, (0, 3)), ["", "Yes", ""]),
        (row_of("🕊 “Yes”", 5, (3, 6)), ["🕊 “", "Yes", "”"]),
        (row_of("She said yes.", 50, (9, 12), text="no!"), ["", "no!", ""]),
        (row_of("She said yes.", 50, (9, 12), (4, 8)), ["", "yes", " … ", "said", ""]),
        ({"content": [{"text": "alone", "start": 3, "end": 8}]}, ["", "alone", ""]),
        ({"content": [{"text": "a", "start": 3, "end": 4}], "sentence": "b", "sentence_start": 900}, ["", "a", ""]),
        ({"content": []}, [""]),
        ({}, [""]),
    ],
)
def test_every_second_piece_is_what_was_said(row, pieces):
    assert passage(row) == pieces


@given(st.text(min_size=1, max_size=40), st.integers(0, 1000), st.data())
def test_a_passage_is_the_sentence_with_the_exact_words_marked(sentence, start, data):
    a = data.draw(st.integers(0, len(sentence) - 1))
    b = data.draw(st.integers(a + 1, len(sentence)))
    pieces = passage(row_of(sentence, start, (a, b)))
    assert "".join(pieces) == sentence
    assert pieces[1] == sentence[a:b]


def test_an_article_is_told_once_and_the_id_of_a_statement_can_be_put_together():
    rows = [statement(actor("Anna Vell"), [target("Varania")], f"sea {n}", number=n) for n in range(3)]
    found = tables(network(rows), rows)
    assert len(found["articles"]) == 1
    stems = [found["articles"][row[1]][0] for row in found["statements"]]
    tails = [row[0] for row in found["statements"]]
    assert [f"{RESOURCE}statement/{a}/{b}" for a, b in zip(stems, tails, strict=True)] == [row["id"] for row in rows]


def test_an_id_of_another_form_is_kept_whole():
    row = statement(actor("Anna Vell"), [], id="urn:x:<script>")
    found = tables(network([row]), [row])
    assert (found["articles"][0][0], found["statements"][0][0]) == ("", "urn:x:<script>")
