"""Who speaks: names, titles, pronouns, nominals, documents, groups. The persons and most states are invented."""

import pytest

from tests.resolve.conftest import Reader

TABLE = [
    ("Foreign minister Ilsa Brandvold said on Monday that the border would stay open.", ["Ilsa Brandvold"]),
    ("The border would stay open, the German government said in Berlin.", ["German government"]),
    ("Moscow said that it would reopen the border with Norway next week.", ["Russia"]),
    (
        "“The border will stay open next week,” Ilsa Brandvold said. “We have nothing to hide,” she added.",
        ["Ilsa Brandvold"] * 2,
    ),
    ("According to Ilsa Brandvold, the border would stay open for the rest of the year.", ["Ilsa Brandvold"]),
    ("Four European officials said that the border would stay open next week.", ["Four European officials"]),
    ("Egypt, Greece and Cyprus said that they would reopen the border next week.", ["Egypt, Greece, Cyprus"]),
    ("The statement by the French Foreign Ministry said that the border would stay open.", ["French Foreign Ministry"]),
    ("The Kremlin said that the border would stay open for the rest of the year.", ["Kremlin"]),
]


@pytest.mark.parametrize(("text", "speakers"), TABLE)
def test_the_speaker_is_resolved(facts_of: Reader, text: str, speakers: list[str]) -> None:
    found = [", ".join(s.actor.label for s in statement.speakers) for statement in facts_of(text).statements]
    assert found == speakers


SHARED = [
    ("Henrik Saar said that the border would stay open. So did the Chancellor, Ilsa Brandvold.", "Ilsa Brandvold"),
    ("Henrik Saar accused Varania of cutting the cable, as did Norland's envoy, Tord Vesle.", "Tord Vesle"),
    ("Henrik Saar said that the border would stay open, and so did Tord Vesle.", "Tord Vesle"),
    ("Henrik Saar said that the border would stay open. Tord Vesle did too.", "Tord Vesle"),
    ("Henrik Saar said that the border would stay open. Tord Vesle said the same.", "Tord Vesle"),
    ("Henrik Saar has accused Varania of cutting the cable, as have two other ministers.", "two other ministers"),
    ("Henrik Saar did not say whether the border would stay open, nor did Tord Vesle.", "Tord Vesle"),
]
ALONE = [
    "Henrik Saar said that exports fell in May, as did imports from Varania.",
    "Henrik Saar demanded that Varania leave the harbour. Neither Ilsa Brandvold nor Tord Vesle did so.",
    "Henrik Saar said that the border would stay open. Nor did Tord Vesle leave the room.",
]
BARE = [
    # of the sentence before
    ("Ilsa Brandvold was angry. “Nobody will be turned away before the spring.”", "Ilsa Brandvold", None),
    ("Ilsa Brandvold denied the report. “We have never turned anybody away.”", "Ilsa Brandvold", None),
    # of the speaker before
    ("“The border stays open,” Ilsa Brandvold said.\n\n“Nobody will be turned away by us.”", "Ilsa Brandvold", None),
    (
        "Ilsa Brandvold said that Henrik Saar had told her that the border would close.\n\n“Nobody will be let in.”",
        "Ilsa Brandvold",
        None,
    ),
    # of a document
    (
        "Norland's navy issued a statement on Monday. “The harbour is closed to all,” the statement said.",
        "Norland's navy",
        "said",
    ),
    ("Ilsa Brandvold wrote to the envoy. The letter said that the border would stay open.", "Ilsa Brandvold", "said"),
]


@pytest.mark.parametrize(("text", "speaker"), SHARED)
def test_who_did_so_too_is_a_further_speaker(facts_of: Reader, text: str, speaker: str) -> None:
    (statement,) = facts_of(text).statements
    assert [s.actor.label for s in statement.speakers] == ["Henrik Saar", speaker]
    assert "did" not in statement.content[0].text


@pytest.mark.parametrize("text", ALONE)
def test_what_may_be_told_of_the_content_or_is_denied_adds_no_speaker(facts_of: Reader, text: str) -> None:
    assert [[s.actor.label for s in one.speakers] for one in facts_of(text).statements] == [["Henrik Saar"]]


@pytest.mark.parametrize(("text", "speaker", "cue"), BARE)
def test_a_quotation_without_a_cue_is_of_whom_the_text_told_last(
    facts_of: Reader, text: str, speaker: str, cue: str | None
) -> None:
    last = facts_of(text).statements[-1]
    assert ([s.actor.label for s in last.speakers], last.cue and last.cue.text) == ([speaker], cue)


