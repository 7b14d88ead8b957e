"""Files of actors -> entries and tenures: Turtle in the form of ``ontologies/actors/``, or CSV with a header.

Columns of a CSV (only ``label`` and ``type`` must be there; several values in a cell are parted by ";"): ``label``,
``type`` (Person, State, ...), ``aliases``, ``wikidata``, ``demonyms``, ``metonyms``, ``represents``, ``member_of``,
``country``, ``body_kind``, ``pronoun``, ``office``, ``body``, ``from``, ``until``. Another actor is named by IRI or
by the preferred label of an actor in the same file or in the register. A person with several offices has several rows.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import get_args

from kgraph.errors import RegisterError
from kgraph.ontology import ONTOLOGY, PREFIXES, RESOURCE, Iri, actor_iri, fold
from kgraph.records import Actor, ActorType
from kgraph.turtle import Spo, by_subject, read_turtle

COLUMNS = (
    "label", "type", "aliases", "wikidata", "demonyms", "metonyms", "represents", "member_of", "country", "body_kind",
    "pronoun", "office", "body", "from", "until",
)  # fmt: skip
TYPES: tuple[ActorType, ...] = get_args(ActorType)
PRONOUNS = ("he", "she", "they")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register knows of an actor.

    Attributes:
        actor: The actor, ``known`` set.
        body_kind: What kind of body it is ("foreign ministry", "media"), else None.
        pronoun: ``he``, ``she`` or ``they`` where known.
        country: IRI of the state that it belongs to (of media: that owns or directs it).
        demonyms: Words for who is of it ("Russian", "Russians").
        metonyms: Names that stand for it ("Moscow").
    """

    actor: Actor
    body_kind: str | None = None
    pronoun: str | None = None
    country: str | None = None
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownTenure:
    """An office held by someone, as the register knows it.

    Attributes:
        id: IRI.
        holder: IRI of the person.
        office: Name of the office, small letters.
        body: IRI of the state or organisation that the office belongs to.
        start: First day, None where not known.
        until: Last day, None where not known or not over.
    """

    id: str
    holder: str
    office: str
    body: str
    start: date | None = None
    until: date | None = None

    def holds_at(self, day: date) -> bool:
        """Whether the office was held on that day, as far as is known."""
        return (self.start is None or self.start <= day) and (self.until is None or day <= self.until)


Found = tuple[dict[str, Entry], list[KnownTenure]]


def read_actors(path: Path, known: Mapping[str, str] | None = None) -> Found:
    """Read one file of actors.

    Args:
        path: A file that ends in ``.ttl`` or ``.csv``.
        known: Preferred label -> IRI of actors that a CSV may name.

    Raises:
        RegisterError: The file cannot be read or is not in that form; the text names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RegisterError(
            f"{path}: cannot be read ({error.strerror}); name a file of actors, .ttl or .csv"
        ) from error
    except UnicodeDecodeError as error:
        raise RegisterError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    if path.suffix.casefold() == ".csv":
        return _from_csv(path, text, known or {})
    if path.suffix.casefold() == ".ttl":
        return _from_turtle(path, text)
    raise RegisterError(f"{path}: a file of actors ends in .ttl (Turtle) or .csv, this one in {path.suffix!r}")


def _from_turtle(path: Path, text: str) -> Found:
    triples = by_subject(_triples(path, text))
    entries: dict[str, Entry] = {}
    tenures: list[KnownTenure] = []
    for subject, facts in triples.items():
        types = {t.removeprefix(ONTOLOGY) for t in facts[PREFIXES["rdf"] + "type"]}
        place = _Place(path, text, subject)
        if "Tenure" in types:
            tenures.append(_tenure(place, subject, facts))
        elif types & set(TYPES):
            entries[subject] = _entry(place, subject, types, facts)
        else:
            raise RegisterError(f"{place}: {subject} has no type; write `a kg:Person` or one of {', '.join(TYPES)}")
    return entries, tenures


def _triples(path: Path, text: str) -> list[Spo]:
    try:
        return read_turtle(text, RESOURCE)
    except ValueError as error:
        raise RegisterError(f"{path}: is not valid Turtle: {error}") from error


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an error is; the line is looked for only when it is told."""

    path: Path
    text: str
    subject: str

    def __str__(self) -> str:
        for written in (f"<{self.subject}>", f"<{self.subject.removeprefix(RESOURCE)}>"):
            if (at := self.text.find(f"\n{written} a ")) >= 0 or (at := self.text.find(written)) >= 0:
                return f"{self.path}:{self.text.count(chr(10), 0, at + 1) + 1}"
        return str(self.path)


