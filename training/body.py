#!/usr/bin/env python3
"""Fit the weights of kgraph/read/body.json: which lines of a page are its furniture.

usage: python training/body.py [--pages 1500]

Learns from pages that are put together: bodies of Wikinews articles and of PolNeAR's training part (in
KGRAPH_SHARED/data), each line of them body, between furniture drawn from furniture.txt; and from the half of
benchmarks/pages that may be looked at, each with the noise of benchmarks/body.py. What the rules of kgraph.read name is
left to them: only the other lines are learnt from, labels first, then prose.
The loss is logistic, with a Gaussian prior around 0. Takes two minutes.
"""

import argparse
import gzip
import json
import os
import random
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from body import KINDS, NOISE, Lines, halves, joined, load  # noqa: E402

from kgraph.read import marks, shape  # noqa: E402

WEIGHTS = ROOT / "kgraph" / "read" / "body.json"
STRENGTH = 0.5
"""Variance of the prior."""
RARE = 4
"""Features of fewer lines are left out."""
OWN = 2.0
"""Weight of a line of the pages written by hand, in each of its versions; one of a page put together has 1."""

NAMES = "Anna Lind,Piet Oren,Mara Holt,Jonas Feld,Elke Tarn,Ivo Sund,Dana Reik,Karl Aune,Lea Brandt,Nils Roos".split(
    ","
)
TOWNS = "Halvik,Ostheim,Zelgrad,Selva,Port Miro,Hurn,Lesny,Tarn".split(",")
OUTLETS = "The Halvik Post,Strait Times,Radio Tarn,Kostrava Tribune,Zelgrad Daily,Eastmark Online,NewsHub".split(",")
MONTHS = "January February March April May June July August September October November December".split()
SLOTS = {"byline": "Y", "picture": "C", "middle": "N", "tail": "R", "comments": "K"}
Example = tuple[list[str], bool, float]
"""Features of a line, whether it is body, and its weight."""


def shared() -> Path:
    return Path(os.environ.get("KGRAPH_SHARED", ROOT.parent / "shared")) / "data"


def bodies() -> tuple[list[list[str]], list[str]]:
    """Paragraphs of real articles, and headlines."""
    found, titles = [], []
    for name in ("news/wikinews_2019_2020.jsonl.gz", "polnear/train.jsonl.gz"):
        rows = gzip.decompress((shared() / name).read_bytes()).decode().splitlines()
        for row in map(json.loads, rows):
            text = row["text"].split("\nSources", 1)[0]
            lines = [" ".join(one.split()) for one in text.split("\n") if one.strip()]
            titles.append(row["title"])
            found.append(lines[1:] or lines)
    return found, titles


