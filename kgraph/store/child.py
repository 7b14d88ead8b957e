"""The process in which a query with a time limit runs: ``python -m kgraph.store.child FOLDER < QUERY``.

The first line of its output says what follows: rows, triples, or the error of a query or of the store.
"""

import sys

from kgraph.errors import QueryError, StoreError
from kgraph.store import Triples
from kgraph.store.answer import to_ntriples, to_results_json
from kgraph.store.embedded import EmbeddedStore


def _reply(where: str, sparql: str) -> bytes:
    try:
        with EmbeddedStore(where) as store:
            answer = store.query(sparql)
    except QueryError as error:
        return b"query\n" + str(error).encode("utf-8", "replace")
    except StoreError as error:
        return b"store\n" + str(error).encode("utf-8", "replace")
    if isinstance(answer, Triples):
        return b"triples\n" + to_ntriples(answer)
    return b"rows\n" + to_results_json(answer)


if __name__ == "__main__":
    sys.stdout.buffer.write(_reply(sys.argv[1], sys.stdin.buffer.read().decode()))
