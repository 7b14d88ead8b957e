"""Offices held: text in, who holds which office of whom out; read by the shipped pipeline, with the corpus's actors."""

from pathlib import Path

import pytest

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.records import Article, Tenure
from kgraph.resolve import load_register, resolve

NLP = load_pipeline()
REGISTER = load_register(Path(__file__).parents[2] / "corpus" / "actors.ttl")

TABLE = [
    ("Norland's foreign minister, Ilsa Brandvold, left for Halvik.", ["Ilsa Brandvold: foreign minister, Norland"]),
    (
        "Ilsa Brandvold was the deputy commander of the Harbour Guard.",
        ["Ilsa Brandvold: deputy commander, Harbour Guard"],
    ),
    ("Piet Saal, who is Norland's envoy, met the press.", ["Piet Saal: envoy, Norland"]),
    ("Piet Saal, who heads the Seamen's League, spoke on Monday.", ["Piet Saal: head, Seamen's League"]),
    ("Ilsa Brandvold was appointed ambassador of Norland.", ["Ilsa Brandvold: ambassador, Norland"]),
    (
        "Ilsa Brandvold serves as spokeswoman for the Seamen's League.",
        ["Ilsa Brandvold: spokeswoman, Seamen's League"],
    ),
    ("Ilsa Brandvold is not the president of Norland.", []),
    ("Ilsa Brandvold wants to become president of Norland.", []),
    ("Piet Saal, the former leader of the ruling party Forward, resigned.", ["Piet Saal: leader, Forward"]),
    (
        "The spokesman for the Ministry of Trade of Norland, Piet Saal, said so.",
        ["Piet Saal: spokesman, Ministry of Trade of Norland"],
    ),
    (
        "Ilsa Brandvold, minister of foreign affairs of Norland, said so.",
        ["Ilsa Brandvold: minister of foreign affairs, Norland"],
    ),
    (
        "Norland's minister of foreign affairs, Ilsa Brandvold, said so.",
        ["Ilsa Brandvold: minister of foreign affairs, Norland"],
    ),
    ("Norland's ambassador to the United Nations, Piet Saal, said so.", ["Piet Saal: ambassador, Norland"]),
    ("Piet Saal, head of Norland's Harbour Guard, said so.", ["Piet Saal: head, Harbour Guard"]),
    (
        "The Meridian Pact met in Halvik. Its secretary, Otto Hallgrim, opened the talks.",
        ["Otto Hallgrim: secretary, Meridian Pact"],
    ),
]


def tenures(text: str) -> tuple[Tenure, ...]:
    article = Article("test.txt", text)
    ((_, doc),) = annotate([article], NLP)
    return resolve(article, doc, extract(article, doc), REGISTER).tenures


@pytest.mark.parametrize(("text", "told"), TABLE)
def test_a_title_tells_who_holds_which_office_of_whom(text: str, told: list[str]) -> None:
    found = [f"{t.holder.actor.label}: {t.office}, {t.body.actor.label if t.body else None}" for t in tenures(text)]
    assert found == told


def test_a_title_without_a_body_has_that_of_another_title_and_no_words_for_it() -> None:
    text = "Norland's president, Mirko Dravec, left. Later President Mirko Dravec spoke in Drevna."
    first, second = tenures(text)
    assert first.body
    assert second.body
    assert first.body.actor == second.body.actor
    assert first.body.mention
    assert first.body.mention.text == "Norland"
    assert second.body.mention is None


def test_a_body_that_nobody_knows_is_left_out() -> None:
    (tenure,) = tenures("President Mirko Dravec spoke in Drevna.")
    assert tenure.body is None


def test_nothing_but_the_words_of_the_article_is_evidence() -> None:
    text = "Piet Saal, who heads the Seamen's League, spoke on Monday."
    (tenure,) = tenures(text)
    assert tenure.evidence.text == text[tenure.evidence.start : tenure.evidence.end]
    assert tenure.evidence.text.startswith("Piet Saal")
    assert tenure.evidence.text.endswith("League")
