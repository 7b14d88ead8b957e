"""E-mail newsletters and press releases (``.eml``): the message's HTML, or else its plain text; attachments are left.

The stored text of a plain message is its decoded body, exactly; of an HTML message the lines that it shows.
"""

import email
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from itertools import islice
from typing import BinaryIO

from kgraph.errors import ArticleError
from kgraph.read.dates import date_of_cell
from kgraph.read.decode import decode
from kgraph.read.html import article_of_fragment
from kgraph.read.marks import find_marks
from kgraph.read.metadata import Given, complete
from kgraph.read.reading import PLAIN, Reading, whole
from kgraph.records import Article

HEADER = 2_000
"""Characters of a header that are looked at."""

PARTS = 200
"""Parts of a message that are looked through for its text."""


def read_email(document: str, stream: BinaryIO, reading: Reading = PLAIN) -> Iterator[Article | ArticleError]:
    """Yield the one article of a message, or why it has none."""
    try:
        yield _article(document, whole(stream))
    except ArticleError as error:
        yield error
    except ValueError as error:
        yield ArticleError(document, str(error))


def _article(document: str, data: bytes) -> Article:
    if not data.strip():
        raise ArticleError(document, "is empty")
    try:
        message = email.message_from_bytes(data)  # the newer policy takes seconds for a few kB of hostile headers
        parts = {part.get_content_type(): part for part in reversed(list(_texts(message)))}
        given = _given(message)
    except RecursionError:
        raise ArticleError(document, "is nested too deeply") from None
    if "text/html" in parts:
        return article_of_fragment(document, _decoded(parts["text/html"]), given)
    if "text/plain" not in parts:
        raise ArticleError(document, "is no e-mail message, or one without text")
    text = _decoded(parts["text/plain"])
    if not text.strip():
        raise ArticleError(document, "is empty")
    return complete(document, text, find_marks(text, title=given.title), given)


def _texts(message: Message) -> Iterator[Message]:
    """The parts that hold the message itself, not a file that is attached."""
    if not message.keys():
        return
    for part in islice(message.walk(), PARTS):
        if part.get_content_type() in ("text/html", "text/plain") and part.get_content_disposition() != "attachment":
            yield part


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())


def _given(message: Message) -> Given:
    """What the headers say; who sends a newsletter publishes it."""
    address = _header(message, "Archived-At").strip("<> ")
    sender = _header(message, "From")
    name = sender.rpartition("<")[0].strip(" \"'") or sender.strip("<> ").rpartition("@")[2]
    day = _header(message, "Date")
    return Given(
        title=_header(message, "Subject") or None,
        published=date_of_cell(day) if day else None,
        publisher=name or None,
        url=address if address.startswith("http") else None,
        language=_header(message, "Content-Language") or None,
        origin="e-mail header",
    )


def _header(message: Message, name: str) -> str:
    """A header's words; a malformed one says nothing."""
    try:
        return " ".join(str(make_header(decode_header(str(message.get(name) or "")[:HEADER]))).split())
    except (ValueError, LookupError, MessageError):  # LookupError: an encoding that nobody knows
        return ""
