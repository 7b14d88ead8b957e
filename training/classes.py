#!/usr/bin/env python3
"""Fits what class an act has: kgraph/models/deeds.npz (by the word's state) and kgraph/extract/classes.json (the rest).

    python -m training.classes --data ../shared/data [--evaluate]

One multinomial logistic regression with a Gaussian prior around 0, over the state of the trigger in its sentence and the
class that the lexicon gives. Four sets teach it, none of them the class that we want alone, so that each example has a
set of classes any of which is right:

- ``plover_gsr_dev``, the tuned part: the coded class; of a planned act also every class of the same polarity, since
  PLOVER codes those AGREE or THREATEN.
- ``cameo_class_train``: one of five kinds (verbal or material, cooperation or conflict); the fifth has no kind.
- ``ngec_synthetic_plover``: machine-written stories with a class each. Which of the triggers of the first two sentences
  it is about is told by the model itself, in a second round.

The last two count less (``WEIGHTS``). Fitted to the encoder's states, so run it again after each training of the
weights, and ``training.events`` after it. ``--evaluate`` prints what five folds say. Takes about five minutes.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

import kgraph.annotate.weights as loaded
from benchmarks.coded import Coded, coded_sentences
from kgraph.annotate import annotate, load_pipeline
from kgraph.extract.decisions import chance
from kgraph.extract.events import features, readings
from kgraph.extract.lexicon import load_lexicon
from kgraph.ontology import event_polarity
from kgraph.records import DEEDS, Article

ROOT = Path(__file__).parents[1]
STATES, REST = ROOT / "kgraph" / "models" / "deeds.npz", ROOT / "kgraph" / "extract" / "classes.json"
CLASSES = tuple(sorted(event_polarity()))
FOLDS = 5
#: What an example of a set counts, and the inverse variance of the priors, by the folds.
WEIGHTS = {"gsr": 1.0, "kinds": 0.5, "stories": 0.05}
STRENGTH, STRENGTH_OF_LEXICON = 3.0, 0.3
#: What the lexicon's class counts in ``gsr``, whose sentences the lexicon was made with: there it is right too often.
KNOWN = 0.7

#: The five kinds of ``cameo_class_train``.
KINDS: dict[str, frozenset[str]] = {
    "1": frozenset({"AGREE", "CONSULT", "SUPPORT"}),
    "2": frozenset({"COOPERATE", "AID", "CONCEDE", "RETREAT"}),
    "3": frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"}),
    "4": frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}),
}


class Word(NamedTuple):
    """A trigger: its place, the state of its word, the lexicon's class, how likely it is an event, and how it is told."""

    start: int
    state: np.ndarray
    name: str
    score: float
    hypothetical: bool
    negated: bool


class Example(NamedTuple):
    """A trigger with the classes that are right for it."""

    word: Word
    right: frozenset[str]
    weight: float
    known: float
    number: int


def tell_states() -> None:
    """From now on the pipeline leaves the states themselves in each Doc, in place of what is fitted to them."""
    weights = loaded.weights(1)
    loaded._loaded[os.getpid(), 1] = dataclasses.replace(weights, deeds=np.eye(loaded.WIDTH, dtype=np.float32))


def words(doc) -> list[Word]:  # type: ignore[no-untyped-def]
    """The triggers of a Doc with somebody who acts, the likeliest first; all of them where nobody does."""
    lexicon, states = load_lexicon(), doc.user_data[DEEDS]
    doc.user_data[DEEDS] = {}  # the class is the lexicon's here
    found = [
        (r.source is not None, Word(
            r.trigger.token.idx, states[r.trigger.token.i], r.trigger.entry.name,
            chance("event", features(r, lexicon)) if r.source is not None else 0.0, r.hypothetical, r.negated,
        ))
        for r in readings(doc, lexicon)
    ]  # fmt: skip
    acting = [word for acts, word in found if acts] or [word for _, word in found]
    return sorted(acting, key=lambda word: -word.score)


def right_classes(coded: str, word: Word) -> frozenset[str]:
    """The classes that an act may have which people coded so."""
    if not word.hypothetical:
        return frozenset({coded})
    polarity = event_polarity()
    if coded == "REJECT" and word.negated:
        return frozenset(CLASSES)
    planned = {"AGREE": ("positive", "neutral"), "THREATEN": ("negative",)}.get(coded, ())
    return frozenset({coded, *(name for name in CLASSES if polarity[name] in planned)})


def coded_examples(found: Iterable[tuple[Coded, list[Word]]]) -> Iterator[Example]:
    for number, (one, some) in enumerate(found):
        marked = [w for w in some if any(a <= w.start < b for a, b in one.triggers)]
        for word in marked or some[:1]:
            yield Example(word, right_classes(min(one.classes), word), WEIGHTS["gsr"], KNOWN, number)


