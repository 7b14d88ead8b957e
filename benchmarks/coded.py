"""Sentences in which people coded who did what to whom, read from the shared data; for benchmarks/events.py.

Two sets: ``gsr`` (plover_gsr_dev: class, source, target and trigger words; a quarter, by the hash of the id, is held
out) and ``ner`` (cameo_ner_train: source and target of one event; every fifth sentence is held out).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc, Token

from kgraph.annotate import annotate, load_pipeline
from kgraph.records import Article

#: PLOVER's classes of this set that are parts of ours.
CLASSES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}

Span = tuple[int, int]


@dataclass
class Coded:
    """One sentence with its gold.

    Attributes:
        set: ``gsr`` or ``ner``.
        id: Of the sentence.
        text: The sentence.
        sources: Spans of who acts.
        targets: Spans of who is acted upon; of equals all are both.
        triggers: Spans of the words of the event; empty where nobody marked them.
        classes: The PLOVER classes that are right; empty where nobody coded one.
        held_out: Whether it may not be looked at.
        spanned: Whether source and target are marked at all.
        words: Spans of the set's own words, for counting them.
        doc: Its annotation.
    """

    set: str
    id: str
    text: str
    sources: list[Span] = field(default_factory=list)
    targets: list[Span] = field(default_factory=list)
    triggers: list[Span] = field(default_factory=list)
    classes: frozenset[str] = frozenset()
    held_out: bool = False
    spanned: bool = True
    words: list[Span] = field(default_factory=list)
    doc: Doc = None  # type: ignore[assignment]

    def has_source(self, head: Token | None) -> bool:
        """Whether a phrase, by its head, holds the head word of a gold source."""
        return head is not None and _meets(head, self.sources)

    def has_target(self, head: Token | None) -> bool:
        """Whether a phrase, by its head, holds the head word of a gold target."""
        return head is not None and _meets(head, self.targets)

    def in_target(self, token: Token) -> bool:
        """Whether a word stands in a gold target."""
        return any(start <= token.idx < end for start, end in self.targets)

    def may_be_trigger(self, token: Token, name: str) -> bool:
        """Whether nothing says that a word does not name the gold event."""
        marked = any(start <= token.idx < end for start, end in self.triggers)
        return (not self.triggers or marked) and (not self.classes or name in self.classes or marked)


def _meets(head: Token, spans: list[Span]) -> bool:
    """Whether the head stands in a gold span, or qualifiers and names right below it hold the gold's head word."""
    if any(start <= head.idx < end for start, end in spans):
        return True
    near = {head.i} | {t.i for t in head.subtree if _qualifies(t, head)}
    return any(gold_head(head.doc, span) in near for span in spans)


def _qualifies(token: Token, head: Token) -> bool:
    """Whether only names, qualifiers, owners and appositions lie between a word and the head above it."""
    for _ in range(4):
        if token == head:
            return True
        if token.dep_ not in {"amod", "compound", "flat", "nmod:desc", "nmod:poss", "nmod:unmarked", "appos", "nmod"}:
            return False
        token = token.head
    return False


def gold_head(doc: Doc, span: Span) -> int | None:
    """Index of the head word of a gold span: the word in it that hangs on one outside."""
    inside = [t for t in doc if span[0] <= t.idx < span[1] and not t.is_punct]
    heads = [t for t in inside if t.head not in inside or t.head == t]
    return heads[0].i if heads else None


def coded_sentences(data: Path) -> list[Coded]:
    """All sentences of both sets, annotated by the shipped pipeline."""
    found = [*_gsr(data / "events" / "plover_gsr_dev.jsonl"), *_ner(data / "events" / "cameo_ner_train.jsonl")]
    articles = [Article(str(i), one.text) for i, one in enumerate(found)]
    for article, doc in annotate(articles, load_pipeline()):
        found[int(article.document)].doc = doc
    return found


def _gsr(path: Path) -> Iterator[Coded]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        held_out = int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 4 == 0
        kinds: dict[str, list[Span]] = {"SRC": [], "TAR": [], "EVT": []}
        for kind, start, end in row.get("spans", []):
            for part in kind.split("/"):
                kinds.setdefault(part, []).append((start, end))
        yield Coded(
            "gsr", row["id"], row["text"], kinds["SRC"], kinds["TAR"], kinds["EVT"],
            frozenset({CLASSES.get(row["event"], row["event"])}), held_out, "spans" in row,
        )  # fmt: skip


def _ner(path: Path) -> Iterator[Coded]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        text, words = joined(row["tokens"])
        spans: dict[str, list[Span]] = {"S": [], "T": []}
        open_kind = ""
        for (start, end), tag in zip(words, row["tags"], strict=True):
            kind = tag[2:]
            for part in "ST" if kind == "R" else kind:
                if tag.startswith("B") or kind != open_kind:
                    spans[part].append((start, end))
                else:
                    spans[part][-1] = (spans[part][-1][0], end)
            open_kind = kind
        yield Coded("ner", str(number), text, spans["S"], spans["T"], held_out=number % 5 == 0, words=words)


_CLINGS = re.compile(r"[,.;:!?)%’-]|n't|'.*")


def joined(tokens: list[str]) -> tuple[str, list[Span]]:
    """Text of the set's words, put together as it is printed, and the span of each."""
    text, spans = "", []
    for i, token in enumerate(tokens):
        before = tokens[i - 1] if i else ""
        if i and not _CLINGS.fullmatch(token) and before not in {"(", "$", "’", "-"}:
            text += " "
        spans.append((len(text), len(text) + len(token)))
        text += token
    return text, spans
