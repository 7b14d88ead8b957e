"""Files that were made to harm: each is told or read in bounded time and memory, and nothing of it gets out."""

import gzip
import io
import json
import random
import re
import tarfile
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import ArticleError
from kgraph.graph import quads, to_nquads
from kgraph.read import csv as csv_reader
from kgraph.read import jsonl as jsonl_reader
from kgraph.read import reading, stream
from kgraph.read.formats import FORMATS, read_stream
from kgraph.read.marks import find_marks
from kgraph.records import Facts
from tests.read import packed
from tests.read.packed import HTML, TEXT

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "hahaha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(f'<!ENTITY {chr(c + 1)} "{f"&{chr(c)};" * 8}">' for c in range(ord("b"), ord("k")))
    + "]><rss version='2.0'><channel><title>&k;</title><item><title>&k;</title><description>&k;</description></item>"
    "</channel></rss>"
)
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def read(name, data):
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return list(read_stream(name, name, io.BytesIO(raw)))


def reasons(found):
    return [one.reason for one in found if isinstance(one, ArticleError)]


@pytest.fixture
def small(monkeypatch):
    """Limits that a test can reach."""
    for module in (stream, csv_reader, jsonl_reader, reading):
        monkeypatch.setattr(module, "LINE", 5_000)
    monkeypatch.setattr(reading, "UNPACKED", 30_000)
    monkeypatch.setattr(reading, "RATIO", 1)
    monkeypatch.setattr(reading, "WHOLE", 20_000)


def test_a_decompression_bomb_is_told(small):
    zeros = b" " * 5_000_000
    assert "larger than" in reasons(read("a.txt.gz", gzip.compress(zeros)))[0]
    rows = b'{"text": "The minister said no."}\n' * 1_200
    assert "decompression bomb" in reasons(read("a.jsonl.gz", gzip.compress(rows)))[-1]
    files = {f"{n}.txt": b"a " * 4_500 for n in range(6)}
    for name, data in (("a.zip", packed.zipped(files)), ("a.tar.xz", packed.tarred(files, "w:xz"))):
        found = read(name, data)
        assert "decompression bomb" in reasons(found)[-1]
        assert len(found) < 6


def test_archives_in_archives_end():
    data = packed.zipped({"a.txt": TEXT})
    for _ in range(3):
        data = packed.zipped({"a.zip": data})
    assert [one.text for one in read("a.zip", data)] == [TEXT]
    data = packed.zipped({"a.zip": packed.zipped({"a.zip": data})})
    assert "packed 5 times over" in reasons(read("a.zip", data))[0]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_line_without_end_is_passed_over_and_the_next_is_read(name, small):
    good = {"a.jsonl": '{"text": "So."}\n', "a.csv": "So.\n"}[name]
    long = {"a.jsonl": '{"text": "' + "a" * 20_000 + '"}\n', "a.csv": "a" * 20_000 + "\n"}[name]
    found = read(name, ("text\n" if name == "a.csv" else "") + good + long + good)
    assert [getattr(one, "text", None) for one in found] == ["So.", None, "So."]
    assert [one.document for one in found] == [f"{name}#1", f"{name}#2", f"{name}#3"]


def test_a_hundred_megabytes_in_one_line_take_little_memory_and_time():
    class Endless(io.RawIOBase):
        left = 100 * 1024**2

        def readable(self):
            return True

        def readinto(self, buffer):
            size = min(len(buffer), self.left)
            buffer[:size] = b"a" * size
            self.left -= size
            return size

    begun = time.monotonic()
    (error,) = read_stream("a.jsonl", "a.jsonl", io.BufferedReader(Endless()))
    assert "more than 33,554,432 characters" in error.reason
    assert time.monotonic() - begun < 30


def test_entities_that_multiply_or_point_outside_are_not_followed():
    begun = time.monotonic()
    outside = f"{OUTSIDE}<rss version='2.0'><channel><item><description>&x; is out</description></item></channel></rss>"
    for data in (LAUGHS, outside):
        assert reasons(read("a.rss", data)) == ["declares entities of its own, which no feed needs; take them out"]
    (article,) = read("a.html", OUTSIDE.replace("rss [", "html [") + "<html><body><p>&x; is out</p></body></html>")
    assert "root:" not in article.text
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("name", ["a.html", "a.rss", "a.eml", "a.jsonl"])
def test_what_nests_deeply_is_read_or_told(name):
    deep = "<div>" * 50_000 + TEXT
    data = {
        "a.html": f"<html><body>{deep}</body></html>",
        "a.rss": packed.RSS.replace("<p>", "<![CDATA[" + "<b>" * 50_000, 1),
        "a.eml": "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000)) + TEXT,
        "a.jsonl": '{"text": ' + "[" * 100_000 + "]" * 100_000 + "}\n",
    }[name]
    begun = time.monotonic()
    assert read(name, data)
    assert time.monotonic() - begun < 30


