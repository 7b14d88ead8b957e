"""`kgraph actors update` asks a SPARQL endpoint who holds which office, and writes what differs from the register."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.cli import group
from kgraph.errors import QueryError, StoreError
from kgraph.query.incumbents import as_actors, offices_held
from kgraph.resolve.actor_files import read_actors
from kgraph.resolve.register import Register, load_register
from kgraph.store import open_store
from kgraph.store.remote import Endpoint
from tests.sparql import Server

PREFIXES = """@prefix wd: <http://www.wikidata.org/entity/> . @prefix wds: <http://www.wikidata.org/entity/statement/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> . @prefix p: <http://www.wikidata.org/prop/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> . @prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix wikibase: <http://wikiba.se/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
wd:Q1000001 rdfs:label "President of Austria"@en , "Präsident"@de ; wdt:P1001 wd:Q40 .
wd:Q1000002 rdfs:label "Minister for Foreign Affairs of the Republic of Austria"@en ; wdt:P1001 wd:Q40 .
wd:Q1000003 rdfs:label "member of the National Council of Austria"@en ; wdt:P1001 wd:Q40 .
wd:Q1000004 rdfs:label "President of the Federal Council of Austria"@en ; wdt:P1001 wd:Q40 .
wd:Q40 wdt:P1906 wd:Q1000001 .
"""
AUSTRIA, VAN_DER_BELLEN = "https://w3id.org/kgraph/resource/actor/Q40", "https://w3id.org/kgraph/resource/actor/Q78869"
SUCCESSOR = "https://w3id.org/kgraph/resource/actor/Q999000001"


def held(number: int, person: str, position: str, since: str | None, until: str | None = None, **more: Any) -> str:
    """One office of one person, as Wikidata has it; a day may carry its precision ("2027/9")."""
    lines = [f"wd:{person} p:P39 wds:{number} ; rdfs:label {more.get('name', chr(34) + 'A B' + chr(34))}@en ."]
    lines.append(f"wds:{number} ps:P39 wd:{position} ; wikibase:rank wikibase:{more.get('rank', 'Normal')}Rank .")
    for key, day in (("P580", since), ("P582", until)):
        if day:
            text, _, precision = day.partition("/")
            lines.append(f"wds:{number} pqv:{key} wds:{number}{key} .")
            lines.append(f'wds:{number}{key} wikibase:timeValue "{text}T00:00:00Z"^^xsd:dateTime ;')
            lines.append(f"    wikibase:timePrecision {precision or 11} .")
    return "\n".join(lines) + "\n"


def found(server: Server, *several: str) -> str:
    server.store.load((PREFIXES + "".join(several)).encode(), ".ttl")
    register = load_register()
    return as_actors(offices_held(Endpoint(f"{server.address}/sparql"), register), register)


def reloaded(text: str, folder: Path) -> Register:
    file = folder / "offices.ttl"
    file.write_text(text, encoding="utf-8")
    return load_register(file)


ENDED = held(1, "Q78869", "Q1000001", "2017-01-26", "2027-01-26", name='"Alexander Van der Bellen"')
BEGUN = held(2, "Q999000001", "Q1000001", "2027-01-26", name='"Ada \\"x\\" Moser"')


def test_an_office_that_is_over_and_one_that_has_begun_are_written_and_read_again(
    server: Server, tmp_path: Path
) -> None:
    register = reloaded(found(server, ENDED, BEGUN), tmp_path)
    (presidency,) = [t for t in register.tenures_of(VAN_DER_BELLEN) if t.office == "president"]
    assert (presidency.start, presidency.until) == (date(2017, 1, 26), date(2027, 1, 26))
    assert register.represents(VAN_DER_BELLEN) == ()
    assert [one.label for one in register.holders("president", AUSTRIA, date(2027, 3, 1))] == ['Ada "x" Moser']
    assert [one.label for one in register.holders("president", AUSTRIA, date(2020, 3, 1))] == [
        "Alexander Van der Bellen"
    ]
    assert [one.label for one in register.represents(SUCCESSOR)] == ["Austria"]
    again = register.entries[VAN_DER_BELLEN].actor
    assert again.label == "Alexander Van der Bellen"
    assert "Van der Bellen" in again.aliases


def test_what_the_register_has_already_is_not_written(server: Server) -> None:
    same = held(1, "Q78869", "Q1000001", "2017-01-26")
    assert " a kg:" not in found(server, same)


@pytest.mark.parametrize(
    "row",
    [
        held(1, "Q999000001", "Q1000001", "1992-07-08", "2004-07-08"),
        held(1, "Q999000001", "Q1000001", "2027-01-26", rank="Deprecated"),
        held(1, "Q78869", "Q1000003", "2027-01-26"),
        held(1, "Q78869", "Q1000004", "2027-01-26"),
        held(1, "Q999000001", "Q1000001", "2027-05-01", "2027-01-01"),
        held(1, "Q999000001", "Q1000001", "2027-01-26", name='" "'),
    ],
    ids=[
        "over before 2014",
        "deprecated",
        "no office that we know",
        "of a body of the state",
        "ends before it begins",
        "no name",
    ],
)
def test_what_is_no_use_is_passed_over(server: Server, row: str) -> None:
    assert " a kg:" not in found(server, row)


def test_somebody_whom_the_register_knows_without_an_id_stays_one(server: Server, tmp_path: Path) -> None:
    state = 'wd:Q963 wdt:P1906 wd:Q1000005 . wd:Q1000005 rdfs:label "President of Botswana"@en .\n'
    ended = held(1, "Q999000002", "Q1000005", "2024-11-01", "2028-11-01", name='"Duma Boko"')
    register = reloaded(found(server, state, ended), tmp_path)
    (boko,) = register.person("Duma Boko")
    assert [tenure.until for tenure in register.tenures_of(boko.id)] == [date(2028, 11, 1)]
    assert (boko.id, boko.represents) == ("https://w3id.org/kgraph/resource/actor/person/duma-boko", ())


def test_a_year_or_month_stands_for_its_first_and_last_day(server: Server, tmp_path: Path) -> None:
    row = held(1, "Q78869", "Q1000002", "2028-02-01/10", "2029-01-01/9")
    register = reloaded(found(server, row), tmp_path)
    (tenure,) = [t for t in register.tenures_of(VAN_DER_BELLEN) if t.office == "foreign minister"]
    assert (tenure.start, tenure.until) == (date(2028, 2, 1), date(2029, 12, 31))


def test_the_command_writes_a_file_and_counts(server: Server, tmp_path: Path) -> None:
    server.store.load((PREFIXES + ENDED + BEGUN).encode(), ".ttl")
    file = tmp_path / "offices.ttl"
    run = CliRunner().invoke(group, ["actors", "update", "--endpoint", f"{server.address}/sparql", "-o", str(file)])
    assert (run.exit_code, run.output) == (0, f"2 offices differ from the register; in {file}\n")
    again = CliRunner().invoke(group, ["actors", "update", "--endpoint", f"{server.address}/x", "--actors", str(file)])
    assert "0 offices differ from the register" in again.output


@pytest.mark.parametrize("arguments", [["update"], ["Putin", "--endpoint", "http://localhost:1"]])
def test_update_and_endpoint_go_together(arguments: list[str]) -> None:
    run = CliRunner().invoke(group, ["actors", *arguments])
    assert run.exit_code == 2
    assert "go together" in run.output


def test_an_endpoint_that_refuses_or_is_not_there_is_told(server: Server) -> None:
    register = load_register()
    server.mischief = (404, b"nothing here")
    with pytest.raises(StoreError, match="the very address that answers queries"):
        list(offices_held(Endpoint(f"{server.address}/sparql"), register))
    server.mischief = (429, b"slow down")
    with pytest.raises(QueryError, match="slow down"):
        list(offices_held(Endpoint(f"{server.address}/sparql"), register))
    with pytest.raises(StoreError, match="cannot be reached"):
        list(offices_held(Endpoint("http://127.0.0.1:1/sparql"), register))


class Answers:
    """An endpoint that answers every query with the same rows."""

    def __init__(self, *rows: dict[str, str]) -> None:
        self.rows = rows

    def select(self, *_: Any) -> "Answers":
        return self

    def dicts(self) -> tuple[dict[str, str], ...]:
        return self.rows


WD = "http://www.wikidata.org/entity/"
TEXT = st.text(max_size=30)
OFFICES = st.sampled_from(["President of Austria", "chancellor", "x"]) | TEXT


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, TEXT, OFFICES, st.sampled_from(["9", "10", "11", "?"]))
def test_whatever_an_endpoint_says_the_file_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, name: str, person: str, day: str, office: str, precision: str
) -> None:
    register = load_register()
    dates = {"from": "2027-02-31", "until": day, "fromPrecision": precision, "untilPrecision": precision}
    rows = [
        {"person": WD + who, "state": f"{WD}Q40", "name": name, "office": office, **dates} for who in ("Q5", person)
    ]
    text = as_actors(offices_held(Answers(*rows), register), register)  # type: ignore[arg-type]
    file = tmp_path_factory.mktemp("update") / "offices.ttl"
    file.write_text(text, encoding="utf-8")
    entries, tenures = read_actors(file)
    assert {entry.actor.label for entry in entries.values()} <= {" ".join(name.split())}
    assert len(tenures) == text.count(" a kg:Tenure ")


def test_the_queries_only_read() -> None:
    with open_store(None) as store:
        assert list(offices_held(store, load_register())) == []
