"""The addresses, and who answers at each."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kgraph._version import __version__
from kgraph.errors import KgraphError
from kgraph.serve import pages
from kgraph.serve.graphs import graph_store
from kgraph.serve.guard import Guard
from kgraph.serve.jobs import CUT
from kgraph.serve.protocol import endpoint
from kgraph.serve.service import Service
from kgraph.serve.settings import Settings
from kgraph.serve.worker import refusal


def application(service: Service) -> Starlette:
    """Make the ASGI application.

    Args:
        service: What it answers from; the caller starts and stops it.
    """
    app = Starlette(
        routes=_routes(),
        middleware=_middleware(service.settings),
        exception_handlers={KgraphError: _refused, HTTPException: _no_such_address, Exception: _broken},
    )
    app.state.service = service
    app.router.redirect_slashes = False
    return app


def _middleware(settings: Settings) -> list[Middleware]:
    found = [Middleware(Guard, settings=settings)]
    if settings.allow_origin:
        found.append(
            Middleware(
                CORSMiddleware,
                allow_origins=[settings.allow_origin],
                allow_methods=["GET", "POST"],
                allow_headers=["Content-Type"],
                expose_headers=[CUT],
            )
        )
    return found


def _routes() -> list[Route | Mount]:
    def at(path: str, answer: Callable[[Request], Awaitable[Response]], *methods: str) -> Route:
        return Route(path, answer, methods=list(methods or ("GET",)))

    return [
        at("/query", partial(endpoint, kinds=("query",)), "GET", "POST"),
        at("/update", partial(endpoint, kinds=("update",)), "POST"),
        at("/sparql", partial(endpoint, kinds=("query", "update")), "GET", "POST"),
        at("/store", graph_store, "GET", "PUT", "POST", "DELETE"),
        at("/", pages.home),
        at("/editor", pages.editor),
        at("/editor/terms.json", pages.terms),
        at("/view", pages.view),
        at("/find", pages.find),
        at("/articles", pages.articles),
        at("/questions", pages.all_questions),
        at("/questions/{name}", pages.one_question),
        at("/resource/{path:path}", pages.resource),
        at("/health", health),
        at("/openapi.json", pages.api),
        Mount("/static", StaticFiles(packages=[("kgraph.serve", "static")])),
    ]


async def health(request: Request) -> Response:
    """Whether the server answers, and how busy it is."""
    service: Service = request.app.state.service
    pool = service.pool
    told = {"status": "ok", "version": __version__, "state": service.home.version}
    return JSONResponse(
        told | {"workers": pool.size, "busy": pool.busy, "waiting": pool.waiting, "killed": pool.killed}
    )


async def _refused(request: Request, error: Any) -> Response:
    reply = refusal(error)
    return pages.problem(request, reply.status, reply.body.decode("utf-8", "replace"), reply.headers)


async def _no_such_address(request: Request, error: Any) -> Response:
    headers = dict(error.headers or {})
    text = {
        404: "there is nothing at this address; the first page, /, tells what there is",
        405: f"{request.method} is not done at this address: use {headers.get('Allow', 'GET')}",
    }.get(error.status_code, str(error.detail))
    return pages.problem(request, error.status_code, text, headers)


async def _broken(request: Request, error: Exception) -> Response:
    return pages.problem(request, 500, "something went wrong here; the server's log says what", {})
