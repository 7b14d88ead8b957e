"""SPARQL text, as far as it has to be read: which form a query has, whether it may run, where parameters go in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from kgraph.errors import QueryError
from kgraph.graph import term_text
from kgraph.ontology import PREFIXES, RESOURCE, Iri, Literal
from kgraph.store.answer import Term

Binding = Term | Iterable[Term]
"""What a parameter is bound to: a term, or several, any of which will do."""

_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\r\n]*)
      |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      |(?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                 |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      |(?P<variable>[?$]\w+)
      |(?P<name>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
      |(?P<word>@?[A-Za-z_][\w-]*)
      |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_GAP = r"(?:\s|#[^\r\n]*(?:[\r\n]|$))*"
_NEVER = re.compile("(?!)")
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Token(NamedTuple):
    """A piece of a query: its kind, its text and where it starts."""

    kind: str
    text: str
    start: int


def tokens(sparql: str) -> Iterator[Token]:
    """Split a query into tokens; white space and comments are left out."""
    for found in _TOKEN.finditer(sparql):
        if found.lastgroup and found.lastgroup != "space":
            yield Token(found.lastgroup, found[0], found.start())


def names_dataset(sparql: str) -> bool:
    """Whether FROM says which graphs a query is about; where it does not, it is about the union of all."""
    found = tokens(sparql) if "FROM" in sparql.upper() else ()
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in found)


@lru_cache(maxsize=256)
def query_form(sparql: str, *, network: bool = False) -> str:
    """Return the form of a query that only reads: SELECT, ASK, CONSTRUCT or DESCRIBE.

    Args:
        sparql: The query.
        network: Whether it may call other servers (SERVICE).

    Raises:
        QueryError: It is an update, is empty, or would call another server and may not.
    """
    _allowed_form(decoded(sparql), network)
    return _allowed_form(sparql, network)


def decoded(sparql: str) -> str:
    """Undo codepoint escapes, which SPARQL allows anywhere, in key words too."""

    def character(found: re.Match[str]) -> str:
        number = int(found[1] or found[2], 16)
        return chr(number) if number < 0x110000 else found[0]

    return _CODEPOINT.sub(character, sparql)


def _allowed_form(sparql: str, network: bool) -> str:
    words = (token.text.upper() for token in tokens(sparql) if token.kind == "word")
    if not network and may_call(sparql, "SERVICE"):
        raise QueryError("SERVICE is not allowed, as it would call another server: ask that server by itself")
    form = next((word for word in words if word not in ("PREFIX", "BASE")), "")
    if form not in _FORMS:
        raise QueryError(f"{form or 'nothing'} is no query: only SELECT, ASK, CONSTRUCT and DESCRIBE are answered here")
    return form


def graphs_changed(update: str) -> set[str] | None:
    """Tell which named graphs an update may change; None where its text does not tell.

    >>> sorted(graphs_changed("DROP SILENT GRAPH <http://a/1> ; INSERT DATA { GRAPH kgr:g2 { kg:a a kg:b } }"))
    ['http://a/1', 'https://w3id.org/kgraph/resource/g2']
    >>> graphs_changed("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }") is None
    True
    """
    found, changed = list(tokens(decoded(update))), set()
    words = [token.text.upper() if token.kind == "word" else "" for token in found]
    if _ANY_GRAPH & set(words) or "PREFIX" in words:
        return None
    for token in (found[at + 1] for at, word in enumerate(words[:-1]) if word in ("GRAPH", "WITH")):
        prefix, _, rest = token.text.partition(":")
        if token.kind == "iri":
            changed.add(token.text[1:-1])
        elif token.kind == "name" and prefix in PREFIXES:
            changed.add(PREFIXES[prefix] + rest)
        else:
            return None
    return changed


_ANY_GRAPH = frozenset({"ADD", "ALL", "BASE", "COPY", "LOAD", "MOVE", "NAMED"})
"""Key words of updates that change graphs without GRAPH before their names."""


@lru_cache(maxsize=256)
def refuse_foreign_graphs(sparql: str) -> None:
    """Refuse FROM with anything but a graph of ours: some servers fetch what they do not hold, from files too.

    Raises:
        QueryError: There is such a FROM.
    """
    found = list(tokens(decoded(sparql)))
    words = [token.text.upper() if token.kind == "word" else "" for token in found]
    ours = [f"<{_OURS}"]
    if all((word, token.text) != ("PREFIX", "kgr:") for word, token in zip(words, found[1:], strict=False)):
        ours.append("kgr:graph")
    for at, word in enumerate(words):
        if word.endswith("FROM"):
            after = at + 2 if words[at + 1 : at + 2] == ["NAMED"] else at + 1
            name = found[after].text if after < len(found) else ""
            if not name.startswith(tuple(ours)):
                raise foreign_graph("FROM", name)


_OURS = f"{RESOURCE}graph/"


def is_ours(graph: str) -> bool:
    """Whether a graph's IRI is one that only we give."""
    return graph.startswith(_OURS)