def texts_of(data: Path, name: str) -> Iterator[tuple[str, str]]:
    """Label and sentences of one of the two larger sets."""
    if name == "kinds":
        for line in (data / "events" / "cameo_class_train.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["label"] in KINDS:
                yield row["label"], row["text"]
        return
    with gzip.open(data / "events" / "ngec_synthetic_plover.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            first = row["text"].strip().split("\n")[0]
            yield row["label"], " ".join(re.split(r'(?<=[.!?])\s+(?=[A-Z"“])', first)[:2])[:500]


def labelled(data: Path, name: str) -> list[tuple[str, list[Word]]]:
    """Label and triggers of each text of a set."""
    rows = list(texts_of(data, name))
    articles = [Article(str(i), text) for i, (_, text) in enumerate(rows)]
    return [(rows[int(a.document)][0], words(doc)) for a, doc in annotate(articles, load_pipeline())]


class Model(NamedTuple):
    """Weights by state, shape (384, n_classes), and by the lexicon's class, (n_classes, n_classes); offsets."""

    states: np.ndarray
    names: np.ndarray
    offsets: np.ndarray

    def chances(self, some: Iterable[Word], known: float = 1.0) -> np.ndarray:
        """Chance of each class, shape (n_words, n_classes)."""
        given = list(some)
        named = np.zeros((len(given), len(CLASSES)))
        named[np.arange(len(given)), [CLASSES.index(w.name) for w in given]] = known
        scores = np.stack([w.state for w in given]) @ self.states + named @ self.names + self.offsets
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return scores / scores.sum(axis=1, keepdims=True)


def fit(examples: list[Example]) -> Model:
    """The likeliest weights."""
    size, n = loaded.WIDTH, len(CLASSES)
    states = np.stack([e.word.state for e in examples]).astype(np.float64)
    named = np.zeros((len(examples), n))
    named[np.arange(len(examples)), [CLASSES.index(e.word.name) for e in examples]] = [e.known for e in examples]
    right = np.array([[name in e.right for name in CLASSES] for e in examples], dtype=np.float64)
    counts = np.array([e.weight for e in examples])[:, None]
    table = np.concatenate([states, named, np.ones((len(examples), 1))], axis=1)
    start = np.zeros((size + n + 1, n))
    start[size : size + n] = np.eye(n)
    strength = np.array([STRENGTH] * size + [STRENGTH_OF_LEXICON] * n + [0.0])[:, None]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(start.shape)
        scores = table @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        good = np.maximum((chances * right).sum(axis=1, keepdims=True), 1e-9)
        value = -(counts * np.log(good)).sum() + 0.5 * (strength * weights**2).sum()
        return value, (table.T @ (counts * (chances - chances * right / good)) + strength * weights).ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x.reshape(start.shape)
    return Model(found[:size], found[size : size + n], found[-1])


def fit_twice(sure: list[Example], stories: list[tuple[str, list[Word]]]) -> Model:
    """A first fit with each story's likeliest trigger, a second with the one that the first holds for the right one."""
    chosen = [(label, some[0]) for label, some in stories if some]
    model = fit([*sure, *_of_stories(chosen)])
    chosen = []
    for label, some in stories:
        if some:
            likely = model.chances(some)[:, CLASSES.index(label)] * np.array([w.score + 0.05 for w in some])
            chosen.append((label, some[int(likely.argmax())]))
    return fit([*sure, *_of_stories(chosen)])


def _of_stories(chosen: list[tuple[str, Word]]) -> Iterator[Example]:
    for number, (label, word) in enumerate(chosen):
        yield Example(word, frozenset({label}), WEIGHTS["stories"], 1.0, number)


def kind_examples(found: Iterable[tuple[str, list[Word]]]) -> Iterator[Example]:
    for number, (label, some) in enumerate(found):
        if some:
            yield Example(some[0], KINDS[label], WEIGHTS["kinds"], 1.0, number)


def report(coded: list[Example], kinds: list[Example], stories: list[tuple[str, list[Word]]]) -> None:
    """How often the class of a trigger is right, by the lexicon alone and with the model, each fold by the others."""
    for name, part in (("gsr", coded), ("kinds", kinds)):
        print(name, len(part), "by the lexicon", _share([e.word.name in e.right for e in part]))
    hits: dict[str, list[bool]] = {"gsr": [], "kinds": [], "gsr, without the lexicon": []}
    for fold in range(FOLDS):
        model = fit_twice([e for e in (*coded, *kinds) if e.number % FOLDS != fold], stories)
        for name, part in (("gsr", coded), ("kinds", kinds)):
            held = [e for e in part if e.number % FOLDS == fold]
            for e, row in zip(held, model.chances(e.word for e in held), strict=True):
                hits[name].append(CLASSES[int(row.argmax())] in e.right)
        held = [e for e in coded if e.number % FOLDS == fold]
        for e, row in zip(held, model.chances((e.word for e in held), known=0.0), strict=True):
            hits["gsr, without the lexicon"].append(CLASSES[int(row.argmax())] in e.right)
    for name, right in hits.items():
        print(name, "with the model", _share(right))


def _share(right: list[bool]) -> str:
    return f"{100 * sum(right) / len(right):.1f} %"


def write(model: Model) -> None:
    np.savez(STATES, deeds=model.states.astype(np.float16))
    weights = {f"class:{name}": row for name, row in zip(CLASSES, model.names.tolist(), strict=True)}
    weights["bias"] = model.offsets.tolist()
    rounded = {name: [round(w, 3) for w in row] for name, row in sorted(weights.items())}
    rest = {"classes": CLASSES, "weights": rounded}
    REST.write_text(json.dumps(rest, separators=(",", ":")).replace('],"', '],\n"') + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--evaluate", action="store_true", help="Only print how well the folds do.")
    options = parser.parse_args()
    tell_states()
    sentences = [one for one in coded_sentences(options.data) if one.set == "gsr" and not one.held_out]
    coded = list(coded_examples((one, words(one.doc)) for one in sentences))
    kinds = list(kind_examples(labelled(options.data, "kinds")))
    learn(coded, kinds, labelled(options.data, "stories"), options.evaluate)


def learn(
    coded: list[Example], kinds: list[Example], stories: list[tuple[str, list[Word]]], evaluate: bool = False
) -> None:
    """Fit and write, or only report."""
    if evaluate:
        report(coded, kinds, stories)
    else:
        write(fit_twice([*coded, *kinds], stories))


if __name__ == "__main__":
    main()
