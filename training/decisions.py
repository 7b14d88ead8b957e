#!/usr/bin/env python3
"""Fits the three decisions about a statement: its speech act, whom it is about, and the stance towards each.

    python -m training.decisions --data ../shared/data [--evaluate]

Judged statements (see judged.py) are resolved by kgraph itself with the spans as they were given. Each decision is a
multinomial logistic regression with a Gaussian prior around what the reading rules say before any example. Later
decisions see the acts that a fit without their own article gives. What is printed is out of five folds of whole
articles; the figures of the untouched articles are those of benchmarks/statements.py. Takes about two minutes.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import log_softmax, softmax

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.ontology import act_polarity
from kgraph.records import Actor, Relation
from kgraph.resolve import acts, load_register, stances
from kgraph.resolve.acts import ADDRESSED_TARGET_ACTS
from kgraph.resolve.candidates import ADDRESSED, Candidate, candidates
from kgraph.resolve.cast import Cast
from kgraph.resolve.casting import cast_of
from kgraph.resolve.coreference import History
from kgraph.resolve.negation import act_left
from kgraph.resolve.speakers import speakers
from training.judged import ROOT, Judged, judged

FOLDS = 5
#: Variance of the prior; the best of .1, .3, 1 and 3 by the folds (targets: of .3 and 1, within a point).
STRENGTH = {"acts": 0.3, "targets": 0.3, "stances": 1.0}
#: For how many an example of the corpus counts for targets, whose gold is made as that of the three pages is: the best
#: of 1, 2 and 3 by the folds.
COUNTS = {"corpus": 3.0, "real": 1.0, "more": 1.0}
#: A feature that fewer examples have is left out, unless the prior names it.
LEAST = 3

#: What the reading rules of the gold say: a claim is about its subject, its object and whom it is directed at; places,
#: means and adjectives that only locate are none, nor are the press and those who carry what it says.
TARGETS = {
    "bias": -0.5, "role:subject": 2.0, "role:passive": 1.5, "role:object": 1.5, "role:agent": 1.5,
    "role:with against": 1.5, "role:with with": 1.0, "role:with to": 0.7, "role:with from": 0.7, "role:with by": 0.7,
    "role:with in": -1.5, "role:with at": -1.5, "role:with other": -1.0, "role:predicate": -0.5,
    "role:under subject poss": 1.0, "role:under subject with": 0.5, "role:under subject of": 0.5,
    "role:under object poss": 0.3, "role:under object with": 0.3, "role:under object against": 0.5,
    "role:deep": -1.5, "how:demonym": -2.0, "how:nominal": -0.5, "how:pronoun": -0.3, "how:people": -0.7,
    "addressed outlet": -2.0, **{f"addressed:{noun}": -2.0 for noun in ("journalist", "media", "press", "reporter")},
    "how:implied": 0.5, "how:addressed": -0.5, **{f"addressed:{act}": 2.0 for act in ADDRESSED_TARGET_ACTS},
    "depth:1": -0.4, "depth:2": -0.8, "depth:3": -1.2, "relative": -0.8, "speaker": -0.5,
}  # fmt: skip


def prior(decision: str, feature: str, label: str) -> float:
    """The weight of a feature for a class before any example."""
    if decision == "targets":
        return TARGETS.get(feature, 0.0) * (label == "yes")
    if decision == "stances":
        return {f"default:{label}": 1.5}.get(feature, 0.0)
    if feature.startswith("told:"):
        return 3.0 * (label == ("say" if feature == "told:other" else feature.removeprefix("told:")))
    known = {("must other", "demand"): 3.5, ("should other", "demand"): 1.0, ("will own", "promise"): 1.5}
    return known.get((feature, label), 0.0)


@dataclass
class Examples:
    """Features of each example, its accepted classes, the best first, its article, and for how many it counts."""

    features: list[list[str]] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)
    golds: list[list[str]] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)

    def add(self, features: Iterator[str], gold: list[str], article: int, counts: float = 1.0) -> None:
        """One more example, which counts for so many."""
        self.counts.append(counts)
        self.features.append(list(features))
        self.golds.append(gold)
        self.articles.append(article)


@dataclass
class Case:
    """A statement, ready to be decided on."""

    article: int
    judged: Judged
    cast: Cast
    history: History
    speaker: Actor | None
    act: str = "say"


def cases(data: Path) -> list[Case]:
    nlp, register, found = load_pipeline(), load_register(), []
    rows = list(judged(data))
    for number, ((article, doc), (_, statements)) in enumerate(
        zip(annotate((a for a, _ in rows), nlp), rows, strict=True)
    ):
        offices = [r for r in extract(article, doc) if isinstance(r, Relation) and r.name == "holds_office"]
        cast = cast_of(article, doc, register, offices)
        history, before = History(cast.quotation), ()
        for one in statements:
            source = one.attribution.source
            before = speakers(cast, source, history) if source else before
            for resolved in before:
                history.note(one.attribution.start, resolved.actor)
            found.append(Case(number, one, cast, history, before[0].actor if before else None))
    return found


def shares(accepted: list[str], classes: Sequence[str]) -> list[float]:
    """What each class counts where some are accepted: the first most, of more than two the first two."""
    told = dict(zip(accepted, (1.0,) if len(accepted) == 1 else (0.7, 0.3), strict=False))
    return [told.get(label, 0.0) for label in classes]


class Fit:
    """One decision, fitted."""

    def __init__(self, decision: str, classes: list[str], examples: Examples) -> None:
        counted = Counter(f for features in examples.features for f in set(features))
        self.decision, self.classes, self.examples = decision, classes, examples
        self.names = [*sorted(f for f in counted if counted[f] >= LEAST), "bias"]
        column = {name: i for i, name in enumerate(self.names)}
        told = [{column[f] for f in features if f in column} | {column["bias"]} for features in examples.features]
        starts = np.cumsum([0, *map(len, told)])
        places = np.fromiter((one for row in told for one in sorted(row)), dtype=np.int32, count=starts[-1])
        self.x = csr_array((np.ones(len(places)), places, starts), shape=(len(told), len(self.names)))
        self.y = np.zeros((len(told), len(classes)))
        for row, gold in enumerate(examples.golds):
            self.y[row] = shares(gold, classes)
        self.y *= np.array(examples.counts)[:, None]
        self.prior = np.array([[prior(decision, name, label) for label in classes] for name in self.names])

    def weights(self, rows: np.ndarray) -> np.ndarray:
        """Weights, shape (features, classes), that fit the rows and stay near the prior."""
        x, y, shape = self.x[rows], self.y[rows], self.prior.shape

        def loss(flat):
            scores = log_softmax(x @ flat.reshape(shape), axis=1)
            change = flat.reshape(shape) - self.prior
            value = -(y * scores).sum() + (change**2).sum() / (2 * STRENGTH[self.decision])
            return value, (
                x.T @ (np.exp(scores) * y.sum(1, keepdims=True) - y) + change / STRENGTH[self.decision]
            ).ravel()

        return minimize(loss, self.prior.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x.reshape(
            shape
        )

    def out_of_fold(self) -> np.ndarray:
        """Chances, shape (examples, classes), each from a fit without the example's article."""
        folds = np.array(self.examples.articles) % FOLDS
        chances = np.zeros(self.y.shape)
        for fold in range(FOLDS):
            chances[folds == fold] = softmax(self.x[folds == fold] @ self.weights(folds != fold), axis=1)
        return chances

    def write(self, **more: float) -> None:
        """Writes the weights, fitted to all, where the run time reads them."""
        weights = self.weights(np.ones(len(self.y), dtype=bool)).round(3)
        kept = {name: row.tolist() for name, row in zip(self.names, weights, strict=True) if abs(row).max() >= 0.01}
        path = ROOT / "kgraph" / "resolve" / f"{self.decision}.json"
        lines = [f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(kept.items())]
        head = "".join(f'  "{key}": {value},\n' for key, value in more.items())
        body = ",\n".join(lines)
        text = f'{{\n  "classes": {json.dumps(self.classes)},\n{head}  "weights": {{\n{body}\n  }}\n}}\n'
        path.write_text(text, encoding="utf-8")