def test_names_in_archives_lead_nowhere_and_are_shown_safely(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    names = ["../up.txt", "/abs.txt", "C:\\x.txt", "a\x1b[31m\u202e\n.txt", "é" * 500 + ".txt"]
    found = read("a.zip", packed.zipped(dict.fromkeys(names, TEXT)))
    found += read("a.tar", packed.tarred(dict.fromkeys(names, TEXT)))
    assert len(found) == 2 * len(names)
    for one in found:
        assert not [c for c in one.document if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")]
        assert len(one.document) < 320
    assert list(tmp_path.rglob("*")) == [tmp_path / "in"]


def test_links_and_devices_in_a_tar_file_are_passed_over():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE), ("c.txt", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert "no article in this archive" in reasons(read("a.tar", out.getvalue()))[0]


def test_an_encrypted_member_is_told():
    data = bytearray(packed.zipped({"a.txt": TEXT, "b.txt": TEXT}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    found = read("a.zip", bytes(data))
    assert [(one.document, one.reason[:12]) for one in found if isinstance(one, ArticleError)] == [
        ("a.zip!a.txt", "is encrypted")
    ]
    assert len(found) == 2


BAD = "\x1b]0;owned\x07\x1b[31mThe\u202e \u2066Post\u200b\x00"


@pytest.mark.parametrize("name", ["a.html", "a.rss", "a.eml", "a.jsonl", "a.pdf"])
def test_a_title_holds_no_escapes_and_no_turned_text(name):
    data = {
        "a.html": HTML.replace("Harbour stays closed", BAD.replace("\x00", "")),
        "a.rss": packed.RSS.replace(
            "Harbour &amp; ferry", BAD.replace("\x00", "").replace("\x07", "").replace("\x1b", "")
        ),
        "a.eml": packed.MAIL.replace(
            "=?utf-8?q?Harbour_stays_closed_=E2=80=93_again?=", "=?utf-8?q?=1B[31mThe=E2=80=AE_Post?="
        ),
        "a.jsonl": '{"text": "So.", "title": "\\u001b[31mThe\\u202e Post"}\n',
        "a.pdf": packed.pdf(packed.PRESS, title="The \x1b[31m long Post"),
    }[name]
    article = read(name, data)[0]
    assert article.title
    assert not [c for c in article.title if unicodedata.category(c) in ("Cc", "Cf", "Cs")]


@pytest.mark.parametrize(
    "subject", ["=?utf-\ufffd?q?A?=", "=?x-none?b?QQ==?=", "=?utf-8?b?Q?=", "a" * 9_000, "=?utf-8?q?=FF?="]
)
def test_an_odd_header_is_no_reason_to_lose_a_message(subject):
    data = packed.MAIL.replace("=?utf-8?q?Harbour_stays_closed_=E2=80=93_again?=", subject)
    (article,) = read("a.eml", data)
    assert article.publisher == "Port Miro Post"


def test_sparql_in_a_headline_stays_a_string():
    title = 'Out" . } } ; DROP ALL ; INSERT DATA { <urn:a> <urn:b> <urn:c> } #\\'
    article = read("a.jsonl", json.dumps({"text": TEXT, "title": title}))[0]
    assert article.title == title
    lines = to_nquads(quads(Facts(article))).decode().splitlines()
    (line,) = [line for line in lines if "DROP ALL" in line]
    assert len(re.findall(r'(?<!\\)(?:\\\\)*"', line)) == 2
    assert line.endswith(f"<https://w3id.org/kgraph/resource/graph/article/{article.id}> .")


ATOMS = st.sampled_from(
    [*"aA1 \t\n\r.,;:-–—/|()[]{}<>&\"'“”’!?#*_©@", "By A ", "photo: ", "(AP) ", "12:30 ", "jan 1 ", "2021-", "Source: "]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ATOMS, min_size=1, max_size=6), st.sampled_from(["", "\n"]))
def test_no_line_makes_the_rules_slow(atoms, end):
    unit = "".join(atoms)
    text = (unit * (400 // len(unit) + 1) + end) * 60
    begun = time.process_time()
    marks = find_marks(text)
    assert time.process_time() - begun < 5
    assert all(a.end <= b.start for a, b in pairwise(marks))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=600), st.sampled_from([*FORMATS, ".zip", ".tar", ".gz", ".bz2", ".xz", ""]), st.booleans())
def test_any_bytes_under_any_name_give_articles_or_reasons(data, suffix, starts):
    begin = {
        ".pdf": b"%PDF-1.4\n",
        ".warc": b"WARC/1.0\r\n",
        ".zip": b"PK\x03\x04",
        ".parquet": b"PAR1",
        ".gz": b"\x1f\x8b\x08",
    }
    for one in read(f"x{suffix}", begin.get(suffix, b"") * starts + data):
        assert isinstance(one, ArticleError) or one.text


@pytest.mark.slow
def test_mutated_files_of_every_format_are_read_or_told():
    from benchmarks.fuzz import _seeds, mutated, once

    dice, seeds = random.Random(11), _seeds()
    for number in range(3_000):
        name = list(seeds)[number % len(seeds)]
        once(name, mutated(dice.choice(seeds[name]), dice))
