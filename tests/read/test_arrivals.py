"""Files that come into folders, real ones, written as programs write them."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.read import arrivals as module
from kgraph.read.arrivals import arrivals


class Watched:
    """Watches folders in a thread, and gathers the bursts that come."""

    def __init__(self, *folders: Path, polling: bool, settled: float = 0.6) -> None:
        self.bursts: list[list[str]] = []
        self.notices: list[str] = []
        self.quiet = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=([str(folder) for folder in folders], polling, settled))
        self._thread.start()

    def _run(self, folders: list[str], polling: bool, settled: float) -> None:
        found = arrivals(folders, stop=self._stop.is_set, polling=polling, settled=settled, notice=self.notices.append)
        for burst in found:
            if burst:
                self.bursts.append(burst)
            else:
                self.quiet += 1

    def wait(self, number: int) -> list[str]:
        """Wait for so many files."""
        until = time.monotonic() + 60
        while sum(map(len, self.bursts)) < number and time.monotonic() < until:
            time.sleep(0.05)
        return [path for burst in self.bursts for path in burst]

    def be_quiet(self, times: int = 4) -> None:
        """Wait until nothing has come several times in a row."""
        before, until = self.quiet, time.monotonic() + 60
        while self.quiet < before + times and time.monotonic() < until:
            time.sleep(0.05)

    def end(self) -> None:
        self._stop.set()
        self._thread.join(60)


@pytest.fixture(params=[False, True], ids=["told", "polling"])
def watched(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Watched]:
    (tmp_path / "there.txt").write_text("There.")
    found = Watched(tmp_path, polling=request.param)
    yield found
    found.end()


def test_what_is_there_comes_first_and_then_what_arrives_each_once(watched: Watched, tmp_path: Path) -> None:
    assert watched.wait(1) == [str(tmp_path / "there.txt")]
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "new.html").write_text("<p>New")
    (tmp_path / "picture.jpg").write_text("no article")
    (tmp_path / ".hidden.txt").write_text("hidden")
    assert watched.wait(2)[1:] == [str(tmp_path / "deep" / "new.html")]
    watched.be_quiet()
    assert len(watched.wait(2)) == 2
    assert watched.notices == []


def test_a_file_that_is_being_written_is_waited_for(watched: Watched, tmp_path: Path) -> None:
    watched.wait(1)
    with (tmp_path / "slow.txt").open("w") as file:
        for _ in range(12):
            file.write("Some words. ")
            file.flush()
            os.fsync(file.fileno())
            time.sleep(0.2)
            assert len(watched.wait(0)) == 1
    assert watched.wait(2)[1:] == [str(tmp_path / "slow.txt")]
    (tmp_path / "b.part").write_text("Renamed into place.")
    (tmp_path / "b.part").rename(tmp_path / "b.txt")
    assert watched.wait(3)[2:] == [str(tmp_path / "b.txt")]


def test_a_file_that_changes_comes_again_and_one_that_goes_does_not(watched: Watched, tmp_path: Path) -> None:
    watched.wait(1)
    (tmp_path / "there.txt").write_text("There, and more.")
    assert watched.wait(2)[1:] == [str(tmp_path / "there.txt")]
    (tmp_path / "there.txt").unlink()
    watched.be_quiet()
    assert len(watched.wait(2)) == 2


def test_a_folder_that_is_moved_in_brings_its_files(watched: Watched, tmp_path: Path) -> None:
    watched.wait(1)
    other = tmp_path.parent / f"{tmp_path.name}-other"
    other.mkdir()
    (other / "moved.txt").write_text("Moved.")
    other.rename(tmp_path / "moved")
    assert watched.wait(2)[1:] == [str(tmp_path / "moved" / "moved.txt")]


def test_names_are_below_the_folder_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    watched = Watched(Path("in"), polling=False)
    watched.be_quiet(2)
    (tmp_path / "in" / "a.txt").write_text("A.")
    assert watched.wait(1) == [os.path.join("in", "a.txt")]
    watched.end()


def test_without_the_library_the_folders_are_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    monkeypatch.setattr(module, "TICK", 0.1)
    watched = Watched(tmp_path, polling=False)
    watched.be_quiet(2)
    (tmp_path / "a.txt").write_text("A.")
    assert watched.wait(1) == [str(tmp_path / "a.txt")]
    watched.end()
    assert "pip install 'kgraph[watch]'" in watched.notices[0]
