"""Names as they are looked up: what of their spelling does not matter, and what of their letter case does."""

import re
from functools import lru_cache

from anyascii import anyascii

from kgraph.ontology import fold
from kgraph.resolve.names import MAX_NAME
from kgraph.resolve.offices import plain_words

_SIMPLE = re.compile(r"[A-Za-z0-9 -]*")
"""Names with nothing to transliterate or take out."""


@lru_cache(maxsize=65536)
def folded_name(name: str) -> str:
    """A name as it is looked up: ASCII, no case, no possessive ending, dots of abbreviations closed up, US spelling."""
    text = name[:MAX_NAME]
    if not _SIMPLE.fullmatch(text):
        text = anyascii(text.encode("utf-8", "replace").decode())
        text = re.sub(r"\b[A-Za-z](?:\.[A-Za-z])+\b\.?", lambda found: found.group().replace(".", ""), text)
        text = re.sub(r"(?<=\w)['`]s?$", "", text.strip(" \t\n\"'`.,;:"))
        text = re.sub(r"['`]", "", text.replace("+", " plus "))
    if not re.search(r"[A-Za-z0-9]", text):
        return ""
    article = "the " if re.match(r"\s*the\b(?=.*\w)", text, re.IGNORECASE) else ""
    return article + plain_words(fold(text).replace("-", " "))


def cased(query: str, stored: str) -> bool:
    """Whether the letter case fits: an abbreviation in capitals wants capitals, any other name at least one."""
    letters = [c for c in stored if c.isalpha()]
    if letters and " " not in stored and all(c.isupper() for c in letters):
        said = re.sub(r"['’`]s?$|^the\s+", "", query.strip(), flags=re.IGNORECASE)
        return not any(c.islower() for c in said)
    return any(c.isupper() for c in query) or not any(c.isupper() for c in stored)
