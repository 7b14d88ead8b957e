"""The index of words beside a store: what is found, what is no syntax, and how it keeps step."""

import os
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.errors import QueryError, StoreError
from kgraph.graph import quads, to_nquads
from kgraph.query import search
from kgraph.records import Article, Facts
from kgraph.store import Store, open_store
from kgraph.store.text import FILE, TextIndex
from tests.conftest import TALVEK, Pen, ferry_facts, put, treaty_facts

DENIAL, RESPECT, ENVOY = (treaty_facts().statements[i].id for i in (3, 4, 5))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("envoy", [ENVOY]),
        ("ENVOY  recall", [ENVOY]),
        ('"recall its envoy"', [ENVOY]),
        ('"envoy recall"', []),
        ("respect!", [RESPECT]),
        ('"We respect Norland,"', [RESPECT]),
        ("env", []),
        ("charge OR envoy", []),
        ("NOT", []),
        ("envoy*", [ENVOY]),
        ("text:envoy", []),
        ("^envoy", [ENVOY]),
        ("envoy) OR (charge", []),
        ("'; DROP TABLE piece; --", []),
        ('"envoy', [ENVOY]),
        ("NEAR(envoy recall)", []),
    ],
)
def test_words_are_words_and_nothing_else(store: Store, words: str, found: list[str]) -> None:
    assert [hit.iri for hit in store.find_words(words, kinds=["statement"])] == found


@pytest.mark.parametrize(
    ("words", "found"), [("charge OR envoy", {DENIAL, ENVOY}), ("env*", {ENVOY}), ("NEAR(envoy recall, 3)", {ENVOY})]
)
def test_syntax_is_syntax_where_it_is_asked_for(store: Store, words: str, found: set[str]) -> None:
    assert {hit.iri for hit in store.find_words(words, kinds=["statement"], syntax=True)} == found


@pytest.mark.parametrize("words", ["", "  ", "...", '""', '" "', "*", "\x00"])
def test_no_words_are_refused(store: Store, words: str) -> None:
    with pytest.raises(QueryError, match="holds no word"):
        store.find_words(words)


@pytest.mark.parametrize("words", ["AND", "(", '"', "nosuch: x"])
def test_malformed_syntax_is_refused_in_one_line(store: Store, words: str) -> None:
    with pytest.raises(QueryError, match="cannot be looked for") as refused:
        store.find_words(words, syntax=True)
    assert "\n" not in str(refused.value)


def test_accents_and_case_do_not_count(store: Store) -> None:
    text = "Ana Vukšić said Córdoba was HERE."
    article = Article("a.txt", text)
    pen = Pen(article)
    said = pen.statement((pen.resolved(TALVEK, "Ana Vukšić"),), "said", ("Córdoba was HERE",), "indirect", "say")
    with open_store(None) as memory:
        put(memory, Facts(article, (said,)))
        for words in ("cordoba", "CÓRDOBA here", "vuksic"):
            assert memory.find_words(words)


def test_a_snippet_marks_the_words(store: Store) -> None:
    (hit,) = store.find_words("envoy varania", kinds=["statement"])
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["envoy", "Varania"]
    (article,) = store.find_words("cutting a cable", kinds=["article"])
    assert "\n" not in article.snippet
    assert {article.snippet[start:end] for start, end in article.marks} >= {"cutting", "cable"}


def test_hits_come_with_who_said_it_and_where(store: Store) -> None:
    (found,) = search(store, "envoy", kinds=["statement"])
    told = {key: found[key] for key in ("kind", "speaker", "act", "about", "date", "document", "publisher")}
    assert told == {
        "kind": "statement", "speaker": "two officials", "act": "say", "about": "Norland", "date": "2021-12-20",
        "document": "news/treaty.txt", "publisher": "Fjord News",
    }  # fmt: skip
    kinds = [row["kind"] for row in search(store, "ferry crew")]
    assert sorted(kinds) == ["article", "statement"]
    assert len(search(store, "norland", limit=2)) == 2


def test_a_title_that_is_not_in_the_text_is_found() -> None:
    article = Article("a.txt", "Nothing happened.", title="Quiet week in Eastmark")
    with open_store(None) as memory:
        put(memory, Facts(article, ()))
        assert [hit.kind for hit in memory.find_words("eastmark")] == ["article"]


