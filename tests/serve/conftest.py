"""Servers over the store of two small articles."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from tests.serve.serving import TOKEN, Running, get


@pytest.fixture(scope="session")
def reading(_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that only reads, with a short time limit and few rows."""
    folder = Path(copytree(_built, tmp_path_factory.mktemp("served") / "store"))
    with Running(folder, "--timeout", "3", "--max-rows", "50") as server:
        yield server


@pytest.fixture(scope="session")
def _writing(_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = Path(copytree(_built, tmp_path_factory.mktemp("written") / "store"))
    with Running(folder, "--allow-updates", token=TOKEN) as server:
        yield server


@pytest.fixture
def writing(_writing: Running) -> Iterator[Running]:
    """A server that takes updates from whoever has the token; afterwards only the two articles are left."""
    yield _writing
    gone = """DROP DEFAULT ; DELETE { GRAPH ?g { ?s ?p ?o } }
    WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'http://a.b/')) }"""
    headers = {"Content_Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    assert get(f"{_writing.address}/update", gone.encode(), **headers).status == 204
