"""Facts -> quads -> N-Quads."""

from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.graph import Quad, actor_quads, iri_text, quads, run_iri, term_text, to_nquads
from kgraph.ontology import KG, OA, PROV, RDF, SKOS, Iri, Literal, article_graph, article_iri, event_mode_iri
from kgraph.records import Actor, Facts, Item
from tests.conftest import VARANIA, Pen, make_actor, treaty_facts

ANY_TEXT = st.text(st.characters(), max_size=40)


def parsed(data: bytes) -> list[ox.Quad]:
    return list(ox.parse(data, format=ox.RdfFormat.N_QUADS))


def objects(facts: Facts, subject: str, predicate: str) -> list[str]:
    found = [quad.object for quad in quads(facts) if (quad.subject, quad.predicate) == (subject, predicate)]
    return [one.value if isinstance(one, Literal) else str(one) for one in found]


def test_the_same_facts_make_the_same_bytes() -> None:
    run = run_iri("model", "1")
    assert to_nquads(quads(treaty_facts(), run)) == to_nquads(quads(treaty_facts(), run))


def test_everything_of_an_article_is_in_its_graph_once_and_without_blank_nodes(facts: Facts) -> None:
    found = list(quads(facts, run_iri("model")))
    assert {quad.graph for quad in found} == {article_graph(facts.article.id)}
    assert len(found) == len(set(found))
    assert not [quad for quad in found if str(quad.subject).startswith("_:")]


def test_every_mention_quotes_the_articles_slice(facts: Facts) -> None:
    mentions = [quad.subject for quad in quads(facts) if (quad.predicate, quad.object) == (RDF.type, KG.Mention)]
    assert len(mentions) > 20
    for mention in mentions:
        (start,) = objects(facts, f"{mention}/position", OA.start)
        (end,) = objects(facts, f"{mention}/position", OA.end)
        (exact,) = objects(facts, f"{mention}/quote", OA.exact)
        (prefix,) = objects(facts, f"{mention}/quote", OA.prefix)
        (suffix,) = objects(facts, f"{mention}/quote", OA.suffix)
        assert facts.article.text[int(start) : int(end)] == exact
        assert prefix + exact + suffix in facts.article.text


def test_a_split_quotation_is_one_content_of_two_mentions(facts: Facts) -> None:
    split = facts.statements[2]
    assert objects(facts, split.id, KG.content) == ['"Varania did it," ... "and Varania knows it."']
    assert len(objects(facts, split.id, KG.contentMention)) == 2
    assert objects(facts, split.id, KG.date) == ["2021-12-19"]
    assert objects(facts, split.id, KG.month) == ["2021-12"]


def test_a_date_is_kept_with_its_words_its_last_day_and_the_sign_of_a_negated_cue(facts: Facts) -> None:
    accusation = facts.statements[1]
    at = facts.article.text.index("on Monday")
    told = replace(
        accusation, date=date(2021, 11, 29), date_until=date(2021, 12, 5),
        date_mention=facts.article.mention(at, at + 9), negated=True,
    )  # fmt: skip
    odd = replace(facts, statements=(told,))
    assert objects(odd, told.id, KG.date) == ["2021-11-29"]
    assert objects(odd, told.id, KG.dateUntil) == ["2021-12-05"]
    assert objects(odd, told.id, KG.month) == []  # it may have been either
    assert objects(odd, told.id, KG.negated) == ["true"]
    (mention,) = objects(odd, told.id, KG.dateMention)
    assert objects(odd, f"{mention}/quote", OA.exact) == ["on Monday"]
    assert objects(facts, accusation.id, KG.negated) == objects(facts, accusation.id, KG.dateMention) == []


def test_an_event_keeps_its_mode_place_trigger_and_items(facts: Facts) -> None:
    (event,) = facts.events
    pen = Pen(facts.article)
    ferry = make_actor("Ferry", "Weapon")
    item = Item(pen.resolved(ferry, None), pen.mention("its envoy"), 2.5, pen.mention("Two"))
    told = replace(
        event, mode="diplomatic", hypothetical=True, negated=False, trigger=pen.mention("recall"),
        place=pen.resolved(VARANIA, "Varania#6"), items=(item, replace(item, quantity=20.0, quantity_mention=None)),
    )  # fmt: skip
    odd = replace(facts, events=(told,))
    assert objects(odd, event.id, KG.mode) == [event_mode_iri("SANCTION", "diplomatic")]
    assert objects(odd, event.id, KG.hypothetical) == ["true"]
    assert objects(odd, event.id, KG.negated) == ["false"]
    assert objects(odd, event.id, KG.place) == [VARANIA.id]
    assert objects(odd, f"{objects(odd, event.id, KG.trigger)[0]}/quote", OA.exact) == ["recall"]
    first, second = objects(odd, event.id, KG.item)
    assert objects(odd, first, KG.thing) == [ferry.id]
    assert objects(odd, first, KG.quantity) == ["2.5"]
    assert objects(odd, second, KG.quantity) == ["20.0"]
    assert objects(odd, f"{objects(odd, first, KG.thingMention)[0]}/quote", OA.exact) == ["its envoy"]
    assert objects(odd, f"{objects(odd, first, KG.quantityMention)[0]}/quote", OA.exact) == ["Two"]
    assert objects(odd, second, KG.quantityMention) == []
    assert {ferry.id, VARANIA.id} <= {actor.id for actor in odd.actors()}
    assert parsed(to_nquads(quads(odd)))


