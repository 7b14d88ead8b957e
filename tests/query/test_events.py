"""Events and lasting relations as JSON, and the questions to them."""

from collections.abc import Iterator

import pytest

from kgraph.consolidate.events import tie_events
from kgraph.errors import QueryError
from kgraph.graph import held_quads
from kgraph.query import check, events, relations, run_question, stats
from kgraph.store import Store, open_store
from tests.conftest import NORLAND, OSTMARK, VARANIA, WEISS, put
from tests.deeds import claim_facts, deed_facts


@pytest.fixture(scope="module")
def told() -> Iterator[Store]:
    """Two articles: both tell of a delivery, the second of a meeting, a claim and what the narrator says of it."""
    with open_store(None) as store:
        put(store, deed_facts(), claim_facts())
        store.merge_actors([OSTMARK])
        store.merge_offices(held_quads("urn:held", WEISS.id, "foreign minister", NORLAND.id, (None, None)))
        tie_events(store)
        yield store


def test_an_event_has_its_actors_things_and_words(told: Store) -> None:
    row = next(events(told, event_class="AID"))
    assert [who["label"] for who in (*row["sources"], *row["targets"])] == ["Norland", "Varania"]
    (item,) = row["items"]
    assert (item["label"], item["class"], item["quantity"], item["quantity_text"]) == ("cannon", "artillery", 6, "six")
    assert row["evidence"]["text"].startswith("Norland, a member of Varania, sent")
    assert row["sentence"].startswith(("Herald:", "Post:"))
    assert row["trigger"]["text"] == "sent"
    assert (row["date"], row["within"], row["negated"], row["hypothetical"]) == ("2022-03-04", None, False, False)


def test_reports_of_one_event_are_told_apart_or_counted_once(told: Store) -> None:
    assert len(list(events(told, event_class="AID"))) == 2
    (row,) = events(told, event_class="aid", once=True)
    assert row["reports"] == 2


@pytest.mark.parametrize(
    ("filters", "classes"),
    [
        ({"source": "Norland"}, ["AID", "AID"]),
        ({"target": "Norland"}, ["ASSAULT", "ASSAULT"]),
        ({"source": "Anna Weiß", "target": "Varania"}, ["CONSULT"]),
        ({"since": "2022-03-05"}, ["ASSAULT", "ASSAULT", "CONSULT"]),
        ({"until": "2022-03-04"}, ["AID", "AID"]),
        ({"outlet": "herald"}, ["AID"]),
        ({"source": "nobody"}, []),
    ],
)
def test_events_are_filtered(told: Store, filters: dict[str, str], classes: list[str]) -> None:
    assert sorted(row["class"] for row in events(told, **filters)) == classes


@pytest.mark.parametrize("wrong", [{"event_class": "HUG"}, {"since": "soon"}])
def test_a_filter_that_cannot_be_is_refused(told: Store, wrong: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        events(told, **wrong)


def test_what_articles_tell_and_what_the_register_knows_is_told_apart(told: Store) -> None:
    found = [(r["kind"], r["source"]["label"], r["target"]["label"], r["known_by"]) for r in relations(told)]
    assert found == [
        ("holds_office", "Anna Weiß", "Norland", "register"),
        ("member_of", "Norland", "Ostmark", "register"),
        ("member_of", "Norland", "Varania", "article"),
    ]
    (row,) = relations(told, known_by="article")
    assert row["evidence"]["text"] == "Norland, a member of Varania"
    assert not list(relations(told, source="Varania"))
    with pytest.raises(QueryError, match="kind"):
        relations(told, kind="likes")


def test_a_known_office_is_replaced_and_not_counted_as_told(told: Store) -> None:
    assert stats(told)["offices held"] == 0
    assert stats(told)["lasting relations"] == 1
    with open_store(None) as store:
        put(store, deed_facts())
        for body in (NORLAND, VARANIA):
            store.merge_offices(held_quads("urn:held", WEISS.id, "envoy", body.id, (None, None)))
        ((whose,),) = store.select("SELECT ?b { <urn:held> kg:body ?b }").rows
        assert whose == VARANIA.id


def rows(told: Store, name: str, **params: str) -> list[dict[str, str]]:
    results = run_question(told, name, **params)
    return [dict(zip(results.columns, row, strict=True)) for row in results.rows_as_text()]


def test_who_supplied_what_to_whom(told: Store) -> None:
    (row,) = rows(told, "supplies", source="Norland")
    assert (row["who"], row["what"], row["whom"], row["told"]) == ("Norland", "cannon", "Varania", "done")
    assert (row["quantity"], row["articles"], row["date"]) == ("6", "2", "2022-03-04")
    assert rows(told, "supplies", thing="cannon") == [row]
    assert rows(told, "supplies", since="2023-01-01") == []


def test_who_met_whom_in_either_order(told: Store) -> None:
    (row,) = rows(told, "meetings", person="Varania")
    assert (row["who"], row["whom"], row["how"], row["articles"]) == ("Anna Weiß", "Varania", "meet", "1")
    assert rows(told, "meetings", person="Anna Weiß", other="Varania") == [row]


def test_events_between_states_are_counted_once_with_their_balance(told: Store) -> None:
    found = rows(told, "events-by-month", state="Norland", other="Varania")
    counted = [(r["month"], r["class"], r["quad"], r["events"], r["articles"], float(r["balance"])) for r in found]
    assert counted == [
        ("2022-03", "(all)", "", "3", "2", 0.33),
        ("2022-03", "AID", "material cooperation", "1", "2", 1.0),
        ("2022-03", "ASSAULT", "material conflict", "1", "1", -1.0),
        ("2022-03", "CONSULT", "verbal cooperation", "1", "1", 1.0),
    ]


def test_a_claim_stands_beside_what_the_narrator_reports(told: Store) -> None:
    (row,) = rows(told, "claims-of-deeds", speaker="Weiß")
    assert (row["claimedBy"], row["who"], row["class"], row["whom"]) == ("Anna Weiß", "Varania", "ASSAULT", "Norland")
    assert (row["narrator"], row["report"], row["reportedIn"]) == (
        "reports it too",
        "Varania shelled Norland",
        "news/Post.txt",
    )


def test_a_store_of_events_and_relations_is_as_it_should_be() -> None:
    with open_store(None) as store:
        put(store, deed_facts(), claim_facts())
        tie_events(store)
        assert check(store) == []
