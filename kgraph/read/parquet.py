"""Parquet tables, a few rows at a time; rows are counted from 1, as in the other tables."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from kgraph.errors import ArticleError
from kgraph.read.columns import COLUMNS, article_of_row, has_text_column, no_text_column
from kgraph.read.reading import PLAIN, Reading, broken, library
from kgraph.records import Article

ROWS = 64
"""Rows that are decoded at once."""


def read_parquet(document: str, stream: BinaryIO, reading: Reading = PLAIN) -> Iterator[Article | ArticleError]:
    """Yield the article of each row, or why it has none."""
    try:
        parquet = library(document, "pyarrow.parquet", "a Parquet table")
        table = parquet.ParquetFile(stream)
        names = [str(name) for name in table.schema_arrow.names]
        if not has_text_column(names, reading.columns):
            raise ArticleError(document, no_text_column(names, reading.columns))
        yield from _rows(document, table, names, reading)
    except ArticleError as error:
        yield error
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # what the library raises on broken bytes is not documented
        yield ArticleError(document, broken(error))


def _rows(document: str, table: Any, names: list[str], reading: Reading) -> Iterator[Article | ArticleError]:
    number = 0
    for batch in table.iter_batches(batch_size=ROWS, columns=_wanted(names, reading), use_threads=False):
        for row in batch.to_pylist():
            number += 1
            if reading.begins(called := f"{document}#{number}"):
                try:
                    yield article_of_row(called, row, reading.columns)
                except ArticleError as error:
                    yield error


def _wanted(names: list[str], reading: Reading) -> list[str]:
    """Columns that say something about an article: a table may have pictures in the others."""
    known = {name for several in COLUMNS.values() for name in several} | {
        _folded(one) for one in reading.columns.values()
    }
    return [name for name in names if _folded(name) in known]


def _folded(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
