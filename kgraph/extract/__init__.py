"""A spaCy ``Doc`` goes in, spans come out: attributions, offices, relations, events.

A file per kind of fact and a dict of them. Extractors look at spans only; who is meant is decided in
:mod:`kgraph.resolve`. They never import one another.
"""

from collections.abc import Callable, Iterator

from spacy.tokens import Doc

from kgraph.extract.attributions import attributions
from kgraph.extract.bonds import bonds
from kgraph.extract.events import events
from kgraph.extract.offices import offices
from kgraph.records import Article, Attribution, Relation

Extractor = Callable[[Article, Doc], Iterator[Attribution | Relation]]

EXTRACTORS: dict[str, Extractor] = {
    "attributions": attributions,
    "bonds": bonds,
    "events": events,
    "offices": offices,
}
"""Every extractor by name; add one here and its facts are in the graph."""

__all__ = ["EXTRACTORS", "extract"]


def extract(article: Article, doc: Doc) -> Iterator[Attribution | Relation]:
    """Yield all facts of an article, as spans.

    Args:
        article: The article.
        doc: Its annotation; ``doc.text`` must equal ``article.text``, since all offsets are into it.
    """
    if doc.text != article.text:
        raise ValueError(f"{article.document}: the annotated text is not the article's text")
    for extractor in EXTRACTORS.values():
        yield from extractor(article, doc)
