"""Where the graph is kept: in memory, in a folder, or on a SPARQL 1.1 server; one interface for all.

>>> with open_store(None) as store:
...     store.articles()
set()
"""

from pathlib import Path

from kgraph.store.answer import Answer, Rows, Term, Triples, plain
from kgraph.store.base import Store
from kgraph.store.sparql import Binding
from kgraph.store.text import Hit

__all__ = ["MANY", "Answer", "Binding", "Hit", "Rows", "Store", "Term", "Triples", "open_store", "plain"]

MANY = 2000
"""Actors or statements that a query is given one by one; for more, it should ask for all that there are."""


def open_store(
    where: str | Path | None, *, create: bool = False, read_only: bool = True, token: str | None = None
) -> Store:
    """Open a store.

    Args:
        where: A folder, the http(s) address of a SPARQL 1.1 server, or None for a store in memory.
        create: Whether to make the store if the folder is empty or not there.
        read_only: Whether to open it for reading only: any number may read what is there while one writes.
        token: What a server knows us by; else KGRAPH_TOKEN of the environment, or the user and password in ``where``.

    Raises:
        StoreError: There is no store at that place, or it is something else.
        StoreLockedError: Another process writes to it, and this one wants to.
    """
    if isinstance(where, str) and where.lower().startswith(("http://", "https://")):
        from kgraph.store.remote import RemoteStore

        return RemoteStore(where, read_only=read_only, token=token)
    from kgraph.store.embedded import EmbeddedStore

    return EmbeddedStore(where, create=create, read_only=read_only)
