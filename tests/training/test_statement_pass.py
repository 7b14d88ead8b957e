"""The statement pass as it is taught and as it runs; they need the training extra."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra: pip install -e '.[training]'")

import onnxruntime  # noqa: E402

from training.decisions import shares  # noqa: E402
from training.statement_pass import ACTS, LABELS, STATE, Pass, Row, batches, export, reread, taught  # noqa: E402


def rows(number: int = 24) -> list[Row]:
    """Statements in which whoever has a positive first state is a target."""
    draw = np.random.default_rng(3)
    made = []
    for article in range(number):
        size = int(draw.integers(3, 9))
        states = draw.normal(size=(size, STATE)).astype(np.float16)
        about = [(i, 0.0, bool(states[i, 0] > 0), f"{article} {i}", "0" if states[i, 0] > 0 else None) for i in (0, 1)]
        about.append((None, 0.5, True, f"{article} elsewhere", "1"))
        felt = [([0, 1], np.zeros(3), ["negative"]), ([None], np.zeros(3), ["neutral"])]
        acts = np.zeros(len(ACTS), np.float32)
        made.append(Row(article, "real", 2, states, np.full(size, 3), acts, ["accuse"], None, about, felt))
    return made


def test_an_untaught_pass_adds_nothing() -> None:
    for added in reread(Pass().eval(), rows()):
        assert not any(part.any() for part in added)


def test_neighbours_in_a_batch_change_nothing() -> None:
    net, some = taught(rows()), rows()
    together = reread(net, some)
    apart = [one for row in some for one in reread(net, [row])]
    for added, own in zip(together, apart, strict=True):
        for part, same in zip(added, own, strict=True):
            assert part == pytest.approx(same, abs=1e-5)


def test_a_candidate_that_was_not_read_gains_nothing() -> None:
    for about, stances, _ in reread(taught(rows()), rows()):
        assert about[2] == 0
        assert not stances[1].any()
        assert about[:2].any()


def test_what_runs_is_what_was_taught(tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    net = taught(rows())
    export(net, tmp_path / "statements.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "statements.onnx"))
    for row in rows(5):
        feed = {"states": row.states.astype(np.float32), "kinds": row.kinds}
        (_, values) = next(batches([row], None))
        with torch.no_grad():
            wanted = net(*values)
        for part, found in zip(wanted, session.run(["about", "stances", "acts"], feed), strict=True):
            assert found == pytest.approx(part[0].numpy(), abs=1e-4)


def test_the_first_accepted_stance_counts_most() -> None:
    assert shares(["negative"], LABELS) == [1.0, 0.0, 0.0]
    assert shares(["positive", "neutral"], LABELS) == [0.0, 0.3, 0.7]
