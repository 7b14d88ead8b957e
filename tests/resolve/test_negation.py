"""What a speaker is reported not to have said, done or ruled out. The states and persons are invented."""

import pytest

from tests.resolve.conftest import Reader

NEGATED = [
    # verbs of saying
    ("Norland did not say whether its ships had cut the cable.", "other"),
    ("Ilsa Brandvold would not say whether the ships had left the harbour.", "other"),
    ("Ilsa Brandvold never said that Varania had cut the cable.", "other"),
    ("The ministry has not confirmed that the ships had left the harbour.", "other"),
    ("Norland neither confirmed nor denied that its ships had cut the cable.", "other"),
    ("Ilsa Brandvold did not immediately respond to a request for comment on the cable.", "other"),
    # refusing and leaving
    ("Ilsa Brandvold declined to say whether Norland would send troops.", "other"),
    ("Ilsa Brandvold refused to comment on the report that Norland had cut the cable.", "other"),
    ("Ilsa Brandvold failed to say who had cut the cable.", "other"),
    ("Ilsa Brandvold stopped short of accusing Varania of cutting the cable.", "other"),
    # acts that were not done
    ("Norland's foreign minister Ilsa Brandvold did not rule out sending troops to Varania.", "other"),
    ("Norland did not deny that its ships had cut the cable.", "other"),
    ("Norland did not reject the proposal to open the border.", "other"),
    ("Ilsa Brandvold did not accuse Varania of cutting the cable.", "other"),
    ("Ilsa Brandvold cannot promise that the border will stay open.", "other"),
    ("The minister refused to rule out sanctions against Varania.", "other"),
    # nobody
    ("No official accused Varania of cutting the cable.", "other"),
    ("Nobody in the government said that the border would close.", "other"),
    # what is left
    ("Ilsa Brandvold did not believe that Varania had cut the cable.", "believe"),
    ("Ilsa Brandvold did not accept that Norland had cut the cable.", "reject"),
]
DONE = [
    ("Norland denied that its ships had cut the cable.", "deny"),
    ("Ilsa Brandvold denied having said that Varania cut the cable.", "deny"),
    ("Ilsa Brandvold ruled out sending troops to Varania.", "reject"),
    ("Ilsa Brandvold refused to accept the proposal to open the border.", "reject"),
    ("Ilsa Brandvold did not hesitate to accuse Varania of cutting the cable.", "accuse"),
    ("Ilsa Brandvold said that Norland had not sent troops to Varania.", "deny"),
    ("“I did not say that Varania cut the cable,” Ilsa Brandvold said.", "deny"),
]


@pytest.mark.parametrize(("text", "act"), NEGATED)
def test_a_negated_cue_is_marked_and_does_not_do_what_its_verb_says(facts_of: Reader, text: str, act: str) -> None:
    assert [(s.act, s.negated) for s in facts_of(text).statements] == [(act, True)]


@pytest.mark.parametrize(("text", "act"), DONE)
def test_a_refusal_or_a_negation_in_the_content_is_no_negated_cue(facts_of: Reader, text: str, act: str) -> None:
    assert [(s.act, s.negated) for s in facts_of(text).statements if not s.within] == [(act, False)]


def test_nobody_is_no_speaker(facts_of: Reader) -> None:
    (statement,) = facts_of("No official accused Varania of cutting the cable.").statements
    assert statement.speakers == ()
