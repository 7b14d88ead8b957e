"""A store on a SPARQL 1.1 server: any that answers at ``/query`` and ``/update`` below one address."""

import base64
import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit
from urllib.request import Request, urlopen

from kgraph.errors import QueryError, QueryTimeoutError, StoreError
from kgraph.graph import Quad, iri_text, to_nquads
from kgraph.ontology import Iri
from kgraph.store.answer import Answer, Triples, from_results_json
from kgraph.store.base import ARTICLE_GRAPHS, Store, dropping, triples_of
from kgraph.store.sparql import query_form, with_prefixes

TIMEOUT = 300.0
"""Seconds to wait for a server's answer unless the caller says otherwise."""


class RemoteStore(Store):
    """A SPARQL server, such as Oxigraph's, Fuseki's or ``kgraph serve``.

    A user and password may stand in the address; a token is read from the environment variable KGRAPH_TOKEN. An
    update is one request, so it is all or nothing wherever the server keeps its own updates so.

    Args:
        where: Address below which ``/query`` and ``/update`` lie.
        read_only: Whether to refuse to write.
    """

    _wanted = "the address above /query"

    def __init__(self, where: str, *, read_only: bool = True, timeout: float = TIMEOUT) -> None:
        parts = urlsplit(where)
        host = parts.hostname or ""
        self.where = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", ""))
        self.read_only, self.timeout = read_only, timeout
        self._headers = {"User-Agent": "kgraph"}
        if parts.username:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            self._headers["Authorization"] = "Basic " + base64.b64encode(pair).decode()
        elif token := os.environ.get("KGRAPH_TOKEN"):
            self._headers["Authorization"] = f"Bearer {token}"
        if not host or parts.scheme not in ("http", "https"):
            raise StoreError(f"{self.where}: is no address of a server; write it like http://localhost:7878")

    def articles(self) -> set[str]:
        """See ``Store``."""
        rows = self.select("SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?article a kg:Article } }").rows
        return {str(graph).removeprefix(ARTICLE_GRAPHS) for (graph,) in rows if str(graph).startswith(ARTICLE_GRAPHS)}

    def query_text(self, sparql: str, timeout: float | None = None) -> Answer:
        """See ``Store``."""
        form = query_form(sparql)
        accept = "application/sparql-results+json" if form in ("SELECT", "ASK") else "application/n-triples"
        # Oxigraph's server takes the union only when told so; others do not mind being told.
        body = urlencode({"query": with_prefixes(sparql), "union-default-graph": "true"}).encode()
        kind = "application/x-www-form-urlencoded"
        data = self._send("query", body, {"Content-Type": kind, "Accept": accept}, timeout)
        return from_results_json(data) if form in ("SELECT", "ASK") else _from_ntriples(data)

    def update(self, sparql: str) -> None:
        """See ``Store``."""
        self._must_write()
        self._send("update", with_prefixes(sparql).encode(), {"Content-Type": "application/sparql-update"})

    def _put_article(self, graph: Iri, nquads: bytes) -> None:
        name, triples = iri_text(graph), triples_of(nquads, graph)
        self.update(f"{dropping(graph)} ;\nINSERT DATA {{ GRAPH <{name}> {{\n{triples}}} }}")

    def load(self, data: bytes, suffix: str = ".nq") -> int:
        """See ``Store``. What is loaded is read here first, so that a malformed file sends nothing."""
        from kgraph.store.embedded import EmbeddedStore

        self._must_write()
        with EmbeddedStore() as copy:
            number = copy.load(data, suffix)
            for block in copy.dump():
                if block:
                    self.update(_insert(block))
        return number

    def dump(self) -> Iterator[bytes]:
        """See ``Store``."""
        graphs = self.select("SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } } ORDER BY ?graph").rows
        for (graph,) in graphs:
            found = self.query("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }", {"graph": Iri(str(graph))})
            assert isinstance(found, Triples)
            lines = to_nquads(Quad(*triple, Iri(str(graph))) for triple in found.triples).splitlines(keepends=True)
            yield b"".join(sorted(lines))

    def rdf(self) -> Any:
        """See ``Store``."""
        from kgraph.store.embedded import EmbeddedStore

        copy = EmbeddedStore()
        for block in self.dump():
            copy.load(block)
        return copy.rdf()

    def flush(self) -> None:
        """See ``Store``: a server sees to that itself."""

    def close(self) -> None:
        """See ``Store``: there is nothing to close."""

    def _address(self, place: str) -> str:
        return f"{self.where}/{place}"

    def _send(self, place: str, body: bytes, headers: dict[str, str], timeout: float | None = None) -> bytes:
        request = Request(self._address(place), body, {**self._headers, **headers})  # noqa: S310
        try:
            with urlopen(request, timeout=timeout or self.timeout) as response:  # noqa: S310 - http(s) only, see above
                data: bytes = response.read()
                return data
        except HTTPError as error:
            raise self._refusal(error) from error
        except TimeoutError as error:
            raise QueryTimeoutError(f"{self.where}: no answer in time; narrow the query or raise the limit") from error
        except (URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise StoreError(f"{self.where}: the server cannot be reached ({reason}); is it running?") from error

    def _refusal(self, error: HTTPError) -> Exception:
        detail = " ".join(error.read(300).decode("utf-8", "replace").split())
        if error.code in (401, 403):
            return StoreError(f"{self.where}: access refused ({error.code}); set KGRAPH_TOKEN, or user:password@ in it")
        if error.code in (404, 405):
            return StoreError(f"{self.where}: no SPARQL service is there ({error.code}); give {self._wanted}")
        if error.code in (408, 504):
            return QueryTimeoutError(f"{self.where}: the query took too long ({error.code}); narrow it")
        return QueryError(f"{self.where}: refused with {error.code}: {json.dumps(detail, ensure_ascii=False)[1:-1]}")


class Endpoint(RemoteStore):
    """A server that answers queries at one address, as public ones do: ``https://query.wikidata.org/sparql``."""

    _wanted = "the very address that answers queries"

    def _address(self, place: str) -> str:
        return str(self.where)


def _insert(nquads: bytes) -> str:
    """A block of dumped N-Quads, all of one graph, as an update."""
    from kgraph.store.embedded import graph_of

    name = graph_of(nquads)
    if name is None:
        return f"INSERT DATA {{\n{nquads.decode()}}}"
    return f"INSERT DATA {{ GRAPH <{name}> {{\n{triples_of(nquads, name)}}} }}"


def _from_ntriples(data: bytes) -> Triples:
    from kgraph.store.embedded import read_triples

    return read_triples(data)
