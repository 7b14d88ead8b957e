"""Run the notebooks and keep their outputs small: ``python notebooks/run.py``.

The page of a view is left out of what is kept, since a code host does not run it; the still picture stays.
"""

import re
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
NOTEBOOKS = sorted(HERE.glob("*.ipynb"))


def run(path: Path) -> Any:
    """Execute a notebook from its first cell to its last, and return it with its outputs."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": path.parent}})
    client.execute()
    return notebook


def slim(notebook: Any) -> Any:
    """Drop pages, folders of this machine and times from the outputs."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "srcdoc" in data.get("text/html", ""):
                del data["text/html"]
            for kind, value in data.items():
                if isinstance(value, str) and kind != "image/png":
                    data[kind] = re.sub(r"/\S*/store\b", "store", value)
    return notebook


if __name__ == "__main__":
    for path in NOTEBOOKS:
        nbformat.write(slim(run(path)), path)
        print(path.name, f"{path.stat().st_size / 1000:.0f} kB")  # noqa: T201
