"""Who holds which office, asked of a SPARQL endpoint such as Wikidata's -> a file of actors for ``--actors``.

The queries are ``ontologies/heads.rq`` and ``offices.rq``. Only what differs from the register is written: offices that
are over or begun, with the register's own IRI where it has the tenure, so that the file's word counts.
What the endpoint says is hostile: names are escaped, ids and days are checked, unknown offices are passed over.
"""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from kgraph.graph import term_text
from kgraph.ontology import PREFIXES, RESOURCE, Iri, Literal, actor_iri, fold, ontology_text
from kgraph.resolve.offices import LEADING, OFFICES, office_key
from kgraph.resolve.register import KnownTenure, Register
from kgraph.store import Store

BATCH = 40
"""States or people that one query asks for."""

SINCE = date(2014, 1, 1)
"""Offices that were over before this day are passed over."""

CLOSE = 62
"""Days by which two first days of one tenure may differ: elected, sworn in, appointed."""

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T|$)")


class Held(NamedTuple):
    """An office that somebody holds or held, as the endpoint says.

    Attributes:
        person: IRI of the person.
        name: His or her name there.
        office: Name of the office, as the register names it.
        body: IRI of the state.
        start: First day.
        until: Last day, None where it is held still.
    """

    person: str
    name: str
    office: str
    body: str
    start: date | None
    until: date | None


def offices_held(endpoint: Store, register: Register) -> Iterator[Held]:
    """Ask for the offices of the register's states and people, as far as both have a Wikidata id.

    Raises:
        StoreError: The endpoint cannot be reached.
        QueryError: It refuses the query.
    """
    wd = PREFIXES["wd"]
    found = sorted((e.actor.type, wd + e.actor.wikidata) for e in register.entries.values() if e.actor.wikidata)
    for file, variable, kind in (("heads.rq", "state", "State"), ("offices.rq", "person", "Person")):
        for several in _batched(Iri(iri) for what, iri in found if what == kind):
            for row in endpoint.select(ontology_text(file), {variable: several}).dicts():
                if held := _held(row, register):
                    yield held


def _batched(iris: Iterable[Iri]) -> Iterator[list[Iri]]:
    rest = iter(iris)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _held(row: dict[str, str], register: Register) -> Held | None:
    """What one row says; None where it names no state of the register, no office that is known, or is out of date."""
    ids = [row.get(key, "").removeprefix(PREFIXES["wd"]) for key in ("person", "state")]
    person, body = (actor_iri("", "", one) for one in ids)
    name, office = " ".join(row.get("name", "").split()), _office(row.get("office", ""), body, register)
    start = _day(row.get("from"), row.get("fromPrecision"), last=False)
    until = _day(row.get("until"), row.get("untilPrecision"), last=True)
    real = all(re.fullmatch("Q[0-9]{1,12}", one) for one in ids) and name and body in register.entries
    if not real or office is None or (until and (until < SINCE or (start and until < start))):
        return None
    return Held(_known(person, name, body, register), name, office, body, start, until)


def _known(person: str, name: str, body: str, register: Register) -> str:
    """IRI of a person: the register's own where it knows one of that name, without an id, by an office of that body."""
    if person in register.entries:
        return person
    alike = [one for one in register.person(name) if not one.wikidata]
    own = [one.id for one in alike if body in {tenure.body for tenure in register.tenures_of(one.id)}]
    return own[0] if len(own) == 1 else person


def _office(label: str, body: str, register: Register) -> str | None:
    """The office that a label names, without the state whose it is ("Minister of Foreign Affairs of Russia").

    None where it is no office that we know, as "President of the Senate of France" is none of France.
    """
    parts = label.split(" of ")
    ends = [(" of ".join(parts[:at]), " of ".join(parts[at:])) for at in range(len(parts) - 1, 0, -1)]
    owned = (office for office, whose in ends if body in {actor.id for actor in register.lookup(whose)})
    known = {*OFFICES, *LEADING}
    return next((office for office in map(office_key, (label, *owned)) if office in known), None)


def _day(text: str | None, precision: str | None, *, last: bool) -> date | None:
    """A day; of a month or year its first or, for the end of an office, its last."""
    found = _DAY.match(text or "")
    if not found:
        return None
    year, month, day = map(int, found.groups())
    if precision == "9":
        month, day = (12, 31) if last else (1, 1)
    try:
        if precision == "10":
            day = monthrange(year, month)[1] if last else 1
        return date(year, month, day)
    except ValueError:
        return None


def as_actors(several: Iterable[Held], register: Register) -> str:
    """What is new in these offices, as Turtle that ``--actors`` takes; sorted, so that two files can be compared."""
    names, sides, blocks = dict[str, str](), defaultdict[str, set[str]](set), set[str]()
    for held in sorted(set(several), key=lambda one: (one.person, one.office, one.body, one.start or date.min, one)):
        old = _same(held, register.tenures_of(held.person))
        if old and (held.until or old.until) == old.until:
            continue
        names.setdefault(held.person, held.name)
        sides[held.person] |= set() if held.until else {held.body}
        blocks.add(_tenure(held, old))
    people = {_person(iri, name, sides[iri], register) for iri, name in names.items()}
    return "\n".join((_HEADER, *sorted(people), *sorted(blocks)))


def _same(held: Held, tenures: Iterable[KnownTenure]) -> KnownTenure | None:
    """The tenure of the register that it is; a day that is not known fits any."""
    for old in tenures:
        near = not old.start or not held.start or abs((old.start - held.start).days) <= CLOSE
        if near and old.body == held.body and office_key(old.office) == held.office:
            return old
    return None


_HEADER = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("kg", "owl", "skos", "xsd"))


def _person(iri: str, name: str, sides: set[str], register: Register) -> str:
    entry, wikidata = register.entries.get(iri), re.search("/(Q[0-9]+)$", iri)
    lines = [f"skos:prefLabel {term_text(Literal(entry.actor.label if entry else name))}"]
    lines += [f"kg:represents <{body}>" for body in sorted(sides)]
    lines += [f"owl:sameAs <{PREFIXES['wd']}{wikidata[1]}>"] if wikidata else []
    return f"<{iri}> a kg:Person ;\n    " + " ;\n    ".join(lines) + " .\n"


def _tenure(held: Held, old: KnownTenure | None) -> str:
    start = old.start if old and old.start else held.start
    year = start.year if start else "undated"
    name = f"{held.person.rpartition('/')[2]}/{fold(held.office)}-{held.body.rpartition('/')[2]}-{year}"
    days = "".join(
        f' ;\n    kg:{key} "{day.isoformat()}"^^xsd:date'
        for key, day in (("from", start), ("until", held.until))
        if day
    )
    return (
        f"<{old.id if old else f'{RESOURCE}tenure/{name}'}> a kg:Tenure ;\n    kg:holder <{held.person}> ;\n"
        f"    kg:office {term_text(Literal(held.office))} ;\n    kg:body <{held.body}>{days} .\n"
    )
