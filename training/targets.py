#!/usr/bin/env python3
"""Teaches the target pass: a small transformer over the encoder's states of a statement's words.

    python -m training.targets --data ../shared/data [--evaluate]

It learns what to add to the regressions of decisions.py, whose evidence for each candidate it is shown: that of a fit
without the candidate's own article, as it will be at run time for an article that nothing was fitted to. Run it after
decisions.py, and again when the encoder changes. `--evaluate` prints figures out of five folds of whole articles, of
the regressions alone and with the pass; without it the pass is taught by all and written to kgraph/models/targets.onnx,
and the threshold that is given to kgraph/resolve/targets.json, where decisions.py has left that of the regressions. The
shipped one, 0.62, makes most statements whole end to end (benchmarks/real_news.py tuned later, benchmarks/statements.py
tuning). Five minutes; with the folds a quarter of an hour.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from scipy.special import expit, softmax
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, log_softmax

from kgraph.annotate.targets import marks
from kgraph.records import STATES
from kgraph.resolve.candidates import ADDRESSED
from kgraph.resolve.rereading import laid_out
from kgraph.resolve.stances import features_of
from training.decisions import COUNTS, FOLDS, Case, Examples, Fit, cases, fit_acts, places, shares
from training.judged import ROOT

WIDTH, LAYERS, HEADS, DROPPED = 64, 2, 4, 0.3
EPOCHS, TOGETHER, RATE, DECAY = 6, 32, 1e-3, 0.05
STATE = 384
#: For how many a statement counts, by its source: the best known readings most.
WEIGHTS = {"corpus": 2.0, "real": 2.0, "more": 2.0, "news": 1.0, "worldwide": 0.6}
LABELS = ("negative", "neutral", "positive")


class Pass(nn.Module):
    """Words of a statement in, and for each of them what it adds: to the evidence as a target, and for each stance."""

    def __init__(self) -> None:
        super().__init__()
        self.state = nn.Linear(STATE, WIDTH)
        self.kind = nn.Embedding(4, WIDTH)
        self.mark = nn.Linear(2, WIDTH, bias=False)
        self.place = nn.Embedding(256, WIDTH)
        self.drop = nn.Dropout(DROPPED)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.about, self.stances = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, len(LABELS))
        for last in (self.about, self.stances):  # begins as the regressions alone
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    def forward(self, states: Tensor, kinds: Tensor, marked: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """Float (..., n), (..., n, 3) from states (..., n, 384), kinds (..., n), marks (..., n, 2), mask (..., n)."""
        where = torch.arange(kinds.shape[-1], device=kinds.device).clamp(max=255)
        x = self.drop(self.state(states)) + self.kind(kinds) + self.mark(marked) + self.place(where)
        for layer in self.layers:
            x = layer(x, mask)
        x = self.drop(self.norm(x))
        return self.about(x)[..., 0], self.stances(x)


class Layer(nn.Module):
    """Attention and a hidden layer, each after a norm (Xiong et al. 2020)."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """States in, states out: float, shape (..., n, WIDTH)."""
        q, k, v = (part.unflatten(-1, (HEADS, -1)).transpose(-3, -2) for part in self.qkv(self.norm1(x)).chunk(3, -1))
        scores = q @ k.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5
        if mask is not None:
            scores = scores.masked_fill(mask[:, None, None, :], -1e9)
        x = x + self.drop(self.out((self.drop(scores.softmax(-1)) @ v).transpose(-3, -2).flatten(-2)))
        return x + self.drop(self.down(torch.relu(self.up(self.norm2(x)))))


@dataclass
class Row:
    """One statement, laid out.

    ``about`` has for each candidate its place among the words, its logit, whether it is a target (None: it may be) and
    its actor; ``felt`` for each target found the places of its words, the logits of its stances, and those accepted.
    """

    article: int
    source: str
    wanted: int
    states: np.ndarray
    kinds: np.ndarray
    marks: np.ndarray
    about: list[tuple[int, float, bool | None, str, str | None]]
    felt: list[tuple[list[int], np.ndarray, list[str]]] = field(default_factory=list)


def rows(found: list[Case]) -> list[Row]:
    """All statements, with the evidence of regressions that have not seen their articles."""
    known, feelings = Examples(), Examples()
    at = [places(case) for case in found]
    groups: list[list[tuple[str, list[int]]]] = []
    for case, some in zip(found, at, strict=True):
        for candidate, key in some:
            counts = COUNTS["targets"][case.judged.source] if key != "" else 0.0
            known.add(iter(candidate.features), ["yes" if key else "no"], case.article, counts)
        groups.append(_grouped(some))
        side = case.cast.side(case.speaker) if case.speaker else None
        for key, numbers in groups[-1]:
            heads = [some[n][0].head for n in numbers]
            spoken = any(ADDRESSED in some[n][0].features for n in numbers)
            actor = some[numbers[0]][0].resolved.actor
            told = features_of(case.cast.doc, case.act, actor, side, case.speaker, spoken, heads)
            counts = COUNTS["stances"][case.judged.source]
            feelings.add(told, case.judged.stances[key], case.article, counts)
    sure = Fit("targets", ["no", "yes"], known).out_of_fold()
    logits = np.log(sure[:, 1] / sure[:, 0]).clip(-6, 6)
    felt = np.log(Fit("stances", list(LABELS), feelings).out_of_fold())
    made, first, target = [], 0, 0
    for case, some, group in zip(found, at, groups, strict=True):
        own = logits[first : first + len(some)]
        one = laid_out(case.cast.doc, case.judged.attribution, [c.head for c, _ in some])
        about = [
            (place, logit, None if key == "" else bool(key), c.resolved.actor.id, key)
            for place, logit, (c, key) in zip(one.names.tolist(), own.tolist(), some, strict=True)
        ]
        row = Row(
            case.article, case.judged.source, len(case.judged.stances),
            case.cast.doc.user_data[STATES][one.words], one.kinds, marks(one, own), about,
        )  # fmt: skip
        for key, numbers in group:
            row.felt.append(([about[n][0] for n in numbers], felt[target], case.judged.stances[key]))
            target += 1
        first += len(some)
        made.append(row)
    return made


def _grouped(some: Sequence[tuple]) -> list[tuple[str, list[int]]]:
    """The candidates of each target that is found."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, (_, key) in enumerate(some):
        if key:
            found[key].append(number)
    return list(found.items())


