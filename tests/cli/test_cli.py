"""The command line, run as a user would."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kgraph.cli import COMMANDS, group
from kgraph.cli.terminal import comma_separated, printable

BORDER = "Foreign minister Ilsa Brandvold said on Monday that Germany must open the border with Denmark."
KEYS = set(
    "id document title published publisher speaker cue content kind act targets co_speakers addressees via within "
    "repeats date same_statement_as date_until date_mention negated confidence".split()
)


def kgraph(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "kgraph", *arguments],
        input=stdin, capture_output=True, text=True, env=environment, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "border.txt").write_text(BORDER, encoding="utf-8")
    done = kgraph("build", str(folder / "border.txt"), "--store", str(folder / "store"))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return str(folder / "store")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = CliRunner().invoke(group, [command, "--help"])
    assert result.exit_code == 0
    assert "\\b" not in result.output
    assert f"\n    kgraph {command}" in result.output.split("Example:")[1]


NEEDED_FOR_HELP = {"click", "kgraph", "rich"}
"""What ``--help`` may import beside the standard library; click and rich may bring what they stand on."""

SMALL = {"colorama", "markdown_it", "mdurl", "pygments", "typing_extensions"}


def test_help_imports_the_command_line_alone() -> None:
    code = """import sys
    sys.argv, before = ["kgraph", "--help"], set(sys.modules)
    from kgraph.cli import group
    try:
        group()
    except SystemExit:
        new = {name.partition(".")[0] for name in set(sys.modules) - before}
        print("\\n".join(sorted(new - set(sys.stdlib_module_names))))
        print("\\n".join(sorted(name for name in sys.modules if name.startswith("kgraph."))))"""
    done = subprocess.run(
        [sys.executable, "-c", code.replace("\n    ", "\n")], check=True, capture_output=True, text=True
    )
    loaded = {line for line in done.stdout[done.stdout.rindex("click") :].splitlines() if line}
    assert {name for name in loaded if "." not in name} - SMALL == NEEDED_FOR_HELP
    inner = {name.split(".")[1] for name in loaded if "." in name}
    assert inner == {"_version", "cli", "errors"}


def test_help_comes_at_once() -> None:
    def seconds() -> float:
        before = os.times()
        kgraph("--help")
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    assert min(seconds() for _ in range(3)) < 0.3


def test_a_build_reports_what_it_rejected_as_json_and_names_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'inhalt\n"{BORDER}"\n', encoding="utf-8")
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    where = ("--store", str(tmp_path / "store"), "--report", str(tmp_path / "report.json"))
    done = kgraph("build", str(tmp_path / "a.csv"), str(tmp_path / "b.txt"), *where, "--columns", "text=inhalt")
    assert done.returncode == 3
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["rejected"] == [{"document": str(tmp_path / "b.txt"), "reason": "is empty"}]
    assert (report["added"], report["known"], report["statements"] > 0) == (1, 0, True)
    wrong = kgraph("build", "x", "--store", str(tmp_path / "store"), "--columns", "words=inhalt")
    assert wrong.returncode == 2
    assert "'words' is no field" in wrong.stderr


def test_statements_as_json_have_the_promised_form_and_true_offsets(store: str) -> None:
    lines = kgraph("statements", "--store", store, "--format", "jsonl").stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert rows
    for row in rows:
        assert set(row) >= KEYS
        for part in (row["speaker"], row["cue"], *row["content"]):
            assert BORDER[part["start"] : part["end"]] == part["text"]


def test_statements_can_be_narrowed_down(store: str) -> None:
    assert "Brandvold" in kgraph("statements", "--store", store, "--about", "Germany").stdout
    assert "Brandvold" not in kgraph("statements", "--store", store, "--about", "Peru").stdout


def test_a_name_that_nobody_has_is_told(store: str) -> None:
    unknown = kgraph("statements", "--store", store, "--speaker", "No\x1b[31mbody")
    assert unknown.returncode == 0
    assert "nobody in the store is called" in unknown.stderr
    assert "\x1b" not in unknown.stderr
    known = kgraph("statements", "--store", store, "--about", "Germany", "--act", "threaten")
    assert "nobody in the store" not in known.stderr


def test_an_article_comes_in_by_standard_input(tmp_path: Path) -> None:
    done = kgraph("build", "-", "--store", str(tmp_path / "store"), stdin=BORDER)
    assert done.returncode == 0
    assert "1 article added" in done.stderr


REFUSED = [
    ("statements", "--store", "no/such/store"),
    ("query", "--store", "STORE", "--named", "no-such-question"),
    ("explain", "https://w3id.org/kgraph/resource/statement/none/0-1", "--store", "STORE"),
    ("build", "BORDER", "--store", "STORE", "--model", "no_such_model"),
]


@pytest.mark.parametrize("arguments", REFUSED, ids=lambda a: a[0])
def test_what_cannot_be_done_is_refused_in_one_line(store: str, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "new.txt").write_text(BORDER + " Or so.")
    named = {"STORE": store, "BORDER": str(tmp_path / "new.txt")}
    done = kgraph(*(named.get(a, a) for a in arguments))
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_malformed_query_is_refused_in_one_line(store: str) -> None:
    done = kgraph("query", "--store", store, "-", stdin="SELECT WHERE {")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_binary_query_is_refused_in_one_line(store: str, tmp_path: Path) -> None:
    (tmp_path / "picture.rq").write_bytes(bytes(range(256)))
    done = kgraph("query", "--store", store, str(tmp_path / "picture.rq"))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_update_is_refused(store: str) -> None:
    assert kgraph("query", "--store", store, "-", stdin="DELETE WHERE { ?s ?p ?o }").returncode == 1


def test_wrong_usage_is_code_two(store: str) -> None:
    assert kgraph("query", "--store", store).returncode == 2
    assert kgraph("nonsense").returncode == 2


def test_rejected_articles_are_listed_and_the_code_is_three(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "good.txt").write_text(BORDER)
    done = kgraph("build", str(tmp_path / "good.txt"), str(tmp_path / "empty.txt"), "--store", str(tmp_path / "store"))
    assert done.returncode == 3
    assert "empty.txt" in done.stderr
    assert "1 article added" in done.stderr


def test_explain_shows_the_words_and_how_they_were_resolved(store: str) -> None:
    first = json.loads(kgraph("statements", "--store", store, "--format", "jsonl").stdout.splitlines()[0])
    told = kgraph("explain", first["id"], "--store", store).stdout
    assert first["content"][0]["text"] in told
    assert "Brandvold" in told


HOSTILE = (
    "\x1b[2J\x1b[31mBorder\u202eclosed\x07 \x9b31m\n\nForeign minister Ilsa Brandvold met the envoy in Halvik. "
    "Brandvold spoke for an hour. She said on Tuesday that the bor\x1b]0;owned\x07der with Varania would stay open.\n"
)


def test_an_explanation_follows_the_chain_from_a_pronoun_and_prints_nothing_hostile(tmp_path: Path) -> None:
    (tmp_path / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    kgraph("build", str(tmp_path / "hostile.txt"), "--store", str(tmp_path / "store"))
    lines = kgraph("statements", "--store", str(tmp_path / "store"), "--format", "jsonl").stdout.splitlines()
    said = next(row for row in map(json.loads, lines) if row["speaker"] and row["speaker"]["text"] == "She")
    told = kgraph("explain", said["id"], "--store", str(tmp_path / "store")).stdout
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", told)
    assert max(map(len, told.splitlines())) <= 80
    chain = [
        told.index(step)
        for step in ("She -> Ilsa Brandvold", "“She” is “", "is “Ilsa Brandvold”", "not in the register")
    ]
    assert chain == sorted(chain)


def test_the_store_is_sound_and_can_be_taken_away_and_loaded(store: str, tmp_path: Path) -> None:
    assert kgraph("check", "--store", store).returncode == 0
    assert kgraph("export", "--store", store, "-o", str(tmp_path / "all.nq")).returncode == 0
    assert kgraph("load", str(tmp_path / "all.nq"), "--store", str(tmp_path / "copy")).returncode == 0
    ours, theirs = (
        kgraph("statements", "--store", s, "--format", "jsonl").stdout for s in (store, str(tmp_path / "copy"))
    )
    assert ours == theirs


def test_terminal_escapes_and_formulas_are_disarmed() -> None:
    assert "\x1b" not in printable("\x1b[2J\u202eabc\ud800")
    assert comma_separated(("a", "b"), [("=HYPERLINK(1)", "")]).splitlines()[1] == "'=HYPERLINK(1),"
    assert "\x1b" not in comma_separated(("a",), [("\x1b[2J",)])
