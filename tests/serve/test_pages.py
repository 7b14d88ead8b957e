"""The readable pages: what they tell, that they lead on, and that no string of an article becomes markup."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from rdflib import Graph, URIRef

from kgraph.ontology import RESOURCE, actor_iri
from kgraph.query.questions import questions
from kgraph.serve.pages import local
from kgraph.serve.passages import cut
from kgraph.store import open_store
from tests.conftest import ferry_facts, make_actor, put, treaty_facts
from tests.serve.serving import Running, asked, get

ACCUSATION = treaty_facts().statements[1].id
ARTICLE = RESOURCE + "article/" + treaty_facts().article.id
WEISS = actor_iri("Person", "Anna Weiß")


def page(server: Running, path: str) -> str:
    answer = get(server.address + path, Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (answer.status, answer.kind) == (200, "text/html"), answer.text
    return answer.text


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/", ["articles 2", "statements 8", "Who is quoted most", "Varania praises ferry crew", "2022-01-05"]),
        ("/articles", ["Norland accuses Varania over cable", "Fjord News", "6 statements", "2 statements"]),
        ("/questions", [one.title for one in questions()]),
        ("/questions/top-speakers", ["6 rows", "Borin Talvek"]),
        ("/questions/who-said-about?about=Varania&act=accuse", ["of cutting a cable", "Anna Weiß", "negative"]),
        ("/questions/said-by", ["must be given"]),
        ("/find?name=nobody", ["Nobody is called so"]),
        ("/find?name=cable", ["Words", "of cutting a cable", "statement", "article"]),
        ("/find?name=Varania", ["Called so", "Varania", "Words"]),
        (local(WEISS), ["Anna Weiß", "Person", "foreign minister", "Norland", "Said", "of cutting a cable"]),
        (
            local(actor_iri("State", "Varania", "Q900000002")),
            ["Republic of Varania", "Q900000002", "Said about Varania"],
        ),
        (local(ARTICLE), ["Norland accuses Varania over cable", "Two officials who asked", "accuse"]),
        (
            local(ACCUSATION),
            ["The article reports that Anna Weiß accuses", "0.93 statement", "Who is meant", "test-model 1"],
        ),
        (local(RESOURCE + "act/accuse"), ["What leads to it", "kgr:statement/"]),
    ],
)
def test_a_page_tells_what_the_graph_knows(reading: Running, path: str, told: list[str]) -> None:
    text = plain(page(reading, path))
    missing = [one for one in told if one not in text]
    assert not missing, text


def test_the_words_of_a_statement_are_marked_by_their_role(reading: Running) -> None:
    html = page(reading, local(ACCUSATION))
    marks = re.findall(r'<mark class="(\w+)" title="\w+">([^<]*)</mark>', html)
    assert marks == [("speaker", "Anna Weiß"), ("cue", "accused"), ("content", "of cutting a cable")]


def test_an_articles_statements_are_marked_in_its_text_and_open(reading: Running) -> None:
    html = page(reading, local(ARTICLE))
    marks = re.findall(r'<a class="mark" href="([^"]*)">([^<]*)</a>', html)
    assert (local(ACCUSATION), "of cutting a cable") in marks
    assert "The article reports" in page(reading, marks[0][0])
    start, end = (int(number) for number in ACCUSATION.rpartition("/")[2].split("-"))
    assert f"{start}–{end}" in plain(html)


def test_every_link_of_every_page_leads_to_a_page(reading: Running) -> None:
    seen, ahead = set(), ["/"]
    while ahead and len(seen) < 60:
        path = ahead.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = get(reading.address + path, Accept="text/html, */*;q=0.5")
        assert answer.status == 200, f"{path}: {answer.text}"
        if answer.kind == "text/html" and path != "/view":
            links = re.findall(r'(?:href|src)="(/[^"#]*)', answer.text)
            ahead += [link.replace("&amp;", "&") for link in links if not link.startswith("/view?")]
    assert len(seen) > 40


@pytest.mark.parametrize("iri", [ACCUSATION, ARTICLE, WEISS])
def test_what_is_a_page_for_people_is_rdf_for_programs(reading: Running, iri: str) -> None:
    for headers, query in (({"Accept": "text/turtle"}, ""), ({"Accept": "text/html"}, "?format=ttl")):
        answer = get(reading.address + local(iri) + query, **headers)
        assert (answer.status, answer.kind) == (200, "text/turtle")
        assert len(list(Graph().parse(data=answer.body, format="turtle").predicate_objects(URIRef(iri)))) > 3
    assert get(reading.address + local(RESOURCE + "actor/nobody"), Accept="text/turtle").status == 404
    assert get(reading.address + local(RESOURCE + "actor/nobody"), Accept="text/html").status == 404


def test_a_saved_question_answers_in_html_csv_and_json_alike(reading: Running) -> None:
    path = "/questions/said-by?speaker=Talvek"
    told = json.loads(get(f"{reading.address}{path}&format=json").body)["results"]["bindings"]
    lines = get(f"{reading.address}{path}", Accept="text/csv").text.splitlines()
    assert len(told) == len(lines) - 1 == 2
    assert "2 rows" in plain(page(reading, path))


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/questions/nonsense", 404, "no saved question is called"),
        ("/questions/said-by?colour=red", 400, "has no parameter"),
        ("/questions/said-by?speaker=", 400, "needs the parameter speaker"),
        ("/questions/who-said-about?since=soon", 400, "is no day"),
        ("/nowhere", 404, "there is nothing at this address"),
    ],
)
def test_an_error_is_a_page_for_people_and_a_line_for_programs(
    reading: Running, path: str, status: int, message: str
) -> None:
    for accept, kind in (("text/html", "text/html"), ("text/csv", "text/plain")):
        answer = get(reading.address + path, Accept=accept)
        assert (answer.status, answer.kind, message in answer.text) == (status, kind, True)


EVIL = "</title><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}\"'\x1b[31m\u202e"


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server over an article that is all traps."""
    from dataclasses import replace

    facts = treaty_facts()
    article = replace(
        facts.article, document=f"a/{EVIL}.txt", title=EVIL, publisher=EVIL, url=f"javascript:alert(1)//{EVIL}"
    )
    evil = make_actor(EVIL)
    statements = tuple(
        replace(one, speakers=tuple(replace(who, actor=evil, reason=(EVIL,)) for who in one.speakers))
        for one in facts.statements
    )
    folder: Path = tmp_path_factory.mktemp("poisoned") / "store"
    with open_store(folder, create=True, read_only=False) as store:
        put(store, replace(facts, article=article, statements=statements), ferry_facts())
    with Running(folder) as server:
        yield server


