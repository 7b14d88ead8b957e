"""Feed every reader with broken input: no crash, no hang, offsets always true.

    python benchmarks/fuzz.py --inputs 100000 [--seed 1] [--only html pdf]

Each input is a valid file of one format (or packed: ZIP, tar, gzip) that is mutated: bytes are changed, stretches cut
out, doubled, or exchanged with hostile ones (control and bidi characters, terminal escapes, SPARQL, entities, deep
nesting, huge numbers). The reader must give articles or errors, nothing else, within ``--seconds``; every mark
must lie in the text, in order; what is shown (title, author, document, reason) must hold no control character; and the
article must make N-Quads. Prints a line for each format. The first failure ends it; its input is in fuzz-failure.bin.
"""

import argparse
import io
import random
import sys
import time
import unicodedata
import warnings
from collections import Counter
from pathlib import Path

from kgraph.errors import ArticleError
from kgraph.graph import quads, to_nquads
from kgraph.read import Reading
from kgraph.read.formats import read_stream
from kgraph.read.metadata import FIELDS
from kgraph.records import MARK_KINDS, Article, Facts

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.read import packed

HOSTILE = [
    *(b"\x00", b"\x1b[31m", b"\x1b]0;owned\x07", "\u202e\u2066".encode(), b"\xff\xfe", b"\xed\xa0\x80", b"\r", b"\x85"),
    *(b"<div>" * 400, b"<b><i>" * 200, b"<!--", b"]]>", b"<![CDATA[", b"<script>", b"<table><tr><td>" * 50),
    *(
        b'" . } ; DROP ALL ; #',
        b"<https://w3id.org/kgraph/x> <y> <z> .\n",
        b"' OR 1=1 --",
        b"${jndi:ldap://x}",
        b"%s%n",
    ),
    *(
        b"&a;&b;",
        b"<!ENTITY a '&b;&b;'>",
        b'<!ENTITY x SYSTEM "file:///etc/passwd">',
        b"&#x0;",
        b"&#xd800;",
        b"&#1114112;",
    ),
    *(b"99999999999999999999", b"-1", b"1e999", b"NaN", b"0001-01-01", b"2024-02-30", b"31/31/2024", b"=" * 300),
    *(
        b"[" * 3000,
        b'{"a":' * 1500,
        b"\\ud800",
        b'"',
        b"''",
        b",,,,",
        b"\t" * 100,
        b"\n" * 300,
        b" " * 2000,
        b"A" * 3000,
    ),
    *(
        b"../../etc/passwd",
        b"Content-Length: 9999999999\r\n",
        b"Content-Type: text/html; charset=utf-7\r\n",
        b"--b2--",
        b"--b1",
    ),
    *(
        b"By A B, " * 60,
        b"photo: " * 90,
        b"(AP) - " * 80,
        b"12:30 " * 100,
        b"Source: " * 70,
        b"http://" * 90,
        b"a." * 400,
    ),
]


def _seeds() -> dict[str, list[bytes]]:
    page, text = packed.HTML.encode(), packed.TEXT.encode()
    rows = [{"text": packed.TEXT, "title": "A", "date": "2024-03-05", "author": ["x"]}] * 3
    line = b'{"text": "The minister said no.", "title": "A", "date": "2024-03-05", "publisher": {"name": "Post"}}\n'
    pages = [
        ("https://x.example/1", "200 OK", "text/html", page),
        ("https://x.example/2", "200 OK", "text/plain", text),
    ]
    corpus = [path.read_bytes() for path in sorted(Path("corpus").glob("*.txt"))]
    return {
        "x.txt": [text, *corpus],
        "x.html": [page, *(path.read_bytes() for path in sorted(Path("corpus").glob("*.html")))],
        "x.jsonl": [line * 3],
        "x.csv": [b'title,text,date\n"A","The minister said ""no"".\n\nShe left.",2024-03-05\nB,So.,5 March 2024\n'],
        "x.eml": [packed.MAIL.encode()],
        "x.rss": [packed.RSS.encode(), packed.ATOM.encode()],
        "x.pdf": [packed.pdf(packed.PRESS, title="Harbour stays closed")],
        "x.parquet": [packed.parquet(rows)],
        "x.warc": [packed.warc(pages, compressed=False), packed.warc(pages, compressed=True)],
        "x.zip": [packed.zipped({"a.txt": text, "b/c.html": page, "d.jsonl": line, "../e.txt": text})],
        "x.tar": [packed.tarred({"a.txt": text, "b/c.html": page}), packed.tarred({"/a.csv": b"text\nSo.\n"})],
        "x.txt.gz": [packed.PACK[".gz"](text)],
        "x.tar.xz": [packed.tarred({"a.txt": text}, "w:xz")],
        "x": [page, text, line, packed.RSS.encode(), packed.pdf(packed.PRESS), packed.parquet(rows)],
    }


