"""What a server is told when it starts."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.errors import KgraphError

TOKEN = "KGRAPH_TOKEN"  # noqa: S105 - the name of the variable that holds it
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve.

    Attributes:
        store: Folder of a store, or the address of a SPARQL 1.1 server to stand in front of.
        host: Address to listen at.
        port: Port; 0 takes any that is free.
        timeout: Seconds that one query, page or update may take.
        workers: Processes that answer; each holds the store open for reading.
        max_rows: Rows or triples of one answer.
        memory: Megabytes of address space that one worker may take.
        max_query: Bytes of a query or update in SPARQL.
        max_load: Bytes of a graph that is sent to the Graph Store Protocol.
        queue: Requests that may run or wait at once; one client may have half of them.
        token: What whoever changes the graph must show; None where nobody may.
        allowed_hosts: Names by which the server may be called, beside those of the loopback and ``host``.
        allow_origin: Origin of a page elsewhere that may read answers; ``*`` for any; None for none.
        root_path: Path below which a proxy serves it, such as ``/kgraph``.
        behind_proxy: Whether a proxy on this machine tells who asks (``X-Forwarded-For``, ``-Proto``).
        headers_within: Seconds in which a request's headers must have come.
        body_within: Seconds in which a request's body must have come.
    """

    store: str
    host: str = "127.0.0.1"
    port: int = 7878
    timeout: float = 30.0
    workers: int = field(default_factory=lambda: min(8, (os.cpu_count() or 1) + 2))
    max_rows: int = 100_000
    memory: int = 4096
    max_query: int = 1_000_000
    max_load: int = 64_000_000
    queue: int = 64
    token: str | None = field(default=None, repr=False)
    allowed_hosts: tuple[str, ...] = ()
    allow_origin: str | None = None
    root_path: str = ""
    behind_proxy: bool = False
    headers_within: float = 10.0
    body_within: float = 30.0

    @property
    def is_remote(self) -> bool:
        """Whether the store is another server."""
        return self.store.lower().startswith(("http://", "https://"))

    @property
    def hosts(self) -> frozenset[str]:
        """All names by which it may be called, in lower case."""
        return frozenset(name.lower().strip("[]") for name in (*LOOPBACK, self.host, *self.allowed_hosts))


def read_token(file: Path | None) -> str:
    """Read the token from a file, or else from the environment.

    Raises:
        KgraphError: There is none, or it is too short to be safe.
    """
    try:
        token = file.read_text(encoding="utf-8").strip() if file else os.environ.get(TOKEN, "").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KgraphError(f"{file}: the token cannot be read ({error}); name a text file that holds it") from error
    if not token:
        raise KgraphError(f"updates need a token: put one into {TOKEN} or into a file, and name that with --token-file")
    if len(token) < 16 or not token.isascii() or not token.isprintable():
        raise KgraphError(
            "the token must have 16 printable ASCII characters or more; make one with: openssl rand -hex 32"
        )
    return token
