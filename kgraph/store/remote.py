"""A store on a SPARQL 1.1 server: any that answers queries, takes updates and keeps graphs at its addresses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from kgraph.errors import KgraphError, QueryError, StoreError
from kgraph.graph import iri_text
from kgraph.ontology import Iri, Literal
from kgraph.store.answer import Answer, Rows, Triples, first, from_results_json, node_text, plain
from kgraph.store.base import ARTICLE_GRAPHS, Store, dropping, triples_of
from kgraph.store.dataset import UNNAMED, Graphs
from kgraph.store.http import TIMEOUT, Client, OnePlace
from kgraph.store.sparql import foreign_graph, is_ours, query_form, refuse_foreign_graphs, with_prefixes
from kgraph.store.text import CHUNK, KINDS, Hit, TextIndex, pieces, to_match

MOST = 2000
"""Articles of a server, which has no index of words, in which they are looked for."""

_HOLDING = """SELECT DISTINCT ?graph WHERE { GRAPH ?graph {
  ?article a kg:Article ; kg:text ?body OPTIONAL { ?article kg:title ?head }
  } BIND (LCASE(CONCAT(COALESCE(?head, ""), " ", ?body)) AS ?text) FILTER (%s) } LIMIT %d"""


class RemoteStore(Store):
    """A SPARQL server, such as Oxigraph's, Fuseki's, Virtuoso's or ``kgraph serve``.

    An update is one request, so it is all or nothing wherever the server keeps its own updates so.

    Args:
        where: Its address, see ``kgraph.store.http.Client``.
        read_only: Whether to refuse to write.
        token: What it knows us by; else KGRAPH_TOKEN of the environment.
        timeout: Seconds that a request may take in all.
    """

    _kind: type[Client] = Client

    def __init__(
        self, where: str, *, read_only: bool = True, timeout: float = TIMEOUT, token: str | None = None
    ) -> None:
        self._client = self._kind(where, token, timeout)
        self.where, self.read_only = self._client.where, read_only

    def articles(self) -> set[str]:
        """See ``Store``."""
        rows = self.select("SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?article a kg:Article } }").rows
        return {str(graph).removeprefix(ARTICLE_GRAPHS) for (graph,) in rows if str(graph).startswith(ARTICLE_GRAPHS)}

    def query_text(
        self,
        sparql: str,
        *,
        limit: int | None = None,
        network: bool = False,
        graphs: Graphs | None = None,
        timeout: float | None = None,
    ) -> Answer:
        """See ``Store``. Without ``network`` the server may be asked about our graphs only, not to fetch others."""
        form = query_form(sparql, network=network)
        if not network:
            refuse_foreign_graphs(sparql)
        accept = "application/sparql-results+json" if form in ("SELECT", "ASK") else "application/n-triples"
        fields = [("query", with_prefixes(sparql)), *self._dataset(graphs, network=network)]
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        data = self._client.send("query", urlencode(fields).encode(), headers, timeout=timeout)
        answer = from_results_json(data) if form in ("SELECT", "ASK") else _from_ntriples(data)
        if form == "ASK" and isinstance(answer, Rows):  # Virtuoso's way to say yes: a row with a 1
            return any(plain(term) in ("1", "true") for row in answer.rows for term in row if term is not None)
        return first(answer, limit)

    def _dataset(self, graphs: Graphs | None, *, network: bool) -> list[tuple[str, str]]:
        """The dataset as the protocol's fields."""
        if graphs is None:  # Oxigraph's server takes the union only when told so; others do not mind being told
            return [("union-default-graph", "true")]
        if graphs == UNNAMED:
            raise QueryError(f"{self.where}: the graph without a name cannot be asked for there: name a graph")
        fields = [("default-graph-uri", iri) for iri in graphs.default]
        fields += [("named-graph-uri", iri) for iri in graphs.named]
        for _, iri in () if network else fields:
            if not is_ours(iri):
                raise foreign_graph("the dataset", f"<{iri}>")
        return fields

    def update(self, sparql: str) -> None:
        """See ``Store``."""
        self._must_write()
        headers = {"Content-Type": "application/sparql-update"}
        self._client.send("update", with_prefixes(sparql).encode(), headers)

    def _put_article(self, graph: Iri, nquads: bytes) -> None:
        name, triples = iri_text(graph), triples_of(nquads, graph)
        self.update(f"{dropping(graph)} ;\nINSERT DATA {{ GRAPH <{name}> {{\n{triples}}} }}")

    def _put_new(self, articles: Mapping[str, bytes]) -> None:
        for nquads in articles.values():
            self._add(nquads)

    def load(self, data: bytes, suffix: str = ".nq") -> int:
        """See ``Store``; all or nothing for each graph. A malformed file is found out here, and nothing is sent."""
        from kgraph.store.embedded import EmbeddedStore

        self._must_write()
        with EmbeddedStore() as copy:
            number = copy.load(data, suffix)
            for block in copy.dump():
                if block:
                    self._add(block)
        return number

    def _add(self, nquads: bytes) -> None:
        """Add quads of one graph, by the Graph Store Protocol."""
        from kgraph.store.embedded import graph_of

        name = graph_of(nquads)
        triples = nquads if name is None else triples_of(nquads, name).encode()
        graph = {"default": ""} if name is None else {"graph": name}
        self._client.send("data", triples, {"Content-Type": "application/n-triples"}, params=graph)

    def dump(self) -> Iterator[bytes]:
        """See ``Store``; each graph comes by the Graph Store Protocol."""
        with suppress(KgraphError):  # where it is empty, or there is none, some servers say 404
            yield self._graph(None)
        for (graph,) in self.select("SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } } ORDER BY ?graph").rows:
            yield self._graph(Iri(str(graph)))

    def _graph(self, name: Iri | None) -> bytes:
        params = {"default": ""} if name is None else {"graph": str(name)}
        headers = {"Accept": "application/n-triples"}
        found = _from_ntriples(self._client.send("data", None, headers, method="GET", params=params))
        end = "" if name is None else f" <{iri_text(name)}>"
        lines = sorted(f"{node_text(s)} {node_text(p)} {node_text(o)}{end} .\n".encode() for s, p, o in found.triples)
        return b"".join(lines)

    def rdf(self) -> Any:
        """See ``Store``."""
        from kgraph.store.embedded import EmbeddedStore

        copy = EmbeddedStore()
        for block in self.dump():
            copy.load(block)
        return copy.rdf()

    def find_words(
        self, words: str, *, kinds: Iterable[str] = KINDS, limit: int = 20, syntax: bool = False
    ) -> list[Hit]:
        """See ``Store``. The server is asked for what holds the words, in any case, but with the very accents.

        Raises:
            QueryError: ``syntax``, or too many articles hold the words.
        """
        match = to_match(words, syntax=syntax)
        if syntax:
            raise QueryError("a server has no index of words, so no syntax for it: give words alone")
        needed = dict.fromkeys(re.findall(r"[^\W_]+", match.lower()))
        bound = {f"word{number}": Literal(word) for number, word in enumerate(needed)}
        holding = " && ".join(f"CONTAINS(?text, ?{name})" for name in bound)
        rows = self.select(_HOLDING % (holding, MOST + 1), bound).rows
        if len(rows) > MOST:
            raise QueryError(f"more than {MOST} articles of {self.where} hold {words!r}: give further words")
        found, index = sorted(str(graph).removeprefix(ARTICLE_GRAPHS) for (graph,) in rows), TextIndex()
        for at in range(0, len(found), CHUNK):
            index.put(found[at : at + CHUNK], pieces(self, found[at : at + CHUNK]))
        return index.find(match, kinds, limit)

    def rebuild_words(self) -> int:
        """See ``Store``: a server has no index of words here."""
        raise StoreError(f"{self.where}: a server has no index of words to make anew; words are looked for without one")

    def index_words(self) -> None:
        """See ``Store``: a server has none here."""

    def flush(self) -> None:
        """See ``Store``: a server sees to that itself."""

    def close(self) -> None:
        """See ``Store``: there is nothing to close."""


class Endpoint(RemoteStore):
    """A server that answers queries at one address, as public ones do: ``https://query.wikidata.org/sparql``."""

    _kind = OnePlace


def _from_ntriples(data: bytes) -> Triples:
    from kgraph.store.embedded import read_triples

    return read_triples(data)
