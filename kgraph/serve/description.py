"""What the service says of itself: the SPARQL 1.1 Service Description, and OpenAPI."""

import json
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from kgraph._version import __version__
from kgraph.graph import iri_text
from kgraph.query.questions import Question, questions
from kgraph.store.embedded import rewritten

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@lru_cache(64)  # an address has a port that the client names
def service_description(address: str, form: str, may_update: bool) -> bytes:
    """Describe the service.

    Args:
        address: Where it answers.
        form: A form of RDF, as in ``forms.TRIPLES``.
        may_update: Whether updates are taken.
    """
    me = f"<{iri_text(address)}>"
    pairs = [
        (_RDF_TYPE, f"<{SD}Service>"),
        (f"<{SD}endpoint>", me),
        (f"<{SD}supportedLanguage>", f"<{SD}SPARQL11Query>"),
        (f"<{SD}feature>", f"<{SD}UnionDefaultGraph>"),
        *((f"<{SD}resultFormat>", f"<{FORMATS}{name}>") for name in _RESULTS),
        (f"<{SD}defaultDataset>", "_:dataset"),
    ]
    if may_update:
        pairs += [(f"<{SD}supportedLanguage>", f"<{SD}SPARQL11Update>")]
        pairs += [(f"<{SD}inputFormat>", f"<{FORMATS}{name}>") for name in _INPUTS]
    lines = [f"{me} {key} {value} ." for key, value in pairs]
    lines += [
        f"_:dataset {_RDF_TYPE} <{SD}Dataset> .",
        f"_:dataset <{SD}defaultGraph> _:graph .",
        f"_:graph {_RDF_TYPE} <{SD}Graph> .",
    ]
    return rewritten(["\n".join(lines).encode() + b"\n"], f".{form}")


_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
_INPUTS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")


@cache
def openapi() -> dict[str, Any]:
    """The service as OpenAPI 3.1: ``openapi.json`` beside this module, and the saved questions."""
    text = files("kgraph.serve").joinpath("openapi.json").read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(text)
    told["info"]["version"] = __version__
    kinds, problems = told["components"].pop("x-responses"), told["components"].pop("x-problems")
    for place in told["paths"].values():
        for one in place.values():
            shared = one["responses"].pop("$ref", "")
            one["responses"] |= kinds[shared.rpartition("/")[2]] | problems if shared else {}
    told["paths"] |= {f"/questions/{one.name}": _as_path(one, kinds["rows"] | problems) for one in questions()}
    return told


def _as_path(one: Question, responses: dict[str, Any]) -> dict[str, Any]:
    given: list[dict[str, Any]] = [
        {
            "name": parameter.name,
            "in": "query",
            "description": parameter.about,
            "required": parameter.required,
            "schema": {"type": "string", "maxLength": 200},
        }
        for parameter in one.parameters
    ]
    form = {"$ref": "#/components/parameters/format"}
    return {"get": {"summary": one.title, "parameters": [*given, form], "responses": responses}}
