"""The spaCy components: the encoder, and one component for each kind of annotation it serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from kgraph.annotate.coordination import coordinated
from kgraph.annotate.encoder import Layers, Words, read
from kgraph.annotate.lemmas import apply_lemma_rule, known_lemmas
from kgraph.annotate.paragraphs import paragraph_bounds
from kgraph.annotate.roles import Candidate, exclusive
from kgraph.annotate.weights import Array, read_meta, weights
from kgraph.records import STANCES, STATES

#: Keys of `doc.user_data`: what the encoder found, and the stretches that may hold attributions.
LAYERS, BODY = "kgraph.layers", "kgraph.body"
#: Name of the span group.
ATTRIBUTIONS = "attributions"


class _Component:
    """A component whose only state is its settings: the weights are those of the package."""

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Nothing: the packaged weights are loaded again."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> _Component:
        """Nothing to read back."""
        return self

    def to_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing: the packaged weights are loaded again."""

    def from_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> _Component:
        """Nothing to read back."""
        return self


@Language.factory("kgraph_encoder", default_config={"threads": 1, "syntax": True, "attributions": True})
class EncoderComponent(_Component):
    """Runs the network once; the other components write what it found into the Doc.

    Args:
        nlp: the pipeline.
        name: name of the component in it.
        threads: threads inside one run of the network.
        syntax: whether to parse.
        attributions: whether to look for attributions.
    """

    def __init__(self, nlp: Language, name: str, threads: int, syntax: bool, attributions: bool) -> None:
        self.name = name
        self.threads = threads
        self.syntax = syntax
        self.attributions = attributions

    def __call__(self, doc: Doc) -> Doc:
        """Reads one Doc."""
        layers = read(_words(doc), weights(self.threads), self.syntax, self.attributions)
        doc.user_data[LAYERS] = dict(vars(layers))
        return doc


def _tokens(doc: Doc) -> list[int]:
    """The tokens that are words: all but white space."""
    found: list[int] = np.flatnonzero(doc.to_array("IS_SPACE") == 0).tolist()
    return found


def _words(doc: Doc) -> Words:
    """The Doc's words and paragraphs, and the sentences that it has already; white space left out."""
    space, starts, forms = doc.to_array(["IS_SPACE", "IDX", "ORTH"]).T
    strings = doc.vocab.strings
    words = [strings[form] for form in forms[space == 0].tolist()]
    if not words:
        return Words([], [])
    ends = np.array([end for _, end in paragraph_bounds(doc.text)], dtype=np.uint64)
    paragraph = np.searchsorted(ends, starts[space == 0], side="right")
    edges = [0, *(np.flatnonzero(np.diff(paragraph)) + 1).tolist(), len(words)]
    known = None
    if doc.has_annotation("SENT_START"):
        known = doc.to_array("SENT_START").astype(np.int64)[space == 0]
    return Words(words, list(pairwise(edges)), known)


def _layers(doc: Doc, needs: str, threads: int) -> Layers:
    """What the encoder found; it runs now where `kgraph_encoder` has not, for what is needed only."""
    found = doc.user_data.get(LAYERS)
    if found is None:
        return read(_words(doc), weights(threads), needs == "syntax", needs == "attributions")
    cues = [Candidate(c[0], tuple(c[1]), tuple(map(tuple, c[2])), tuple(map(tuple, c[3]))) for c in found["cues"]]
    return Layers(**{**found, "cues": cues})


@Language.factory(
    "kgraph_syntax",
    assigns=["token.pos", "token.tag", "token.morph", "token.lemma", "token.head", "token.dep", "doc.sents"],
    default_config={"threads": 1},
)
class SyntaxComponent(_Component):
    """Writes tags, morphology, lemmas, the parse and the sentences.

    Args:
        nlp: the pipeline.
        name: name of the component in it.
        threads: threads of the network, where `kgraph_encoder` has not run.
    """

    def __init__(self, nlp: Language, name: str, threads: int) -> None:
        self.name = name
        self.threads = threads
        labels = read_meta()["labels"]
        strings = nlp.vocab.strings
        self.rules: list[str] = labels["lemmas"]
        self.classes: list[str] = labels["upos"]
        self._upos = np.array([strings.add(label) for label in labels["upos"]], dtype=np.uint64)
        self._xpos = np.array([strings.add(label) for label in labels["xpos"]], dtype=np.uint64)
        morphs = [nlp.vocab.morphology.add("" if label == "_" else label) for label in labels["feats"]]
        self._feats = np.array(morphs, dtype=np.uint64)
        names = ["ROOT" if label == "root" else label for label in labels["deprels"]]
        self._deprels = np.array([strings.add(label) for label in names], dtype=np.uint64)
        self._space = (strings.add("SPACE"), strings.add("_SP"), nlp.vocab.morphology.add(""), strings.add("dep"))
        self._root = strings.add("ROOT")

    def __call__(self, doc: Doc) -> Doc:
        """Annotates one Doc."""
        if len(doc):
            layers = _layers(doc, "syntax", self.threads)
            columns: Any = self._columns(doc, layers)
            doc.from_array(["POS", "TAG", "MORPH", "LEMMA", "HEAD", "DEP"], columns)
        return doc

    def _columns(self, doc: Doc, layers: Layers) -> Array:
        """The values of each token as spaCy takes them: uint64, shape (n_tokens, 6)."""
        words = np.array(_tokens(doc), dtype=np.int64)
        columns = np.zeros((len(doc), 6), dtype=np.uint64)
        pos, tag, morph, dep = self._space
        columns[:] = (pos, tag, morph, 0, 0, dep)
        heads = _space_heads(len(doc), words)
        columns[:, 3] = doc.to_array("ORTH")
        if len(words):
            columns[words, 0] = self._upos[layers.upos]
            columns[words, 1] = self._xpos[layers.xpos]
            columns[words, 2] = self._feats[layers.feats]
            columns[words, 3] = self._lemmas(doc, words, layers)
            columns[words, 5] = self._deprels[layers.deprels]
            heads[words] = words[layers.heads]
        else:
            columns[0, 5] = self._root
        columns[:, 4] = (heads - np.arange(len(doc))).astype(np.int64).view(np.uint64)
        return columns

    def _lemmas(self, doc: Doc, words: Array, layers: Layers) -> list[int]:
        strings, table = doc.vocab.strings, known_lemmas()
        found = []
        forms = doc.to_array("ORTH")[words].tolist()
        for orth, rule, pos in zip(forms, layers.lemmas.tolist(), layers.upos.tolist(), strict=True):
            form = strings[orth]
            known = table.get(self.classes[pos], {}).get(form.lower())
            found.append(
                strings.add(apply_lemma_rule(form, self.rules[rule]) if known is None else known or form.lower())
            )
        return found


