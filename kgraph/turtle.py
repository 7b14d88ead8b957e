"""Turtle as plain triples: the files of the ontology, of actors and of words are read at every start.

Through the parser of pyoxigraph, which takes a tenth of the time of rdflib's, and rdflib need not be imported.
"""

from collections import defaultdict
from collections.abc import Iterable

Spo = tuple[str, str, str]
"""Subject, predicate and object."""


def read_turtle(text: str, base: str | None = None) -> list[Spo]:
    """The triples in order, each once: IRIs, names of blank nodes, the text of literals.

    Args:
        text: The Turtle.
        base: IRI that relative ones are resolved against.

    Raises:
        ValueError: It is malformed; the message says where, in one line.

    >>> read_turtle('<a> <b> "c"@en .', "https://example.org/")
    [('https://example.org/a', 'https://example.org/b', 'c')]
    """
    import pyoxigraph as ox  # not every command reads a file

    try:
        found = ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=base)
        return list(dict.fromkeys((one.subject.value, one.predicate.value, one.object.value) for one in found))
    except SyntaxError as error:
        raise ValueError(" ".join(str(error).split())) from error


def by_subject(triples: Iterable[Spo]) -> dict[str, defaultdict[str, list[str]]]:
    """The objects of each predicate of each subject."""
    facts: dict[str, defaultdict[str, list[str]]] = {}
    for subject, predicate, value in triples:
        facts.setdefault(subject, defaultdict(list))[predicate].append(value)
    return facts
