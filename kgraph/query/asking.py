"""SPARQL -> results: only queries that read, with parameters bound as terms, and a time limit that holds."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kgraph.errors import QueryError, QueryTimeoutError, StoreError
from kgraph.query.results import Results
from kgraph.store import Answer, Binding, Rows, Store, Triples
from kgraph.store.answer import from_results_json
from kgraph.store.embedded import EmbeddedStore, read_triples
from kgraph.store.remote import RemoteStore
from kgraph.store.sparql import bind, query_form


def ask(
    store: Store,
    sparql: str,
    params: Mapping[str, Binding] | None = None,
    timeout: float | None = None,
    limit: int | None = None,
) -> Results:
    """Answer a SPARQL 1.1 query; the usual prefixes are declared, the default graph is the union of all.

    Args:
        store: Where to ask.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE, without SERVICE.
        params: Terms for variables, bound at the head of the outermost WHERE.
        timeout: Seconds. A query cannot be stopped inside its process, so an embedded store is asked in another one.
        limit: Rows or triples to keep; ``answer.truncated`` tells whether there were more.

    Raises:
        QueryError: The query is malformed or not allowed.
        QueryTimeoutError: It ran past the time limit; no part of an answer is given.
    """
    query_form(sparql)
    bound = bind(sparql, params or {})
    return Results(_first(_answer(store, bound, timeout), limit))


def _answer(store: Store, sparql: str, timeout: float | None) -> Answer:
    if isinstance(store, RemoteStore):
        return store.query_text(sparql, timeout)
    if timeout is None or not isinstance(store, EmbeddedStore):
        return store.query_text(sparql)
    if store.where is not None and store.read_only:
        return _asked_elsewhere(store.where, sparql, timeout)
    with tempfile.TemporaryDirectory(prefix="kgraph-") as folder:
        place = Path(folder) / "store"
        store.copy_to(place)
        return _asked_elsewhere(str(place), sparql, timeout)


def _asked_elsewhere(where: str, sparql: str, timeout: float) -> Answer:
    """Ask in a process of its own, which is killed when the time is up."""
    command = [sys.executable, "-m", "kgraph.store.child", where]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and the store's name is an argument, not a line
            command, input=sparql.encode("utf-8", "replace"), capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise QueryTimeoutError(f"the query ran past {timeout:g} s: narrow it, or raise the limit") from error
    kind, _, body = done.stdout.partition(b"\n")
    if kind == b"rows":
        return from_results_json(body)
    if kind == b"triples":
        return read_triples(body)
    text = body.decode("utf-8", "replace")
    if kind == b"store":
        raise StoreError(text)
    if kind == b"query":
        raise QueryError(text)
    raise QueryError(f"the query's process ended with {done.returncode}: ask for less (it may have run out of memory)")


def _first(answer: Answer, limit: int | None) -> Answer:
    if limit is None or isinstance(answer, bool):
        return answer
    if isinstance(answer, Triples):
        return replace(answer, triples=answer.triples[:limit], truncated=len(answer.triples) > limit)
    assert isinstance(answer, Rows)
    return replace(answer, rows=answer.rows[:limit], truncated=len(answer.rows) > limit)
