"""Reads the training sets into paragraphs of words with whatever each set knows about them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Token

from kgraph.annotate.lemmas import lemma_rule
from kgraph.annotate.paragraphs import paragraph_bounds
from kgraph.annotate.tokenizer import split_as_ud
from training.paragraph import Document, Paragraph

#: The GUM genres whose texts are free; the others are non-commercial and never train shipped weights.
FREE_GENRES = ("academic", "bio", "court", "interview", "news", "voyage")

WORLDWIDE = {
    "Person": "PERSON", "Organization": "ORG", "Location": "LOC", "NORP": "NORP", "Facility": "FAC",
    "Product": "PRODUCT", "Misc": "MISC", "Date": "DATE", "Money": "MONEY",
}  # fmt: skip


#: CrossNER has no dates, sums, products or peoples: a word outside its names may be one of those.
CROSSNER = {
    "politician": "PERSON", "person": "PERSON", "politicalparty": "ORG", "organisation": "ORG", "country": "LOC",
    "location": "LOC", "election": "EVENT", "event": "EVENT", "misc": "MISC",
}  # fmt: skip

STANCES = {2.0: "negative", 4.0: "neutral", 6.0: "positive"}


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


@cache
def _tokenizer() -> Language:
    nlp = spacy.blank("en")
    split_as_ud(nlp)
    return nlp


def tokenized(text: str) -> Iterator[tuple[int, int, list[Token]]]:
    """Start, end and words of each paragraph, as the run time has them."""
    doc = _tokenizer().make_doc(text)
    for start, end in paragraph_bounds(text):
        span = doc.char_span(start, end, alignment_mode="expand")
        tokens = [token for token in span or () if not token.is_space]
        if tokens:
            yield start, end, tokens


def _named(scheme: str, tag: str, types: dict[str, str]) -> str:
    """A BIO tag as a label of its own scheme: what it may stand for, `training.labels` says."""
    return f"{scheme}:O" if tag == "O" else f"{scheme}:{tag[:2]}{types[tag[2:]]}"


def read_worldwide(path: Path, held_out: bool) -> list[Document]:
    """Worldwide newswire; every tenth article, in the order of the file, is held out.

    Articles are cut into words as the run time cuts them; the few that came without their text keep
    their own words.
    """
    documents = []
    for i, line in enumerate(_lines(path)):
        if (i % 10 == 0) != held_out:
            continue
        row = json.loads(line)
        names = [[_named("WORLD", tag, WORLDWIDE) for tag in tags] for _, tags in row["sents"]]
        if row["offsets"]:
            places = [place for some in row["offsets"] for place in some]
            documents.append(_renamed(row["text"], places, [name for some in names for name in some]))
        else:
            documents.append(
                [Paragraph(list(words), entities=tags) for (words, _), tags in zip(row["sents"], names, strict=True)]
            )
    return documents


def _renamed(text: str, places: list[list[int] | None], names: list[str]) -> Document:
    """The text in our words, with the names of other words; "?" where those say nothing."""
    known: dict[int, tuple[int, str]] = {}
    for number, (place, name) in enumerate(zip(places, names, strict=True)):
        if place:
            known.update(dict.fromkeys(range(*place), (number, name)))
    document = []
    for _, _, tokens in tokenized(text):
        labels = []
        for token in tokens:
            found = next((known[i] for i in range(token.idx, token.idx + len(token)) if i in known), None)
            number, name = found or (-1, "?")
            again = ":B-" in name and known.get(token.idx - 1, (-1,))[0] == number
            labels.append(name.replace(":B-", ":I-") if again else name)
        document.append(Paragraph([token.text for token in tokens], entities=labels))
    return document


def read_crossner(path: Path) -> list[Document]:
    """CrossNER: one sentence a paragraph, a document in all; its label is a set of ours."""
    document, words, names = [], [], []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.strip():
            word, tag = line.split("\t")
            words.append(word)
            names.append(_named("CROSS", tag, CROSSNER))
        elif words:
            document.append(Paragraph(words, entities=names))
            words, names = [], []
    return [document]


def read_stances(lines: Iterable[str]) -> list[Document]:
    """NewsMTSC: a sentence a document, with the names that it takes a stance on."""
    documents = []
    for line in lines:
        row = json.loads(line)
        found = [(start, tokens) for start, _, tokens in tokenized(row["sentence_normalized"])]
        tokens = [token for _, some in found for token in some]
        stances = []
        for target in row["targets"]:
            inside = [i for i, t in enumerate(tokens) if t.idx < target["to"] and t.idx + len(t) > target["from"]]
            if inside:
                stances.append((inside[0], inside[-1] + 1, STANCES[target["polarity"]]))
        documents.append([Paragraph([token.text for token in tokens], stances=stances)])
    return documents


def read_plain(path: Path) -> list[Document]:
    """Articles that nobody has annotated: only a teacher says something about them."""
    texts = (json.loads(line)["text"] for line in _lines(path))
    return [[Paragraph([t.text for t in tokens]) for _, _, tokens in tokenized(text)] for text in texts]


def _pieces(spans: list[list[int]], starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
    found = []
    for start, end in spans:
        inside = [i for i in range(len(starts)) if starts[i] < end and ends[i] > start]
        if inside:
            found.append((inside[0], inside[-1] + 1))
    return found


def read_polnear(path: Path) -> list[Document]:
    """PolNeAR articles in our words; an attribution belongs to the paragraph of its cue."""
    documents = []
    for line in _lines(path):
        article = json.loads(line)
        document = []
        for start, end, tokens in tokenized(article["text"]):
            starts, ends = [t.idx for t in tokens], [t.idx + len(t) for t in tokens]
            own = [a for a in article["attributions"] if a["cue"] and start <= a["cue"][0][0] < end]
            roles = [{role: _pieces(a[role], starts, ends) for role in ("source", "cue", "content")} for a in own]
            document.append(Paragraph([t.text for t in tokens], attributions=roles))
        documents.append(document)
    return documents
