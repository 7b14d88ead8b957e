"""Articles by what they are called."""

from collections.abc import Iterable

from kgraph.errors import NotFoundError
from kgraph.ontology import article_graph, article_iri
from kgraph.store import Store

_DOCUMENTS = "SELECT ?article ?document WHERE { ?article a kg:Article ; kg:document ?document }"


def articles_named(store: Store, names: Iterable[str]) -> dict[str, str]:
    """Find articles by path as it was given, IRI, graph or id.

    Returns:
        Their ids and paths; several articles may have one path, as when a page was read again.

    Raises:
        NotFoundError: No article is called so; then none of them is given.
    """
    documents = {row["article"]: row["document"] for row in store.select(_DOCUMENTS).dicts()}
    ids = {key.rpartition("/")[2]: document for key, document in documents.items()}
    found: dict[str, str] = {}
    for name in names:
        several = {
            key: document
            for key, document in ids.items()
            if name in (document, key, article_iri(key), article_graph(key))
        }
        if not several:
            raise NotFoundError(f"no article of {store.where} is called {name!r}; kgraph statements names documents")
        found |= several
    return found
