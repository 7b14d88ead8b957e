"""What the rules add to the trained spans; the Docs are read by the shipped pipeline."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.records import Article, Attribution

NLP = load_pipeline()
WORDS = ["“", "”", '"', "said", "Brandvold", "the", "border", ".", ",", "\n\n", "He", "according to", "will", "close"]


def found(text: str) -> list[Attribution]:
    article = Article("test.txt", text)
    ((_, doc),) = annotate([article], NLP)
    return [one for one in extract(article, doc) if isinstance(one, Attribution)]


TABLE = [
    ("“The border will stay closed,” Brandvold said. “We have told everybody so,” she added.", 2),
    ("“The border will stay closed,” Brandvold said.\n\n“Nobody will be let through.”", 2),
    ("According to Brandvold, the border will stay closed until the spring.", 1),
    ("According to Norland's envoy, the border will stay closed until the spring.", 1),
    ("Ilsa Brandvold was angry. “The border will stay closed until spring. Nobody will pass.”", 1),
    ("Ilsa Brandvold smiled. “Long live the harbour!” the crowd shouted.", 1),
    ("“The border will stay closed until spring.”Brandvold told at a conference.", 1),
    (". “ “ “ “ “ \n\n", 0),
]


@pytest.mark.parametrize(("text", "number"), TABLE)
def test_each_utterance_is_one_attribution(text: str, number: int) -> None:
    assert len(found(text)) == number


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The minister stressed that no troops would leave before spring, state television reports.", "The minister"),
        ("The border needs more guards before the winter, the Herald reports.", "the Herald"),
    ],
)
def test_who_is_passed_on_by_a_medium_is_the_source(text: str, speaker: str) -> None:
    assert [one.source.text for one in found(text) if one.source] == [speaker]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_no_disorder_raises_and_every_content_is_a_slice_of_the_text(text: str) -> None:
    for one in found(text):
        assert one.content
        assert all(text[m.start : m.end] == m.text and m.text.strip() for m in one.content)
