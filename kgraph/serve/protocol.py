"""The SPARQL 1.1 Protocol: queries by GET and both forms of POST, updates by both forms of POST."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kgraph.errors import RequestError
from kgraph.serve.description import service_description
from kgraph.serve.forms import PAGE, TRIPLES, chosen
from kgraph.serve.service import Service, as_response, body

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_GRAPHS = ("default-graph-uri", "named-graph-uri")
_USING = ("using-graph-uri", "using-named-graph-uri")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


class Asked(NamedTuple):
    """What a request asks for.

    Attributes:
        kind: ``query``, ``update``, or nothing, which asks what this service is.
        text: The SPARQL.
        fields: All parameters.
    """

    kind: str
    text: str
    fields: list[tuple[str, str]]

    def several(self, name: str) -> list[str]:
        """All values of a parameter."""
        return [value for key, value in self.fields if key == name]

    def first(self, name: str) -> str:
        """The first value of a parameter, or nothing."""
        return next(iter(self.several(name)), "")


async def endpoint(request: Request, kinds: Sequence[str]) -> Response:
    """Answer at an address of the SPARQL Protocol.

    Args:
        request: The request.
        kinds: What may be asked there: ``query``, ``update`` or both.
    """
    service: Service = request.app.state.service
    if request.method == "POST" and kinds == ("update",):
        service.must_be_allowed(request)  # before a long body is taken in
    asked = await _asked(request, service, kinds)
    if asked.kind == "query":
        return await _query(request, service, asked)
    if asked.kind == "update":
        return await _update(request, service, asked)
    return _described(request, service)


async def _query(request: Request, service: Service, asked: Asked) -> Response:
    default, named = (asked.several(name) for name in _GRAPHS)
    _check_iris([*default, *named])
    reply = await service.read(
        request,
        "query",
        sparql=asked.text,
        accept=_accept(request.headers),
        wanted=asked.first("format"),
        limit=service.settings.max_rows,
        default=default,
        named=named,
    )
    return as_response(reply)


async def _update(request: Request, service: Service, asked: Asked) -> Response:
    service.must_be_allowed(request)
    if any(asked.several(name) for name in _USING):
        raise RequestError(400, f"{' and '.join(_USING)} are not supported: write USING into the update")
    return as_response(await service.write(request, "update", sparql=asked.text))


def _described(request: Request, service: Service) -> Response:
    accept = _accept(request.headers)
    if chosen(accept, {**TRIPLES, **PAGE}) == "html":
        return RedirectResponse(f"{service.settings.root_path}/editor", 303)
    form = chosen(accept, TRIPLES, request.query_params.get("format", ""))
    address = str(request.url.replace(query=None))
    return Response(
        service_description(address, form, service.settings.token is not None),
        headers={"Content-Type": TRIPLES[form], "Vary": "Accept"},
    )


async def _asked(request: Request, service: Service, kinds: Sequence[str]) -> Asked:
    query = request.scope["query_string"]
    if request.method in ("GET", "HEAD"):
        fields = parameters(query)
        if (not fields and "query" in kinds) or {name for name, _ in fields} == {"format"}:
            return Asked("", "", fields)
        if any(name == "update" for name, _ in fields):
            raise RequestError(400, "an update is sent by POST, not by GET")
        return _one(fields, ("query",))
    kind = _content_type(request.headers)
    if kind == FORM:
        return _one(parameters(await _body(request, service, kinds)), kinds)
    if kind in (QUERY, UPDATE):
        asked = "query" if kind == QUERY else "update"
        if asked not in kinds:
            raise RequestError(415, f"{kind} is not taken here: send it to /{asked}")
        if asked == "update":
            service.must_be_allowed(request)
        return Asked(asked, _decoded(await _body(request, service, (asked,))), parameters(query))
    wanted = ", ".join([FORM, *(f"application/sparql-{name}" for name in kinds)])
    raise RequestError(415, f"a body of the kind {kind or 'unknown'} is not taken here: send one of {wanted}")


async def _body(request: Request, service: Service, kinds: Sequence[str]) -> bytes:
    settings = service.settings
    is_large = kinds == ("update",) and settings.token is not None
    return await body(request, settings.max_load if is_large else settings.max_query, settings.body_within)


def _one(fields: list[tuple[str, str]], kinds: Sequence[str]) -> Asked:
    found = [(name, value) for name, value in fields if name in ("query", "update")]
    if len(found) != 1 or found[0][0] not in kinds:
        raise RequestError(400, f"give the parameter {' or '.join(kinds)} exactly once; there are {len(found)}")
    return Asked(*found[0], fields)


def parameters(text: bytes) -> list[tuple[str, str]]:
    """Read URL-encoded parameters.

    Raises:
        RequestError: They are not UTF-8, or too many.
    """
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError as error:
        raise RequestError(400, "the parameters are not URL-encoded UTF-8") from error
    except ValueError as error:
        raise RequestError(400, "there are too many parameters") from error


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RequestError(400, f"the body is not UTF-8 (byte {error.start})") from error


def _content_type(headers: Headers) -> str:
    kind, *rest = (part.strip().lower() for part in headers.get("content-type", "").split(";"))
    charset = next((part.partition("=")[2].strip('" ') for part in rest if part.startswith("charset=")), "utf-8")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise RequestError(415, f"a body in {charset} is not taken here: send UTF-8")
    return str(kind)


def _accept(headers: Headers) -> str:
    return ", ".join(headers.getlist("accept"))


def _check_iris(several: Sequence[str]) -> None:
    for iri in several:
        if not _IRI.fullmatch(iri):
            raise RequestError(400, f"{iri[:100]!r} is no absolute IRI of a graph")
