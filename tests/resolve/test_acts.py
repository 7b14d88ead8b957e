"""Speech acts, from cue and content."""

import pytest

from kgraph.annotate import annotate, load_pipeline
from kgraph.records import Article, Mention
from kgraph.resolve.acts import features_of
from tests.resolve.conftest import Reader

TABLE = [
    ("Germany accused Russia of breaking the agreement.", "accuse"),
    ("Germany warned that the agreement would fail within a week.", "warn"),
    ("Germany said that the agreement was signed on Monday in Berlin.", "say"),
    ("Germany said that Russia must respect the agreement.", "demand"),
    ("Germany denied that it had broken the agreement.", "deny"),
    ("Germany demanded that Russia respect the agreement.", "demand"),
]


@pytest.mark.parametrize(("text", "act"), TABLE)
def test_the_act_of_a_statement(facts_of: Reader, text: str, act: str) -> None:
    (statement,) = facts_of(text).statements
    assert statement.act == act


def test_according_to_is_plain_saying(facts_of: Reader) -> None:
    (statement,) = facts_of("According to Germany, the agreement was signed on Monday in Berlin.").statements
    assert statement.act == "say"


CUES = [
    ("Germany {has repeatedly warned} that the agreement would fail within a week.", "warn", "warn"),
    ("Germany {has repeatedly denied} that it had broken the agreement.", "deny", "deny"),
    ("Germany {called on} Russia to respect the agreement.", "request", "call on"),
    ("Germany {joked} that the agreement was signed in Berlin.", "other", "joke"),
]


@pytest.mark.parametrize(("marked", "told", "named"), CUES)
def test_a_cue_tells_its_act_and_its_own_words(marked: str, told: str, named: str) -> None:
    start, end = marked.index("{"), marked.index("}") - 1
    article = Article(document="a", text=marked.replace("{", "").replace("}", ""))
    content = article.mention(end + 1, len(article.text) - 1)
    features = [*features_of(load_pipeline()(article.text), article.mention(start, end), (content,))]
    assert features[:2] == [f"told:{told}", f"cue:{named}"]


def test_a_statement_without_a_cue_is_plain_saying() -> None:
    text = "The agreement was signed."
    content = Article(document="a", text=text).mention(0, len(text))
    features = [*features_of(load_pipeline()(text), None, (content,))]
    assert features[0] == "told:say"
    assert not any(feature.startswith("cue:") for feature in features)


def test_words_of_the_content_tell_what_is_done_beside_its_main_verb() -> None:
    text = "Germany said that it expects an answer to the warning."
    ((_, doc),) = annotate([Article("test.txt", text)], load_pipeline())
    cue, content = Mention(8, 12, "said"), Mention(18, len(text) - 1, text[18:-1])
    found = set(features_of(doc, cue, (content,)))
    assert {"main:expect", "within:warn", "third", "third does:predict"} <= found
