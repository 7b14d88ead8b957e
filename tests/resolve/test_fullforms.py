"""Short names of bodies beside their full ones."""

import pytest
from spacy.lang.en import English

from kgraph.records import Actor
from kgraph.resolve.cast import Named
from kgraph.resolve.fullforms import full_forms

TOKENS = English()
TABLE = [
    (["Fjord Air", "Fjord"], ["Fjord Air", "Fjord Air"]),
    (["Halvik Coast Party", "Halvik Coast"], ["Halvik Coast Party"] * 2),
    # a part or a daughter of a body is another one
    (["Fjord", "Fjord Varania"], ["Fjord", "Fjord Varania"]),
    (["Halvik Bank", "Halvik Bank Group"], ["Halvik Bank", "Halvik Bank Group"]),
    # a ministry's name turned round
    (["Ministry of the Harvest", "Harvest Ministry"], ["Ministry of the Harvest"] * 2),
    (["Bank of Halvik", "Halvik Bank"], ["Bank of Halvik", "Halvik Bank"]),
    # of two full names nothing tells which
    (["Fjord", "Fjord Air", "Fjord Group"], ["Fjord", "Fjord Air", "Fjord Group"]),
]


@pytest.mark.parametrize(("names", "expected"), TABLE)
def test_a_body_by_the_first_words_of_its_name_is_the_one_with_the_whole_name(names, expected):
    found = [Named(TOKENS(name)[:], Actor(name, name, "Organization"), 0.7, "") for name in names]
    assert [named.actor.label for named in full_forms(found)] == expected


def test_nobody_but_a_body_has_a_short_form():
    found = [
        Named(TOKENS("Fjord")[:], Actor("1", "Fjord", "Place"), 0.7, ""),
        Named(TOKENS("Fjord Air")[:], Actor("2", "Fjord Air", "Organization"), 0.7, ""),
    ]
    assert [named.actor.label for named in full_forms(found)] == ["Fjord", "Fjord Air"]
