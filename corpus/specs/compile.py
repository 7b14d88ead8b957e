#!/usr/bin/env python3
"""Compile the specs of this folder into the articles of corpus/ and their gold, corpus/gold/*.json.

Run it as ``python corpus/specs/compile.py``. Offsets are counted here and never written by hand. All specs are
compiled before anything is written, so that a mistake in one changes nothing. With ``--check`` nothing is written: the
files that differ are listed, and the exit status is 1.

A spec is a text file, one an article, named like it: <stem>.spec, for a row of a table <stem>#<row>.spec. First the
head, lines of "key: value"; then up to four sections, each begun by a line of its own. The smallest whole one:

  file: strait.txt
  title: Norland keeps the strait shut
  published: 2024-03-14
  publisher: The Halvik Courier
  ===TEXT
  Norland keeps the strait shut

  {1s Norland's navy minister, Runa Falk,} {1q said} on Monday that {1c the strait would not be opened to Varania}.

  {b This article is set in invented states.}
  ===STATEMENTS
  1 | Runa Falk | reject,say | Varania - | opt=Norland; strait
  ===ENTITIES
  Runa Falk | P | Falk; the minister; Norland's navy minister, Runa Falk | | navy minister@Norland
  strait | L | the strait | |
  ===RELATIONS
  Runa Falk | holds_role | Norland | Norland's navy minister, Runa Falk, | role=navy minister

file is .txt, .html, or a table: .jsonl, .csv. A spec of a table is one row, with "row: 1" in its head, counted from 1;
the table is put together from all its specs. The title stands in the text, but not in that of a row.

TEXT is the article itself, the source of a web page included, with marks that are taken out. A mark is an opening
brace, a label, one space, the words, a closing brace. Marks nest; labels of the same words are joined, {2s,3s he}.
A brace that opens no mark stays in the text, but outside of marks only.

  {1s ...}  names the speaker of statement 1; at most one, none where the sentence leaves the speaker out
  {1q ...}  the cue; at most one, in one piece
  {1c ...}  a piece of the content; one at least; without quotation marks, "that" and white space around it
  {1a ...}  a piece of a content that is right as well
  {b ...}   boilerplate
  {x ...}   a caption: like boilerplate no body text, but not listed

A web page is read by kgraph.read, and each mark must lie inside one block (paragraph, heading, item, ...) whose words
are exactly one line of the text as read.

STATEMENTS, a line each: number | speaker | act | targets | options. Another right speaker follows after "/", another
right act after ",". Targets are separated by ";", each an id and its stances: - negative, = neutral, + positive;
two signs where both are right. Options, each in a cell of its own:

  opt=A; B    targets that are right if found and never missed
  via=A; B    who passed the statement on
  k=direct    the kind, if it is not what the quotation marks say; several with ","
  rep         said elsewhere in the article
  nest        inside another statement
  doubt       can be read in two ways

With rep, nest or doubt a statement is not required; neither is one with a content under 20 characters.

ENTITIES, a line each: id | type | names; ... | Wikidata ids; ... | roles; ... A role is role@of. Types: P person,
S state, O organization, G group, L place, W weapon, A agreement, E event. The id is a name, too. States and
organizations of many articles are in entities.json: they come by themselves when a statement or the text names them;
a line with an empty type adds to one of them.

RELATIONS, a line each: subject | predicate | object | words of evidence | options, role=, modality=, date=,
asserted_by=. The evidence is found at its first place in the text.

In the three lists, empty lines and lines that begin with "#" are left out.
"""

import argparse
import csv
import io
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from kgraph.errors import KgraphError
from kgraph.read import read_articles

SPECS = Path(__file__).resolve().parent
CORPUS = SPECS.parent
SHARED: dict[str, dict[str, Any]] = json.loads((SPECS / "entities.json").read_text(encoding="utf-8"))

