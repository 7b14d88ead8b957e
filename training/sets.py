"""Reads the training sets into paragraphs of words with whatever each set knows about them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy

from kgraph.annotate.lemmas import lemma_rule
from kgraph.annotate.paragraphs import paragraph_bounds
from kgraph.annotate.tokenizer import split_as_ud

#: The GUM genres whose texts are free; the others are non-commercial and never train shipped weights.
FREE_GENRES = ("academic", "bio", "court", "interview", "news", "voyage")

WORLDWIDE = {
    "Person": "PERSON", "Organization": "ORG", "Location": "LOC", "NORP": "NORP", "Facility": "FAC",
    "Product": "PRODUCT", "Misc": "MISC", "Date": "DATE", "Money": "MONEY",
}  # fmt: skip


@dataclass
class Paragraph:
    """Words of one paragraph. A layer that the set does not have is empty.

    `attributions` are dicts of role -> list of pieces, a piece being (first, last + 1) word of this
    paragraph. `heads` count within the paragraph, a root has itself.
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


Document = list[Paragraph]


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        yield from lines


def sentences(path: Path) -> Iterator[tuple[dict[str, str], list[list[str]]]]:
    """Comments and the word rows (ids that are numbers) of each CoNLL-U or IOB2 sentence."""
    comments: dict[str, str] = {}
    rows: list[list[str]] = []
    for line in _lines(path):
        line = line.rstrip("\n")
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            comments[key.strip()] = value.strip()
        elif line:
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif rows:
            yield comments, rows
            comments, rows = {}, []
    if rows:
        yield comments, rows


def _add_sentence(paragraph: Paragraph, rows: list[list[str]], names: list[str] | None) -> None:
    base = len(paragraph.words)
    for i, row in enumerate(rows):
        paragraph.words.append(row[1])
        paragraph.lemmas.append(lemma_rule(row[1], row[2]))
        paragraph.upos.append(row[3])
        paragraph.xpos.append(row[4])
        paragraph.feats.append(row[5])
        paragraph.heads.append(base + (int(row[6]) - 1 if row[6] != "0" else i))
        paragraph.deprels.append(row[7])
        paragraph.starts.append(i == 0)
    if names is not None:
        paragraph.entities.extend(names)


def read_ud(path: Path, entities: Path | None = None, genres: tuple[str, ...] = ()) -> list[Document]:
    """Documents of a UD file, with the entities of the UNER file over it where one is given.

    `genres` keeps only GUM documents of these genres.
    """
    names = {}
    if entities is not None:
        names = {c["sent_id"]: [f"UNER:{row[2]}" for row in rows] for c, rows in sentences(entities)}
    documents: list[Document] = []
    keep = True
    for comments, rows in sentences(path):
        if (document := comments.get("newdoc id")) is not None:
            keep = not genres or document.split("_")[1] in genres
            if keep:
                documents.append([])
        if not keep:
            continue
        if not documents[-1] or any(key.startswith("newpar") for key in comments):
            documents[-1].append(Paragraph([]))
        found = names.get(comments.get("sent_id", "")) if names else None
        if found is not None and len(found) != len(rows):
            found = None
        if names and found is None:
            found = ["?"] * len(rows)
        _add_sentence(documents[-1][-1], rows, found)
    return documents


def read_worldwide(path: Path, held_out: bool) -> list[Document]:
    """Worldwide newswire; every tenth article, in the order of the file, is held out."""
    documents = []
    for i, line in enumerate(_lines(path)):
        if (i % 10 == 0) != held_out:
            continue
        document = []
        for words, tags in json.loads(line)["sents"]:
            names = [tag if tag == "O" else f"{tag[:2]}{WORLDWIDE[tag[2:]]}" for tag in tags]
            document.append(Paragraph(list(words), entities=names))
        documents.append(document)
    return documents


def _pieces(spans: list[list[int]], starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
    found = []
    for start, end in spans:
        inside = [i for i in range(len(starts)) if starts[i] < end and ends[i] > start]
        if inside:
            found.append((inside[0], inside[-1] + 1))
    return found


def read_polnear(path: Path) -> list[Document]:
    """PolNeAR articles in spaCy's tokens; an attribution belongs to the paragraph of its cue."""
    nlp = spacy.blank("en")
    split_as_ud(nlp)
    documents = []
    for line in _lines(path):
        article = json.loads(line)
        doc = nlp.make_doc(article["text"])
        document = []
        for start, end in paragraph_bounds(article["text"]):
            tokens = [t for t in doc.char_span(start, end, alignment_mode="expand") if not t.is_space]
            if not tokens:
                continue
            starts, ends = [t.idx for t in tokens], [t.idx + len(t) for t in tokens]
            own = [a for a in article["attributions"] if a["cue"] and start <= a["cue"][0][0] < end]
            roles = [{role: _pieces(a[role], starts, ends) for role in ("source", "cue", "content")} for a in own]
            document.append(Paragraph([t.text for t in tokens], attributions=roles))
        documents.append(document)
    return documents
