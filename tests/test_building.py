"""The whole trip, on a real store on disk."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
import spacy

from kgraph.building import build
from kgraph.engines import work
from kgraph.errors import ArticleError, KgraphError, ModelError
from kgraph.graph import Quad, to_nquads
from kgraph.store import open_store
from tests.read import packed

BORDER = "Foreign minister Ilsa Brandvold said on Monday that the border with Varania would stay open."
HARBOUR = "“The harbour will stay closed,” said Jelka Orsan, a spokeswoman for the ministry in Zelgrad."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "border.txt").write_text(BORDER, encoding="utf-8")
    (folder / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    return folder


def dump(store: Path) -> list[bytes]:
    with open_store(store) as home:
        return sorted(b"".join(home.dump()).splitlines())


def test_building_twice_adds_nothing(articles: Path, tmp_path: Path) -> None:
    first = build([articles], tmp_path / "store")
    before = dump(tmp_path / "store")
    second = build([articles], tmp_path / "store")
    assert (first.added, first.known, second.added, second.known) == (2, 0, 0, 2)
    assert first.statements >= 2
    assert dump(tmp_path / "store") == before


def test_only_what_is_new_is_added(articles: Path, tmp_path: Path) -> None:
    build([articles / "border.txt"], tmp_path / "store")
    assert build([articles], tmp_path / "store").added == 1


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\n ", "empty"),
    "binary.txt": (bytes(range(256)) * 20, "binary"),
    "nul.txt": (b"He said\x00\x00\x00 that", "NUL"),
}


def test_bad_files_are_rejected_with_a_reason_and_the_others_are_built(articles: Path, tmp_path: Path) -> None:
    for name, (content, _) in BAD.items():
        (articles / name).write_bytes(content)
    rows = ['{"text": "' + HARBOUR.replace("harbour", "bridge") + '"}', "{broken", '{"title": "no text"}']
    (articles / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    report = build([articles, tmp_path / "missing.txt"], tmp_path / "store")
    rejected = {Path(e.document).name: e.reason for e in report.rejected}
    assert report.added == 3
    assert set(rejected) == {*BAD, "rows.jsonl#2", "rows.jsonl#3", "missing.txt"}
    assert all(reason and "\n" not in reason for reason in rejected.values())


def test_other_encodings_are_decoded(articles: Path, tmp_path: Path) -> None:
    (articles / "latin.txt").write_bytes(f"{BORDER} Übrigens: « café », naïve façade, señor.".encode("cp1252"))
    (articles / "wide.txt").write_bytes(f"{BORDER} And more of it.".encode("utf-16"))
    assert build([articles], tmp_path / "store").added == 4


def test_every_format_goes_into_one_graph_and_a_map_names_columns(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed.zipped({"in/page.html": packed.HTML, "de.txt": packed.GERMAN}))
    (tmp_path / "b.csv").write_text(f'inhalt,wann\n"{BORDER}",2024-03-05\n', encoding="utf-8")
    report = build(
        [tmp_path / "a.zip", tmp_path / "b.csv"], tmp_path / "store", columns={"text": "inhalt", "date": "wann"}
    )
    assert (report.added, [Path(error.document).name for error in report.rejected]) == (2, ["a.zip!de.txt"])
    with open_store(tmp_path / "store") as home:
        rows = home.select("SELECT ?document ?origin { ?a kg:document ?document ; kg:metadataOrigin ?origin }").dicts()
    origins = {(Path(row["document"]).name, row["origin"]) for row in rows}
    assert {("b.csv#1", "published: column wann"), ("page.html", "author: page metadata")} <= origins


def test_strict_stops_at_the_first_bad_file(articles: Path, tmp_path: Path) -> None:
    (articles / "a.txt").write_bytes(b"")
    with pytest.raises(ArticleError):
        build([articles], tmp_path / "store", strict=True)


def test_an_unknown_model_or_engine_is_one_clear_error(articles: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no_such_model"):
        build([articles], tmp_path / "store", model="no_such_model")
    with pytest.raises(KgraphError, match="engine"):
        build([articles], tmp_path / "store", engine="spark")


def test_articles_pass_the_check_of_their_graphs(articles: Path, tmp_path: Path) -> None:
    report = build([articles], tmp_path / "store", check=True)
    assert (report.added, report.rejected) == (2, [])


def test_an_article_whose_graph_is_wrong_is_rejected(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        work, "to_nquads", lambda found: b"".join(line for line in _lines(found) if b"#act>" not in line)
    )
    report = build([articles / "border.txt"], tmp_path / "store", check=True)
    assert report.added == 0
    (error,) = report.rejected
    assert "does not pass the check" in error.reason
    assert "act" in error.reason


def _lines(found: Iterable[Quad]) -> list[bytes]:
    return to_nquads(found).splitlines(keepends=True)


def test_hostile_words_stay_words(articles: Path, tmp_path: Path) -> None:
    text = '"Drop it } ; DROP ALL <script>alert(1)</script>," said Ilsa "\\u0000" Brandvold\x1b[31m on Monday in Oslo.'
    (articles / "hostile.jsonl").write_text(json.dumps({"text": text, "title": "<b>\x1b]0;x\x07"}), encoding="utf-8")
    assert build([articles], tmp_path / "store").added == 3
    with open_store(tmp_path / "store") as home:
        assert len(home.articles()) == 3


@pytest.mark.slow
def test_two_processes_make_the_same_graph_as_one(articles: Path, tmp_path: Path) -> None:
    for number in range(40):
        (articles / f"{number}.txt").write_text(BORDER.replace("Monday", f"day {number}"), encoding="utf-8")
    build([articles], tmp_path / "one")
    build([articles], tmp_path / "two", jobs=2)
    assert dump(tmp_path / "one") == dump(tmp_path / "two")


def test_an_article_of_twenty_megabytes_is_told_and_the_others_are_built(articles: Path, tmp_path: Path) -> None:
    (articles / "long.txt").write_text((BORDER + "\n\n") * 200_000)
    report = build([articles], tmp_path / "store")
    assert report.added == 2
    assert "split it" in report.rejected[0].reason


def test_a_pipeline_without_parser_or_names_gets_them_from_ours(articles: Path, tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    report = build([articles], tmp_path / "store", model=str(tmp_path / "blank"))
    assert (report.added, report.rejected) == (2, [])
    assert report.statements >= 2
