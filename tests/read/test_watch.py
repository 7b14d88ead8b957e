"""An article that hangs, grows or kills its reader is told, and all others are read."""

import os
import time
from pathlib import Path

import pytest

from kgraph.errors import ArticleError
from kgraph.read import Reading, read_articles, watch
from kgraph.read.watch import read_watched
from tests.read.packed import PRESS, TEXT, pdf, zipped

MISBEHAVE = """
import os, time
import kgraph.read.columns as columns
from kgraph.read import formats, jsonl
plain, text = jsonl.article_of_row, formats.FORMATS[".txt"]
def act(words):
    if "HANG" in words: time.sleep(60)
    if "DIE" in words: os.kill(os.getpid(), 9)
    if "GROW" in words: b"x" * (5 << 30)
def row(document, cells, columns=None):
    act(cells["text"])
    return plain(document, cells, columns)
def whole(document, stream, reading):
    data = stream.read()
    act(data.decode())
    import io
    yield from text(document, io.BytesIO(data), reading)
jsonl.article_of_row = row
formats.FORMATS[".txt"] = whole
"""


@pytest.fixture
def misbehaving(tmp_path, monkeypatch):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(MISBEHAVE)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "site"), os.environ.get("PYTHONPATH", "")]))
    (tmp_path / "news").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "news"


def said(found):
    return [one.document if not isinstance(one, ArticleError) else (one.document, one.reason[:26]) for one in found]


def test_an_article_that_hangs_dies_or_grows_is_told_and_the_reading_goes_on_behind_it(misbehaving):
    rows = ["One.", "HANG", "Two.", "DIE", "Three."]
    (misbehaving / "a.jsonl").write_text("".join(f'{{"text": "The minister said {row}"}}\n' for row in rows))
    (misbehaving / "b.zip").write_bytes(
        zipped({"a.txt": TEXT, "b.txt": "DIE", "c/d.jsonl": '{"text":"HANG"}\n{"text":"So."}'})
    )
    (misbehaving / "c.txt").write_text("DIE")
    (misbehaving / "d.txt").write_text("GROW")
    (misbehaving / "e.txt").write_text(TEXT)
    assert said(read_watched("news", seconds=3, memory=4 << 30)) == [
        "news/a.jsonl#1",
        ("news/a.jsonl#2", "took more than 3 seconds t"),
        "news/a.jsonl#3",
        ("news/a.jsonl#4", "ended the process that rea"),
        "news/a.jsonl#5",
        "news/b.zip!a.txt",
        ("news/b.zip!b.txt", "ended the process that rea"),
        ("news/b.zip!c/d.jsonl#1", "took more than 3 seconds t"),
        "news/b.zip!c/d.jsonl#2",
        ("news/c.txt", "ended the process that rea"),
        ("news/d.txt", "needs more memory to be re"),
        "news/e.txt",
    ]


def test_a_file_of_which_no_article_can_be_read_is_given_up(misbehaving, monkeypatch):
    monkeypatch.setattr(watch, "KILLED", 2)
    (misbehaving / "a.jsonl").write_text('{"text": "DIE"}\n' * 5)
    (misbehaving / "b.txt").write_text(TEXT)
    found = said(read_watched("news"))
    assert found[-2:] == [("news/a.jsonl", "given up after 2 articles "), "news/b.txt"]
    assert len(found) == 4


def test_watched_and_unwatched_reading_give_the_same(tmp_path):
    files = {
        "a.txt": TEXT,
        "b.pdf": pdf(PRESS),
        "c.csv": "inhalt\n" + TEXT.splitlines()[0],
        "d.txt": "",
        "e.zip": b"PK",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    reading, errors = Reading({"text": "inhalt"}), []
    plain = list(read_articles(tmp_path, reading=reading, rejected=errors.append))
    watched = list(read_watched(tmp_path, reading))
    assert [one for one in watched if not isinstance(one, ArticleError)] == plain
    assert [str(one) for one in watched if isinstance(one, ArticleError)] == [str(error) for error in errors]


def test_the_child_ends_with_its_reader(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    found = read_watched(tmp_path)
    next(found)
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = set(children.read_text().split()) if children.exists() else set()
    found.close()
    time.sleep(0.1)
    assert not children.exists() or len(before - set(children.read_text().split())) == 1


def test_where_no_process_can_be_made_it_is_read_here(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setattr(watch.sys, "executable", str(tmp_path / "nothing"))
    assert said(read_watched(tmp_path)) == [f"{tmp_path}/a.txt"]
