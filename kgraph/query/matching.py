"""Words inside SPARQL: ``?s kg:textMatch "words"`` becomes VALUES of the statements and articles that hold them.

SPARQL 1.1 knows no full-text search, and REGEX reads every text. So the pattern is taken out of the query before it is
asked, the index of words is asked instead, and what it finds is bound at the head of the same group. The words may also
be a variable that is a parameter of the query.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kgraph.errors import QueryError
from kgraph.graph import term_text
from kgraph.ontology import ONTOLOGY, Literal
from kgraph.store import Binding, Store
from kgraph.store.sparql import Token, tokens

MOST = 5000
"""Statements and articles that one pattern may find; what finds more is refused, never cut."""

_NAME, _IRI = "kg:textMatch", f"<{ONTOLOGY}textMatch>"
_HOW = '?s kg:textMatch "words"'


class _Match(NamedTuple):
    """A pattern in a query: its subject, its words, the stretch to take out, and where its group opens."""

    subject: str
    words: str
    start: int
    end: int
    group: int


def with_matches(store: Store, sparql: str, params: Mapping[str, Binding]) -> str:
    """Return the query with each ``kg:textMatch`` replaced by what the store's index of words finds.

    Raises:
        QueryError: The pattern is used otherwise than said above, or finds more than ``MOST``.
    """
    while "textMatch" in sparql:
        found = list(tokens(sparql))
        at = next((i for i, token in enumerate(found) if token.text in (_NAME, _IRI)), None)
        if at is None:
            break
        match = _pattern(found, at, params, len(sparql))
        hits = store.find_words(match.words, limit=MOST + 1)
        if len(hits) > MOST:
            raise QueryError(f"kg:textMatch {match.words!r} finds more than {MOST} statements and articles: add words")
        values = f" VALUES {match.subject} {{ {' '.join(term_text(hit.iri) for hit in hits)} }} "
        rest = f"{sparql[match.group : match.start]} {sparql[match.end :]}"
        sparql = sparql[: match.group] + values + rest
    return sparql


def _pattern(found: Sequence[Token], at: int, params: Mapping[str, Binding], length: int) -> _Match:
    subject, first = _subject(found, at)
    if subject.kind != "variable" or at + 1 >= len(found):
        raise QueryError(f"kg:textMatch stands between a variable and words: {_HOW}")
    words = _words(found[at + 1], params)
    after = found[at + 2] if at + 2 < len(found) else Token("mark", "}", length)
    group = _group_opens(found, at)
    if after.text in (",", "^") or after.text.startswith("@"):
        raise QueryError(f"kg:textMatch takes one plain string: {_HOW}")
    if not first:  # "; kg:textMatch words" goes: SPARQL lets a semicolon stand alone, but not every server does
        return _Match(subject.text, words, found[at - 1].start, after.start, group)
    if after.text == ";":
        return _Match(subject.text, words, found[at].start, after.start + 1, group)
    end = after.start + 1 if after.text == "." else after.start
    return _Match(subject.text, words, subject.start, end, group)


def _subject(found: Sequence[Token], at: int) -> tuple[Token, bool]:
    """The subject of the predicate there, and whether it follows it at once."""
    if at and found[at - 1].text != ";":
        return found[at - 1], True
    depth, here = 0, at - 1
    while here >= 0:
        text = found[here].text
        depth += (text in ("]", ")")) - (text in ("[", "("))
        if depth < 0 or (depth == 0 and (text in ("{", "}") or (text == "." and not _in_number(found, here)))):
            break
        here -= 1
    return found[here + 1], False


def _in_number(found: Sequence[Token], at: int) -> bool:
    before, after = found[at - 1 : at], found[at + 1 : at + 2]
    near = bool(before and after) and before[0].start + len(before[0].text) == found[at].start
    return near and before[0].text[-1:].isdigit() and after[0].text[:1].isdigit()


def _group_opens(found: Sequence[Token], at: int) -> int:
    depth = 0
    for token in reversed(found[:at]):
        depth += (token.text == "}") - (token.text == "{")
        if depth < 0:
            return token.start + 1
    raise QueryError(f"kg:textMatch stands in a group of patterns: {{ {_HOW} }}")


def _words(token: Token, params: Mapping[str, Binding]) -> str:
    if token.kind == "variable":
        bound = params.get(token.text[1:])
        if isinstance(bound, Literal):
            return bound.value
        raise QueryError(f"kg:textMatch {token.text} needs a parameter {token.text[1:]} with the words")
    if token.kind != "string":
        raise QueryError(f"kg:textMatch takes words in quotes, not {token.text}: {_HOW}")
    quotes = 3 if token.text[:3] in ('"""', "'''") else 1
    return _unescaped(token.text[quotes:-quotes])


def _unescaped(text: str) -> str:
    """A string of SPARQL as the text that it stands for."""
    plain = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}

    def one(found: re.Match[str]) -> str:
        escape = found[1]
        return chr(int(escape[1:], 16)) if len(escape) == 5 else plain.get(escape, escape)

    return re.sub(r"\\(u[0-9A-Fa-f]{4}|.)", one, text, flags=re.DOTALL)
