"""Names of offices and bodies are compared by what they mean."""

import pytest

from kgraph.resolve.offices import KINDS, OFFICES, kind_named, office_key, offices_meant

ONE_OFFICE = [
    ("Defence Minister", "defense secretary", "Minister of Defence", "Secretary of Defense"),
    ("FM", "foreign minister", "Foreign Secretary", "Minister of Foreign Affairs", "acting foreign minister"),
    ("prime minister", "Premier", "PM", "the Prime Minister"),
    ("spokesman", "spokeswoman", "Spokesperson", "press secretary"),
    ("secretary general", "Secretary-General", "the secretary general"),
    ("chair", "chairman", "Chairwoman"),
]


@pytest.mark.parametrize("names", ONE_OFFICE, ids=lambda names: names[0])
def test_an_office_has_one_name(names):
    assert len({office_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("deputy foreign minister", "foreign minister"), ("vice president", "president")]
)
def test_a_deputy_is_not_the_minister(one, other):
    assert office_key(one) != office_key(other)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ministry of Foreign Affairs", "foreign ministry"),
        ("the Defence Ministry", "defense ministry"),
        ("army", "armed forces"),
        ("the foreign ministry", "foreign ministry"),
        ("bakery", None),
        ("", None),
    ],
)
def test_a_kind_of_body_is_known_by_its_usual_names(text, kind):
    assert kind_named(text) == kind


def test_a_chief_may_hold_any_leading_office():
    assert {"secretary general", "president", "director"} <= offices_meant("chief")
    assert offices_meant("president") == {"president"}


def test_no_name_is_listed_twice():
    for table in (KINDS, OFFICES):
        listed = [name for key, others in table.items() for name in (key, *others.split("|"))]
        assert len(listed) == len(set(listed))
