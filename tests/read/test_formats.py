"""Every format, alone and packed: the same words, with what is known of them and where from."""

import io
import sys

import pytest

from kgraph.errors import ArticleError
from kgraph.read import Reading, read_articles
from kgraph.read.formats import read_stream
from tests.read import packed
from tests.read.packed import GERMAN, HTML, PACK, PARAGRAPHS, TEXT


def read(name, data, **options):
    raw = data.encode() if isinstance(data, str) else data
    return list(read_stream(name, name, io.BytesIO(raw), Reading(**options)))


def ids(found):
    return [one.document for one in found if not isinstance(one, ArticleError)]


FILES = {
    "a.html": HTML,
    "a.txt": TEXT,
    "a.eml": packed.MAIL,
    "a.rss": packed.RSS,
    "a.atom": packed.ATOM,
    "a.pdf": packed.pdf(packed.PRESS),
    "a.parquet": packed.parquet([{"body": TEXT, "headline": "H"}]),
    "a.warc": packed.warc([("https://x.example/1", "200 OK", "text/html", HTML.encode())], compressed=False),
    "a.jsonl": '{"text": "The minister said no."}\n',
    "a.csv": "text\nThe minister said no.\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_reads_alike_by_its_suffix_by_its_first_bytes_and_packed(name):
    (plain, *_) = read(name, FILES[name])
    raw = FILES[name].encode() if isinstance(FILES[name], str) else FILES[name]
    if not name.endswith((".csv", ".eml")):
        assert read("unknown", raw)[0].text == plain.text
    for end, pack in PACK.items():
        assert read(name + end, pack(raw))[0].text == plain.text
    (member, *_) = read("b.zip", packed.zipped({f"in/{name}": raw}))
    assert (member.text, member.document) == (plain.text, plain.document.replace(name, f"b.zip!in/{name}"))
    for kind, end in (("w", ".tar"), ("w:gz", ".tar.gz"), ("w:xz", ".txz")):
        (member, *_) = read(f"b{end}", packed.tarred({f"in/{name}": raw}, kind))
        assert (member.text, member.document) == (plain.text, plain.document.replace(name, f"b{end}!in/{name}"))


KNOWN = [
    (
        "a.html",
        (
            "Harbour stays closed",
            "2024-03-05",
            "post.varania.example",
            "Runa Holte",
            "https://post.varania.example/harbour",
        ),
    ),
    ("a.rss", ("Harbour & ferry", "2024-03-05", "Port Miro Post", "Runa Holte", "https://post.varania.example/1")),
    ("a.atom", ("Release 7", "2024-03-06", "Ministry of Ports", "Press office", "https://ports.varania.example/7")),
    ("a.eml", ("Harbour stays closed – again", "2024-03-05", "Port Miro Post", None, None)),
]


@pytest.mark.parametrize(("name", "known"), KNOWN, ids=[name for name, _ in KNOWN])
def test_what_is_known_of_an_article_is_found_and_it_is_said_where(name, known):
    article, *_ = read(name, FILES[name])
    title, published, publisher, author, url = known
    assert (article.title, str(article.published)) == (title, published)
    assert (article.publisher, article.author, article.url, article.language) == (publisher, author, url, "en")
    origin = {"a.html": "page metadata", "a.eml": "e-mail header"}.get(name, "feed")
    assert dict(article.origins)["title"] == dict(article.origins)["published"] == origin
    assert dict(article.origins)["language"] == "text"


def test_the_body_of_a_message_is_its_html_and_an_attachment_is_no_part_of_it():
    (article,) = read("a.eml", packed.MAIL)
    assert [article.text[a:b].strip() for a, b in article.body] == ["\n\n".join(PARAGRAPHS)]
    plain = packed.MAIL.replace("text/html", "application/x-other")
    (article,) = read("a.eml", plain)
    assert article.text.strip() == TEXT.strip()


def test_a_feeds_entry_without_text_is_told_and_a_file_that_is_no_feed_too():
    _, empty = read("a.rss", packed.RSS)
    assert (empty.document, empty.reason) == ("a.rss#2", "is empty")
    assert [one.reason for one in read("a.rss", "no feed at all")] == ["is no RSS or Atom feed"]


def test_of_a_web_archive_the_pages_are_read_that_were_answered_with_success():
    pages = [
        ("https://x.example/1", "200 OK", "text/html; charset=utf-8", HTML.encode()),
        ("https://x.example/2", "404 Not Found", "text/html", HTML.encode()),
        ("https://x.example/3", "200 OK", "image/png", b"\x89PNG"),
        ("https://x.example/4.pdf", "200 OK", "application/pdf", packed.pdf(packed.PRESS)),
        ("https://x.example/5", "200 OK", "text/html", b"<html></html>"),
    ]
    for compressed in (True, False):
        name = "a.warc" + ".gz" * compressed
        found = read(name, packed.warc(pages, compressed=compressed))
        assert ids(found) == [f"{name}#2", f"{name}#8"]
        assert [(one.document, one.reason[:8]) for one in found if isinstance(one, ArticleError)] == [
            (f"{name}#10", "is empty")
        ]
        assert found[0].url == "https://x.example/1"
    assert "no page" in read("a.warc", packed.warc(pages[1:3], compressed=False))[0].reason


def test_lines_of_a_pdf_are_joined_to_paragraphs_also_over_pages_and_furniture_is_marked():
    (article,) = read("a.pdf", packed.pdf(packed.PRESS, title="Microsoft Word - release.doc"))
    assert article.title == "Harbour of Port Miro stays closed until Friday"
    body = [line for start, end in article.body for line in article.text[start:end].split("\n\n") if line]
    assert body[1:] == [
        "The harbour of Port Miro will stay closed until Friday, transport minister Tove Arnesen said on Monday. Her "
        "deputy told reporters that no ship will leave before the international inspectors are back on land, and that "
        "nobody had asked them to hurry.",
        "The ministry thanked the town.",
    ]
    kinds = {article.text[mark.start : mark.end]: mark.kind for mark in article.marks}
    assert kinds["Page 1 of 2"] == kinds["Ministry of Ports"] == "navigation"


def test_a_scan_and_a_broken_pdf_are_told():
    assert "scan" in read("a.pdf", packed.pdf([[]]))[0].reason
    assert "broken" in read("a.pdf", b"%PDF-1.4 nothing")[0].reason


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
def test_a_column_map_names_the_columns_that_hold_what(name):
    row = {"inhalt": TEXT, "wann": "2024-03-05", "kopf": "Harbour", "wer": "Runa Holte"}
    data = {
        "a.csv": ",".join(row) + "\n" + ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row.values()),
        "a.jsonl": __import__("json").dumps(row),
        "a.parquet": packed.parquet([row]),
    }[name]
    columns = {"text": "inhalt", "date": "wann", "title": "kopf", "author": "wer"}
    (article,) = read(name, data, columns=columns)
    assert (article.document, article.text, article.title, article.author) == (
        f"{name}#1",
        TEXT,
        "Harbour",
        "Runa Holte",
    )
    assert str(article.published) == "2024-03-05"
    assert dict(article.origins)["published"] == "column wann"
    (error,) = read(name, data, columns={"text": "corpo"})
    assert error.reason.startswith("no column is called 'corpo' (columns seen: 'inhalt'")


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("a.pdf", "pypdf"),
        ("a.rss", "feedparser"),
        ("a.parquet", "pyarrow.parquet"),
        ("a.warc", "warcio.archiveiterator"),
    ],
)
def test_without_the_library_one_line_says_what_to_install(name, module, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    (error,) = read(name, FILES[name])
    assert error.reason.endswith(f"cannot be read without the package {module}; pip install 'kgraph[readers]'")


def test_addresses_of_any_file_system_are_read_files_and_folders(tmp_path):
    import fsspec

    memory = fsspec.filesystem("memory")
    for name, data in (("news/b.txt", TEXT), ("news/a.zip", packed.zipped({"c.txt": TEXT + "!"})), ("news/x.png", "x")):
        memory.pipe(f"/{name}", data.encode() if isinstance(data, str) else data)
    assert [one.document for one in read_articles("memory://news")] == [
        "memory://news/a.zip!c.txt",
        "memory://news/b.txt",
    ]
    assert [one.document for one in read_articles("memory://news/b.txt")] == ["memory://news/b.txt"]
    (tmp_path / "c.txt").write_text(TEXT)
    address = (tmp_path / "c.txt").as_uri()
    assert [one.document for one in read_articles(address)] == [address]
    errors = []
    wrong = ["memory://gone.txt", "nosuch://x", f"{address}x"]
    assert not list(read_articles(wrong, rejected=errors.append))
    assert [error.document for error in errors] == wrong


def test_what_is_not_in_english_is_set_aside_unless_any_language_will_do(tmp_path):
    (tmp_path / "a.txt").write_text(GERMAN)
    (tmp_path / "b.txt").write_text(TEXT)
    errors = []
    assert [one.document[-5:] for one in read_articles(tmp_path, rejected=errors.append)] == ["b.txt"]
    assert [error.reason for error in errors] == ["is not in English but, by its words, in 'de'; set aside"]
    assert [one.language for one in read_articles(tmp_path, any_language=True)] == ["de", "en"]
