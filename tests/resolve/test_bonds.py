"""Lasting relations: text in, who stands how to whom out; read by the shipped pipeline, with the corpus's actors."""

from pathlib import Path

import pytest

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.graph import quads
from kgraph.ontology import KG, RDF, relation_kinds, relation_words
from kgraph.records import Article, Facts
from kgraph.resolve import load_register, resolve

NLP = load_pipeline()
REGISTER = load_register(Path(__file__).parents[2] / "corpus" / "actors.ttl")


def read(text: str) -> Facts:
    article = Article("test.txt", text)
    ((_, doc),) = annotate([article], NLP)
    return resolve(article, doc, extract(article, doc), REGISTER)


TABLE = [
    ("NATO member Norland sent troops to the border.", ["Norland member_of NATO"]),
    ("Norland, a member of the Meridian Pact, refused to sign.", ["Norland member_of Meridian Pact"]),
    ("Norland joined the Meridian Pact in 2004.", ["Norland member_of Meridian Pact"]),
    ("Norland's membership in NATO is disputed.", ["Norland member_of NATO"]),
    (
        "The Pact's members include Norland, Kostrava and Eastmark.",
        ["Eastmark member_of Meridian Pact", "Kostrava member_of Meridian Pact", "Norland member_of Meridian Pact"],
    ),
    ("Varania's ally Kostrava closed the border.", ["Kostrava allied_with Varania"]),
    ("Varania and its ally Kostrava closed the border.", ["Kostrava allied_with Varania"]),
    ("The alliance between Norland and Kostrava is old.", ["Norland allied_with Kostrava"]),
    ("Iran-backed Hezbollah fired rockets.", ["Hezbollah allied_with Iran"]),
    ("Arch-rivals Norland and Varania met in Halvik.", ["Norland opposed_to Varania"]),
    ("Norland is at war with Varania.", ["Norland opposed_to Varania"]),
    ("Varania's war against Norland goes on.", ["Varania opposed_to Norland"]),
    ("The Norland-Varania war goes on.", ["Norland opposed_to Varania"]),
    ("Varania annexed Lesny in 2014.", ["Varania annexed Lesny"]),
    ("Varania's annexation of Lesny was condemned.", ["Varania annexed Lesny"]),
    ("Lesny, annexed by Varania in 2014, is a port.", ["Varania annexed Lesny"]),
    ("The Varanian port of Lesny was shelled overnight.", ["Lesny located_in Varania"]),
    ("Fighters hold Lesny, a city in eastern Varania.", ["Lesny located_in Varania"]),
    ("The Kostrava-based Institute for Peace published a report.", ["Institute for Peace located_in Kostrava"]),
    ("The Ural region of Russia is cold.", ["Ural part_of Russia"]),
    ("Mirko Dravec is an outspoken critic of Norland.", ["Mirko Dravec opposed_to Norland"]),
    ("Tensions between Norland and Varania rose again.", ["Norland opposed_to Varania"]),
    ("Norland and Varania are at odds over the port.", ["Norland opposed_to Varania"]),
    (
        "The Meridian Pact includes Norland and Kostrava.",
        ["Kostrava member_of Meridian Pact", "Norland member_of Meridian Pact"],
    ),
    ("Norland's Harbour Guard searched the ship.", ["Harbour Guard part_of Norland"]),
    ("Meridian Pact members such as Norland voted for it.", ["Norland member_of Meridian Pact"]),
    ("The Senator opposed the minister's position.", []),
    ("Norland met Varania in Halvik.", []),
]


@pytest.mark.parametrize(("text", "told"), TABLE)
def test_a_sentence_tells_its_lasting_relations_and_no_others(text: str, told: list[str]) -> None:
    found = read(text).bonds
    assert sorted(f"{b.source.actor.label} {b.kind} {b.target.actor.label}" for b in found) == told


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Norland is a member of the Meridian Pact.", (False, False, False)),
        ("Norland is not a member of the European Union.", (True, False, False)),
        ("Kostrava refused to join the European Union.", (True, False, True)),
        ("Norland, a former member of the Meridian Pact, voted against.", (False, True, False)),
        ("Britain left the European Union in 2020.", (False, True, False)),
        ("Norland wants to join NATO.", (False, False, True)),
        ("Kostrava may join the European Union.", (False, False, True)),
    ],
)
def test_a_relation_is_told_as_denied_past_or_open(text: str, how: tuple[bool, bool, bool]) -> None:
    (bond,) = read(text).bonds
    assert (bond.negated, bond.former, bond.hypothetical) == how


def test_a_relation_in_somebodys_words_belongs_to_the_statement() -> None:
    facts = read("“Kostrava is an ally of Varania,” Norland's foreign minister said.")
    (bond,) = facts.bonds
    assert bond.within == facts.statements[0].id


def test_the_graph_holds_a_node_and_never_the_direct_link() -> None:
    facts = read("Norland, a member of the Meridian Pact, refused to sign.")
    (bond,) = facts.bonds
    found = {(q.predicate, q.object) for q in quads(facts) if q.subject == bond.id}
    assert {(RDF.type, KG.Relation), (KG.relation, KG.memberOf), (KG.source, bond.source.actor.id)} <= found
    assert KG.memberOf not in {q.predicate for q in quads(facts)}
    assert bond.evidence.text == "Norland, a member of the Meridian Pact"


def test_every_kind_of_relation_has_a_property_and_words() -> None:
    told = {kind for table in relation_words().values() for kinds in table.values() for kind in kinds}
    assert told == set(relation_kinds())
    for kind in relation_kinds().values():
        assert getattr(KG, kind.relation)
        assert kind.sources
        assert kind.targets
