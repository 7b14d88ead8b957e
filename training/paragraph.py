"""A paragraph of a training set, words and whatever the set knows about them, and the file of all sets."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

#: File name of the prepared sets.
NAME = "sets.json.gz"


@dataclass
class Paragraph:
    """Words of one paragraph. A layer that the set does not have is empty.

    `attributions` are dicts of role -> list of pieces, a piece being (first, last + 1) word of this
    paragraph. `heads` count within the paragraph, a root has itself. `stances` are (first, last + 1,
    label) of the names that the paragraph takes a stance on.
    """

    words: list[str]
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    starts: list[bool] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    attributions: list[dict[str, list[tuple[int, int]]]] | None = None
    stances: list[tuple[int, int, str]] = field(default_factory=list)


Document = list[Paragraph]


def _known(paragraph: Paragraph) -> dict[str, list]:
    """The layers that a paragraph has; no attributions is knowledge, too."""
    return {k: v for k, v in asdict(paragraph).items() if v or (k == "attributions" and v is not None)}


def write(sets: dict[str, list[Document]], path: Path) -> None:
    rows = {name: [[_known(p) for p in document] for document in documents] for name, documents in sets.items()}
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        json.dump(rows, stream, ensure_ascii=False, separators=(",", ":"))


def load(path: Path) -> dict[str, list[Document]]:
    """The sets that `write` has written."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = json.load(stream)
    return {name: [[Paragraph(**p) for p in document] for document in some] for name, some in rows.items()}
