"""What an article's words are like, in half a kilobyte: a MinHash of its body, by which near-copies are found.

The words of the body, folded, four at a time, each four once; rensa makes 128 numbers of them, of which two texts share
about as many as they share of their fours. Everything that two copies of one wire story differ in without being another
story (headline, byline, captions, the page around) is no part of it.
"""

import base64
import re
import struct
from functools import cache
from typing import Any, NamedTuple

from kgraph.records import Article

NUMBERS = 128
"""Numbers of a fingerprint; the share of equal ones is off by 0.04 at most in two of three pairs."""

SEED = 7
LONG = 4
"""Words of a shingle."""

LEAST = 20
"""Shingles of the shortest text that has a fingerprint; what is shorter says too little to be told from others."""

_WORD = re.compile(r"[^\W_]+")


class Fingerprint(NamedTuple):
    """A fingerprint as it is compared.

    Attributes:
        method: How it was made; only those of one method are comparable.
        size: How many different shingles the text has.
        numbers: The MinHash, ``NUMBERS`` of 32 bits, the lowest byte of each first.
    """

    method: str
    size: int
    numbers: bytes


def fingerprint(article: Article) -> str | None:
    """Return the fingerprint of an article's body as a short text; None where the body is too short."""
    shingles = _shingles(article)
    if len(shingles) < LEAST:
        return None
    library = _library()
    sketch = library.RMinHash(num_perm=NUMBERS, seed=SEED)
    sketch.update(sorted(shingles))
    packed = base64.b85encode(struct.pack(f"<{NUMBERS}I", *sketch.digest())).decode()
    return f"rensa{sketch.ALGORITHM_VERSION} {len(shingles)} {packed}"


def read_fingerprint(text: str) -> Fingerprint | None:
    """Read what ``fingerprint`` wrote; None where it is something else."""
    method, _, rest = text.partition(" ")
    size, _, packed = rest.partition(" ")
    try:
        found = Fingerprint(method, int(size), base64.b85decode(packed))
    except ValueError:
        return None
    return found if len(found.numbers) == 4 * NUMBERS and found.size >= LEAST else None


def _shingles(article: Article) -> set[str]:
    pieces = (article.text[start:end] for start, end in article.body)
    titles = {article.text[mark.start : mark.end] for mark in article.marks if mark.kind == "title"}
    body = " ".join(pieces)
    for title in titles:
        body = body.replace(title, " ")
    words = _WORD.findall(body.casefold())
    return {" ".join(words[at : at + LONG]) for at in range(len(words) - LONG + 1)}


@cache
def _library() -> Any:
    import rensa

    return rensa
