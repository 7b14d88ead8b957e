"""SPARQL updates: what is carried out for whoever has the token, and what for nobody."""

from kgraph.errors import QueryError
from kgraph.store.sparql import decoded, may_call


def check_update(sparql: str) -> None:
    """See that an update stays within the store.

    Raises:
        QueryError: It would make the store read from another server, or from a file (LOAD, SERVICE).
    """
    for text in (sparql, decoded(sparql)):
        for keyword in ("LOAD", "SERVICE"):
            if may_call(text, keyword):
                raise QueryError(f"{keyword} is not allowed, as it would call another server: send the data itself")
