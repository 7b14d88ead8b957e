"""What a worker can do: answer SPARQL, describe a resource, gather what a page tells, change the graph."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kgraph.errors import QueryError, RequestError, StoreError
from kgraph.graph import iri_text
from kgraph.ontology import Iri
from kgraph.query.matching import with_matches
from kgraph.query.questions import question, run_question
from kgraph.query.results import Results
from kgraph.serve import telling
from kgraph.serve.forms import ROWS, TRIPLES, chosen
from kgraph.serve.worker import Reply
from kgraph.store import Rows, Store, Triples
from kgraph.store.answer import to_ntriples
from kgraph.store.dataset import UNNAMED, Graphs
from kgraph.store.embedded import EmbeddedStore, rewritten
from kgraph.store.sparql import bind, query_form

JSON = "application/json"
CUT = "X-Kgraph-Truncated"
"""Header that says after how many rows or triples an answer was cut."""


def query(
    store: Store,
    _: bytes,
    *,
    sparql: str,
    accept: str,
    wanted: str,
    limit: int,
    default: Sequence[str] = (),
    named: Sequence[str] = (),
) -> Reply:
    """Answer a query in the form that the client likes best."""
    is_table = query_form(sparql) in ("SELECT", "ASK")
    form = chosen(accept, ROWS if is_table else TRIPLES, wanted)
    graphs = Graphs(tuple(default), tuple(named)) if default or named else None
    matched = bind(with_matches(store, sparql, {}), {})
    return written(store.query_text(matched, limit=limit, graphs=graphs), form)


def written(found: Rows | Triples | bool, form: str) -> Reply:
    """Write an answer; where it was cut, a header says so, and JSON says it too."""
    cut = 0 if isinstance(found, bool) or not found.truncated else _length(found)
    headers = {CUT: str(cut)} if cut else {}
    if isinstance(found, Triples):
        return Reply(200, TRIPLES[form], _graph(to_ntriples(found), form), headers)
    text = Results(found).serialize(form)
    if cut and form == "json":
        text = f'{{"truncated": {cut}, {text[1:]}'
    return Reply(200, ROWS[form], text.encode("utf-8", "replace"), headers)


def _length(found: Rows | Triples) -> int:
    return len(found.rows) if isinstance(found, Rows) else len(found.triples)


def _graph(ntriples: bytes, form: str) -> bytes:
    return ntriples if form == "nt" else rewritten([ntriples], f".{form}")


def describe(store: Store, _: bytes, *, iri: str, accept: str, wanted: str, limit: int) -> Reply:
    """All that is said of one resource, and of its own parts: mentions, stances and selectors."""
    form = chosen(accept, TRIPLES, wanted)
    found = telling.about(store, iri, limit)
    if not found.triples:
        raise RequestError(404, f"{iri}: nothing is known of it")
    return written(found, form)


def tell(store: Store, _: bytes, *, what: str, **args: Any) -> Reply:
    """Gather what a page tells, as JSON."""
    told = telling.PAGES[what](store, **args)
    return Reply(200, JSON, json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))


def ask(store: Store, _: bytes, *, name: str, params: Mapping[str, str], accept: str, wanted: str, limit: int) -> Reply:
    """Answer a saved question: as a table for a page, or in a form of SPARQL results."""
    given: dict[str, Any] = dict(params)
    if unknown := sorted(given.keys() - {one.name for one in question(name).parameters}):
        raise QueryError(f"{name} has no parameter {unknown[0]!r}; it takes: {question(name).signature or 'none'}")
    found = run_question(store, name, most=limit, **given).answer
    assert isinstance(found, Rows)
    if wanted == "page":
        told = telling.table(found)
        return Reply(200, JSON, json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
    return written(found, chosen(accept, ROWS, wanted))


def draw(store: Store, _: bytes, *, filters: Mapping[str, str], limit: int) -> Reply:
    """The viewer's page; of very many statements the last ones."""
    from kgraph.query.viewed import viewed  # only here, as it brings much that a worker that starts would wait for
    from kgraph.view import page

    found = viewed(store, **dict(filters))
    title = "Who said what about whom" + (f", the last {limit} statements" if len(found.statements) > limit else "")
    text = page(found.statements[-limit:], title=title, events=found.events[-limit:], offices=found.offices)
    return Reply(200, "text/html; charset=utf-8", text.encode("utf-8", "replace"))


def read_graph(store: Store, _: bytes, *, graph: str | None, accept: str, wanted: str) -> Reply:
    """One whole graph, for the Graph Store Protocol."""
    form = chosen(accept, TRIPLES, wanted)
    if graph and not _is_there(store, graph):
        raise RequestError(404, f"{graph}: there is no graph of that name")
    place = f"GRAPH <{iri_text(Iri(graph))}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    found = store.query_text(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {place} }}", graphs=None if graph else UNNAMED)
    assert isinstance(found, Triples)
    return written(found, form)


def _is_there(store: Store, graph: str) -> bool:
    return store.query(f"ASK {{ GRAPH <{iri_text(Iri(graph))}> {{ ?s ?p ?o }} }}") is True


def update(store: Store, _: bytes, *, sparql: str) -> Reply:
    """Carry out an update."""
    from kgraph.serve.updates import check_update

    check_update(sparql)
    store.update(sparql)
    return Reply(204, JSON, b"")


def write_graph(store: Store, data: bytes, *, graph: str | None, suffix: str, replace: bool) -> Reply:
    """Add triples to a graph, or put them in its place; all or nothing."""
    lines = _read(data, suffix)
    name = iri_text(Iri(graph)) if graph else None
    before = bool(graph) and _is_there(store, str(graph))
    block = f"GRAPH <{name}> {{\n{lines}}}" if name else lines
    gone = f"DROP SILENT {f'GRAPH <{name}>' if name else 'DEFAULT'} ;\n" if replace else ""
    store.update(f"{gone}INSERT DATA {{\n{block}}}")
    return Reply(204 if before or graph is None else 201, JSON, b"")


def _read(data: bytes, suffix: str) -> str:
    """The triples of a file as N-Triples."""
    with EmbeddedStore() as copy:
        try:
            copy.load(data, suffix)
        except StoreError as error:
            raise RequestError(400, str(error)) from error
        own, *others = copy.dump()
        if any(others):
            raise RequestError(
                400, "the data names graphs of its own; send triples, and the graph's name in the address"
            )
        return own.decode()


def drop_graph(store: Store, _: bytes, *, graph: str | None) -> Reply:
    """Take a graph out."""
    if graph and not _is_there(store, graph):
        raise RequestError(404, f"{graph}: there is no graph of that name")
    store.update(f"DROP GRAPH <{iri_text(Iri(graph))}>" if graph else "DROP DEFAULT")
    return Reply(204, JSON, b"")


def seal(store: Store, _: bytes) -> Reply:
    """Let readers see what was written."""
    store.flush()
    return Reply(204, JSON, b"")


def nothing(store: Store, _: bytes) -> Reply:
    """Only open the store, and see that it answers."""
    if store.query("ASK {}") is not True:
        raise QueryError(f"{store.where}: does not answer")
    return Reply(204, JSON, b"")


JOBS: dict[str, Callable[..., Reply]] = {
    "ask": ask,
    "describe": describe,
    "draw": draw,
    "drop_graph": drop_graph,
    "nothing": nothing,
    "query": query,
    "read_graph": read_graph,
    "seal": seal,
    "tell": tell,
    "update": update,
    "write_graph": write_graph,
}
