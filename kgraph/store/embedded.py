"""The embedded store: pyoxigraph in memory or in a folder. No other module of the store knows that."""

import gc
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kgraph.errors import QueryError, StoreError, StoreLockedError
from kgraph.graph import iri_text
from kgraph.ontology import PREFIXES, Iri, article_graph
from kgraph.store.answer import NO_TRIPLE_TERMS, Answer, Rows, Term, Triples, first, to_literal
from kgraph.store.base import ARTICLE_GRAPHS, Store, dropping, triples_of
from kgraph.store.dataset import Graphs
from kgraph.store.folder import PATIENCE, Lock, store_folder
from kgraph.store.sealed import UNSEALED, Seal, Seals
from kgraph.store.sparql import graphs_changed, names_dataset, query_form
from kgraph.store.text import KINDS, Hit, TextIndex, to_match

FORMS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}

BULK = 4_000_000
"""Bytes above which data is loaded in bulk: as whole or not at all, but with files of its own in the database.

Those cost less than the log and the memory that others go through, but are merged with what is there all the sooner."""

KNOWN = 50_000
"""Terms of an answer that are kept while it is translated."""


class EmbeddedStore(Store):
    """A store in this process's memory, or in a folder that any number may read while one writes to it.

    Args:
        where: Folder; None for memory.
        create: Whether to make the store if the folder is empty or not there.
        read_only: Whether to open it for reading only; a store in memory can always be written to.

    Raises:
        StoreError: There is no store, or it is damaged.
        StoreLockedError: Another process writes to it, and this one wants to.
    """

    def __init__(self, where: str | Path | None = None, *, create: bool = False, read_only: bool = True) -> None:
        self.where = None if where is None else str(where)
        self.read_only = read_only and where is not None
        self._held: Lock | Seal | None = None
        self._seals: Seals | None = None
        self._index: TextIndex | None = None
        self._sealed = True
        self._in_step = False
        self._store: ox.Store | None = None
        if where is None:
            self._store = ox.Store()
        elif self.read_only:
            self._open_sealed(store_folder(Path(where), create=create))
        else:
            folder = store_folder(Path(where), create=create)
            self._open_writing(folder, Lock(folder))

    def _open_writing(self, folder: Path, lock: Lock) -> None:
        self._seals, self._held = Seals(folder), lock
        self._store = self._opened(folder, folder / "quads", read_only=False)
        self.words.mend()
        self._sealed = not self._seals.are_stale
        if not self._sealed:  # a new store, or what a killed process left
            self.flush()

    def _open_sealed(self, folder: Path) -> None:
        seals, until = Seals(folder), time.monotonic() + PATIENCE
        if seals.are_stale:
            _seal_what_was_left(folder)
        seal = seals.newest()
        while seal is None and (folder / UNSEALED).exists() and time.monotonic() < until:  # it is being made just now
            time.sleep(0.05)
            seal = seals.newest()
        self._held = seal  # without one, it is an old store on a disk where nobody can write: read that itself
        self._store = self._opened(folder, seal.place if seal else folder / "quads", read_only=True)

    def _opened(self, folder: Path, place: Path, *, read_only: bool) -> ox.Store:
        try:
            return ox.Store.read_only(str(place)) if read_only else ox.Store(str(place))
        except (OSError, RuntimeError) as error:
            if self._held:
                self._held.release()
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

    def query_text(
        self, sparql: str, *, limit: int | None = None, network: bool = False, graphs: Graphs | None = None
    ) -> Answer:
        """See ``Store``."""
        query_form(sparql, network=network)
        with _as_query_error():
            return from_ox(self._quads.query(sparql, prefixes=PREFIXES, **_dataset(sparql, graphs)), limit)

    def update(self, sparql: str) -> None:
        """See ``Store``."""
        self._must_write()
        changed = graphs_changed(sparql)
        if changed is None:
            self.words.doubt_all()
        else:
            self.words.doubt(graph.removeprefix(ARTICLE_GRAPHS) for graph in changed)
        self._update(sparql)

    def _update(self, sparql: str) -> None:
        self._about_to_write()
        with _as_query_error():
            self._quads.update(sparql, prefixes=PREFIXES)

    def _about_to_write(self) -> None:
        self._must_write()
        if self._sealed and self._seals:
            self._seals.break_()
        self._sealed = False

    def _put_article(self, graph: Iri, nquads: bytes) -> None:
        if not self._quads.contains_named_graph(ox.NamedNode(graph)):
            self._about_to_write()
            self._load(nquads, ".nq")
            return
        self.words.doubt([graph.removeprefix(ARTICLE_GRAPHS)])  # one update: were we to die, the old one is still in
        self._update(
            f"{dropping(graph)} ;\nINSERT DATA {{ GRAPH <{iri_text(graph)}> {{\n{triples_of(nquads, graph)}}} }}"
        )

    def _put_new(self, articles: Mapping[str, bytes]) -> None:
        self._about_to_write()
        self._load(b"".join(articles.values()), ".nq")

    def _drop_article(self, graph: Iri) -> None:
        self._must_write()
        self.words.doubt([graph.removeprefix(ARTICLE_GRAPHS)])
        self._update(dropping(graph))

    def load(self, data: bytes, suffix: str = ".nq") -> int:
        """See ``Store``."""
        self._must_write()
        if suffix not in FORMS:
            raise StoreError(f"{suffix!r} is no form of RDF that can be read: use one of {', '.join(sorted(FORMS))}")
        if len(self._quads):
            self.words.doubt_all()
        before = len(self._quads)  # this counts them one by one: not for every article
        self._about_to_write()
        self._load(data, suffix)
        return len(self._quads) - before

    def _load(self, data: bytes, suffix: str) -> None:
        load = self._quads.bulk_load if len(data) > BULK else self._quads.load
        try:
            load(data, format=FORMS[suffix])
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
        Seals(store_folder(folder, create=True)).seal(self._backup)

    def _backup(self, place: str) -> None:
        if self.where is not None:
            self._quads.backup(place)
            return
        copy = ox.Store(place)
        copy.bulk_extend(self._quads)
        copy.flush()

    @property
    def words(self) -> TextIndex:
        """The index of the words of this store's articles and statements."""
        if self._index is None:
            self._index = TextIndex(None if self.where is None else Path(self.where))
        return self._index

    def find_words(
        self, words: str, *, kinds: Iterable[str] = KINDS, limit: int = 20, syntax: bool = False
    ) -> list[Hit]:
        """See ``Store``."""
        match = to_match(words, syntax=syntax)
        self._words_in_step()
        hits = self.words.find(match, kinds, limit)  # it may be ahead of what a reader sees
        return [hit for hit in hits if self._quads.contains_named_graph(ox.NamedNode(article_graph(hit.article)))]

    def _words_in_step(self) -> None:
        if self.where is None or not self.read_only:
            self.words.catch_up(self)
        elif not self._in_step:
            if self.articles() - self.words.held():
                _seal_what_was_left(Path(self.where))  # that makes an index, too, where none was
            if self.articles() - self.words.held():
                self._index = TextIndex()  # nobody can write here now: one in memory
                self._index.catch_up(self)
            self._in_step = True

    def rebuild_words(self) -> int:
        """See ``Store``."""
        self._must_write()
        return self.words.rebuild(self)

    def index_words(self) -> None:
        """See ``Store``."""
        self.words.catch_up(self)

    def flush(self) -> None:
        """See ``Store``. Readers see what was put in until now, and the index of words has it."""
        if self._seals and not self._sealed:
            self._quads.flush()  # without it, opening the database again replays its log
            self.words.catch_up(self)
            self._seals.seal(self._backup)
            self._sealed = True

    def close(self) -> None:
        """See ``Store``."""
        if self._store is not None:
            self.flush()
            self._store = None
            gc.collect()  # the database closes with its last reference
        if self._index:
            self._index.close()
            self._index = None
        if self._held:
            self._held.release()
            self._held = None


