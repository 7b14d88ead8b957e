"""Exports a checkpoint to the shipped files: int8 ONNX, parser weights, tokenizer, meta.json.

python -m training.export --checkpoint build/training/student/checkpoint.pt --out kgraph/models
"""

from __future__ import annotations

import argparse
import copy
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from training.batches import WINDOW
from training.losses import MAYBE
from training.network import ROLE_TAGS, Encoder, Layer, Network, around, flat
from training.score import FIRST
from training.train import minilm, read_network

ENCODER_INPUTS = ("ids", "cases", "first", "last")
ENCODER_OUTPUTS = (
    "upos", "xpos", "feats", "lemmas", "starts", "entities", "cues", "states",
    "roots", "arc_dep", "arc_head", "label_dep", "label_head",
)  # fmt: skip
SECOND_INPUTS = ("states", "index", "mask", "place")
SECOND_OUTPUTS = ("tags", "real")
STANCE_OUTPUTS = ("stances",)


class TokenPass(nn.Module):
    """Encoder and token heads as one graph."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, cases: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        """The arrays of `ENCODER_OUTPUTS`, of windows without padding."""
        net = self.net
        words = net.words([(ids, cases, torch.ones_like(ids))], first, last)
        tags = [net.tags[name](words).argmax(-1).int() for name in ("upos", "xpos", "feats", "lemmas")]
        starts = torch.sigmoid(net.starts(words)[:, 0])
        entities = torch.log_softmax(net.entities(words), -1)
        cues = torch.softmax(net.cues(words), -1)
        return (*tags, starts, entities, cues, words, net.roots(words)[:, 0], *net.projected(words))


class StanceChances(nn.Module):
    """The stance pass, its answers as chances."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.stance = net.stance

    def forward(self, states: Tensor, index: Tensor, mask: Tensor, place: Tensor) -> Tensor:
        """Chances of negative, neutral and positive, shape (names, 3)."""
        return torch.softmax(self.stance(states, index, mask, place), -1)


def example() -> tuple[Tensor, ...]:
    ids = torch.randint(1000, 2000, (2, 9))
    return (
        ids,
        torch.ones_like(ids),
        torch.tensor([1, 2, 4, 10, 12]),
        torch.tensor([1, 3, 4, 11, 12]),
    )


class _Attention(torch.autograd.Function):
    """Attention without a mask, which the graph has as one node: onnxruntime keeps its scores in the cache."""

    @staticmethod
    def forward(ctx: object, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
        """States in, states out: float, shape (batch, length, width)."""
        q, k, v = (x.unflatten(-1, (heads, -1)).transpose(1, 2) for x in (q, k, v))
        return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, heads: int) -> Any:
        return g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=heads).setType(q.type())


class _Unmasked(nn.Module):
    """A layer as it runs: the run time reads one window at a time, so that there is nothing to mask."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        layer = self.layer
        q, k, v = torch.split(layer.qkv(x), x.shape[-1], -1)
        x = layer.norm1(x + layer.out(_Attention.apply(q, k, v, layer.heads)))
        return layer.norm2(x + layer.down(F.gelu(layer.up(x))))


class _Unfolded(nn.Module):
    """A convolution as one matrix product: onnxruntime's int8 convolution takes ten times as long."""

    def __init__(self, convolution: nn.Conv1d) -> None:
        super().__init__()
        self.size = convolution.kernel_size[0]
        self.linear = nn.Linear(convolution.in_channels * self.size, convolution.out_channels)
        self.linear.weight.data = flat(convolution).data
        self.linear.bias.data = convolution.bias.data

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(around(x.transpose(1, 2), self.size)).transpose(1, 2)


def fast(module: nn.Module) -> nn.Module:
    """A copy with the same outputs (of unpadded windows) in kernels that onnxruntime is fast at."""
    module = copy.deepcopy(module)
    for part in list(module.modules()):
        if isinstance(part, Encoder):
            part.layers = nn.ModuleList(_Unmasked(layer) for layer in part.layers)
        for name, child in list(part.named_children()):
            if isinstance(child, nn.Conv1d):
                setattr(part, name, _Unfolded(child))
    return module.eval()


def export(module: nn.Module, values: tuple[Tensor, ...], path: Path, names: tuple, outputs: tuple, axes: dict) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            fast(module), values, str(plain), input_names=list(names), output_names=list(outputs),
            dynamic_axes=axes, opset_version=17, custom_opsets={"com.microsoft": 1}, dynamo=False,
        )  # fmt: skip
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(str(ready), str(path), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def metadata(maps: dict[str, dict[str, int]], step: int) -> dict:
    names = {layer: list(values) for layer, values in maps.items()}
    names["entities"] = [name for name in names["entities"] if ":" not in name]
    return {
        "name": "kgraph_en_small",
        "version": "0.1.0",
        "language": "en",
        "licence": "CC-BY-SA-4.0",
        "window": WINDOW,
        "maybe": MAYBE,
        "threshold": 0.5,
        "calibration": FIRST,
        "roles": list(ROLE_TAGS),
        "steps": step,
        "labels": names,
    }


def export_all(net: Network, maps: dict[str, dict[str, int]], step: int, out: Path) -> None:
    """Writes every shipped file but the lemmas."""
    axes = {name: {0: "windows", 1: "pieces"} for name in ("ids", "cases")}
    axes |= {name: {0: "words"} for name in ("first", "last", *ENCODER_OUTPUTS)}
    with torch.no_grad():
        export(TokenPass(net), example(), out / "encoder.onnx", ENCODER_INPUTS, ENCODER_OUTPUTS, axes)
        index = torch.tensor([[0, 1, 2], [3, 4, 3]])
        values = (torch.randn(5, 384), index, torch.tensor([[1, 1, 1], [1, 1, 0]]), torch.tensor([1, 0]))
        axes = {"states": {0: "words"}, "place": {0: "rows"}, "real": {0: "rows"}, "stances": {0: "rows"}}
        axes |= {name: {0: "rows", 1: "length"} for name in ("index", "mask", "tags")}
        export(net.second, values, out / "attributions.onnx", SECOND_INPUTS, SECOND_OUTPUTS, axes)
        export(StanceChances(net), values, out / "stances.onnx", SECOND_INPUTS, STANCE_OUTPUTS, axes)
    weights = {
        "arcs": net.arc_weight,
        "labels": net.label_weight,
        "transitions": net.second.transitions,
        "first": net.second.first,
    }
    np.savez(out / "parser.npz", **{name: w.detach().numpy().astype(np.float16) for name, w in weights.items()})
    shutil.copyfile(minilm() / "tokenizer.json", out / "tokenizer.json")
    text = json.dumps(metadata(maps, step), ensure_ascii=False, indent=1, sort_keys=True)
    (out / "meta.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--checkpoint", type=Path, default=Path("build/training/student/checkpoint.pt"))
    options.add_argument("--out", type=Path, default=Path("kgraph/models"))
    args = options.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    net, state = read_network(args.checkpoint, torch.device("cpu"))
    export_all(net, state["maps"], state["step"], args.out)
    print("step", state["step"], {p.name: p.stat().st_size for p in sorted(args.out.iterdir()) if p.is_file()})


if __name__ == "__main__":
    main()
