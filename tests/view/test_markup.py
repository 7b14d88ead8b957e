"""The file itself: the same every time, complete in itself, shut by its policy, small and quick."""

import base64
import hashlib
import json
import re
import time

import pytest

from kgraph.errors import KgraphError
from kgraph.view import page, write_page
from kgraph.view.communities import LARGEST
from tests.view.invented_news import actor, crowd, event, statement, statements, target, world


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


def test_nothing_in_the_scripts_can_end_their_element():
    script = re.findall("<script>(.*?)</script>", page([]), re.DOTALL)[-1]
    assert script.rstrip().endswith("})();")
    assert "<!--" not in script


def test_nothing_in_the_file_points_outside():
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page(statements(5)), flags=re.DOTALL)
    assert not re.search(r"\b(src|action|srcset|data)=|url\(|@import", markup)
    assert re.findall(r'href="([^"]*)"', markup) == ["data:,"]


@pytest.mark.parametrize("title", ["{{data}} & <b>{{policy}}</b>", "</title><script>alert(1)</script>", "\ud800 x"])
def test_a_title_is_text_and_no_slot_of_the_template(title):
    html = page(statements(3), title=title)
    assert island(html)["title"] == title
    assert "<b>" not in html.split("<style>")[0]
    head = html.split("<style>")[0]
    assert head.count("<title>") == head.count("</title>") == 1
    html.encode("utf-8")


def test_no_statements_still_make_a_page():
    assert island(page([]))["statements"] == []


def test_more_actors_than_can_be_seen_at_once_open_on_their_communities_and_each_has_a_place():
    data = island(page(world(600, 300), limit=50))
    drawn = {node["id"] for node in data["network"]["nodes"]}
    assert drawn == {-1 - at for at in range(len(data["groups"]))}
    members = [member for *_, group, _ in data["groups"] for member in group]
    assert len(members) == len(set(members))
    tied = {end for row in data["statements"] if row[3] for end in row[2] + row[3]}
    assert tied <= set(members)
    assert all(data["places"][at] for at in members)
    assert max(len(group) for *_, group, _ in data["groups"]) <= 2 * LARGEST


def test_few_enough_actors_are_drawn_as_they_are():
    data = island(page(statements(120)))
    assert data["groups"] == []
    assert {node["shape"] for node in data["network"]["nodes"]} >= {"box", "dot", "diamond"}


def test_events_are_a_layer_of_their_own_and_bring_their_actors():
    data = island(
        page(statements(5), events=[event("Varania", "Ostrea")], offices={actor("Varania", "State")["id"]: ["host"]})
    )
    (row,) = data["events"]
    assert [data["actors"][at][1] for at in (*row[2], *row[3])] == ["Varania", "Ostrea"]
    assert data["acts"][row[5]] == "sanction"
    assert row[4] == [-1]
    assert row[9] == ["On Monday ", "Varania closed its ports to Ostrea", "."]
    assert next(actor for actor in data["actors"] if actor[1] == "Varania")[-1] == ["host"]


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
