"""A small SPARQL server on the loopback, over a store in memory, for whoever talks to one."""

import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from kgraph.errors import QueryError
from kgraph.store import Triples, open_store
from kgraph.store.answer import to_ntriples, to_results_json


class Server(ThreadingHTTPServer):
    """Answers at /query and /update; ``mischief`` makes it answer something else, ``more`` are further headers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = open_store(None)
        self.mischief: tuple[int, bytes] | None = None
        self.more: dict[str, str] = {}
        self.seen: list[Any] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.seen.append(self.headers)
        status, data = self.server.mischief or self._answer(body)
        self.send_response(status)
        for name, value in self.server.more.items():
            self.send_header(name, value)
        if data == b"endless":
            self._send_for_ever()
            return
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _send_for_ever(self) -> None:
        self.end_headers()
        with suppress(OSError):
            while True:
                self.wfile.write(b" ")
                time.sleep(0.05)

    def _answer(self, body: str) -> tuple[int, bytes]:
        try:
            if self.path == "/update":
                self.server.store.update(body)
                return 204, b""
            answer = self.server.store.query(parse_qs(body)["query"][0])
        except QueryError as error:
            return 400, str(error).encode()
        return 200, to_ntriples(answer) if isinstance(answer, Triples) else to_results_json(answer)

    def log_message(self, *_: Any) -> None:
        pass
