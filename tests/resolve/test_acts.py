"""Speech acts, from cue and content."""

import pytest

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
