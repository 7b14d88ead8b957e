"""The embedded store: pyoxigraph in memory or in a folder. The only module that knows pyoxigraph."""

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kgraph.errors import QueryError, StoreError, StoreLockedError
from kgraph.ontology import PREFIXES, Iri
from kgraph.store.answer import Answer, Rows, Term, Triples, to_literal
from kgraph.store.base import ARTICLE_GRAPHS, Store, dropping
from kgraph.store.folder import Lock, database

FORMS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


class EmbeddedStore(Store):
    """A store in this process's memory, or in a folder that this process holds.

    Args:
        where: Folder; None for memory.
        create: Whether to make the store if the folder is empty or not there.
        read_only: Whether to open it for reading only; a store in memory can always be written to.

    Raises:
        StoreError: There is no store, or it is damaged.
        StoreLockedError: Another process writes to it.
    """

    def __init__(self, where: str | Path | None = None, *, create: bool = False, read_only: bool = True) -> None:
        self.where = None if where is None else str(where)
        self.read_only = read_only and where is not None
        self._lock: Lock | None = None
        self._store: ox.Store | None = None
        if where is None:
            self._store = ox.Store()
        else:
            self._open(Path(where), create=create)

    def _open(self, folder: Path, *, create: bool) -> None:
        place = database(folder, create=create)
        if self.read_only and not place.exists():
            EmbeddedStore(folder, create=True, read_only=False).close()  # a database cannot be made read-only
        self._lock = Lock(folder, read_only=self.read_only)
        try:
            self._store = ox.Store.read_only(str(place)) if self.read_only else ox.Store(str(place))
        except (OSError, RuntimeError) as error:
            self._lock.release()
            if "lock hold" in str(error):
                raise StoreLockedError(f"{folder}: another process is writing to it; wait for it to end") from error
            raise StoreError(f"{folder}: cannot be opened ({_line(error)}); restore it or build it anew") from error

    @property
    def _quads(self) -> ox.Store:
        if self._store is None:
            raise StoreError(f"{self.where or 'the store'} is closed; open it again")
        return self._store

    def articles(self) -> set[str]:
        """See ``Store``."""
        names = (name.value for name in self._quads.named_graphs() if isinstance(name, ox.NamedNode))
        return {name.removeprefix(ARTICLE_GRAPHS) for name in names if name.startswith(ARTICLE_GRAPHS)}

    def query_text(self, sparql: str) -> Answer:
        """See ``Store``."""
        with _as_query_error():
            return from_ox(self._quads.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True))

    def update(self, sparql: str) -> None:
        """See ``Store``."""
        self._must_write()
        with _as_query_error():
            self._quads.update(sparql, prefixes=PREFIXES)

    def _put_article(self, graph: Iri, nquads: bytes) -> None:
        name = ox.NamedNode(graph)
        if self._quads.contains_named_graph(name):
            self.update(dropping(graph))  # if we die here the article is out, and the next build puts it in
        self._load(nquads, ".nq")

    def load(self, data: bytes, suffix: str = ".nq") -> int:
        """See ``Store``."""
        self._must_write()
        if suffix not in FORMS:
            raise StoreError(f"{suffix!r} is no form of RDF that can be read: use one of {', '.join(sorted(FORMS))}")
        before = len(self._quads)  # this counts them one by one: not for every article
        self._load(data, suffix)
        return len(self._quads) - before

    def _load(self, data: bytes, suffix: str) -> None:
        try:
            self._quads.load(data, format=FORMS[suffix])
        except SyntaxError as error:
            raise StoreError(f"not well-formed {suffix[1:]} ({_line(error)}); nothing was loaded") from error

    def dump(self) -> Iterator[bytes]:
        """See ``Store``."""
        names: list[Any] = sorted(self._quads.named_graphs(), key=str)
        for name in (ox.DefaultGraph(), *names):
            quads = self._quads.quads_for_pattern(None, None, None, name)
            lines = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
            yield b"".join(sorted(lines))

    def rdf(self) -> Any:
        """See ``Store``."""
        from oxrdflib.store import OxigraphStore
        from rdflib import Dataset

        return Dataset(store=OxigraphStore(store=self._quads), default_union=True)

    def copy_to(self, folder: Path) -> None:
        """Make a store of the present state in another folder; cheap from one folder to another of a file system."""
        place = database(folder, create=True)
        if self.where is not None:
            self._quads.backup(str(place))
            return
        copy = ox.Store(str(place))
        copy.bulk_extend(self._quads)
        copy.flush()

    def flush(self) -> None:
        """See ``Store``. Without it, opening the store again replays the log."""
        if self.where is not None and not self.read_only:
            self._quads.flush()

    def close(self) -> None:
        """See ``Store``."""
        if self._store is not None:
            self.flush()
            self._store = None
            gc.collect()  # the database closes with its last reference
        if self._lock:
            self._lock.release()
            self._lock = None


@contextmanager
def _as_query_error() -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        raise QueryError(f"malformed SPARQL ({_line(error)}): mend it there") from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query could not be answered ({_line(error)})") from error


def _line(error: Exception) -> str:
    """A library's message in one line, without the long lists of characters that it would have liked."""
    text = re.sub(r"\[('.*?'(\s*\|\s*|\s*\.\.=\s*)?)+\](, | or )?", "", str(error), flags=re.DOTALL)
    text = " ".join(text.replace("Prefix not found", "a declared prefix").split()).rstrip(", ")
    return text if len(text) <= 200 else text[:197] + "..."


def from_ox(found: Any) -> Answer:
    """Translate a result of pyoxigraph."""
    if isinstance(found, ox.QuerySolutions):
        names = [variable.value for variable in found.variables]
        return Rows(tuple(names), tuple(tuple(map(_from_term, row)) for row in found))
    if isinstance(found, ox.QueryTriples):
        return Triples(tuple((_node(one.subject), _node(one.predicate), _known(one.object)) for one in found))
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    raise TypeError(f"not a result of a query: {found!r}")


def _from_term(term: Any) -> Term | None:
    return None if term is None else _known(term)


def _known(term: Any) -> Term:
    if isinstance(term, ox.Literal):
        return to_literal(term.value, term.datatype.value, term.language)
    return _node(term)


def _node(term: Any) -> Iri:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return Iri(f"_:{term.value}")
    raise TypeError(f"not a node: {term!r}")


def read_triples(data: bytes) -> Triples:
    """Read N-Triples.

    Raises:
        QueryError: They are malformed or cut off.
    """
    with _as_query_error():
        found = ox.parse(data, format=ox.RdfFormat.N_TRIPLES)
        return Triples(tuple((_node(one.subject), _node(one.predicate), _known(one.object)) for one in found))


def graph_of(nquads: bytes) -> str | None:
    """Name of the graph of the first of some N-Quads; None for the default graph."""
    first = next(iter(ox.parse(nquads.splitlines()[0], format=ox.RdfFormat.N_QUADS)))
    return first.graph_name.value if isinstance(first.graph_name, ox.NamedNode) else None


def rewritten(nquads: Iterable[bytes], suffix: str) -> bytes:
    """N-Quads in another form of RDF; ``.ttl``, ``.nt`` and ``.rdf`` do not hold the graphs' names.

    Args:
        nquads: Blocks of whole lines.
        suffix: One of those that ``Store.load`` takes.
    """
    form = FORMS[suffix]
    quads = (quad for block in nquads for quad in ox.parse(block, format=ox.RdfFormat.N_QUADS))
    found: Iterable[Any] = quads if form.supports_datasets else {quad.triple: None for quad in quads}
    return ox.serialize(found, format=form, prefixes=PREFIXES) or b""
