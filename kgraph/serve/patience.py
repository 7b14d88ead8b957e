"""HTTP with an end to patience: who sends headers byte by byte, or does not read what was asked for, is let go.

uvicorn waits for the next request on an open connection, but not for the rest of a request, nor for a reader.
"""

import asyncio
import socket
from contextlib import suppress
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

LOOK_EVERY = 1.0
STALLED = 60.0
"""Seconds in which somebody who is sent something must have read some of it."""


class PatientProtocol(H11Protocol):
    """uvicorn's protocol, which looks once a second whether the connection gets on."""

    headers_within = 10.0
    """Seconds in which a request's headers must have come, from the connection or the last answer on."""

    def connection_made(self, transport: Any) -> None:
        """See ``asyncio.Protocol``."""
        super().connection_made(transport)
        with suppress(
            OSError
        ):  # headers and body are two writes: else the second waits 40 ms for a word of the reader's
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        now = self.loop.time()
        self._quiet_since, self._unread, self._unread_since = now, 0, now
        self._look = self.loop.call_later(LOOK_EVERY, self._watch)

    def connection_lost(self, exc: Exception | None) -> None:
        """See ``asyncio.Protocol``."""
        self._look.cancel()
        super().connection_lost(exc)

    def _watch(self) -> None:
        now, transport = self.loop.time(), self.transport
        unread = transport.get_write_buffer_size()
        if unread or (self.cycle is not None and not self.cycle.response_complete):
            self._quiet_since = now
        if unread == 0 or unread < self._unread:
            self._unread_since = now
        self._unread = unread
        if now - self._unread_since > STALLED or now - self._quiet_since > self.headers_within:
            transport.abort()
            return
        self._look = self.loop.call_later(LOOK_EVERY, self._watch)


def protocol(headers_within: float) -> type[asyncio.Protocol]:
    """The protocol with another patience for headers."""
    return type("Protocol", (PatientProtocol,), {"headers_within": headers_within})
