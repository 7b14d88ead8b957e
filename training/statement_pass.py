#!/usr/bin/env python3
"""Teaches the statement pass: a small transformer over the encoder's states of a statement's words.

    python -m training.statement_pass --data ../shared/data [--evaluate]

It learns what to add to the regressions of decisions.py: to those of a fit without the statement's own article, as they
will be at run time for an article that nothing was fitted to. Run it after decisions.py, and again when the encoder
changes. `--evaluate` prints figures out of five folds of whole articles, of the regressions alone and with the pass;
without it the pass is taught by all and written to kgraph/models/statements.onnx, and the threshold that is given to
kgraph/resolve/targets.json, where decisions.py has left that of the regressions. The shipped one, 0.4, makes as many
statements whole by the folds as 0.55 does, and gives about as many targets as there are.
Set OMP_NUM_THREADS=1: small steps wait for one another on more. Six minutes; with the folds a quarter of an hour.
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

from kgraph.annotate.statements import OTHER
from kgraph.ontology import act_polarity
from kgraph.records import STATES
from kgraph.resolve.candidates import ADDRESSED
from kgraph.resolve.negation import act_left
from kgraph.resolve.rereading import layout
from kgraph.resolve.stances import features_of
from training.decisions import COUNTS, FOLDS, Case, Examples, Fit, cases, fit_acts, places, shares
from training.judged import ROOT

WIDTH, LAYERS, HEADS, DROPPED = 64, 2, 4, 0.35
EPOCHS, TOGETHER, RATE, DECAY = 10, 32, 1e-3, 0.05
STATE = 384
#: For how many a statement counts, by its source: the best known readings most.
WEIGHTS = {"corpus": 2.0, "real": 2.0, "more": 1.5}
LABELS = ("negative", "neutral", "positive")
ACTS = tuple(act_polarity())
#: How much the loss of stances and that of acts count beside that of targets.
SHARE = 0.5
POOLS = 4


class Pass(nn.Module):
    """Words of a statement in, and what it adds: for each word as a target and for each stance, and for each act."""

    def __init__(self) -> None:
        super().__init__()
        self.state = nn.Linear(STATE, WIDTH)
        self.kind = nn.Embedding(4, WIDTH)
        self.place = nn.Embedding(256, WIDTH)
        self.drop = nn.Dropout(DROPPED)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.about, self.stances = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, len(LABELS))
        self.heed, self.acts = nn.Linear(WIDTH, POOLS), nn.Linear(POOLS * WIDTH, len(ACTS))
        for last in (self.about, self.stances, self.acts):  # begins as the regressions alone
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    def forward(self, states: Tensor, kinds: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """Float (..., n), (..., n, 3), (..., acts) from states (..., n, 384), kinds (..., n), mask (..., n)."""
        where = torch.arange(kinds.shape[-1], device=kinds.device).clamp(max=255)
        x = self.drop(self.state(states)) + self.kind(kinds) + self.place(where)
        for layer in self.layers:
            x = layer(x, mask)
        x = self.drop(self.norm(x))
        apart = kinds == OTHER if mask is None else mask | (kinds == OTHER)
        heeded = self.heed(x).masked_fill(apart[..., None], -1e9).softmax(-2)
        pooled = (heeded.transpose(-1, -2) @ x).flatten(-2)
        return self.about(x)[..., 0], self.stances(x), self.acts(pooled)


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

    ``acts`` are the logarithms of their chances, ``done`` those accepted, ``left`` the one that a negated cue leaves.
    ``about`` has for each candidate its place among the words (None: it was not read), its logit, whether it is a
    target (None: it may be) and its actor; ``felt`` for each target found the places of its words, the logits of its
    stances, and those accepted.
    """

    article: int
    source: str
    wanted: int
    states: np.ndarray
    kinds: np.ndarray
    acts: np.ndarray
    done: list[str]
    left: str | None
    about: list[tuple[int | None, float, bool | None, str, str | None]]
    felt: list[tuple[list[int | None], np.ndarray, list[str]]] = field(default_factory=list)


