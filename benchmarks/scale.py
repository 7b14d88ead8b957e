"""A large build: 100,000 articles through `kgraph build` into a store on disk; does its cost stay flat?

    python benchmarks/scale.py make --articles 100000 --words 40 -o FOLDER/articles.jsonl
    python benchmarks/scale.py build FOLDER/articles.jsonl --store FOLDER/store [--stand-in] [--jobs N] [--log FILE]
    python benchmarks/scale.py consolidate --store FOLDER/store

`make` writes articles that were never printed: each joins sentences of several real ones (the texts of corpus/, and
Wikinews and PolNeAR where KGRAPH_SHARED, default ../shared, has them), a paragraph each; its names are exchanged for
others, states for other states, years and the day for others. What is exchanged is drawn with a long tail, as names in
news are: two in five articles keep the names they had, others share invented ones with many articles or with none. Each
tenth article is a near-copy of one of the 500 before it, as from a wire. All draws depend on the article's number and
nothing else, so the first thousand and the last are alike but for what the store holds already.

`build` runs the real command in a process of its own and prints, for each thousand articles or more: seconds of the
processor an article (all processes of the build), seconds on the clock, memory of all its processes together (the sum
of what is resident, so that shared pages count twice), and the size of the store. What comes after the last thousand
is the consolidation. It resumes, as the build does. With `--stand-in` the network is asked once for each sentence and
remembered (in build/scale), so that everything but the encoder is real and a hundred thousand articles are built in
minutes, from the second run on; texts, tokens, extraction and graph are as they always are.

`consolidate` runs the four steps at the end of a build on a store that is there, and prints the time and the memory of
each; with `--anew` as after a first build.
"""

# ruff: noqa: E402  (the threads are set before numpy is loaded)
from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse
import atexit
import gzip
import json
import pickle
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("KGRAPH_SHARED", "../shared"))
LEAST, MOST = 10, 45
"""Words of a sentence that is taken."""
COPIES, BEFORE = 10, 500
"""Each so-manieth article is a near-copy of one of so many before it."""
FIRST, DAYS = date(2015, 1, 1), 3650
OUTLETS = [
    f"{town} {paper}"
    for town in "Halvik Zelgrad Port-Miro Sarn Lesny Argyle".split()
    for paper in "Courier Tribune Observer Post Herald Wire Gazette Times".split()
]
REMEMBERED = ROOT / "build" / "scale" / "network.pickle"
"""What the network said of each sentence, for the stand-in; a first run fills it, and is slower."""
EACH = 1000
"""Articles between two lines of the log."""


# ---------------------------------------------------------------- the articles


def sources() -> Iterator[tuple[str, str]]:
    """Title and text of every article that is at hand."""
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        title, _, text = path.read_text(encoding="utf-8").partition("\n")
        yield title, text
    data = SHARED / "data"
    for name in ("news/wikinews_2019_2020", "polnear/train", "polnear/dev"):
        path = data / f"{name}.jsonl.gz"
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
                for line in lines:
                    row = json.loads(line)
                    yield row["title"], row["text"]


class Mint:
    """What articles are made of: sentences, headlines, and the words that are names."""

    def __init__(self) -> None:
        found = list(sources())
        self.titles = sorted({title for title, _ in found if 4 <= len(title.split()) <= 14})
        pieces = (" ".join(one.split()) for _, text in found for one in re.split(r"\n\s*\n", text))
        cut = (one for piece in pieces for one in re.split(r"(?<=[.!?])\s+(?=[A-Z])", piece))
        self.sentences = sorted({one for one in cut if LEAST <= len(one.split()) <= MOST and one[-1] in '.!?”"’'})
        everything = " ".join(self.sentences)
        small = set(re.findall(r"\b[a-z]{3,}\b", everything))
        begins = set(re.findall(r"(?:[.!?]|^)[”\"’]? ([A-Z][a-z]{2,})", everything))
        inside = set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b", everything))
        known = set(
            "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
            "August September October November December President Minister Prime Foreign State Secretary".split()
        )
        self.lands = lands()
        self.names = {one for one in inside - (begins & small) if one.lower() not in small} - known - set(self.lands)

    def article(self, number: int, words: int) -> dict[str, str]:
        """The article of a number, the same each time."""
        draw = random.Random(number)
        if number % COPIES == COPIES - 1 and number >= BEFORE:
            first = draw.randrange(number - BEFORE, number)
            row = self.article(first - (first % COPIES == COPIES - 1), words)
            head, *rest = row["text"].split("\n\n")
            day = date.fromisoformat(row["date"]) + timedelta(days=draw.randrange(2))
            return {
                **row,
                "text": "\n\n".join([*rest, head] if len(rest) else [head, "More follows."]),
                "date": day.isoformat(),
                "publisher": draw.choice(OUTLETS),
            }
        day = FIRST + timedelta(days=draw.randrange(DAYS))
        variant = 0 if draw.random() < 0.4 else min(int(1 / (1 - draw.random())), 100_000)
        years = day.year - 2018
        text, length = [], 0
        while length < words:
            text.append(draw.choice(self.sentences))
            length += len(text[-1].split())
        title = draw.choice(self.titles)
        made = [self.renamed(one, variant, years) for one in (title, *text)]
        return {
            "title": made[0],
            "text": "\n\n".join(made[1:]),
            "date": day.isoformat(),
            "publisher": draw.choice(OUTLETS),
        }

    def renamed(self, text: str, variant: int, years: int) -> str:
        """A text with other names and years; of the first variant with its own names."""
        text = re.sub(r"\b(?:19[5-9]|20[012])\d\b", lambda found: str(int(found[0]) + years), text)
        if not variant:
            return text
        return re.sub(r"\b[A-Z][a-z]{2,}\b", lambda found: self.other(found[0], variant), text)

    def other(self, word: str, variant: int) -> str:
        """What a word becomes in a variant."""
        if word in self.lands:
            row, column = self.lands[word]
            return states()[(row + variant) % len(states())][column]
        return invented(word, variant) if word in self.names else word