Place = str | _Place


def _one(place: Place, what: str, values: Iterable[str]) -> str | None:
    found = sorted(set(values))
    if len(found) > 1:
        raise RegisterError(f"{place}: {what} stands there {len(found)} times ({', '.join(found)}); keep one")
    return found[0] if found else None


def _entry(place: Place, subject: str, types: set[str], facts: Mapping[str, list[str]]) -> Entry:
    def of(name: str, prefix: str = ONTOLOGY) -> list[str]:
        return facts.get(prefix + name, [])

    label = _one(place, "skos:prefLabel", of("prefLabel", PREFIXES["skos"]))
    if not label or not label.strip():
        raise RegisterError(f"{place}: {subject} has no name; write skos:prefLabel")
    wikidata = _one(place, "owl:sameAs", (x for x in of("sameAs", PREFIXES["owl"]) if x.startswith(PREFIXES["wd"])))
    pronoun = _one(place, "kg:pronoun", of("pronoun"))
    if pronoun not in (None, *PRONOUNS):
        raise RegisterError(f"{place}: the pronoun {pronoun!r} is not known; write one of {', '.join(PRONOUNS)}")
    kind, country = _one(place, "kg:bodyKind", of("bodyKind")), _one(place, "kg:country", of("country"))
    actor = Actor(
        id=Iri(subject),
        label=label,
        type=next(kind for kind in TYPES if kind in types),
        wikidata=wikidata.removeprefix(PREFIXES["wd"]) if wikidata else None,
        aliases=tuple(sorted({*of("altLabel", PREFIXES["skos"])} - {label})),
        represents=tuple(sorted(of("represents"))),
        member_of=tuple(sorted(of("memberOf"))),
        known=True,
        country=country,
    )
    return Entry(actor, kind, pronoun, country, tuple(sorted(of("demonym"))), tuple(sorted(of("metonym"))))


def _tenure(place: Place, subject: str, facts: Mapping[str, list[str]]) -> KnownTenure:
    holder, office, body = (_one(place, f"kg:{n}", facts.get(ONTOLOGY + n, ())) for n in ("holder", "office", "body"))
    if not holder or not office or not body:
        raise RegisterError(f"{place}: a tenure needs kg:holder, kg:office and kg:body")
    start, until = (_day(place, _one(place, f"kg:{n}", facts.get(ONTOLOGY + n, ()))) for n in ("from", "until"))
    if start and until and until < start:
        raise RegisterError(f"{place}: the office ends ({until}) before it begins ({start})")
    return KnownTenure(subject, holder, office, body, start, until)


def _day(place: Place, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RegisterError(f"{place}: {text!r} is no day; write it as 2024-05-31") from None


def _from_csv(path: Path, text: str, known: Mapping[str, str]) -> Found:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().casefold() for name in reader.fieldnames or ()]
        reader.fieldnames = header
        rows = [(reader.line_num, {k: (v or "").strip() for k, v in row.items() if k}) for row in reader]
    except csv.Error as error:
        raise RegisterError(f"{path}:{reader.line_num}: is not valid CSV: {error}") from error
    if not {"label", "type"} <= set(header) or set(header) - set(COLUMNS):
        wrong = ", ".join(sorted(set(header) - set(COLUMNS))) or "label or type is missing"
        raise RegisterError(f"{path}:1: columns are not known ({wrong}); the header may have {', '.join(COLUMNS)}")
    return _from_rows(path, rows, known)


