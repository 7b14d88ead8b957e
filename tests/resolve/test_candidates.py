"""Whom the words of a statement may be about: the speaker's side, those it is said to, and all whom a plural means."""

import pytest

from tests.resolve.conftest import Reader


def targets(facts_of: Reader, text: str) -> set[str]:
    return {t.about.actor.label for s in facts_of(text).statements for t in s.targets}


OWN_SIDE = [
    ("Poland denied having cut the cable.", {"Poland"}),
    # the act falls on others, whether or not they are named
    ("Germany accused, in a long speech, of having slept through the summer.", set()),
    ("Germany has accused Poland of breaking its promise on gas.", {"Poland"}),
]


@pytest.mark.parametrize(("text", "expected"), OWN_SIDE)
def test_who_does_what_has_no_subject_is_the_speakers_side(facts_of: Reader, text: str, expected: set[str]) -> None:
    assert targets(facts_of, text) == expected


SAID_TO = [
    ("The mayor pleaded with both armies to leave the road open.", {"both armies"}),
    ("Germany warned bathers against entering the river.", {"bathers"}),
    ("Germany asked Poland and France to keep their word on gas.", {"Poland", "France"}),
    (
        "“Poland has broken its word,” said Germany’s defence minister, Aksel Rue. “It will pay.”",
        set(),
    ),
]


@pytest.mark.parametrize(("text", "expected"), SAID_TO)
def test_whom_it_is_said_to_is_found_behind_the_cue(facts_of: Reader, text: str, expected: set[str]) -> None:
    statements = facts_of(text).statements
    assert {r.actor.label for s in statements for r in s.addressees} == expected