def _seal_what_was_left(folder: Path) -> None:
    """Seal what a killed writer left; where somebody writes now, or nobody can, there is nothing to do."""
    try:
        lock = Lock(folder, patience=0.0)
    except StoreError:
        return
    left = EmbeddedStore()
    left.where, left.read_only = str(folder), False
    left._open_writing(folder, lock)
    left.words.catch_up(left)
    left.close()


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


def _dataset(sparql: str, graphs: Graphs | None) -> dict[str, Any]:
    """The dataset as pyoxigraph is told it."""
    if graphs is None:
        return {"use_default_graph_as_union": not names_dataset(sparql)}  # the union would win over FROM
    return {
        "default_graph": [ox.NamedNode(iri) if iri else ox.DefaultGraph() for iri in graphs.default],
        "named_graphs": [ox.NamedNode(iri) for iri in graphs.named],
    }


def from_ox(found: Any, limit: int | None = None) -> Answer:
    """Translate a result of pyoxigraph, or as much of it as the limit allows."""
    most = None if limit is None else limit + 1
    if isinstance(found, ox.QuerySolutions):
        names = [variable.value for variable in found.variables]
        known = _Known().__getitem__
        rows = (tuple(map(known, row)) for row in islice(found, most))
        return first(Rows(tuple(names), tuple(rows)), limit)
    if isinstance(found, ox.QueryTriples):
        triples = ((_node(one.subject), _node(one.predicate), _known(one.object)) for one in islice(found, most))
        return first(Triples(tuple(triples)), limit)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    raise TypeError(f"not a result of a query: {found!r}")


class _Known(dict[Any, Term | None]):
    """Terms that were translated before: the cells of a table are mostly the same few actors, days and articles."""

    def __missing__(self, term: Any) -> Term | None:
        if len(self) >= KNOWN:
            self.clear()
        self[term] = found = None if term is None else _known(term)
        return found


def _known(term: Any) -> Term:
    if isinstance(term, ox.Literal):
        return to_literal(term.value, term.datatype.value, term.language)
    return _node(term)


def _node(term: Any) -> Iri:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return Iri(f"_:{term.value}")
    if isinstance(term, ox.Triple):
        raise QueryError(NO_TRIPLE_TERMS)
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
