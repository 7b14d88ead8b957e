"""Makes a checkpoint from shipped files, so that training can go on from them.

    python -m training.restore --models kgraph/models --out build/training/student/checkpoint.pt
    python -m training.train --out build/training/student --steps 2000

The weights come back as int8 left them; what is not shipped (the optimizer's state, heads that only
help the training) begins anew. New entity types begin as strangers: their labels' rows are random.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.labels import label_maps, sizes
from training.network import Network
from training.paragraph import NAME, load
from training.train import RATES, Run, optimizer_of

#: The products of a layer in the order of the graph, where the export leaves no names.
_PRODUCTS = ("qkv", "out", "up", "down")


def arrays(path: Path) -> dict[str, np.ndarray]:
    """The weights of a quantised graph by the names that they had, float32."""
    graph = onnx.load(str(path)).graph
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found = {}
    for name, value in stored.items():
        stem = name.removesuffix("_quantized")
        if stem != name:
            scale, zero = stored[f"{stem}_scale"], stored[f"{stem}_zero_point"].astype(np.float32)
            shape = (-1, *[1] * (value.ndim - 1)) if value.ndim == 3 else (1, -1)
            found[stem] = (value.astype(np.float32) - zero.reshape(shape)) * scale.reshape(shape)
        elif not name.endswith(("_scale", "_zero_point")) and value.dtype == np.float32:
            found[name] = value
    products = [node.input[1].removesuffix("_quantized") for node in graph.node if node.op_type == "MatMulInteger"]
    nameless = [name for name in products if name.startswith("onnx::")]
    layers = [f"layers.{i}.{name}.weight" for i in range(6) for name in _PRODUCTS]
    for name, stem in zip([*layers[: len(nameless) // 4 * 4], "tags.weight"], nameless, strict=False):
        found[name] = found.pop(stem)
    return found


def state_of(models: Path, net: Network, labels: dict[str, list[str]], maps: dict[str, dict[str, int]]) -> dict:
    """The network's state with everything that the files hold."""
    state = {name: tensor.clone() for name, tensor in net.state_dict().items()}
    known = {name.removeprefix("net."): value for name, value in arrays(models / "encoder.onnx").items()}
    known = {f"encoder.{name}" if name.startswith("layers.") else name: value for name, value in known.items()}
    for name, value in arrays(models / "attributions.onnx").items():
        own = name if name.startswith(("tags.", "real.")) else f"reader.{name.replace('cue.', 'span.')}"
        known[f"second.{own}"] = value
    with np.load(models / "parser.npz") as small:
        known |= {"arc_weight": small["arcs"], "label_weight": small["labels"]}
        known |= {f"second.{name}": small[name] for name in ("transitions", "first")}
    for name, value in known.items():
        if name in state:
            there = torch.from_numpy(np.array(value, dtype=np.float32))
            turned = there.T if there.ndim == 2 and _is_product(name, net) else there
            state[name] = _placed(name, turned, state[name], labels["entities"], maps["entities"])
    missing = [name for name in state if name not in known and not name.startswith(("stance.", "flat."))]
    if missing:
        print("begin anew:", ", ".join(missing))
    return state


def _is_product(name: str, net: Network) -> bool:
    """Whether the graph holds it as the right side of a product: turned, as torch sees it."""
    return isinstance(net.get_submodule(name.rpartition(".")[0]), torch.nn.Linear)


def _placed(name: str, value: Tensor, now: Tensor, old: list[str], new: dict[str, int]) -> Tensor:
    """The value; rows of entity labels go where those labels are now."""
    if not name.startswith("entities.3."):
        return value.reshape(now.shape)
    for row, label in enumerate(old):
        now[new[label]] = value[row]
    return now


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--models", type=Path, default=Path("kgraph/models"))
    options.add_argument("--sets", type=Path, default=Path("build/training") / NAME)
    options.add_argument("--out", type=Path, default=Path("build/training/student/checkpoint.pt"))
    args = options.parse_args()
    labels = json.loads((args.models / "meta.json").read_text(encoding="utf-8"))["labels"]
    maps = label_maps(load(args.sets))
    wrong = [name for name in maps if name != "entities" and list(maps[name]) != labels[name]]
    if wrong:
        raise SystemExit(f"the shipped labels are not those of {args.sets}: {', '.join(wrong)}")
    net = Network(sizes(maps))
    net.load_state_dict(state_of(args.models, net, labels, maps))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    Run(net, optimizer_of(net, *RATES["student"]), maps, "student", torch.device("cpu"), []).save(args.out)
    print("restored", args.out)


if __name__ == "__main__":
    main()
