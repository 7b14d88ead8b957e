"""Starting and ending the server."""

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace

import uvicorn

from kgraph.errors import KgraphError
from kgraph.serve.app import application
from kgraph.serve.patience import protocol
from kgraph.serve.service import Service
from kgraph.serve.settings import Settings

CONNECTIONS = 256
"""Connections at once; whoever comes then is told 503."""
HEADERS = 65_536
"""Bytes of a request's first line and headers."""


def run(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; requests that are being answered then are answered.

    Args:
        settings: How to serve.
        ready: Called with the server's address as soon as it answers.

    Raises:
        KgraphError: There is no store, it is being written to, or the port is taken.
    """
    with _listening(settings) as listening:
        port = listening.getsockname()[1]
        asyncio.run(_serve(replace(settings, port=port), listening, ready))


def _listening(settings: Settings) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        return socket.create_server((settings.host, settings.port), family=family, backlog=128)
    except OSError as error:
        place = f"{settings.host} port {settings.port}"
        raise KgraphError(f"{place}: cannot listen there ({error.strerror or error}); name another --port") from error


async def _serve(settings: Settings, listening: socket.socket, ready: Callable[[str], None]) -> None:
    service = Service(settings)
    server = uvicorn.Server(_config(settings, service))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)  # uvicorn puts its own in place, and afterwards raises the signal again
    try:
        await service.start()
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        ready(f"http://{host}:{settings.port}{settings.root_path}/")
        await server.serve([listening])
    finally:
        await service.stop()


def _config(settings: Settings, service: Service) -> uvicorn.Config:
    _log_to_stderr()
    return uvicorn.Config(
        application(service),
        http=protocol(settings.headers_within),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,  # ours says less of what is asked, and nothing that a terminal would obey
        server_header=False,
        proxy_headers=settings.behind_proxy,
        root_path=settings.root_path,
        limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=HEADERS,
        timeout_graceful_shutdown=int(settings.timeout) + 5,
    )


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S"))
    for name, level in (("kgraph.serve", logging.INFO), ("uvicorn.error", logging.ERROR)):
        log = logging.getLogger(name)
        log.handlers, log.propagate = [handler], False
        log.setLevel(level)
