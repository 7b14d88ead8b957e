"""The commands that search a store, take articles out of it and keep its index; and the limits of ``kgraph query``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kgraph.cli import group
from kgraph.errors import KgraphError
from tests.conftest import treaty_facts

LABELS = "SELECT ?l WHERE { ?a skos:prefLabel ?l } ORDER BY ?l"


def kgraph(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(group, list(arguments), input=stdin)


def test_words_are_found_as_a_table_as_lines_and_as_csv(store_dir: Path) -> None:
    done = kgraph("search", "ENVOY", "varania", "--store", str(store_dir), "--in", "statements")
    assert "two officials" in done.stdout
    assert done.stderr == "1 hit\n"
    (line,) = kgraph(
        "search", "envoy", "--store", str(store_dir), "--in", "articles", "--format", "jsonl"
    ).stdout.splitlines()
    assert (json.loads(line)["kind"], json.loads(line)["document"]) == ("article", "news/treaty.txt")
    done = kgraph("search", "norland", "--store", str(store_dir), "--format", "csv", "--limit", "2")
    assert len(done.stdout.splitlines()) == 3
    assert "there are more (--limit 20)" in done.stderr


@pytest.mark.parametrize("words", ["AND", "envoy OR charge", "(", "-envoy", "*"])
def test_nothing_that_is_typed_is_syntax(store_dir: Path, words: str) -> None:
    done = kgraph("search", "--store", str(store_dir), "--in", "statements", "--", words)
    assert done.exception is None or isinstance(done.exception, KgraphError)


def test_syntax_is_there_for_who_asks(store_dir: Path) -> None:
    done = kgraph("search", "envoy OR charge", "--syntax", "--in", "statements", "--store", str(store_dir))
    assert done.stderr == "2 hits\n"


@pytest.mark.parametrize("name", ["news/treaty.txt", treaty_facts().article.id])
def test_an_article_is_removed_by_what_it_is_called(store_dir: Path, name: str) -> None:
    done = kgraph("remove", name, "--store", str(store_dir))
    assert done.stderr.splitlines() == ["removed: news/treaty.txt", f"1 article removed from {store_dir}"]
    assert kgraph("search", "envoy", "--store", str(store_dir)).stderr == "0 hits\n"


def test_an_article_that_is_not_there_is_told_and_nothing_is_removed(store_dir: Path) -> None:
    done = kgraph("remove", "news/treaty.txt", "news/nowhere.txt", "--store", str(store_dir))
    assert isinstance(done.exception, KgraphError)
    assert "'news/nowhere.txt'" in str(done.exception)
    assert kgraph("search", "envoy", "--store", str(store_dir)).stderr == "2 hits\n"


def test_the_index_is_made_anew(store_dir: Path) -> None:
    (store_dir / "text.sqlite3").write_bytes(b"\x00" * 9999)
    assert isinstance(kgraph("search", "envoy", "--store", str(store_dir)).exception, KgraphError)
    assert "the words of 2 articles" in kgraph("index", "--store", str(store_dir)).stderr
    assert kgraph("search", "envoy", "--store", str(store_dir)).stderr == "2 hits\n"


def test_a_row_cap_is_told(store_dir: Path) -> None:
    done = kgraph("query", "-", "--store", str(store_dir), "--limit", "2", "--format", "csv", stdin=LABELS)
    assert len(done.stdout.splitlines()) == 3
    assert "only the first 2 rows are shown" in done.stderr
    done = kgraph("query", "-", "--store", str(store_dir), "--limit", "0", "--format", "csv", stdin=LABELS)
    assert len(done.stdout.splitlines()) == 8
    assert done.stderr == ""
    done = kgraph("query", "--store", str(store_dir), "--named", "top-targets", "--limit", "1")
    assert "only the first 1 rows" in done.stderr


def test_a_query_may_call_other_servers_only_where_it_is_allowed(store_dir: Path) -> None:
    query = "SELECT ?x { SERVICE <http://127.0.0.1:1/sparql> { ?x ?y ?z } }"
    refused = kgraph("query", "-", "--store", str(store_dir), stdin=query)
    assert "SERVICE is not allowed" in str(refused.exception)
    tried = kgraph("query", "-", "--store", str(store_dir), "--allow-network", stdin=query)
    assert "SERVICE is not allowed" not in str(tried.exception)
    assert isinstance(tried.exception, KgraphError)