def rows(found: list[Case], acting: np.ndarray) -> list[Row]:
    """All statements, with the evidence of regressions that have not seen their articles; that for acts is given."""
    known, feelings = Examples(), Examples()
    at = [places(case) for case in found]
    groups: list[list[tuple[str, list[int]]]] = []
    for case, some in zip(found, at, strict=True):
        for candidate, key in some:
            counts = COUNTS[case.judged.source] if key != "" else 0.0
            known.add(iter(candidate.features), ["yes" if key else "no"], case.article, counts)
        groups.append(_grouped(some))
        side = case.cast.side(case.speaker) if case.speaker else None
        for key, numbers in groups[-1]:
            heads = [some[n][0].head for n in numbers]
            spoken = any(ADDRESSED in some[n][0].features for n in numbers)
            actor = some[numbers[0]][0].resolved.actor
            told = features_of(case.cast.doc, case.act, actor, side, case.speaker, spoken, heads)
            feelings.add(told, case.judged.stances[key], case.article)
    sure = Fit("targets", ["no", "yes"], known).out_of_fold()
    logits = np.log(sure[:, 1] / sure[:, 0]).clip(-6, 6)
    felt = np.log(Fit("stances", list(LABELS), feelings).out_of_fold())
    made, first, target = [], 0, 0
    for case, chances, some, group in zip(found, acting, at, groups, strict=True):
        own = logits[first : first + len(some)]
        doc, words = case.cast.doc, case.judged.attribution
        one = layout(doc, words)
        places_of = {word: place for place, word in enumerate(one.words.tolist())}
        about = [
            (places_of.get(c.head.i), logit, None if key == "" else bool(key), c.resolved.actor.id, key)
            for logit, (c, key) in zip(own.tolist(), some, strict=True)
        ]
        row = Row(
            case.article, case.judged.source, len(case.judged.stances), doc.user_data[STATES][one.words], one.kinds,
            np.log(chances).clip(-8, 0).astype(np.float32), case.judged.acts, act_left(doc, words.cue), about,
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
        states, kinds, mask = np.zeros((*shape, STATE), np.float32), np.zeros(shape, np.int64), np.ones(shape, bool)
        for i, row in enumerate(batch):
            size = len(row.kinds)
            states[i, :size], kinds[i, :size], mask[i, :size] = row.states, row.kinds, False
        yield batch, [torch.from_numpy(x) for x in (states, kinds, mask)]


def taught(some: list[Row], seed: int = 0) -> Pass:
    """A pass taught by some statements."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
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
    about, stances, acts = net(*values)
    each = torch.tensor([WEIGHTS[row.source] for row in batch])
    known = torch.tensor(np.array([row.acts for row in batch]))
    value = SHARE * _chosen(known + acts, [shares(row.done, ACTS) for row in batch], each)
    told = [
        (i, place, logit, yes, WEIGHTS[row.source])
        for i, row in enumerate(batch)
        for place, logit, yes, *_ in row.about
        if yes is not None and place is not None
    ]
    if told:
        i, place, logit, yes, counts = (list(column) for column in zip(*told, strict=True))
        counts, logits = torch.tensor(counts), about[i, place] + torch.tensor(logit)
        whole = binary_cross_entropy_with_logits(logits, torch.tensor(yes).float(), reduction="none")
        value = value + (whole * counts).sum() / counts.sum()
    felt = [(i, *one, WEIGHTS[row.source]) for i, row in enumerate(batch) for one in row.felt if None not in one[0]]
    if felt:
        sums = [torch.from_numpy(known).float() + stances[i, at].mean(0) for i, at, known, *_ in felt]
        weight = torch.tensor([count for *_, count in felt])
        value = value + SHARE * _chosen(torch.stack(sums), [shares(one, LABELS) for *_, one, _ in felt], weight)
    return value


def _chosen(sums: Tensor, wanted: list[list[float]], counts: Tensor) -> Tensor:
    """The cross entropy of choices among several."""
    return -((log_softmax(sums, -1) * torch.tensor(wanted)).sum(-1) * counts).sum() / counts.sum()


def reread(net: Pass, some: list[Row]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """What a pass adds to each candidate of each statement, to the stances of each target, and to the acts."""
    found = []
    with torch.no_grad():
        for batch, values in batches(some, None):
            about, stances, acts = (part.numpy() for part in net(*values))
            for i, row in enumerate(batch):
                added = np.array([0.0 if place is None else about[i, place] for place, *_ in row.about])
                feelings = [[np.zeros(3) if one is None else stances[i, one] for one in at] for at, *_ in row.felt]
                found.append((added, np.array([np.mean(one, 0) for one in feelings]), acts[i]))
    return found


def figures(some: list[Row], added: list[tuple[np.ndarray, ...]], threshold: float, source: str) -> dict:
    """Recall and precision of targets, statements with all and no wrong one, stances and acts, in per cent."""
    wanted = hits = right = given = complete = number = acted = 0
    felt = defaultdict(list)
    for row, (about, stances, acts) in zip(some, added, strict=True):
        if row.source != source:
            continue
        acted += (row.left or ACTS[int((row.acts + acts).argmax())]) in row.done
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
    told["act"] = acted / number
    told["stance"] = float(np.mean([np.mean(one) for one in felt.values()]))
    return {name: round(100 * value, 1) for name, value in told.items()}


def best_threshold(some: list[Row], added: list[tuple[np.ndarray, ...]], title: str) -> float:
    steps = [0.4, 0.45, 0.5, 0.55, 0.6, 0.65]
    found = {t: {source: figures(some, added, t, source) for source in WEIGHTS} for t in steps}
    print(title)
    for t, told in found.items():
        print(f"  {t:.2f} {told}", flush=True)
    return max(steps, key=lambda t: sum(x["whole"] + min(x["recall"], x["precision"]) for x in found[t].values()))


def evaluate(some: list[Row]) -> None:
    nothing = [(np.zeros(len(row.about)), np.zeros((len(row.felt), 3)), np.zeros(len(ACTS))) for row in some]
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
    values = (torch.zeros(7, STATE), torch.full((7,), 3, dtype=torch.int64))
    names, outputs = ["states", "kinds"], ["about", "stances", "acts"]
    axes = {name: {0: "words"} for name in names + outputs[:2]}
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
    some = rows(found, fit_acts(found).out_of_fold())
    if args.evaluate:
        evaluate(some)
        return
    export(taught(some), ROOT / "kgraph" / "models" / "statements.onnx")
    if args.threshold:
        path = ROOT / "kgraph" / "resolve" / "targets.json"
        text = path.read_text(encoding="utf-8")
        old = json.dumps(json.loads(text)["threshold"])
        path.write_text(text.replace(f'"threshold": {old}', f'"threshold": {args.threshold}', 1), encoding="utf-8")


if __name__ == "__main__":
    main()