OPENING = re.compile(r"\{((?:\d+[sqca])(?:,\d+[sqca])*|b|x) ")
BLOCK = (
    r"</?(?:p|h[1-6]|li|ul|ol|div|nav|main|article|section|aside|header|footer|figure|figcaption|blockquote|time|button"
    r"|form|br)\b[^>]*>"
)
QUOTES = '"“”„«»‟'
STANCES = {"-": "negative", "=": "neutral", "+": "positive"}
KINDS = {"direct", "indirect", "mixed"}
FLAGS = {"rep", "nest", "doubt"}
ACTS = set(
    "say accuse threaten warn demand request promise deny praise criticize reject support announce predict believe"
    " intend other".split()
)
TYPES = {
    "P": "Person", "S": "State", "O": "Organization", "G": "Group", "L": "Place", "W": "Weapon", "A": "Agreement",
    "E": "Event",
}  # fmt: skip
COLUMNS = {".jsonl": ("title", "text", "date", "publisher"), ".csv": ("headline", "body", "published", "source")}
SHORT = 20  # characters; a content below this is not required

Gold = dict[str, Any]


class SpecError(ValueError):
    """A spec that says something impossible: what, with the value seen."""


class Mark(NamedTuple):
    """Marked words: ``letter`` one of s, q, c, a, b, x; ``number`` of the statement, None for b and x; offsets."""

    letter: str
    number: int | None
    start: int
    end: int


class Spec(NamedTuple):
    """A spec taken apart: its head, the article without marks, the marks, and the three lists, cells stripped."""

    head: dict[str, str]
    source: str
    marks: list[Mark]
    lists: dict[str, list[list[str]]]

    @property
    def doc(self) -> str:
        """The name of the gold: the stem of the article's file, of a row with its number."""
        return Path(self.head["file"]).stem + (f"#{self.head['row']}" if "row" in self.head else "")

    @property
    def suffix(self) -> str:
        """The kind of the article's file, ``.html`` for instance."""
        return Path(self.head["file"]).suffix


def need(condition: object, message: str) -> None:
    """Raise a SpecError with the message unless the condition holds."""
    if not condition:
        raise SpecError(message)


# The spec


def parse(path: Path) -> Spec:
    """Take a spec apart; raises SpecError if the head, a mark or the name of the file is wrong."""
    first, *rest = re.split(r"^===(\w+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    head = dict(line.split(": ", 1) for line in first.splitlines() if ": " in line)
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    need({"file", "title"} <= set(head) and {"TEXT", "STATEMENTS"} <= set(sections), "file, title or a section missing")
    need(set(sections) <= {"TEXT", "STATEMENTS", "ENTITIES", "RELATIONS"}, f"unknown section in {sorted(sections)}")
    source, marks = unmarked(sections["TEXT"].strip("\n") + ("" if "row" in head else "\n"))
    lists = {key: cells(sections.get(key, "")) for key in ("STATEMENTS", "ENTITIES", "RELATIONS")}
    spec = Spec(head, source, marks, lists)
    need(path.stem == spec.doc, f"the spec should be named {spec.doc}.spec")
    need(("row" in head) == (spec.suffix in COLUMNS), "rows, and only rows, belong to a table (.jsonl, .csv)")
    return spec


def unmarked(text: str) -> tuple[str, list[Mark]]:
    """Return the text without its marks, and the marks in the order of the text, outer ones first."""
    plain, opened, marks, at = "", [], [], 0
    while at < len(text):
        opening = OPENING.match(text, at)
        if opening:
            opened.append((opening[1], len(plain)))
        elif text[at] == "}" and opened:
            labels, start = opened.pop()
            marks += [mark(label, start, len(plain)) for label in labels.split(",")]
        else:
            plain += text[at]
        at = opening.end() if opening else at + 1
    need(not opened, f"not closed: {opened}")
    return plain, sorted(marks, key=lambda mark: (mark.start, -mark.end))


def mark(label: str, start: int, end: int) -> Mark:
    """Return the mark of a label such as ``12s`` or ``b``."""
    return Mark(label[-1], int(label[:-1]) if label[:-1] else None, start, end)


def cells(section: str) -> list[list[str]]:
    """Return the cells of each line of a list."""
    lines = [line for line in section.splitlines() if line.strip() and not line.startswith("#")]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def split(cell: str, separator: str = ";") -> list[str]:
    """Return the parts of a cell that are not empty."""
    return [part.strip() for part in cell.split(separator) if part.strip()]


# Web pages


def page_as_read(name: str, source: str) -> str:
    """Return the text of a web page as kgraph reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(source.encode())
        (article,) = read_articles([path])
    return article.text


def untagged(source: str) -> str:
    """Return HTML without tags and entities, runs of white space as one space."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", source)))