def test_a_bare_quotation_behind_a_sentence_about_a_thing_has_no_speaker(facts_of: Reader) -> None:
    assert facts_of("The hall was silent. “Nobody will be turned away before the spring.”").statements == ()


def test_that_a_statement_was_issued_is_not_what_was_said_but_when(facts_of: Reader) -> None:
    text = "The foreign ministry issued a statement on Monday. “The harbour is closed to all,” the statement said."
    (statement,) = facts_of(text).statements
    assert statement.date_mention is not None
    assert (statement.date_mention.text, str(statement.date)) == ("Monday", "2021-12-20")


def test_a_surname_is_the_person_of_that_full_name_also_when_it_comes_first(facts_of: Reader) -> None:
    text = "Brandvold says the border stays open\n\nForeign minister Ilsa Brandvold said the border would stay open."
    assert {s.speakers[0].actor.label for s in facts_of(text).statements} == {"Ilsa Brandvold"}


def test_every_resolution_tells_how_it_came_about(facts_of: Reader) -> None:
    text = "Ilsa Brandvold met reporters in Oslo. She said that the border would stay open next week."
    (statement,) = facts_of(text).statements
    assert statement.speakers[0].actor.label == "Ilsa Brandvold"
    assert "She" in statement.speakers[0].reason[0]


def test_spellings_of_one_name_are_one_actor(facts_of: Reader) -> None:
    ids = set()
    for name in ("Volodymyr Zelensky", "Volodymyr Zelenskiy", "Wolodymyr Selenskyj"):
        (statement,) = facts_of(f"Ukrainian President {name} said that the talks would resume on Monday.").statements
        ids.add(statement.speakers[0].actor.id)
    assert len(ids) == 1


def test_a_vice_president_is_not_the_president(facts_of: Reader) -> None:
    text = "President Halvard Omdal stayed at home. The vice-president said that the border would stay open next week."
    (statement,) = facts_of(text).statements
    assert statement.speakers[0].actor.label != "Halvard Omdal"


def test_a_name_in_front_of_a_kind_of_body_says_which_it_is(facts_of: Reader) -> None:
    text = "The African Union (AU) met on Monday. The Popular Front opposition party said that it had not been asked."
    (statement,) = facts_of(text).statements
    assert statement.speakers[0].actor.label != "African Union"


FOLLOWED = [
    # a clause behind its noun
    ("The border was closed by Ilsa Brandvold, who said that it would stay so for the winter.", "Ilsa Brandvold"),
    # a name behind a noun for what it is
    ("The Norlandic newspaper Fjordposten reported that the border would stay open.", "Fjordposten"),
    # whose document it is
    (
        "According to a press release from the Norland Fishing Board, catches fell by a tenth in May.",
        "Norland Fishing Board",
    ),
    (
        "According to a report published by the Norland Fishing Board, catches fell by a tenth in May.",
        "Norland Fishing Board",
    ),
    ("Media reports said that the border would stay open for the rest of the year.", "Media reports"),
    # what only looks like a pronoun
    ("The US said that the border would stay open for the rest of the year.", "United States"),
    ("WHO said on Monday that the fever had reached the coast.", "World Health Organization"),
    # who wrote it
    ("I believe that the border will stay open for the rest of the year.", "the author"),
    ("Some of the villagers said that the border would stay open.", "Some of the villagers"),
]
VARIED = [
    (
        "Henrik Saar said that the border would stay open. The veteran politician said that nobody would leave.",
        ["Henrik Saar", "Henrik Saar"],
    ),
    (
        "Henrik Saar said that the border would stay open. A witness said that nobody had come. "
        "The witness said that the road was empty.",
        ["Henrik Saar", "witness", "witness"],
    ),
    (
        "Henrik Saar said that the border would stay open. The woman said that nobody would be turned away.",
        ["Henrik Saar", "woman"],
    ),
    (
        "A statement by the Norland Fishing Board said that catches had fallen in Varania. "
        "It said that the fleet would stay in the harbour.",
        ["Norland Fishing Board", "Norland Fishing Board"],
    ),
    (
        "Henrik Brandvold said that the border would stay open. Brandvodl said that nobody would be turned away.",
        ["Henrik Brandvold", "Henrik Brandvold"],
    ),
]


@pytest.mark.parametrize(("text", "speaker"), FOLLOWED)
def test_the_words_around_a_source_tell_who_it_is(facts_of: Reader, text: str, speaker: str) -> None:
    assert [s.actor.label for s in facts_of(text).statements[-1].speakers] == [speaker]


