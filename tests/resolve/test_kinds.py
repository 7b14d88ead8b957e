"""What a text shows a name to be. The names are invented."""

import pytest

from tests.resolve.conftest import Reader

TABLE = [
    # called "it", which no person is
    (
        "Strandvik has closed its ports to ships from Poland. Poland accused Strandvik of breaking its word.",
        "Strandvik",
        True,
    ),
    # "she" praised it for "its" patience
    (
        "Ilsa Brandvold praised Nordhavn Lines for its patience. Nordhavn Lines rejected the plan.",
        "Nordhavn Lines",
        True,
    ),
    ("Ilsa Brandvold has closed her shop. Poland accused Brandvold of breaking her word.", "Ilsa Brandvold", False),
]


@pytest.mark.parametrize(("text", "name", "body"), TABLE)
def test_what_is_called_it_is_a_body(facts_of: Reader, text: str, name: str, body: bool) -> None:
    actors = [t.about.actor for s in facts_of(text).statements for t in s.targets]
    actors += [s.actor for statement in facts_of(text).statements for s in statement.speakers]
    types = {actor.type for actor in actors if actor.label == name}
    assert types
    assert types <= ({"Organization", "State"} if body else {"Person"})
