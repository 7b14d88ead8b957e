"""Loads a pipeline and streams articles through it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kgraph.annotate import components  # registers the factories
from kgraph.annotate.runtogether import cut_apart
from kgraph.annotate.tokenizer import split_as_ud
from kgraph.annotate.weights import read_meta, weights
from kgraph.errors import ModelError

if TYPE_CHECKING:
    from kgraph.records import Article

_FACTORIES = ("kgraph_encoder", "kgraph_syntax", "kgraph_entities", "kgraph_attributions")
#: What the extractors stand on, and which of our components adds it to a pipeline that lacks it.
_LAYERS = {"token.dep": "kgraph_syntax", "doc.ents": "kgraph_entities"}
#: spaCy refuses texts longer than this many characters; the encoder's memory does not grow with the text.
_NO_LIMIT = 2**31 - 1


def load_pipeline(model: str | None = None) -> Language:
    """The shipped pipeline, or another spaCy pipeline with what it lacks (attributions at least) at its end.

    Args:
        model: name or path of an installed spaCy pipeline; the shipped weights where None.

    Raises:
        ModelError: there is no such pipeline, or the weights cannot be read.
    """
    nlp = _shipped() if model is None else _other(model)
    nlp.max_length = _NO_LIMIT
    return nlp


def _shipped() -> Language:
    nlp = spacy.blank("en")
    split_as_ud(nlp)
    weights()
    meta = read_meta()
    nlp.meta.update(name=meta["name"], version=meta["version"], license=meta["licence"])
    for name in _FACTORIES:
        nlp.add_pipe(name)
    return nlp


def _other(model: str) -> Language:
    try:
        nlp = spacy.load(model)
    except Exception as error:  # a pipeline is code of its own and raises what it likes
        reason = " ".join(str(error).split())[:200]
        raise ModelError(
            f"pipeline {model!r} cannot be loaded ({reason}): name an installed spaCy pipeline or a folder, "
            "or leave it out to use the shipped one"
        ) from error
    assigned = {layer for name in nlp.pipe_names for layer in nlp.get_pipe_meta(name).assigns}
    for name in (*(ours for layer, ours in _LAYERS.items() if layer not in assigned), "kgraph_attributions"):
        if not nlp.has_pipe(name):
            nlp.add_pipe(name, last=True)
    return nlp


def annotate(articles: Iterable[Article], nlp: Language) -> Iterator[tuple[Article, Doc]]:
    """Reads articles in the order given; attributions are looked for in each article's body only.

    Args:
        articles: what to read; taken in as the results are taken out.
        nlp: a pipeline of `load_pipeline`.

    Yields:
        Each article with its Doc; `doc.text == article.text`.
    """
    docs = ((_doc(article, nlp), article) for article in articles)
    for doc, article in nlp.pipe(docs, as_tuples=True):
        yield article, doc


def _doc(article: Article, nlp: Language) -> Doc:
    nlp.max_length = max(nlp.max_length, len(article.text) + 1)
    doc = cut_apart(nlp.make_doc(article.text))
    doc.user_data[components.BODY] = list(article.body)
    return doc
