"""Turtle as plain triples: the files of the ontology, of actors and of words are read at every start.

Through the parser of pyoxigraph, which takes a tenth of the time of rdflib's, and rdflib need not be imported.
"""

from collections.abc import Iterator

Spo = tuple[str, str, str]
"""Subject, predicate and object."""


def read_turtle(text: str, base: str | None = None) -> Iterator[Spo]:
    """Yield each triple: IRIs, names of blank nodes, the text of literals; one that stands there twice comes twice.

    Args:
        text: The Turtle.
        base: IRI that relative ones are resolved against.

    Raises:
        ValueError: It is malformed; the message says where, in one line.

    >>> list(read_turtle('<a> <b> "c"@en .', "https://example.org/"))
    [('https://example.org/a', 'https://example.org/b', 'c')]
    """
    import pyoxigraph as ox  # not every command reads a file

    try:
        for one in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=base):
            yield one.subject.value, one.predicate.value, one.object.value
    except SyntaxError as error:
        raise ValueError(" ".join(str(error).split())) from error
