"""Reports of one event are tied, whatever the order of the articles and the number of builds."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from kgraph.consolidate.events import tie_events
from kgraph.consolidate.happenings import THRESHOLD, Report, Thing, groups, likeness
from kgraph.ontology import EVENTS_GRAPH, evidence_iri
from kgraph.query import check
from kgraph.records import Article, Event, Facts
from kgraph.store import Store, open_store
from tests.conftest import NORLAND, VARANIA, WEISS, Pen, put

SIDES = {"minister": frozenset({"norland"}), "general": frozenset({"norland"})}
PLAIN = Report("e1", "a1", "ACCUSE", (False, False), frozenset({"norland"}), frozenset({"varania"}), 100, word="accuse")
OTHER = PLAIN._replace(event="e2", article="a2")
GUNS, TANKS = Thing("caesar", "artillery", "6"), Thing("leopard-2", "tank", "")


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"day": 101},
        {"sources": frozenset({"minister"})},
        {"sources": frozenset({"norland", "kostrava"})},
        {"word": "blame", "words": frozenset({"cable", "ship"})},
        {"place": "lesny"},
        {"day": 103, "words": frozenset({"cable", "ship"})},
    ],
)
def test_reports_of_one_event_are_alike(other: dict[str, object]) -> None:
    one = PLAIN._replace(words=frozenset({"cable", "ship"})) if "words" in other else PLAIN
    assert likeness(one, OTHER._replace(**other), SIDES) >= THRESHOLD  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        {"event_class": "THREATEN"},
        {"told": (True, False)},
        {"told": (False, True)},
        {"sources": frozenset({"varania"}), "targets": frozenset({"norland"})},
        {"targets": frozenset({"kostrava"})},
        {"day": 104},
        {"day": None},
        {"day": 102, "is_dated": True},
        {"place": "sarn"},
        {"sources": frozenset({"general"})},
        {"things": frozenset({TANKS})},
        {"things": frozenset({GUNS._replace(quantity="12")})},
        {"words": frozenset({"poison", "envoy"})},
        {"word": "blame"},
    ],
)
def test_what_speaks_against_it_keeps_two_reports_apart(other: dict[str, object]) -> None:
    one = PLAIN._replace(is_dated="is_dated" in other, place="lesny" if "place" in other else None)
    one = one._replace(sources=frozenset({"minister"})) if other.get("sources") == frozenset({"general"}) else one
    one = one._replace(things=frozenset({GUNS})) if "things" in other else one
    one = one._replace(words=frozenset({"cable", "ship"})) if "words" in other else one
    assert likeness(one, OTHER._replace(**other), SIDES) < THRESHOLD  # type: ignore[arg-type]


def test_who_met_whom_may_be_told_in_either_order_but_needs_both() -> None:
    both = frozenset({"norland", "varania"})
    one = PLAIN._replace(event_class="CONSULT", sources=both, targets=both)
    turned = OTHER._replace(event_class="CONSULT", sources=PLAIN.targets, targets=PLAIN.sources)
    third = turned._replace(sources=frozenset({"kostrava"}))
    assert likeness(one, turned, {}) >= THRESHOLD
    assert likeness(one, third, {}) < THRESHOLD


def test_groups_depend_on_the_set_alone() -> None:
    reports = [PLAIN, OTHER, OTHER._replace(event="e3", place="lesny"), OTHER._replace(event="e4", day=110)]
    found = {str([[one.event for one in group] for group in groups(order, SIDES)]) for order in permutations(reports)}
    assert found == {"[['e3', 'e1', 'e2']]"}


def attacked(outlet: str, day: int, word: str = "attacked") -> Facts:
    text = f"{outlet}: Norland {word} Varania."
    article = Article(f"news/{outlet}.txt", text, outlet, date(2022, 3, day), outlet)
    pen = Pen(article)
    source, target = pen.resolved(NORLAND, "Norland"), pen.resolved(VARANIA, "Varania")
    evidence = pen.mention(f"Norland {word} Varania")
    event = Event(
        evidence_iri("event", article.id, evidence.start, evidence.end),
        "ASSAULT", (source,), (target,), "attack", evidence, trigger=pen.mention(word), confidence=0.5,
    )  # fmt: skip
    return Facts(article, events=(event,))


def links(store: Store) -> list[tuple[str, str]]:
    sparql = f"""SELECT ?one ?other {{ GRAPH <{EVENTS_GRAPH}> {{ ?a kg:sameEventAs ?b }}
      ?a kg:reportedIn/kg:publisher ?one . ?b kg:reportedIn/kg:publisher ?other }} ORDER BY ?one ?other"""
    return [(row["one"], row["other"]) for row in store.select(sparql).dicts()]


def test_reports_point_at_the_fullest_which_has_their_number() -> None:
    with open_store(None) as store:
        put(store, attacked("Herald", 4), attacked("Post", 5), attacked("Star", 25))
        assert tie_events(store) == 1
        assert links(store) == [("Post", "Herald")]
        ((count,),) = store.select("SELECT ?n { ?e kg:reportCount ?n }").rows
        assert count is not None
        assert count.value == "2"  # type: ignore[union-attr]
        assert check(store) == []


def test_any_order_and_number_of_builds_ends_with_the_same_bytes() -> None:
    several = (attacked("Herald", 4), attacked("Post", 5), attacked("Star", 6))
    found = set()
    for order in permutations(several):
        with open_store(None) as store:
            for facts in order:
                put(store, facts)
                tie_events(store)
            found.add(b"".join(store.dump()))
    assert len(found) == 1


def test_an_article_that_is_taken_out_takes_its_ties_with_it() -> None:
    first, second, third = attacked("Herald", 4), attacked("Post", 5), attacked("Star", 6)
    with open_store(None) as store:
        put(store, first, second, third)
        tie_events(store)
        store.remove_article(first.article.id)
        assert links(store) == []
        assert tie_events(store) == 1
        assert links(store) == [("Star", "Post")]


def test_what_a_states_officer_did_may_be_the_deed_of_the_state() -> None:
    weiss = replace(WEISS, represents=(NORLAND.id,))
    facts = attacked("Herald", 4)
    (event,) = facts.events
    other = attacked("Post", 4, "has attacked")
    (second,) = other.events
    by_weiss = replace(second, sources=(replace(second.sources[0], actor=weiss),))
    with open_store(None) as store:
        put(store, facts, replace(other, events=(by_weiss,)))
        assert tie_events(store) == 1
        assert event.sources[0].actor == NORLAND
