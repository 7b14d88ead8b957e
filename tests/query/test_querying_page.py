"""docs/querying.md: each answer on the page is the one that the example graph gives.

``python -m tests.query.test_querying_page`` writes the example graph and the answers anew.
"""

import gzip
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kgraph.cli import group
from kgraph.query import ask, export, load, questions
from kgraph.store import Store, open_store
from tests.conftest import ferry_facts, put, treaty_facts

DOCS = Path(__file__).parents[2] / "docs"
PAGE, EXAMPLE = DOCS / "querying.md", DOCS / "example.nq.gz"
_SPARQL = re.compile(r"```sparql\n(.*?)```\n```text\n(.*?)```\n", re.DOTALL)
_CONSOLE = re.compile(r"```console\n\$ (kgraph [^\n]*)\n(.*?)```\n", re.DOTALL)


def answered(page: str, store: Store) -> str:
    """The page with the answers that the store gives."""

    def table(found: re.Match[str]) -> str:
        return f"```sparql\n{found[1]}```\n```text\n{ask(store, found[1]).serialize('table')}```\n"

    def told(found: re.Match[str]) -> str:
        arguments = [str(store.where) if word == "example" else word for word in shlex.split(found[1])[1:]]
        done = CliRunner().invoke(group, arguments)
        assert done.exit_code == 0, done.output
        return f"```console\n$ {found[1]}\n{done.stdout.rstrip()}\n```\n".replace("\r", "")

    return _CONSOLE.sub(told, _SPARQL.sub(table, page))


def write_example(path: Path) -> None:
    """Write the example graph."""
    with open_store(None) as store:
        put(store, treaty_facts(), ferry_facts())
        export(store, path)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    with open_store(tmp_path / "example", create=True, read_only=False) as store:
        load(store, EXAMPLE)
    return tmp_path / "example"


def test_the_example_is_the_graph_of_the_two_articles(tmp_path: Path) -> None:
    write_example(tmp_path / "example.nq.gz")
    made, kept = (gzip.decompress(path.read_bytes()) for path in (tmp_path / "example.nq.gz", EXAMPLE))
    assert made == kept


def test_every_answer_on_the_page_is_true(example: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(_SPARQL.findall(page)) >= 9
    assert len(_CONSOLE.findall(page)) == 3
    with open_store(example) as store:
        assert answered(page, store) == page


def test_every_saved_question_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert {one.name for one in questions()} - set(re.findall(r"`([a-z-]+)`", page)) == set()


if __name__ == "__main__":
    write_example(EXAMPLE)
    folder = DOCS.parent / "build" / "example"
    with open_store(folder, create=True, read_only=False) as home:
        load(home, EXAMPLE)
    with open_store(folder) as home:
        PAGE.write_text(answered(PAGE.read_text(encoding="utf-8"), home), encoding="utf-8")
