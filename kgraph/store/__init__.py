"""Where the graph is kept: in memory, in a folder, or on a SPARQL 1.1 server; one interface for all.

>>> with open_store(None) as store:
...     store.articles()
set()
"""

from pathlib import Path

from kgraph.store.answer import Answer, Rows, Term, Triples, plain
from kgraph.store.base import Store
from kgraph.store.sparql import Binding

__all__ = ["MANY", "Answer", "Binding", "Rows", "Store", "Term", "Triples", "open_store", "plain"]

MANY = 2000
"""Actors or statements that a query is given one by one; for more, it should ask for all that there are."""


def open_store(where: str | Path | None, *, create: bool = False, read_only: bool = True) -> Store:
    """Open a store.

    Args:
        where: A folder, the http(s) address of a SPARQL 1.1 server, or None for a store in memory.
        create: Whether to make the store if the folder is empty or not there.
        read_only: Whether to open it for reading only: many may read, or one may write.

    Raises:
        StoreError: There is no store at that place, or it is something else.
        StoreLockedError: Another process writes to it (or reads it, if this one wants to write).
    """
    if isinstance(where, str) and where.lower().startswith(("http://", "https://")):
        from kgraph.store.remote import RemoteStore

        return RemoteStore(where, read_only=read_only)
    from kgraph.store.embedded import EmbeddedStore

    return EmbeddedStore(where, create=create, read_only=read_only)
