"""Figures of a checkpoint on the development sets, in floating point: to compare runs, not to publish.

    python -m training.develop build/training/student/checkpoint.pt

The words are those of the sets. The published figures are those of the int8 files (training.evaluate).
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from kgraph.annotate import encoder
from kgraph.annotate.encoder import Layers, Words
from kgraph.annotate.roles import exclusive
from kgraph.annotate.weights import Array, Weights
from kgraph.annotate.words import WordPieces
from training.batches import WINDOW
from training.export import (
    ENCODER_INPUTS,
    ENCODER_OUTPUTS,
    SECOND_INPUTS,
    SECOND_OUTPUTS,
    STANCE_OUTPUTS,
    StanceChances,
    TokenPass,
    metadata,
)
from training.labels import STANCES
from training.losses import MAYBE, Rows
from training.network import Network
from training.paragraph import NAME, Document, load
from training.score import FIRST, ROLES, Attribution, calibrated, f_scores
from training.train import minilm, read_network


@dataclass(frozen=True)
class Session:
    """A module that is called as an ONNX session is."""

    module: nn.Module
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    device: torch.device

    def run(self, names: list[str], feed: dict[str, Array]) -> list[Array]:
        """The outputs of these names."""
        with torch.no_grad(), torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            found = self.module(*(torch.from_numpy(feed[name]).to(self.device) for name in self.inputs))
        found = found if isinstance(found, tuple) else (found,)
        wanted = (found[self.outputs.index(name)].cpu() for name in names)
        return [(tensor.float() if tensor.is_floating_point() else tensor).numpy() for tensor in wanted]


def weights_of(net: Network, maps: dict, tokenizer: Path) -> Weights:
    """The network as the run time knows it."""
    device = next(net.parameters()).device
    small = [
        tensor.detach().float().cpu().numpy()
        for tensor in (net.arc_weight, _flat(net.label_weight), net.second.transitions, net.second.first)
    ]
    return Weights(
        Session(TokenPass(net), ENCODER_INPUTS, ENCODER_OUTPUTS, device),
        Session(net.second, SECOND_INPUTS, SECOND_OUTPUTS, device),
        Session(StanceChances(net), SECOND_INPUTS, STANCE_OUTPUTS, device),
        WordPieces(tokenizer),
        metadata(maps, 0)["labels"],
        *small,
        WINDOW,
        MAYBE,
        0.5,
        tuple(FIRST),
    )


def _flat(labels: torch.Tensor) -> torch.Tensor:
    """The label matrices as the run time has them, side by side."""
    return labels.permute(1, 0, 2).flatten(1)


def read(documents: list[Document], weights: Weights, **options: bool) -> list[Layers]:
    return [encoder.read(words_of(document), weights, **options) for document in documents]


def words_of(document: Document) -> Words:
    ends = np.cumsum([len(p.words) for p in document]).tolist()
    return Words([word for p in document for word in p.words], list(zip([0, *ends], ends, strict=False)))


def gold_of(document: Document) -> list[Attribution]:
    """The attributions, as sets of the document's words."""
    found, base = [], 0
    for paragraph in document:
        for one in paragraph.attributions or []:
            pieces = {role: [(base + a, base + b) for a, b in one[role]] for role in ROLES}
            found.append(Attribution(**{role: tuple(spans) for role, spans in pieces.items()}))
        base += len(paragraph.words)
    return found


def attribution_figures(documents: list[Document], weights: Weights) -> dict[str, float]:
    golds = [gold_of(document) for document in documents]
    scaled, _ = calibrated([layers.cues for layers in read(documents, weights, syntax=False)], golds)
    best: dict[str, float] = {}
    for threshold in np.arange(0.3, 0.6, 0.05):
        kept = [[Attribution.of(c) for c in exclusive(cues, threshold)] for cues in scaled]
        figures = f_scores(kept, golds)
        if figures["whole overlap"] > best.get("whole overlap", 0):
            best = figures | {"threshold": round(float(threshold), 2)}
    return best