@cache
def states() -> list[tuple[str, str]]:
    """Names of one word of states, and of who is from there, as the register has them."""
    text = (ROOT / "ontologies" / "actors" / "states.ttl").read_text(encoding="utf-8")
    found = []
    for block in text.split("\n\n"):
        name, people = re.search(r'prefLabel "([A-Z][a-z]+)"', block), re.search(r'demonym "([A-Z][a-z]+)"', block)
        if name and people:
            found.append((name[1], people[1]))
    return found


def lands() -> dict[str, tuple[int, int]]:
    return {word: (row, column) for row, pair in enumerate(states()) for column, word in enumerate(pair)}


@lru_cache(maxsize=100_000)
def invented(word: str, variant: int) -> str:
    """A name that nobody has, the same for the same word and variant."""
    draw = random.Random(f"{word} {variant}")
    parts = draw.randrange(2, 4)
    new = "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(parts))
    return (new + draw.choice(["n", "r", "s", "k", "v", "nd", "rt", ""])).capitalize()


def make(path: Path, number: int, words: int) -> None:
    mint = Mint()
    print(f"{len(mint.sentences)} sentences, {len(mint.titles)} headlines, {len(mint.names)} words of names")
    path.parent.mkdir(parents=True, exist_ok=True)
    total = 0
    with path.open("w", encoding="utf-8") as file:
        for one in range(number):
            row = mint.article(one, words)
            total += len(row["text"].split())
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{number} articles of {total / number:.1f} words, {path.stat().st_size / 1e6:.0f} MB, in {path}")


# ---------------------------------------------------------------- the build, watched from outside


def watched(command: list[str], store: Path, log: Any) -> int:
    """Run a build and print a line for each thousand articles."""

    def tell(line: str) -> None:
        print(line, file=log, flush=True)

    process = psutil.Popen(command, stderr=subprocess.PIPE, text=True)
    began = clock = time.monotonic()
    spent, done = 0.0, 0
    peak = 0
    tell("articles  CPU-ms/article  clock-ms/article  memory MB  most MB  store MB  KB/article")
    for line in process.stderr:
        peak = max(peak, memory(process))
        found = re.match(r"([\d,]+) articles so far", line)
        if not found:
            tell(line.rstrip())
            continue
        number = int(found[1].replace(",", ""))
        if number - done >= EACH:
            now, total = time.monotonic(), processor(process)
            many, size = number - done, folder_size(store)
            tell(
                f"{number:8}  {1000 * (total - spent) / many:14.1f}  {1000 * (now - clock) / many:16.1f}  "
                f"{memory(process) / 1e6:9.0f}  {peak / 1e6:7.0f}  {size / 1e6:8.1f}  {size / 1e3 / number:10.2f}"
            )
            clock, spent, done = now, total, number
    code = process.wait()
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    tell(
        f"ended with {code} after {time.monotonic() - began:.0f} s, processor {use.ru_utime + use.ru_stime:.0f} s; "
        f"after the last line {time.monotonic() - clock:.0f} s; store {folder_size(store) / 1e6:.1f} MB; "
        f"most resident of one process {use.ru_maxrss / 1e3:.0f} MB"
    )
    return code


def family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def memory(process: psutil.Process) -> int:
    total = 0
    for one in family(process):
        with suppress(psutil.NoSuchProcess):
            total += one.memory_info().rss
    return total


def processor(process: psutil.Process) -> float:
    """Seconds of the processor of a process, its children, and those that have ended."""
    total = 0.0
    for one in family(process):
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def folder_size(folder: Path) -> int:
    """Bytes on disk; a file with several names counts once."""
    seen: dict[int, int] = {}
    for place, _, files in os.walk(folder):
        for name in files:
            try:
                state = os.stat(os.path.join(place, name))
                seen[state.st_ino] = state.st_blocks * 512
            except OSError:
                pass
    return sum(seen.values())


