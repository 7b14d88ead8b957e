"""Statements as JSON, explained, counted and checked."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kgraph.errors import NotFoundError, QueryError
from kgraph.graph import quads, to_nquads
from kgraph.ontology import RESOURCE, Iri
from kgraph.query import check, explain, statements, stats
from kgraph.query.provenance import narrate
from kgraph.records import Item, Resolved
from kgraph.store import Store, open_store
from tests.conftest import NORLAND, TREATY, WEISS, ferry_facts, make_actor, put, treaty_facts

ACCUSATION = treaty_facts().statements[1].id
KEYS = (
    "id document title published publisher speaker cue content kind act targets co_speakers addressees via within "
    "repeats date same_statement_as date_until date_mention negated speaker_confidence confidence"
).split()


def contents(store: Store, **filters: Any) -> list[str]:
    return [row["content"][0]["text"] for row in statements(store, **filters)]


def test_a_statement_is_the_object_that_the_interfaces_fix(store: Store) -> None:
    (row,) = [row for row in statements(store) if row["id"] == ACCUSATION]
    assert list(row) == KEYS
    assert row == {
        "id": ACCUSATION,
        "document": "news/treaty.txt",
        "title": "Norland accuses Varania over cable",
        "published": "2021-12-20",
        "publisher": "Fjord News",
        "speaker": {
            "id": WEISS.id, "label": "Anna Weiß", "wikidata": None, "type": "Person",
            "text": "Anna Weiß", "start": 85, "end": 94,
        },
        "cue": {"text": "accused", "start": 96, "end": 103},
        "content": [{"text": "of cutting a cable", "start": 122, "end": 140}],
        "kind": "indirect",
        "act": "accuse",
        "targets": [
            {
                "id": "https://w3id.org/kgraph/resource/actor/Q900000002", "label": "Varania", "type": "State",
                "wikidata": "Q900000002", "stance": "negative", "stance_score": 0.8,
                "confidence": 1.0,
            }
        ],
        "co_speakers": [], "addressees": [], "via": [], "within": None, "repeats": None,
        "date": "2021-12-20", "same_statement_as": None, "date_until": None, "date_mention": None, "negated": False,
        "speaker_confidence": 0.9, "confidence": 0.93,
    }  # fmt: skip


def test_every_span_is_the_articles_slice(store: Store) -> None:
    for row in statements(store):
        text = TREATY if row["document"] == "news/treaty.txt" else ferry_facts().article.text
        speakers = [who for who in (row["speaker"], *row["co_speakers"]) if who]
        for span in (*speakers, row["cue"], *row["content"]):
            assert text[span["start"] : span["end"]] == span["text"]


def test_they_come_by_date_document_and_place(store: Store) -> None:
    assert contents(store) == [
        '"Varania did it,"', "over cable", "of cutting a cable", "the charge", '"We respect Norland,"',
        "that Norland would recall its envoy from Varania", "Norland's ferry crew", "they would attend the talks",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"speaker": "anna weiß"}, ['"Varania did it,"', "of cutting a cable"]),
        ({"speaker": "ANNA WEISS"}, ['"Varania did it,"', "of cutting a cable"]),
        ({"speaker": "Weiß"}, ['"Varania did it,"', "of cutting a cable"]),
        ({"speaker": WEISS.id, "about": "republic of varania", "until": "2021-12-19"}, ['"Varania did it,"']),
        ({"speaker": "Q900000003"}, ["they would attend the talks"]),
        ({"about": "Norland", "stance": "positive"}, ['"We respect Norland,"', "Norland's ferry crew"]),
        ({"about": "Norland", "stance": "negative"}, []),
        ({"act": "deny"}, ["the charge"]),
        ({"outlet": "varanian HERALD"}, ["Norland's ferry crew", "they would attend the talks"]),
        ({"since": "2022-01-01", "until": "2022-01-31"}, ["Norland's ferry crew", "they would attend the talks"]),
        ({"speaker": "Nobody At All"}, []),
        ({"speaker": '" } #'}, []),
        ({"speaker": "http://a.b/ } DROP"}, []),
        ({"outlet": "' || true"}, []),
    ],
)
def test_filters_pick_statements(store: Store, filters: dict[str, str], expected: list[str]) -> None:
    assert contents(store, **filters) == expected


@pytest.mark.parametrize(
    "filters", [{"act": "shout"}, {"stance": "angry"}, {"since": "yesterday"}, {"until": "2021-13-01"}]
)
def test_a_value_that_a_filter_cannot_have_is_refused(store: Store, filters: dict[str, str]) -> None:
    with pytest.raises(QueryError, match=next(iter(filters))):
        contents(store, **filters)


def test_a_joint_source_is_one_statement(store: Store) -> None:
    (row,) = statements(store, speaker="ostmark")
    assert row["speaker"]["label"] == "Norland"
    assert [who["label"] for who in row["co_speakers"]] == ["Ostmark"]


def test_the_sentence_can_be_had_too(store: Store) -> None:
    for row in statements(store, sentences=True):
        first = row["content"][0]
        at = first["start"] - row["sentence_start"]
        assert row["sentence"][at : at + len(first["text"])] == first["text"]
        assert row["sentence"].strip() == row["sentence"]
    assert row["speaker"]["represents"] == []


def test_an_explanation_has_the_words_the_reasons_the_scores_and_the_run(store: Store) -> None:
    told = explain(store, ACCUSATION)
    assert told["sentence"].startswith("LOWER NORLAND")
    assert [span["role"] for span in told["spans"]] == ["speaker", "cue", "content"]
    assert [(one["role"], one["label"], one["reason"]) for one in told["resolutions"]] == [
        ("speaker", "Anna Weiß", "'Anna Weiß' is the name of Anna Weiß"),
        ("target", "Varania", "'Varania#2' is the name of Varania"),
    ]
    assert told["scores"] == {"statement": 0.93, "speaker": 0.9, "about Varania": 1.0, "stance towards Varania": 0.8}
    assert (told["run"]["model"], told["run"]["extractor"]) == ("test-model 1", "cues")
    for words in ("Anna Weiß -> Anna Weiß (0.90)", "negative towards Varania", "model test-model 1", "96-103"):
        assert words in narrate(told)


def test_an_explanation_tells_the_actors_the_date_and_the_ties_in_lines_of_80_columns(store: Store) -> None:
    title = next(row["id"] for row in statements(store) if row["repeats"] == ACCUSATION)
    lines = narrate(explain(store, title)).splitlines()
    assert max(map(len, lines)) <= 80
    told = " ".join(" ".join(lines).split())
    for words in (
        "Norland -> Norland (0.90) - 'Norland' is the name of Norland - in the register (Q900000001)",
        "date 2021-12-20, the article's own: no words date the statement",
        f"repeats {ACCUSATION.replace(RESOURCE, 'kgr:')}",
        title.replace(RESOURCE, "kgr:"),
    ):
        assert words in told


def test_an_explanation_tells_the_words_that_date_a_statement_and_that_its_cue_is_negated() -> None:
    facts = treaty_facts()
    at = TREATY.index("on Monday")
    told = replace(
        facts.statements[1], negated=True, date=date(2021, 12, 13), date_until=date(2021, 12, 19),
        date_mention=facts.article.mention(at, at + 9),
    )  # fmt: skip
    with open_store(None, read_only=False) as store:
        put(store, replace(facts, statements=(told,)))
        lines = " ".join(narrate(explain(store, told.id)).split())
    assert "(accuse, negated, indirect, 2021-12-13)" in lines
    assert "date 2021-12-13 to 2021-12-19, by “on Monday”, article of 2021-12-20" in lines


def test_the_words_of_an_explanation_hold_the_cue_of_another_sentence(store: Store) -> None:
    for row in statements(store):
        told = explain(store, row["id"])
        assert all(span["text"] in told["sentence"] for span in told["spans"])


def test_an_iri_can_be_given_short(store: Store) -> None:
    tail = ACCUSATION.partition("resource/")[2]
    assert explain(store, f"kgr:{tail}")["statement"] == explain(store, tail)["statement"]


@pytest.mark.parametrize("iri", ["http://a.b/c", "kgr:statement/none", "", "> } #", WEISS.id])
def test_what_is_no_statement_cannot_be_explained(store: Store, iri: str) -> None:
    with pytest.raises(NotFoundError, match="no statement of that IRI"):
        explain(store, iri)


def test_the_counts_are_right(store: Store) -> None:
    found = stats(store)
    assert {name: found[name] for name in ("articles", "statements", "events", "offices held", "actors: states")} == {
        "articles": 2, "statements": 8, "events": 1, "offices held": 1, "actors: states": 3,
    }  # fmt: skip
    assert (found["first day"], found["last day"], found["statements by act: accuse"]) == (
        "2021-12-19",
        "2022-01-05",
        3,
    )


def test_an_empty_store_has_nothing_and_nothing_wrong() -> None:
    with open_store(None) as store:
        assert list(statements(store)) == []
        assert stats(store)["articles"] == 0
        assert check(store) == []


def test_a_good_store_has_nothing_wrong(store: Store) -> None:
    assert check(store) == []


def test_an_event_with_an_item_a_mode_and_a_place_has_nothing_wrong() -> None:
    facts = treaty_facts()
    (event,) = facts.events
    cable = Resolved(make_actor("cable", "Weapon"), None, 0.8)
    item = Item(cable, facts.article.mention(0, 7), 3.0, facts.article.mention(8, 15))
    place = Resolved(NORLAND, None, 0.9)
    told = replace(event, mode="expel", place=place, items=(item, replace(item, quantity=None)))
    with open_store(None) as store:
        put(store, replace(facts, events=(told,)))
        assert check(store) == []
        store.update(f"DELETE {{ GRAPH ?g {{ ?i kg:thing ?x }} }} WHERE {{ GRAPH ?g {{ <{event.id}> kg:item ?i . "
                     "?i kg:thing ?x } }")  # fmt: skip
        assert any("is not exactly one thing" in line for line in check(store))


QUOTE = f"<{WEISS.id.partition('actor')[0]}mention/{treaty_facts().article.id}/85-94/quote>"


def added(iri: str, what: str) -> str:
    return f"INSERT {{ GRAPH ?g {{ <{iri}> {what} }} }} WHERE {{ GRAPH ?g {{ <{iri}> a ?kind }} }}"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (f'DELETE {{ GRAPH ?g {{ {QUOTE} oa:exact ?x }} }} INSERT {{ GRAPH ?g {{ {QUOTE} oa:exact "Anna Weiss" }} }} '
         f"WHERE {{ GRAPH ?g {{ {QUOTE} oa:exact ?x }} }}", "says 'Anna Weiss', the article has 'Anna Weiß' there"),
        (f"DELETE WHERE {{ GRAPH ?g {{ <{ACCUSATION}> kg:kind ?x }} }}", "kind is not one of direct"),
        (added(ACCUSATION, "kg:confidence 2.5"), "has no confidence between 0 and 1"),
        (added(ACCUSATION, "kg:content []"), "does not have exactly one content"),
        (f"DELETE WHERE {{ GRAPH ?g {{ <{ACCUSATION}> kg:act ?x }} }}", "does not have exactly one speech act"),
        (f"DELETE WHERE {{ GRAPH ?g {{ <{NORLAND.id}> skos:prefLabel ?x }} }}", "no actor with a name"),
        (added(NORLAND.id, "skos:prefLabel 'Second'"), "does not have exactly one name that is preferred"),
    ],
)  # fmt: skip
def test_damage_is_found_and_told_in_plain_words(store_dir: Path, damage: str, message: str) -> None:
    with open_store(store_dir, read_only=False) as store:
        store.update(damage)
        problems = check(store)
    assert any(message in problem for problem in problems), problems
    assert not any("\n" in problem for problem in problems)


def test_a_statement_of_an_actor_that_was_never_merged_still_reads() -> None:
    facts = ferry_facts()
    with open_store(None) as store:
        store.add_article(facts.article.id, to_nquads(quads(facts)))
        labels = {row["speaker"]["label"] for row in statements(store)}
        assert labels == {"borin-talvek", "Q900000001"}
        put(store, facts)
        assert Iri(WEISS.id) not in {row["speaker"]["id"] for row in statements(store)}