def furniture() -> dict[str, list[str]]:
    slots: dict[str, list[str]] = {}
    for line in (ROOT / "training" / "furniture.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            slots[line.strip("[]")] = here = []
        elif line and not line.startswith("# "):
            here.append(line)
    return slots


class Maker:
    """Puts pages together."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.bodies, self.titles = bodies()
        self.slots = furniture()

    def some(self, slot: str, low: int, high: int, kind: str | None = None) -> Lines:
        """A run of furniture; its order is the list's or none."""
        lines = self.slots[slot]
        count = min(len(lines), self.dice.randint(low, high))
        start = self.dice.randrange(len(lines) - count + 1)
        chosen = lines[start : start + count] if self.dice.random() < 0.5 else self.dice.sample(lines, count)
        return [(kind or SLOTS.get(slot, "N"), self.filled(line)) for line in chosen]

    def filled(self, line: str) -> str:
        """A line with its places filled."""
        pick = self.dice.choice
        values = {
            "name": lambda: pick(NAMES), "place": lambda: pick(TOWNS), "outlet": lambda: pick(OUTLETS),
            "n": lambda: str(pick((2, 3, 5, 12, 24, 48, 160, 2019, 2023))), "head": lambda: pick(self.titles),
            "time": lambda: f"{self.dice.randrange(24)}:{self.dice.randrange(60):02}", "date": self.date,
        }  # fmt: skip
        return re.sub(r"\{(\w+)\}", lambda found: values[found[1]](), line)

    def date(self) -> str:
        """A day in one of several forms."""
        day, month, year = self.dice.randint(1, 28), self.dice.randrange(12), self.dice.randint(2015, 2024)
        forms = (f"{day} {MONTHS[month]} {year}", f"{MONTHS[month]} {day}, {year}", f"{day:02}.{month + 1:02}.{year}")
        return self.dice.choice((*forms, f"{MONTHS[month][:3]} {day}, {year}"))

    def short(self, paragraph: str) -> str:
        """The beginning of a paragraph as a point in a list."""
        return " ".join(paragraph.split()[: self.dice.randint(5, 14)]).rstrip(".,;:")

    def dressed(self, body: list[str]) -> list[str]:
        """The paragraphs with what stands between them in some articles: headings, questions, a place before each."""
        dice, form = self.dice, self.dice.random()
        if form < 0.12:
            asked = [self.filled(line) for line in dice.choices(self.slots["questions"], k=len(body))]
            said = [dice.choice((text, self.filled(dice.choice(self.slots["answers"])))) for text in body]
            return [line for pair in zip(asked, said, strict=True) for line in pair]
        if form < 0.2:
            return [self.filled(line) for line in dice.sample(self.slots["answers"], 8)]
        if form < 0.35:
            heads = self.slots[dice.choice(("headings", "questions"))]
            return [x for text in body for x in ([self.filled(dice.choice(heads))] * (dice.random() < 0.3) + [text])]
        if form < 0.42:
            return [f"{dice.choice(TOWNS).upper()}: {text}" for text in body]
        if form < 0.47:
            return [f"{n}. {text}" for n, text in enumerate(body, start=1)]
        return body

    def page(self) -> Lines:
        """One page: furniture around and between the paragraphs of an article, with or without empty lines."""
        dice = self.dice
        number = dice.randrange(len(self.bodies))
        body = self.bodies[number][: dice.randint(2, 25)]
        lines = self.some("top", 0, 14) if dice.random() < 0.8 else []
        lines += [("T", self.titles[number])]
        lines += self.some("byline", 0, 6) if dice.random() < 0.9 else []
        if dice.random() < 0.15:
            lines += [("B", f"{dice.choice('-*•')} {self.short(text)}") for text in body[: dice.randint(2, 4)]]
        body = self.dressed(body)
        for paragraph in body:
            lines.append(("B", paragraph))
            if dice.random() < 0.12:
                lines += self.some(dice.choice(("middle", "picture")), 1, 3)
        lines += self.some("tail", 0, 12) if dice.random() < 0.8 else []
        if dice.random() < 0.4:
            lines += self.some("comments", 2, 12)
        lines += self.some("tail", 0, 6) if dice.random() < 0.4 else []
        lines += self.some("foot", 0, 14) if dice.random() < 0.7 else []
        if dice.random() < 0.6:
            return [one for line in lines for one in ((line, ("", "")) if dice.random() < 0.8 else (line,))]
        return lines


def examples(lines: Lines, weight: float, known: dict[str, float] | None) -> list[Example]:
    """The labels of a page that no rule names, with what is right; with the weights of labels, its lines of prose."""
    text, kinds = joined(lines)
    page = marks._Page(list(marks.split_lines(text)), None)
    shape.weights = dict  # type: ignore[assignment]  # the rules alone
    page.marks()
    if known is not None:
        shape.weights = lambda: known  # type: ignore[assignment]
        for number in list(shape.odd_ones(page.lines, page.prose, page.kinds, of_prose=False)):
            page.kinds[number] = "navigation"
    found = []
    for number, features in shape.features_of(page.lines, page.prose, page.kinds, of_prose=known is not None):
        line = page.lines[number]
        gold = Counter(kinds[line.start : line.end]).most_common(1)[0][0]
        if gold != "title":
            found.append((features, gold == "body", weight))
    return found


def fit(found: list[Example]) -> dict[str, float]:
    counts = Counter(name for features, _, _ in found for name in features)
    names = sorted(name for name, count in counts.items() if count >= RARE)
    place = {name: number for number, name in enumerate(names)}
    rows = [[place[name] for name in features if name in place] for features, _, _ in found]
    ends = np.cumsum([0, *map(len, rows)])
    matrix = csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), len(names)))
    wanted = np.array([1.0 if is_body else -1.0 for _, is_body, _ in found])
    heavy = np.array([weight for _, _, weight in found])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = wanted * (matrix @ w)
        slope = -heavy * wanted / (1 + np.exp(np.clip(margin, -50, 50)))
        return float(heavy @ np.logaddexp(0, -margin) + w @ w / (2 * STRENGTH)), matrix.T @ slope + w / STRENGTH

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {name: round(float(value), 3) for name, value in zip(names, fitted, strict=True) if abs(value) >= 0.01}


def report(found: list[Example], known: dict[str, float], name: str) -> None:
    """Print how many lines are lost and kept wrongly."""
    body, other = sum(gold for _, gold, _ in found), sum(not gold for _, gold, _ in found)
    chances = [(shape.chance(known, features), gold) for features, gold, _ in found]
    sort = found[0][0][0][0]
    for least in (0.05, 0.12, 0.25, 0.5):
        lost, kept = sum(gold and p < least for p, gold in chances), sum(not gold and p >= least for p, gold in chances)
        print(f"{name} {sort} {least}: of {body} lines of body {lost} are lost, of {other} others {kept} are kept")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1500)
    args = parser.parse_args()
    maker = Maker(1)
    noises = list(NOISE.values())
    made = [noises[n % len(noises)](maker.page(), maker.dice) for n in range(args.pages)]
    own = [noise(load(path), random.Random(path.name)) for path in dict(halves())["looked at"] for noise in noises]
    known: dict[str, float] | None = None
    for _ in ("labels", "prose"):
        found = [one for page in made for one in examples(page, 1.0, known)]
        hand = [one for page in own for one in examples(page, OWN, known)]
        cut = len(found) * 4 // 5
        report(found[cut:], fit(found[:cut] + hand), "generated, not learnt from")
        fitted = fit(found + hand)
        report(hand, fitted, "written by hand, learnt from")
        known = {**(known or {}), **fitted}
    assert known
    WEIGHTS.write_text(json.dumps(known, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(known)} weights")


assert set(SLOTS.values()) <= set(KINDS)

if __name__ == "__main__":
    main()
