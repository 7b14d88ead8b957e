"""Small queries a second of `kgraph serve` with four clients, beside the bare `oxigraph` server; and a soak.

    python benchmarks/serve.py [--store DIR] [--seconds N] [--clients N] [--rounds N]
    python benchmarks/serve.py --soak MINUTES [--store DIR]

Each client is a process with one connection that asks one query after the other, by GET, as JSON, and compares every
answer with what the query is known to answer: one that is missing, wrong or late counts as lost. Both servers read the
same store, answer the same queries, and take turns, round by round; clients and server share the machine. Then the
clients ask at 200 queries a second together, whatever the answers take, as a page with many readers would.

`--soak` sends good and hostile requests at once, and prints every half minute what came back and how large the server
and its workers are. It ends with 1 where an answer was a 5xx but a time-out (503, 504), a good query was answered
wrongly, or what the
server holds at the least grew by more than a tenth from the first to the last third of the time.

Without --store, the graph of corpus/ is built first. Needs the test extra.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import psutil

import kgraph
from kgraph.serve.terms import with_own_prefixes

ROOT = Path(__file__).resolve().parents[1]
PACE = 200
QUERIES = [
    "ASK { ?s a kg:Statement ; kg:negated true }",
    "SELECT ?s ?what { ?s a kg:Statement ; kg:content ?what } LIMIT 10",
    "SELECT ?label { ?a a kg:State ; skos:prefLabel ?label } ORDER BY ?label LIMIT 20",
    "SELECT ?s { ?s kg:speaker/skos:prefLabel ?who ; kg:act <https://w3id.org/kgraph/resource/act/accuse> } LIMIT 10",
    "SELECT ?document { ?a a kg:Article ; kg:document ?document } ORDER BY ?document LIMIT 20",
    "SELECT (COUNT(*) AS ?n) { ?t a kg:Tenure }",
]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--store", type=Path)
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--soak", type=float, metavar="MINUTES")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        if given.store:
            shutil.copytree(given.store, store)
        else:
            kgraph.build([ROOT / "corpus"], store, actors=[ROOT / "corpus" / "actors.ttl"])
        if given.soak:
            import soaking

            sys.exit(soaking.soak(store, given.soak))
        measure(store, given.seconds, given.clients, given.rounds)


def measure(store: Path, seconds: float, clients: int, rounds: int) -> None:
    """Print a line for each server, as fast as it can and at a pace."""
    servers = {"kgraph serve": ours, "oxigraph server, bare": bare}
    rates: dict[str, list[float]] = {name: [] for name in servers}
    delays: dict[str, list[float]] = {name: [] for name in servers}
    costs: dict[str, list[float]] = {name: [] for name in servers}
    lost = dict.fromkeys(servers, 0)
    for _ in range(rounds):
        for name, start in servers.items():
            with start(store) as started:
                used = started.cpu()
                told = run(started.port, seconds, clients, None)
                costs[name].append((started.cpu() - used) / max(1, len(told[0])))
            rates[name].append(len(told[0]) / seconds)
            delays[name] += told[0]
            lost[name] += told[1]
    for name in servers:
        report(name, statistics.median(rates[name]), delays[name], lost[name])
        print(f"    {1000 * statistics.median(costs[name]):.2f} CPU-ms of the server a query", flush=True)
    for name, start in servers.items():
        with start(store) as started:
            told = run(started.port, seconds, clients, PACE / clients)
        report(f"{name}, asked {PACE} a second", len(told[0]) / seconds, *told)


def report(name: str, rate: float, delays: list[float], lost: int) -> None:
    cuts = statistics.quantiles(delays, n=100)
    times = ", ".join(f"p{at} {1000 * cuts[at - 1]:.1f}" for at in (50, 95, 99))
    print(f"{name}: {rate:.0f} queries/s, lost {lost} of {len(delays) + lost}; ms: {times}", flush=True)


class Started(NamedTuple):
    """A server that runs."""

    port: int
    process: psutil.Process

    def cpu(self) -> float:
        """CPU seconds that it and its workers have used."""
        return sum(sum(one.cpu_times()[:2]) for one in (self.process, *self.process.children(recursive=True)))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def process(command: list[str], port: int) -> Iterator[Started]:
    """A server process, which answers already."""
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Started(port, psutil.Process(started.pid))
    finally:
        started.terminate()
        started.wait()


@contextmanager
def ours(store: Path) -> Iterator[Started]:
    port = free_port()
    with process(
        [sys.executable, "-m", "kgraph", "serve", "--store", str(store), "--port", str(port)], port
    ) as started:
        for _ in range(100):
            if ask(HTTPConnection("127.0.0.1", port, timeout=30), "ASK {}") is not None:
                break
        yield started


@contextmanager
def bare(store: Path) -> Iterator[Started]:
    port = free_port()
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    command = [program, "serve-read-only", "--location", str(store / "quads"), "--bind", f"127.0.0.1:{port}"]
    with process([*command, "--union-default-graph"], port) as started:
        yield started


def ask(connection: HTTPConnection, sparql: str) -> object:
    """The answer of a query as what it says; None where there is none."""
    try:
        headers = {"Accept": "application/sparql-results+json"}
        connection.request("GET", "/query?query=" + quote(with_own_prefixes(sparql), safe=""), headers=headers)
        response = connection.getresponse()
        body = response.read()
        told = json.loads(body) if response.status == 200 else None
    except (OSError, HTTPException, ValueError):
        connection.close()
        return None
    if told is None:
        return None
    return told["boolean"] if "boolean" in told else len(told["results"]["bindings"])


def client(port: int, seconds: float, pace: float | None, expected: list[object], pipe: object) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    delays, lost, number, began = [], 0, 0, time.perf_counter()
    while (start := time.perf_counter()) - began < seconds:
        if pace and (ahead := began + number / pace - start) > 0:
            time.sleep(ahead)
            start = time.perf_counter()
        at = number % len(QUERIES)
        number += 1
        if ask(connection, QUERIES[at]) == expected[at]:
            delays.append(time.perf_counter() - start)
        else:
            lost += 1
    pipe.send((delays, lost))  # type: ignore[attr-defined]


def run(port: int, seconds: float, clients: int, pace: float | None) -> tuple[list[float], int]:
    """Let the clients ask; return the delays of what was answered rightly, seconds, and how many were lost."""
    first = HTTPConnection("127.0.0.1", port, timeout=30)
    expected = [ask(first, sparql) for sparql in QUERIES]
    assert None not in expected, expected
    first.close()
    context = multiprocessing.get_context("spawn")
    pipes, processes = [], []
    for _ in range(clients):
        receiver, sender = context.Pipe(duplex=False)
        processes.append(context.Process(target=client, args=(port, seconds, pace, expected, sender)))
        pipes.append(receiver)
    for one in processes:
        one.start()
    told = [pipe.recv() for pipe in pipes]
    for one in processes:
        one.join()
    return [delay for delays, _ in told for delay in delays], sum(lost for _, lost in told)


if __name__ == "__main__":
    main()
