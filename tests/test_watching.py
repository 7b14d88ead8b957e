"""``kgraph build --watch`` as a process of its own, on files that come."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kgraph.building import build
from kgraph.errors import KgraphError
from kgraph.store import open_store
from kgraph.store.sealed import Seals
from kgraph.watching import watch

WORDS = "{n}. Mirko Dravec, the spokesman of Varania's government, denied on Monday that {n} ships had been stopped."
LONG = " ".join(
    f"The {word} of Port Miro stayed closed, he told reporters." for word in "harbour quay dock pier".split()
)


def waiting(store: Path, number: int) -> set[str]:
    """What readers see, once it is so many articles."""
    until, found = time.monotonic() + 120, set[str]()
    while len(found) < number and time.monotonic() < until:
        time.sleep(0.2)
        if (store / "kgraph-store.json").exists() and Seals(store).number:
            with open_store(store) as home:
                found = home.articles()
    return found


def told(report: Path) -> dict[str, object]:
    return dict(json.loads(report.read_text())) if report.exists() else {}


def test_files_are_taken_as_they_come_and_readers_see_them(tmp_path: Path) -> None:
    folder, store, report = tmp_path / "in", tmp_path / "store", tmp_path / "report.json"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{WORDS.format(n=1)} {LONG}")
    command = [sys.executable, "-m", "kgraph", "build", str(folder), "--watch", "--store", str(store)]
    with subprocess.Popen([*command, "--report", str(report)], stderr=subprocess.PIPE, text=True) as process:
        assert len(waiting(store, 1)) == 1
        rows = [json.dumps({"text": WORDS.format(n=n)}) for n in (2, 3)]
        (folder / "b.part").write_text("\n".join([*rows, "{broken"]))
        (folder / "b.part").rename(folder / "b.jsonl")
        assert len(waiting(store, 3)) == 3
        (folder / "a.txt").write_text(f"{WORDS.format(n=1)} {LONG} The mayor confirmed it.")  # an update
        assert len(waiting(store, 4)) == 4
        assert told(report)["state"] == "running"
        assert told(report)["added"] == 4
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=120)[1]
    assert process.returncode == 3, said
    assert "b.jsonl#3" in said
    assert "4 articles added, 1 rejected" in said.splitlines()[-1]
    assert (told(report)["state"], told(report)["kinds"]) == (
        "stopped",
        {".jsonl": {"added": 2, "rejected": 1}, ".txt": {"added": 2}},
    )
    with open_store(store) as home:
        assert len(home.select("SELECT ?a { ?a kg:sameStoryAs ?b }").rows) == 1  # the update and what it updates
        watched = b"".join(home.dump())
    (folder / "before.txt").write_text(f"{WORDS.format(n=1)} {LONG}")
    (folder / "before.txt").rename(folder / "0.txt")
    build([folder], tmp_path / "whole")
    with open_store(tmp_path / "whole") as home:
        whole = b"".join(home.dump())
    here, there = (_without_documents(dump) for dump in (watched, whole))
    assert here == there


def _without_documents(dump: bytes) -> list[bytes]:
    return sorted(line for line in dump.splitlines() if b"ontology#document>" not in line)


def test_it_ends_at_once_when_told_to_while_nothing_comes(tmp_path: Path) -> None:
    began = time.monotonic()
    report = watch([tmp_path], tmp_path / "store", stop=lambda: time.monotonic() > began + 1, polling=True)
    assert (report.state, report.added) == ("stopped", 0)


def test_what_is_no_folder_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(KgraphError, match="is no folder"):
        watch([tmp_path / "none"], tmp_path / "store", stop=lambda: True)
    assert not os.path.exists(tmp_path / "store")
