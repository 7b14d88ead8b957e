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


def arrays(path: Path) -> dict[str, np.ndarray]:
    """The weights of an exported graph by the names that they had, float32; products as torch has them."""
    graph = onnx.load(str(path)).graph
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    products = {n.input[1]: n.name.rpartition("/")[0] for n in graph.node if n.op_type == "MatMulInteger"}
    found = {}
    for name, value in stored.items():
        stem = name.removesuffix("_quantized")
        if stem != name:
            scale, zero = stored[f"{stem}_scale"], stored[f"{stem}_zero_point"].astype(np.float32)
            value = (value.astype(np.float32) - zero) * scale
            own = f"{products[name]}/weight" if stem.startswith("onnx::") else stem.removesuffix("_Transposed")
            found[_named(own)] = value.T if name in products else value
        elif value.dtype == np.float32 and not name.startswith("/") and not name.endswith("_scale"):
            found[_named(name)] = value
    return found


def _named(name: str) -> str:
    """The network's name of a weight, from that in the graph or the path of its node."""
    return name.strip("/").replace("/", ".").removeprefix("net.").replace(".layer.", ".")


def state_of(models: Path, net: Network, labels: dict[str, list[str]], maps: dict[str, dict[str, int]]) -> dict:
    """The network's state with everything that the files hold."""
    state = {name: tensor.clone() for name, tensor in net.state_dict().items()}
    known = arrays(models / "encoder.onnx")
    known |= {f"second.{name}": value for name, value in arrays(models / "attributions.onnx").items()}
    known |= arrays(models / "stances.onnx")
    size = net.shape.second
    for reader in ("second.reader", "stance.reader"):
        around = known.pop(f"{reader}.convolution.linear.weight").reshape(size, -1, size)
        known[f"{reader}.convolution.weight"] = around.transpose(0, 2, 1)
        known[f"{reader}.convolution.bias"] = known.pop(f"{reader}.convolution.linear.bias")
    with np.load(models / "parser.npz") as small:
        known |= {"arc_weight": small["arcs"], "label_weight": small["labels"]}
        known |= {f"second.{name}": small[name] for name in ("transitions", "first")}
    for name, value in known.items():
        there = torch.from_numpy(np.array(value, dtype=np.float32))
        state[name] = _placed(name, there, state[name], labels["entities"], maps["entities"])
    missing = [name for name in state if name not in known and not name.startswith("flat.")]
    if missing:
        raise SystemExit(f"{models} holds no {', '.join(missing)}: export again with this version's training.export")
    return state


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
