"""Tables with a header: ``.csv`` (comma, semicolon, bar or tab) and ``.tsv``; rows are counted without the header."""

import csv
from collections.abc import Iterator
from itertools import zip_longest
from typing import BinaryIO

from kgraph.errors import ArticleError
from kgraph.read.columns import article_of_row, has_text_column, no_text_column
from kgraph.read.reading import LINE, PLAIN, Reading
from kgraph.read.stream import is_cut, mended, text_lines
from kgraph.records import Article


def read_csv(document: str, stream: BinaryIO, reading: Reading = PLAIN) -> Iterator[Article | ArticleError]:
    """Yield the article of each record, or why it has none; a bad record does not stop the next."""
    lines = text_lines(stream, newline="")
    try:
        header = next((line for line in lines if line.strip()), None)
    except ValueError as error:
        yield ArticleError(document, str(error))
        return
    if header is None:
        yield ArticleError(document, "is empty")
        return
    csv.field_size_limit(LINE)  # a cell is an article; the library's limit is 128 kB
    yield from _Records(document, _first_then(header, lines), _delimiter(header), reading).articles()


class _Records:
    """The records of one table, each with the lines that it was read from."""

    def __init__(self, document: str, lines: Iterator[str], delimiter: str, reading: Reading) -> None:
        self.document, self.reading = document, reading
        self.number = 0
        self.raw: list[str] = []
        self.records = csv.reader(self._recorded(lines), delimiter=delimiter)

    def _recorded(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            self.raw.append(line)
            yield line

    def articles(self) -> Iterator[Article | ArticleError]:
        """Yield what each record after the header holds."""
        try:
            names = [name.strip() for name in next(self.records, [])]
        except (csv.Error, ValueError) as error:
            yield ArticleError(self.document, f"has a broken header: {error}")
            return
        if not has_text_column(names, self.reading.columns):
            yield ArticleError(self.document, no_text_column(names, self.reading.columns))
            return
        while True:
            self.raw.clear()
            try:
                record = next(self.records)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._broken(f"is a broken record: {error}")
            except ValueError as error:
                yield ArticleError(self.document, f"cannot be decoded after row {self.number}: {error}")
                return
            else:
                if any(record) and (found := self._article(names, record)):
                    yield found

    def _article(self, names: list[str], record: list[str]) -> Article | ArticleError | None:
        if any(map(is_cut, self.raw)):
            return self._broken(f"has a line of more than {LINE:,} characters, which no article has")
        if len(self.raw) > 1 and sum(line.count('"') for line in self.raw) % 2:
            return self._broken(
                f"has a quotation mark that is never closed; {len(self.raw) - 1} lines after it are not read"
            )
        if any(record[len(names) :]):
            return self._broken(f"has {len(record)} cells, the header {len(names)}; put cells in quotation marks")
        self.number += 1
        document = f"{self.document}#{self.number}"
        if not self.reading.begins(document):
            return None
        try:
            cells = zip_longest(names, record[: len(names)], fillvalue="")
            return article_of_row(document, {name: mended(cell) for name, cell in cells}, self.reading.columns)
        except ArticleError as error:
            return error
        except ValueError as error:
            return ArticleError(document, str(error))

    def _broken(self, reason: str) -> ArticleError:
        self.number += 1
        return ArticleError(f"{self.document}#{self.number}", reason)


def _delimiter(header: str) -> str:
    """The separator that the header has most of; a column's name has none of them."""
    return max(",\t;|", key=header.count)


def _first_then(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
