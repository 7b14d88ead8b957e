#!/usr/bin/env python3
"""Writes kgraph/resolve/people.txt: English nouns for people and for bodies of people, from WordNet 3.0.

    apt-get install wordnet-base && python training/people.py

A word is taken where most of its use is in senses under person, people or social group (gatherings left out): each
sense counts as often as WordNet's own texts have it, and 1/n more as the n-th. Names, peoples of countries and words
that WordNet calls offensive are left out.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

WORDNET = Path("/usr/share/wordnet")
COPYRIGHT = Path("/usr/share/doc/wordnet-base/copyright")
TO = Path(__file__).parents[1] / "kgraph" / "resolve" / "people.txt"
ROOTS = (["person", "individual"], ["people"], ["social_group"])
APART = (["gathering", "assemblage"],)
MOST = 0.6
_OFFENSIVE = re.compile(r"slur|offensive|disparag|derogat|insult|obscene|vulgar|slang")


class Sense:
    """One synset: its words, the synsets above it, whether it is a single thing by name, and its gloss."""

    def __init__(self, line: str) -> None:
        told, _, self.gloss = line.partition(" | ")
        fields = told.split()
        count = int(fields[3], 16)
        self.words = fields[4 : 4 + 2 * count : 2]
        pointers = fields[5 + 2 * count :]
        self.above = [pointers[i + 1] for i in range(0, len(pointers), 4) if pointers[i] == "@"]
        self.single = "@i" in pointers[::4]


def rows(name: str) -> list[str]:
    return [line for line in (WORDNET / name).read_text().splitlines() if not line.startswith("  ")]


def main() -> None:
    senses = {line.split()[0]: Sense(line) for line in rows("data.noun")}

    @cache
    def under(key: str) -> bool:
        words = senses[key].words
        if any(words[: len(a)] == a for a in APART):
            return False
        return words[:2] in ROOTS or words[:1] in ROOTS or any(under(one) for one in senses[key].above)

    used: Counter[tuple[str, int]] = Counter()
    for line in rows("cntlist.rev"):
        key, number, count = line.split()
        if "%1:" in key:
            used[key.split("%")[0], int(number)] = int(count)
    found = []
    for line in rows("index.noun"):
        word, _, count, *rest = line.split()
        keys = rest[-int(count) :]
        weights = [used[word, n] + 1 / n for n in range(1, len(keys) + 1)]
        fit = [under(key) and not senses[key].single for key in keys]
        capital = any(w.lower() == word != w for key in keys for w in senses[key].words)
        offends = any(_OFFENSIVE.search(senses[key].gloss) for key, good in zip(keys, fit, strict=True) if good)
        share = sum(w for w, good in zip(weights, fit, strict=True) if good) / sum(weights)
        if re.fullmatch(r"[a-z]{3,}", word) and share >= MOST and not capital and not offends:
            found.append(word)
    notice = COPYRIGHT.read_text(encoding="utf-8").partition("License: WordNet3.0\n")[2].partition("\nFiles:")[0]
    head = [
        "English nouns for people and bodies of people, by training/people.py from WordNet 3.0.",
        *notice.splitlines(),
    ]
    told = "".join(f"# {line.strip(' .')}".rstrip() + "\n" for line in head)
    TO.write_text(told + "\n".join(sorted(found)) + "\n", encoding="utf-8")
    print(f"{len(found)} words")


if __name__ == "__main__":
    main()