def fit_acts(found: list[Case]) -> Fit:
    """Fits the acts, and gives each case the act that it has without its own article."""
    examples = Examples()
    for case in found:
        one = case.judged.attribution
        examples.add(acts.features_of(case.cast.doc, one.cue, one.content), case.judged.acts, case.article)
    fit = Fit("acts", list(act_polarity()), examples)
    for case, chances in zip(found, fit.out_of_fold(), strict=True):
        left = act_left(case.cast.doc, case.judged.attribution.cue)
        case.act = left or fit.classes[int(chances.argmax())]
    right = np.mean([case.act in case.judged.acts for case in found])
    say = np.mean(["say" in case.judged.acts for case in found])
    print(f"acts: {len(found)} statements, {100 * right:.1f} right, {100 * say:.1f} with a constant say")
    return fit


def places(case: Case) -> list[tuple[Candidate, str | None]]:
    """The candidates, and which target each is: by its own words, or because another candidate of the actor is."""
    some = candidates(case.cast, case.judged.attribution, case.speaker, case.act, case.history)
    own = [case.judged.whom(candidate) for candidate in some]
    known: dict[str, str] = {}
    for candidate, key in zip(some, own, strict=True):
        if key is not None and not known.get(candidate.resolved.actor.id):
            known[candidate.resolved.actor.id] = key
    return [(candidate, known.get(candidate.resolved.actor.id)) for candidate in some]