def batches(some: list[Row], draw: np.random.Generator | None) -> Iterator[tuple[list[Row], list[Tensor]]]:
    order = draw.permutation(len(some)) if draw else np.arange(len(some))
    for start in range(0, len(some), TOGETHER):
        batch = [some[i] for i in order[start : start + TOGETHER]]
        shape = (len(batch), max(len(row.kinds) for row in batch))
        states, marked = np.zeros((*shape, STATE), np.float32), np.zeros((*shape, 2), np.float32)
        kinds, mask = np.zeros(shape, np.int64), np.ones(shape, bool)
        for i, row in enumerate(batch):
            size = len(row.kinds)
            states[i, :size], kinds[i, :size] = row.states, row.kinds
            marked[i, :size], mask[i, :size] = row.marks, False
        yield batch, [torch.from_numpy(x) for x in (states, kinds, marked, mask)]


def taught(some: list[Row], seed: int = 0) -> Pass:
    """A pass taught by some statements."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    some = [row for row in some if row.about]
    net = Pass()
    steps = EPOCHS * -(-len(some) // TOGETHER)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1)
    for _ in range(EPOCHS):
        for batch, values in batches(some, draw):
            value = loss(net, batch, values)
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            schedule.step()
    return net.eval()


def loss(net: Pass, batch: list[Row], values: list[Tensor]) -> Tensor:
    about, stances = net(*values)
    told = [
        (i, place, logit, yes, WEIGHTS[row.source])
        for i, row in enumerate(batch)
        for place, logit, yes, *_ in row.about
        if yes is not None
    ]
    i, place, logit, yes, counts = (list(column) for column in zip(*told, strict=True))
    counts, logits = torch.tensor(counts), about[i, place] + torch.tensor(logit)
    whole = binary_cross_entropy_with_logits(logits, torch.tensor(yes).float(), reduction="none")
    value = (whole * counts).sum() / counts.sum()
    felt = [(i, *one, WEIGHTS[row.source]) for i, row in enumerate(batch) for one in row.felt]
    if felt:
        sums = [torch.from_numpy(known).float() + stances[i, at].mean(0) for i, at, known, *_ in felt]
        wanted = torch.tensor([shares(accepted, LABELS) for *_, accepted, _ in felt])
        weight = torch.tensor([count for *_, count in felt])
        value = value - ((log_softmax(torch.stack(sums), -1) * wanted).sum(-1) * weight).sum() / weight.sum() / 2
    return value


def reread(net: Pass, some: list[Row]) -> list[tuple[np.ndarray, np.ndarray]]:
    """What a pass adds to each candidate of each statement, and to the stances of each target."""
    found = []
    with torch.no_grad():
        for batch, values in batches(some, None):
            about, stances = (part.numpy() for part in net(*values))
            for i, row in enumerate(batch):
                added = np.array([about[i, place] for place, *_ in row.about])
                found.append((added, np.array([stances[i, at].mean(0) for at, *_ in row.felt])))
    return found


def figures(some: list[Row], added: list[tuple[np.ndarray, np.ndarray]], threshold: float, source: str) -> dict:
    """Recall and precision of targets, statements with all and no wrong one, and stances accepted, in per cent."""
    wanted = hits = right = given = complete = number = 0
    felt = defaultdict(list)
    for row, (about, stances) in zip(some, added, strict=True):
        if row.source != source:
            continue
        chosen = {
            actor: key
            for (_, logit, _, actor, key), more in zip(row.about, about, strict=True)
            if expit(logit + more) >= threshold
        }
        keys = {key for key in chosen.values() if key}
        number, wanted, hits, given = number + 1, wanted + row.wanted, hits + len(keys), given + len(chosen)
        right += sum(key is not None for key in chosen.values())
        complete += len(keys) == row.wanted and None not in chosen.values()
        for (_, known, accepted), more in zip(row.felt, stances, strict=True):
            guess = LABELS[int(softmax(known + more).argmax())]
            for label in accepted:
                felt[label].append(guess in accepted)
    told = {"recall": hits / wanted, "precision": right / max(1, given), "whole": complete / number}
    told["stance"] = float(np.mean([np.mean(one) for one in felt.values()]))
    return {name: round(100 * value, 1) for name, value in told.items()}


def best_threshold(some: list[Row], added: list[tuple[np.ndarray, np.ndarray]], title: str) -> float:
    steps = [0.4, 0.45, 0.5, 0.55, 0.6, 0.65]
    found = {t: {source: figures(some, added, t, source) for source in WEIGHTS} for t in steps}
    print(title)
    for t, told in found.items():
        print(f"  {t:.2f} {told}", flush=True)
    return max(steps, key=lambda t: sum(x["whole"] + min(x["recall"], x["precision"]) for x in found[t].values()))


def evaluate(some: list[Row]) -> None:
    nothing = [(np.zeros(len(row.about)), np.zeros((len(row.felt), 3))) for row in some]
    best_threshold(some, nothing, "regressions alone")
    added = list(nothing)
    for fold in range(FOLDS):
        began = time.monotonic()
        net = taught([row for row in some if row.article % FOLDS != fold])
        apart = [i for i, row in enumerate(some) if row.article % FOLDS == fold]
        for i, one in zip(apart, reread(net, [some[i] for i in apart]), strict=True):
            added[i] = one
        print(f"fold {fold}: {time.monotonic() - began:.0f} s", flush=True)
    print("best with the pass:", best_threshold(some, added, "with the pass"))


def export(net: Pass, path: Path) -> None:
    values = (torch.zeros(7, STATE), torch.zeros(7, dtype=torch.int64), torch.zeros(7, 2))
    names, outputs = ["states", "kinds", "marks"], ["about", "stances"]
    axes = {name: {0: "words"} for name in names + outputs}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net, values, str(path), input_names=names, output_names=outputs, dynamic_axes=axes, opset_version=17,
            dynamo=False,
        )  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--evaluate", action="store_true", help="print the figures of five folds only")
    options.add_argument("--threshold", type=float, help="write this threshold, too")
    args = options.parse_args()
    found = cases(args.data)
    fit_acts(found)
    some = rows([case for case in found if case.judged.whole])
    if args.evaluate:
        evaluate(some)
        return
    export(taught(some), ROOT / "kgraph" / "models" / "targets.onnx")
    if args.threshold:
        path = ROOT / "kgraph" / "resolve" / "targets.json"
        text = path.read_text(encoding="utf-8")
        old = json.dumps(json.loads(text)["threshold"])
        path.write_text(text.replace(f'"threshold": {old}', f'"threshold": {args.threshold}', 1), encoding="utf-8")


if __name__ == "__main__":
    main()