def relocated(marks: list[Mark], source: str, text: str) -> list[Mark]:
    """Move marks from the source of a page to its text as read, by the line that has the words of the mark's block."""
    tags = [(tag.start(), tag.end()) for tag in re.finditer(BLOCK, source)]
    lines = [(found.start(), found[0]) for found in re.finditer(r"\S.*\S|\S", text)]
    moved = []
    for mark in marks:
        begin = max((end for _, end in tags if end <= mark.start), default=0)
        finish = min((start for start, _ in tags if start >= mark.end), default=len(source))
        block, words = untagged(source[begin:finish]).strip(), untagged(source[mark.start : mark.end]).strip()
        places = [start for start, line in lines if line == block]
        need(len(places) == 1, f"{len(places)} lines as read, instead of one, are {block!r}")
        start = places[0] + len(untagged(source[begin : mark.start]).lstrip())
        need(text.startswith(words, start), f"a mark's words are not in their line as read: {words!r}")
        moved.append(mark._replace(start=start, end=start + len(words)))
    return moved


# The gold


def gold_of(spec: Spec) -> Gold:
    """Return the gold of an article; raises SpecError if the lists and the marks do not fit together."""
    text, marks, title = spec.source, spec.marks, spec.head["title"]
    if spec.suffix == ".html":
        text = page_as_read(spec.head["file"], spec.source)
        marks = relocated(marks, spec.source, text)
    need("row" in spec.head or title in text, f"the title is not in the text: {title!r}")
    statements = statements_of(spec, marks, text)
    used = {
        name for row in statements for key in ("speaker", "targets", "targets_optional", "via") for name in row[key]
    }
    entities = entities_of(spec.lists["ENTITIES"], text, used)
    listed = {entity["id"] for entity in entities}
    need(used <= listed, f"not among the entities: {sorted(used - listed)}")
    gold: Gold = {
        "doc": spec.doc,
        "title": title,
        "published": spec.head.get("published"),
        "publisher": spec.head.get("publisher"),
        "body": body_of(marks, text, title),
        "boilerplate": [[one.start, one.end, text[one.start : one.end]] for one in marks if one.letter == "b"],
        "relations": [relation_of(line, text, listed) for line in spec.lists["RELATIONS"]],
        "entities": entities,
        "statements": statements,
    }
    return gold if spec.suffix == ".txt" else gold | {"text": text}


def body_of(marks: list[Mark], text: str, title: str) -> list[list[int]]:
    """Return start and end of each line that is neither the title nor touched by boilerplate or a caption."""
    cut = [(mark.start, mark.end) for mark in marks if mark.letter in "bx"]
    lines = [found.span() for found in re.finditer(r"\S.*\S|\S", text)]
    kept = [[start, end] for start, end in lines if not any(a < end and start < b for a, b in cut)]
    heading = next((line for line in kept if text[slice(*line)] == title), None)
    return [line for line in kept if line is not heading]


