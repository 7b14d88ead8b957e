"""Talking to a SPARQL 1.1 server: its addresses, who we are, and what its refusals mean."""

import base64
import json
import os
import time
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from kgraph.errors import QueryError, QueryTimeoutError, StoreError

TIMEOUT = 300.0
"""Seconds to wait for a server's answer unless the caller says otherwise."""

LARGEST = 1 << 30
"""Bytes of the largest answer that is taken: more would not fit into memory once it is read."""

PLACES = {"query": "query", "update": "update", "data": "store"}
"""Where below a server's address it answers queries, takes updates, and keeps graphs (Graph Store Protocol)."""


class _NoRedirects(HTTPRedirectHandler):
    """A redirect is an error: following it would show our token to somebody else."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = build_opener(_NoRedirects)


class Client:
    """One server.

    Args:
        where: Its address. Where it answers elsewhere than ``PLACES`` says, that stands behind a ``#``, relative to
            the address: ``http://localhost:8890/#query=sparql&update=sparql&data=sparql-graph-crud``. A user and
            password may stand in it.
        token: What it knows us by; else KGRAPH_TOKEN of the environment.
        timeout: Seconds that a request may take in all.

    Attributes:
        where: The address without user and password.

    Raises:
        StoreError: It is no address of a server.
    """

    wanted = "the address above /query"

    def __init__(self, where: str, token: str | None = None, timeout: float = TIMEOUT) -> None:
        parts = urlsplit(where)
        places = dict(parse_qsl(parts.fragment))
        host = parts.netloc.rpartition("@")[2]
        self._base = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
        self.where = self._base + (f"#{parts.fragment}" if places else "")
        if not parts.hostname or parts.scheme not in ("http", "https"):
            raise StoreError(f"{self.where}: is no address of a server; write it like http://localhost:7878")
        if strange := sorted(places.keys() - PLACES.keys()):
            raise StoreError(f"{self.where}: {strange[0]} is no place of a server; after # write query, update, data")
        self._places = {key: urljoin(f"{self._base}/", places.get(key, place)) for key, place in PLACES.items()}
        self.timeout = timeout
        self._headers = {"User-Agent": "kgraph", **_credentials(parts.username, parts.password, token)}

    def address(self, place: str) -> str:
        """The address of one of ``PLACES``."""
        return self._places[place]

    def send(
        self,
        place: str,
        body: bytes | None,
        headers: Mapping[str, str],
        *,
        timeout: float | None = None,
        method: str = "POST",
        params: Mapping[str, str] | None = None,
    ) -> bytes:
        """Send a request and give back the whole of its answer.

        Raises:
            StoreError: The server cannot be reached, refuses us, or is none.
            QueryTimeoutError: It took too long, by our clock or by its own.
            QueryError: It refused the request.
        """
        address = self.address(place) + (f"?{urlencode(params)}" if params else "")
        request = Request(address, body, {**self._headers, **headers}, method=method)  # noqa: S310
        seconds = timeout or self.timeout
        until = time.monotonic() + seconds
        try:
            with _OPENER.open(request, timeout=seconds) as response:
                data = self._read(response, until)
                _must_be_whole(self.where, response.headers)
                return data
        except HTTPError as error:
            raise self._refusal(error) from error
        except TimeoutError as error:
            raise QueryTimeoutError(
                f"{self.where}: no answer in {seconds:g} s; narrow it or raise the limit"
            ) from error
        except HTTPException as error:
            raise QueryError(f"{self.where}: the answer is cut off or none ({error!r}); ask for less") from error
        except (URLError, OSError) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise QueryTimeoutError(f"{self.where}: no answer in {seconds:g} s; narrow it") from error
            reason = getattr(error, "reason", error)
            raise StoreError(f"{self.where}: the server cannot be reached ({reason}); is it running?") from error

    def _read(self, response: Any, until: float) -> bytes:
        """All that comes, as long as it comes in time: a server may go on sending for ever."""
        found, size = [], 0
        while piece := response.read1(1 << 20):
            size += len(piece)
            if time.monotonic() > until:
                raise TimeoutError
            if size > LARGEST:
                raise QueryError(f"{self.where}: the answer is larger than {LARGEST >> 20} MB; ask for less")
            found.append(piece)
        return b"".join(found)

    def _refusal(self, error: HTTPError) -> Exception:
        detail = " ".join(error.read(300).decode("utf-8", "replace").split())
        if error.code in (401, 403):
            return StoreError(f"{self.where}: access refused ({error.code}); set KGRAPH_TOKEN, or user:password@ in it")
        if error.code in (404, 405):
            return StoreError(f"{self.where}: no SPARQL service is there ({error.code}); give {self.wanted}")
        if 300 <= error.code < 400:
            return StoreError(f"{self.where}: leads elsewhere ({error.code}); give the address that it leads to")
        if error.code in (408, 504):
            return QueryTimeoutError(f"{self.where}: the query took too long ({error.code}); narrow it")
        return QueryError(f"{self.where}: refused with {error.code}: {json.dumps(detail, ensure_ascii=False)[1:-1]}")


class OnePlace(Client):
    """A server that answers queries at the very address, as public ones do: ``https://query.wikidata.org/sparql``."""

    wanted = "the very address that answers queries"

    def address(self, place: str) -> str:
        """See ``Client``."""
        return self._base


def _credentials(user: str | None, password: str | None, token: str | None) -> dict[str, str]:
    if token is None and user:
        pair = f"{unquote(user)}:{unquote(password or '')}".encode()
        return {"Authorization": "Basic " + base64.b64encode(pair).decode()}
    token = token or os.environ.get("KGRAPH_TOKEN")
    if token and not (token.isascii() and token.isprintable()):
        raise StoreError("the token holds characters that no header may hold; set KGRAPH_TOKEN anew")
    return {"Authorization": f"Bearer {token}"} if token else {}


def _must_be_whole(where: str, headers: Mapping[str, str]) -> None:
    """Virtuoso says in its headers that an answer is only a part of it."""
    if headers.get("X-SQL-State"):
        raise QueryTimeoutError(f"{where}: gave only a part of the answer, as its time was up; narrow the query")
