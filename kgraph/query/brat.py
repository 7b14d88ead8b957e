"""Statements as BRAT standoff: each article's text, and beside it who (Speaker) said (Cue) what (Content).

Spans of BRAT stand on one line, so one that goes over a line break is told in pieces. Whom it is
about, and speakers whom no words of the article name, stand in a note.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kgraph.ontology import act_polarity
from kgraph.query.statements import statements
from kgraph.store import Store

_TEXTS = "SELECT ?article ?document ?text WHERE { ?article kg:document ?document ; kg:text ?text }"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # no clock in the bytes


def write_brat(store: Store, path: Path) -> None:
    """Write a zip archive with a ``.txt`` and an ``.ann`` for each article, and BRAT's configuration."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in statements(store):
        rows[row["id"].split("/")[-2]].append(row)
    found = sorted((one["document"], one["article"].rpartition("/")[2], one["text"]) for one in _texts(store))
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        _put(archive, "annotation.conf", _configuration())
        for document, article, text in found:
            name = f"{_plain(document)}-{article[:8]}"
            _put(archive, f"{name}.txt", text)
            _put(archive, f"{name}.ann", "".join(_Page(text).lines(rows[article])))


def _texts(store: Store) -> Iterator[dict[str, str]]:
    return store.select(_TEXTS).dicts()


def _put(archive: ZipFile, name: str, text: str) -> None:
    archive.writestr(ZipInfo(name, _LONG_AGO), text.encode("utf-8", "replace"), ZIP_DEFLATED)


def _plain(document: str) -> str:
    """A document's name as a file may be called everywhere, never with a folder in it."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", document).strip("_")[-60:] or "article"


def _configuration() -> str:
    acts = "|".join(sorted(act_polarity()))
    return (
        "[entities]\nSpeaker\nCue\nContent\n\n[relations]\nsource Arg1:Cue|Content, Arg2:Speaker\n"
        "content Arg1:Cue, Arg2:Content\n\n[events]\n\n[attributes]\n"
        f"Act Arg:Content, Value:{acts}\nKind Arg:Content, Value:direct|indirect|mixed\n"
        "Negated Arg:Content\n"
    )


class _Page:
    """The annotations of one article, numbered as they come."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last: dict[str, int] = defaultdict(int)

    def lines(self, rows: list[dict[str, Any]]) -> Iterator[str]:
        """All lines of the article's ``.ann``."""
        for row in rows:
            content, line = self._span("Content", [(piece["start"], piece["end"]) for piece in row["content"]])
            yield line
            yield self._more("A", f"Act {content} {row['act']}")
            yield self._more("A", f"Kind {content} {row['kind']}")
            if row["negated"]:
                yield self._more("A", f"Negated {content}")
            yield f"#{self._number('#')}\tAnnotatorNotes {content}\t{_note(row)}\n"
            yield from self._said(row, content)

    def _said(self, row: dict[str, Any], content: str) -> Iterator[str]:
        head = content
        if row["cue"]:
            head, line = self._span("Cue", [(row["cue"]["start"], row["cue"]["end"])])
            yield line
            yield self._more("R", f"content Arg1:{head} Arg2:{content}")
        for who in (row["speaker"], *row["co_speakers"]):
            if who and who["start"] is not None:
                speaker, line = self._span("Speaker", [(who["start"], who["end"])])
                yield line
                yield self._more("R", f"source Arg1:{head} Arg2:{speaker}")

    def _span(self, kind: str, pieces: list[tuple[int, int]]) -> tuple[str, str]:
        whole = [part for start, end in pieces for part in _on_one_line(self._text, start, end)] or pieces
        name = f"T{self._number('T')}"
        places = ";".join(f"{start} {end}" for start, end in whole)
        words = " ".join(self._text[start:end] for start, end in whole).replace("\t", " ")
        return name, f"{name}\t{kind} {places}\t{words}\n"

    def _more(self, letter: str, text: str) -> str:
        return f"{letter}{self._number(letter)}\t{text}\n"

    def _number(self, letter: str) -> int:
        self._last[letter] += 1
        return self._last[letter]


def _on_one_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in re.finditer(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+", text[start:end]):
        if found[0].strip():
            yield start + found.start(), start + found.end()


def _note(row: dict[str, Any]) -> str:
    who = ", ".join(one["label"] for one in (row["speaker"], *row["co_speakers"]) if one) or "nobody named"
    about = ", ".join(f"{one['label']} ({one['stance']})" for one in row["targets"]) or "nobody"
    return " ".join(f"{who}; about {about}; {row['id']}".split())
