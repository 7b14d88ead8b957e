"""How well the body of a page is told from its furniture in plain text, where no markup helps.

    python benchmarks/body.py                 # both halves, as they are and with noise
    python benchmarks/body.py --errors        # the lines that are wrong, of the half that may be looked at

``benchmarks/pages`` holds pages written for this in the layouts of the web, set in invented states; each line begins
with its kind: B body, T title, Y byline, D dateline, C caption, S source, R related, K comment, N navigation. Pages of
odd number may be looked at while rules are written, the others are scored only. Figures are of word tokens: body
against all else, titles left out, since both readings of them are right.
"""

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from kgraph.read.marks import find_marks

PAGES = Path(__file__).parent / "pages"
KINDS = {
    "B": "body", "T": "title", "Y": "byline", "D": "dateline", "C": "caption", "S": "source", "R": "related",
    "K": "comment", "N": "navigation",
}  # fmt: skip
_INNER = re.compile(r"\{([A-Z])\|(.*?)\}")
_WORD = re.compile(r"\w+")
Lines = list[tuple[str, str]]
"""Kind and text of each line; an empty line has the kind ""."""


class Score(NamedTuple):
    """Counts of word tokens."""

    right: int
    found: int
    wanted: int

    def __str__(self) -> str:
        p, r = self.right / max(1, self.found), self.right / max(1, self.wanted)
        return f"{100 * 2 * p * r / max(1e-9, p + r):5.1f} {100 * p:5.1f} {100 * r:5.1f}"


def load(path: Path) -> Lines:
    """Read one page."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(line[0], line[2:]) if line else ("", "") for line in lines]


def joined(lines: Lines, end: str = "\n") -> tuple[str, list[str]]:
    """Return the text and the kind of each character."""
    text, kinds = [], []
    for code, line in lines:
        at = 0
        for found in [*_INNER.finditer(line), None]:
            stop = found.start() if found else len(line)
            pieces = [(code, line[at:stop]), *([(found[1], found[2])] if found else [])]
            for kind, piece in pieces:
                text.append(piece)
                kinds += [KINDS.get(kind, "body")] * len(piece)
            at = found.end() if found else stop
        text.append(end)
        kinds += ["body"] * len(end)
    return "".join(text), kinds


def score(lines: Lines, end: str = "\n") -> Score:
    """Mark a page and count the words that are rightly body."""
    text, kinds = joined(lines, end)
    marks = find_marks(text)
    given = ["body"] * len(text)
    for mark in marks:
        given[mark.start : mark.end] = [mark.kind] * (mark.end - mark.start)
    counts = Counter[str]()
    for word in _WORD.finditer(text):
        wanted, found = kinds[word.start()], given[word.start()]
        if wanted != "title":
            counts["wanted"] += wanted == "body"
            counts["found"] += found in ("body", "title")
            counts["right"] += wanted == "body" and found in ("body", "title")
    return Score(counts["right"], counts["found"], counts["wanted"])


def _tight(lines: Lines, dice: random.Random) -> Lines:
    return [line for line in lines if line[1]]


def _loose(lines: Lines, dice: random.Random) -> Lines:
    return [one for line in lines if line[1] for one in (line, ("", ""))]


def _run_together(lines: Lines, dice: random.Random) -> Lines:
    return [(k, re.sub(r"(?<=[a-z][.,]) (?=\w)", lambda m: m[0] * (dice.random() > 0.3), t)) for k, t in lines]


def _unquoted(lines: Lines, dice: random.Random) -> Lines:
    return [(k, re.sub('["“”]', lambda m: m[0] * (dice.random() > 0.5), t)) for k, t in lines]


def _spaced(lines: Lines, dice: random.Random) -> Lines:
    return [(k, f"{' ' * dice.randrange(4)}{t}{' ' * dice.randrange(3)}" if t else t) for k, t in lines]


def _wrapped(lines: Lines, dice: random.Random) -> Lines:
    found: Lines = []
    for kind, text in lines:
        words = text.split(" ")
        while words:
            line = [words.pop(0)]
            while words and len(" ".join(line)) + len(words[0]) < 72:
                line.append(words.pop(0))
            found.append((kind, " ".join(line)))
    return [(k, t) if t else ("", "") for k, t in found]


NOISE: dict[str, Callable[[Lines, random.Random], Lines]] = {
    "as it is": lambda lines, dice: lines,
    "no empty lines": _tight,
    "empty lines between all": _loose,
    "run-together words": _run_together,
    "lost quotation marks": _unquoted,
    "spaces at the edges": _spaced,
    "wrapped at 72": _wrapped,
}


def halves() -> Iterator[tuple[str, list[Path]]]:
    """The half that may be looked at, and the half that is only scored."""
    pages = sorted(PAGES.glob("*.txt"))
    for name, rest in (("looked at", 1), ("only scored", 0)):
        yield name, [path for path in pages if int(path.name[:2]) % 2 == rest]


def total(paths: list[Path], noise: Callable[[Lines, random.Random], Lines]) -> Score:
    """Score some pages together, noise with a fixed seed."""
    scores = [score(noise(load(path), random.Random(path.name))) for path in paths]
    return Score(*(sum(column) for column in zip(*scores, strict=True)))


def _show_errors(path: Path) -> None:
    text, kinds = joined(load(path))
    marks, at = find_marks(text), 0
    for line in text.split("\n"):
        if line.strip():
            inside = [mark.kind for mark in marks if mark.start <= at + len(line) // 2 < mark.end]
            found, wanted = (inside or ["body"])[0], kinds[at + len(line) // 2]
            if (found == "body") != (wanted == "body") and "title" not in (wanted, found):
                print(f"  {path.name[:2]} {wanted:10} {found:10} {line[:110]}")
        at += len(line) + 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    for half, paths in halves():
        print(f"{half}: {len(paths)} pages")
        for name, noise in NOISE.items():
            print(f"  {name:26} F P R {total(paths, noise)}")
        if args.errors and half == "looked at":
            for path in paths:
                print(f"  {path.name:28} {score(load(path))}")
                _show_errors(path)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
