from pathlib import Path

import pytest

from kgraph.annotate.weights import _load, folder, read_meta, weights
from kgraph.errors import ModelError


def test_weights_are_loaded_once() -> None:
    assert weights() is weights()
    assert weights(2) is not weights()


def test_files_are_small_enough_for_a_wheel() -> None:
    assert sum(path.stat().st_size for path in folder().iterdir() if path.is_file()) <= 28_000_000


def test_meta_names_every_label_once() -> None:
    for names in read_meta()["labels"].values():
        assert len(names) == len(set(names))


def test_missing_files_are_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_MODELS", str(tmp_path))
    with pytest.raises(ModelError, match="install kgraph again"):
        read_meta()


def test_damaged_files_are_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "meta.json").write_bytes((folder() / "meta.json").read_bytes())
    (tmp_path / "parser.npz").write_bytes(b"no archive")
    monkeypatch.setenv("KGRAPH_MODELS", str(tmp_path))
    with pytest.raises(ModelError, match="install kgraph again"):
        _load(tmp_path, 1)
