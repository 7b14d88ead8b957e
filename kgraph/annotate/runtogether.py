"""Words that a page has run together ("saidthat", "yesterdayThe"), cut where there is no doubt.

Machine-translated pages lose spaces. The text stays as it is; what the network and the extractors see has more words.
A word is cut when neither the shipped vocabulary nor the list of lemmas has it, both halves are frequent words, and one
of them is one of those below, which are part of next to no English word. Two words of content are never cut apart:
"wrongdoing" and "blockchain" are no accident.

Measured with ``benchmarks/damage.py``: in 1.7 million words of clean news nine are cut that should not be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from spacy.tokens import Doc, Token

from kgraph.annotate.lemmas import known_lemmas
from kgraph.annotate.weights import folder

#: Parts of hardly any other word. Left out on purpose: "with" (withheld), "had" (Haddad), "her" (Herbig), "after".
_PLAIN = frozenset(
    "the and that said says was were have will would which their they also told who because before while from into "
    "been this these those".split()
)
#: Short ones: two of these are cut apart if one of them stands above, too ("tothe", "thathe").
_SHORT = _PLAIN | frozenset("of in to on for by at is as it he be an we his her had has not are with but than".split())
#: Short ones that are cut from a very frequent word.
_NEAR = frozenset("of to is".split())
#: What a capitalised word begins with that is two: no name does ("Thepresident", but "Havelock").
_OPENING = frozenset("the they this these those".split())
#: What follows a name, so that it is cut off a capitalised word as well.
_TELLING = frozenset("said says told would has".split())
#: Beginnings of a sentence, capital and all: cut off whatever word they are glued to ("yesterdayThe").
_BEGINNING = frozenset("The He She They This That But And We His Her Their There These Those".split())

#: Ids in the vocabulary of the network, which is sorted by frequency: of words, of the frequent, of the very frequent.
_WORDS, _FREQUENT, _VERY = 1996, 8000, 4000
_SHORTEST = 5


@cache
def _ranks() -> dict[str, int]:
    """Place of each whole word in the vocabulary, the most frequent first."""
    pieces = json.loads((folder() / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return {word: rank for word, rank in pieces.items() if rank >= _WORDS and word.isascii() and word.isalpha()}


@cache
def _known() -> frozenset[str]:
    """All words that are one."""
    forms = (form for table in known_lemmas().values() for pair in table.items() for form in pair)
    return frozenset(forms) | frozenset(_ranks())


def cut(word: str) -> int | None:
    """Where to cut a word that is two; None where it is one, or where that is not sure.

    >>> [cut(word) for word in ("saidthat", "yesterdayThe", "ofthe", "wrongdoing", "Haddad", "therefore")]
    [4, 9, 2, None, None, None]
    """
    if len(word) < _SHORTEST or not word.isascii() or not word.isalpha() or word.lower() in _known():
        return None
    best = min(_cuts(word), default=None)
    return best[1] if best else None


def _cuts(word: str) -> Iterator[tuple[int, int]]:
    """Yield how rare the rarer half is, and the place, for each place where the word may be cut."""
    ranks = _ranks()
    for place in range(2, len(word) - 1):
        one, other = word[:place], word[place:]
        rarer = max(ranks.get(one.lower(), 10**9), ranks.get(other.lower(), 10**9))
        if rarer < 10**9 and one[1:].islower() and (_capital(one, other, rarer) or _lower(one, other, rarer)):
            yield rarer, place


def _capital(one: str, other: str, rarer: int) -> bool:
    """A capital within: the beginning of a sentence, or a name behind a plain word."""
    if other in _BEGINNING:
        return len(one) > 2
    return other.istitle() and one.islower() and len(one) > 2 and rarer < _FREQUENT


def _lower(one: str, other: str, rarer: int) -> bool:
    if not other.islower():
        return False
    first, title = one.lower(), one[0].isupper()
    if first in _SHORT and other in _SHORT:
        return first in _PLAIN or other in _PLAIN
    long = max(len(one), len(other)) > 3
    if first in (_OPENING if title else _PLAIN):
        return len(other) > 3 and rarer < _FREQUENT
    if title:
        return other in _TELLING and len(one) > 3
    if other in _PLAIN:
        return len(one) > 3 and rarer < _FREQUENT
    return long and (first in _NEAR or other in _NEAR) and rarer < _VERY


def cut_apart(doc: Doc) -> Doc:
    """Cut the words of a Doc that are two; its text is the same."""
    strings = doc.vocab.strings
    places = {orth: place for orth in {*doc.to_array("ORTH").tolist()} if (place := _cut(strings[orth])) is not None}
    if places:
        with doc.retokenize() as retokenizer:
            for token in doc:
                if token.orth in places:
                    _split(retokenizer, token, places[token.orth])
    return doc


_cut = lru_cache(maxsize=100_000)(cut)


def _split(retokenizer: Any, token: Token, place: int) -> None:
    halves = [token.text[:place], token.text[place:]]
    retokenizer.split(token, halves, heads=[(token, 0), (token, 1)])
