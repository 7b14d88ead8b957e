"""Who is named in the words of a statement: peoples, groups, places, and those for whom a speaker says "we"."""

from collections.abc import Callable
from datetime import date

import pytest

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.records import Article, Attribution, Relation
from kgraph.resolve import load_register
from kgraph.resolve.candidates import Candidate, candidates
from kgraph.resolve.casting import cast_of
from kgraph.resolve.coreference import History
from kgraph.resolve.speakers import speakers

Namer = Callable[[str], list[Candidate]]


@pytest.fixture(scope="module")
def named_in() -> Namer:
    """All who are named in the last statement of a text."""
    nlp, register = load_pipeline(), load_register()

    def read(text: str) -> list[Candidate]:
        article = Article("test.txt", text, published=date(2021, 12, 23))
        ((_, doc),) = annotate([article], nlp)
        spans = list(extract(article, doc))
        cast = cast_of(
            article, doc, register, [s for s in spans if isinstance(s, Relation) and s.name == "holds_office"]
        )
        said = max((s for s in spans if isinstance(s, Attribution)), key=lambda s: s.content[-1].end)
        history = History(cast.quotation)
        who = speakers(cast, said.source, history) if said.source else ()
        return candidates(cast, said, who[0].actor if who else None, "say", history)

    return read


def labels(found: list[Candidate]) -> set[str]:
    return {c.resolved.actor.label for c in found}


PEOPLES = [
    ("The minister said that Germans had voted for it.", "Germany", "Germans"),
    ("The minister said that four Germans had died in the flood.", "four Germans", "Germany"),
    ("The minister said that innocent Germans had paid for it.", "innocent Germans", "Germany"),
    ("The mayor said that Germans who fled the valley would be paid.", "Germans who fled the valley", "Germany"),
    ("The mayor said that Polish Germans had sold the mill.", "Polish Germans", "Germany"),
]


@pytest.mark.parametrize(("text", "who", "not_who"), PEOPLES)
def test_some_of_a_people_are_not_the_state(named_in: Namer, text: str, who: str, not_who: str) -> None:
    found = labels(named_in(text))
    assert who in found
    assert not_who not in found


def test_talks_between_two_states_name_both(named_in: Namer) -> None:
    found = labels(named_in("The minister said that the Polish-German talks had failed."))
    assert {"Poland", "Germany"} <= found


GROUPS = [
    ("The mayor said that the middle class had paid for the bridge.", "middle class"),
    ("The mayor said that commuters had paid for the bridge.", "commuters"),
    ("The mayor said that players who wanted to leave were free.", "players who wanted to leave"),
    ("The mayor said that the electorate had asked for the bridge.", "electorate"),
]


@pytest.mark.parametrize(("text", "who"), GROUPS)
def test_a_group_is_named_by_its_own_words(named_in: Namer, text: str, who: str) -> None:
    assert who in labels(named_in(text))


NOBODY = [
    ("The mayor said that a state of emergency had been declared.", {"state", "state of emergency"}),
    ("The mayor said that the secretary of state had left.", {"state"}),
    ("Hurricane Ada struck Germany. The mayor said that Ada had torn down the bridge.", {"Ada", "Hurricane Ada"}),
]


@pytest.mark.parametrize(("text", "who"), NOBODY)
def test_how_things_are_and_storms_are_nobody(named_in: Namer, text: str, who: set[str]) -> None:
    assert not labels(named_in(text)) & who


def we(found: list[Candidate]) -> set[str]:
    return {c.resolved.actor.label for c in found if "how:we" in c.features}


WE = [
    ("“We will open our border,” a spokesman for the French government said.", {"France"}),
    ("“We will open our gates,” the dockers said.", {"dockers"}),
    ("“We will open our gates,” a docker said.", set()),
    ("“We will open our gates,” an official from NATO said.", {"NATO"}),
    (
        "“We will open our gates,” said Ilsa Brandvold, president of the French League of Bakers.",
        {"French League of Bakers"},
    ),
    ("“We will open our gates,” an email said.", set()),
    ("Germany closed the dam. “We will open our gates,” director Ilsa Brandvold said.", set()),
    ("Germany closed the dam. “We will open our gates,” opposition leader Ilsa Brandvold said.", set()),
    ("“We have won,” said Quint campaign director Ilsa Brandvold.", {"Quint campaign"}),
    ("“We will vote against it,” US Senator Orla Fenwick said.", set()),
]


@pytest.mark.parametrize(("text", "expected"), WE)
def test_we_is_nobody_in_the_words_of_one_who_speaks_for_none(named_in: Namer, text: str, expected: set[str]) -> None:
    assert we(named_in(text)) == expected


def test_you_in_words_to_the_press_is_anybody(named_in: Namer) -> None:
    told = named_in("“You never know,” Ilsa Brandvold told Reuters.")
    assert not any("how:you" in c.features for c in told)


def test_the_city_is_the_last_town_named(named_in: Namer) -> None:
    text = "Brandvold Street in Tromsdal was closed. The baker said that the city had broken its word."
    assert "Tromsdal" in labels(named_in(text))


def test_the_kingdom_is_a_state_that_is_called_one(named_in: Namer) -> None:
    text = "Jordan and Ukraine met in Geneva, and so did France. The envoy said that the kingdom had kept its word."
    found = labels(named_in(text))
    assert "Jordan" in found
    assert not found & {"Ukraine", "France"}


def test_the_two_are_those_named_together_whether_states_or_persons(named_in: Namer) -> None:
    persons = "Germany was quiet. Ada Saal and Mirko Dravec met in Poland. The envoy said that the two had agreed."
    assert {"Ada Saal", "Mirko Dravec"} <= labels(named_in(persons))
    states = "Ada Saal was there. Germany and Poland met in Oslo. The envoy said that the two had agreed."
    assert {"Germany", "Poland"} <= labels(named_in(states))


def test_a_surname_given_in_full_is_the_persons_though_a_body_has_the_name(named_in: Namer) -> None:
    found = labels(named_in("Sboniwe Duma won the vote on Sunday. Ilsa Brandvold said that Duma had promised a road."))
    assert "Sboniwe Duma" in found
    assert "State Duma" not in found


def test_a_candidate_tells_whether_its_words_hold_anothers(named_in: Namer) -> None:
    found = {c.resolved.actor.label: c.features for c in named_in("The mayor said that dockers from Poland had left.")}
    assert "holds:State" in found["dockers from Poland"]
    assert "held:Group" in found["Poland"]


def test_a_candidate_tells_what_body_it_is(named_in: Namer) -> None:
    found = {c.resolved.actor.label: c.features for c in named_in("The mayor said that NATO had kept its word.")}
    assert "body:alliance" in found["NATO"]


def test_a_candidate_tells_how_many_of_a_group_are_meant(named_in: Namer) -> None:
    (found,) = (c for c in named_in("The mayor said that no docker had left.") if c.head.text == "docker")
    assert "people:no" in found.features
