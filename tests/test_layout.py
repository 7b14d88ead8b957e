"""The rules of the house that a machine can hold."""

import ast
import re
from pathlib import Path

import pytest

import kgraph

PACKAGE = Path(kgraph.__file__).parent
ORDER = """
    _version errors records weighing turtle ontology terms read annotate extract resolve graph store consolidate query
    view engines report building sharding watching rebuilding display frames api serve notebook cli __main__
""".split()
DOORS = {
    "click": {"cli"},
    "jinja2": {"serve"},
    "pyoxigraph": {"store", "turtle"},
    "pyvis": {"view"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
}
FILES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.append(node.module or "")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_module_imports_what_comes_after_it(path: Path) -> None:
    if room(path) in {"models", "ontologies"}:
        return
    for name in imports(path):
        if name.startswith("kgraph.") and name != "kgraph._version":
            assert ORDER.index(name.split(".")[1]) <= ORDER.index(room(path)), f"{path} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_library_has_its_door(path: Path) -> None:
    for name in imports(path):
        doors = DOORS.get(name.split(".")[0])
        assert doors is None or room(path) in doors, f"{path} imports {name}"


def test_extractors_never_import_one_another() -> None:
    extractors = {"attributions", "bonds", "events", "offices"}
    for path in (PACKAGE / "extract").glob("*.py"):
        if path.stem in extractors:
            names = {n.removeprefix("kgraph.extract.") for n in imports(path) if n.startswith("kgraph.extract.")}
            assert not names & extractors


def test_no_module_outgrows_the_house() -> None:
    long = {str(p): n for p in FILES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert not long


def test_no_room_is_a_lumber_room() -> None:
    assert not [p for p in FILES if re.search(r"util|helper|manager|misc", p.stem)]


def test_public_names_are_sorted_and_there() -> None:
    assert kgraph.__all__ == sorted(kgraph.__all__)
    assert all(getattr(kgraph, name) is not None for name in kgraph.__all__)
