"""The shipped weights, loaded once a process and only when they are first needed."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from kgraph.annotate.words import WordPieces
from kgraph.errors import ModelError

#: Any numpy array of the run time; the shapes are in the docstrings.
Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Weights:
    """Everything the network needs at run time.

    `arcs` is float32, shape (193, 192); `deprels` (97, n_labels * 97); `transitions` (7, 7) and
    `first` (7,) are the scores of the second pass's tag sequences. `calibration` makes a
    candidate's evidence a probability (`roles.scored`).
    """

    encoder: onnxruntime.InferenceSession
    attributions: onnxruntime.InferenceSession
    stances: onnxruntime.InferenceSession
    statements: onnxruntime.InferenceSession
    pieces: WordPieces
    labels: dict[str, list[str]]
    arcs: Array
    deprels: Array
    transitions: Array
    first: Array
    window: int
    maybe: float
    threshold: float
    calibration: tuple[float, ...]


_loaded: dict[tuple[int, int], Weights] = {}
_lock = threading.Lock()


def _after_fork() -> None:
    """A forked worker makes sessions of its own and leaves the parent's alone.

    The threads of the parent's sessions are not there: to use one, or to drop it, would wait for ever.
    """
    global _lock
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def weights(threads: int = 1) -> Weights:
    """The packaged weights, with sessions that use so many threads inside one run.

    Raises:
        ModelError: the files are missing or damaged.
    """
    key = (os.getpid(), threads)
    with _lock:
        if key not in _loaded:
            _loaded[key] = _load(folder(), threads)
        return _loaded[key]


def folder() -> Path:
    """Where the shipped weights lie; the environment variable KGRAPH_MODELS names another folder."""
    return Path(os.environ.get("KGRAPH_MODELS") or str(files("kgraph.models")))


def read_meta() -> dict[str, Any]:
    """What the shipped `meta.json` says: name, version, labels, thresholds.

    Raises:
        ModelError: it is missing or damaged.
    """
    try:
        meta: dict[str, Any] = json.loads((folder() / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"weights in {folder()} cannot be read ({error}): install kgraph again") from error
    return meta


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # On CPU the fused kernel takes nine times as long as the addition and the norm it stands for (onnxruntime 1.32).
    slow = ["SkipLayerNormFusion"]
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=slow
    )


def _load(where: Path, threads: int) -> Weights:
    meta = read_meta()
    try:
        with np.load(where / "parser.npz") as arrays:
            small = {name: arrays[name].astype(np.float32) for name in arrays.files}
        return Weights(
            _session(where / "encoder.onnx", threads),
            _session(where / "attributions.onnx", threads),
            _session(where / "stances.onnx", threads),
            _session(where / "statements.onnx", threads),
            WordPieces(where / "tokenizer.json"),
            meta["labels"],
            small["arcs"],
            np.ascontiguousarray(small["labels"].transpose(1, 0, 2).reshape(small["labels"].shape[1], -1)),
            small["transitions"],
            small["first"],
            meta["window"],
            meta["maybe"],
            meta["threshold"],
            tuple(meta["calibration"]),
        )
    except Exception as error:  # whatever onnxruntime, tokenizers and numpy raise on a damaged file
        raise ModelError(f"weights in {where} cannot be loaded ({error}): install kgraph again") from error
