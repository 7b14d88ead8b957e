"""Terms and quads as text: N-Quads that are valid whatever the strings in them hold."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from kgraph.ontology import Iri, Literal


class Quad(NamedTuple):
    """One fact of a graph."""

    subject: Iri
    predicate: Iri
    object: Iri | Literal
    graph: Iri


def to_nquads(quads: Iterable[Quad]) -> bytes:
    r"""Serialise quads as N-Quads, one a line, always valid whatever the strings in them hold.

    >>> to_nquads([Quad(Iri("http://a.b/c d"), Iri("http://a.b/p"), Literal('"\n'), Iri("http://a.b/g"))])
    b'<http://a.b/c%20d> <http://a.b/p> "\\"\\n" <http://a.b/g> .\n'
    """
    text = _Texts()
    return "".join([f"{text[s]} {text[p]} {text[o]} {text[g]} .\n" for s, p, o, g in quads]).encode()


class _Texts(dict[Iri | Literal, str]):
    """Terms as text, each written once: the quads of an article have few different ones."""

    def __missing__(self, term: Iri | Literal) -> str:
        text = self[term] = term_text(term)
        return text


def term_text(term: Iri | Literal) -> str:
    """Write a term as N-Triples and SPARQL do, escaped so that nothing in it can end it."""
    if isinstance(term, Iri):
        return f"<{iri_text(term)}>"
    if isinstance(term, Literal):
        text = f'"{_escaped(term.value)}"'
        if term.language:
            return f"{text}@{re.sub('[^A-Za-z0-9-]', '', term.language)}"
        return f"{text}^^<{iri_text(term.datatype)}>" if term.datatype else text
    raise TypeError(f"neither an Iri nor a Literal: {term!r}")


def _escaped(value: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES.get(ord(found[0]), _UNKNOWN), value)


@lru_cache(maxsize=65536)
def iri_text(iri: str) -> str:
    """Return the IRI with everything that may not stand in one percent-encoded; a valid IRI stays as it is.

    What cannot be saved (no scheme, a malformed host) becomes an opaque ``urn:x-kgraph:`` name.
    """
    if _PLAIN_IRI.fullmatch(iri) or _VALID_IRI.fullmatch(iri):
        return iri
    encoded = _BAD_IN_IRI.sub(lambda found: quoted(found[0]), iri)
    return encoded if _VALID_IRI.fullmatch(encoded) else f"urn:x-kgraph:{quoted(iri) or 'empty'}"


_UNKNOWN = "\ufffd"
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)}
_ESCAPES |= {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_SPECIAL = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\ud800-\udfff\ufffe\uffff]')
"""What must be escaped or taken out; most literals have none of it."""

# RFC 3987, a little narrower: hosts are names, and there are no private-use characters.
_LETTER = "A-Za-z0-9._~\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd-"
_CHARACTER = rf"(?:[{_LETTER}!$&'()*+,;=:@/]|%[0-9A-Fa-f]{{2}})"
_AFTER = rf"(?:\?(?:{_CHARACTER}|\?)*)?(?:\#(?:{_CHARACTER}|\?)*)?"
_VALID_IRI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:(?:(?!//){_CHARACTER}+|//[A-Za-z0-9.-]+(?::[0-9]+)?(?:/{_CHARACTER}*)?){_AFTER}"
)
_PLAIN_IRI = re.compile(r"[a-z]+://[A-Za-z0-9.-]+/[A-Za-z0-9._~/-]*(?:#[A-Za-z0-9_]*)?")
"""What most are, and is told at once."""

_BAD_IN_IRI = re.compile(rf"%(?![0-9A-Fa-f]{{2}})|[^{_LETTER}!$&'()*+,;=:@/?#%]")


def quoted(text: str) -> str:
    """Percent-encode all but letters, digits and a few signs; what no encoding has becomes a question mark."""
    return quote(_SURROGATE.sub(_UNKNOWN, text), safe="")
