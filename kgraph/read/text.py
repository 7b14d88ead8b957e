"""Plain text and Markdown: one file, one article; the text is the decoded file, exactly."""

from collections.abc import Iterator
from typing import BinaryIO

from kgraph.errors import ArticleError
from kgraph.read.decode import decode
from kgraph.read.marks import find_marks
from kgraph.read.metadata import complete
from kgraph.read.reading import PLAIN, Reading, whole
from kgraph.records import Article


def read_text(document: str, stream: BinaryIO, reading: Reading = PLAIN) -> Iterator[Article | ArticleError]:
    """Yield the one article of a text file, or why it is none."""
    try:
        text = decode(whole(stream))
    except ValueError as error:
        yield ArticleError(document, str(error))
        return
    if not text.strip():
        yield ArticleError(document, "is empty")
        return
    yield complete(document, text, find_marks(text))
