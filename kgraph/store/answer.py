"""What a query answers: rows, triples or a truth value; and the two ways that answers travel between processes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kgraph.errors import QueryError
from kgraph.graph import Triple, term_text
from kgraph.ontology import PREFIXES, Iri, Literal

Term = Iri | Literal
NO_TRIPLE_TERMS = "the answer holds triples as terms, which are not supported: ask for their parts"
XSD_STRING, XSD_BOOLEAN = PREFIXES["xsd"] + "string", PREFIXES["xsd"] + "boolean"


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT.

    Attributes:
        variables: Names of the columns, without question marks.
        rows: One tuple a solution, as long as ``variables``; None where a variable is unbound.
        truncated: Whether rows were left out because the caller set a limit.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False

    def dicts(self) -> Iterator[dict[str, str]]:
        """Each row as plain strings by variable; an unbound variable is left out."""
        for row in self.rows:
            yield {name: plain(term) for name, term in zip(self.variables, row, strict=True) if term is not None}


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE."""

    triples: tuple[Triple, ...]
    truncated: bool = False


Answer = Rows | Triples | bool


def plain(term: Term) -> str:
    """Return a term's text alone: of an IRI the IRI, of a literal its lexical form."""
    return term.value if isinstance(term, Literal) else str(term)


def first(answer: Answer, limit: int | None) -> Answer:
    """The answer with no more rows or triples than that; ``truncated`` tells whether there were more."""
    if limit is None or isinstance(answer, bool):
        return answer
    if isinstance(answer, Triples):
        return Triples(answer.triples[:limit], answer.truncated or len(answer.triples) > limit)
    return Rows(answer.variables, answer.rows[:limit], answer.truncated or len(answer.rows) > limit)


def from_results_json(data: bytes) -> Answer:
    """Read SPARQL 1.1 Query Results JSON.

    Raises:
        QueryError: The answer is cut off or is none; a server that runs out of time sends such.
    """
    try:
        found = json.loads(data)
        if "boolean" in found:
            return bool(found["boolean"])
        names = tuple(found["head"]["vars"])
        solutions = found["results"]["bindings"]
        rows = (tuple(_from_json(row[name]) if name in row else None for name in names) for row in solutions)
        return Rows(names, tuple(rows))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QueryError(
            f"the answer is cut off or is not SPARQL results JSON ({data[:40]!r}...): ask for less, or more time"
        ) from error


def to_results_json(answer: Rows | bool) -> bytes:
    """Write SPARQL 1.1 Query Results JSON, the text as it is (not escaped to ASCII)."""
    if isinstance(answer, bool):
        return json.dumps({"head": {}, "boolean": answer}).encode()
    rows = [
        {name: _to_json(term) for name, term in zip(answer.variables, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    found = {"head": {"vars": list(answer.variables)}, "results": {"bindings": rows}}
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")


def _from_json(term: dict[str, str]) -> Term:
    value = term["value"]
    if term["type"] == "uri":
        return Iri(value)
    if term["type"] == "bnode":
        return Iri("_:" + value)
    if term["type"] == "triple":
        raise QueryError(NO_TRIPLE_TERMS)
    return to_literal(value, term.get("datatype"), term.get("xml:lang"))


def to_literal(value: str, datatype: str | None, language: str | None) -> Literal:
    """Make a literal; a plain string has no datatype with us, and true is not written 1, as Virtuoso does."""
    if datatype == XSD_BOOLEAN:
        value = {"1": "true", "0": "false"}.get(value, value)
    own = Iri(datatype) if datatype and datatype != XSD_STRING and not language else None
    return Literal(value, own, language or None)


def _to_json(term: Term) -> dict[str, Any]:
    if isinstance(term, Literal):
        kind = {"datatype": term.datatype} if term.datatype else {"xml:lang": term.language} if term.language else {}
        return {"type": "literal", "value": term.value, **kind}
    if term.startswith("_:"):
        return {"type": "bnode", "value": term[2:]}
    return {"type": "uri", "value": str(term)}


def to_ntriples(triples: Triples) -> bytes:
    """Write N-Triples."""
    return "".join(f"{node_text(s)} {node_text(p)} {node_text(o)} .\n" for s, p, o in triples.triples).encode()


def node_text(term: Term) -> str:
    """Like ``graph.term_text``, but lets the blank nodes of other people's data be."""
    is_blank = isinstance(term, Iri) and re.fullmatch(r"_:\w+", term)
    return str(term) if is_blank else term_text(term)
