"""How many: numbers in figures and in words ("1,200", "two dozen", "six", "3.5 million")."""

import re
from collections.abc import Iterable

UNITS = {
    word: number
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
TENS = {
    word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 10**9, "trillion": 10**12}
SHORT = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 10**9, "b": 10**9, "tn": 10**12}
VAGUE = frozenset({"dozens", "hundreds", "thousands", "scores", "millions", "billions", "several", "many", "numerous"})
"""Words for a number that nobody tells."""

_FIGURE = re.compile(r"(\d{1,3}(?:[,  ]\d{3})+|\d+)(\.\d+)?([a-z]{1,2})?")


def number(words: Iterable[str]) -> float | None:
    """Read a number; None where the words are none, or tell none exactly.

    >>> number(["1,200"]), number(["two", "dozen"]), number("three hundred and forty-five".split())
    (1200.0, 24.0, 345.0)
    >>> number(["3.5", "million"]), number(["dozens"]), number(["a", "hundred"])
    (3500000.0, None, 100.0)
    """
    parts = [part for word in words for part in _parts(word.casefold())]
    if not parts or parts == ["a"]:
        return None
    total, current = 0.0, 0.0
    for at, part in enumerate(parts):
        value = _value(part)
        if part in SCALES:
            scaled = (current or 1.0) * SCALES[part]
            total, current = (total + scaled, 0.0) if SCALES[part] >= 1_000 else (total, scaled)
        elif value is not None:
            current += value
        elif part not in {"and", "a", "an"} or at == len(parts) - 1:
            return None
    return total + current


def _parts(word: str) -> list[str]:
    """A word, or the two of "forty-five"; a figure stays whole."""
    return [word] if _FIGURE.fullmatch(word) else [part for part in word.split("-") if part]


def _value(part: str) -> float | None:
    if part in UNITS or part in TENS:
        return float(UNITS.get(part, TENS.get(part, 0)))
    found = _FIGURE.fullmatch(part)
    if not found or (found[3] and found[3] not in SHORT):
        return None
    return float(re.sub(r"[,  ]", "", found[1]) + (found[2] or "")) * SHORT.get(found[3] or "", 1)
