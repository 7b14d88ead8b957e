"""JSON lines: one object a line, one article an object. The row is the number of the line, the first being 1."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from kgraph.errors import ArticleError
from kgraph.read.columns import article_of_row
from kgraph.read.reading import LINE, PLAIN, Reading
from kgraph.read.stream import is_cut, mended, text_lines
from kgraph.records import Article


def read_jsonl(document: str, stream: BinaryIO, reading: Reading = PLAIN) -> Iterator[Article | ArticleError]:
    """Yield the article of each line, or why it has none; a bad line does not stop the next."""
    number = 0
    try:
        for number, line in enumerate(text_lines(stream, newline="\n"), start=1):
            if not line.isspace() and reading.begins(called := f"{document}#{number}"):
                yield _article(called, number, line, reading)
    except ValueError as error:
        yield ArticleError(document, f"{error}" if not number else f"cannot be decoded after line {number}: {error}")


def _article(document: str, number: int, line: str, reading: Reading) -> Article | ArticleError:
    if is_cut(line):
        return ArticleError(document, f"line {number} has more than {LINE:,} characters, which no article has")
    try:
        row = json.loads(mended(line))
        if not isinstance(row, dict):
            return ArticleError(document, f"line {number} is no JSON object but {type(row).__name__}")
        return article_of_row(document, row, reading.columns)
    except ArticleError as error:
        return error
    except RecursionError:
        return ArticleError(document, f"line {number} is broken JSON: nested too deeply")
    except json.JSONDecodeError as error:
        return ArticleError(document, f"line {number} is broken JSON: {error.msg} at column {error.colno}")
    except ValueError as error:
        return ArticleError(document, f"line {number} {str(error)[:200]}")
