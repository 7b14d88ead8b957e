"""Which language a text is in: py3langid's guess, unless the words of English grammar in the text speak against it.

An English article that is set aside is lost, one in another language that is read costs nothing but time. So only what
is long enough, surely in another language, and has few of the words that no English text is without, is told to be so.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from kgraph.records import Mark

LETTERS = 60
"""Letters, at least; a shorter text is not judged."""

LOOKED_AT = 6_000
"""Characters that the guess is made from."""

DOUBT = 0.02
"""Probability of English below which another language is believed; which of several like ones need not be sure."""

ENGLISH = 0.10
"""Share of words that are English grammar; English news has 0.3 to 0.45, other languages have up to 0.05."""

_GRAMMAR = frozenset(
    "the of and to that was were is are be been for with from by his her its their they this which would will has have "
    "had not but who said on at as an it he she we after about into than there when what".split()
)
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, marks: Iterable[Mark] = ()) -> str | None:
    """Return the ISO 639-1 code of a text's language; None where it cannot be told.

    Args:
        text: The article's text.
        marks: Stretches that are left out.

    >>> language_of("Der Außenminister sagte am Montag, die Grenze bleibe bis auf Weiteres geschlossen, und zwar ganz.")
    'de'
    >>> language_of("The foreign minister said on Monday that the border would stay closed until further notice.")
    'en'
    """
    sample = _sample(text, marks)
    words = [word.casefold() for word in _WORD.findall(sample)]
    letters = sum(map(len, words))
    if letters < LETTERS // 3:
        return None
    if sum(word in _GRAMMAR for word in words) >= ENGLISH * len(words):
        return "en"
    ranked = _identifier().rank(sample)
    code, english = str(ranked[0][0]), dict(ranked).get("en", 0.0)
    if code == "en":
        return "en"
    dense = sum(c >= "\u2e80" for c in sample)  # a Chinese or Japanese character says what three letters do
    return code if english < DOUBT and letters + 2 * dense >= LETTERS else None


def _sample(text: str, marks: Iterable[Mark]) -> str:
    """Running text from the beginning, the middle and the end: some pages give a summary in another language first."""
    pieces, at = [], 0
    for mark in marks:
        pieces.append(text[at : mark.start])
        at = mark.end
    body = " ".join("".join([*pieces, text[at:]])[: 50 * LOOKED_AT].split())
    if len(body) <= LOOKED_AT:
        return body
    third, middle = LOOKED_AT // 3, len(body) // 2
    return " ".join((body[:third], body[middle : middle + third], body[-third:]))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # it loads its model, which takes a while

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def is_foreign(language: str | None) -> bool:
    """Whether it is known to be another language than English."""
    return language is not None and language.partition("-")[0].lower() != "en"
