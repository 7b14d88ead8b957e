"""Abbreviations that an article explains: "the National Police Agency (NPA)", "(NPA, the National Police Agency)"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kgraph.extract.parse import Parse, Span
from kgraph.extract.syntax import chars

_IN_BRACKETS = re.compile(r"\(\s*[\"'“”‘’«»]?([A-Z][\w&.+-]{0,9}[A-Z+])s?[\"'“”‘’«»]?\s*[,;)]")
"""An abbreviation behind a bracket: capitals at both ends, ten characters at most."""

_SMALL = frozenset("a an and at by de del des du for in la le of on the to und y".split())
"""Words that a long form may have and its abbreviation leaves out."""


class Abbreviation(NamedTuple):
    """What an article explains.

    Attributes:
        short: The abbreviation, as it is written.
        long: The words that it stands for, without their article.
    """

    short: str
    long: Span


def abbreviations(doc: Parse) -> Iterator[Abbreviation]:
    """Yield the abbreviations that a text explains in brackets behind the full name, in order.

    The letters of an abbreviation are looked for in the words before it, from the last to the first, and its first
    letter must begin a word (Schwartz and Hearst 2003). Beyond that a full name begins with a capital, a letter is the
    first of its word or follows one that is, and few words give none ("... for Palestine Refugees (UNRWA)").
    Of a translated name only the initials need be the same, and of a body's name right before the bracket the first.
    """
    bodies = {ent.end_char: ent for ent in doc.ents if ent.label_ == "ORG"}
    for match in _IN_BRACKETS.finditer(doc.text):
        before = doc.text[: match.start()].rstrip(" \t\"'“”‘’«»")
        start = _long_form(match.group(1), before)
        body = bodies.get(len(before))
        if start is None and body is not None and _has(body.text, match.group(1)):
            start = body.start_char
        span = chars(doc, start, len(before)) if start is not None else None
        if span is not None and span[0].shape_[:1] == "X":
            yield Abbreviation(match.group(1), span)


def _has(name: str, short: str) -> bool:
    """Whether the name of a body right before the bracket has the letters in order: "Fjord Linie Plc (FLN)"."""
    rest = iter(name.lower())
    return name[:1] == short[:1] and all(letter in rest for letter in short.lower() if letter.isalnum())


def _long_form(short: str, before: str) -> int | None:
    """The character at which the full name begins; None where the words before it do not give the letters."""
    letters = "".join(c.lower() for c in short if c.isalnum())
    first = before.rfind("\n") + 1
    words = [(first + m.start(), m.group()) for m in re.finditer(r"[\w&.'’+-]+", before[first:])]
    near = words[-min(2 * len(letters), len(letters) + 5) :][::-1]
    used = _words_of(letters, tuple(word.lower() for _, word in near), len(letters) // 2) or _shuffled(letters, near)
    start, word = near[used - 1] if used else (0, "")
    return start if word[:1].isupper() else None


def _shuffled(letters: str, words: list[tuple[int, str]]) -> int:
    """How many words have these initials in any order, as in translated names ("Central Reserve Bank (BCR)")."""
    capital = [at for at, (_, word) in enumerate(words) if word.lower() not in _SMALL][: len(letters)]
    initials = "".join(words[at][1][0] for at in capital)
    named = initials.isupper() and sorted(initials.lower()) == sorted(letters)
    return capital[-1] + 1 if named and len(letters) > 1 else 0


@lru_cache(maxsize=16384)
def _words_of(letters: str, words: tuple[str, ...], idle: int) -> int | None:
    """How many words, the last first, give the letters; as few letters a word as will do, and at most so many idle."""
    if not letters:
        return 0
    if not words:
        return None
    for number in range(1, len(letters) + 1):
        if _gives(words[0], letters[-number:]):
            rest = _words_of(letters[:-number], words[1:], idle)
            if rest is not None:
                return rest + 1
    idle -= words[0] not in _SMALL
    rest = _words_of(letters, words[1:], idle) if idle >= 0 else None
    return rest + 1 if rest is not None else None


def _gives(word: str, letters: str) -> bool:
    """Whether a word begins with the first letter and has the others in order."""
    rest = iter(word)
    return word[:1] == letters[0] and all(letter in rest for letter in letters)