def remove(store: Store) -> None:
    store.remove_article(treaty_facts().article.id)


def replace_it(store: Store) -> None:
    shorter = replace(treaty_facts(), statements=treaty_facts().statements[:2])
    store.add_article(shorter.article.id, to_nquads(quads(shorter)))


def update(store: Store) -> None:
    store.update(f"DELETE WHERE {{ GRAPH ?g {{ <{ENVOY}> ?p ?o }} }}")


@pytest.mark.parametrize("change", [remove, replace_it, update])
def test_the_index_keeps_step_with_every_change(store_dir: Path, change: Callable[[Store], None]) -> None:
    with open_store(store_dir, read_only=False) as store:
        assert store.find_words("envoy", kinds=["statement"])
        change(store)
        assert not store.find_words("envoy", kinds=["statement"])
    with open_store(store_dir) as store:
        assert not store.find_words("envoy", kinds=["statement"])
        assert store.find_words("crew", kinds=["statement"])


def test_what_is_loaded_is_found(store_dir: Path, tmp_path: Path) -> None:
    with open_store(store_dir) as store:
        whole = b"".join(store.dump())
    with open_store(tmp_path / "copy", create=True, read_only=False) as copy:
        copy.load(whole)
    with open_store(tmp_path / "copy") as copy:
        assert copy.find_words("envoy")


def test_a_reader_of_an_older_state_is_not_told_of_a_newer(store_dir: Path) -> None:
    with open_store(store_dir, read_only=False) as writer:
        writer.remove_article(ferry_facts().article.id)
    with open_store(store_dir) as early, open_store(store_dir, read_only=False) as writer:
        put(writer, ferry_facts())
        writer.flush()
        assert early.find_words("crew") == []


def test_a_process_killed_between_store_and_index_leaves_nothing_false(store_dir: Path) -> None:
    with open_store(store_dir, read_only=False) as writer:
        remove(writer)
        (store_dir / "copy.sqlite3").write_bytes((store_dir / FILE).read_bytes())
        writer.flush()
    (store_dir / "copy.sqlite3").replace(store_dir / FILE)  # as it was before the index caught up
    with open_store(store_dir) as store:
        assert store.find_words("envoy") == []
        assert store.find_words("crew")


def test_a_lost_index_is_made_again(store_dir: Path) -> None:
    (store_dir / FILE).unlink()
    with open_store(store_dir) as store:
        assert store.find_words("envoy")
    assert (store_dir / FILE).exists()


def test_a_damaged_index_says_how_to_make_it_anew(store_dir: Path) -> None:
    (store_dir / FILE).write_bytes(b"\x00rubbish" * 1000)
    with open_store(store_dir) as store, pytest.raises(StoreError, match="make it anew with: kgraph index"):
        store.find_words("envoy")
    with open_store(store_dir, read_only=False) as store:
        assert store.rebuild_words() == 2
    with open_store(store_dir) as store:
        assert store.find_words("envoy")


def test_a_writer_mends_a_damaged_index_by_itself(store_dir: Path) -> None:
    (store_dir / FILE).write_bytes(b"\x00rubbish" * 1000)
    with open_store(store_dir, read_only=False) as store:
        remove(store)
    with open_store(store_dir) as store:
        assert store.find_words("crew")
        assert not store.find_words("envoy")


def test_words_are_found_while_somebody_writes(store_dir: Path) -> None:
    (store_dir / FILE).unlink()
    with open_store(store_dir, read_only=False), open_store(store_dir) as reader:
        assert reader.find_words("envoy")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_words_are_found_on_a_read_only_disk(store_dir: Path) -> None:
    for path in (store_dir, store_dir / FILE):
        path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with open_store(store_dir) as store:
            assert store.find_words("envoy")
    finally:
        for path in (store_dir, store_dir / FILE):
            path.chmod(stat.S_IRWXU)


def test_the_index_holds_each_thing_once(store_dir: Path) -> None:
    with open_store(store_dir, read_only=False) as store:
        for _ in range(3):
            put(store, treaty_facts(), ferry_facts())
            store.flush()
    base = sqlite3.connect(store_dir / FILE)
    assert base.execute("SELECT COUNT(*), COUNT(DISTINCT iri) FROM piece").fetchone() == (10, 10)
    base.close()


def test_an_index_in_memory_starts_empty() -> None:
    assert TextIndex().held() == set()
