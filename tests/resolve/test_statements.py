"""How statements are tied to one another and to the text."""

import pytest

from tests.resolve.conftest import Reader

LEAD = (
    "Ilsa Brandvold said the northern border would stay closed until the spring.\n\n"
    "The road has been empty for weeks.\n\n"
    "“The northern border will stay closed until the spring,” Ilsa Brandvold said in Halvik."
)


def test_a_lead_repeats_the_fuller_statement(facts_of: Reader) -> None:
    first, second = facts_of(LEAD).statements
    assert first.repeats == second.id
    assert second.repeats is None


NESTED = [
    (
        "Ilsa Brandvold said that Henrik Saar had told her that the border had been open all night.",
        "Henrik Saar",
        "say",
    ),
    ("“Henrik Saar told me that the border was open all night,” Ilsa Brandvold said.", "Henrik Saar", "say"),
    ("Ilsa Brandvold said the ministry had warned that the ice would not hold.", "ministry", "warn"),
]


@pytest.mark.parametrize(("text", "speaker", "act"), NESTED)
def test_what_somebody_reports_that_another_said_is_within(facts_of: Reader, text: str, speaker: str, act: str) -> None:
    outer, inner = facts_of(text).statements
    assert outer.speakers[0].actor.label == "Ilsa Brandvold"
    assert (inner.within, inner.speakers[0].actor.label, inner.act) == (outer.id, speaker, act)


@pytest.mark.parametrize(
    "text",
    [
        "Ilsa Brandvold said that she had told the guards to leave the border.",
        "Ilsa Brandvold said that she would resign if the ministry confirmed that the ships had left.",
    ],
)
def test_an_order_or_a_condition_inside_a_content_is_no_statement_of_its_own(facts_of: Reader, text: str) -> None:
    (statement,) = facts_of(text).statements
    assert statement.within is None


def test_a_headline_that_names_the_state_repeats_what_its_minister_says(facts_of: Reader) -> None:
    text = (
        "Norland accuses Varania of cutting cable\n\nNorland's foreign minister Ilsa Brandvold accused Varania on "
        "Tuesday of cutting the undersea cable that links the two countries."
    )
    first, second = facts_of(text).statements
    assert first.repeats == second.id
    assert str(second.date) == "2021-12-21"


def test_every_mention_is_a_slice_of_the_text(facts_of: Reader) -> None:
    facts = facts_of(LEAD)
    mentions = [m for s in facts.statements for m in (*s.content, *(x for x in (s.cue, s.speakers[0].mention) if x))]
    assert mentions
    assert all(facts.article.text[m.start : m.end] == m.text for m in mentions)


def test_a_quotation_that_goes_on_in_the_next_paragraph_has_the_same_speaker(facts_of: Reader) -> None:
    text = "“The border will stay closed,” Ilsa Brandvold said.\n\n“Nobody will be let through before the spring.”"
    first, second = facts_of(text).statements
    assert [first.kind, second.kind] == ["direct", "direct"]
    assert second.speakers[0].actor.label == "Ilsa Brandvold"
    assert second.cue is None


def test_a_statement_keeps_the_outlet_that_carried_it(facts_of: Reader) -> None:
    (statement,) = facts_of("Ilsa Brandvold told Reuters on Monday that the border would stay closed.").statements
    assert [v.actor.label for v in statement.via] == ["Reuters"]


def test_an_office_in_the_text_becomes_a_tenure(facts_of: Reader) -> None:
    (tenure,) = facts_of("Former German Chancellor Ilsa Brandvold left Berlin on Monday.").tenures
    assert (tenure.holder.actor.label, tenure.office, tenure.former) == ("Ilsa Brandvold", "chancellor", True)
    assert tenure.body is not None
    assert tenure.body.actor.label == "Germany"
