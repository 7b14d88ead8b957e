"""A query over a dataset that the caller names, as the SPARQL Protocol has it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox

from kgraph.errors import QueryError
from kgraph.ontology import PREFIXES
from kgraph.store.answer import Answer, first, from_results_json
from kgraph.store.base import Store
from kgraph.store.embedded import EmbeddedStore, _as_query_error, from_ox, read_triples
from kgraph.store.remote import RemoteStore
from kgraph.store.sparql import query_form, with_prefixes


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs that a query is about.

    Attributes:
        default: IRIs of those that make up its default graph.
        named: IRIs of those that GRAPH can name.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


UNNAMED = Graphs(("",))
"""Only what stands in no named graph; an embedded store knows that, a server need not."""


def answer(store: Store, sparql: str, graphs: Graphs | None = None, limit: int | None = None) -> Answer:
    """Answer a query that only reads.

    Args:
        store: Where to ask.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
        graphs: The dataset, in place of what FROM says. Without either, the default graph is the union of all.
        limit: Rows or triples to keep; ``truncated`` of the answer tells whether there were more.

    Raises:
        QueryError: The query is malformed or not allowed.
    """
    query_form(sparql)
    try:
        if graphs is None:
            return store.query_text(sparql, limit=limit)
        if isinstance(store, RemoteStore):
            return _asked(store, sparql, graphs, limit)
        assert isinstance(store, EmbeddedStore)
        with _as_query_error():
            return from_ox(store._quads.query(sparql, prefixes=PREFIXES, **_dataset(graphs)), limit)
    except TypeError as error:
        raise QueryError("the answer holds triples as terms, which are not supported: ask for their parts") from error


def _dataset(graphs: Graphs) -> dict[str, Any]:
    return {
        "default_graph": [ox.NamedNode(iri) if iri else ox.DefaultGraph() for iri in graphs.default],
        "named_graphs": [ox.NamedNode(iri) for iri in graphs.named],
    }


def _asked(store: RemoteStore, sparql: str, graphs: Graphs, limit: int | None) -> Answer:
    if graphs == UNNAMED:
        raise QueryError(f"{store.where}: the graph without a name cannot be asked for there: name a graph")
    is_table = query_form(sparql) in ("SELECT", "ASK")
    fields = [("query", with_prefixes(sparql))]
    fields += [("default-graph-uri", iri) for iri in graphs.default] + [
        ("named-graph-uri", iri) for iri in graphs.named
    ]
    accept = "application/sparql-results+json" if is_table else "application/n-triples"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
    data = store._client.send("query", urlencode(fields).encode(), headers)
    return first(from_results_json(data) if is_table else read_triples(data), limit)