def statements_of(spec: Spec, marks: list[Mark], text: str) -> list[Gold]:
    """Return the statements in the order of the list; every mark of a statement must have its line there."""
    spans: dict[int, dict[str, list[list[int]]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        if mark.number is not None:
            spans[mark.number][mark.letter].append([mark.start, mark.end])
    rows = [statement(spec.doc, line, spans.pop(int(line[0]), {}), text) for line in spec.lists["STATEMENTS"]]
    need(not spans, f"marks without a line among the statements: {sorted(spans)}")
    return rows


def statement(doc: str, line: list[str], spans: dict[str, list[list[int]]], text: str) -> Gold:
    """Return one statement from its line and the offsets of its marks, letter by letter."""
    name = f"{doc}-{int(line[0]):02d}"
    need(len(line) >= 4, f"{name}: number | speaker | act | targets, not {line}")
    options, flags = options_of(name, line[4:])
    speaker, cue = (only(name, spans.get(letter, [])) for letter in "sq")
    pieces = sorted(spans.get("c", []))
    check_content(name, pieces, text)
    kinds, acts = split(options.get("k", kind_of(pieces, text)), ","), split(line[2], ",")
    need(kinds and set(kinds) <= KINDS, f"{name}: unknown kind in {kinds}")
    need(acts and set(acts) <= ACTS, f"{name}: unknown act in {acts}")
    return {
        "id": name,
        "speaker": split(line[1], "/"),
        "speaker_text": speaker and text[slice(*speaker)],
        "speaker_start": speaker and speaker[0],
        "cue": cue and text[slice(*cue)],
        "cue_start": cue and cue[0],
        "content": pieces,
        "content_text": [text[start:end] for start, end in pieces],
        "content_alternative": sorted(spans.get("a", [])) or None,
        "kind": kinds,
        "act": acts,
        "targets": dict(target(name, part) for part in split(line[3])),
        "targets_optional": split(options.get("opt", "")),
        "via": split(options.get("via", "")),
        "required": not flags and sum(end - start for start, end in pieces) >= SHORT,
        "repeat": "rep" in flags,
        "nested": "nest" in flags,
    }


def options_of(name: str, parts: list[str]) -> tuple[dict[str, str], set[str]]:
    """Return the options of a statement, ``key=value``, and its flags."""
    options = dict(part.split("=", 1) for part in parts if "=" in part)
    flags = {flag for part in parts if "=" not in part for flag in part.split()}
    unknown = (set(options) - {"opt", "via", "k"}) | (flags - FLAGS)
    need(not unknown, f"{name}: unknown option {sorted(unknown)}")
    return options, flags


def only(name: str, spans: list[list[int]]) -> list[int] | None:
    """Return the one span, or None if there is none."""
    need(len(spans) <= 1, f"{name}: more than one speaker or cue at {spans}")
    return spans[0] if spans else None


def target(name: str, part: str) -> tuple[str, list[str]]:
    """Return id and stances of a target such as ``Norland =+``."""
    found = re.fullmatch(r"(.*?)\s*([-=+]+)", part)
    need(found, f"{name}: a target without a stance: {part!r}")
    return found[1], sorted(STANCES[sign] for sign in found[2])


def check_content(name: str, pieces: list[list[int]], text: str) -> None:
    """Raise SpecError if a piece of content has around it what belongs outside the mark."""
    need(pieces, f"{name}: no content")
    for words in (text[start:end] for start, end in pieces):
        need(words and words == words.strip(), f"{name}: white space around {words!r}")
        need(not (words[0] in QUOTES and words[-1] in QUOTES), f"{name}: quotation marks around {words!r}")
        need(not words.startswith("that "), f'{name}: "that" at the beginning of {words!r}')


def kind_of(pieces: list[list[int]], text: str) -> str:
    """Return what the quotation marks say: before every piece, before some or inside one, none."""
    quoted = [start > 0 and text[start - 1] in QUOTES for start, _ in pieces]
    inside = any(char in QUOTES for start, end in pieces for char in text[start:end])
    if all(quoted):
        return "direct"
    return "mixed" if any(quoted) or inside else "indirect"


def entities_of(lines: list[list[str]], text: str, used: set[str]) -> list[Gold]:
    """Return the shared entities that are used or named in the text, then those of the spec."""
    found = {
        key: {"id": key, "type": shared["type"], "names": {key, *shared["names"]}, "wikidata": shared["wikidata"]}
        | {"roles": []}
        for key, shared in SHARED.items()
        if key in used or named([key, *shared["names"]], text)
    }
    for line in lines:
        key, kind, names, ids, roles = (line + [""] * 4)[:5]
        need(kind in TYPES or key in found, f"entity {key!r}: no such type as {kind!r}")
        empty = {"id": key, "type": TYPES.get(kind), "names": {key}, "wikidata": [], "roles": []}
        entity: Gold = found.setdefault(key, empty)
        entity["names"] |= set(split(names))
        entity["wikidata"] = sorted({*entity["wikidata"], *split(ids)})
        entity["roles"] += [dict(zip(("role", "of"), role.split("@"), strict=True)) for role in split(roles)]
    return [entity | {"names": sorted(entity["names"])} for entity in found.values()]


def named(names: list[str], text: str) -> bool:
    """Return whether a name stands in the text; "the bloc" and its like could be anybody and do not count."""
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in names if not name.startswith("the "))


def relation_of(line: list[str], text: str, listed: set[str]) -> Gold:
    """Return a relation with the place of its evidence."""
    need(len(line) >= 4, f"relation: subject | predicate | object | evidence, not {line}")
    subject, predicate, to, evidence = line[:4]
    need({subject, to} <= listed, f"relation: not among the entities: {sorted({subject, to} - listed)}")
    need(evidence in text, f"relation: the evidence is not in the text: {evidence!r}")
    options = dict(part.split("=", 1) for part in line[4:])
    unknown = set(options) - {"role", "modality", "date", "asserted_by"}
    need(not unknown, f"relation: unknown option {sorted(unknown)}")
    return {
        "subject": subject,
        "predicate": predicate,
        "object": to,
        "evidence": evidence,
        "evidence_start": text.find(evidence),
        "asserted_by": "narrator",
        "date": None,
    } | options


# The files


def compiled() -> Iterator[tuple[str, str]]:
    """Yield name, relative to corpus/, and content of every file that the specs make; says the counts on the way."""
    tables: dict[str, dict[int, tuple[str | None, ...]]] = defaultdict(dict)
    for path in sorted(SPECS.glob("*.spec")):
        try:
            spec = parse(path)
            gold = gold_of(spec)
        except (ValueError, KgraphError) as error:
            raise SpecError(f"{path.name}: {error}") from error
        yield f"gold/{spec.doc}.json", json.dumps(gold, ensure_ascii=False, indent=1) + "\n"
        if "row" in spec.head:
            row = (spec.head["title"], spec.source, spec.head.get("published"), spec.head.get("publisher"))
            tables[spec.head["file"]][int(spec.head["row"])] = row
        else:
            yield spec.head["file"], spec.source
        required = sum(row["required"] for row in gold["statements"])
        say(f"{spec.doc:32} statements {len(gold['statements']):3}, required {required:3}")
    for name, rows in tables.items():
        need(sorted(rows) == list(range(1, len(rows) + 1)), f"{name}: rows {sorted(rows)} do not count from 1")
        yield name, table(name, [rows[number] for number in sorted(rows)])


def table(name: str, rows: list[tuple[str | None, ...]]) -> str:
    """Return the content of a table: title, text, date and publisher of each row, under the names of its kind."""
    columns = COLUMNS[Path(name).suffix]
    if name.endswith(".jsonl"):
        objects = (dict(zip(columns, row, strict=True)) for row in rows)
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in objects)
    content = io.StringIO()
    csv.writer(content, lineterminator="\n").writerows([columns, *rows])
    return content.getvalue()


def say(line: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(line + "\n")


def main(arguments: list[str] | None = None) -> int:
    """Compile, and write what differs or, with --check, only list it; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, exit with 1 if a file differs")
    check = parser.parse_args(arguments).check
    try:
        files = {CORPUS / name: content.encode() for name, content in compiled()}
    except SpecError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    differing = [path for path, content in files.items() if not path.exists() or path.read_bytes() != content]
    stray = set(CORPUS.glob("gold/*.json")) - set(files)
    for path in differing:
        say(f"{'differs' if check else 'written'}: {path.relative_to(CORPUS)}")
        if not check:
            path.write_bytes(files[path])
    for path in sorted(stray):
        say(f"made by no spec: {path.relative_to(CORPUS)}")
    return 1 if check and (differing or stray) else 0


if __name__ == "__main__":
    sys.exit(main())
