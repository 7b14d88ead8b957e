"""The vocabulary, the tables of words, and the minting of IRIs."""

import re

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef

from kgraph.extract.lexicon import IDLE
from kgraph.ontology import (
    KG,
    ONTOLOGY,
    act_cues,
    act_iri,
    act_polarity,
    event_class_iri,
    event_mode_iri,
    event_polarity,
    event_words,
    evidence_iri,
    evidence_offsets,
    fold,
    ontology_text,
)

ACTS = """say accuse threaten warn demand request promise deny praise criticize reject support announce predict believe
intend other""".split()
EVENTS = """AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE
COERCE ASSAULT""".split()
POLARITIES = {"negative", "neutral", "positive"}


def graph_of(name: str) -> Graph:
    return Graph().parse(data=ontology_text(name), format="turtle")


def declared() -> set[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    return {term for kind in kinds for term in graph_of("geopolitics.ttl").subjects(RDF.type, kind)}


def test_every_term_has_a_label_and_a_comment_and_a_python_name() -> None:
    graph = graph_of("geopolitics.ttl")
    for term in declared():
        assert graph.value(term, RDFS.label), term
        assert graph.value(term, RDFS.comment), term
        assert getattr(KG, term.removeprefix(ONTOLOGY)) == str(term)


def test_every_class_is_aligned_with_a_vocabulary_of_others() -> None:
    graph = graph_of("geopolitics.ttl")
    for term in graph.subjects(RDF.type, OWL.Class):
        above = {str(one) for one in graph.transitive_objects(term, RDFS.subClassOf)}
        assert any(not one.startswith(ONTOLOGY) for one in above), term


@pytest.mark.parametrize("name", ["geopolitics.ttl", "acts.ttl", "events.ttl", "relations.ttl", "items.ttl"])
def test_the_vocabularies_have_no_blank_nodes(name: str) -> None:
    assert not [node for triple in graph_of(name) for node in triple if isinstance(node, BNode)]


@pytest.mark.parametrize("name", ["shapes.ttl", "acts.ttl", "events.ttl", "relations.ttl", "items.ttl"])
def test_every_name_of_ours_that_the_other_files_use_is_declared(name: str) -> None:
    used = {node for triple in graph_of(name) for node in triple if str(node).startswith(ONTOLOGY)}
    assert used <= declared()


def test_every_class_of_ours_has_a_shape() -> None:
    targets = set(graph_of("shapes.ttl").objects(None, URIRef("http://www.w3.org/ns/shacl#targetClass")))
    actors = {
        URIRef(getattr(KG, name)) for name in "Person State Organization Group Place Weapon Goods Agreement".split()
    }
    classes = set(graph_of("geopolitics.ttl").subjects(RDF.type, OWL.Class))
    assert classes - actors <= targets  # the kinds of actors share the shape of kg:Actor


def test_a_misspelt_name_fails_at_once() -> None:
    with pytest.raises(AttributeError, match=r"kg:Statment is not declared"):
        KG.Statment  # noqa: B018


@pytest.mark.parametrize(
    ("name", "keys", "mint"), [("acts.ttl", ACTS, act_iri), ("events.ttl", EVENTS, event_class_iri)]
)
def test_each_concept_has_its_key_a_definition_and_a_polarity(name: str, keys: list[str], mint: object) -> None:
    graph = graph_of(name)
    tops = set(graph.subjects(SKOS.topConceptOf, None))
    assert {str(graph.value(top, SKOS.notation)) for top in tops} == set(keys)
    for key in keys:
        concept = URIRef(mint(key))  # type: ignore[operator]
        assert graph.value(concept, SKOS.definition), key
        assert str(graph.value(concept, URIRef(KG.polarity))) in POLARITIES


@pytest.mark.parametrize(
    ("cue", "act"),
    [
        ("accuse", "accuse"), ("blame", "accuse"), ("say", "say"), ("according to", "say"), ("deny", "deny"),
        ("condemn", "criticize"), ("call for", "request"), ("vow", "promise"), ("vow revenge", "threaten"),
        ("rule out", "reject"), ("hail", "praise"), ("expect", "predict"), ("want", "intend"), ("joke", "other"),
    ],
)  # fmt: skip
def test_a_cue_signals_its_act(cue: str, act: str) -> None:
    assert act_cues()[cue] == act


@pytest.mark.parametrize(
    ("name", "local"), [("acts.ttl", "cueLemma"), ("events.ttl", "verbLemma"), ("events.ttl", "nounLemma")]
)
def test_a_lemma_is_plain_and_stands_once(name: str, local: str) -> None:
    lemmas = [str(value) for value in graph_of(name).objects(None, URIRef(getattr(KG, local)))]
    assert len(lemmas) == len(set(lemmas))
    assert not [lemma for lemma in lemmas if not re.fullmatch(r"[a-z]+(?:[ '-][a-z]+)*", lemma)]


def test_every_act_has_enough_cues_and_a_polarity() -> None:
    assert set(act_polarity()) == set(ACTS)
    assert min(list(act_cues().values()).count(act) for act in ACTS) >= 15


def test_each_mode_has_its_class_a_definition_and_an_iri_of_its_own() -> None:
    graph = graph_of("events.ttl")
    modes = set(graph.subjects(SKOS.broader, None))
    assert len(modes) > 50
    for mode in modes:
        name, _, key = str(graph.value(mode, SKOS.notation)).partition("-")
        assert str(mode) == event_mode_iri(name, key)
        assert str(graph.value(mode, SKOS.broader)) == event_class_iri(name)
        assert graph.value(mode, SKOS.definition), mode


def test_every_event_class_has_enough_words() -> None:
    classes = [word["class"] for word in event_words().values()]
    assert min(classes.count(key) for key in EVENTS) >= 20
    assert set(event_polarity()) == set(EVENTS)


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("attack", {"class": "ASSAULT", "verb": True, "noun": True, "negative": True}),
        ("meet with", {"class": "CONSULT", "verb": True, "noun": False, "negative": False}),
        ("airstrike", {"class": "ASSAULT", "verb": False, "noun": True, "negative": True}),
        ("donate to", {"class": "AID", "verb": True, "noun": False, "negative": False}),
    ],
)
def test_a_word_names_its_event_class(lemma: str, expected: dict[str, object]) -> None:
    assert event_words()[lemma] == expected


def test_a_lemma_that_is_verb_and_noun_has_one_class() -> None:
    graph = graph_of("events.ttl")
    pairs = {
        (str(lemma), str(graph.value(concept, SKOS.notation)).partition("-")[0])
        for local in ("verbLemma", "nounLemma")
        for concept, lemma in graph.subject_objects(URIRef(getattr(KG, local)))
        if str(graph.value(concept, SKOS.notation)) != IDLE
    }
    assert len(pairs) == len(event_words())


def test_offsets_come_back_from_an_iri() -> None:
    assert evidence_offsets(evidence_iri("statement", "ab12", 3, 8, 10, 20)) == (3, 8, 10, 20)
    assert evidence_offsets("https://elsewhere.example/x") == ()


def test_names_that_differ_only_in_dress_fold_alike() -> None:
    assert fold("Anna WEISS") == fold("anna weiß")
    assert fold("ελλάδα") != fold("россия")
