"""The store at a million triples of kgraph's own shape: loading, reopening, saved questions, words, memory.

    python benchmarks/store.py [--triples N] [--rounds N] [--rdflib N]

The corpus is built once (build/store/corpus) and copied until there are so many triples. Each copy has other articles,
statements and days; of its persons and groups some are new, its states and bodies are the same; a quarter of the longer
words are spelt otherwise, so that a word does not stand in every article; a tenth of the statements is tied to those of
other copies. So a million triples are some 700 articles with 10,000 statements.

Side by side, each in a process of its own, in turn, round by round, medians:

- loading N-Quads into an empty folder: kgraph's (whole or not at all, sealed for readers) and pyoxigraph's bulk load;
  the index of words is timed by itself;
- each saved question with the names as a user gives them, beside pyoxigraph in two ways: "same" sends it every query
  that kgraph sent for the answer (which actors the names mean, which statements are of these days, the question), and
  where words are looked for, finds them by REGEX in the same query, as it has no index of words; "last" sends it the
  last query alone, with all that found out already; by the clock, and by the processor's time;
- the same questions on rdflib's store in memory, at the size that --rdflib says, as it takes minutes to fill, beside
  kgraph's on disk at that same size, by the processor's time. What takes rdflib longer than
  ten seconds is stopped, and counts as ten.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import hashlib
import json
import random
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
BUILD = HERE.parents[1] / "build" / "store"
PATIENCE = 10
"""Seconds that rdflib gets for a question."""

QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("who-said-about", {"about": "Norland", "since": "2024-03-01", "until": "2024-03-31"}),
    ("top-speakers-of-a-month", {"month": "2024-03"}),
    ("top-speakers", {"since": "2024-03-01", "until": "2024-03-31"}),
    ("who-said-about", {"about": "Norland"}),
    ("top-speakers", {}),
    ("top-targets", {}),
    ("top-targets", {"since": "2024-03-01", "until": "2024-03-31"}),
    ("said-by", {"speaker": "Otto Hallgrim"}),
    ("said-by", {"speaker": "Otto Hallgrim", "about": "Norland"}),
    ("stance-over-time", {"speaker": "Otto Hallgrim", "about": "Norland"}),
    ("state-about-state", {"state": "Norland", "about": "Varania"}),
    ("speaks-for", {"actor": "Norland"}),
    ("accusations-and-denials", {"one": "Norland", "other": "Varania"}),
    ("anonymous-sources", {}),
    ("anonymous-sources", {"about": "Norland"}),
    ("one-outlet-only", {}),
    ("one-outlet-only", {"about": "Norland"}),
    ("reported-once", {"about": "Norland"}),
    ("reported-once", {}),
    ("misquotations", {}),
    ("most-repeated", {}),
    ("present-together", {"actor": "Norland"}),
    ("offices-held", {}),
    ("offices-held", {"body": "Norland", "day": "2024-03-31"}),
    ("events-between", {}),
    ("events-between", {"source": "Norland"}),
    ("provenance", {}),
    ("neighbours", {"actor": "Norland"}),
    ("outlets-on-actor", {"about": "Norland"}),
    ("outlets-on-words", {"words": "pipeline"}),
    ("words-said", {"words": "pipeline"}),
    ("shortest-chain", {"source": "Otto Hallgrim", "target": "Ilsa Brandvold"}),
]


# ---------------------------------------------------------------- the data


def corpus() -> Path:
    """The store of corpus/, built once."""
    folder = BUILD / "corpus"
    if not folder.exists():
        root = HERE.parents[1]
        command = [sys.executable, "-m", "kgraph", "build", str(root / "corpus"), "--store", str(folder)]
        subprocess.run([*command, "--actors", str(root / "corpus" / "actors.ttl")], check=True)
    return folder


def multiplied(size: int) -> Path:
    """N-Quads of so many triples, made once."""
    path = BUILD / f"{size}.nq"
    if path.exists():
        return path
    from kgraph.store import open_store

    with open_store(corpus()) as store:
        text = b"".join(store.dump()).decode()
    copies = -(-size // text.count("\n"))
    with path.with_suffix(".part").open("w", encoding="utf-8") as file:
        seen: set[str] = set()
        for number in range(copies):
            for line in copied(text, number):
                if "/graph/actors> ." in line or "/graph/people> ." in line:
                    if line in seen:
                        continue
                    seen.add(line)
                file.write(line + "\n")
            file.writelines(tied(text, number))
    path.with_suffix(".part").rename(path)
    return path


def copied(text: str, number: int) -> Iterator[str]:
    """One copy of the corpus' graph: other ids, days, some other people, some other words."""
    ids = dict.fromkeys(re.findall(r"graph/article/([0-9a-f]{32})", text))
    for one in ids:
        text = text.replace(one, new_id(one, number))
    days, code = timedelta(days=11 * (number % 60)), "".join(chr(97 + int(digit)) for digit in str(number % 50))

    def later(found: re.Match[str]) -> str:
        try:
            return f'"{(date.fromisoformat(found[1]) + days).isoformat()}"^^'
        except ValueError:
            return found[0]

    def month(found: re.Match[str]) -> str:
        return f'"{(date.fromisoformat(found[1] + "-15") + days).isoformat()[:7]}"^^'

    people = rf"(actor/(?:person|group)/[a-z][^>]*?[{'aeg'[number % 3]}])>"
    for line in text.splitlines():
        line = re.sub(r'"(\d{4}-\d\d-\d\d)"\^\^', later, line)
        line = re.sub(r'"(\d{4}-\d\d)"\^\^', month, line)
        if number:
            line = re.sub(people, rf"\1-{code}>", line)
            subject, _, rest = line.partition(" ")
            if re.search(rf"actor/(?:person|group)/.*-{code}>", subject) and "Label>" in line[:200]:
                rest = re.sub(r'"(.*)"', rf'"\1 {code}"', rest)
            elif "ontology#content>" in rest or "ontology#text>" in rest or "oa#exact>" in rest:
                link, _, words = rest.partition(" ")
                words, end = words[: words.rindex('"')], words[words.rindex('"') :]
                words = re.sub(r"(?<!\\)\b[a-z]{5,}\b", lambda found: respelt(found[0], code), words)
                rest = f"{link} {words}{end}"
            line = f"{subject} {rest}"
        yield line


