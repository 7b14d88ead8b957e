"""The shipped pipeline and register, for tests where both are the point."""

from collections.abc import Callable
from datetime import date

import pytest

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.records import Article, Facts
from kgraph.resolve import load_register, resolve

Reader = Callable[..., Facts]


@pytest.fixture(scope="session")
def facts_of() -> Reader:
    """Read a text as an article of 23 December 2021 (a Thursday)."""
    nlp, register = load_pipeline(), load_register()

    def read(text: str, **metadata: object) -> Facts:
        article = Article("test.txt", text, **{"published": date(2021, 12, 23), **metadata})  # type: ignore[arg-type]
        ((_, doc),) = annotate([article], nlp)
        return resolve(article, doc, extract(article, doc), register)

    return read