def _space_heads(size: int, words: Array) -> Array:
    """White space hangs on the word before it, at the beginning of a text on the word after it."""
    if not len(words):
        return np.zeros(size, dtype=np.int64)
    before = np.searchsorted(words, np.arange(size), side="right") - 1
    heads: Array = words[np.maximum(before, 0)]
    return heads


@Language.factory("kgraph_entities", assigns=["doc.ents"], default_config={"threads": 1})
class EntitiesComponent(_Component):
    """Writes the entities; those that are there already stay, and win where they overlap.

    Args:
        nlp: the pipeline.
        name: name of the component in it.
        threads: threads of the network, where `kgraph_encoder` has not run.
    """

    def __init__(self, nlp: Language, name: str, threads: int) -> None:
        self.name = name
        self.threads = threads
        self._names: list[str] = read_meta()["labels"]["entities"]

    @property
    def labels(self) -> tuple[str, ...]:
        """The entity types."""
        return tuple(sorted({name[2:] for name in self._names if name != "O"}))

    def __call__(self, doc: Doc) -> Doc:
        """Annotates one Doc."""
        there = list(doc.ents)
        taken = {i for ent in there for i in range(ent.start, ent.end)}
        found = [span for span in self._spans(doc) if not taken.intersection(range(span.start, span.end))]
        doc.set_ents(filter_spans([*there, *found]))
        return doc

    def _spans(self, doc: Doc) -> Iterator[Span]:
        layers = _layers(doc, "entities", self.threads)
        tokens = _tokens(doc)
        start, kind = 0, ""
        found = zip(tokens, layers.entities.tolist(), strict=True)
        names = ["O" if _parts(doc, token) else self._names[name] for token, name in found]
        for i, name in enumerate([*names, "O"]):
            goes_on = name[:1] == "I" and name[2:] == kind
            if kind and not goes_on:
                yield Span(doc, tokens[start], tokens[i - 1] + 1, label=kind)
            if not goes_on:
                start, kind = i, name[2:]


@Language.factory("kgraph_attributions", assigns=["doc.spans"], default_config={"threads": 1, "threshold": None})
class AttributionsComponent(_Component):
    """Writes who is reported to have said what into `doc.spans["attributions"]`.

    Spans are labelled SOURCE, CUE and CONTENT; those with the same `span.id` belong together, and
    `group.attrs["scores"]` maps `str(span.id)` to the score, 0 to 1. Cues outside of the stretches
    of `doc.user_data["kgraph.body"]`, a list of (start, end) in characters, are left out.

    Args:
        nlp: the pipeline.
        name: name of the component in it.
        threads: threads of the network, where `kgraph_encoder` has not run.
        threshold: score from which an attribution counts; the shipped weights' own where None.
    """

    def __init__(self, nlp: Language, name: str, threads: int, threshold: float | None) -> None:
        self.name = name
        self.threads = threads
        self.threshold: float = read_meta()["threshold"] if threshold is None else threshold

    def __call__(self, doc: Doc) -> Doc:
        """Annotates one Doc, and lets go of what the encoder found."""
        layers = _layers(doc, "attributions", self.threads)
        doc.user_data.pop(LAYERS, None)
        tokens = _tokens(doc)
        doc.user_data[STANCES] = {tokens[word]: chances for word, chances in layers.stances.items()}
        if len(layers.states):
            doc.user_data[STATES] = np.zeros((len(doc), layers.states.shape[1]), dtype=np.float16)
            doc.user_data[STATES][tokens] = layers.states
        body = doc.user_data.get(BODY)
        cues = [c for c in layers.cues if body is None or _inside(doc[tokens[c.cue[0]]].idx, body)]
        spans: list[Span] = []
        scores: dict[str, float] = {}
        kept = coordinated(exclusive(cues, self.threshold), cues, [doc[i] for i in tokens])
        for number, candidate in enumerate(kept, start=1):
            scores[str(number)] = round(candidate.score, 4)
            roles = (("SOURCE", candidate.source), ("CUE", (candidate.cue,)), ("CONTENT", candidate.content))
            for label, pieces in roles:
                for start, end in pieces:
                    spans.append(Span(doc, tokens[start], tokens[end - 1] + 1, label=label, span_id=number))
        doc.spans[ATTRIBUTIONS] = SpanGroup(doc, name=ATTRIBUTIONS, attrs={"scores": scores}, spans=spans)
        return doc


def _parts(doc: Doc, i: int) -> bool:
    """Whether a token is a dash with spaces around it, which no name has inside: "HALVIK, Norland - Norland's"."""
    return doc[i].text in {"-", "–", "—"} and i > 0 and bool(doc[i].whitespace_ and doc[i - 1].whitespace_)


def _inside(start: int, body: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start < end for first, end in body)
