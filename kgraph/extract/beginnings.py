"""How the words begin that tell a lasting relation: most verbs and nouns begin none, and need no second look."""

import re
from functools import cache, lru_cache

from kgraph.extract.syntax import form_among
from kgraph.ontology import relation_words

_OF_VERBS = ("verb", "leaving", "holding")


@lru_cache(maxsize=65536)
def verb_beginnings(lemma: str, word: str) -> tuple[tuple[str, str], ...]:
    """The ways in which a verb may tell a relation, each with its lemma as the words of the ontology have it.

    Args:
        lemma: Its lemma in small letters.
        word: The verb as it stands, in small letters.
    """
    heads = _verb_heads()
    return tuple((case, found) for case in heads if (found := form_among(lemma, word, heads[case])) in heads[case])


@cache
def _verb_heads() -> dict[str, frozenset[str]]:
    return {case: frozenset(words.partition(" ")[0] for words in relation_words()[case]) for case in _OF_VERBS}


@cache
def noun_beginnings() -> frozenset[str]:
    """What may stand before a preposition where a noun tells a relation."""
    return frozenset(words[: found.start()] for words in relation_words()["noun"] for found in re.finditer(" ", words))
