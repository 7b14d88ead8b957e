"""The saved questions, asked on invented news of four outlets: what a journalist would want to see comes back."""

import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kgraph.consolidate import tie_statements
from kgraph.errors import QueryError
from kgraph.graph import Quad
from kgraph.ontology import KG, PEOPLE_GRAPH, Iri, evidence_iri
from kgraph.query import questions, run_question
from kgraph.query.questions import _bound_inside
from kgraph.records import Article, Event, Facts, Tenure
from kgraph.store import Store, open_store
from tests.conftest import NORLAND, OFFICIALS, OSTMARK, TALVEK, VARANIA, WEISS, Pen, make_actor, put

HALL = make_actor("Otto Hall")
PACT = make_actor("Meridian Pact", "Organization")
WEISS_SHORT = make_actor("A. Weiß")


def wire(outlet: str | None, day: date, text: str, document: str) -> tuple[Article, Pen]:
    article = Article(document, text, None, day, outlet)
    return article, Pen(article)


def strait(outlet: str, day: int, words: str = "will keep the northern strait open to every ship") -> Facts:
    text = f"Anna Weiß said Norland {words}, {outlet} wrote of Varania. "
    article, pen = wire(outlet, date(2023, 5, day), text, f"{outlet}-strait.txt")
    statement = pen.statement(
        (pen.resolved(WEISS, "Anna Weiß"),), "said", (f"Norland {words}",), "direct", "promise",
        targets=(pen.target(VARANIA, "Varania", "negative"), pen.target(NORLAND, "Norland", "positive")),
    )  # fmt: skip
    return Facts(article, (statement,))


def summit() -> Facts:
    text = (
        "Norland and Ostmark promised grain. Borin Talvek met Anna Weiß in Ostmark. Varania's president Borin Talvek "
        "accused Ostmark of theft. Two officials praised the Meridian Pact. Otto Hall warned two officials."
    )
    article, pen = wire("Coast Daily", date(2023, 6, 2), text, "summit.txt")
    joint = pen.statement(
        (pen.resolved(NORLAND, "Norland"), pen.resolved(OSTMARK, "Ostmark")), "promised", ("grain",), "indirect",
        "promise",
    )  # fmt: skip
    theft = pen.statement(
        (pen.resolved(TALVEK, "Borin Talvek#2"),), "accused", ("of theft",), "indirect", "accuse",
        targets=(pen.target(OSTMARK, "Ostmark#3", "negative"),),
    )  # fmt: skip
    praise = pen.statement(
        (pen.resolved(OFFICIALS, "Two officials"),), "praised", ("the Meridian Pact",), "indirect", "praise",
        targets=(pen.target(PACT, "Meridian Pact", "positive"),),
    )  # fmt: skip
    warning = pen.statement(
        (pen.resolved(HALL, "Otto Hall"),), "warned", ("two officials",), "indirect", "warn",
        targets=(pen.target(OFFICIALS, "two officials", "negative"),),
    )  # fmt: skip
    met = pen.mention("met Anna Weiß in Ostmark")
    meeting = Event(
        evidence_iri("event", article.id, met.start, met.end), "CONSULT", (pen.resolved(TALVEK, "Borin Talvek"),),
        (pen.resolved(WEISS, "Anna Weiß"),), "meet", met, confidence=0.8,
    )  # fmt: skip
    seat = pen.mention("Varania's president Borin Talvek")
    tenure = Tenure(
        evidence_iri("tenure", article.id, seat.start, seat.end), pen.resolved(TALVEK, "Borin Talvek#2"), "president",
        pen.resolved(VARANIA, "Varania"), False, seat, 0.9,
    )  # fmt: skip
    return Facts(article, (joint, theft, praise, warning), (tenure,), (meeting,))


def farewell() -> Facts:
    text = "Former president of Varania Borin Talvek denied the theft. A. Weiß rejected Ostmark's grain."
    article, pen = wire(None, date(2023, 9, 1), text, "farewell.txt")
    denial = pen.statement((pen.resolved(TALVEK, "Borin Talvek"),), "denied", ("the theft",), "indirect", "deny")
    grain = pen.statement(
        (pen.resolved(WEISS_SHORT, "A. Weiß"),), "rejected", ("Ostmark's grain",), "indirect", "reject",
        targets=(pen.target(OSTMARK, "Ostmark", "negative"),),
    )  # fmt: skip
    seat = pen.mention("Former president of Varania Borin Talvek")
    tenure = Tenure(
        evidence_iri("tenure", article.id, seat.start, seat.end), pen.resolved(TALVEK, "Borin Talvek"), "president",
        pen.resolved(VARANIA, "Varania"), True, seat, 0.9,
    )  # fmt: skip
    return Facts(article, (denial, grain), (tenure,))


