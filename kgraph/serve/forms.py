"""The forms in which answers are written, and which of them a client would like best (RFC 9110, section 12)."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kgraph.errors import RequestError

ROWS: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
"""Forms of rows and truth values with their media types, the one that is given to whoever does not care first."""

TRIPLES: Mapping[str, str] = {
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
"""Forms of graphs."""

PAGE: Mapping[str, str] = {"html": "text/html; charset=utf-8"}

_ALSO = {
    "application/json": ("json", "jsonld"),
    "application/xml": ("xml", "rdf"),
    "text/xml": ("xml", "rdf"),
    "text/plain": ("nt",),
    "application/x-turtle": ("ttl",),
}
"""Media types that others use for the same forms."""

_NAMES = {"turtle": "ttl", "json-ld": "jsonld", "ntriples": "nt", "n-triples": "nt", "rdf+xml": "rdf", "rdfxml": "rdf"}
_GRAPH_NAMES = {"json": "jsonld", "xml": "rdf"}


class Range(NamedTuple):
    """One media range of an Accept header."""

    kind: str
    quality: float


def chosen(accept: str, forms: Mapping[str, str], wanted: str = "") -> str:
    """Choose a form.

    Args:
        accept: The Accept header; empty where there is none.
        forms: What there is, with media types, in our own order of liking.
        wanted: A form's name from the address (``format=csv``); it counts more, where it is one of ours.

    Raises:
        RequestError: 406, none of them is acceptable.

    >>> chosen("text/csv;q=0.5, application/sparql-results+xml", ROWS)
    'xml'
    """
    named = _named(wanted.strip().lower(), forms)
    if named:
        return named
    ranges = _ranges(accept) or [Range("*/*", 1.0)]
    best = max(forms, key=lambda form: _quality(form, forms[form], ranges))
    if _quality(best, forms[best], ranges) <= 0:
        types = ", ".join(kind.partition(";")[0] for kind in forms.values())
        raise RequestError(406, f"no form of this answer is acceptable to you; ask for one of: {types}")
    return best


def _named(wanted: str, forms: Mapping[str, str]) -> str | None:
    names = (wanted, _NAMES.get(wanted, ""), _GRAPH_NAMES.get(wanted, ""))
    return next((name for name in names if name in forms), None)


def _ranges(accept: str) -> list[Range]:
    found = []
    for part in accept.split(",")[:100]:
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if re.fullmatch(r"[\w.+*!#$&^-]+/[\w.+*!#$&^-]+", kind):
            found.append(Range(kind, _weight(parameters)))
    return found


def _weight(parameters: Sequence[str]) -> float:
    given = next((one.partition("=")[2].strip() for one in parameters if re.match(r"q\s*=", one)), "1")
    return float(given) if re.fullmatch(r"0(\.\d{0,3})?|1(\.0{0,3})?", given) else 0.0


def _quality(form: str, media_type: str, ranges: Sequence[Range]) -> float:
    """What the most telling range says of a form: its own type, then another name of it, then ``text/*``, then all."""
    kind = media_type.partition(";")[0]
    names = (kind, *(other for other, several in _ALSO.items() if form in several))
    for wanted in (*names, kind.partition("/")[0] + "/*", "*/*"):
        found = [one.quality for one in ranges if one.kind == wanted]
        if found:
            return max(found)
    return 0.0
