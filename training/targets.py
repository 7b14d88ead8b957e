#!/usr/bin/env python3
"""Fit the weights of kgraph/resolve/targets.json: which actors in a statement's content it makes a claim about.

usage: python training/targets.py [--evaluate] [GOLD.json ...]

Without files: the tuning part of corpus/gold (articles named in corpus/gold/HELDOUT are never read). Gold spans
are used as they stand, speakers and candidates are resolved by kgraph itself; a candidate is positive when the gold
requires it, left out when the gold allows it, else negative. A logistic regression with a prior; leave-one-article-out
figures are printed. Takes about a minute.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.ontology import fold
from kgraph.read import read_articles
from kgraph.records import Article, Attribution, Relation
from kgraph.resolve import load_register
from kgraph.resolve.acts import act
from kgraph.resolve.candidates import candidates
from kgraph.resolve.casting import cast_of
from kgraph.resolve.coreference import History
from kgraph.resolve.speakers import speakers

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "kgraph" / "resolve" / "targets.json"
STRENGTH = 1.0  # leave-one-article-out F 79.5, 80.0, 82.1, 84.3 for 0.1, 0.3, 1, 3; 1 stays nearer to the prior

# What the reading rules of the gold say, before any example: a claim is about its subject, its object and whom it is
# directed at; places, means and adjectives that only locate are none.
PRIOR = {
    "bias": -0.5, "role:subject": 2.0, "role:passive": 1.5, "role:object": 1.5, "role:agent": 1.5,
    "role:with against": 1.5, "role:with with": 1.0, "role:with to": 0.7, "role:with from": 0.7, "role:with by": 0.7,
    "role:with in": -1.5, "role:with at": -1.5, "role:with other": -1.0, "role:predicate": -0.5,
    "role:under subject poss": 1.0, "role:under subject with": 0.5, "role:under subject of": 0.5,
    "role:under object poss": 0.3, "role:under object with": 0.3, "role:under object against": 0.5,
    "role:deep": -1.5, "how:demonym": -2.0, "how:nominal": -0.5, "how:pronoun": -0.3, "how:people": -0.7,
    "depth:1": -0.4, "depth:2": -0.8, "depth:3": -1.2, "relative": -0.8, "speaker": -0.5,
}  # fmt: skip


def tuning_gold() -> list[Path]:
    folder = ROOT / "corpus" / "gold"
    held_out = set((folder / "HELDOUT").read_text(encoding="utf-8").split())
    return [p for p in sorted(folder.glob("*.json")) if p.stem not in held_out and "#" not in p.name]


def article_of(gold: dict, folder: Path) -> Article:
    path = next(p for p in sorted(folder.iterdir()) if p.stem == gold["doc"] and p.is_file())
    return next(read_articles([path]))


def attributions_of(gold: dict, article: Article) -> Iterator[tuple[dict, Attribution]]:
    for row in gold["statements"]:
        source = _mention(article, row["speaker_start"], row["speaker_text"])
        cue = _mention(article, row["cue_start"], row["cue"])
        content = tuple(article.mention(a, b) for a, b in row["content"])
        kind = row["kind"] if isinstance(row["kind"], str) else row["kind"][0]
        yield row, Attribution(source, cue, content, kind, 1.0, "gold")


def _mention(article, start, text):
    return article.mention(start, start + len(text)) if text and start is not None else None


def examples(gold: dict, article: Article, doc, register) -> Iterator[tuple[dict, int, int]]:
    """Features, label and number of the statement of each candidate."""
    table = {e["id"]: {fold(n) for n in [*e["names"], e["id"]]} for e in gold["entities"]}
    offices = [r for r in extract(article, doc) if isinstance(r, Relation) and r.name == "holds_office"]
    cast, history, before = cast_of(article, doc, register, offices), History(), ()
    for number, (row, attribution) in enumerate(attributions_of(gold, article)):
        who = speakers(cast, attribution.source, history) if attribution.source else before
        before = who
        for one in who:
            history.note(attribution.start, one.actor)
        key = act(doc, attribution.cue, attribution.content)
        speaker = who[0].actor if who else None
        for candidate in candidates(cast, attribution, speaker, key, history):
            names = {fold(candidate.resolved.actor.label)}
            if any(names & table.get(t, {fold(t)}) for t in row["targets_optional"]):
                continue
            label = any(names & table.get(t, {fold(t)}) for t in row["targets"])
            yield dict.fromkeys(candidate.features, 1), int(label), number


def main() -> None:
    given = [Path(a) for a in sys.argv[1:] if not a.startswith("--")]
    nlp, register = load_pipeline(), load_register()
    features, labels, groups = [], [], []
    for path in given or tuning_gold():
        gold = json.loads(path.read_text(encoding="utf-8"))
        folder = path.parent.parent / "seeds" if (path.parent.parent / "seeds").is_dir() else path.parent.parent
        article = article_of(gold, folder)
        ((_, doc),) = annotate([article], nlp)
        for feature, label, _ in examples(gold, article, doc, register):
            features.append(feature)
            labels.append(label)
            groups.append(path.stem)
    fit(features, np.array(labels), np.array(groups), write="--evaluate" not in sys.argv)


def fit(features, labels, groups, write: bool) -> None:
    seen = {name for feature in features for name in feature}
    names = [*sorted(seen | PRIOR.keys() - {"bias"}), "bias"]
    column = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(features), len(names)))
    for row, feature in enumerate(features):
        x[row, [column[name] for name in feature]] = 1
    x[:, -1] = 1
    prior = np.array([PRIOR.get(name, 0.0) for name in names])
    out_of_fold = np.zeros(len(labels))
    for group in sorted(set(groups)):
        held = groups == group
        out_of_fold[held] = expit(x[held] @ posterior(x[~held], labels[~held], prior))
    best = max(np.arange(0.3, 0.71, 0.05), key=lambda t: f_score(out_of_fold >= t, labels))
    print(f"{len(labels)} candidates, {labels.sum()} targets, {len(set(groups))} articles")
    print(
        f"leave one article out: F {100 * f_score(out_of_fold >= best, labels):.1f} at threshold {best:.2f}; ", end=""
    )
    print(f"the prior alone {100 * f_score(expit(x @ prior) >= 0.5, labels):.1f}")
    if write:
        weights = dict(zip(names, posterior(x, labels, prior).round(3).tolist(), strict=True))
        kept = {name: weights[name] for name in sorted(weights) if abs(weights[name]) >= 0.01}
        WEIGHTS.write_text(json.dumps({"threshold": round(float(best), 2), "weights": kept}, indent=2) + "\n")


def posterior(x, labels, prior) -> np.ndarray:
    """Weights that fit the labels and stay near the prior: a Gaussian around it, of variance STRENGTH."""

    def loss(weights):
        margin = x @ weights
        change = weights - prior
        value = np.logaddexp(0, margin).sum() - labels @ margin + change @ change / (2 * STRENGTH)
        return value, x.T @ (expit(margin) - labels) + change / STRENGTH

    return minimize(loss, prior, jac=True, method="L-BFGS-B").x


def f_score(given, labels) -> float:
    hit = (given & (labels == 1)).sum()
    return 2 * hit / max(1, given.sum() + labels.sum())


if __name__ == "__main__":
    main()
