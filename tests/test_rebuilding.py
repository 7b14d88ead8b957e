"""Stores that are worked through again, against ones that are built anew."""

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest
import spacy

from kgraph import engines
from kgraph.building import build
from kgraph.engines import Package, Recipe, work
from kgraph.query.stored import stored_articles
from kgraph.read import read_articles
from kgraph.rebuilding import changes, rebuild
from kgraph.records import Article
from kgraph.store import open_store
from tests.conftest import ferry_facts, put, treaty_facts
from tests.read import packed
from tests.sparql import Server
from tests.test_resuming import begin, in_store, logged, press_ctrl_c, quads, wait_for

SAID = "{n}. Foreign minister Ilsa Brandvold said on Monday that {n} ships of Varania had befogged Norland."
DID = "Norland befogged Varania on Tuesday. Mirko Dravec, a spokesman of Varania's government, denied it on {n} May."
FILE = """@prefix event: <https://w3id.org/kgraph/resource/event-class/> .
@prefix kg: <https://w3id.org/kgraph/ontology#> .
event:ASSAULT kg:verbLemma "befog" .
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles, a file of events, and a store that was built without it."""
    folder = tmp_path_factory.mktemp("rebuilding")
    (folder / "in").mkdir()
    rows = [
        json.dumps({"text": f"{SAID.format(n=n)}\n\n{DID.format(n=n)}", "date": f"2024-03-{n}", "source": "Post"})
        for n in range(10, 30)
    ]
    (folder / "in" / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (folder / "in" / "b.html").write_text(packed.HTML.replace("Home | News", "Home | He said no."), encoding="utf-8")
    (folder / "in" / "c.txt").write_text(f"Row at sea\n\nBy Runa Holte\n\n{SAID.format(n=3)}\r\n\r\nShare\n{DID}")
    (folder / "events.ttl").write_text(FILE, encoding="utf-8")
    build([folder / "in"], folder / "old")
    build([folder / "in"], folder / "new", events=[folder / "events.ttl"])
    return folder


def copy(store: Path, to: Path) -> Path:
    """A store with the same quads."""
    with open_store(store) as one, open_store(to, create=True, read_only=False) as other:
        for block in one.dump():
            other.load(block)
    return to


def test_articles_come_back_from_the_store_as_they_were_read(place: Path) -> None:
    read = sorted(read_articles(place / "in"), key=lambda article: article.id)
    with open_store(place / "old") as home:
        stored = [one for one in stored_articles(home, home.articles()) if isinstance(one, Article)]
    assert any(mark.kind == "navigation" for article in read for mark in article.marks)
    for one, other in zip(read, stored, strict=True):
        assert set(one.origins) == set(other.origins)
        assert [getattr(one, name) for name in one.__slots__ if name != "origins"] == [
            getattr(other, name) for name in other.__slots__ if name != "origins"
        ]


def test_with_another_file_of_events_it_is_as_if_it_were_built_anew(place: Path, tmp_path: Path) -> None:
    store = copy(place / "old", tmp_path / "store")
    seen: list[str] = []
    with open_store(store) as reader:  # it reads on while the store is rebuilt
        before = b"".join(reader.dump())
        report = rebuild(store, events=[place / "events.ttl"], progress=seen.append)
        assert b"".join(reader.dump()) == before
    assert (report.added, report.known, report.rejected, len(seen)) == (22, 0, [], 22)
    assert quads(store) == quads(place / "new") != quads(place / "old")
    assert report.changes is not None
    assert report.changes["added"] == report.changes["gone"] == 0
    assert report.changes["same"] > 20
    again = rebuild(store, events=[place / "events.ttl"])
    assert (again.added, again.known) == (0, 22)
    assert not (store / "rebuild").exists()


@pytest.mark.slow
def test_with_another_pipeline_it_is_as_if_it_were_built_anew(place: Path, tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "model")
    store = copy(place / "old", tmp_path / "store")
    report = rebuild(store, model=str(tmp_path / "model"))
    build([place / "in"], tmp_path / "whole", model=str(tmp_path / "model"))
    assert report.added == 22
    assert quads(store) == quads(tmp_path / "whole")


def test_killed_it_goes_on_where_it_was_and_ends_the_same(place: Path, tmp_path: Path) -> None:
    store, report = copy(place / "old", tmp_path / "store"), tmp_path / "report.json"
    events = str(place / "events.ttl")

    def started(log: str) -> "subprocess.Popen[str]":
        return begin(tmp_path / log, "rebuild", "--store", str(store), "--report", str(report), "--events", events)

    with started("first") as process:
        wait_for(tmp_path / "first", 8, process)
        process.kill()
    assert len(in_store(store)) == 22
    with started("second") as process:
        wait_for(tmp_path / "second", 5, process)
        press_ctrl_c(process)
        told = process.communicate(timeout=120)[1]
    assert process.returncode == 130, told
    assert json.loads(report.read_text())["state"] == "stopped"
    with started("third") as process:
        told = process.communicate(timeout=120)[1]
    assert process.returncode == 0, told
    several = [logged(tmp_path / name) for name in ("first", "second", "third")]
    twice = [article for article, times in sum(several, Counter()).items() if times > 1]
    assert len(twice) <= 1  # the one in hand when it was killed
    done = json.loads(report.read_text())
    assert (done["state"], sum(done["changes"][name] for name in ("gone", "changed", "same"))) == (
        "done",
        sum(b"#Statement>" in line for line in quads(place / "old")),
    )
    assert quads(store) == quads(place / "new")


def test_an_article_that_is_rejected_now_stays_as_it_was_with_its_actors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path / "store", create=True, read_only=False) as home:
        put(home, treaty_facts())
    before = quads(tmp_path / "store")

    def refuse(recipe: Recipe, batches: object, jobs: int) -> list[Package]:
        return [Package(one.id, one.document, rejected="no") for batch in batches for one in batch]  # type: ignore[attr-defined]

    monkeypatch.setitem(engines.ENGINES, "local", refuse)
    report = rebuild(tmp_path / "store")
    assert [error.reason for error in report.rejected] == ["no"]
    article = [line for line in before if b"/graph/article/" in line or b"/graph/actors>" in line]
    assert set(article) <= set(quads(tmp_path / "store"))