def _from_rows(path: Path, rows: list[tuple[int, dict[str, str]]], known: Mapping[str, str]) -> Found:
    iris = dict(known)
    for line, row in rows:
        if not row["label"] or row["type"] not in TYPES:
            raise RegisterError(f"{path}:{line}: a row needs a label and a type, one of {', '.join(TYPES)}")
        iris[row["label"]] = known.get(row["label"]) or actor_iri(
            row["type"], row["label"], row.get("wikidata") or None
        )
    entries: dict[str, Entry] = {}
    tenures: list[KnownTenure] = []
    for line, row in rows:
        place, iri = f"{path}:{line}", iris[row["label"]]
        entry = _entry(place, iri, {row["type"]}, _facts(place, row, iris))
        entries[iri] = merged(entries[iri], entry) if iri in entries else entry
        if row.get("office"):
            tenures.append(_row_tenure(place, iri, row, iris))
    return entries, tenures


def _facts(place: Place, row: Mapping[str, str], iris: Mapping[str, str]) -> dict[str, list[str]]:
    def cell(name: str) -> list[str]:
        return [value.strip() for value in row.get(name, "").split(";") if value.strip()]

    skos = PREFIXES["skos"]
    facts = {skos + "prefLabel": [row["label"]], skos + "altLabel": cell("aliases")}
    facts[PREFIXES["owl"] + "sameAs"] = [PREFIXES["wd"] + q for q in cell("wikidata")]
    plain = {"demonym": "demonyms", "metonym": "metonyms", "bodyKind": "body_kind", "pronoun": "pronoun"}
    facts |= {ONTOLOGY + name: cell(column) for name, column in plain.items()}
    links = {"represents": "represents", "memberOf": "member_of", "country": "country"}
    return facts | {ONTOLOGY + n: [_named(place, x, iris) for x in cell(column)] for n, column in links.items()}


def _named(place: Place, name: str, iris: Mapping[str, str]) -> str:
    if "://" in name:
        return name
    if name not in iris:
        raise RegisterError(f"{place}: no actor is called {name!r}; give its preferred label or its IRI")
    return iris[name]


def _row_tenure(place: Place, holder: str, row: Mapping[str, str], iris: Mapping[str, str]) -> KnownTenure:
    if not row.get("body"):
        raise RegisterError(f"{place}: the office {row['office']!r} needs a body")
    start, until = _day(place, row.get("from")), _day(place, row.get("until"))
    name = "-".join(fold(part) for part in (row["office"], row["body"], str(start or "")) if part)
    iri = f"{RESOURCE}tenure/{fold(row['label'])}/{name}"
    return KnownTenure(iri, holder, row["office"], _named(place, row["body"], iris), start, until)


def merged(old: Entry, new: Entry) -> Entry:
    """Both entries of one actor as one; where they differ the new one counts, and the old name stays as an alias."""
    a, b = old.actor, new.actor
    aliases = {a.label, *a.aliases, *b.aliases} - {b.label}
    actor = replace(
        b,
        wikidata=b.wikidata or a.wikidata,
        aliases=tuple(sorted(aliases)),
        represents=tuple(sorted({*a.represents, *b.represents})),
        member_of=tuple(sorted({*a.member_of, *b.member_of})),
        country=b.country or a.country,
    )
    return Entry(
        actor,
        new.body_kind or old.body_kind,
        new.pronoun or old.pronoun,
        new.country or old.country,
        tuple(sorted({*old.demonyms, *new.demonyms})),
        tuple(sorted({*old.metonyms, *new.metonyms})),
    )


def no_longer(entry: Entry, body: str) -> Entry:
    """The entry of one who speaks for a body no more."""
    left = tuple(one for one in entry.actor.represents if one != body)
    return replace(entry, actor=replace(entry.actor, represents=left))
