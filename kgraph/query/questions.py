"""The saved questions: ``*.rq`` beside this module, each with its title and typed parameters in its first comments.

::

    # title: Who is quoted most
    # param: about actor only statements about this actor
    # param: speaker actor! an exclamation mark: it must be given
    # param: limit number rows to show = 20

A parameter binds the variable of its name: an ``actor`` to everyone who is so named, a ``side`` also to those who speak
for them, the others to one term. Left out,
it binds nothing, so the query's pattern or a ``FILTER (!BOUND(?about) || ...)`` lets everything through.

Two kinds of comments make a question fast; without them it answers the same. ``# bind ?about`` at the end of a line, in
a group, binds it there, too. What follows ``# if ?about:`` on a line is part of the query where ``?about`` is bound.
``?statement`` is so bound to the statements of the days from ``since`` to ``until`` where both are given and there are
not too many: looking a few days up is faster than comparing every date of the store.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kgraph.errors import NotFoundError, QueryError
from kgraph.ontology import RESOURCE, XSD, Iri, Literal, act_iri, act_polarity
from kgraph.query.asking import ask
from kgraph.query.chain import shortest_chain
from kgraph.query.names import actors_named, sides
from kgraph.query.results import Results
from kgraph.query.statements import day
from kgraph.store import MANY, Binding, Rows, Store, plain
from kgraph.store.sparql import values_block

CHAIN = "shortest-chain"
"""The one question that SPARQL alone cannot answer."""
LONGEST = 366
"""Days from ``since`` to ``until`` that are looked up one by one."""
_OF_DAYS = """SELECT ?statement WHERE {
  { # bind ?day
    ?statement kg:date ?day }
  UNION
  { # bind ?day
    ?article kg:published ?day . ?statement kg:reportedIn ?article FILTER NOT EXISTS { ?statement kg:date ?any } } }"""
_INSIDE = re.compile(r"# bind ((?:\?\w+ ?)+)$", re.MULTILINE)
_IF = re.compile(r"# if ((?:\?\w+ ?)+): ")
_PARAM = re.compile(r"# param: (?P<name>\w+) (?P<kind>\w+)(?P<needed>!?) (?P<about>.*?)(?: = (?P<default>.*))?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a saved question.

    Attributes:
        name: Its name, also the variable's.
        kind: ``actor``, ``side``, ``act``, ``stance``, ``day``, ``month``, ``iri``, ``text`` or ``number``.
        about: What it is, in a few words.
        required: Whether it must be given.
        default: Its value where it is not given.
    """

    name: str
    kind: str
    about: str
    required: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A saved question.

    Attributes:
        name: Its name: the file's.
        title: What it answers.
        parameters: In the order in which they are best asked for.
        sparql: The query.
    """

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    sparql: str

    @property
    def signature(self) -> str:
        """The parameters in one line; those in brackets may be left out."""
        return " ".join(f"{one.name}" if one.required else f"[{one.name}]" for one in self.parameters)


@cache
def questions() -> tuple[Question, ...]:
    """All saved questions, by name."""
    found = (entry for entry in files("kgraph.query").iterdir() if entry.name.endswith(".rq"))
    texts = {entry.name.removesuffix(".rq"): entry.read_text(encoding="utf-8") for entry in found}
    return tuple(_read(name, texts[name]) for name in sorted(texts))


def _read(name: str, text: str) -> Question:
    lines = text.splitlines()
    title = next(line.removeprefix("# title: ") for line in lines if line.startswith("# title: "))
    found = [_PARAM.fullmatch(line) for line in lines if line.startswith("# param: ")]
    parameters = tuple(
        Parameter(one["name"], one["kind"], one["about"], bool(one["needed"]), one["default"]) for one in found if one
    )
    if len(parameters) != len(found):
        raise QueryError(f"{name}.rq: a parameter is written # param: NAME KIND[!] DESCRIPTION [= DEFAULT]")
    return Question(name, title, parameters, text)


def question(name: str) -> Question:
    """Return the saved question of that name.

    Raises:
        NotFoundError: There is none.
    """
    known = {one.name: one for one in questions()}
    if name not in known:
        raise NotFoundError(f"no saved question is called {name!r}; there are: {', '.join(known)}")
    return known[name]


def run_question(
    store: Store, name: str, *, timeout: float | None = None, most: int | None = None, **params: object
) -> Results:
    """Ask a saved question.

    Args:
        store: Where to ask.
        name: Its name.
        timeout: Seconds, as in ``ask``.
        most: Rows to keep at most, whatever the question's own ``limit`` says.
        **params: Values of its parameters, as text or as what they are; None is like one that is left out.

    Raises:
        NotFoundError: No question has that name.
        QueryError: A parameter is missing, unknown, or has a value that it cannot have.
        QueryTimeoutError: It ran past the time limit.
    """
    asked = question(name)
    given = {key: str(value) for key, value in params.items() if value is not None}
    unknown = sorted(given.keys() - {one.name for one in asked.parameters})
    if unknown:
        raise QueryError(f"{name} has no parameter {', '.join(unknown)}; it takes: {asked.signature or 'none'}")
    values = {one.name: given.get(one.name, one.default) for one in asked.parameters}
    missing = [one.name for one in asked.parameters if one.required and not values[one.name]]
    if missing:
        raise QueryError(f"{name} needs the parameter {', '.join(missing)}; it takes: {asked.signature}")
    limit = _number("limit", values.pop("limit", None))
    kinds = {one.name: one.kind for one in asked.parameters}
    if name == CHAIN:
        ends = {key: actors_named(store, values[key] or "") for key in ("source", "target")}
        longest = _number("longest", values["longest"]) or 0
        return shortest_chain(store, asked.sparql, **ends, longest=longest, timeout=timeout)
    bound = {key: _term(store, key, kinds[key], value) for key, value in values.items() if value}
    sparql = _bound_inside(asked.sparql, {**_of_days(store, asked.sparql, bound), **bound})
    return ask(store, sparql, bound, timeout, min(most, limit) if most and limit else most or limit)


def _of_days(store: Store, sparql: str, bound: Mapping[str, Binding]) -> dict[str, Binding]:
    """The statements of the days that are asked about, where those are few and the question can use them."""
    ends = [bound.get("since"), bound.get("until")]
    first, last = (datetime.date.fromisoformat(one.value) if isinstance(one, Literal) else None for one in ends)
    if "# bind ?statement" not in sparql or not first or not last or (last - first).days >= LONGEST:
        return {}
    days = [day("day", first + datetime.timedelta(one)) for one in range((last - first).days + 1)]
    found = store.query_text(_bound_inside(_OF_DAYS, {"day": days}), limit=MANY)
    assert isinstance(found, Rows)
    return {} if found.truncated else {"statement": sorted({Iri(plain(one)) for (one,) in found.rows if one})}


def _bound_inside(sparql: str, bound: Mapping[str, Binding]) -> str:
    """Bind parameters in the groups that say so, too: what is bound outside a UNION, its branches do not know."""
    sparql = _IF.sub(lambda found: "" if set(re.findall(r"\w+", found[1])) <= bound.keys() else found[0], sparql)

    def values(found: re.Match[str]) -> str:
        return " ".join(values_block(name, bound[name]) for name in re.findall(r"\w+", found[1]) if name in bound)

    return _INSIDE.sub(values, sparql)


def _number(name: str, value: str | None) -> int | None:
    if value and not re.fullmatch("[0-9]{1,9}", value):
        raise QueryError(f"{name} {value!r} is no number: write it as 20")
    return int(value) if value else None


def _term(store: Store, name: str, kind: str, value: str) -> Binding:
    if kind in ("actor", "side"):
        return actors_named(store, value) if kind == "actor" else sides(store, value)
    if kind not in _TERMS:
        raise QueryError(f"parameters of the kind {kind!r} are not known: use actor, side, {', '.join(_TERMS)}")
    return _TERMS[kind](name, value)


def _act(name: str, value: str) -> Iri:
    if value not in act_polarity():
        raise QueryError(f"{name} {value!r} is no speech act: use one of {', '.join(sorted(act_polarity()))}")
    return act_iri(value)


def _stance(name: str, value: str) -> Literal:
    if value not in ("negative", "neutral", "positive"):
        raise QueryError(f"{name} {value!r} is no stance: use negative, neutral or positive")
    return Literal(value)


def _month(name: str, value: str) -> Literal:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", value):
        raise QueryError(f"{name} {value!r} is no month: write it as 2021-12")
    return Literal(value, XSD.gYearMonth)


def _iri(name: str, value: str) -> Iri:
    return Iri(value if "://" in value else RESOURCE + value.removeprefix("kgr:"))


def _text(name: str, value: str) -> Literal:
    return Literal(value)


_TERMS: Mapping[str, Callable[[str, str], Iri | Literal]] = {
    "act": _act,
    "day": day,
    "iri": _iri,
    "month": _month,
    "stance": _stance,
    "text": _text,
}
