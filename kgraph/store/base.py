"""The one interface of every store: what goes in whole articles, and what is asked."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self

from kgraph.errors import StoreError
from kgraph.graph import Quad, iri_text, to_nquads
from kgraph.ontology import (
    ACTORS_GRAPH,
    EVENTS_GRAPH,
    KG,
    RDF,
    SAME_GRAPH,
    STORIES_GRAPH,
    Iri,
    Literal,
    article_graph,
    article_iri,
)
from kgraph.records import Actor
from kgraph.store.answer import Answer, Rows
from kgraph.store.cards import Card, card_quads, is_whole, merged, to_card
from kgraph.store.dataset import Graphs
from kgraph.store.sparql import Binding, bind, query_form
from kgraph.store.text import KINDS, Hit

ARTICLE_GRAPHS = article_graph("")
"""What the names of all article graphs begin with."""

AT_ONCE = 10_000
"""Quads that one update of ``bring`` writes."""


class Store(ABC):
    """A set of article graphs and the graph of actors.

    Use it as a context manager, or call ``close``: only then is everything flushed and the store free for others.

    Attributes:
        where: Folder or address as it was given; None for a store in memory.
        read_only: Whether writing is refused.
    """

    where: str | None
    read_only: bool

    @abstractmethod
    def articles(self) -> set[str]:
        """Ids of the articles that are in; the only book of what is done."""

    @abstractmethod
    def query_text(
        self, sparql: str, *, limit: int | None = None, network: bool = False, graphs: Graphs | None = None
    ) -> Answer:
        """Answer a query whose parameters are bound; our prefixes are declared.

        Args:
            sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
            limit: Rows or triples to keep; ``truncated`` tells whether there were more.
            network: Whether it may call other servers.
            graphs: The dataset, in place of what FROM says. Without either, the default graph is the union of all.

        Raises:
            QueryError: It is malformed or not allowed, or its answer is nothing that we have a form for.
        """

    @abstractmethod
    def update(self, sparql: str) -> None:
        """Carry out a SPARQL update, all or nothing; our prefixes are declared."""

    def _update(self, sparql: str) -> None:
        """Like ``update``, for one of our own, which leaves the words of articles and statements as they are."""
        self.update(sparql)

    @abstractmethod
    def dump(self) -> Iterator[bytes]:
        """All quads as N-Quads, one graph at a time, sorted, so that equal stores give equal bytes."""

    @abstractmethod
    def load(self, data: bytes, suffix: str = ".nq") -> int:
        """Add RDF from elsewhere, all or nothing.

        Args:
            data: The file's bytes.
            suffix: Its form: ``.nq``, ``.trig``, ``.ttl``, ``.nt``, ``.jsonld``, ``.rdf``.

        Returns:
            The number of quads that were read.

        Raises:
            StoreError: The form is unknown, or the data is malformed.
        """

    @abstractmethod
    def find_words(
        self, words: str, *, kinds: Iterable[str] = KINDS, limit: int = 20, syntax: bool = False
    ) -> list[Hit]:
        """Find statements and articles by their words, best first; case and accents do not count.

        Args:
            words: All of these; those in double quotes as a phrase.
            kinds: What to look in: ``statement``, ``article``, or both.
            limit: How many to give at most.
            syntax: Whether ``words`` is FTS5's own syntax.

        Raises:
            QueryError: There is no word in it, or ``syntax`` and it is not well-formed.
        """

    @abstractmethod
    def rebuild_words(self) -> int:
        """Make the index of words anew, and tell how many articles it holds."""

    @abstractmethod
    def rdf(self) -> Any:
        """The store as an rdflib ``Dataset``: of an embedded store the thing itself, of a server a copy."""

    @abstractmethod
    def _put_article(self, graph: Iri, nquads: bytes) -> None:
        """Replace one graph, and take out what ties its statements to those of others (see ``dropping``)."""

    def _drop_article(self, graph: Iri) -> None:
        """Take out one article's graph, and what ties its statements to those of others."""
        self._update(dropping(graph))

    @abstractmethod
    def index_words(self) -> None:
        """Bring the index of words, where there is one, up to date; those who read go on to see what they saw."""

    @abstractmethod
    def flush(self) -> None:
        """Make sure that everything is on disk, and that those who open the store now see it."""

    @abstractmethod
    def close(self) -> None:
        """Flush and let go of the store; closing twice is allowed."""

    def query(self, sparql: str, bindings: Mapping[str, Binding] | None = None) -> Answer:
        """Answer a SPARQL 1.1 query; our prefixes are declared, the default graph is the union of all.

        Args:
            sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.
            bindings: Terms for variables, bound at the head of the outermost WHERE.

        Raises:
            QueryError: It is malformed, or would do more than read.
        """
        query_form(sparql)
        return self.query_text(bind(sparql, bindings or {}))

    def select(self, sparql: str, bindings: Mapping[str, Binding] | None = None) -> Rows:
        """Like ``query``, for a query that is known to be a SELECT."""
        answer = self.query(sparql, bindings)
        assert isinstance(answer, Rows)
        return answer

    def add_article(self, article_id: str, nquads: bytes) -> None:
        """Put in the graph of one article, whole; what was there of that article goes.

        Merge the actors that it names first, so that no reader meets an actor without a name.

        Args:
            article_id: The article's id.
            nquads: What ``graph.to_nquads`` made of it: every line in that article's graph.

        Raises:
            StoreError: The store is read-only, or the bytes are not that article's.
        """
        self._must_write()
        self._put_article(_checked_graph(article_id, nquads), nquads)

    def add_articles(self, articles: Mapping[str, bytes]) -> None:
        """Put in the graphs of articles that are not in the store yet, in bulk; each is in whole or not at all.

        Args:
            articles: Id -> what ``graph.to_nquads`` made of it.

        Raises:
            StoreError: The store is read-only, or bytes are not that article's.
        """
        self._must_write()
        for article_id, nquads in articles.items():
            _checked_graph(article_id, nquads)
        self._put_new(articles)

    def _put_new(self, articles: Mapping[str, bytes]) -> None:
        """Put in graphs that are not there yet."""
        for article_id, nquads in articles.items():
            self._put_article(article_graph(article_id), nquads)

    def remove_article(self, article_id: str) -> None:
        """Take out the graph of one article, if it is there, and what ties its statements to others; actors stay."""
        self._must_write()
        self._drop_article(article_graph(article_id))

    def merge_actors(self, actors: Iterable[Actor]) -> None:
        """Put in actors, or join them with what is known of them already; in any order, any number of times."""
        self._must_write()
        new: dict[str, Card] = {}
        for actor in actors:
            new[actor.id] = merged(to_card(actor), new.get(actor.id, frozenset()))
        self._merge(new)

    def merge_cards(self, blocks: Iterable[bytes]) -> None:
        """Put in actors and offices as other stores wrote them, or join them with what is known of them already.

        Args:
            blocks: N-Quads of the graph of actors; in each an actor stands once.
        """
        self._must_write()
        new: dict[str, Card] = {}
        offices: set[Quad] = set()
        for block in blocks:
            for key, card in cards_in(block).items():
                if (RDF.type, KG.Tenure) in card:
                    offices.update(card_quads(key, card))
                else:
                    new[key] = merged(card, new.get(key, frozenset()))
        self._merge(new)
        self.merge_offices(offices)

    def _merge(self, new: Mapping[str, Card]) -> None:
        old = self._cards(new)
        gone, come = [], []
        for key, card in new.items():
            before = old.get(key, frozenset())
            after = merged(card, before) if is_whole(before) else card | before
            gone += card_quads(key, before - after)
            come += card_quads(key, after - before)
        self.amend(ACTORS_GRAPH, gone, come)

    def merge_offices(self, quads: Iterable[Quad]) -> None:
        """Put in offices that the register knows; what stood of the same ones before goes."""
        self._must_write()
        new = set(quads)
        tenures = {quad.subject for quad in new}
        old = {Quad(Iri(key), *pair, Iri(ACTORS_GRAPH)) for key, card in self._cards(tenures).items() for pair in card}
        self.amend(ACTORS_GRAPH, sorted(old - new), sorted(new - old))

    def amend(self, graph: str, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
        """Take quads out of a graph and put others in, in one update: all or nothing."""
        self._must_write()
        blocks = [_data_block(verb, graph, to_nquads(quads)) for verb, quads in (("DELETE", gone), ("INSERT", come))]
        if any(blocks):
            self._update("".join(blocks))

    def bring(self, graph: str, old: set[Quad], new: set[Quad]) -> None:
        """Bring quads of a graph from what they are to what they should be, in updates of bounded size.

        A process that is killed in between leaves some of both; who calls this works them out anew the next time.
        """
        for gone, come in ((sorted(old - new), []), ([], sorted(new - old))):
            for at in range(0, max(len(gone), len(come)), AT_ONCE):
                self.amend(graph, gone[at : at + AT_ONCE], come[at : at + AT_ONCE])

    def _cards(self, ids: Iterable[str]) -> dict[str, Card]:
        """What is known of these actors."""
        found: dict[str, set[Any]] = {}
        keys = {iri_text(one): one for one in ids}
        if not keys:
            return {}
        sparql = f"SELECT ?actor ?key ?value WHERE {{ GRAPH <{ACTORS_GRAPH}> {{ ?actor ?key ?value }} }}"
        for actor, key, value in self.select(sparql, {"actor": [Iri(key) for key in keys]}).rows:
            found.setdefault(keys[str(actor)], set()).add((key, value))
        return {key: frozenset(pairs) for key, pairs in found.items()}

    def _must_write(self) -> None:
        if self.read_only:
            raise StoreError(f"{self.where or 'the store'} was opened for reading: open it with read_only=False")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _checked_graph(article_id: str, nquads: bytes) -> Iri:
    graph = article_graph(article_id)
    if not nquads or nquads.count(f" <{graph}> .\n".encode()) != nquads.count(b"\n"):
        raise StoreError(f"article {article_id}: its quads are not all in its own graph; make them with graph.quads")
    return graph


def cards_in(nquads: bytes) -> dict[str, Card]:
    """What N-Quads of the graph of actors say, by subject."""
    from kgraph.store.embedded import read_triples

    found: dict[str, set[tuple[Iri, Iri | Literal]]] = {}
    for subject, key, value in read_triples(triples_of(nquads, ACTORS_GRAPH).encode()).triples:
        found.setdefault(str(subject), set()).add((Iri(str(key)), value))
    return {subject: frozenset(pairs) for subject, pairs in found.items()}


def triples_of(nquads: bytes, graph: str) -> str:
    """The N-Quads of one graph as N-Triples: what stands in a SPARQL data block too."""
    return nquads.decode().replace(f" <{graph}> .\n", " .\n")


def _data_block(verb: str, graph: str, nquads: bytes) -> str:
    return f"{verb} DATA {{ GRAPH <{graph}> {{\n{triples_of(nquads, graph)}}} }} ;\n" if nquads else ""


def dropping(graph: Iri) -> str:
    """SPARQL update that takes out an article's graph and all that ties its statements and events to those of others.

    What else its speakers said may now be tied otherwise, so they are noted for the next build to compare it all.
    """
    article, ours = iri_text(article_iri(graph.removeprefix(ARTICLE_GRAPHS))), f"GRAPH <{iri_text(graph)}>"
    events = f"GRAPH <{EVENTS_GRAPH}>"
    stories = f"GRAPH <{STORIES_GRAPH}>"
    same, compared = f"GRAPH <{SAME_GRAPH}>", f"<{SAME_GRAPH}> prov:wasDerivedFrom <{article}>"
    return f"""INSERT {{ {same} {{ <{SAME_GRAPH}> kg:toCompare ?who }} }}
WHERE {{ {same} {{ {compared} }} {ours} {{ ?our kg:leadSpeaker ?who }} }} ;
DELETE {{ {same} {{ ?our ?link ?other }} }}
WHERE {{ {ours} {{ ?our kg:reportedIn <{article}> }} {same} {{ ?our ?link ?other }} }} ;
DELETE {{ {same} {{ ?other ?link ?our }} }}
WHERE {{ {ours} {{ ?our kg:reportedIn <{article}> }} {same} {{ ?other ?link ?our }} }} ;
DELETE {{ {events} {{ ?our ?link ?other }} }}
WHERE {{ {ours} {{ ?our kg:reportedIn <{article}> }} {events} {{ ?our ?link ?other }} }} ;
DELETE {{ {events} {{ ?other ?link ?our }} }}
WHERE {{ {ours} {{ ?our kg:reportedIn <{article}> }} {events} {{ ?other ?link ?our }} }} ;
DELETE DATA {{ {same} {{ {compared} }} }} ;
DELETE WHERE {{ {stories} {{ <{article}> ?link ?other }} }} ;
DELETE {{ {stories} {{ ?copy ?link ?value }} }}
WHERE {{ {stories} {{ ?copy kg:sameStoryAs <{article}> ; ?link ?value }} }} ;
DROP SILENT {ours}"""
