"""How well copies of one story are found among others, with versions made of real articles.

    KGRAPH_SHARED=../shared python benchmarks/stories.py [--articles 300] [--large 100000]

Of each article of Wikinews (KGRAPH_SHARED/data) five versions are made, as papers make them of a wire story: with
another headline and a page around it, cut to its first half, with a paragraph added, updated (a paragraph in five
replaced by one of another article, numbers changed), and edited (one word in twenty left out or exchanged). All, and
PolNeAR's training part, are tied together. A version is found when it leads to the
story that its article leads to, or is; two articles that are tied and come from different ones are counted wrong.
``--large`` ties that many fingerprints and prints time and memory.
"""

import argparse
import gzip
import json
import os
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from kgraph.consolidate.stories import Print, Tie, ties
from kgraph.read.fingerprint import NUMBERS, fingerprint, read_fingerprint
from kgraph.read.marks import find_marks
from kgraph.records import Article

PAGE = (
    "Home",
    "World",
    "Share on Facebook",
    "Subscribe to our newsletter",
    "© 2024 Strait Times. All rights reserved.",
)


def rows(name: str) -> list[dict]:
    folder = Path(os.environ.get("KGRAPH_SHARED", "../shared")) / "data"
    return [json.loads(line) for line in gzip.decompress((folder / name).read_bytes()).decode().splitlines()]


def paragraphs(text: str) -> list[str]:
    return [" ".join(one.split()) for one in text.split("\nSources", 1)[0].split("\n") if one.strip()]


def again(lines: list[str], others: list[str], dice: random.Random) -> list[str]:
    return [*PAGE[:2], "What happened today in the world", "By Anna Lind", *lines, *PAGE[2:]]


def cut(lines: list[str], others: list[str], dice: random.Random) -> list[str]:
    return lines[: max(2, len(lines) // 2)]


def longer(lines: list[str], others: list[str], dice: random.Random) -> list[str]:
    at = dice.randrange(len(lines) + 1)
    return [*lines[:at], dice.choice(others), *lines[at:]]


def updated(lines: list[str], others: list[str], dice: random.Random) -> list[str]:
    kept = [dice.choice(others) if dice.random() < 0.2 else line for line in lines]
    return [re.sub(r"\d+", lambda found: str(int(found[0][:6]) + 1), line) for line in kept]


def edited(lines: list[str], others: list[str], dice: random.Random) -> list[str]:
    def word(text: str) -> str:
        return "" if dice.random() < 0.025 else "indeed" if dice.random() < 0.026 else text

    return [" ".join(filter(None, map(word, line.split()))) for line in lines]


VERSIONS: dict[str, Callable[[list[str], list[str], random.Random], list[str]]] = {
    "new headline and page": again,
    "first half": cut,
    "a paragraph added": longer,
    "updated": updated,
    "edited, 1 word in 20": edited,
}


def printed(name: str, lines: list[str]) -> Print | None:
    text = "\n\n".join(lines)
    written = fingerprint(Article(name, text, marks=find_marks(text)))
    found = read_fingerprint(written) if written else None
    return Print(-found.size, "", name, found.numbers) if found else None


def measure(count: int) -> None:
    dice = random.Random(3)
    news = [paragraphs(row["text"]) for row in rows("news/wikinews_2019_2020.jsonl.gz")]
    news = [lines for lines in news if len(lines) > 3][:count]
    strange = [paragraphs(row["text"]) for row in rows("polnear/dev.jsonl.gz")]
    prints = [printed(f"polnear/{n}", paragraphs(row["text"])) for n, row in enumerate(rows("polnear/train.jsonl.gz"))]
    for number, lines in enumerate(news):
        prints.append(printed(f"{number}/itself", lines))
        others = dice.choice(strange)
        prints += [printed(f"{number}/{name}", make(lines, others, dice)) for name, make in VERSIONS.items()]
    known = sorted(one for one in prints if one)
    begun = time.perf_counter()
    found = list(ties({"": known}))
    took = time.perf_counter() - begun
    hub = {tie.article: tie.story for tie in found}
    right = Counter[str]()
    for number in range(len(news)):
        own = hub.get(f"{number}/itself", f"{number}/itself")
        for name in VERSIONS:
            here = f"{number}/{name}"
            right[name] += hub.get(here, here) == own
    wrong = [tie for tie in found if tie.article.partition("/")[0] != tie.story.partition("/")[0]]
    same = [tie for tie in found if tie.article.startswith("polnear") and tie.story.startswith("polnear")]
    print(f"{len(known)} texts, {len(found)} tied in {took:.1f} s")
    for name in VERSIONS:
        print(f"  {name:24} {100 * right[name] / len(news):5.1f} found")
    print(f"  all {100 * sum(right.values()) / len(VERSIONS) / len(news):5.1f} found")
    print(f"  {len(wrong)} of {len(found) - len(same)} tied with another article's text; within PolNeAR {len(same)}:")
    for tie in [*wrong[:5], *same[:12]]:
        print("   ", tie)


def large(count: int) -> None:
    """Tie many made-up fingerprints, a tenth of them copies with one number in ten changed."""
    import numpy as np

    dice = np.random.default_rng(5)
    numbers = dice.integers(0, 2**32, (count, NUMBERS), dtype=np.uint32)
    copies = dice.choice(count // 2, count // 10) + count // 2
    numbers[copies] = np.where(dice.random((len(copies), NUMBERS)) < 0.1, numbers[copies], numbers[copies - count // 2])
    sizes = dice.integers(200, 900, count)
    prints = [Print(-int(sizes[n]), "", f"{n:09}", numbers[n].tobytes()) for n in range(count)]
    prints.sort()
    begun = time.perf_counter()
    found: list[Tie] = list(ties({"": prints}))
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} fingerprints: {len(found)} tied in {time.perf_counter() - begun:.1f} s, {used:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--large", type=int, default=0)
    args = parser.parse_args()
    if args.large:
        large(args.large)
    else:
        measure(args.articles)


if __name__ == "__main__":
    main()
