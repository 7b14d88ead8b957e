"""The graph in Python: what ``kgraph.open`` and ``kgraph.build`` give to notebooks and scripts.

A graph in a folder is opened for each question and let go at once, so that each answer comes from the last state that
was sealed, also while a build in another process, or the next cell of the same notebook, writes to it.
"""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import networkx as nx
import pandas as pd

from kgraph.display import Progress, in_notebook
from kgraph.errors import QueryError
from kgraph.frames import (
    COLUMNS,
    EVENT_COLUMNS,
    FOUND,
    RELATION_COLUMNS,
    answered,
    dated,
    event_line,
    relation_line,
    statement_line,
)
from kgraph.ontology import XSD, Iri, Literal
from kgraph.query import ask, events, questions, relations, run_question, search, statements
from kgraph.query.deeds import deeds
from kgraph.query.network import network
from kgraph.query.viewed import Viewed, viewed
from kgraph.store import Binding, Store, open_store
from kgraph.store.text import KINDS

SHOWN = 2000
"""Statements that a graph shows of itself in a notebook."""


def open(store: str | Path | Store | None) -> "Graph":
    """Open a graph to ask it.

    Args:
        store: A store's folder, the address of a SPARQL 1.1 server, an open store, or None for an empty one in memory.

    Raises:
        StoreError: There is no store at that place.
    """
    return Graph(store)


def build(paths: str | Path | Iterable[str | Path], store: str | Path, **options: Any) -> "Graph":
    """Read articles into a store, and open it; in a notebook a line counts them.

    Args:
        paths: Files and folders of articles.
        store: A folder, made where there is none, or the address of a SPARQL 1.1 server.
        **options: See ``kgraph.building.build``.

    Returns:
        The graph; its ``report`` says what the build did.
    """
    from kgraph.building import build as build_store

    line = Progress("article") if in_notebook() and "progress" not in options else None
    if line:
        options |= {"progress": line, "notice": options.get("notice", line.note)}
    report = build_store([paths] if isinstance(paths, (str, Path)) else paths, store, **options)
    if line:
        known = f", {report.known} already there" if report.known else ""
        lost = f", {len(report.rejected)} rejected" if report.rejected else ""
        line.done(f"{report.added} articles added{known}{lost}; {report.statements} new statements")
    graph = Graph(store)
    graph.report = report
    return graph