def tied(text: str, number: int) -> Iterator[str]:
    """Ties to the first of four copies: a tenth of the statements, and a fifth of these in other words."""
    first, base = number - number % 4, "https://w3id.org/kgraph/"
    for article, places in dict.fromkeys(re.findall(r"resource/statement/([0-9a-f]{32})/([0-9-]+)>", text)):
        share = hashlib.md5((article + places).encode()).digest()[0]
        for link in ("sameStatementAs", "otherWordingOf")[: 0 if share >= 25 else 2 if share < 5 else 1]:
            if number != first:
                ours, hub = (f"<{base}resource/statement/{new_id(article, n)}/{places}>" for n in (number, first))
                yield f"{ours} <{base}ontology#{link}> {hub} <{base}resource/graph/same> .\n"


def new_id(article: str, number: int) -> str:
    return hashlib.md5(f"{article}{number}".encode()).hexdigest() if number else article


def respelt(word: str, code: str) -> str:
    """A quarter of the words is another one in each copy."""
    return word + code if hashlib.md5((word + code).encode()).digest()[0] < 64 else word


# ---------------------------------------------------------------- what is timed, each in a process of its own


def load_kgraph(data: Path, folder: Path) -> dict[str, Any]:
    from kgraph.store import open_store

    content = data.read_bytes()
    began = time.perf_counter()
    store = open_store(folder, create=True, read_only=False)
    number = store.load(content)
    loaded = time.perf_counter() - began
    store.words.catch_up(store)  # type: ignore[attr-defined]
    indexed = time.perf_counter() - began - loaded
    store.close()
    return {"quads": number, "load": time.perf_counter() - began - indexed, "words": indexed}


def load_bare(data: Path, folder: Path) -> dict[str, Any]:
    import pyoxigraph as ox

    content = data.read_bytes()
    began = time.perf_counter()
    store = ox.Store(str(folder))
    store.bulk_load(content, format=ox.RdfFormat.N_QUADS)
    store.flush()
    return {"load": time.perf_counter() - began}


def reopen(folder: Path) -> dict[str, Any]:
    from kgraph.store import open_store

    began = time.perf_counter()
    with open_store(folder) as store:
        opened = time.perf_counter() - began
        store.query("ASK { ?s a kg:Statement }")
    reading = time.perf_counter() - began
    began = time.perf_counter()
    open_store(folder, read_only=False).close()
    return {"open": opened, "first answer": reading, "writer": time.perf_counter() - began}


