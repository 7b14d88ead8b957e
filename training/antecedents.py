#!/usr/bin/env python3
"""Fit the weights of kgraph/resolve/antecedents.json: what a third-person pronoun stands for.

usage: python training/antecedents.py [--evaluate] [--cache FOLDER]

Learns from OntoGUM train (six genres; KGRAPH_SHARED/data/coref), read from raw text and annotated by kgraph itself. For
each pronoun the antecedents that kgraph considers are ranked; right are those in its gold chain. The loss is the
negative logarithm of the right ones' share (a softmax over all), with a Gaussian prior around PRIOR. Pronouns of which
no antecedent is right are left out. ``--evaluate`` prints five-fold figures over documents and writes nothing.
Takes a minute.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from coreference import annotated, cast_and_history  # noqa: E402
from ontogum import cluster_of, documents  # noqa: E402

from kgraph import weighing  # noqa: E402
from kgraph.records import Article  # noqa: E402
from kgraph.resolve import load_register, ranking  # noqa: E402

WEIGHTS = ROOT / "kgraph" / "resolve" / "antecedents.json"
STRENGTH = 0.3
STIFF = dict.fromkeys(("gender:fits", "gender:other", "gender:other twice", "quotes:out"), 0.01)
"""Variance of weights that are grammar rather than habit: the training set hardly has two people of known gender."""
MOST = 6.0
"""Weight of one document, as so many pronouns at most: else the lives of single people outweigh the news."""

# What grammar books say, before any example: the last subject, the one who spoke, the one of the right gender.
PRIOR = {
    "sentences:0": 0.8, "sentences:1": 0.5, "sentences:2": -0.3, "sentences:3": -1.0, "sentences:4": -1.8,
    "sentences:7": -3.0, "role:subject:0": 0.8, "role:subject:1": 1.0, "role:subject:2": 0.6, "how:pronoun": 0.5,
    "since:0": 0.6, "since:1": 0.2, "since:3": -0.4, "since:4": -0.8, "most said": 0.2, "most named": 0.4,
    "in doubt": -0.5, "most total": 0.4,
    "total:1": -0.4,  "how:owned": -0.5, "gender:fits": 0.9, "gender:other": -2.5, "gender:other twice": -2.5,
    "called:0": 0.3, "called:1": 0.3,
    "quotes:same": 0.3, "quotes:out": -2.0, "spoke last": 1.0,
    "one word": -0.6, "speaks:both:0": 0.5, "speaks:both:1": 0.6, "speaks:both:2": 0.4, "speaks:quoted:0": -1.5,
    "speaks:quoted:1": -0.5, "speaks:reported:0": 0.6, "governs:subject": 0.4, "governs:possessor": 0.4,
    "they:people": 0.8, "they:joint": 1.0, "they:person": -1.0, "they:state": -0.3, "after:True": -0.8,
}  # fmt: skip


def examples(cache: Path | None, forced: bool = True) -> list[tuple[str, str, list[tuple[str, ...]], list[bool]]]:
    """(document, pronoun, features of each antecedent, which are right).

    Forced, the pronouns before each one stand for what the gold says; else for what the present weights say, and an
    earlier pronoun is right only where the words that it was linked to are: so the model learns how far to trust it.
    """
    gold = list(documents("train"))
    register, found = load_register(), []
    articles = [Article(d.name, d.text) for d in gold]
    for document, (article, doc) in zip(gold, annotated("train", articles, cache), strict=True):
        chains = {m.first: m.cluster for m in document.mentions if m.first == m.last}
        of_start = {w.start: i for i, w in enumerate(document.words)}

        def choose(token, fitting, features, document=document, chains=chains, of_start=of_start):
            mine = chains.get(of_start.get(token.idx, -1))
            right = [mine is not None and _chain(document, a.span if forced else a.words, a) == mine for a in fitting]
            if any(right):
                found.append((document.name, ranking.word_of(token), features, right))
            if any(right) and forced:
                return right.index(True)
            scores = [ranking.score(names) for names in features]
            return scores.index(max(scores))

        cast, _ = cast_and_history(article, doc, register)
        cast.links = {}
        ranking.links(cast, choose)
    return found


def _chain(document, span, antecedent) -> str | None:
    start, end = span.start_char, span.end_char
    if antecedent.kind != "joint" or len(span) == 1:
        return cluster_of(document, start, end)
    words = document.words
    whole = [m for m in document.mentions if abs(words[m.first].start - start) < 5 and abs(words[m.last].end - end) < 3]
    return whole[0].cluster if whole else None


def fit(found, names: dict[str, int]) -> np.ndarray:
    prior = np.array([PRIOR.get(name, 0.0) for name in names])
    variance = np.array([STIFF.get(name, STRENGTH) for name in names])
    size = Counter(f[0] for f in found)
    share = {d: (2 if "_news_" in d else 1) * min(1.0, MOST / n) for d, n in size.items()}
    rows = [
        ([[names[f] for f in one if f in names] for one in features], np.array(right))
        for _, _, features, right in found
    ]
    parts = [share[f[0]] for f in found]
    matrices = []
    for features, right in rows:
        x = np.zeros((len(features), len(names)))
        for i, one in enumerate(features):
            x[i, one] = 1
        matrices.append((x, right))

    def loss(weights):
        change = weights - prior
        value, slope = change @ (change / variance) / 2, change / variance
        for (x, right), part in zip(matrices, parts, strict=True):
            scores = x @ weights
            scores -= scores.max()
            every = np.exp(scores)
            mine, of_right = every / every.sum(), every * right / (every * right).sum()
            value -= part * np.log(mine[right].sum())
            slope = slope + part * (x.T @ (mine - of_right))
        return value, slope

    return minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x


def accuracy(found, names: dict[str, int], weights) -> str:
    told: dict[str, list[int]] = {}
    for _, word, features, right in found:
        scores = [sum(weights[names[f]] for f in one if f in names) for one in features]
        box = told.setdefault(word, [0, 0])
        box[0] += right[int(np.argmax(scores))]
        box[1] += 1
    return "; ".join(f"{word} {r}/{n} = {100 * r / n:.1f}" for word, (r, n) in sorted(told.items()))


def main() -> None:
    cache = Path(sys.argv[sys.argv.index("--cache") + 1]) if "--cache" in sys.argv else None
    found = examples(cache)
    seen = sorted({f for *_, features, _ in found for one in features for f in one} | PRIOR.keys())
    names = {name: i for i, name in enumerate(seen)}
    prior = np.array([PRIOR.get(name, 0.0) for name in seen])
    print(f"{len(found)} pronouns; the prior alone: {accuracy(found, names, prior)}")
    if "--evaluate" in sys.argv:
        order = sorted({d for d, *_ in found})
        for part in range(5):
            held = set(order[part::5])
            weights = fit([f for f in found if f[0] not in held], names)
            print(f"fold {part + 1}: {accuracy([f for f in found if f[0] in held], names, weights)}", flush=True)
        return
    write(fit(found, names), names)
    found += examples(cache, forced=False)
    weights = fit(found, names)
    print(f"fitted: {accuracy(found, names, weights)}")
    write(weights, names)


def write(weights, names: dict[str, int]) -> None:
    kept = {name: round(float(weights[i]), 3) for name, i in names.items() if abs(weights[i]) >= 0.01}
    WEIGHTS.write_text(json.dumps({"weights": kept}, indent=2) + "\n")
    weighing.fitted.cache_clear()


if __name__ == "__main__":
    main()
