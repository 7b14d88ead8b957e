"""The readable pages: what the workers told, put into templates that escape everything."""

import json
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kgraph._version import __version__
from kgraph.errors import NotFoundError, RequestError
from kgraph.ontology import RESOURCE, act_polarity
from kgraph.query.questions import question, questions
from kgraph.query.results import short
from kgraph.serve.description import openapi
from kgraph.serve.forms import PAGE, ROWS, TRIPLES, chosen
from kgraph.serve.guard import EDITOR_POLICY, PAGE_POLICY, VIEW_POLICY, own_path
from kgraph.serve.protocol import _accept, parameters
from kgraph.serve.service import Service, as_response
from kgraph.serve.telling import OF_KIND, iri_of
from kgraph.serve.terms import for_editor
from kgraph.serve.worker import Reply

TABLE_ROWS = 1000
"""Rows of a saved question's answer on its page; the other forms have them all."""
VIEWED = 2000
"""Statements in the viewer, the last ones; a browser stays quick with them."""
FILTERS = ("speaker", "about", "act", "stance", "since", "until", "outlet")


@cache
def templates() -> Environment:
    """The templates; every value is escaped."""
    found = Environment(
        loader=PackageLoader("kgraph.serve"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {"local": local, "short": short}
    found.globals |= {"version": __version__, "acts": sorted(act_polarity())}
    return found


def local(iri: str, root: str = "") -> str:
    """Where an IRI opens: one of ours at this server, any other web address where it leads, else nowhere.

    >>> local(RESOURCE + "actor/person/anna-weiß"), local("javascript:alert(1)")
    ('/resource/actor/person/anna-wei%C3%9F', '')
    """
    if iri.startswith(RESOURCE):
        return f"{root}/resource/{quote(iri.removeprefix(RESOURCE), safe='/:@!$&()*+,;=~-._')}"
    return iri if iri.startswith(("http://", "https://")) else ""


def rendered(request: Request, template: str, status: int = 200, policy: str = PAGE_POLICY, **values: Any) -> Response:
    """Fill a template."""
    root = request.app.state.service.settings.root_path
    html = templates().get_template(template).render(root=root, here=request.url.path, **values)
    headers = {**PAGE_HEADERS, "Content-Security-Policy": policy}
    return Response(html.encode("utf-8", "replace"), status, headers)


PAGE_HEADERS = {"Content-Type": PAGE["html"], "Vary": "Accept"}


async def home(request: Request) -> Response:
    """The first page."""
    service: Service = request.app.state.service
    told = _json(await service.told(request, "tell", what="overview"))
    return rendered(request, "home.html", questions=questions(), **told)


async def editor(request: Request) -> Response:
    """The SPARQL editor."""
    return rendered(request, "editor.html", policy=EDITOR_POLICY, questions=questions())


async def terms(request: Request) -> Response:
    """What the editor knows: our prefixes, classes and properties, and the saved questions."""
    return JSONResponse(for_editor())


async def api(request: Request) -> Response:
    """The OpenAPI description."""
    return JSONResponse(openapi())


async def view(request: Request) -> Response:
    """The viewer on the graph as it is now."""
    service: Service = request.app.state.service
    given = {key: value for key, value in parameters(request.scope["query_string"]) if key in FILTERS and value}
    reply = await service.told(request, "draw", filters=given, limit=VIEWED)
    response = as_response(reply)
    response.headers["Content-Security-Policy"] = VIEW_POLICY
    return response


async def find(request: Request) -> Response:
    """Actors by name, statements and articles by words; where there is but one actor, its page."""
    service: Service = request.app.state.service
    name = _first(request, "name")[:200]
    told = _json(await service.read(request, "tell", what="found", name=name))
    if len(told["actors"]) == 1 and not told["hits"]:
        return RedirectResponse(local(told["actors"][0]["id"], service.settings.root_path), 303)
    return rendered(request, "find.html", **told)


async def articles(request: Request) -> Response:
    """All articles, page by page."""
    service: Service = request.app.state.service
    return rendered(
        request, "articles.html", **_json(await service.read(request, "tell", what="articles", start=_start(request)))
    )


async def resource(request: Request) -> Response:
    """One thing that has an IRI of ours: a page for people, RDF for programs."""
    service: Service = request.app.state.service
    path = request.path_params["path"]
    iri, accept, wanted = iri_of(path), _accept(request.headers), _first(request, "format")
    form = chosen(accept, {**PAGE, **TRIPLES}, wanted)
    if form != "html":
        limit = service.settings.max_rows
        return as_response(await service.read(request, "describe", iri=iri, accept=accept, wanted=form, limit=limit))
    what = OF_KIND.get(path.partition("/")[0], "thing")
    paged = {"start": _start(request)} if what == "actor" else {}
    told = _json(await service.read(request, "tell", what=what, iri=iri, **paged))
    return rendered(request, f"{what}.html", told=told, iri=iri)


async def all_questions(request: Request) -> Response:
    """The saved questions."""
    return rendered(request, "questions.html", questions=questions())


async def one_question(request: Request) -> Response:
    """One saved question: a form, and its answer as a table; or the answer in a form of SPARQL results."""
    service: Service = request.app.state.service
    try:
        asked = question(request.path_params["name"])
    except NotFoundError as error:
        raise RequestError(404, str(error)) from error
    names = {one.name for one in asked.parameters}
    fields = parameters(request.scope["query_string"])
    wanted = next((value for key, value in fields if key == "format"), "")
    given = {key: value for key, value in fields if key != "format" and (value or key not in names)}
    form = chosen(_accept(request.headers), {**PAGE, **ROWS}, wanted)
    if form != "html":
        limit = service.settings.max_rows
        return as_response(
            await service.read(request, "ask", name=asked.name, params=given, accept="", wanted=form, limit=limit)
        )
    values = {one.name: given.get(one.name, one.default or "") for one in asked.parameters}
    told: dict[str, Any] = {"columns": [], "rows": [], "truncated": False}
    problem, status = "", 200
    is_asked = bool(fields) or not any(one.required for one in asked.parameters)
    if is_asked:
        reply = await service.read(
            request, "ask", name=asked.name, params=given, accept="", wanted="page", limit=TABLE_ROWS
        )
        if reply.status == 200:
            told = _json(reply)
        else:
            problem, status = reply.body.decode(), reply.status
    return rendered(
        request, "question.html", status, asked=asked, values=values, answer=told, problem=problem, is_asked=is_asked,
        link=f"{request.url.path}?{urlencode({**given, 'format': ''})}",
    )  # fmt: skip


def problem(request: Request, status: int, text: str, headers: dict[str, str]) -> Response:
    """An error in plain words: a page for who reads pages, one line for all others."""
    text = " ".join(text.split())
    try:
        form = chosen(_accept(request.headers), {"text": "text/plain", **PAGE})
    except RequestError:
        form = "text"
    if form == "html" and own_path(request.scope) not in ("/query", "/update", "/sparql", "/store"):
        response = rendered(request, "problem.html", status, problem=text, status_code=status)
    else:
        response = Response(f"{text}\n".encode("utf-8", "replace"), status, media_type="text/plain")
    response.headers.update(headers)
    return response


def _json(reply: Reply) -> dict[str, Any]:
    if reply.status >= 400:
        raise RequestError(reply.status, reply.body.decode().strip(), reply.headers)
    found: dict[str, Any] = json.loads(reply.body)
    return found


def _first(request: Request, name: str) -> str:
    return next((value for key, value in parameters(request.scope["query_string"]) if key == name), "")


def _start(request: Request) -> int:
    text = _first(request, "start")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
