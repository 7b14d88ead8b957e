#!/usr/bin/env python3
"""Fit the weights of kgraph/resolve/targets.json: which actors in a statement's content it makes a claim about.

usage: python training/targets.py [--evaluate] [GOLD.json ...]

Without files: the tuning part of corpus/gold (articles named in corpus/gold/HELDOUT.txt are never read). Gold spans are
used as they stand, speakers and candidates are resolved by kgraph itself; a candidate is positive when the gold requires
it, left out when the gold allows it, else negative. A logistic regression with L2; leave-one-article-out figures are
printed. Takes about a minute.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.ontology import fold
from kgraph.read import read_articles
from kgraph.records import Article, Attribution, Relation
from kgraph.resolve import load_register
from kgraph.resolve.acts import act
from kgraph.resolve.casting import cast_of
from kgraph.resolve.coreference import History
from kgraph.resolve.speakers import speakers
from kgraph.resolve.candidates import addressees, candidates

ROOT = Path(__file__).parents[1]
WEIGHTS = ROOT / "kgraph" / "resolve" / "targets.json"
STRENGTH = 0.5  # inverse of the L2 penalty; best of 0.1 to 3 in leave-one-article-out F on the tuning part


def tuning_gold() -> list[Path]:
    folder = ROOT / "corpus" / "gold"
    held_out = set((folder / "HELDOUT.txt").read_text(encoding="utf-8").split())
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
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform(features)
    out_of_fold = np.zeros(len(labels))
    for group in sorted(set(groups)):
        held = groups == group
        model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(x[~held], labels[~held])
        out_of_fold[held] = model.predict_proba(x[held])[:, 1]
    best = max(np.arange(0.25, 0.75, 0.05), key=lambda t: f_score(out_of_fold >= t, labels))
    print(f"{len(labels)} candidates, {labels.sum()} targets, {len(set(groups))} articles")
    print(f"leave one article out: F {100 * f_score(out_of_fold >= best, labels):.1f} at threshold {best:.2f}")
    if write:
        model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(x, labels)
        names = vectorizer.get_feature_names_out()
        weights = {"bias": round(float(model.intercept_[0]), 3)}
        weights |= {n: round(float(w), 3) for n, w in sorted(zip(names, model.coef_[0], strict=True)) if abs(w) >= 0.01}
        WEIGHTS.write_text(json.dumps({"threshold": round(float(best), 2), "weights": weights}, indent=2) + "\n")


def f_score(given, labels) -> float:
    hit = (given & (labels == 1)).sum()
    return 2 * hit / max(1, given.sum() + labels.sum())


if __name__ == "__main__":
    main()
