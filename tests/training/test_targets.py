"""The target pass as it is taught and as it runs; they need the training extra."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra: pip install -e '.[training]'")

import onnxruntime  # noqa: E402

from training.decisions import shares  # noqa: E402
from training.targets import LABELS, STATE, Pass, Row, batches, export, reread, taught  # noqa: E402


def rows(number: int = 24) -> list[Row]:
    """Statements in which whoever has a positive first state is a target."""
    draw = np.random.default_rng(3)
    made = []
    for article in range(number):
        size = int(draw.integers(3, 9))
        states = draw.normal(size=(size, STATE)).astype(np.float16)
        marked = np.zeros((size, 2), np.float32)
        marked[:2, 0] = 1
        about = [(i, 0.0, bool(states[i, 0] > 0), f"{article} {i}", "0" if states[i, 0] > 0 else None) for i in (0, 1)]
        felt = [([0, 1], np.zeros(3), ["negative"])]
        made.append(Row(article, "real", 1, states, np.full(size, 3), marked, about, felt))
    return made


def test_an_untaught_pass_adds_nothing() -> None:
    for about, stances in reread(Pass().eval(), rows()):
        assert not about.any()
        assert not stances.any()


def test_neighbours_in_a_batch_change_nothing() -> None:
    net, some = taught(rows()), rows()
    together = reread(net, some)
    apart = [one for row in some for one in reread(net, [row])]
    for (about, stances), (own, own_stances) in zip(together, apart, strict=True):
        assert about == pytest.approx(own, abs=1e-5)
        assert stances == pytest.approx(own_stances, abs=1e-5)


def test_what_runs_is_what_was_taught(tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    net = taught(rows())
    export(net, tmp_path / "targets.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "targets.onnx"))
    for row in rows(5):
        feed = {"states": row.states.astype(np.float32), "kinds": row.kinds, "marks": row.marks}
        (_, (states, kinds, marked, mask)) = next(batches([row], None))
        with torch.no_grad():
            about, stances = net(states, kinds, marked, mask)
        found = session.run(["about", "stances"], feed)
        assert found[0] == pytest.approx(about[0].numpy(), abs=1e-4)
        assert found[1] == pytest.approx(stances[0].numpy(), abs=1e-4)


def test_the_first_accepted_stance_counts_most() -> None:
    assert shares(["negative"], LABELS) == [1.0, 0.0, 0.0]
    assert shares(["positive", "neutral"], LABELS) == [0.0, 0.3, 0.7]
