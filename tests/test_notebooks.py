"""Every notebook runs from its first cell to its last, and is committed with outputs that are small."""

import runpy
from pathlib import Path

import nbformat
import pytest

HERE = Path(__file__).parents[1] / "notebooks"
TOOLS = runpy.run_path(str(HERE / "run.py"))
NOTEBOOKS = sorted(HERE.glob("*.ipynb"))
LARGEST = 200_000


def test_there_are_three() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["network", "sparql", "tour"]


@pytest.mark.filterwarnings("ignore")  # what the notebook machinery warns of is not ours to mend
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs(path: Path) -> None:
    notebook = TOOLS["run"](path)
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [o for o in shown if o.output_type == "error"]
    assert not [o for o in shown if o.output_type == "stream" and o.name == "stderr"]
    if path.stem != "sparql":
        assert any("srcdoc" in o.get("data", {}).get("text/html", "") for o in shown), "the viewer is not shown"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_its_outputs_are_committed_and_small(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert sum(bool(cell.outputs) for cell in code) > len(code) / 2
    assert path.stat().st_size < LARGEST
    text = path.read_text(encoding="utf-8")
    assert "srcdoc" not in text
    assert not [line for line in text.splitlines() if "/home/" in line or "/work/" in line or "/tmp/" in line]


@pytest.mark.filterwarnings("ignore")
def test_nbconvert_carries_the_viewer_into_a_page(tmp_path: Path) -> None:
    from nbconvert import HTMLExporter

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("graph.view()")])
    from kgraph.api import View
    from kgraph.query.viewed import Viewed

    shown = View(Viewed([], [], {}), {})._repr_mimebundle_()
    notebook.cells[0].outputs = [nbformat.v4.new_output("display_data", data=shown)]
    assert "srcdoc=" in HTMLExporter().from_notebook_node(notebook)[0]
