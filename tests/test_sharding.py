"""Shards, once they are loaded, are the store that a build makes."""

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from click.testing import CliRunner

from kgraph.building import build
from kgraph.cli import group
from kgraph.engines import shards
from kgraph.sharding import Loaded, load_shards, make_shards
from kgraph.store import open_store
from tests.store.servers import oxigraph, oxigraph_running

CORPUS = Path(__file__).parents[1] / "corpus"
NAMES = (
    "briefs.jsonl",
    "wire.csv",
    "b2_jakarta_myanmar_wire.txt",
    "b5_border_talks_sources.txt",
    "b9_lesny_ultimatum.txt",
)
PATHS = [CORPUS / name for name in NAMES]
ACTORS = [CORPUS / "actors.ttl"]


def dump(store: str | Path) -> list[bytes]:
    with open_store(store) as home:
        return sorted(b"".join(home.dump()).splitlines())


def load(address: str, store: str | Path) -> Loaded:
    with open_store(store, create=True, read_only=False) as home:
        return load_shards([address], home)


@pytest.fixture(scope="module")
def direct(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    store = tmp_path_factory.mktemp("direct") / "store"
    build(PATHS, store, actors=ACTORS)
    return dump(store)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Shards of two articles each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "MOST", 2)
        yield "memory://bulk"
        fsspec.filesystem("memory").rm("/bulk", recursive=True)


@pytest.fixture(scope="module")
def written(address: str) -> int:
    return make_shards(PATHS, address, actors=ACTORS).added


def test_loading_shards_makes_the_store_of_a_build(
    address: str, written: int, direct: list[bytes], tmp_path: Path
) -> None:
    found = load(address, tmp_path / "store")
    assert (found.added, found.known, found.shards > 4) == (written, 0, True)
    assert dump(tmp_path / "store") == direct


def test_loading_them_again_changes_nothing(address: str, written: int, direct: list[bytes], tmp_path: Path) -> None:
    load(address, tmp_path / "store")
    assert load(address, tmp_path / "store").known == written
    assert dump(tmp_path / "store") == direct


def test_a_load_that_was_stopped_goes_on(
    address: str, written: int, direct: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgraph.sharding.TOGETHER", 1)

    def stop(shard: str, left: list[int] = [3]) -> None:  # noqa: B006 - counts down
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    with open_store(tmp_path / "store", create=True, read_only=False) as home, pytest.raises(KeyboardInterrupt):
        load_shards([address], home, progress=stop)
    found = load(address, tmp_path / "store")
    assert 0 < found.known < written
    assert dump(tmp_path / "store") == direct


def test_shards_join_a_store_that_has_articles_already(
    address: str, written: int, direct: list[bytes], tmp_path: Path
) -> None:
    build(PATHS[:1], tmp_path / "store", actors=ACTORS)
    assert load(address, tmp_path / "store").known == 3
    assert dump(tmp_path / "store") == direct


def test_what_is_there_is_not_made_again(address: str, written: int) -> None:
    report = make_shards(PATHS, address, actors=ACTORS)
    assert (report.added, report.known) == (0, written)


@pytest.mark.skipif(oxigraph() is None, reason="the package oxigraph is not installed")
def test_a_server_takes_them_too(address: str, written: int, direct: list[bytes], tmp_path: Path) -> None:
    with oxigraph_running(tmp_path) as server:
        load(address, server)
        assert dump(server) == direct


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    out, store = str(tmp_path / "out"), str(tmp_path / "store")
    made = CliRunner().invoke(group, ["shards", str(PATHS[0]), "-o", out])
    assert (made.exit_code, "3 articles in shards" in made.stderr) == (0, True)
    loaded = CliRunner().invoke(group, ["load", out, "--store", store])
    assert (loaded.exit_code, "3 articles of 2 shards added" in loaded.stderr) == (0, True)


def test_a_folder_without_shards_is_refused(tmp_path: Path) -> None:
    refused = CliRunner().invoke(group, ["load", str(tmp_path), "--store", str(tmp_path / "store")])
    assert "no shard (.nq.gz) is there" in str(refused.exception)
