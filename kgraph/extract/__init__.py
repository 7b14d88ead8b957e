"""A spaCy ``Doc`` goes in, spans come out: attributions, offices, relations, events.

A file per kind of fact and a dict of them. Extractors look at spans only; who is meant is decided in
:mod:`kgraph.resolve`. They never import one another.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from spacy.tokens import Doc

from kgraph.extract.attributions import attributions
from kgraph.extract.bonds import bonds
from kgraph.extract.events import events
from kgraph.extract.lexicon import load_lexicon
from kgraph.extract.offices import offices
from kgraph.extract.parse import Parse, parse
from kgraph.records import Article, Attribution, Relation

Extractor = Callable[[Article, Doc | Parse], Iterator[Attribution | Relation]]

EXTRACTORS: dict[str, Extractor] = {
    "attributions": attributions,
    "bonds": bonds,
    "events": events,
    "offices": offices,
}
"""Every extractor by name; add one here and its facts are in the graph."""

__all__ = ["EXTRACTORS", "Extractor", "extract", "extractors"]


def extractors(event_words: Iterable[Path] = ()) -> dict[str, Extractor]:
    """Every extractor, that of events with further files of words, which count before ours.

    Raises:
        LexiconError: A file cannot be used.
    """
    return {**EXTRACTORS, "events": partial(events, lexicon=load_lexicon(*event_words))}


def extract(
    article: Article, doc: Doc, extractors: Mapping[str, Extractor] = EXTRACTORS
) -> Iterator[Attribution | Relation]:
    """Yield all facts of an article, as spans.

    Args:
        article: The article.
        doc: Its annotation; ``doc.text`` must equal ``article.text``, since all offsets are into it.
        extractors: What finds them, by name.
    """
    if parse(doc).text != article.text:
        raise ValueError(f"{article.document}: the annotated text is not the article's text")
    for extractor in extractors.values():
        yield from extractor(article, doc)