def mutated(data: bytes, dice: random.Random) -> bytes:
    """Return the bytes with one to eight things done to them."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        a = dice.randrange(len(data) + 1)
        b = min(len(data), a + int(dice.expovariate(1 / 40)))
        what = dice.randrange(7)
        if what == 0:
            data = data[:a] + bytes(dice.randrange(256) for _ in range(min(b - a, 20) or 1)) + data[b:]
        elif what == 1:
            data = data[:a] + data[b:]
        elif what == 2:
            data = data[:b] + data[a:b] * dice.choice((1, 2, 30)) + data[b:]
        elif what in (3, 4):
            data = data[:a] + dice.choice(HOSTILE) + data[b if what == 3 else a :]
        elif what == 5 and data:
            at = dice.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]
        else:
            data = data[:a] if dice.random() < 0.3 else data[a:] + data[:a] if dice.random() < 0.2 else data
    return data


def check(found: Article | ArticleError) -> None:
    """Fail where something that must hold of an article does not."""
    shown = [found.document]
    if isinstance(found, Article):
        at = 0
        for mark in found.marks:
            assert at <= mark.start < mark.end <= len(found.text), mark
            assert mark.kind in MARK_KINDS, mark
            at = mark.end
        spans = found.body
        assert all(0 <= a < b <= len(found.text) for a, b in spans), spans
        assert "\x00" not in found.text
        found.text.encode("utf-8")
        shown += [str(value) for name in FIELDS if (value := getattr(found, name)) is not None]
        assert {name for name, _ in found.origins} == {name for name in FIELDS if getattr(found, name) is not None}
        assert to_nquads(quads(Facts(found))).count(b"\n") >= 3
    else:
        shown.append(found.reason)
        assert len(found.reason) < 1000, len(found.reason)
    for text in shown:
        bad = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        assert not bad, (text, bad)


def once(name: str, data: bytes) -> int:
    """Read one input and check all that comes; return how many articles came."""
    found = list(read_stream(name, name, io.BytesIO(data), Reading()))
    assert found or not name.endswith(("txt", "html", "eml", "rss", "pdf", "warc")), "neither an article nor an error"
    for one in found:
        check(one)
    return sum(isinstance(one, Article) for one in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--only", nargs="*", default=[])
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    seeds = {name: files for name, files in _seeds().items() if not args.only or name.split(".")[-1] in args.only}
    dice = random.Random(args.seed)
    counts, articles, slowest = Counter[str](), Counter[str](), dict.fromkeys(seeds, 0.0)
    for number in range(args.inputs):
        name = list(seeds)[number % len(seeds)]
        data = mutated(dice.choice(seeds[name]), dice)
        begun = time.perf_counter()
        try:
            articles[name] += once(name, data)
            took = time.perf_counter() - begun
            assert took < args.seconds, f"took {took:.1f} s"
        except BaseException:
            Path("fuzz-failure.bin").write_bytes(data)
            print(f"input {number} ({name}) failed; it is in fuzz-failure.bin", file=sys.stderr)
            raise
        counts[name] += 1
        if number % 10_000 == 9_999:
            print(f"{number + 1} inputs so far", file=sys.stderr)
        slowest[name] = max(slowest[name], took)
    for name, count in counts.items():
        print(f"{name:10} {count:6} inputs  {articles[name]:6} articles  slowest {slowest[name]:.2f} s")
    print(f"{sum(counts.values())} inputs, seed {args.seed}: no crash, no hang, all offsets true")


if __name__ == "__main__":
    main()
