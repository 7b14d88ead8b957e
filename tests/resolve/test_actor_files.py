"""Files of actors: what is read from them, and what is said of a bad one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import RegisterError
from kgraph.ontology import RESOURCE
from kgraph.resolve.actor_files import KnownTenure, read_actors
from kgraph.resolve.register import load_register

PREFIXES = """@base <https://w3id.org/kgraph/resource/> .
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NORLAND = """
<actor/state/norland> a kg:State ;
    skos:prefLabel "Norland" ;
    kg:demonym "Norlander", "Norlanders" ;
    kg:metonym "Fjordheim" .

<actor/person/anna-weiss> a kg:Person ;
    skos:prefLabel "Anna Weiß" ;
    kg:pronoun "she" .

<tenure/anna-weiss/foreign-minister-norland> a kg:Tenure ;
    kg:holder <actor/person/anna-weiss> ;
    kg:office "foreign minister" ;
    kg:body <actor/state/norland> ;
    kg:from "2021-03-01"^^xsd:date .
"""
CSV = """label,type,aliases,demonyms,body_kind,represents,pronoun,office,body,from,until
Norland,State,Kingdom of Norland,Norlander;Norlanders,,,,,,,
Ministry of the Sea,Organization,Sea Ministry,,sea ministry,Norland,,,,,
Anna Weiß,Person,,,,Norland,she,foreign minister,Norland,2021-03-01,2023-04-30
Anna Weiß,Person,A. Weiß,,,,,prime minister,Norland,2023-05-01,
"""
OWN = """label,type,aliases,represents,body_kind
Harbour Board,Organization,,Russia,harbour board
NATO,Organization,The Pact,,
"""
BAD_TURTLE = [
    ("<a> a kg:Person ;\n skos:prefLabel oops .", "line 6"),
    ('<a> a kg:Persom ; skos:prefLabel "Ada" .', ":5: .* has no type"),
    ("<a> a kg:Person .", ":5: .* has no name"),
    ('<a> a kg:Person ; skos:prefLabel " " .', ":5: .* has no name"),
    ('<a> a kg:Person ; skos:prefLabel "Ada", "Eda" .', "stands there 2 times"),
    ('<a> a kg:Person ; skos:prefLabel "Ada" ; kg:pronoun "it" .', "pronoun 'it'"),
    ("<t> a kg:Tenure ; kg:holder <a> .", "needs kg:holder, kg:office and kg:body"),
    ('<t> a kg:Tenure ; kg:holder <a> ; kg:office "x" ; kg:body <b> ; kg:from "soon"^^xsd:date .', "'soon' is no day"),
    (
        '<t> a kg:Tenure ; kg:holder <a> ; kg:office "x" ; kg:body <b> ; kg:from "2022-01-02" ; kg:until "2022-01-01".',
        "ends .* before it begins",
    ),
]
BAD_CSV = [
    ("name,kind\nAda,Person\n", ":1: columns are not known"),
    ("", ":1: columns are not known"),
    ("label,type\nAda,Human\n", ":2: a row needs"),
    ("label,type\n,Person\n", ":2: a row needs"),
    ("label,type,represents\nAda,Person,Nowhere\n", ":2: no actor is called 'Nowhere'"),
    ("label,type,office\nAda,Person,mayor\n", ":2: the office 'mayor' needs a body"),
    ("label,type,office,body,from\nAda,Person,mayor,Ada,1.1.2022\n", ":2: '1.1.2022' is no day"),
    ('label,type\n"Ada,Person\n', "is not valid CSV"),
]


def written(folder, name, text):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_turtle_file_gives_actors_and_tenures(tmp_path):
    entries, tenures = read_actors(written(tmp_path, "mine.ttl", PREFIXES + NORLAND))
    norland, anna = RESOURCE + "actor/state/norland", RESOURCE + "actor/person/anna-weiss"
    assert entries[norland].demonyms == ("Norlander", "Norlanders")
    assert entries[norland].metonyms == ("Fjordheim",)
    assert (entries[anna].actor.type, entries[anna].pronoun, entries[anna].actor.known) == ("Person", "she", True)
    tenure = RESOURCE + "tenure/anna-weiss/foreign-minister-norland"
    assert tenures == [KnownTenure(tenure, anna, "foreign minister", norland, date(2021, 3, 1))]


def test_rows_of_a_csv_are_one_person_with_two_offices(tmp_path):
    entries, tenures = read_actors(written(tmp_path, "mine.csv", CSV))
    anna = entries[RESOURCE + "actor/person/anna-weiss"]
    assert (anna.pronoun, anna.actor.aliases) == ("she", ("A. Weiß",))
    assert anna.actor.represents == (RESOURCE + "actor/state/norland",)
    assert [(t.office, t.start, t.until) for t in tenures] == [
        ("foreign minister", date(2021, 3, 1), date(2023, 4, 30)),
        ("prime minister", date(2023, 5, 1), None),
    ]


def test_a_file_of_ones_own_joins_the_register(tmp_path):
    register = load_register(written(tmp_path, "own.csv", OWN))
    russia = register.lookup("Russia")[0]
    assert [actor.label for actor in register.bodies("harbour board", russia.id)] == ["Harbour Board"]
    assert register.lookup("The Pact")[0].wikidata == "Q7184"
    assert not load_register().lookup("The Pact")


@pytest.mark.parametrize(("text", "said"), BAD_TURTLE)
def test_bad_turtle_is_told_with_file_and_line(tmp_path, text, said):
    with pytest.raises(RegisterError, match=f"bad.ttl.*{said}"):
        read_actors(written(tmp_path, "bad.ttl", PREFIXES + text))


@pytest.mark.parametrize(("text", "said"), BAD_CSV)
def test_bad_csv_is_told_with_file_and_line(tmp_path, text, said):
    with pytest.raises(RegisterError, match=f"bad.csv.*{said}"):
        read_actors(written(tmp_path, "bad.csv", text))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.ttl", b"\xff\xfe\x00", "is not UTF-8"),
        ("a.xlsx", b"PK", "ends in .ttl"),
        ("missing/a.ttl", None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_one_line(tmp_path, name, content, said):
    path = written(tmp_path, name, content) if content else tmp_path / name
    with pytest.raises(RegisterError, match=said) as caught:
        load_register(path)
    assert "\n" not in str(caught.value)


@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused_in_one_line(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("any")
    assert all(
        "\n" not in refusal(written(folder, name, text.encode("utf-8", "replace"))) for name in ("a.ttl", "a.csv")
    )


def refusal(path):
    try:
        read_actors(path)
    except RegisterError as error:
        return str(error)
    return ""
