"""A built wheel holds everything that it needs and works far from the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = """
import kgraph, sys
assert kgraph.__file__.startswith(sys.argv[1]), kgraph.__file__
open("border.txt", "w").write("Foreign minister Ilsa Brandvold said on Monday that Germany must open the border.")
graph = kgraph.build(["border.txt"], "store")
print(graph.statements()[["speaker", "about"]].values.tolist())
"""


@pytest.mark.slow
def test_a_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--quiet",
        "-w",
        str(tmp_path),
        ".",
    ]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("kgraph-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    assert "kgraph/py.typed" in names
    assert {"kgraph/ontologies/geopolitics.ttl", "kgraph/ontologies/actors/states.ttl"} <= set(names)
    assert {"kgraph/serve/templates/home.html", "kgraph/serve/static/yasgui/yasgui.min.js"} <= set(names)
    assert not [n for n in names if n.startswith(("tests", "corpus", "training"))]
    run = [sys.executable, "-c", f"import sys; sys.path.insert(0, sys.argv[1])\n{CODE}", str(tmp_path / "site")]
    done = subprocess.run(run, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Brandvold" in done.stdout
    assert "Germany" in done.stdout