def syntax_figures(documents: list[Document], weights: Weights, names: dict[str, list[str]]) -> dict[str, float]:
    """Tags, parse and entities on EWT's own words, sentences predicted; in per cent."""
    right, words = dict.fromkeys(("upos", "lemmas", "UAS", "LAS"), 0), 0
    hit = found = gold = edges = ours = both = 0
    for document, layers in zip(documents, read(documents, weights, attributions=False), strict=True):
        base, tags, theirs = 0, [], []
        for p in document:
            for i in range(len(p.words)):
                at = base + i
                words += 1
                for name in ("upos", "lemmas"):
                    right[name] += names[name][getattr(layers, name)[at]] == getattr(p, name)[i]
                arc = layers.heads[at] == base + p.heads[i]
                label = names["deprels"][layers.deprels[at]].split(":")[0] == p.deprels[i].split(":")[0]
                right["UAS"] += arc
                right["LAS"] += arc and label
            edges, ours = edges + sum(p.starts), ours + int(layers.starts[base : base + len(p.words)].sum())
            both += int((layers.starts[base : base + len(p.words)] & np.array(p.starts)).sum())
            tags += [names["entities"][e] for e in layers.entities[base : base + len(p.words)]]
            theirs += [tag.removeprefix("UNER:") for tag in p.entities]
            base += len(p.words)
        mine = {(a, b, {"PERSON": "PER", "FAC": "LOC"}.get(kind, kind)) for a, b, kind in spans(tags)}
        mine = {span for span in mine if span[2] in ("PER", "LOC", "ORG")}
        named = spans(theirs)
        hit, found, gold = hit + len(mine & named), found + len(mine), gold + len(named)
    figures = {name: 100 * value / words for name, value in right.items()}
    return figures | {"starts": 200 * both / (edges + ours), "UNER": 200 * hit / (found + gold)}


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    found, start, kind = set(), 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if kind and tag != f"I-{kind}":
            found.add((start, i, kind))
            kind = ""
        if not kind and tag not in ("O", "?"):
            start, kind = i, tag[2:]
    return found


def stance_figures(documents: list[Document], weights: Weights, net: Network) -> dict[str, float]:
    """Macro F and accuracy on NewsMTSC; a sentence at a time."""
    device = next(net.parameters()).device
    table = np.zeros((3, 3))
    for document in documents:
        paragraph = document[0]
        rows = list(encoder._rows(words_of(document), weights))
        if len(rows) != 1 or not paragraph.stances:
            continue
        states = torch.from_numpy(weights.encoder.run(["states"], encoder._feed(rows[0]))[0]).to(device)
        places = torch.tensor([end - 1 for _, end, _ in paragraph.stances], device=device)
        some = Rows.of([(0, len(paragraph.words))] * len(places), device)
        with torch.no_grad():
            guesses = net.stance(states, some.index, some.mask.long(), places).argmax(-1).tolist()
        for guess, (_, _, label) in zip(guesses, paragraph.stances, strict=True):
            table[STANCES.index(label), guess] += 1
    f = 200 * np.diag(table) / (table.sum(0) + table.sum(1))
    return {"stance macro F": float(f.mean()), "stance accuracy": float(100 * np.trace(table) / table.sum())}


def figures(checkpoint: Path, sets: Path, tokenizer: Path) -> dict[str, float]:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    net, state = read_network(checkpoint, device)
    maps = state["maps"]
    weights, data = weights_of(net, maps, tokenizer), load(sets)
    names = {layer: list(values) for layer, values in maps.items()}
    found = attribution_figures(data["polnear dev"], weights)
    found |= syntax_figures(data["ewt dev"], weights, names)
    return found | stance_figures(data["stances dev"], weights, net)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("checkpoints", type=Path, nargs="+")
    options.add_argument("--sets", type=Path, default=Path("build/training") / NAME)
    options.add_argument("--tokenizer", type=Path, help="tokenizer.json (default: MiniLM's)")
    args = options.parse_args()
    for checkpoint in args.checkpoints:
        found = figures(checkpoint, args.sets, args.tokenizer or minilm() / "tokenizer.json")
        print(checkpoint, json.dumps({name: round(value, 2) for name, value in found.items()}), flush=True)


if __name__ == "__main__":
    main()
