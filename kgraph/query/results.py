"""The answer to a query, and the forms that it can be written in."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from kgraph.errors import QueryError
from kgraph.ontology import PREFIXES, Iri, Literal
from kgraph.store import Answer, Rows, Term, Triples, plain
from kgraph.store.answer import node_text, to_ntriples, to_results_json

ROW_FORMS = ("table", "json", "csv", "tsv", "xml")
GRAPH_FORMS = ("table", "ttl", "nt")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query.

    Attributes:
        answer: Rows, triples, or a truth value.
    """

    answer: Answer

    @property
    def truncated(self) -> bool:
        """Whether there were more rows than the limit allowed."""
        return not isinstance(self.answer, bool) and self.answer.truncated

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns; of a graph its three, of a truth value "answer"."""
        if isinstance(self.answer, Rows):
            return self.answer.variables
        return ("subject", "predicate", "object") if isinstance(self.answer, Triples) else ("answer",)

    @property
    def rows(self) -> tuple[tuple[Term | None, ...], ...]:
        """The cells; None where nothing is bound."""
        if isinstance(self.answer, Rows):
            return self.answer.rows
        if isinstance(self.answer, Triples):
            return self.answer.triples
        return ((Literal("yes" if self.answer else "no"),),)

    def rows_as_text(self) -> list[list[str]]:
        """The cells for a person to read: IRIs of our prefixes shortened, nothing where nothing is bound."""
        return [["" if term is None else short(term) for term in row] for row in self.rows]

    def serialize(self, form: str) -> str:
        """Write the answer.

        Args:
            form: ``json``, ``csv``, ``tsv`` or ``xml`` (the W3C's forms for SELECT and ASK), ``ttl`` or ``nt`` (for
                CONSTRUCT and DESCRIBE), or ``table``.

        Raises:
            QueryError: The form cannot hold this kind of answer.
        """
        if form == "table":
            return _table([list(self.columns), *self.rows_as_text()])
        if isinstance(self.answer, Triples):
            if form not in GRAPH_FORMS:
                raise QueryError(f"a graph cannot be written as {form!r}: use one of {', '.join(GRAPH_FORMS)}")
            return _turtle(self.answer) if form == "ttl" else to_ntriples(self.answer).decode()
        if form not in ROW_FORMS:
            raise QueryError(f"rows cannot be written as {form!r}: use one of {', '.join(ROW_FORMS)}, or CONSTRUCT")
        return _written(self.answer, form)


def short(term: Term) -> str:
    """A term for a person to read.

    >>> short(Iri("https://w3id.org/kgraph/ontology#Statement"))
    'kg:Statement'
    """
    if isinstance(term, Literal):
        return term.value
    found = ((name, term.removeprefix(base)) for name, base in PREFIXES.items() if term.startswith(base))
    return next((f"{name}:{rest}" for name, rest in found), str(term))


def _written(answer: Rows | bool, form: str) -> str:
    if form == "json":
        return to_results_json(answer).decode()
    if form == "xml":
        return _xml(answer)
    if isinstance(answer, bool):
        return f"{str(answer).lower()}\n"
    if form == "csv":
        buffer = io.StringIO()
        lines = [answer.variables, *(["" if term is None else plain(term) for term in row] for row in answer.rows)]
        csv.writer(buffer, lineterminator="\r\n").writerows(lines)
        return buffer.getvalue()
    lines = [[f"?{name}" for name in answer.variables]]
    lines += [["" if term is None else node_text(term) for term in row] for row in answer.rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def _table(lines: Sequence[Sequence[str]]) -> str:
    clean = [[" ".join(cell.split()) for cell in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*clean, strict=True)]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in clean)
    return "".join(line.rstrip() + "\n" for line in padded)


def _xml(answer: Rows | bool) -> str:
    head = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    if isinstance(answer, bool):
        return f"{head}<head/><boolean>{str(answer).lower()}</boolean></sparql>\n"
    names = "".join(f"<variable name={quoteattr(name)}/>" for name in answer.variables)
    rows = "\n".join(f"<result>{_xml_row(answer.variables, row)}</result>" for row in answer.rows)
    return f"{head}<head>{names}</head><results>\n{rows}\n</results></sparql>\n"


def _xml_row(names: Sequence[str], row: Sequence[Term | None]) -> str:
    cells = ((name, term) for name, term in zip(names, row, strict=True) if term is not None)
    return "".join(f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>" for name, term in cells)


def _xml_term(term: Term) -> str:
    text = escape(xml_text(plain(term)), {"\r": "&#xD;"})
    if isinstance(term, Iri):
        return f"<bnode>{text[2:]}</bnode>" if term.startswith("_:") else f"<uri>{text}</uri>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
    kind = f" datatype={quoteattr(term.datatype)}" if term.datatype else ""
    return f"<literal{kind}>{text}</literal>"


def _turtle(answer: Triples) -> str:
    from rdflib import Graph

    graph = Graph()
    for prefix, base in PREFIXES.items():
        graph.bind(prefix, base)
    graph.parse(data=to_ntriples(answer), format="nt")
    return graph.serialize(format="turtle")


def xml_text(text: str) -> str:
    """The text without the control characters that XML has no way to write: U+FFFD stands in their place."""
    return _NOT_XML.sub("\ufffd", text)
