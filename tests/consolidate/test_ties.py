"""Statements of different articles are tied, whatever the order and the number of builds."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from random import Random

import pytest

from kgraph.consolidate import reports as reports_module
from kgraph.consolidate import tie_statements
from kgraph.consolidate import ties as ties_module
from kgraph.graph import quads, to_nquads
from kgraph.ontology import SAME_GRAPH, article_graph
from kgraph.query import check, export, load, run_question, statements
from kgraph.records import Actor, Article, Facts, Kind
from kgraph.store import Store, open_store
from tests.conftest import TALVEK, VARANIA, WEISS, Pen, ferry_facts, put, treaty_facts

DAY = date(2022, 3, 4)
STRAIT = '"We will close the strait to every ship of Varania on Monday, and we will keep it closed."'
OPENED = '"We may close the strait to every ship of Varania on Monday."'
PART = '"We will close the strait to every ship of Varania"'
TOLD = "that Norland would close the strait to every ship of Varania on Monday"
BRIDGE = '"The bridge at Harn belongs to nobody but the people of Harn."'


def said(content: str, outlet: str, day: date | None = DAY, who: Actor = WEISS, kind: Kind = "direct") -> Facts:
    """An article in which somebody says one thing."""
    text = f"{outlet}: {who.label} said {content}"
    article = Article(f"news/{outlet}.txt", text, outlet, day, outlet)
    pen = Pen(article)
    targets = tuple(pen.target(VARANIA, "Varania", "negative") for _ in re.findall("Varania", content)[:1])
    speakers = (pen.resolved(who, who.label),)
    return Facts(article, (pen.statement(speakers, "said", (content,), kind, "say", targets=targets),))


NEWS = (
    said(STRAIT, "Fjord News"), said(PART, "Herald", DAY + timedelta(2)), said(OPENED, "Post"),
    said(TOLD, "Courier", kind="indirect"), said(BRIDGE, "Star"), said(BRIDGE, "Globe", None),
    said(STRAIT, "Almanac", DAY + timedelta(40)), said(STRAIT, "Mirror", who=TALVEK), treaty_facts(), ferry_facts(),
)  # fmt: skip


def built(*several: Facts, tied_after: Iterable[int] = ()) -> bytes:
    """All bytes of a store that was built of these articles, with a look for ties also after some of them."""
    with open_store(None) as store:
        for number, facts in enumerate(several):
            put(store, facts)
            if number in tied_after:
                tie_statements(store)
        tie_statements(store)
        assert check(store, shacl=False) == []
        return b"".join(store.dump())


def links(store: Store) -> set[tuple[str, str, str]]:
    """Outlet, kind of link, outlet of the hub."""
    sparql = f"""SELECT ?one ?link ?other {{ GRAPH <{SAME_GRAPH}> {{ ?a ?link ?b }}
      ?a kg:reportedIn/kg:publisher ?one . ?b kg:reportedIn/kg:publisher ?other }}"""
    rows = store.select(sparql).dicts()
    return {(row["one"], row["link"].rpartition("#")[2], row["other"]) for row in rows}


def test_reports_of_one_statement_point_at_the_fullest_one() -> None:
    with open_store(None) as store:
        put(store, *NEWS)
        assert tie_statements(store) == 5
        assert links(store) == {
            ("Herald", "sameStatementAs", "Fjord News"),
            ("Post", "sameStatementAs", "Fjord News"),
            ("Post", "otherWordingOf", "Fjord News"),
            ("Courier", "sameStatementAs", "Fjord News"),
            ("Globe", "sameStatementAs", "Star"),
        }
        assert tie_statements(store) == 0


def test_any_order_and_any_number_of_builds_end_with_the_same_bytes() -> None:
    expected = built(*NEWS)
    for seed in range(12):
        order = Random(seed).sample(NEWS, len(NEWS))
        assert built(*order, tied_after=range(seed % 5, len(NEWS), 1 + seed % 3)) == expected


@pytest.mark.parametrize("listed", [1, 64])
@pytest.mark.parametrize("gone", range(len(NEWS)))
def test_taking_an_article_out_leaves_what_a_build_without_it_makes(
    gone: int, listed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports_module, "LISTED", listed)
    monkeypatch.setattr(reports_module, "NEAREST", listed)
    with open_store(None) as store:
        put(store, *NEWS)
        tie_statements(store)
        store.remove_article(NEWS[gone].article.id)
        assert not [line for line in check(store, shacl=False) if "no statement here" in line]
        tie_statements(store)
        left = [facts for number, facts in enumerate(NEWS) if number != gone]
        same = [block for block in store.dump() if SAME_GRAPH.encode() in block]
    with open_store(None) as fresh:
        put(fresh, *left)
        tie_statements(fresh)
        assert [block for block in fresh.dump() if SAME_GRAPH.encode() in block] == same


def variants(seed: int) -> list[Facts]:
    """Articles whose quotations are so much alike that many could be tied to several others."""
    chance = Random(seed)
    words = "strait harbour pilots bridge Harn frigates treaty envoy gas toll cable Lesny".split()
    whole = [f"{one} {chance.choice(('will', 'may'))}" for one in chance.sample(words, 10)]
    contents = []
    for _ in range(14):
        start = chance.randrange(4)
        part = whole[start : start + chance.randrange(5, 9)]
        part[chance.randrange(len(part))] = chance.choice(words)
        contents.append(f'"{" ".join(part)}"')
    days = [None, *(DAY + timedelta(number) for number in range(9))]
    return [said(content, f"Paper {n}", chance.choice(days)) for n, content in enumerate(contents)]


@pytest.mark.parametrize("seed", range(8))
def test_whatever_was_done_the_ties_are_those_of_a_fresh_build(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports_module, "LISTED", 1 + seed % 3)
    monkeypatch.setattr(reports_module, "NEAREST", 1 + seed % 2)
    chance, news = Random(seed), variants(seed)
    with open_store(None) as store:
        for _ in range(60):
            one = chance.choice(news)
            chance.choice((put, put, lambda home, facts: home.remove_article(facts.article.id)))(store, one)
            if chance.random() < 0.3:
                tie_statements(store)
        tie_statements(store)
        held = [facts for facts in news if facts.article.id in store.articles()]
        with open_store(None) as fresh:
            put(fresh, *held)
            assert tie_statements(fresh) > 0
            same = [[block for block in home.dump() if SAME_GRAPH.encode() in block] for home in (store, fresh)]
    assert same[0] == same[1]


def test_replacing_an_article_ties_its_new_statements() -> None:
    hub = NEWS[0]
    with open_store(None) as store:
        put(store, *NEWS)
        tie_statements(store)
        store.add_article(hub.article.id, to_nquads(quads(Facts(hub.article))))
        tie_statements(store)
        assert {("Courier", "sameStatementAs", "Post"), ("Herald", "otherWordingOf", "Post")} <= links(store)
        put(store, hub)
        tie_statements(store)
        assert b"".join(store.dump()) == built(*NEWS)


def test_graphs_that_somebody_else_dropped_are_noticed() -> None:
    with open_store(None) as store:
        put(store, *NEWS)
        tie_statements(store)
        for dropped in (NEWS[0], NEWS[1]):
            store.update(f"DROP GRAPH <{article_graph(dropped.article.id)}>")
        assert [line for line in check(store, shacl=False) if "no statement here; the next build" in line]
        tie_statements(store)
        assert check(store, shacl=False) == []
        assert "Fjord News" not in {hub for _, _, hub in links(store)}


def test_many_speakers_are_read_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ties_module, "SPEAKERS", 1)
    monkeypatch.setattr(ties_module, "QUADS", 2)
    monkeypatch.setattr(ties_module, "ARTICLES", 2)
    monkeypatch.setattr(ties_module, "PATIENCE", 0.0)
    lines: list[str] = []
    with open_store(None) as store:
        put(store, *NEWS)
        tie_statements(store, lines.append)
        dump = b"".join(store.dump())
    assert lines[0] == "compared what 1 of 5 speakers said"
    monkeypatch.undo()
    assert dump == built(*NEWS)


def test_stores_that_are_put_together_are_compared_at_the_next_build(tmp_path: Path) -> None:
    for number, half in enumerate((NEWS[:3], NEWS[3:])):
        with open_store(None) as store:
            put(store, *half)
            tie_statements(store)
            export(store, tmp_path / f"{number}.nq")
    with open_store(None) as store:
        for number in range(2):
            load(store, tmp_path / f"{number}.nq")
        tie_statements(store)
        assert b"".join(store.dump()) == built(*NEWS)


def test_a_dump_that_is_loaded_into_an_empty_store_stays_as_it_was(tmp_path: Path) -> None:
    with open_store(None) as store:
        put(store, *NEWS)
        tie_statements(store)
        export(store, tmp_path / "all.nq")
    with open_store(None) as store:
        load(store, tmp_path / "all.nq")
        assert b"".join(store.dump()) == built(*NEWS)
        assert tie_statements(store) == 0


def test_a_statement_as_json_names_the_fullest_report_of_it() -> None:
    with open_store(None) as store:
        put(store, *NEWS)
        tie_statements(store)
        found = {row["publisher"]: row for row in statements(store, speaker="weiss", since="2022-03-01")}
    assert found["Herald"]["same_statement_as"] == found["Fjord News"]["id"]
    assert found["Fjord News"]["same_statement_as"] is None


def test_the_chain_of_likeness_does_not_grow() -> None:
    """Each report is the same as its hub itself: two that are only like a third are not tied through it."""
    first = '"The harbour stays open. Ostmark has paid what it owed for the northern pipeline."'
    second = (
        '"Ostmark has paid what it owed for the northern pipeline. The pilots of Sarn go home on Friday, all of them."'
    )
    third = '"The pilots of Sarn go home on Friday, all of them. Nobody asked Norland for permission to fly there."'
    for order in permutations([said(first, "A"), said(second, "B"), said(third, "C")]):
        with open_store(None) as store:
            put(store, *order)
            tie_statements(store)
            assert {hub for _, _, hub in links(store)} <= {"B"}


def test_the_misquotation_question_shows_both_wordings() -> None:
    with open_store(None) as store:
        put(store, *NEWS)
        tie_statements(store)
        for params in ({}, {"speaker": "weiss"}, {"about": "Varania"}, {"since": "2022-03-04", "until": "2022-03-04"}):
            (row,) = run_question(store, "misquotations", **params).rows_as_text()
            assert row[:8] == [
                "2022-03-04", "Anna Weiß", OPENED, "Post", "news/Post.txt", STRAIT, "Fjord News", "news/Fjord News.txt",
            ]  # fmt: skip
        assert not run_question(store, "misquotations", speaker="Talvek").rows


def test_stance_over_time_counts_each_claim_once() -> None:
    with open_store(None) as store:
        put(store, *NEWS)
        tie_statements(store)
        rows = run_question(store, "stance-over-time", speaker="weiss", about="Varania").rows_as_text()
    assert rows == [
        ["2021-12", "2", "2", "0", "0", "-1"],
        ["2022-03", "1", "1", "0", "0", "-1"],
        ["2022-04", "1", "1", "0", "0", "-1"],
    ]
