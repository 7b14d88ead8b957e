"""The adapters for Ray and Spark in docs/scale.md work, where these are installed."""

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from kgraph.sharding import load_shards, make_shards
from kgraph.store import open_store

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "corpus" / "briefs.jsonl"
INSTALLED = {
    "ray": find_spec("ray") is not None,
    "pyspark": find_spec("pyspark") is not None and shutil.which("java") is not None,
}


def adapter(engine: str) -> str:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "scale.md").read_text(encoding="utf-8"), re.DOTALL)
    (found,) = (block for block in blocks if f"import {engine}" in block or f"from {engine}" in block)
    return found


@pytest.mark.parametrize("engine", sorted(INSTALLED))
def test_an_adapter_is_ten_lines(engine: str) -> None:
    lines = [line for line in adapter(engine).splitlines() if line and "import" not in line]
    assert len(lines) <= 10
    compile(adapter(engine), engine, "exec")


@pytest.mark.slow
@pytest.mark.parametrize("engine", sorted(INSTALLED))
def test_an_adapter_makes_the_shards_that_we_make(engine: str, tmp_path: Path) -> None:
    if not INSTALLED[engine]:
        pytest.skip(f"{engine} is not installed (Spark needs Java, too)")
    code = adapter(engine).replace("s3://bucket/shards", str(tmp_path / "theirs"))
    code = re.sub(r"s3://bucket/news[\w./-]*", str(ARTICLES), code)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    make_shards([ARTICLES], str(tmp_path / "ours"))
    dumps = []
    for name in ("ours", "theirs"):
        with open_store(None, read_only=False) as home:
            load_shards([str(tmp_path / name)], home)
            dumps.append(sorted(b"".join(home.dump()).splitlines()))
    assert dumps[0] == dumps[1]
