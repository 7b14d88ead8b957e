"""What the verbs and nouns of events say: ``ontologies/events.ttl``, and a file of the user's, as tables to look up in.

An entry of several words is a frame: behind its verb stand, in any order, a particle, the head or a qualifier of the
object, a preposition ("impose sanction on"). A preposition at its end leads to the one acted upon.
"""

import re
from collections.abc import Container, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kgraph.extract.parse import Token
from kgraph.extract.syntax import form_among
from kgraph.ontology import event_lemmas

_KEPT = 65536
"""Lemmas that are remembered."""

IDLE = "idle"
"""What an entry is called that names no event: "took place", "released a report"."""


class Entry(NamedTuple):
    """A verb, a noun or a frame, and the event that it names.

    Attributes:
        words: Its lemmas, the verb first.
        name: PLOVER class; :data:`IDLE` where the words only look like an event.
        mode: PLOVER mode, where the words tell one.
    """

    words: tuple[str, ...]
    name: str
    mode: str | None


class Lexicon:
    """The words of events, looked up by their first lemma.

    Args:
        lemmas: Triples of a notation ("ASSAULT", "ASSAULT-drone", or of a list of words: "light"), a property
            ("verbLemma") and a lemma; of two entries with the same lemma the later one counts.
    """

    def __init__(self, lemmas: Iterable[tuple[str, str, str]]) -> None:
        self._entries: dict[str, dict[str, dict[tuple[str, ...], Entry]]] = {"verbLemma": {}, "nounLemma": {}}
        self._modes: dict[str, dict[str, str]] = {}
        self._lists: dict[str, set[str]] = {}
        for notation, part, lemma in lemmas:
            name, _, mode = notation.partition("-")
            if part in self._entries:
                words = tuple(re.findall(r"-|[^ -]+", lemma) if part == "nounLemma" else lemma.split())
                self._entries[part].setdefault(words[0], {})[words] = Entry(words, name, mode or None)
            elif part == "modeLemma":
                self._modes.setdefault(name, {}).setdefault(lemma, mode)
            else:
                self._lists.setdefault(notation, set()).add(lemma)
        light = {lemma.split()[0] for lemma in self._lists.get("light", ())}
        self._verbs = frozenset({*self._entries["verbLemma"], *light})
        entries = [words for part in self._entries.values() for frames in part.values() for words in frames]
        lists = [lemma.split() for lemmas in self._lists.values() for lemma in lemmas]
        self._frames: dict[str, dict[str, list[tuple[int, Entry]]]] = {}
        for verb, frames in self._entries["verbLemma"].items():
            seconds = self._frames.setdefault(verb, {})
            for place, (words, entry) in enumerate(frames.items()):
                seconds.setdefault(words[1] if len(words) > 1 else "", []).append((place, entry))
        self._forms: dict[tuple[bool, str, str], str] = {}
        self._words = frozenset(word for words in (*entries, *lists) for word in words)

    def verb(self, lemma: str, around: Mapping[str, Token]) -> Entry | None:
        """The longest frame of a verb all of whose further words stand around it; of equals that with more nouns."""
        seconds = self._frames.get(lemma, {})
        found = [one for second in ("", *around) for one in seconds.get(second, ())] if seconds else []
        fits = [entry for _, entry in sorted(found) if all(word in around for word in entry.words[1:])]
        fits = [entry for entry in fits if not self._is_lone_preposition(entry, around)]
        return max(fits, key=lambda e: (len(e.words), sum(around[w].pos_ == "NOUN" for w in e.words[1:])), default=None)

    def noun(self, token: Token) -> Entry | None:
        """The longest entry that a noun is the head of: "strike", "missile strike", "state of emergency"."""
        words, nouns = token.doc, self._entries["nounLemma"]
        best: Entry | None = None
        for first in range(max(token.sent.start, token.i - 3), token.i + 1):
            for entry in nouns.get(_singular(words[first], nouns), {}).values():
                last = first + len(entry.words)
                if not (first <= token.i < last <= token.sent.end) or (best and len(best.words) >= len(entry.words)):
                    continue
                if _head(first, last, token) and _same(token, first, entry.words):
                    best = entry
        return best

    def _is_lone_preposition(self, entry: Entry, around: Mapping[str, Token]) -> bool:
        """Whether the last word only governs a noun where it has to stand for itself: "gave help in March"."""
        last = entry.words[-1]
        return self.among("adverbial", " ".join(entry.words)) and around[last].lower_ != last

    def knows_verb(self, lemma: str) -> bool:
        """Whether any entry, or any light verb, begins with this verb."""
        return lemma in self._verbs

    def lemma(self, token: Token) -> str:
        """The lemma of a word; of one that is in no entry a regular stem that is."""
        key = token.pos_ == "VERB", token.lemma_.lower(), token.lower_
        found = self._forms.get(key)
        if found is None:
            if len(self._forms) >= _KEPT:
                self._forms.clear()
            known = self._verbs if key[0] and key[1] not in self._verbs else self._words
            found = self._forms[key] = form_among(*key[1:], known)
        return found

    def among(self, lists: str, *words: str) -> bool:
        """Whether one of the words, or two of them one after the other, stands in a list ("light", "agent", ...)."""
        known = self._lists.get(lists, set())
        return any(word in known for word in words)

    def mode(self, name: str, words: Iterable[str]) -> str | None:
        """The mode of a class that the first such word among some lemmas tells."""
        modes = self._modes.get(name, {})
        return next((modes[word] for word in words if word in modes), None)


def _singular(token: Token, known: Container[str]) -> str:
    """The lemma of a noun, or a regular singular that is known ("rallies")."""
    word = token.lower_
    forms = (token.lemma_.lower(), word, word.removesuffix("s"), word.removesuffix("es"), word[:-3] + "y")
    return next((form for form in forms if form in known), word)


def _head(first: int, last: int, token: Token) -> bool:
    """Whether the noun governs all other words of the entry."""
    return all(t == token or t.head.i in range(first, last) for t in token.doc[first:last])


def _same(token: Token, first: int, words: tuple[str, ...]) -> bool:
    return all(
        _singular(t, {word}) == word for t, word in zip(token.doc[first : first + len(words)], words, strict=True)
    )


@cache
def load_lexicon(*files: Path) -> Lexicon:
    """The words that ship with the package, and those of the user's files, which count before them.

    Raises:
        LexiconError: A file cannot be used.
    """
    return Lexicon(event_lemmas(files))