# ---------------------------------------------------------------- a network that remembers


def stand_in() -> None:
    """Ask the network once for each sentence, by its words without names, and remember what it said."""
    import numpy as np

    from kgraph.annotate import components
    from kgraph.annotate.encoder import Layers, Words, read

    kept: dict[Any, Layers] = pickle.loads(REMEMBERED.read_bytes()) if REMEMBERED.exists() else {}
    known = len(kept)

    def save() -> None:
        if len(kept) > known:
            REMEMBERED.parent.mkdir(parents=True, exist_ok=True)
            REMEMBERED.write_bytes(pickle.dumps(kept))

    atexit.register(save)
    arrays = ("upos", "xpos", "feats", "lemmas", "starts", "deprels", "entities")

    def one(words: list[str], weights: Any) -> Layers:
        key = tuple(word if word.islower() or not word.isalpha() else "" for word in words)
        if key not in kept:
            kept[key] = read(Words(words, [(0, len(words))]), weights)
        return kept[key]

    def remembered(article: Words, weights: Any, syntax: bool = True, attributions: bool = True) -> Layers:
        whole = Layers.empty(len(article.words))
        for start, end in article.paragraphs:
            part = one(article.words[start:end], weights)
            for name in arrays:
                getattr(whole, name)[start:end] = getattr(part, name)
            whole.heads[start:end] = np.asarray(part.heads) + start
            whole.cues += [moved(cue, start) for cue in part.cues]
            whole.stances.update({start + word: chances for word, chances in part.stances.items()})
        whole.cues.sort(key=lambda cue: cue.cue)
        return whole

    def moved(cue: Any, by: int) -> Any:
        def later(pieces: Any) -> Any:
            return tuple((first + by, last + by) for first, last in pieces)

        return cue._replace(cue=later([cue.cue])[0], source=later(cue.source), content=later(cue.content))

    components.read = remembered


# ---------------------------------------------------------------- the end of a build


def consolidate(store: Path, anew: bool) -> None:
    from kgraph.consolidate import tie_statements
    from kgraph.consolidate.events import tie_events
    from kgraph.consolidate.people import join_people
    from kgraph.consolidate.stories import tie_stories
    from kgraph.ontology import EVENTS_GRAPH, PEOPLE_GRAPH, SAME_GRAPH, STORIES_GRAPH
    from kgraph.store import open_store

    with open_store(store, read_only=False) as home:
        print(f"{len(home.articles())} articles")
        for graph in (SAME_GRAPH, PEOPLE_GRAPH, STORIES_GRAPH, EVENTS_GRAPH) if anew else ():
            home.update(f"DROP SILENT GRAPH <{graph}>")
        for step in (tie_stories, join_people, tie_statements, tie_events):
            began, cpu = time.monotonic(), time.process_time()
            found = step(home)
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
            now = psutil.Process().memory_info().rss / 1e6
            print(
                f"{step.__name__:15} {time.monotonic() - began:8.1f} s, of the processor "
                f"{time.process_time() - cpu:8.1f}; memory {now:.0f} MB, most until now {most:.0f} MB; {found}",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("make")
    one.add_argument("--articles", type=int, default=100_000)
    one.add_argument("--words", type=int, default=40, help="an article has at least so many")
    one.add_argument("-o", type=Path, required=True)
    one = commands.add_parser("build")
    one.add_argument("articles", type=Path)
    one.add_argument("--store", type=Path, required=True)
    one.add_argument("--jobs", default="1")
    one.add_argument("--stand-in", action="store_true")
    one.add_argument("--log", type=Path)
    one = commands.add_parser("consolidate")
    one.add_argument("--store", type=Path, required=True)
    one.add_argument("--anew", action="store_true", help="take out first what was tied before")
    one = commands.add_parser("command", help="the command kgraph with a network that remembers")
    one.add_argument("rest", nargs=argparse.REMAINDER)
    args = parser.parse_args()
    if args.command == "make":
        make(args.o, args.articles, args.words)
    elif args.command == "consolidate":
        consolidate(args.store, args.anew)
    elif args.command == "command":
        from kgraph.cli import main as kgraph

        stand_in()
        sys.argv = ["kgraph", *args.rest]
        kgraph()
    else:
        run = [sys.executable, str(Path(__file__)), "command"] if args.stand_in else [sys.executable, "-m", "kgraph"]
        command = [*run, "build", str(args.articles), "--store", str(args.store), "--jobs", args.jobs]
        sys.exit(watched(command, args.store, args.log.open("a") if args.log else sys.stdout))


if __name__ == "__main__":
    main()
