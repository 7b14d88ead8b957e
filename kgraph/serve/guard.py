"""What stands before everything: which host is meant, what headers an answer carries, and a line in the log."""

import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from kgraph.serve.settings import Settings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LOG = logging.getLogger("kgraph.serve")

_SHUT = "base-uri 'none'; frame-ancestors 'none'"
PLAIN_POLICY = f"default-src 'none'; form-action 'none'; {_SHUT}"
"""Content-Security-Policy of whatever is no page: data that a browser is made to open runs nothing."""
PAGE_POLICY = f"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; {_SHUT}"
"""Of the readable pages, which have no script at all."""
EDITOR_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; "
    f"connect-src 'self'; form-action 'none'; {_SHUT}"
)
"""Of the editor, which writes style attributes."""
VIEW_POLICY = _SHUT
"""Of the viewer, whose page brings its own, with the hashes of its scripts."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OPEN = "/health"
"""Answered whatever the host is called, as those who ask after one's health use numbers."""


class Guard:
    """ASGI middleware around everything.

    Args:
        app: What answers.
        settings: For the hosts and origins that are allowed.
    """

    def __init__(self, app: App, settings: Settings) -> None:
        self._app, self._hosts = app, settings.hosts
        self._any_host = "*" in settings.allowed_hosts
        self._own = {"Cross-Origin-Resource-Policy": "cross-origin" if settings.allow_origin else "same-origin"}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, told = time.monotonic(), {"status": 0, "length": 0}

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
                self._add_headers(MutableHeaders(raw=message["headers"]))
            elif message["type"] == "http.response.body":
                told["length"] += len(message.get("body", b""))
            await send(message)

        try:
            if own_path(scope) != OPEN and not self._is_ours(Headers(raw=scope["headers"]).get("host", "")):
                text = "this server is not called so: start it with --allowed-host NAME to let it be\n"
                await PlainTextResponse(text, 403)(scope, receive, sent)
            else:
                await self._app(scope, receive, sent)
        finally:
            LOG.info(line(scope, told["status"], told["length"], time.monotonic() - began))

    def _is_ours(self, host: str) -> bool:
        """Whether the Host header names us: else some page has its own name point here (DNS rebinding)."""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        return self._any_host or name.lower().strip("[]") in self._hosts

    def _add_headers(self, headers: MutableHeaders) -> None:
        for name, value in {**_HEADERS, **self._own}.items():
            headers[name] = value
        headers.setdefault("Content-Security-Policy", PLAIN_POLICY)
        headers.setdefault("Cache-Control", "no-cache")


def own_path(scope: Message) -> str:
    """The path without what a proxy put before it."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def line(scope: Message, status: int, length: int, seconds: float) -> str:
    """A line of the access log; of a query only its length, as it may tell more than others should read."""
    address = ascii(scope["client"][0])[1:-1] if scope.get("client") else "-"
    raw = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
    path = "".join(chr(byte) if 0x21 <= byte < 0x7F else f"%{byte:02X}" for byte in raw[:200])
    query = f"?({len(scope['query_string'])} bytes)" if scope["query_string"] else ""
    return f"{address} {scope['method']} {path}{query} {status} {length} {seconds * 1000:.0f}ms"