class Graph:
    """Who said what about whom, according to which article.

    Attributes:
        where: The store's folder or address; None where it is in memory.
        report: What the build that made this graph did; None for a graph that was only opened.
    """

    def __init__(self, store: str | Path | Store | None) -> None:
        self._held: Store | None = store if isinstance(store, Store) else None
        self.where = self._held.where if self._held else None if store is None else str(store)
        self.report: Any = None
        if self.where is None and self._held is None:
            self._held = open_store(None)
        with self._store():
            pass  # so that a wrong name is told now

    @contextmanager
    def _store(self) -> Iterator[Store]:
        if self._held is not None:
            yield self._held
            return
        with open_store(self.where) as store:
            yield store

    def statements(self, **filters: str | datetime.date | None) -> pd.DataFrame:
        """Who said what about whom: a line for each statement.

        Args:
            **filters: ``speaker``, ``about``, ``act``, ``stance``, ``since``, ``until``, ``outlet``.

        Returns:
            Columns as in ``COLUMNS``. ``speaker`` and ``about`` join several names by commas; ``stance`` is towards
            each of ``about``, in the same order; ``date`` and ``published`` are timestamps, NaT where unknown.
        """
        frame = pd.DataFrame([statement_line(row) for row in self.rows(**filters)], columns=list(COLUMNS))
        return dated(frame, "date", "published")

    def rows(self, **filters: Any) -> list[dict[str, Any]]:
        """The same statements as the JSON objects of ``kgraph statements --format jsonl``, with every offset."""
        with self._store() as store:
            return list(statements(store, **filters))

    def events(self, **filters: Any) -> pd.DataFrame:
        """Who did what to whom, as the articles report: a line for each report of an event.

        Args:
            **filters: ``source``, ``target``, ``event_class``, ``since``, ``until``, ``outlet``; with ``once=True``
                each event has one line, that of its fullest report.

        Returns:
            Columns as in ``EVENT_COLUMNS``. ``source`` and ``target`` join several names by commas; ``items`` are what
            was given or used, with their numbers; ``claim`` is the IRI of the statement that says so, and None where
            the narrator does; ``reports`` is in how many articles the event is reported.
        """
        with self._store() as store:
            rows = [event_line(row) for row in events(store, **filters)]
        return dated(pd.DataFrame(rows, columns=list(EVENT_COLUMNS)), "date", "published")

    def relations(self, **filters: Any) -> pd.DataFrame:
        """How two actors stand to each other: member of, part of, allied with ..., and who holds which office.

        Args:
            **filters: ``source``, ``target``, ``kind``, ``known_by`` (``article`` or ``register``).

        Returns:
            Columns as in ``RELATION_COLUMNS``; ``known_by`` tells what articles say from what the register knows.
        """
        with self._store() as store:
            rows = [relation_line(row) for row in relations(store, **filters)]
        return dated(pd.DataFrame(rows, columns=list(RELATION_COLUMNS)), "from", "until", "published")

    def query(
        self,
        sparql: str,
        *,
        timeout: float | None = None,
        limit: int | None = None,
        network: bool = False,
        **params: Any,
    ) -> pd.DataFrame:
        """Ask in SPARQL 1.1; ``?s kg:textMatch "words"`` finds words.

        Args:
            sparql: SELECT, ASK, CONSTRUCT or DESCRIBE; the usual prefixes are declared.
            timeout: Seconds.
            limit: Rows to give at most; where there are more, a warning says so, and ``attrs["truncated"]`` is true.
            network: Whether the query may call other servers (SERVICE).
            **params: Values for variables, bound as terms: an ``Iri``, a ``Literal``, or a string, number, truth
                value or day, which becomes a literal.

        Returns:
            A column for each variable. Numbers, truth values and days are what they are, IRIs are strings.
        """
        bindings = {name: to_term(value) for name, value in params.items()}
        with self._store() as store:
            return answered(ask(store, sparql, bindings, timeout, limit, network))

    def ask(self, question: str, **params: Any) -> pd.DataFrame:
        """Ask a saved question; ``kgraph query --list`` tells their names and parameters."""
        with self._store() as store:
            return answered(run_question(store, question, **params))

    def search(self, words: str, *, kind: str | None = None, limit: int = 20, syntax: bool = False) -> pd.DataFrame:
        """Find statements and articles by their words, best first; case and accents do not count.

        Args:
            words: All of these; those in double quotes as a phrase.
            kind: ``statement`` or ``article``; None for both.
            limit: Rows to give at most.
            syntax: Whether ``words`` is the syntax of SQLite's FTS5.

        Returns:
            ``kind``, ``snippet``, ``speaker``, ``act``, ``about``, ``date``, ``publisher``, ``title``, ``document``,
            ``id``.
        """
        with self._store() as store:
            rows = search(store, words, kinds=[kind] if kind else KINDS, limit=limit, syntax=syntax)
        return pd.DataFrame(rows, columns=list(FOUND))

    @property
    def questions(self) -> pd.DataFrame:
        """The saved questions: name, title, parameters."""
        lines = [(one.name, one.title, one.signature) for one in questions()]
        return pd.DataFrame(lines, columns=["name", "title", "parameters"])

    def network(self, layer: str = "statements", **filters: Any) -> "nx.MultiDiGraph[str]":
        """Actors, by IRI, with an edge for each statement, speaker and target, or for each event, source and target.

        Args:
            layer: ``statements`` or ``events``.
            **filters: As in ``statements`` or ``events``.
        """
        if layer == "statements":
            return network(self.rows(**filters))
        if layer != "events":
            raise QueryError(f"layer {layer!r} is none: use statements or events")
        with self._store() as store:
            return deeds(events(store, **filters))

    def view(self, *, title: str | None = None, limit: int | None = None, **filters: Any) -> "View":
        """The interactive viewer; in a notebook it shows itself, and ``graph.view().save(path)`` writes the page.

        Args:
            title: Heading.
            limit: How many actors are drawn at once.
            **filters: As in ``statements``.
        """
        options = {name: value for name, value in (("title", title), ("limit", limit)) if value is not None}
        with self._store() as store:
            return View(viewed(store, **filters), options)

    @property
    def rdf(self) -> Any:
        """An rdflib ``Dataset``: of a store in a folder the thing itself, which stays open until ``close``."""
        if self._held is None:
            self._held = open_store(self.where)
        return self._held.rdf()

    def close(self) -> None:
        """Let go of what ``rdf`` or the caller opened; a graph in a folder can still be asked afterwards."""
        if self._held is not None and self.where is not None:
            self._held.close()
            self._held = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        with self._store() as store:
            number = len(store.articles())
        return f"<kgraph.Graph of {number} articles in {self.where or 'memory'}>"

    def _repr_html_(self) -> str:
        with self._store() as store:
            all_of_it = viewed(store)
        return View(all_of_it._replace(statements=all_of_it.statements[-SHOWN:]), {})._repr_html_()