@pytest.mark.browser
def test_no_string_of_an_article_becomes_markup_or_runs(poisoned: Running, browser: Any) -> None:
    article = RESOURCE + "article/" + treaty_facts().article.id
    paths = [
        "/",
        "/articles",
        "/view",
        "/questions/top-speakers",
        "/questions/who-said-about?about=Varania",
        local(article),
    ]
    paths += [local(ACCUSATION), local(make_actor(EVIL).id), f"/find?name={quote(EVIL)}"]
    context = browser.new_context()
    view = context.new_page()
    dialogs: list[str] = []
    view.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for path in paths:
        view.goto(poisoned.address + path)
        assert view.evaluate("document.querySelectorAll('main script, main img, title script').length") == 0, path
        assert not view.evaluate("[...document.links].some((a) => a.protocol === 'javascript:')"), path
        assert "49" not in view.evaluate("document.title"), path
    assert dialogs == []
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/", "/questions/who-said-about?about=Varania", local(ACCUSATION), local(ARTICLE), local(WEISS)]
)
def test_a_page_fits_a_telephone_and_needs_no_mouse(reading: Running, browser: Any, path: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 780}, color_scheme=scheme)
    view = context.new_page()
    complaints: list[str] = []
    view.on("console", lambda message: complaints.append(message.text))
    view.goto(reading.address + path)
    wide = view.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], "nothing may stick out to the side"
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.className") == "skip"
    assert not view.evaluate("[...document.querySelectorAll('input, select')].some((one) => !one.labels.length)")
    assert complaints == []
    context.close()


@pytest.mark.browser
def test_the_viewer_shows_the_graph_as_it_is(reading: Running, browser: Any) -> None:
    context = browser.new_context()
    view = context.new_page()
    complaints: list[str] = []
    view.on("console", lambda message: complaints.append(message.text))
    view.goto(f"{reading.address}/view?about=Varania")
    view.wait_for_timeout(1500)
    assert "statements" in view.inner_text("#counts")
    assert view.evaluate("kgraph.data.statements.length") == 3
    assert complaints == []
    context.close()


def test_the_ontologys_words_are_known_to_the_editor(reading: Running) -> None:
    told = json.loads(get(f"{reading.address}/editor/terms.json").body)
    assert "https://w3id.org/kgraph/ontology#Statement" in told["classes"]
    assert "https://w3id.org/kgraph/ontology#speaker" in told["properties"]
    for one in told["questions"]:
        assert asked(reading, one["sparql"]).status == 200, one["name"]


def test_marks_that_overlap_are_cut_where_they_begin_and_end() -> None:
    pieces = cut("abcdef\n\nghi", [(1, 4, "x"), (3, 6, "y"), (5, 9, "z"), (9, 99, "beyond")])
    assert [[(one["text"], one["marks"]) for one in paragraph] for paragraph in pieces] == [
        [("a", []), ("bc", ["x"]), ("d", ["x", "y"]), ("e", ["y"]), ("f", ["y", "z"])],
        [("g", ["z"]), ("hi", [])],
    ]
