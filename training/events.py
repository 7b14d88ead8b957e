#!/usr/bin/env python3
"""Fits the two decisions about an event: who is acted upon, and whether a trigger with its arguments is one.

    python -m training.events --data ../shared/data [--evaluate]

Both are logistic regressions with a Gaussian prior around 0, on sentences in which people marked source and target
(cameo_ner_train; every fifth is held out) and, in fewer, class and trigger too (plover_gsr_dev; a quarter is held
out). An event is right when source and target are, and the class where it is known. What is printed is out of five
folds; the figures of the held-out sentences are those of benchmarks/events.py. Takes about a minute.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks.coded import Coded, coded_sentences
from kgraph import weighing
from kgraph.extract.arguments import Candidate, candidates, features, source
from kgraph.extract.events import Reading, readings
from kgraph.extract.events import features as event_features
from kgraph.extract.lexicon import load_lexicon
from kgraph.extract.triggers import triggers

ROOT = Path(__file__).parents[1]
OUT = ROOT / "kgraph" / "extract" / "events.json"
FOLDS = 5
#: Variance of the prior, the best of .1, .3, 1 and 3 by the folds.
STRENGTH = {"target": 0.3, "event": 0.3}
#: A feature that fewer examples have is left out.
LEAST = {"target": 3, "event": 4}
THRESHOLD = {"target": 0.15, "event": 0.1}
#: The chance from which a noun that stands alone is an event; few of them are the marked one.
NOUN_THRESHOLD = 0.04

#: What a noun counts that is not the marked event: people marked one event a sentence, so it may well be another. Set
#: by hand; by the folds it hardly matters (.25, .5, 1: of cameo_ner 67.8, 68.2, 68.2 % of the likeliest are right).
UNMARKED = 0.5

Rows = list[tuple[list[str], bool, int]]


def target_rows(sentences: list[Coded]) -> Rows:
    """Candidates of the triggers whose source is the gold one, and which of them is the gold target."""
    lexicon, rows = load_lexicon(), []
    for number, one in enumerate(sentences):
        for trigger in triggers(one.doc, lexicon):
            who, _ = source(trigger, lexicon)
            if lexicon.among("reversed", " ".join(trigger.entry.words)):
                continue
            if not one.has_source(who) or not one.may_be_trigger(trigger.token, trigger.entry.name):
                continue
            found = candidates(trigger, lexicon, who)
            right = best(one, found)
            if right is None:
                continue
            before = 0
            for order, candidate in enumerate(found):
                same = candidate is right
                if same or not one.in_target(candidate.token):
                    rows.append(([*features(trigger, candidate, order, before)], same, number))
                before += candidate.kind != "thing"
    return rows


def best(one: Coded, found: list[Candidate]) -> Candidate | None:
    """The gold target among candidates: the shallowest actor in its words, else the shallowest thing."""
    inside = [c for c in found if one.in_target(c.token)]
    actors = [c for c in inside if c.kind != "thing"]
    return min(actors or inside, key=lambda c: (len(c.path), c.token.i), default=None)


def event_rows(sentences: list[Coded]) -> Rows:
    """Readings of all triggers, and whether the gold has them."""
    lexicon, rows = load_lexicon(), []
    for number, one in enumerate(sentences):
        found = [r for r in readings(one.doc, lexicon) if r.source is not None]
        rows += [([*event_features(r, lexicon)], is_right(one, r), number) for r in found]
    return rows


def is_right(one: Coded, reading: Reading) -> bool:
    """Whether a reading is the gold event: class where it is known, source and target."""
    if one.classes and reading.trigger.entry.name not in one.classes:
        return False
    if not one.has_source(reading.source):
        return False
    if reading.mutual:
        return bool(one.targets)
    if reading.target is None:
        return not one.targets
    return one.has_target(reading.target.token) if one.targets else reading.target.kind == "thing"


def weight(names: list[str], right: bool) -> float:
    """What an example counts: a noun that nobody marked may well be an event, as people marked one a sentence."""
    return UNMARKED if not right and "noun" in names else 1.0


def fit(rows: Rows, strength: float, least: int) -> dict[str, float]:
    """Weights by feature, the bias among them."""
    counts = Counter(f for named, _, _ in rows for f in set(named))
    names = ["bias", *sorted(f for f, n in counts.items() if n >= least)]
    index = {name: i for i, name in enumerate(names)}
    pairs = [(r, index[f]) for r, (fs, _, _) in enumerate(rows) for f in {"bias", *fs} if f in index]
    from scipy.sparse import csr_matrix

    matrix = csr_matrix((np.ones(len(pairs)), tuple(zip(*pairs, strict=True))), (len(rows), len(names)))
    gold = np.array([float(right) for _, right, _ in rows])
    free = np.array([0.0] + [1.0] * (len(names) - 1)) / strength

    counted = np.array([weight(named, right) for named, right, _ in rows])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        value = counted @ (np.logaddexp(0, scores) - gold * scores) + 0.5 * (free * weights**2).sum()
        return value, matrix.T @ (counted * (1 / (1 + np.exp(-scores)) - gold)) + free * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: round(float(w), 3) for name, w in zip(names, found.x, strict=True) if abs(w) >= 0.01}


def chance(weights: dict[str, float], names: Iterable[str]) -> float:
    total = sum(weights.get(f, 0.0) for f in ("bias", *names))
    return 1 / (1 + math.exp(-total))


def folded(rows: Rows, strength: float, least: int) -> list[float]:
    """The chance of each row by a fit without its own sentence's fold."""
    out = [0.0] * len(rows)
    for fold in range(FOLDS):
        weights = fit([r for r in rows if r[2] % FOLDS != fold], strength, least)
        for i, (names, _, number) in enumerate(rows):
            if number % FOLDS == fold:
                out[i] = chance(weights, names)
    return out


def report(name: str, rows: Rows, chances: list[float]) -> None:
    loss = -sum(math.log(c if right else 1 - c) for c, (_, right, _) in zip(chances, rows, strict=True)) / len(rows)
    order = np.argsort([-c for c in chances])
    right = np.cumsum([rows[i][1] for i in order])
    gold = right[-1]
    best_f = max(2 * r / (n + 1 + gold) for n, r in enumerate(right))
    print(f"{name}: {len(rows)} rows, {gold} right, log loss {loss:.4f}, best F {100 * best_f:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--evaluate", action="store_true", help="Only print how well the folds do.")
    options = parser.parse_args()
    sentences = [one for one in coded_sentences(options.data) if not one.held_out]
    models = {}
    for name, make in (("target", target_rows), ("event", event_rows)):
        rows = make(sentences)
        for strength in (0.1, 0.3, 1.0, 3.0) if options.evaluate else (STRENGTH[name],):
            report(f"{name} {strength}", rows, folded(rows, strength, LEAST[name]))
        weights = fit(rows, STRENGTH[name], LEAST[name])
        models[name] = {"threshold": THRESHOLD[name], "weights": dict(sorted(weights.items()))}
        if name == "event":
            models["noun"] = {"threshold": NOUN_THRESHOLD, "weights": {}}
        weighing.fitted.cache_clear()
        if not options.evaluate:
            known = json.loads(OUT.read_text()) if OUT.exists() else {}
            OUT.write_text(json.dumps({**known, **models}, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
