"""The graph over HTTP: SPARQL for programs, pages for people.

The server itself never touches the store. It reads requests, hands jobs to worker processes that can be killed at any
time, and sends their replies. Start with ``run``; ``docs/serving.md`` tells the rest.
"""

from kgraph.serve.running import run
from kgraph.serve.settings import Settings, read_token

__all__ = ["Settings", "read_token", "run"]
