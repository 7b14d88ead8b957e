"""Who means no good: oversized, slow, malformed, too many at once, tricks with paths, hosts and headers."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.serve.serving import Running, asked, get, until
from tests.serve.test_protocol import ENDLESS, LABELS

NASTY = Path(__file__).with_name("paths.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", NASTY)
@pytest.mark.parametrize("accept", ["text/html", "*/*", "text/turtle"])
def test_no_path_breaks_it_or_leads_out(reading: Running, path: str, accept: str) -> None:
    connection = HTTPConnection("127.0.0.1", reading.port, timeout=30)
    connection.putrequest("GET", quote(path, safe="/%?&=:'()<>\"{}[],"), skip_host=False)
    connection.putheader("Accept", accept)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read().decode("utf-8", "replace")
    connection.close()
    assert response.status < 500, body
    assert "<script>alert" not in body or response.headers["Content-Type"].startswith("text/plain")
    assert "root:x:0" not in body
    assert "def application" not in body
    assert response.headers["X-Evil"] is None


@pytest.mark.parametrize(
    "path", ["/", "/query?query=ASK%7B%7D", "/nowhere", "/static/site.css", "/health", "/editor", "/view"]
)
def test_every_answer_carries_the_headers_that_protect(reading: Running, path: str) -> None:
    answer = get(f"{reading.address}{path}", Accept="*/*", Origin="http://evil.example")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Access-Control-Allow-Origin"] is None
    assert answer.headers["Server"] is None
    if path != "/editor":
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200), ("localhost:80", 200), ("LOCALHOST", 200), ("[::1]:7878", 200), ("evil.example", 403),
        ("evil.example:7878", 403), ("127.0.0.1.evil.example", 403), ("localhost@evil.example", 403), ("", 403),
    ],
)  # fmt: skip
def test_a_page_elsewhere_cannot_call_it_by_a_name_of_its_own(reading: Running, host: str, status: int) -> None:
    answer = get(f"{reading.address}/query?query=ASK%7B%7D", Host=host)
    assert answer.status == status


def test_one_origin_may_be_let_in(store_dir: Path) -> None:
    with Running(store_dir, "--allow-origin", "https://desk.example", "--allowed-host", "graph.example") as server:
        answer = get(f"{server.address}/query?query=ASK%7B%7D", Origin="https://desk.example", Host="graph.example")
        assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, "https://desk.example")
        other = get(f"{server.address}/query?query=ASK%7B%7D", Origin="https://evil.example")
        assert other.headers["Access-Control-Allow-Origin"] is None


def test_the_log_holds_one_line_a_request_and_nothing_that_a_terminal_obeys(reading: Running) -> None:
    get(f"{reading.address}/secret%1b%5b31m%0a?token=hidden")
    line = until(lambda: next((line for line in reading.lines if "secret" in line), ""))
    assert "GET /secret%1b%5b31m%0a?(12 bytes) 404" in line
    assert "hidden" not in line
    assert all(character.isprintable() or character == "\n" for character in "".join(reading.lines))


def raw(server: Running, data: bytes, seconds: float = 20) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as connection:
        connection.sendall(data)
        received = b""
        try:
            while part := connection.recv(65536):
                received += part
        except ConnectionResetError:
            pass
        return received


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n" * 50 + b"x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_http_is_refused_at_once(reading: Running, data: bytes) -> None:
    began = time.monotonic()
    received = raw(reading, data)
    assert received[:12] in (b"", b"HTTP/1.1 400", b"HTTP/1.1 403", b"HTTP/1.1 415", b"HTTP/1.1 431"), received[:200]
    assert time.monotonic() - began < 15


@pytest.fixture(scope="module")
def strict(_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with little patience and room."""
    from shutil import copytree

    folder = Path(copytree(_built, tmp_path_factory.mktemp("strict") / "store"))
    with Running(folder, "--timeout", "4", "--queue", "4", "--workers", "1", "--patience", "2") as server:
        yield server


@pytest.mark.parametrize(
    ("start", "drip", "status"),
    [
        (b"", b"", b""),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"X: y\r\n", b""),
        (
            b"POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 9999\r\n\r\n",
            b"#",
            b"HTTP/1.1 408",
        ),
    ],
)
def test_who_sends_a_byte_now_and_then_is_let_go(strict: Running, start: bytes, drip: bytes, status: bytes) -> None:
    with socket.create_connection(("127.0.0.1", strict.port), timeout=1) as connection:
        connection.sendall(start)
        began = time.monotonic()
        received = b""
        while time.monotonic() - began < 15:
            try:
                connection.sendall(drip)
                part = connection.recv(1000)
                if not part:
                    break
                received += part
            except TimeoutError:
                continue
            except ConnectionError:
                break
        assert time.monotonic() - began < 12
        assert received[:12] == status


def test_too_many_at_once_are_told_to_come_back_and_none_hangs(strict: Running) -> None:
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(asked(strict, ENDLESS).status)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(statuses) == 8
    assert set(statuses) <= {429, 503, 504}
    assert 429 in statuses
    until(lambda: asked(strict, LABELS).status == 200)
    told = json.loads(get(f"{strict.address}/health").body)
    assert (told["status"], told["waiting"]) == ("ok", 0)


def test_a_client_that_goes_away_frees_its_worker(strict: Running) -> None:
    with socket.create_connection(("127.0.0.1", strict.port)) as connection:
        connection.sendall(f"GET /query?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        until(lambda: json.loads(get(f"{strict.address}/health").body)["busy"] == 1)
    began = time.monotonic()
    until(lambda: json.loads(get(f"{strict.address}/health").body)["busy"] == 0)
    assert time.monotonic() - began < 4


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_is_too_long_is_413(reading: Running, announced: bool) -> None:
    body = b"#" * 2_000_000
    connection = HTTPConnection("127.0.0.1", reading.port, timeout=30)
    headers = {"Content-Type": "application/sparql-query"}
    connection.request("POST", "/query", body if announced else iter([body]), headers, encode_chunked=not announced)
    response = connection.getresponse()
    assert response.status == 413
    assert b"send less" in response.read()
    connection.close()


def test_a_query_that_eats_memory_ends_alone(store_dir: Path) -> None:
    with Running(store_dir, "--memory", "800", "--timeout", "10") as server:
        rows = "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        assert asked(server, rows).status in (400, 504)
        assert asked(server, LABELS).status == 200