def ask_all(folder: Path, rounds: int) -> dict[str, Any]:
    """Each question, ours and bare, in turn."""
    import pyoxigraph as ox

    from kgraph.query import run_question
    from kgraph.store import open_store
    from kgraph.store.embedded import EmbeddedStore

    found: dict[str, Any] = {}
    with open_store(folder) as store:
        assert isinstance(store, EmbeddedStore)
        bare: ox.Store = store._quads  # the same open database: two would not share their caches
        (some,) = store.select("SELECT ?s { ?s a kg:Statement ; kg:speaker ?x ; kg:about ?y } LIMIT 1").rows[0]
        for name, params in QUESTIONS:
            params = {"statement": str(some)} if name == "provenance" else params
            rows, texts = sent(store, name, params)
            several = [partial(run_question, store, name, **params)]
            if name != "shortest-chain":  # many queries and a search between them
                several += [partial(plainly, bare, by_regex(texts, params)), partial(plainly, bare, texts[-1:])]
            times = [*side_by_side(several, rounds), None, None]
            found[key(name, params)] = {"rows": rows, "ours": times[0], "same": times[1], "last": times[2]}
        began = time.perf_counter()
        hits = store.find_words("pipeline", kinds=["statement"])
        first = time.perf_counter() - began
        words, regex = side_by_side(
            [
                lambda: store.find_words("pipeline", kinds=["statement"]),
                lambda: store.select('SELECT ?s { ?s kg:content ?c FILTER REGEX(?c, "\\\\bpipeline\\\\b", "i") }'),
            ],
            rounds,
        )
        found["words"] = {"hits": len(hits), "first": first, "index": words, "regex": regex}
    return found


def sent(store: Any, name: str, params: dict[str, Any]) -> tuple[int, list[str]]:
    """Ask a question, and tell how many rows it has and every query that the store was asked for it."""
    from kgraph.query import run_question

    texts: list[str] = []
    kept = store.query_text

    def noted(sparql: str, **options: Any) -> Any:
        texts.append(sparql)
        return kept(sparql, **options)

    store.query_text = noted
    rows = len(run_question(store, name, **params).rows)
    del store.query_text
    return rows, texts


def by_regex(texts: list[str], params: dict[str, Any]) -> list[str]:
    """The queries, where words are looked for with these found by REGEX in place of the index's finds."""
    if "words" not in params:
        return texts
    pattern = f'?statement kg:content ?words_in FILTER REGEX(?words_in, "\\\\b{params["words"]}\\\\b", "i")'
    last, number = re.subn(r"VALUES \?statement \{[^{}]*\}", lambda _: pattern, texts[-1])
    assert number == 1, texts[-1]
    return [*texts[:-1], last]


def plainly(bare: Any, texts: list[str]) -> None:
    """Send queries to pyoxigraph itself, and read their answers."""
    from kgraph.ontology import PREFIXES

    for sparql in texts:
        for _ in bare.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True):
            pass


def ask_rdflib(data: Path, folder: Path) -> dict[str, Any]:
    """Fill rdflib's store in memory from the same file, and ask it the same SPARQL."""
    from rdflib import Dataset

    from kgraph.ontology import PREFIXES
    from kgraph.query import run_question
    from kgraph.store import open_store

    began = time.perf_counter()
    dataset = Dataset(default_union=True)
    dataset.parse(data, format="nquads")
    found: dict[str, Any] = {"load": time.perf_counter() - began}
    signal.signal(signal.SIGPROF, too_long)
    with open_store(folder) as store:
        (some,) = store.select("SELECT ?s { ?s a kg:Statement ; kg:speaker ?x ; kg:about ?y } LIMIT 1").rows[0]
        for name, params in QUESTIONS:
            params = {"statement": str(some)} if name == "provenance" else params
            _, texts = sent(store, name, params)
            (mine,) = side_by_side([partial(run_question, store, name, **params)], 3)
            if name == "shortest-chain":
                continue
            signal.setitimer(signal.ITIMER_PROF, PATIENCE)
            began = time.process_time()
            try:
                list(dataset.query(texts[-1], initNs=PREFIXES))
                taken: float | None = time.process_time() - began
            except TimeoutError:
                taken = None
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            found[key(name, params)] = {"ours": mine, "rdflib": taken}
    return found


def too_long(*_: Any) -> None:
    raise TimeoutError


def side_by_side(several: list[Callable[[], Any]], rounds: int) -> list[tuple[float, float]]:
    """Of each the median seconds by the clock and the least of the processor, in turn, after one round.

    A query runs in one thread, so where the machine is busy the processor's seconds tell more.
    """
    times: list[list[tuple[float, float]]] = [[] for _ in several]
    for number in range(rounds + 1):
        order = list(enumerate(several))
        random.Random(number).shuffle(order)
        for at, one in order:
            began, busy = time.perf_counter(), time.process_time()
            one()
            if number:
                times[at].append((time.perf_counter() - began, time.process_time() - busy))
    return [(statistics.median(one[0] for one in each), min(one[1] for one in each)) for each in times]


