"""The process in which a query with a time limit runs: ``python -m kgraph.store.child FOLDER < REQUEST``.

The first line of the request is JSON (``limit``, ``network``, ``seconds``, ``memory``), the rest is the query. The
first line of the answer says what follows: rows, triples, or the error of a query or of the store. The process takes no
more memory than it was given, and ends by itself when its parent died without killing it.
"""

import json
import sys
from typing import Any

from kgraph.errors import QueryError, StoreError
from kgraph.store import Triples
from kgraph.store.answer import to_ntriples, to_results_json
from kgraph.store.embedded import EmbeddedStore

LARGEST = 256 << 20
"""Bytes of the largest answer that is given back."""


def _reply(where: str, sparql: str, limit: int | None, network: bool) -> bytes:
    try:
        with EmbeddedStore(where) as store:
            answer = store.query_text(sparql, limit=limit, network=network)
        body = to_ntriples(answer) if isinstance(answer, Triples) else to_results_json(answer)
    except MemoryError:
        return b"query\nthe answer takes more memory than it may: ask for less, or set a limit"
    except QueryError as error:
        return b"query\n" + str(error).encode("utf-8", "replace")
    except StoreError as error:
        return b"store\n" + str(error).encode("utf-8", "replace")
    if len(body) > LARGEST:
        return f"query\nthe answer is larger than {LARGEST >> 20} MB: ask for less, or set a limit".encode()
    cut = b"1" if getattr(answer, "truncated", False) else b"0"
    return (b"triples " if isinstance(answer, Triples) else b"rows ") + cut + b"\n" + body


def _restrain(seconds: float, memory: int) -> None:
    """Have the system stop this process beyond its memory, and beyond a processor time that no good query takes."""
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows
        return
    time = int(4 * seconds) + 10  # several threads count together
    for what, most in ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_CPU, time), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _main() -> None:
    head, _, query = sys.stdin.buffer.read().partition(b"\n")
    asked: dict[str, Any] = json.loads(head)
    _restrain(asked["seconds"], asked["memory"])
    sys.stdout.buffer.write(_reply(sys.argv[1], query.decode(), asked["limit"], asked["network"]))


if __name__ == "__main__":
    _main()
