"""Articles as they were read, from their graphs: text, what is known of them, and what of the text is body."""

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

from kgraph.errors import ArticleError
from kgraph.ontology import PREFIXES, Iri, article_graph, article_iri
from kgraph.read.marks import find_marks
from kgraph.records import MARK_KINDS, Article, Mark
from kgraph.store import Store, plain

_ARTICLES = "SELECT ?article ?key ?value WHERE { GRAPH ?graph { ?article a kg:Article ; ?key ?value } }"
_RUNS = "SELECT ?article ?run WHERE { GRAPH ?graph { ?graph prov:wasDerivedFrom ?article ; prov:wasGeneratedBy ?run } }"
_MARK = re.compile(r"([a-z]+):([0-9]{1,9})-([0-9]{1,9})")
_FIELDS = {"title": "title", "publisher": "publisher", "sourceLine": "source", "url": "url", "author": "author",
           "language": "language"}  # fmt: skip
"""Field of an article by its property."""


def stored_articles(store: Store, ids: Iterable[str]) -> Iterator[Article | ArticleError]:
    """Yield articles of a store as they were read, in the order of their ids, or why one cannot be had."""
    wanted = sorted(ids)
    found: dict[str, dict[str, list[str]]] = {}
    for article, key, value in store.select(_ARTICLES, {"graph": [article_graph(one) for one in wanted]}).rows:
        assert key is not None
        assert value is not None
        name = str(key).removeprefix(PREFIXES["kg"])
        found.setdefault(str(article), {}).setdefault(name, []).append(plain(value))
    for one in wanted:
        yield _article(one, found.get(str(article_iri(one)), {}))


def _article(article_id: str, values: dict[str, list[str]]) -> Article | ArticleError:
    document = values.get("document", [article_id])[0]
    text = values.get("text", [""])[0]
    fields: dict[str, Any] = {field: values[name][0] for name, field in _FIELDS.items() if name in values}
    try:
        day = datetime.date.fromisoformat(values["published"][0]) if "published" in values else None
    except ValueError:  # a graph from elsewhere may have anything there
        day = None
    marks = _marks(values["marks"][0]) if "marks" in values else find_marks(text, title=fields.get("title"))
    origins = tuple(map(_origin, sorted(values.get("metadataOrigin", ()))))
    article = Article(document, text, published=day, marks=marks, origins=origins, **fields)
    if article.id != article_id:
        return ArticleError(document, "its text in the store is not the one that was read; build it from its file")
    return article


def _marks(text: str) -> tuple[Mark, ...]:
    found = (Mark(int(start), int(end), kind) for kind, start, end in _MARK.findall(text))
    return tuple(sorted(mark for mark in found if mark.kind in MARK_KINDS and mark.start <= mark.end))


def _origin(text: str) -> tuple[str, str]:
    name, _, origin = text.partition(": ")
    return ("source" if name == "sourceLine" else name), origin


def runs(store: Store) -> dict[str, Iri | None]:
    """The run that each article was last read by, by its id; None where its graph names none."""
    found: dict[str, Iri | None] = dict.fromkeys(store.articles())
    for article, run in store.select(_RUNS).rows:
        found[str(article).rpartition("/")[2]] = Iri(str(run))
    return found
