"""Whom a statement is about, and how the speaker stands to it."""

import pytest

from tests.resolve.conftest import Reader

TABLE = [
    ("Germany accused Russia of breaking the agreement on gas.", {"Russia": "negative"}),
    ("Foreign minister Ilsa Brandvold said that NATO must respect the agreement.", {"NATO": "neutral"}),
    ("The French minister praised Poland for its patience in the talks.", {"Poland": "positive"}),
    ("Germany said the ship had been seen in Russian waters on Monday.", {}),
]


@pytest.mark.parametrize(("text", "targets"), TABLE)
def test_targets_and_stance(facts_of: Reader, text: str, targets: dict[str, str]) -> None:
    (statement,) = facts_of(text).statements
    assert {t.about.actor.label: t.stance for t in statement.targets} == targets


def test_we_is_the_side_of_the_speaker(facts_of: Reader) -> None:
    (statement,) = facts_of("“We will never leave the alliance,” French President Emmanuel Macron said.").statements
    assert "France" in {t.about.actor.label for t in statement.targets}
