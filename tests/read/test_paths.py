"""Files, folders and standard input; what cannot be read is reported and passed over."""

import io
import os
import sys
from itertools import islice

import pytest

from kgraph.errors import ArticleError
from kgraph.read import FORMATS, read_articles

TEXT = "The minister said no.\n"


def read(*paths):
    errors = []
    documents = [article.document for article in read_articles(paths, rejected=errors.append)]
    return documents, [(error.document, error.reason) for error in errors]


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus"


def test_a_folder_is_read_in_order_with_its_folders_and_without_hidden_and_unknown_files(corpus):
    for name in ("b.txt", "a.MD", ".hidden.txt", "x.png", "no_suffix", "c/d.html", "c.txt/e.text", ".git/f.txt"):
        (corpus / name).parent.mkdir(exist_ok=True)
        (corpus / name).write_text(TEXT)
    expected = ["corpus/a.MD", "corpus/b.txt", "corpus/c/d.html", "corpus/c.txt/e.text"]
    assert read("corpus") == (expected, [])
    assert read("corpus/") == (expected, [])
    assert read(corpus)[0] == [f"{corpus.parent}/{name}" for name in expected]


def test_one_path_need_not_stand_in_a_list(corpus):
    (corpus / "a.txt").write_text(TEXT)
    assert [article.document for article in read_articles("corpus")] == ["corpus/a.txt"]


def test_links_that_lead_in_circles_end(corpus):
    (corpus / "a.txt").write_text(TEXT)
    (corpus / "loop").symlink_to(corpus)
    (corpus / "self.txt").symlink_to(corpus / "self.txt")
    documents, errors = read("corpus")
    assert documents == ["corpus/a.txt"]
    assert [document for document, _ in errors] == ["corpus/self.txt"]


def test_a_bad_file_is_reported_and_the_next_are_read(corpus):
    (corpus / "a.txt").write_bytes(b"a\x00b")
    (corpus / "b.txt").write_bytes(b"")
    (corpus / "c.jsonl").write_text('{"text": "He said no."}\n{\n{"text": "She said no."}\n')
    (corpus / "d.csv").write_text("titel\nx\n")
    (corpus / "e.txt").write_text(TEXT)
    documents, errors = read("corpus", "missing.txt", "a\0b", "corpus/e.txt")
    assert documents == ["corpus/c.jsonl#1", "corpus/c.jsonl#3", "corpus/e.txt", "corpus/e.txt"]
    assert [document for document, _ in errors] == [
        *("corpus/a.txt", "corpus/b.txt", "corpus/c.jsonl#2", "corpus/d.csv", "missing.txt", "a\0b")
    ]
    assert errors[4] == ("missing.txt", "does not exist")


def test_without_a_callback_the_first_error_is_raised(corpus):
    with pytest.raises(ArticleError, match=r"missing\.txt: does not exist"):
        list(read_articles(["missing.txt"]))


def test_a_folder_without_articles_and_a_device_are_told_so(corpus):
    _, errors = read("corpus", "/dev/null")
    assert [reason[:30] for _, reason in errors] == ["no article in this folder; kno", "is neither a file nor a folder"]


def test_a_file_that_may_not_be_read_is_reported(corpus, monkeypatch):
    (corpus / "a.txt").write_text(TEXT)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    errors = []
    assert list(read_articles(["corpus"], rejected=errors.append)) == []
    assert [error.reason for error in errors] == ["cannot be read: permission denied"]


def test_strange_file_names_stay_as_given_and_bytes_that_are_not_utf_8_are_written_out(corpus):
    (corpus / "\x1b[31m\n.txt").write_text(TEXT)
    with open(os.fsencode(corpus) + b"/\xff.txt", "w") as file:
        file.write(TEXT)
    assert read("corpus") == (["corpus/\x1b[31m\n.txt", "corpus/\\xff.txt"], [])


def test_reading_is_lazy(corpus):
    (corpus / "a.jsonl").write_text('{"text": "He said no."}\n' * 3 + "{")
    assert len(list(islice(read_articles(["corpus", "missing"]), 3))) == 3


@pytest.mark.parametrize(
    ("data", "documents"),
    [
        (TEXT, ["-"]),
        ('{"text": "He said no."}\n{"text": "She said no."}\n', ["-#1", "-#2"]),
        ("<!-- a --><!DOCTYPE html><html><body><p>He said no.</p>", ["-"]),
        ("{ curly brackets, the minister said", ["-"]),
    ],
)
def test_standard_input_is_text_unless_it_looks_like_something_else(monkeypatch, data, documents):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    articles = list(read_articles(["-"]))
    assert [article.document for article in articles] == documents
    assert "<" not in articles[0].text


def test_a_replaced_standard_input_without_bytes_is_read_too(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(TEXT))
    assert [article.text for article in read_articles(["-"])] == [TEXT]


def test_a_named_file_of_unknown_kind_is_taken_for_what_it_looks_like(corpus):
    (corpus / "a.log").write_text("<html><body><p>He said no.</p>")
    assert [article.text for article in read_articles([corpus / "a.log"])] == ["He said no."]


def test_every_format_has_a_reader():
    assert all(callable(reader) and suffix.startswith(".") for suffix, reader in FORMATS.items())


def test_what_tells_about_a_folder_is_no_article_of_it(tmp_path) -> None:
    for name in ("README.md", "LICENSE.txt", "readme.txt", "story.txt"):
        (tmp_path / name).write_text("The minister said that the border would stay open.")
    assert [os.path.basename(a.document) for a in read_articles([tmp_path])] == ["story.txt"]
