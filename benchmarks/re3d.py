"""Relations of re3d's development half, against those of its types that have a counterpart here.

    python benchmarks/re3d.py [--list]

re3d marks relations between entity mentions in defence and foreign-affairs documents. Counterparts:

- BelongsTo: member of, part of, and an office held in a body (the office's holder belongs to the body);
- AlliesOf: allied with, and SUPPORT, AID and COOPERATE events; either way round;
- FightingAgainst: opposed to, and ASSAULT and COERCE events; either way round;
- CommWith: CONSULT events; either way round;
- CoLocated: located in, and an event's place. re3d has it of everybody who is anywhere, so little of it is looked for.

The others (HasAttrOf, InChargeOf, IsSynonymOf, Likes, Dislikes, Apart) have none. A found relation is right where both
of its mentions share a word that is no article or preposition with those of a marked one. Every fourth document by its
id is held out: totals are given for both parts, and `--list` shows what was found in the others alone. The environment
variable KGRAPH_SHARED names the folder with `data/`.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.records import Article, Facts, Mention, Resolved
from kgraph.resolve import load_register, resolve

SHARED = Path(os.environ.get("KGRAPH_SHARED", "../shared"))
HELD = 4
"""Every so many documents, by id, are held out."""

BY_BOND = {
    "member_of": "BelongsTo", "part_of": "BelongsTo", "allied_with": "AlliesOf", "opposed_to": "FightingAgainst",
    "located_in": "CoLocated",
}  # fmt: skip
BY_EVENT = {
    "SUPPORT": "AlliesOf", "AID": "AlliesOf", "COOPERATE": "AlliesOf", "ASSAULT": "FightingAgainst",
    "COERCE": "FightingAgainst", "CONSULT": "CommWith",
}  # fmt: skip
MUTUAL = frozenset({"AlliesOf", "FightingAgainst", "CommWith", "CoLocated"})
TYPES = ("BelongsTo", "AlliesOf", "FightingAgainst", "CommWith", "CoLocated")
SMALL = frozenset("the a an of in and to for on at by with from its their his her".split())

Found = tuple[str, Mention, Mention]


def found_in(facts: Facts) -> Iterator[Found]:
    """The relations that were found, by re3d's types; what is denied or may only be is left out."""
    for bond in facts.bonds:
        if bond.kind in BY_BOND and not bond.negated and bond.source.mention and bond.target.mention:
            yield BY_BOND[bond.kind], bond.source.mention, bond.target.mention
    for tenure in facts.tenures:
        if tenure.body and tenure.body.mention and tenure.holder.mention:
            yield "BelongsTo", tenure.holder.mention, tenure.body.mention
    for event in facts.events:
        kind = BY_EVENT.get(event.event_class)
        if kind and not event.negated:
            yield from ((kind, a, b) for a in _words(event.sources) for b in _words(event.targets) if a != b)
        if event.place and event.place.mention:
            ends = [*_words(event.sources), *_words(event.targets)]
            yield from (("CoLocated", a, event.place.mention) for a in ends)


def _words(several: tuple[Resolved, ...]) -> list[Mention]:
    return [one.mention for one in several if one.mention]


def marked_in(row: dict) -> list[Found]:
    """The marked relations, each once: of one that goes both ways only the first."""
    found: dict[tuple[str, frozenset[tuple[int, int]]], Found] = {}
    for kind, a, b, c, d, _ in row["relations"]:
        if kind in TYPES:
            ends = Mention(a, b, row["text"][a:b]), Mention(c, d, row["text"][c:d])
            found.setdefault((kind, frozenset({(a, b), (c, d)})), (kind, *ends))
    return list(found.values())


def is_same(one: Found, other: Found) -> bool:
    """Whether two relations are of one type between mentions that share a word."""
    if one[0] != other[0]:
        return False
    straight = _shares(one[1], other[1]) and _shares(one[2], other[2])
    return straight or (one[0] in MUTUAL and _shares(one[1], other[2]) and _shares(one[2], other[1]))


def _shares(one: Mention, other: Mention) -> bool:
    """Whether two mentions overlap in a word."""
    start, end = max(one.start, other.start), min(one.end, other.end)
    return start < end and bool(set(one.text[start - one.start : end - one.start].lower().split()) - SMALL)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "--list", action="store_true", help="show what was found in the documents that are not held out"
    )
    listed = options.parse_args().list
    path = SHARED / "data" / "relations" / "re3d" / "re3d_dev.jsonl"
    rows = sorted(map(json.loads, path.read_text(encoding="utf-8").splitlines()), key=lambda row: row["id"])
    nlp, register = load_pipeline(), load_register()
    articles = [Article(row["id"], row["text"], row["title"]) for row in rows]
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for number, (row, (article, doc)) in enumerate(zip(rows, annotate(articles, nlp), strict=True)):
        facts = resolve(article, doc, extract(article, doc), register)
        part = "held" if number % HELD == 0 else "seen"
        _count(counts, part, list(dict.fromkeys(found_in(facts))), marked_in(row), listed and part == "seen")
    for part in ("seen", "held"):
        print(f"{part}: {sum((number % HELD == 0) == (part == 'held') for number in range(len(rows)))} documents")
        for kind in (*TYPES, "all", "all but CoLocated"):
            right, found, hit, marked = counts[part, kind]
            precision, recall = right / found if found else 0.0, hit / marked if marked else 0.0
            f = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
            print(f"  {kind}: F {f:.3f}, precision {right}/{found}, recall {hit}/{marked}")


def _count(
    counts: dict[tuple[str, str], list[int]], part: str, found: list[Found], marked: list[Found], listed: bool
) -> None:
    for one in found:
        right = any(is_same(one, other) for other in marked)
        if listed:
            print(f"  {'+' if right else '-'} {one[0]}: {one[1].text} -> {one[2].text}".replace("\n", " "))
        for kind in _rows(one[0]):
            counts[part, kind][0] += right
            counts[part, kind][1] += 1
    for other in marked:
        hit = any(is_same(one, other) for one in found)
        for kind in _rows(other[0]):
            counts[part, kind][2] += hit
            counts[part, kind][3] += 1


def _rows(kind: str) -> list[str]:
    return [kind, "all", *(["all but CoLocated"] if kind != "CoLocated" else [])]


if __name__ == "__main__":
    main()
