"""The SPARQL 1.1 Graph Store HTTP Protocol at ``/store``: whole graphs, read by anyone, written with the token."""

from starlette.requests import Request
from starlette.responses import Response

from kgraph.errors import RequestError
from kgraph.serve.protocol import _accept, _check_iris, _content_type, parameters
from kgraph.serve.service import Service, as_response, body

SUFFIXES = {
    "text/turtle": ".ttl",
    "application/x-turtle": ".ttl",
    "application/n-triples": ".nt",
    "text/plain": ".nt",
    "application/ld+json": ".jsonld",
    "application/rdf+xml": ".rdf",
}


async def graph_store(request: Request) -> Response:
    """Read, replace, extend or remove one graph."""
    service: Service = request.app.state.service
    if request.method in ("GET", "HEAD"):
        name, wanted = _graph(request)
        accept = _accept(request.headers)
        return as_response(await service.read(request, "read_graph", graph=name, accept=accept, wanted=wanted))
    service.must_be_allowed(request)
    name, _ = _graph(request)
    if request.method == "DELETE":
        return as_response(await service.write(request, "drop_graph", graph=name))
    kind = _content_type(request.headers)
    if kind not in SUFFIXES:
        raise RequestError(415, f"a body of the kind {kind or 'unknown'} is not taken here: send {', '.join(SUFFIXES)}")
    data = await body(request, service.settings.max_load, service.settings.body_within)
    replace = request.method == "PUT"
    return as_response(
        await service.write(request, "write_graph", data, graph=name, suffix=SUFFIXES[kind], replace=replace)
    )


def _graph(request: Request) -> tuple[str | None, str]:
    """Name of the graph that is meant, None for the one without a name; and the form that the address asks for."""
    fields = parameters(request.scope["query_string"])
    named, default = ([value for key, value in fields if key == name] for name in ("graph", "default"))
    if len(named) + len(default) != 1:
        raise RequestError(400, "name one graph: ?graph=IRI, or ?default")
    _check_iris(named)
    return (named[0] if named else None), next((value for key, value in fields if key == "format"), "")