@pytest.fixture(scope="module")
def news() -> Iterator[Store]:
    with open_store(None) as store:
        put(store, strait("Fjord News", 3), strait("Harbour Post", 4), summit(), farewell())
        put(store, strait("Coast Daily", 5, "shall keep the northern strait open to every ship of all"))
        store.amend(PEOPLE_GRAPH, (), [Quad(Iri(WEISS_SHORT.id), KG.sameActorAs, Iri(WEISS.id), Iri(PEOPLE_GRAPH))])
        tie_statements(store)
        yield store


def asked(store: Store, name: str, *columns: str, **params: Any) -> list[tuple[str, ...]]:
    results = run_question(store, name, **params)
    at = [results.columns.index(column) for column in columns]
    return [tuple(row[i].removeprefix("kgr:act/") for i in at) for row in results.rows_as_text()]


TABLE: list[tuple[str, dict[str, Any], tuple[str, ...], list[tuple[str, ...]]]] = [
    (
        "who-said-about", {"about": "Ostmark", "since": "2023-06-01", "until": "2023-06-30"},
        ("date", "who", "act", "what"), [("2023-06-02", "Borin Talvek", "accuse", "of theft")],
    ),
    (
        "said-by", {"speaker": "Norland"}, ("date", "whom", "stance", "what"),
        [("2023-06-02", "", "", "grain")],
    ),
    ("said-by", {"speaker": "Norland", "about": "Varania"}, ("what",), []),
    ("said-by", {"speaker": "Anna Weiß", "about": "Ostmark"}, ("date", "stance"), [("2023-09-01", "negative")]),
    (
        "stance-over-time", {"speaker": "Weiß", "about": "Varania"}, ("month", "statements", "negative", "balance"),
        [("2023-05", "1", "1", "-1")],
    ),
    (
        "state-about-state", {"state": "Norland", "about": "Varania"}, ("month", "stance", "statements", "speakers"),
        [("2023-05", "negative", "3", "Anna Weiß")],
    ),
    (
        "speaks-for", {"actor": "Norland"}, ("who", "statements", "negative", "positive", "first", "last"),
        [("Anna Weiß", "3", "3", "3", "2023-05-03", "2023-05-05")],
    ),
    (
        "top-speakers", {"since": "2023-06-01", "until": "2023-06-30"}, ("who", "statements"),
        [("Borin Talvek", "1"), ("Norland", "1"), ("Ostmark", "1"), ("Otto Hall", "1"), ("two officials", "1")],
    ),
    ("top-speakers-of-a-month", {"month": "2023-06", "about": "Ostmark"}, ("who",), [("Borin Talvek",)]),
    ("top-speakers-of-a-month", {"month": "2023-07"}, ("who",), []),
    ("top-targets", {"limit": 2}, ("whom", "statements", "negative"), [("Norland", "3", "0"), ("Varania", "3", "3")]),
    ("anonymous-sources", {}, ("who", "what"), [("two officials", "the Meridian Pact")]),
    (
        "reported-once", {"speaker": "Otto Hall"}, ("date", "who", "publisher"),
        [("2023-06-02", "Otto Hall", "Coast Daily")],
    ),
    ("reported-once", {"speaker": "Anna Weiß"}, ("what",), []),
    ("one-outlet-only", {"about": "Ostmark"}, ("who", "statements", "outlet"), [("Borin Talvek", "1", "Coast Daily")]),
    (
        "misquotations", {}, ("words", "otherWords"),
        [(
            "Norland will keep the northern strait open to every ship",
            "Norland shall keep the northern strait open to every ship of all",
        )] * 2,
    ),
    (
        "accusations-and-denials", {"one": "Varania", "other": "Ostmark"}, ("date", "who", "act"),
        [("2023-06-02", "Borin Talvek", "accuse"), ("2023-09-01", "Borin Talvek", "deny")],
    ),
    (
        "present-together", {"actor": "Borin Talvek"}, ("date", "with", "how", "words"),
        [("2023-06-02", "Anna Weiß", "meet", "met Anna Weiß in Ostmark")],
    ),
    ("present-together", {"actor": "Norland"}, ("with", "how", "words"), [("Ostmark", "joint statement", "grain")]),
    ("present-together", {"actor": "Norland", "until": "2023-06-01"}, ("with",), []),
    ("offices-held", {"holder": "Talvek", "day": "2023-06-01"}, ("office",), []),
    (
        "offices-held", {"holder": "Talvek", "day": "2023-07-01"}, ("who", "office", "of"),
        [("Borin Talvek", "president", "Varania")],
    ),
    ("offices-held", {"holder": "Talvek", "day": "2023-09-02"}, ("office",), []),
    ("offices-held", {"holder": "Talvek"}, ("office", "former"), [("president", "false"), ("president", "true")]),
    ("neighbours", {"actor": "Ostmark"}, ("direction", "name", "statements"), [
        ("is spoken about by", "Anna Weiß", "1"), ("is spoken about by", "Borin Talvek", "1"),
    ]),
    (
        "outlets-on-actor", {"about": "Varania"}, ("outlet", "articles", "negative", "balance", "first"),
        [("Coast Daily", "1", "1", "-1", "2023-05-05"), ("Fjord News", "1", "1", "-1", "2023-05-03"),
         ("Harbour Post", "1", "1", "-1", "2023-05-04")],
    ),
    ("outlets-on-words", {"words": "theft"}, ("outlet", "statements", "speakers"), [
        ("Coast Daily", "1", "Borin Talvek"), ("not named", "1", "Borin Talvek"),
    ]),
    ("words-said", {"words": '"northern strait" ships'}, ("who",), []),
    ("words-said", {"words": "STRAIT", "until": "2023-05-04"}, ("date", "who"), [
        ("2023-05-03", "Anna Weiß"), ("2023-05-04", "Anna Weiß"),
    ]),
    ("words-said", {"words": "grain", "speaker": "Anna Weiß"}, ("who", "what"), [("Anna Weiß", "Ostmark's grain")]),
    ("most-repeated", {}, ("reports", "outlets", "first", "who"), [("3", "3", "2023-05-03", "Anna Weiß")]),
    ("most-repeated", {"speaker": "Borin Talvek"}, ("reports",), []),
    ("shortest-chain", {"source": "Norland", "target": "Ostmark"}, ("step", "who", "link", "whom"), [
        ("1", "Norland", "was spoken about by", "Anna Weiß"), ("2", "Anna Weiß", "spoke about", "Ostmark"),
    ]),
    ("shortest-chain", {"source": "Otto Hall", "target": "Meridian Pact"}, ("who", "link", "whom", "what"), [
        ("Otto Hall", "spoke about", "two officials", "two officials"),
        ("two officials", "spoke about", "Meridian Pact", "the Meridian Pact"),
    ]),
    ("shortest-chain", {"source": "Varania", "target": "Talvek"}, ("step", "whom"), [
        ("1", "Anna Weiß"), ("2", "Ostmark"), ("3", "Borin Talvek"),
    ]),
    ("shortest-chain", {"source": "Varania", "target": "Talvek", "longest": 2}, ("step",), []),
    ("shortest-chain", {"source": "Varania", "target": "Otto Hall"}, ("step",), []),
    ("shortest-chain", {"source": "Norland", "target": "Norland"}, ("step",), []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "params", "columns", "rows"), TABLE)