@pytest.mark.parametrize(("text", "speakers"), VARIED)
def test_who_spoke_before_is_called_by_other_words(facts_of: Reader, text: str, speakers: list[str]) -> None:
    assert [s.speakers[0].actor.label for s in facts_of(text).statements] == speakers


def test_the_answers_of_an_interview_are_of_whom_it_presents(facts_of: Reader) -> None:
    text = (
        "Henrik Saar leads the Norland Fishing Board. We met Henrik Saar in Halvik.\n\nQ1: Why did you close it?\n\n"
        "A1: I believe that the fleet will stay in the harbour for years.\n\nQ2: And then?\n\nA2: Nobody can tell."
    )
    believed = [s for s in facts_of(text).statements if s.act == "believe"]
    assert [s.speakers[0].actor.label for s in believed] == ["Henrik Saar"]


LAST_SPEAKER = [
    # nobody of whom a quotation speaks is its speaker
    ("Ilsa Brandvold came. “A thief came, and they shot the thief as well,” she added.", "Ilsa Brandvold"),
    (
        "Henrik Saar had lunch. Orvo Vesle called the tax a mistake. “Henrik Saar is accused of theft in Varania,” "
        "he also added.",
        "Orvo Vesle",
    ),
    # an office, and another word for it
    (
        "President Orvo Vesle of Norland met President Henrik Saar of Varania. Vesle said that the border was open. "
        "The president added that nobody would be turned away.",
        "Orvo Vesle",
    ),
    (
        "Norland's foreign secretary Orvo Vesle said that the border was open. Henrik Saar laughed. "
        "The foreign minister said that nobody would be turned away.",
        "Orvo Vesle",
    ),
    (
        "Norland's finance minister Orvo Vesle said that the budget was sound. "
        "Norland's fisheries minister warned that exports would fall.",
        "Norland's fisheries minister",
    ),
    (
        "“The harbour belongs to us,” Orvo Vesle said on Monday.\n\n“We went through the war,” says this slow-spoken "
        "man who barely needs a stick to walk.",
        "Orvo Vesle",
    ),
    # a press release
    (
        "The Fjord Brotherhood also calls on Germany to condemn this declaration. Further, we urge all groups to take "
        "a stand on this document.",
        "Fjord Brotherhood",
    ),
    # a relative clause behind a comma
    (
        "The envoy turned to the trade court, dominated by his allies, which ruled that the tariffs broke the treaty.",
        "trade court",
    ),
    # the first of two family names
    (
        "Ilsa Brandvold Quint was sworn in on Friday. Governor Brandvold said that the tax would stay.",
        "Ilsa Brandvold Quint",
    ),
]


@pytest.mark.parametrize(("text", "speaker"), LAST_SPEAKER)
def test_the_last_speaker_is_resolved(facts_of: Reader, text: str, speaker: str) -> None:
    assert [s.actor.label for s in facts_of(text).statements[-1].speakers] == [speaker]


OF_MANY = [
    ("Many Germans said that the army had fired first.", ["Many Germans"]),
    ("Both villagers and traders say that the tax is a mistake.", ["villagers", "traders"]),
    ("The Brandvold campaign said that Henrik Saar had lied. Ilsa Brandvold is a candidate.", ["Brandvold campaign"]),
    ("Germany's embassy in Halvik said that the border would stay open.", ["Germany's embassy in Halvik"]),
    ("According to a survey by the Fjord Institute, most voters fear a war.", ["Fjord Institute"]),
    ("Media reports from Germany confirm that the tax will stay.", ["Media reports from Germany"]),
    ("Fjord Health Institute virologist Ada Quint told reporters that people were afraid.", ["Ada Quint"]),
    (
        "The two groups, Fjord Watch and Free Halvik, have agreed that they will work together.",
        ["Fjord Watch", "Free Halvik"],
    ),
]


@pytest.mark.parametrize(("text", "labels"), OF_MANY)
def test_groups_bodies_and_documents_are_told_apart_from_those_in_their_names(
    facts_of: Reader, text: str, labels: list[str]
) -> None:
    assert [s.actor.label for s in facts_of(text).statements[0].speakers] == labels


def test_so_many_are_not_those_of_whom_no_number_was_told(facts_of: Reader) -> None:
    text = (
        "Pupils praised the Norlandic students. Rania founded a club with Aymen. "
        "The two students said that they wanted to run a shop."
    )
    assert facts_of(text).statements[-1].speakers[0].actor.label == "two students"
