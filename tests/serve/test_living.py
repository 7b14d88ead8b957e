"""The server beside others: a build while it serves, another server behind it, its start and its end."""

import json
import os
import re
import signal
import socket
from pathlib import Path

import pytest

from kgraph.store import open_store
from tests.conftest import ferry_facts, put, treaty_facts
from tests.serve.serving import TOKEN, Running, asked, get, until
from tests.serve.test_protocol import ENDLESS, LABELS, labels
from tests.sparql import Server

COUNT = "SELECT (STR(COUNT(*)) AS ?label) { ?s a kg:Article }"


def test_a_build_is_not_kept_out_and_is_seen_as_soon_as_it_seals(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder, create=True, read_only=False) as store:
        put(store, treaty_facts())
    with Running(folder) as server:
        assert labels(asked(server, COUNT).text) == ["1"]
        with open_store(folder, read_only=False) as store:
            put(store, ferry_facts())
            assert labels(asked(server, COUNT).text) == ["1"], "what is half done is not served"
            store.flush()
            assert labels(asked(server, COUNT).text) == ["2"]
            store.remove_article(ferry_facts().article.id)
        assert labels(asked(server, COUNT).text) == ["1"]
        seals = folder / "sealed"
        until(lambda: get(f"{server.address}/health").status == 200 and len(list(seals.iterdir())) <= 3)


def test_a_writer_lets_go_when_no_more_updates_come(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder, create=True, read_only=False) as store:
        put(store, treaty_facts())
    with Running(folder, "--allow-updates", token=TOKEN) as server:
        update = b"INSERT DATA { GRAPH <http://a.b/g> { <http://a.b/s> a kg:Article } }"
        headers = {"Content_Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        assert get(f"{server.address}/update", update, **headers).status == 204
        assert labels(asked(server, COUNT).text) == ["2"]

        def built() -> bool:
            try:
                with open_store(folder, read_only=False) as store:
                    put(store, ferry_facts())
                    return True
            except Exception:
                return False

        until(built)
        until(lambda: labels(asked(server, COUNT).text) == ["3"])


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_told_to_and_lets_go_of_the_store(store_dir: Path, how: int) -> None:
    server = Running(store_dir)
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(
            b"GET /query?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        assert connection.recv(12) == b"HTTP/1.1 200"
        assert server.stop(how) == 0
    with open_store(store_dir, read_only=False):
        pass


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells a process's children")
def test_a_server_that_is_killed_takes_its_workers_along(store_dir: Path) -> None:
    server = Running(store_dir)
    workers = children(server.process.pid)
    assert len(workers) >= 2
    server.stop(signal.SIGKILL)
    until(
        lambda: (
            not any(
                os.path.exists(f"/proc/{pid}/cmdline") and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in workers
            )
        )
    )
    with Running(store_dir) as again:
        assert asked(again, LABELS).status == 200


@pytest.mark.parametrize(
    ("store", "options", "message"),
    [
        ("nowhere", [], "no store is there"),
        (".", ["--allow-updates"], "updates need a token"),
        (".", ["--host", "999.1.1.1"], "cannot listen there"),
        (".", [], "holds no kgraph-store.json"),
    ],
)
def test_what_cannot_be_served_is_told_in_one_line(
    tmp_path: Path, store: str, options: list[str], message: str
) -> None:
    (tmp_path / "file").write_text("")
    server = Running(tmp_path / store, *options)
    assert server.stop() == 1
    assert message in server.lines[-1]
    assert "Traceback" not in "".join(server.lines)


def test_a_port_that_is_taken_is_told(reading: Running, store_dir: Path) -> None:
    server = Running(store_dir, "--port", str(reading.port))
    assert server.stop() == 1
    assert "name another --port" in "".join(server.lines)


def test_it_stands_in_front_of_another_server(server: Server) -> None:
    put(server.store, treaty_facts())
    with Running(server.address, "--timeout", "3") as front:
        assert labels(asked(front, COUNT).text) == ["1"]
        assert asked(front, "SELECT * { SERVICE <http://a.b/> { ?s ?p ?o } }").status == 400
        assert get(f"{front.address}/update", b"", Content_Type="application/sparql-update").status == 403
        assert get(f"{front.address}/questions/top-speakers", Accept="text/html").status == 200
        server.mischief = (200, b'{"head": {"vars": ["x"]}, "results": {"bind')
        answer = asked(front, COUNT)
        assert (answer.status, "cut off" in answer.text) == (400, True)
        server.mischief = (500, b"broken")
        assert asked(front, COUNT).status == 400


def test_health_tells_how_it_is(reading: Running) -> None:
    told = json.loads(get(f"{reading.address}/health", Host="10.1.2.3").body)
    assert (told["status"], told["workers"]) == ("ok", 2)
    assert asked(reading, ENDLESS).status == 504
    assert json.loads(get(f"{reading.address}/health").body)["killed"] >= 1


def test_behind_a_proxy_every_link_begins_with_its_path(store_dir: Path) -> None:
    with Running(store_dir, "--root-path", "/graph", "--behind-proxy", "--allowed-host", "data.example") as server:
        address = f"http://127.0.0.1:{server.port}"  # as the proxy calls it, the path taken off
        told = get(f"{address}/", Host="data.example", X_Forwarded_For="192.0.2.7", Accept="text/html")
        assert told.status == 200
        links = re.findall(r'(?:href|src|action)="(/[^"]*)', told.text)
        assert [link for link in links if not link.startswith("/graph/")] == []
        for link in links:
            assert get(address + link.removeprefix("/graph")).status == 200, link
        assert get(f"{address}/query?query=ASK%7B%7D").status == 200
        assert get(f"{address}/health", Host="10.0.0.1").status == 200
        assert "Content-Security-Policy" in told.headers
        until(lambda: any(line.split()[1] == "192.0.2.7" for line in server.lines if " GET " in line))