def test_a_question_finds_what_the_news_say(
    news: Store, name: str, params: dict[str, Any], columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    assert asked(news, name, *columns, **params) == rows


def test_provenance_leads_to_the_words(news: Store) -> None:
    (statement,) = strait("Fjord News", 3).statements
    rows = asked(news, "provenance", "role", "text", statement=statement.id)
    assert ("cue", "said") in rows
    assert ("contentMention", "Norland will keep the northern strait open to every ship") in rows


def test_every_question_is_asked_here() -> None:
    elsewhere = {"provenance", "events-between", "stories"}  # test_asking, tests/consolidate/test_stories
    elsewhere |= {"supplies", "meetings", "events-by-month", "claims-of-deeds"}  # test_events
    assert {one.name for one in questions()} <= {case[0] for case in TABLE} | elsewhere


def test_a_chain_that_cannot_be_so_long_is_refused(news: Store) -> None:
    with pytest.raises(QueryError, match="longest 999 is no length"):
        run_question(news, "shortest-chain", source="Norland", target="Ostmark", longest=999)


def test_a_chain_has_a_time_limit(news: Store) -> None:
    rows = run_question(news, "shortest-chain", source="Norland", target="Ostmark", timeout=60).rows
    assert len(rows) == 2


def test_a_cap_counts_for_every_question(news: Store) -> None:
    results = run_question(news, "top-targets", most=1)
    assert (len(results.rows), results.truncated) == (1, True)


def answers(store: Store, name: str, **given: str) -> list[str]:
    return sorted(map(str, run_question(store, name, **given).rows))


@pytest.mark.parametrize("name", ["who-said-about", "top-speakers", "top-targets"])
def test_days_that_are_looked_up_and_dates_that_are_compared_give_the_same(
    news: Store, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spans = [("2023-05-01", "2023-05-31"), ("2023-05-10", "2023-06-02"), ("2023-06-03", "2023-06-01")]
    spans += [("2020-01-01", "2023-05-20"), ("1999-01-01", "1999-01-02")]
    looked_up = [answers(news, name, since=since, until=until) for since, until in spans]
    monkeypatch.setattr(sys.modules["kgraph.query.questions"], "LONGEST", -10000)
    assert [answers(news, name, since=since, until=until) for since, until in spans] == looked_up
    assert looked_up[0]
    assert looked_up[4] == []


def test_a_line_that_is_there_where_a_parameter_is_bound_is_a_comment_elsewhere() -> None:
    text = "{ # if ?a ?b: ?s ?p ?a . # bind ?a\n }"
    bound = {"a": Iri("http://a.b/1"), "b": Iri("http://a.b/2")}
    assert _bound_inside(text, {"a": bound["a"]}).startswith("{ # if ?a ?b: ?s ?p ?a .")
    assert _bound_inside(text, bound) == "{ ?s ?p ?a . VALUES ?a { <http://a.b/1> }\n }"