def test_a_mention_keeps_who_it_is_and_why(facts: Facts) -> None:
    speaker = objects(facts, facts.statements[1].id, KG.speakerMention)[0]
    assert objects(facts, speaker, KG.refersTo) == [facts.statements[1].speakers[0].actor.id]
    assert objects(facts, speaker, KG.resolution) == ["Anna Weiß: 'Anna Weiß' is the name of Anna Weiß"]
    assert objects(facts, speaker, KG.confidence) == ["0.9"]


def test_the_run_is_told_by_version_and_model_without_a_clock(facts: Facts) -> None:
    run = run_iri("odd model/1 é", "0.1.0")
    found = {(quad.predicate, quad.object) for quad in quads(facts, run) if quad.subject == run}
    assert (KG.model, Literal("odd model/1 é")) in found
    assert (RDF.type, PROV.Activity) in found
    assert Quad(article_graph(facts.article.id), PROV.wasGeneratedBy, run, article_graph(facts.article.id)) in list(
        quads(facts, run)
    )


def test_an_actor_has_its_class_names_and_links() -> None:
    found = {(quad.predicate, quad.object) for quad in actor_quads(replace(VARANIA, represents=("http://a.b/c",)))}
    assert {(RDF.type, KG.State), (RDF.type, KG.Actor), (SKOS.prefLabel, Literal("Varania"))} <= found
    assert (SKOS.altLabel, Literal("Republic of Varania")) in found
    assert (KG.represents, Iri("http://a.b/c")) in found


@pytest.mark.parametrize("score", [float("nan"), -1.0, 0.0, 0.33333, 1.0, 7.0, float("inf")])
def test_a_confidence_is_always_a_decimal_between_0_and_1(facts: Facts, score: float) -> None:
    odd = replace(facts, statements=(replace(facts.statements[0], confidence=score),))
    (value,) = objects(odd, facts.statements[0].id, KG.confidence)
    assert 0 <= float(value) <= 1
    assert "e" not in value


@pytest.mark.parametrize(
    "iri",
    [
        "http://a.b/c d", "http://a.b/<x>", 'http://a.b/"', "javascript:alert(1)", "", "no scheme", "http://", "http://[x",
        "http://a.b:port/", "http://a.b/%zz", "http://a.b/#a#b", "http://a.b/\x00\n", "//a.b", "a://b\\c",
        "http://a.b/> <http://evil/> <http://evil/> . #",
    ],
)  # fmt: skip
def test_a_hostile_iri_becomes_a_valid_one(iri: str) -> None:
    data = to_nquads([Quad(Iri(iri), Iri(iri), Iri(iri), Iri(iri))])
    assert [str(quad.subject.value) for quad in parsed(data)] == [iri_text(iri)]


@given(ANY_TEXT)
def test_any_text_as_an_iri_is_valid_and_stays_as_it_is_thereafter(text: str) -> None:
    once = iri_text(text)
    assert iri_text(once) == once
    assert ox.NamedNode(once).value == once
    assert len(parsed(to_nquads([Quad(Iri(text), Iri(text), Iri(text), Iri(text))]))) == 1


@given(ANY_TEXT, st.sampled_from([None, Iri("http://www.w3.org/2001/XMLSchema#date"), Iri("x y")]))
def test_any_literal_comes_back_as_it_was(text: str, datatype: Iri | None) -> None:
    iri = article_iri("0")
    (quad,) = parsed(to_nquads([Quad(iri, iri, Literal(text, datatype), iri)]))
    expected = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    assert quad.object.value == expected


@given(ANY_TEXT)
def test_any_term_can_stand_in_sparql_and_means_itself(text: str) -> None:
    expected = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    (row,) = ox.Store().query(f"SELECT ?x WHERE {{ VALUES ?x {{ {term_text(Literal(text))} }} }}")
    assert row["x"].value == expected
    (row,) = ox.Store().query(f"SELECT ?x WHERE {{ VALUES ?x {{ {term_text(Iri(text))} }} }}")
    assert row["x"].value == iri_text(text)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_a_hostile_article_makes_valid_quads(title: str, document: str, label: str) -> None:
    facts = treaty_facts(document)
    actor = Actor(label, label, "Person", wikidata=label, aliases=(label, title))
    odd = replace(facts, article=replace(facts.article, title=title, publisher=label, published=date(1, 1, 1)))
    assert parsed(to_nquads(quads(odd, run_iri(label, title))))
    assert parsed(to_nquads(actor_quads(actor)))
