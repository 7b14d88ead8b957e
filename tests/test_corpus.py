"""The sample articles and their gold fit together, as ``kgraph.read`` stores the articles."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from kgraph.read import FORMATS, read_articles
from kgraph.records import Article

CORPUS = Path(__file__).parents[1] / "corpus"
GOLD = {path.stem: path for path in sorted((CORPUS / "gold").glob("*.json"))}
FILES = sorted(p for p in CORPUS.iterdir() if p.suffix in FORMATS and p.stem != "README")
ARTICLES: dict[str, Article] = {}
for _file in FILES:  # without ``rejected``, the first article that cannot be read raises
    for _article in read_articles([_file]):
        _row = _article.document.partition("#")[2]
        ARTICLES[f"{_file.stem}#{_row}" if _row else _file.stem] = _article
INVENTED = ("Norland", "Varania", "Eastmark", "Kostrava", "Belmaria", "Meridian Pact")
KINDS, STANCES = {"direct", "indirect", "mixed"}, {"negative", "neutral", "positive"}

each = pytest.mark.parametrize("name", sorted(GOLD))


def gold(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(GOLD[name].read_text(encoding="utf-8"))
    return loaded


def test_every_article_has_gold_and_every_gold_an_article() -> None:
    assert set(ARTICLES) == set(GOLD)
    assert len(ARTICLES) >= 16


def test_every_kind_of_file_is_among_the_samples() -> None:
    assert {path.suffix for path in FILES} == {".txt", ".html", ".jsonl", ".csv"}


@each
def test_the_text_kept_with_the_gold_is_the_text_as_read(name: str) -> None:
    article, page = ARTICLES[name], gold(name)
    assert page["doc"] == name
    assert page.get("text", article.text) == article.text
    assert ("text" in page) == (Path(article.document.partition("#")[0]).suffix != ".txt")


@each
def test_every_offset_of_a_statement_slices_to_its_words(name: str) -> None:
    text = ARTICLES[name].text
    for row in gold(name)["statements"]:
        assert [text[start:end] for start, end in row["content"]] == row["content_text"], row["id"]
        assert row["content"] == sorted(row["content"]), row["id"]
        for words in ("speaker_text", "cue"):
            start = row[f"{words.removesuffix('_text')}_start"]
            assert (start is None) == (row[words] is None), row["id"]
            assert row[words] is None or text.startswith(row[words], start), row["id"]


@each
def test_contents_come_without_white_space_and_quotation_marks_around_them(name: str) -> None:
    for row in gold(name)["statements"]:
        for words in row["content_text"]:
            assert words, row["id"]
            assert words == words.strip(), row["id"]
            assert not (words[0] in '"“„«' and words[-1] in '"”“»'), row["id"]


@each
def test_every_offset_of_the_page_slices_to_its_words(name: str) -> None:
    text, page = ARTICLES[name].text, gold(name)
    assert all(text[start:end] == words for start, end, words in page["boilerplate"])
    assert all(text.startswith(row["evidence"], row["evidence_start"]) for row in page["relations"])
    body = [text[start:end] for start, end in page["body"]]
    assert body
    assert all(line == line.strip() and "\n" not in line for line in body)


@each
def test_speakers_targets_and_holders_of_roles_are_listed_entities(name: str) -> None:
    page = gold(name)
    listed = {entity["id"] for entity in page["entities"]}
    assert len(listed) == len(page["entities"])
    for row in page["statements"]:
        assert row["speaker"], row["id"]
        assert {*row["speaker"], *row["targets"], *row["targets_optional"], *row["via"]} <= listed, row["id"]
        assert not set(row["targets"]) & set(row["targets_optional"]), row["id"]
    assert {end for row in page["relations"] for end in (row["subject"], row["object"])} <= listed


@each
def test_kinds_stances_and_ids_are_of_the_gold_s_form(name: str) -> None:
    rows = gold(name)["statements"]
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert set(row["kind"]) <= KINDS, row["id"]
        assert row["kind"], row["id"]
        assert row["act"], row["id"]
        assert all(stances and set(stances) <= STANCES for stances in row["targets"].values()), row["id"]


@each
def test_what_is_set_in_invented_states_says_so(name: str) -> None:
    text, page = ARTICLES[name].text, gold(name)
    says_so = "This article is set in invented states." in text
    assert says_so == any(state in text for state in INVENTED)
    assert not (says_so and any(entity["wikidata"] for entity in page["entities"]))


@each
def test_nobody_real_is_quoted_in_words_that_are_ours(name: str) -> None:
    if "This article is set in invented states." not in ARTICLES[name].text:
        assert not [row["id"] for row in gold(name)["statements"] if "direct" in row["kind"]]


@each
def test_title_and_publisher_of_tables_and_pages_are_read(name: str) -> None:
    article, page = ARTICLES[name], gold(name)
    if "text" in page:
        read = (article.title, str(article.published), article.publisher)
        assert read == (page["title"], page["published"], page["publisher"])


def test_articles_held_out_are_there_and_the_rest_is_left_to_tune_on() -> None:
    lines = (CORPUS / "gold" / "HELDOUT").read_text(encoding="utf-8").splitlines()
    assert len(set(lines)) == len(lines)
    assert set(lines) < set(GOLD)


def test_the_table_in_the_readme_counts_the_statements_that_there_are() -> None:
    table = (CORPUS / "README.md").read_text(encoding="utf-8")
    held_out = (CORPUS / "gold" / "HELDOUT").read_text(encoding="utf-8").split()
    for name, article in ARTICLES.items():
        (line,) = [row for row in table.splitlines() if row.startswith(f"| `{Path(article.document).name}` |")]
        rows = gold(name)["statements"]
        assert f"| {len(rows)} ({sum(row['required'] for row in rows)}) |" in line
        assert ("held out" in line) == (name in held_out)
        assert ("invented" in line) == ("This article is set in invented states." in article.text)


def test_articles_and_gold_are_what_the_specs_compile_to(capsys: pytest.CaptureFixture[str]) -> None:
    compiler = runpy.run_path(str(CORPUS / "specs" / "compile.py"))
    assert compiler["main"](["--check"]) == 0, capsys.readouterr().out
