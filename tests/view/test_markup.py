"""The file itself: the same every time, complete in itself, shut by its policy, small and quick."""

import base64
import hashlib
import json
import re
import time

import pytest

from kgraph.errors import KgraphError
from kgraph.view import page, write_page
from tests.view.invented_news import actor, crowd, statement, statements, target


def island(html):
    return json.loads(re.search(r'<script type="application/json" id="kgraph-data">(.*?)</script>', html, re.DOTALL)[1])


def test_the_same_statements_make_the_same_file():
    assert page(statements(80)) == page(statements(80))


def test_the_data_of_the_page_has_every_statement_and_actor():
    rows = list(statements(200))
    data = island(page(rows))
    assert len(data["statements"]) == 200
    labels = {who["label"] for row in rows for who in (row["speaker"], *row["targets"]) if who}
    assert {actor[1] for actor in data["actors"]} == labels | {"unnamed source"}


def test_every_script_and_style_has_its_hash_in_the_policy_and_nothing_else_may_run():
    html = page(statements(5))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    for tag in ("script", "style"):
        for text in re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL):
            assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert not re.search(r"unsafe|https?:|\*", policy)


def test_nothing_in_the_file_points_outside():
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page(statements(5)), flags=re.DOTALL)
    assert not re.search(r"\b(src|action|srcset|data)=|url\(|@import", markup)
    assert re.findall(r'href="([^"]*)"', markup) == ["data:,"]


def test_the_licence_of_vis_network_stays_on_it():
    assert re.search(r"vis\.js is dual licensed.*Apache 2\.0.*MIT", page([]), re.DOTALL)


@pytest.mark.parametrize("title", ["{{data}} & <b>{{policy}}</b>", "</title><script>alert(1)</script>", "\ud800 x"])
def test_a_title_is_text_and_no_slot_of_the_template(title):
    html = page(statements(3), title=title)
    assert island(html)["title"] == title
    assert "<b>" not in html.split("<style>")[0]
    assert html.count("<title>") == html.split("<style>")[0].count("</title>") == 1
    html.encode("utf-8")


def test_no_statements_still_make_a_page():
    assert island(page([]))["statements"] == []


def test_only_the_strongest_are_drawn_and_all_are_in_the_data():
    data = island(page(statements(400, people=crowd(150)), limit=20))
    assert len(data["network"]["nodes"]) == 20
    assert len(data["actors"]) > 100
    loud = {node["id"] for node in data["network"]["nodes"]}
    most = max(range(len(data["actors"])), key=lambda at: sum(at in row[2] + row[3] for row in data["statements"]))
    assert most in loud


def test_the_same_speaker_and_target_make_one_line():
    rows = [statement(actor("Anna Vell"), [target("Varania")], f"sea {n}", number=n) for n in range(5)]
    assert len(island(page(rows))["network"]["edges"]) == 1


def test_five_thousand_statements_are_small_and_quick():
    rows = list(statements(5000, people=crowd(1000)))
    begun = time.process_time()
    html = page(rows)
    assert time.process_time() - begun < 8  # seconds of processor; 1.5 on a quiet machine
    assert len(html.encode()) <= 1_000_000 + 400 * len(rows)


def test_a_page_is_written_where_it_is_asked_for(tmp_path):
    file = write_page(statements(3), tmp_path / "new" / "graph.html", title="Strait")
    assert file.read_bytes() == page(statements(3), title="Strait").encode()


def test_a_place_that_cannot_be_written_is_named_in_one_line(tmp_path):
    with pytest.raises(KgraphError, match="cannot write the page") as caught:
        write_page(statements(3), tmp_path)
    assert "\n" not in str(caught.value)
    assert str(tmp_path) in str(caught.value)