def fit_targets(found: list[Case]) -> tuple[Fit, float]:
    """Fits whom a statement is about, and the threshold that is best for whole statements and the lesser of both."""
    examples, at = Examples(), []
    for number, case in enumerate(found):
        for candidate, key in places(case):
            if key != "":
                counts = COUNTS[case.judged.source]
                examples.add(iter(candidate.features), ["yes" if key else "no"], case.article, counts)
            example = len(examples.features) - 1 if key != "" else None
            at.append((number, candidate.resolved, key, example))
    fit = Fit("targets", ["no", "yes"], examples)
    chances = fit.out_of_fold()[:, 1]
    steps = [round(float(t), 2) for t in np.arange(0.3, 0.66, 0.05)]
    figures = {t: {s: whole(found, at, chances, t, s) for s in COUNTS} for t in steps}

    def good(t: float) -> float:
        return sum(row["whole"] + min(row["recall"], row["precision"]) for row in figures[t].values())

    best = max(steps, key=good)
    print(f"targets: {len(examples.features)} candidates, threshold {best}")
    for t, rows in figures.items():
        print(f"  {t:.2f} {rows}")
    return fit, best


def whole(found: list[Case], at: list[tuple], chances: np.ndarray, threshold: float, source: str) -> dict[str, float]:
    """Recall and precision of targets, and statements with all and no wrong one, in per cent, of one source."""
    given: dict[int, dict[str, str | None]] = defaultdict(dict)
    for number, resolved, key, example in at:
        if example is not None and chances[example] >= threshold:
            given[number][resolved.actor.id] = key
    own = [(n, case) for n, case in enumerate(found) if case.judged.source == source]
    given = {n: given.get(n, {}) for n, _ in own}
    wanted = sum(len(case.judged.stances) for _, case in own)
    hits = {n: {key for key in some.values() if key} for n, some in given.items()}
    right = sum(key is not None for some in given.values() for key in some.values())
    number_given = sum(len(some) for some in given.values())
    complete = [
        len(hits.get(n, ())) == len(case.judged.stances) and None not in given.get(n, {}).values() for n, case in own
    ]
    counts = {"recall": sum(map(len, hits.values())) / wanted, "precision": right / max(1, number_given)}
    return {name: round(100 * float(v), 1) for name, v in {**counts, "whole": np.mean(complete)}.items()}


def fit_stances(found: list[Case]) -> Fit:
    """Fits the stance towards each target."""
    examples = Examples()
    for case in found:
        heads, actors, spoken = defaultdict(list), {}, set()
        for candidate, key in places(case):
            if ADDRESSED in candidate.features:
                spoken.add(candidate.resolved.actor.id)
            if key:
                heads[key].append(candidate.head)
                actors.setdefault(key, candidate.resolved.actor)
        side = case.cast.side(case.speaker) if case.speaker else None
        for key, actor in actors.items():
            features = stances.features_of(
                case.cast.doc, case.act, actor, side, case.speaker, actor.id in spoken, heads[key]
            )
            examples.add(features, case.judged.stances[key], case.article)
    fit = Fit("stances", ["negative", "neutral", "positive"], examples)
    guesses = [fit.classes[i] for i in fit.out_of_fold().argmax(1)]
    found_of = defaultdict(list)
    for guess, gold in zip(guesses, examples.golds, strict=True):
        for label in gold:
            found_of[label].append(guess in gold)
    shares = {label: round(100 * float(np.mean(hits)), 1) for label, hits in sorted(found_of.items())}
    print(f"stances: {len(guesses)} targets, {shares}, mean {np.mean(list(shares.values())):.1f}")
    return fit


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--evaluate", action="store_true", help="print the figures only")
    args = options.parse_args()
    found = cases(args.data)
    acting = fit_acts(found)
    about, threshold = fit_targets(found)
    feeling = fit_stances(found)
    if not args.evaluate:
        acting.write()
        about.write(threshold=threshold)
        feeling.write()


if __name__ == "__main__":
    main()
