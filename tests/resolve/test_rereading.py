"""What the statement pass adds, and where it adds nothing."""

import numpy as np
import pytest
import spacy

from kgraph.annotate.statements import Reading
from kgraph.extract.parse import parse
from kgraph.records import Article, Attribution
from kgraph.resolve.acts import act
from kgraph.resolve.decisions import classes
from kgraph.resolve.rereading import NOTHING, at, layout, reread

TEXT = "The minister said that Varania had left the pact."


def attribution(article: Article) -> Attribution:
    def mention(words: str) -> tuple[int, int]:
        start = TEXT.index(words)
        return start, start + len(words)

    source, cue, content = (article.mention(*mention(w)) for w in ("The minister", "said", "Varania had left the pact"))
    return Attribution(source, cue, (content,), "indirect", 1.0, "test")


@pytest.fixture
def article() -> Article:
    return Article("test.txt", TEXT)


def test_another_pipeline_leaves_nothing_to_read(article: Article) -> None:
    doc = parse(spacy.blank("en")(TEXT))
    assert layout(doc, attribution(article)).words.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert reread(doc, attribution(article)) is None
    assert at(None, doc[4]) == NOTHING


def test_only_words_that_were_read_gain_something() -> None:
    doc = parse(spacy.blank("en")(TEXT))
    reading = Reading(np.array([2, 4, 5]), np.array([1.0, 2.0, 3.0]), np.ones((3, 3)), np.zeros(len(classes("acts"))))
    assert [at(reading, doc[i]).about for i in (0, 2, 3, 4, 5, 6)] == [0, 1, 0, 2, 3, 0]


def test_the_reading_may_overturn_the_act_that_cue_and_content_tell(article: Article) -> None:
    doc, one = parse(spacy.blank("en")(TEXT)), attribution(article)
    for number, name in enumerate(classes("acts")):
        acts = np.zeros(len(classes("acts")))
        acts[number] = 50
        assert act(doc, one.cue, one.content, Reading(np.array([2]), np.zeros(1), np.zeros((1, 3)), acts)) == name
