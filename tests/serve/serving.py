"""A real server process on the loopback, and ways to speak to it."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

TOKEN = "a-token-of-the-tests-only"


class Running:
    """A server process."""

    def __init__(self, store: Path | str, *options: str, token: str | None = None) -> None:
        command = [sys.executable, "-m", "kgraph", "serve", "--store", str(store), "--port", "0", "--workers", "2"]
        environment = {key: value for key, value in os.environ.items() if key != "KGRAPH_TOKEN"}
        environment |= {"KGRAPH_TOKEN": token} if token else {}
        self.process = subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True, env=environment)
        self.lines: list[str] = []
        self.address = self._wait()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _wait(self) -> str:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.append(line)
            if found := re.search(r" at (http://\S+)/ ", line):
                return found[1]
        self.process.wait()
        return ""

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.append(line)

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2].partition("/")[0])

    def stop(self, how: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(30)
        if self.address:
            self._reader.join(10)
        assert self.process.stderr
        self.process.stderr.close()
        return code

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()


class Got:
    """An answer: its status, headers and body, whatever the status."""

    def __init__(self, status: int, headers: Any, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def kind(self) -> str:
        return str(self.headers["Content-Type"]).partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()


def get(address: str, data: bytes | None = None, method: str | None = None, **headers: str) -> Got:
    """Send one request; ``Content_Type`` is the header Content-Type."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request(address, data, named, method=method)
    try:
        with urlopen(request, timeout=60) as response:
            return Got(response.status, response.headers, response.read())
    except HTTPError as error:
        with error:
            return Got(error.code, error.headers, error.read())


def asked(server: Running, sparql: str, accept: str = "", place: str = "query", **more: str) -> Got:
    """Ask by GET."""
    headers = {"Accept": accept} if accept else {}
    return get(f"{server.address}/{place}?{urlencode({'query': sparql, **more}, quote_via=quote)}", **headers)


def until(true: Callable[[], Any], seconds: float = 20) -> Any:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.05)
    return found
