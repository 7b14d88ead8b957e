"""Weights come back from the shipped form; it needs the training extra."""

import json
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra: pip install -e '.[training]'")

from training.export import export_all  # noqa: E402
from training.labels import label_maps, sizes  # noqa: E402
from training.network import Network  # noqa: E402
from training.paragraph import Paragraph  # noqa: E402
from training.restore import state_of  # noqa: E402


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the exporter of torch warns of its own future
def test_exported_weights_come_back_as_int8_left_them(tmp_path: Path) -> None:
    torch.manual_seed(0)
    paragraph = Paragraph(["a"] * 3, ["X"] * 3, ["X"] * 3, ["X"] * 3, ["X"] * 3, [0, 0, 0], ["root"] * 3)
    maps = label_maps({"ewt": [[paragraph]], "gum": []})
    net = Network(sizes(maps)).eval()
    for weight in net.parameters():  # those that are all alike would be stored once
        weight.data += 0.01 * torch.randn_like(weight)
    export_all(net, maps, 0, tmp_path)
    labels = json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))["labels"]
    back = state_of(tmp_path, Network(sizes(maps)), labels, maps)
    for name, weight in net.state_dict().items():
        if not name.startswith(("stance.", "flat.")):
            step = weight.abs().max() / 60  # seven bits, a scale a column
            assert (back[name] - weight).abs().max() <= step + 1e-6, name