PLURALS = [
    ("Mali and Niger left the talks on Monday. Nigeria assured them that it meant them no harm.", {"Mali", "Niger"}),
    (
        "China, Japan and South Korea met in Seoul. North Korea stayed away. The United States called on the three "
        "countries to keep trade free.",
        {"China", "Japan", "South Korea"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), PLURALS)
def test_a_plural_means_all_who_are_named_together(facts_of: Reader, text: str, expected: set[str]) -> None:
    assert expected <= targets(facts_of, text)


def test_two_things_are_no_two_states(facts_of: Reader) -> None:
    text = "Norway and Poland met in Oslo. Norway said that the two remaining lines had been closed."
    assert "Poland" not in targets(facts_of, text)


BODIES = [
    ("The Norwegian army left on Monday. Norway said that its soldiers had crossed the ridge.", "Norwegian soldiers"),
    ("Norway said that its soldiers had crossed the ridge.", "Norway's soldiers"),
    ("The Norwegian navy left port. Norway promised that the navy would guard the cable.", "Norwegian navy"),
    (
        "Prime Minister Halvard Omdal of Norway met Defence Minister Tord Vesle in Oslo. The opposition criticised the "
        "prime minister for the delay.",
        "Halvard Omdal",
    ),
]


@pytest.mark.parametrize(("text", "label"), BODIES)
def test_a_body_without_a_name_is_that_of_its_state(facts_of: Reader, text: str, label: str) -> None:
    assert label in targets(facts_of, text)


PRONOUNS = [
    # nobody quoted calls himself "he"
    ("Mirko Dravec shut the harbour on Monday. “He has lied to us,” said the mayor, Sanna Kirk.", {"Mirko Dravec"}),
    (
        "Mirko Dravec shut the harbour on Monday. The opposition leader, Jonas Feld, was angry. "
        "“He has lied to us,” Feld told reporters.",
        {"Mirko Dravec"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), PRONOUNS)
def test_a_pronoun_in_a_quotation_is_not_who_speaks(facts_of: Reader, text: str, expected: set[str]) -> None:
    assert targets(facts_of, text) == expected


ABBREVIATIONS = [
    "The Kostravan Grain Board (KGB) met in Drevna. Sanna Kirk said that the KGB had lied to the mayor.",
    "The Central Bank of Kostrava (CBK) met in Drevna. Sanna Kirk said that the CBK had lied to the mayor.",
]


@pytest.mark.parametrize("text", ABBREVIATIONS)
def test_an_abbreviation_is_whom_the_article_says_that_it_is_short_for(facts_of: Reader, text: str) -> None:
    full = text.removeprefix("The ").partition(" (")[0]
    assert full in targets(facts_of, text)


def test_a_noun_that_only_qualifies_another_is_nobody(facts_of: Reader) -> None:
    text = "Sanna Kirk said that the member countries of the pact must pay for the harbour."
    assert "member" not in {t.split()[-1] for t in targets(facts_of, text)}


ONE = [
    ("Sanna Kirk said that Mirko Dravec, son of the old mayor, had lied to voters.", "Mirko Dravec", "son"),
    ("Sanna Kirk said that the firm’s director, Mirko Dravec, had lied to voters.", "Mirko Dravec", "director"),
]


@pytest.mark.parametrize(("text", "label", "word"), ONE)
def test_a_noun_beside_a_name_is_nobody_else(facts_of: Reader, text: str, label: str, word: str) -> None:
    given = targets(facts_of, text)
    assert label in given
    assert not any(word in one for one in given)


WORDS = [
    ("Norway said that its enemies must leave the strait.", "enemies of Norway"),
    ("Sanna Kirk said that those who fired must go to prison.", "those who fired"),
    ("Sanna Kirk said that firms with a harbour of their own must pay the toll.", "firms with a harbour"),
    ("Ten farmers came. Sanna Kirk thanked the people who saved the bridge.", "people who saved the bridge"),
    ("Sanna Kirk said that all fishermen must pay the toll.", "fishermen"),
    ("Sanna Kirk said that soldiers from the coast around the harbour must pay.", "soldiers from the coast"),
]


@pytest.mark.parametrize(("text", "label"), WORDS)
def test_a_group_goes_by_the_words_that_tell_who_it_is(facts_of: Reader, text: str, label: str) -> None:
    assert any(one.startswith(label) for one in targets(facts_of, text))


def test_these_are_whom_the_text_spoke_of_before(facts_of: Reader) -> None:
    text = "Forty striking dockers left Halvik. Sanna Kirk said that these dockers must pay."
    assert not any("these" in one for one in targets(facts_of, text))


def test_a_government_is_its_state_whether_or_not_the_register_lists_it(facts_of: Reader) -> None:
    text = "Sanna Kirk said that the British government had lied. Britain must pay, she said."
    assert targets(facts_of, text) == {"United Kingdom"}


def test_the_state_in_the_title_of_a_secretary_is_nobody(facts_of: Reader) -> None:
    text = "Sanna Kirk accused Secretary of State Mirko Dravec of lying to voters."
    assert "Mirko Dravec" in targets(facts_of, text)
    assert "State" not in targets(facts_of, text)


NAMES = [
    ("Rabbi Mirko Dravec left Halvik. Sanna Kirk said that Dravec had lied to her.", "Mirko Dravec"),
    ("Mirko Dravec Feld left Halvik. Sanna Kirk said that Dravec had lied to her.", "Mirko Dravec Feld"),
]


@pytest.mark.parametrize(("text", "label"), NAMES)
def test_a_person_goes_by_the_full_name_of_the_article_without_titles(facts_of: Reader, text: str, label: str) -> None:
    assert label in targets(facts_of, text)


def test_a_pronoun_is_whom_the_words_tell_of_before_who_says_them(facts_of: Reader) -> None:
    text = "Sanna Kirk said that Mirko Dravec had left the harbour when he was young."
    assert targets(facts_of, text) == {"Mirko Dravec"}


def test_nobody_is_the_object_of_what_he_does_himself(facts_of: Reader) -> None:
    text = "Mirko Dravec and Jonas Feld fled on Monday. Prosecutors want to question them."
    assert {"Mirko Dravec", "Jonas Feld"} <= targets(facts_of, text)
