"""Half an hour of good and hostile requests at once, for `benchmarks/serve.py --soak`."""

# ruff: noqa: D102
from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
from serve import QUERIES, ask, free_port

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "only-for-the-soak-of-this-hour"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DEEP = "SELECT * {" + "{" * 30_000 + "}" * 30_000 + "}"
GREEDY = "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
INJECTIONS = [
    "'; DROP ALL; --",
    'x" } ; CLEAR ALL #',
    "<script>alert(1)</script>",
    "{{7*7}}",
    "%0d%0aSet-Cookie: a=b",
    "\x00",
    "../../etc/passwd",
    "?s ?p ?o } } INSERT DATA { <a:b> <a:b> <a:b>",
    "\ud83d\udca9" * 50,
    "a" * 3000,
    "\\u0053ERVICE <http://127.0.0.1/>",
    "$(reboot)",
]
PATHS = (ROOT / "tests" / "serve" / "paths.txt").read_text(encoding="utf-8").splitlines()
ALLOWED = {503, 504}


class Soak:
    """The clients of one soak, and what they saw."""

    def __init__(self, port: int, seconds: float) -> None:
        self.port, self.end = port, time.monotonic() + seconds
        self.statuses: Counter[int] = Counter()
        self.bad: list[str] = []
        self.wrong = 0
        first = self.connection()
        self.expected = [ask(first, sparql) for sparql in QUERIES]
        first.close()

    def connection(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=60)

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = self.connection()
        try:
            connection.request(method, quote(path, safe="/%?&=:'()<>\"{}[],;"), body, named)
            response = connection.getresponse()
            text = response.read(300)
            status = response.status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()
        self.statuses[status] += 1
        if status >= 500 and status not in ALLOWED:
            self.bad.append(f"{status} {method} {path[:100]}: {text!r}")
        return status

    def query(self, sparql: str, **headers: str) -> int:
        body = urlencode({"query": sparql}).encode("utf-8", "replace")
        return self.send("POST", "/query", body, Content_Type="application/x-www-form-urlencoded", **headers)

    # The good: whoever asks what can be asked gets the right answer, or is told to come back.
    def reader(self) -> None:
        connection = self.connection()
        for at, sparql in enumerate(QUERIES):
            found = ask(connection, sparql)
            self.wrong += found is not None and found != self.expected[at]
            self.statuses[200 if found is not None else 0] += 1
        connection.close()
        time.sleep(0.05)

    def visitor(self) -> None:
        for path in (
            "/",
            "/articles",
            "/questions/top-speakers",
            "/find?name=a",
            "/health",
            "/editor",
            "/view",
            "/query",
        ):
            self.send("GET", path, Accept="text/html, */*;q=0.1")
        time.sleep(0.5)

    def writer(self) -> None:
        for verb in ("INSERT", "DELETE"):
            update = f"{verb} DATA {{ GRAPH <http://a.b/soak> {{ <http://a.b/s> <http://a.b/p> 1 }} }}".encode()
            kind = "application/sparql-update"
            self.send("POST", "/update", update, Content_Type=kind, Authorization=f"Bearer {TOKEN}")
        time.sleep(2)

    # The hostile.
    def glutton(self) -> None:
        self.query(random.choice([ENDLESS, ENDLESS, DEEP, GREEDY, "SELECT * { ?s ?p ?o }"]))
        time.sleep(1)

    def deserter(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(f"GET /query?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(random.random() * 3)
        time.sleep(1)

    def giant(self) -> None:
        size = random.choice([1_500_000, 20_000_000])
        self.send("POST", random.choice(["/query", "/update", "/store?default"]), b"#" * size,
                  Content_Type="application/sparql-query")  # fmt: skip
        self.send("GET", "/" + "a" * 100_000)
        time.sleep(1)

    def sloth(self) -> None:
        start = random.choice(
            [b"", b"GET / HT", b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n"]
        )
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(start)
            for _ in range(20):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return
                time.sleep(1)

    def drunk(self) -> None:
        noise = bytes(random.randrange(256) for _ in range(random.randrange(1, 300)))
        head = random.choice([b"", b"GET ", b"POST /query HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: "])
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            try:
                connection.sendall(head + noise + b"\r\n\r\n")
                connection.recv(100)
            except OSError:
                pass
        time.sleep(0.2)

    def injector(self) -> None:
        word = random.choice(INJECTIONS)
        value = quote(word.encode("utf-8", "surrogatepass"))
        for path in ("/questions/who-said-about?about=", "/questions/said-by?speaker=", "/find?name=", "/store?graph=",
                     "/query?query=", "/query?query=ASK%7B%7D&default-graph-uri=", "/resource/"):  # fmt: skip
            self.send("GET", path + value, Accept=random.choice(["text/html", "*/*", "text/csv", "a/b"]))
        self.query(f"SELECT * {{ ?s ?p {word!r} }}")
        self.send("POST", "/update", b"CLEAR ALL", Content_Type="application/sparql-update", Authorization="Bearer x")
        time.sleep(0.2)

    def climber(self) -> None:
        self.send(random.choice(["GET", "GET", "PUT", "DELETE", "PATCH", "TRACE"]), random.choice(PATHS),
                  Accept=random.choice(["text/html", "*/*", "image/png"]))  # fmt: skip
        time.sleep(0.1)

    def tester(self) -> None:
        program = Path(sys.executable).parent / "schemathesis"
        command = [str(program), "run", f"http://127.0.0.1:{self.port}/openapi.json", "--checks", "not_a_server_error"]
        command += ["--max-examples", "20", "--exclude-path", "/view", "--no-color", "--request-timeout", "30"]
        hooks = os.environ | {"SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": _path()}
        left = max(5.0, self.end - time.monotonic())
        try:
            done = subprocess.run(
                command, check=False, capture_output=True, text=True, timeout=left, env=hooks, cwd="/tmp"
            )
        except subprocess.TimeoutExpired:
            return
        self.statuses[-1] += 1
        faults = [
            line for line in done.stdout.splitlines() if "[5" in line and not any(f"[{n}]" in line for n in ALLOWED)
        ]
        self.bad += [f"schemathesis: {line.strip()}" for line in faults]

    def forever(self, one: Callable[[], None]) -> None:
        while time.monotonic() < self.end:
            try:
                one()
            except OSError:
                time.sleep(0.2)


def _path() -> str:
    return os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", str(ROOT))])


def megabytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 1e6


def soak(store: Path, minutes: float) -> int:
    """Run it; return the exit code."""
    port = free_port()
    command = [sys.executable, "-m", "kgraph", "serve", "--store", str(store), "--port", str(port), "--timeout", "5"]
    log = store.with_name("log")
    with log.open("wb") as sink:
        server = subprocess.Popen(
            [*command, "--allow-updates", "--memory", "1500", "--patience", "5"],
            stderr=sink, env=os.environ | {"KGRAPH_TOKEN": TOKEN},
        )  # fmt: skip
    try:
        while ask(HTTPConnection("127.0.0.1", port, timeout=30), "ASK {}") is None:
            time.sleep(0.2)
        told = Soak(port, minutes * 60)
        kinds = [told.reader] * 4 + [told.visitor, told.writer, told.deserter, told.giant, told.sloth, told.sloth]
        kinds += [told.glutton, told.drunk, told.injector, told.climber, told.tester]
        threads = [threading.Thread(target=told.forever, args=(kind,), daemon=True) for kind in kinds]
        for thread in threads:
            thread.start()
        sizes = _watch(server, told, minutes)
    finally:
        server.terminate()
        code = server.wait()
    lines = log.read_text(errors="replace").splitlines()
    broken = ["\n".join(lines[at : at + 40]) for at, line in enumerate(lines) if "Traceback" in line]
    sizes = sizes[2:] or sizes  # it warms up
    third = max(1, len(sizes) // 3)
    first, last = min(sizes[:third]), min(sizes[-third:])  # the floor: what is in flight comes on top and goes again
    growth = last / first - 1
    print(f"server {first:.0f} -> {last:.0f} MB ({growth:+.1%}, at most {max(sizes):.0f}); wrong answers {told.wrong}; "
          f"ended with {code}; tracebacks {len(broken)}; 5xx but time-outs: {len(told.bad)}")  # fmt: skip
    print("\n".join([*told.bad[:20], *broken[:3]]))
    return int(bool(told.bad or told.wrong or broken or code or growth > 0.1))


def _watch(server: subprocess.Popen[bytes], told: Soak, minutes: float) -> list[float]:
    """Print every half minute how it goes; return the server's size at each of these moments, megabytes."""
    process, sizes, began = psutil.Process(server.pid), [], time.monotonic()
    while time.monotonic() < told.end:
        time.sleep(min(30.0, max(1.0, told.end - time.monotonic())))
        try:
            own, files = megabytes(process), process.num_fds()
            workers = [megabytes(child) for child in process.children()]
        except psutil.Error:
            continue
        sizes.append(own)
        seen = ", ".join(f"{status or 'none'}: {number}" for status, number in sorted(told.statuses.items()))
        print(f"{time.monotonic() - began:5.0f} s  server {own:.0f} MB, {files} files; workers "
              f"{', '.join(f'{size:.0f}' for size in workers)} MB; {seen}", flush=True)  # fmt: skip
    return sizes