def test_a_text_that_is_not_the_one_that_was_read_is_told(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", create=True, read_only=False) as home:
        put(home, treaty_facts())
        (one,) = home.articles()
        text = f"GRAPH <https://w3id.org/kgraph/resource/graph/article/{one}> {{ ?a kg:text ?t }}"
        other = text.replace("?t", '"other"')
        home.update(f"DELETE {{ {text} }} INSERT {{ {other} }} WHERE {{ {text} }}")
    report = rebuild(tmp_path / "store")
    assert "not the one that was read" in report.rejected[0].reason
    assert report.added == 0


CHANGES = [
    ({}, {}, (0, 0, 0, 0)),
    ({"a": "1"}, {"a": "1"}, (0, 0, 0, 1)),
    ({"a": "1", "b": "1"}, {"b": "2", "c": "1"}, (1, 1, 1, 0)),
]


@pytest.mark.parametrize(("old", "new", "counts"), CHANGES)
def test_statements_are_told_apart_by_article_and_offsets(
    old: dict[str, str], new: dict[str, str], counts: tuple[int, int, int, int]
) -> None:
    def said(several: dict[str, str]) -> dict[str, frozenset[tuple[None, ...]]]:
        return {key: frozenset({(None,) * int(value)}) for key, value in several.items()}

    assert changes(said(old), said(new)) == counts


def test_the_run_tells_the_users_files_apart_and_not_where_they_lie(place: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.ttl").write_text(FILE, encoding="utf-8")
    plain, one, other = (
        work.run_of(Recipe(events=files))
        for files in ((), (place / "events.ttl",), (tmp_path / "elsewhere.ttl",))
    )  # fmt: skip
    assert plain != one == other


def test_a_server_is_rebuilt_as_a_folder_is(server: Server, tmp_path: Path) -> None:
    for where in (server.address, tmp_path / "store"):
        with open_store(where, create=True, read_only=False) as home:
            put(home, treaty_facts(), ferry_facts())
        report = rebuild(where)
        assert (report.added, report.rejected, report.state) == (2, [], "done")
        assert report.changes is not None
        assert report.changes["gone"] + report.changes["changed"] + report.changes["same"] == 8
    assert sorted(b"".join(server.store.dump()).splitlines()) == quads(tmp_path / "store")
