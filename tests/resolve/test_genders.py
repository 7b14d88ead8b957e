"""Whether a person is "he" or "she". The persons are invented."""

import pytest

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.records import Article, Relation
from kgraph.resolve import load_register
from kgraph.resolve.cast import Cast
from kgraph.resolve.casting import cast_of
from kgraph.resolve.genders import MEN, WOMEN, gender, of_noun


def cast_from(text: str) -> Cast:
    """The cast of a text."""
    article = Article("test.txt", text)
    ((_, doc),) = annotate([article], load_pipeline())
    offices = [r for r in extract(article, doc) if isinstance(r, Relation) and r.name == "holds_office"]
    return cast_of(article, doc, load_register(), offices)


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("Mrs. Vesle said that the border would stay open.", "Vesle", ("she", True)),
        ("Foreign ministry spokeswoman Jelka Orsan left Oslo.", "Jelka Orsan", ("she", True)),
        ("Foreign minister Sofia Vesle left Oslo.", "Sofia Vesle", ("she", False)),
        ("Foreign minister Pavel Vesle left Oslo.", "Pavel Vesle", ("he", False)),
        ("Foreign minister Jelka Orsan left Oslo.", "Jelka Orsan", (None, False)),
    ],
)
def test_titles_are_certain_and_given_names_are_likely(text: str, name: str, told: tuple[str | None, bool]) -> None:
    cast = cast_from(text)
    (person,) = {n.actor.id: n.actor for n in cast.named if n.actor.type == "Person"}.values()
    assert (person.label, gender(cast, person)) == (name, told)


def test_a_name_that_both_bear_tells_nothing() -> None:
    assert not WOMEN & MEN


def test_nouns_tell_too() -> None:
    assert [of_noun([word]) for word in ("chairwoman", "spokesman", "minister")] == ["she", "he", None]
