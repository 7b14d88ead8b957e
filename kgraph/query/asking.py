"""SPARQL -> results: only queries that read, with parameters bound as terms, and limits that hold."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kgraph.errors import QueryError, QueryTimeoutError, StoreError
from kgraph.query.matching import with_matches
from kgraph.query.results import Results
from kgraph.store import Answer, Binding, Store
from kgraph.store.answer import Rows, Triples, from_results_json
from kgraph.store.embedded import EmbeddedStore, read_triples
from kgraph.store.remote import RemoteStore
from kgraph.store.sparql import bind, query_form

MEMORY = 4 << 30
"""Bytes that a query with a time limit may take: on a million triples good ones take a tenth of that."""


def ask(
    store: Store,
    sparql: str,
    params: Mapping[str, Binding] | None = None,
    timeout: float | None = None,
    limit: int | None = None,
    network: bool = False,
) -> Results:
    """Answer a SPARQL 1.1 query; the usual prefixes are declared, the default graph is the union of all.

    ``?s kg:textMatch "words"`` finds the statements and articles with these words.

    Args:
        store: Where to ask.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
        params: Terms for variables, bound at the head of the outermost WHERE.
        timeout: Seconds. A query cannot be stopped inside its process, so an embedded store is asked in another one,
            which gets ``MEMORY`` bytes at most.
        limit: Rows or triples to keep; ``answer.truncated`` tells whether there were more.
        network: Whether the query may call other servers (SERVICE, and FROM on a server).

    Raises:
        QueryError: The query is malformed or not allowed.
        QueryTimeoutError: It ran past the time limit; no part of an answer is given.
    """
    query_form(sparql, network=network)
    bound = bind(with_matches(store, sparql, params or {}), params or {})
    if isinstance(store, RemoteStore):
        return Results(store.query_text(bound, limit=limit, network=network, timeout=timeout))
    if timeout is None or not isinstance(store, EmbeddedStore):
        return Results(store.query_text(bound, limit=limit, network=network))
    request = json.dumps({"limit": limit, "network": network, "seconds": timeout, "memory": MEMORY})
    return Results(_asked_aside(store, f"{request}\n{bound}".encode("utf-8", "replace"), timeout))


def _asked_aside(store: EmbeddedStore, request: bytes, timeout: float) -> Answer:
    if store.where is not None and store.read_only:
        return _asked_elsewhere(store.where, request, timeout)
    with tempfile.TemporaryDirectory(prefix="kgraph-") as folder:
        place = Path(folder) / "store"
        store.copy_to(place)
        return _asked_elsewhere(str(place), request, timeout)


def _asked_elsewhere(where: str, request: bytes, timeout: float) -> Answer:
    """Ask in a process of its own, which is killed when the time is up."""
    command = [sys.executable, "-m", "kgraph.store.child", where]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and the store's name is an argument, not a line
            command, input=request, capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise QueryTimeoutError(f"the query ran past {timeout:g} s: narrow it, or raise the limit") from error
    head, _, body = done.stdout.partition(b"\n")
    kind, _, cut = head.partition(b" ")
    if kind in (b"rows", b"triples") and done.returncode == 0:
        answer = from_results_json(body) if kind == b"rows" else read_triples(body)
        return replace(answer, truncated=cut == b"1") if isinstance(answer, (Rows, Triples)) else answer
    text = body.decode("utf-8", "replace")
    if kind == b"store":
        raise StoreError(text)
    if kind == b"query":
        raise QueryError(text)
    raise QueryError(f"the query's process ended with {done.returncode}: ask for less (it may have run out of memory)")