class View:
    """A page of the viewer: shows itself in a notebook, and can be saved as one file.

    Attributes:
        shown: The statements, events and offices on it.
    """

    def __init__(self, shown: Viewed, options: dict[str, Any]) -> None:
        self.shown, self._options = shown, options

    @property
    def statements(self) -> list[dict[str, Any]]:
        """The statements on it, as JSON."""
        return self.shown.statements

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events on it, as JSON, each once."""
        return self.shown.events

    @property
    def html(self) -> str:
        """The whole page."""
        from kgraph.view import page

        return page(self.shown.statements, **self._more())

    @property
    def svg(self) -> str:
        """A picture of the most present actors, which stands still."""
        from kgraph.view import picture

        return picture(self.shown.statements, events=self.shown.events)

    def save(self, path: str | Path) -> Path:
        """Write the page to a file."""
        from kgraph.view import write_page

        return write_page(self.shown.statements, path, **self._more())

    def _more(self) -> dict[str, Any]:
        return {"events": self.shown.events, "offices": self.shown.offices, **self._options}

    def __repr__(self) -> str:
        return f"<kgraph.View of {len(self.shown.statements)} statements and {len(self.shown.events)} events>"

    def _repr_html_(self) -> str:
        from kgraph.view import CAP, iframe

        html = self.html
        return iframe(html, still=self.svg if len(html) > CAP else "")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """The page for those who can run it, and a picture for those who cannot."""
        return {"text/html": self._repr_html_(), "image/svg+xml": self.svg, "text/plain": repr(self)}


def to_term(value: Any) -> Binding:
    """Make a term of a Python value.

    Raises:
        TypeError: It is of a kind that has no term.

    >>> to_term(3)
    Literal(value='3', datatype='http://www.w3.org/2001/XMLSchema#integer', language=None)
    """
    if isinstance(value, (Iri, Literal)):
        return value
    if isinstance(value, bool):
        return Literal(str(value).lower(), XSD.boolean)
    if isinstance(value, int):
        return Literal(str(value), XSD.integer)
    if isinstance(value, float):
        return Literal(repr(value), XSD.double)
    if isinstance(value, datetime.date):
        return Literal(value.isoformat()[:10], XSD.date)
    if isinstance(value, str):
        return Literal(value)
    if isinstance(value, (list, set, frozenset)):
        return [term for one in value for term in [to_term(one)] if isinstance(term, (Iri, Literal))]
    raise TypeError(f"{value!r} cannot be a parameter: give a string, number, truth value, day, Iri or Literal")
