"""Teaches schemathesis to send SPARQL as it is; `benchmarks/soaking.py` names this module to it."""

import schemathesis


@schemathesis.serializer("application/sparql-query", "application/sparql-update")
def as_text(_context: object, value: object) -> bytes:
    """The text itself, in UTF-8."""
    return str(value).encode("utf-8", "replace")
