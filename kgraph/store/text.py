"""The index of words: SQLite FTS5 beside the store, of the contents of statements and the texts of articles.

The store is the truth. The index notes which articles it holds, and catches up whenever the store is sealed: what came
since goes in, what went goes out. An article that is about to be replaced or removed is doubted first, in a transaction
of its own, so that a process killed in between leaves nothing false in it. The words of a statement follow from its IRI
(article and offsets), so the index can lack something for a moment, but never says what no article says.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.errors import QueryError, StoreError
from kgraph.ontology import Iri, article_graph
from kgraph.store.answer import plain

if TYPE_CHECKING:
    from kgraph.store.base import Store

FILE = "text.sqlite3"
KINDS = ("statement", "article")
CHUNK = 500
"""Articles that are read from the store at once."""

_OPEN, _CLOSE = "\x02", "\x03"  # as they stand in _FIND
_TABLES = """
CREATE TABLE IF NOT EXISTS article (id TEXT PRIMARY KEY, doubted INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS piece (
  number INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, article TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS piece_article ON piece (article);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (text, tokenize = "unicode61 remove_diacritics 2");
"""
_FIND = """SELECT piece.iri, piece.kind, piece.article, snippet(words, 0, char(2), char(3), '…', 24) FROM words
JOIN piece ON piece.number = words.rowid WHERE words MATCH ? AND piece.kind IN (?, ?) ORDER BY rank LIMIT ?"""
_PIECES = """SELECT ?graph ?thing ?text ?title WHERE {
  { GRAPH ?graph { ?thing kg:content ?text } } UNION { GRAPH ?graph { ?thing kg:text ?text } }
  UNION { GRAPH ?graph { ?thing kg:title ?title } } }"""
# without OPTIONAL, for which the whole store is gone through, however few graphs are named


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement or an article with the words that were looked for.

    Attributes:
        iri: The statement's or article's.
        kind: One of ``KINDS``.
        article: The article's id.
        snippet: Some words around the first ones that match, on one line.
        marks: Where in the snippet the matching words stand: characters, end exclusive.
    """

    iri: Iri
    kind: str
    article: str
    snippet: str
    marks: tuple[tuple[int, int], ...]


def to_match(words: str, *, syntax: bool = False) -> str:
    """Make an FTS5 query of what a user typed: all of the words; those in double quotes as a phrase.

    Args:
        words: What was typed. Nothing in it is syntax but the double quotes.
        syntax: Whether it is FTS5's own syntax (``AND``, ``OR``, ``NOT``, ``NEAR``, ``prefix*``), passed on as it is.

    Raises:
        QueryError: There is no word in it.

    >>> to_match('cable NOT "cut off"*')
    '"cable" "NOT" "cut off"'
    """
    if syntax:
        return words
    pieces = (phrase or word for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', words.replace("\x00", " ")))
    found = [piece for piece in pieces if re.search(r"[^\W_]", piece)]
    if not found:
        raise QueryError(f"{words!r} holds no word to look for: give one or more words")
    return " ".join(f'"{piece}"' for piece in found)


class TextIndex:
    """The index of one store.

    Args:
        folder: The store's; None for an index in memory.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._path = folder / FILE if folder else None
        self._open: sqlite3.Connection | None = None

    def find(self, match: str, kinds: Iterable[str] = KINDS, limit: int = 20) -> list[Hit]:
        """Find what matches, best first.

        Args:
            match: From ``to_match``.
            kinds: What to look in.
            limit: How many to give at most.

        Raises:
            QueryError: It is not well-formed.
        """
        one, *other = kinds
        try:
            rows = self._base.execute(_FIND, (match, one, other[0] if other else one, limit)).fetchall()
        except sqlite3.OperationalError as error:
            raise QueryError(f"{match!r} cannot be looked for ({error}): mend it, or leave out --syntax") from error
        return [Hit(Iri(iri), kind, article, *_marked(snippet)) for iri, kind, article, snippet in rows]

    def held(self) -> set[str]:
        """Ids of the articles whose words it has, and has right."""
        try:
            return {row[0] for row in self._base.execute("SELECT id FROM article WHERE NOT doubted")}
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{self._path}: is damaged ({error}); make it anew with: kgraph index --store DIR"
            ) from error

    def doubt(self, articles: Iterable[str]) -> None:
        """Note, before it is done, that something of these articles will change."""
        with self._base as base:
            base.executemany("UPDATE article SET doubted = 1 WHERE id = ?", ((one,) for one in articles))

    def doubt_all(self) -> None:
        """Note that anything may change."""
        with self._base as base:
            base.execute("UPDATE article SET doubted = 1")

    def catch_up(self, store: "Store") -> None:
        """Bring the index into step with the articles of a store."""
        present, held = store.articles(), self.held()
        with self._base as base:
            known = {row[0] for row in base.execute("SELECT id FROM article")}
            for article in known - (held & present):
                base.execute(
                    "DELETE FROM words WHERE rowid IN (SELECT number FROM piece WHERE article = ?)", (article,)
                )
                base.execute("DELETE FROM piece WHERE article = ?", (article,))
                base.execute("DELETE FROM article WHERE id = ?", (article,))
            new = iter(sorted(present - held))
            while several := tuple(islice(new, CHUNK)):
                self.put(several, pieces(store, several))

    def put(self, articles: Iterable[str], found: Iterable[tuple[str, str, str, str]]) -> None:
        """Put in pieces (IRI, kind, article's id, text) and note their articles as held."""
        base = self._base
        (last,) = base.execute("SELECT COALESCE(MAX(number), 0) FROM piece").fetchone()
        for number, (iri, kind, article, text) in enumerate(found, last + 1):
            base.execute("INSERT INTO piece VALUES (?, ?, ?, ?)", (number, iri, kind, article))
            base.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, _clean(text)))
        base.executemany("INSERT OR REPLACE INTO article VALUES (?, 0)", ((one,) for one in articles))

    def rebuild(self, store: "Store") -> int:
        """Make the index anew, whatever state it is in.

        Returns:
            How many articles it holds.
        """
        self._forget()
        self.catch_up(store)
        return len(self.held())

    def mend(self) -> None:
        """Begin anew where the file is damaged: all that is in it stands in the store, too."""
        try:
            self.held()
        except StoreError:
            self._forget()

    def _forget(self) -> None:
        self.close()
        for suffix in ("", "-wal", "-shm"):
            if self._path:
                Path(f"{self._path}{suffix}").unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file."""
        if self._open:
            self._open.close()
            self._open = None

    @property
    def _base(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = _connected(self._path)
        return self._open


def _connected(path: Path | None) -> sqlite3.Connection:
    if path is None:
        base = sqlite3.connect(":memory:", check_same_thread=False)
        base.executescript(_TABLES)
        return base
    try:
        base = sqlite3.connect(path, check_same_thread=False, timeout=30)
        with suppress(sqlite3.OperationalError):  # a file system without shared memory goes without
            base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
        base.executescript(_TABLES)
        return base
    except sqlite3.DatabaseError:
        with suppress(sqlite3.DatabaseError):  # on a disk where nothing can be written
            base = sqlite3.connect(f"file:{path}?immutable=1", uri=True, check_same_thread=False)
            base.execute("SELECT number FROM piece LIMIT 1")
            return base
        raise StoreError(f"{path}: is damaged; make it anew with: kgraph index --store {path.parent}") from None


def pieces(store: "Store", articles: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    """What of these articles goes into the index: IRI, kind, article's id, text."""
    graphs = {str(article_graph(one)): one for one in articles}
    rows = store.select(_PIECES, {"graph": [Iri(one) for one in graphs]}).rows
    titles = {thing: plain(title) for _, thing, _, title in rows if title is not None}
    for graph, thing, text, _ in rows:
        if text is not None:
            kind = "statement" if "/statement/" in str(thing) else "article"
            words, head = plain(text), titles.get(thing, "")
            yield str(thing), kind, graphs[str(graph)], words if head in words else f"{head}\n{words}"


def _clean(text: str) -> str:
    return re.sub("[\x00-\x08\ud800-\udfff]", " ", text)


def _marked(snippet: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A snippet on one line, its marks taken out and told as offsets."""
    text, marks = "", []
    for piece in re.split(f"({_OPEN}[^{_CLOSE}]*{_CLOSE})", re.sub(r"\s+", " ", snippet)):
        plain = piece.strip(_OPEN + _CLOSE)
        if piece.startswith(_OPEN):
            marks.append((len(text), len(text) + len(plain)))
        text += plain
    return text, tuple(marks)