def key(name: str, params: dict[str, Any]) -> str:
    shown = {one: value for one, value in params.items() if one != "statement"}
    return name + "".join(f" {one}={value}" for one, value in shown.items())


# ---------------------------------------------------------------- running


def apart(function: str, *arguments: Any) -> dict[str, Any]:
    """Run one of the functions above in a process of its own; its most memory stands with what it found."""
    command = [sys.executable, str(HERE), "--run", function, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run(function: str, *arguments: str) -> None:
    given = [int(one) if one.isdigit() else Path(one) for one in arguments]
    found = globals()[function](*given)
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


def loaded(data: Path, rounds: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    ours, bare = [], []
    folder, other = data.with_suffix(".kgraph"), data.with_suffix(".bare")
    for _ in range(rounds):
        for place, several, function in ((other, bare, "load_bare"), (folder, ours, "load_kgraph")):
            shutil.rmtree(place, ignore_errors=True)
            several.append(apart(function, data, place))
    shutil.rmtree(other)
    return ours, bare


def main() -> None:
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rdflib", type=int, default=100_000, help="triples for rdflib; 0 leaves it out")
    parser.add_argument("--reuse", action="store_true", help="ask the store of the last run, and load nothing")
    parser.add_argument("--run", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        run(*options.run)
        return
    BUILD.mkdir(parents=True, exist_ok=True)
    data = multiplied(options.triples)
    folder = data.with_suffix(".kgraph")
    if not options.reuse:
        ours, bare = loaded(data, max(1, options.rounds // 2))
        told_load(data, ours, bare, [apart("reopen", folder) for _ in range(options.rounds)])
    told_questions(apart("ask_all", folder, options.rounds))
    if options.rdflib:
        small = multiplied(options.rdflib)
        loaded(small, 1)
        told_rdflib(options.rdflib, apart("ask_rdflib", small, small.with_suffix(".kgraph")))


def told_load(data: Path, ours: list[Any], bare: list[Any], opened: list[Any]) -> None:
    mine, theirs = (statistics.median(one["load"] for one in several) for several in (ours, bare))
    words = statistics.median(one["words"] for one in ours)
    print(f"{ours[0]['quads']:,} quads, {data.stat().st_size / 1e6:.0f} MB of N-Quads")
    print(f"load: kgraph {mine:.1f} s, pyoxigraph {theirs:.1f} s: {theirs / mine:.2f} of its speed;", end=" ")
    print(f"index of words {words:.1f} s more; memory with the file in it", end=" ")
    print(f"{max(one['memory'] for one in ours):.0f} MB, pyoxigraph {max(one['memory'] for one in bare):.0f} MB")
    for name in ("open", "first answer", "writer"):
        print(f"reopen, {name}: {1000 * statistics.median(one[name] for one in opened):.0f} ms")


def told_questions(found: dict[str, Any]) -> None:
    memory, words = found.pop("memory"), found.pop("words")
    print(
        f"\n{'question: median by the clock, least of the processor':62} {'rows':>6} {'kgraph':>18}"
        f" {'bare, same':>25} {'bare, last':>25}"
    )
    for name, one in found.items():
        ours, bare = one["ours"], [one[way] for way in ("same", "last") if one[way]]
        ratios = " ".join(f"{shown(each)} {ours[1] / each[1]:6.2f}" for each in bare)
        print(f"{name:62} {one['rows']:6} {shown(ours)} {ratios}")
    print(f"words: {shown(words['index'])} ({1000 * words['first']:.0f} ms the first time),", end=" ")
    print(f"REGEX {shown(words['regex'])}; memory of all questions {memory:.0f} MB")


def shown(times: tuple[float, float]) -> str:
    return f"{1000 * times[0]:7.1f} {1000 * times[1]:7.1f} ms"


def told_rdflib(size: int, found: dict[str, Any]) -> None:
    memory, load = found.pop("memory"), found.pop("load")
    print(f"\nbeside rdflib in memory at {size:,} triples: it loads {load:.1f} s, {memory:.0f} MB")
    for name, one in found.items():
        taken = PATIENCE if one["rdflib"] is None else one["rdflib"]
        more = ">" if one["rdflib"] is None else ""
        print(f"{name:62} {shown(one['ours'])} {more}{1000 * taken:8.0f} ms {more}{taken / one['ours'][1]:7.0f} x")


if __name__ == "__main__":
    main()