def foreign_graph(where: str, name: str) -> QueryError:
    """The refusal of a graph that the server might fetch."""
    return QueryError(f"{where} {name} is not allowed, as the server might fetch it: use GRAPH {name} {{ }}")


def may_call(sparql: str, keyword: str) -> bool:
    r"""Whether a key word that makes the store call another server could be read anywhere in a text.

    ``<`` opens an IRI or says "less than", and only a parser knows which. ``FILTER(1<2)SERVICE?e#>`` looks like an IRI
    to whoever takes the first reading, and so hides what the parser then carries out. So all readings are followed, and
    one in which the key word stands before a place that can be called is enough.

    Args:
        sparql: A query or an update, codepoint escapes undone.
        keyword: ``SERVICE`` or ``LOAD``.

    >>> may_call("SELECT * { FILTER(1<2)SERVICE?e#>\n{ ?s ?p ?o } }", "SERVICE")
    True
    >>> may_call('SELECT * { <http://a/service> ?p "the service {" }', "SERVICE")
    False
    """
    if keyword not in sparql.upper():
        return False
    word = re.compile(rf"[\w-]*?{keyword}{_GAP}(SILENT{_GAP})?([?$<]|[\w.-]*:)", re.IGNORECASE)
    name = re.compile(rf"{keyword}:[^\s{{]*{_GAP}(\{{|INTO|;|$)", re.IGNORECASE)  # SERVICE:x{} where : is a prefix
    ahead, seen = [0], set[int]()
    while ahead:
        at = ahead.pop()
        while at < len(sparql) and at not in seen:
            seen.add(at)
            found = _TOKEN.match(sparql, at)
            assert found
            if {"word": word, "name": name}.get(found.lastgroup or "", _NEVER).match(sparql, at):
                return True
            if found.lastgroup == "iri":
                ahead.append(at + 1)
            if found.lastgroup == "name":  # no name begins with a dot: ex:.SERVICE is three tokens
                ahead += [at + one.end() for one in re.finditer(r"[.-]", found[0])]
            at = found.end()
    return False


def bind(sparql: str, bindings: Mapping[str, Binding]) -> str:
    """Bind variables at the head of the query's outermost WHERE, as serialised terms in VALUES.

    A variable bound to no terms at all makes the answer empty.

    Raises:
        QueryError: A name is no variable's, or the query has no group to bind in.
    """
    if not bindings:
        return sparql
    blocks = (values_block(name.lstrip("?$"), terms) for name, terms in bindings.items())
    at = _where_opens(sparql)
    return f"{sparql[:at]} {' '.join(blocks)} {sparql[at:]}"


def values_block(name: str, terms: Binding) -> str:
    """A variable's terms as a VALUES block."""
    if not re.fullmatch(r"\w+", name):
        raise QueryError(f"{name!r} is no name of a variable: use letters, digits and underscores")
    several = [terms] if isinstance(terms, (Iri, Literal)) else list(terms)
    return f"VALUES ?{name} {{ {' '.join(term_text(term) for term in several)} }}"


@lru_cache(maxsize=256)
def _where_opens(sparql: str) -> int:
    """Position after the brace that opens the outermost WHERE; a CONSTRUCT has its template before it."""
    found = list(tokens(sparql))
    groups = [i for i, token in enumerate(found) if token.text == "{"]
    if groups and query_form(sparql, network=True) == "CONSTRUCT":
        groups = [i for i in groups if _depth(found[:i]) == 0][1:]
    if not groups:
        raise QueryError("the query has no WHERE { } in which a parameter could be bound: write one")
    return found[groups[0]].start + 1


def _depth(found: list[Token]) -> int:
    marks = [token.text for token in found if token.kind == "mark"]
    return marks.count("{") - marks.count("}")


def with_prefixes(sparql: str) -> str:
    """Declare our prefixes before the query, on its first line, but for those that it declares itself."""
    own = set(re.findall(r"\bprefix\s+([\w.-]*):", sparql, re.IGNORECASE))
    return "".join(f"PREFIX {name}: <{base}> " for name, base in PREFIXES.items() if name not in own) + sparql
