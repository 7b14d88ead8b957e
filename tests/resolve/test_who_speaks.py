"""Who speaks where a name, a pronoun or a noun could mean several: families, allies, parties, who goes on to speak."""

import pytest

from tests.resolve.conftest import Reader

FAMILIES = [
    # who acts and came first, not the relative who is brought in beside her
    (
        "Ilsa Brandvold, whose husband, pilot Henrik Brandvold, died in the crash, met Varania's envoy on Monday. "
        "Brandvold said that the border would stay open.",
        "Ilsa Brandvold",
    ),
    (
        "Ilsa Brandvold and her husband, the banker Henrik Brandvold, came to Halvik. "
        "Brandvold said that the border would stay open.",
        "Ilsa Brandvold",
    ),
    # an honorific tells
    (
        "Ilsa Brandvold spoke in Halvik. Henrik Brandvold spoke in Norvik. "
        "Mr. Brandvold said that the border would stay open.",
        "Henrik Brandvold",
    ),
    # the son is called by his full name
    (
        "Henrik Brandvold will lead the party. His son, Aro Brandvold, praised him on Monday. Aro Brandvold said that "
        "nobody would be better. Brandvold announced that he would close the border.",
        "Henrik Brandvold",
    ),
]
QUALIFIED = [
    ("Longtime Brandvold foes said that the border would stay open.", ["Longtime Brandvold foes"]),
    ("A Brandvold campaign source said that the border would stay open.", ["Brandvold campaign source"]),
    ("Mr. Brandvold's aides said that the border would stay open.", ["Mr. Brandvold's aides"]),
    ("Ilsa Brandvold's political allies said that the border would stay open.", ["Ilsa Brandvold's political allies"]),
    ("The prime minister's office said that the border would stay open.", ["prime minister's office"]),
    ("Many generals, including Ulrik Saar, believed that the border would stay open.", ["Many generals"]),
    ("A Trade Board member who supports Aro Saal said that the border would stay open.", ["Trade Board member"]),
    ("Delivering the speech, Prince Aro, the Duke of Halvik, said that the border would stay open.", ["Prince Aro"]),
    ("Former Brandvold pollster Aro Saal said that the border would stay open.", ["Aro Saal"]),
]
TITLED = [
    ("Trade and Energy Minister Aro Saal has urged Varania to open the border.", ["Aro Saal"]),
    ("Historian and fellow activist Ada Quint said that the border would stay open.", ["Ada Quint"]),
    ("Police and Mayor Aro Saal said that the border would stay open.", ["Police", "Aro Saal"]),
    ("A woman identified as Ada Quint said that the border would stay open.", ["Ada Quint"]),
    ("A report by the media outlet Fjordposten said that the border would stay open.", ["Fjordposten"]),
]
RELATED = [
    (
        "The party lost support in a close race with Henrik Brandvold, who said that the tax was a mistake.",
        ["Henrik Brandvold"],
    ),
    ("The alleged thieves are students who said that the tax was a mistake.", ["students"]),
    ("Ilsa Brandvold is a serial liar who has repeatedly pledged to ban all trade.", ["Ilsa Brandvold"]),
]
GOING_ON = [
    # in the words of who spoke, another is only told of
    (
        "Orvo Vesle said that the mayor Henrik Saar had failed.\n\n“We have waited for years,” he said.",
        ["Orvo Vesle"],
    ),
    (
        "Orvo Vesle said that it was hard to blame any one person. He added that the border would stay open.",
        ["Orvo Vesle"],
    ),
    (
        "The teachers said that they had told the pupils nothing of it. They added that the school would stay open.",
        ["teachers"],
    ),
    # somebody of no name comes before a name
    (
        "Norland's president Henrik Saar came to Halvik. A top aide of Orvo Vesle spoke to reporters. "
        "The aide said that the border would stay open.",
        ["top aide of Orvo Vesle"],
    ),
    (
        "Ilsa Brandvold and Orvo Vesle came to Halvik. Both promised to open the border.",
        ["Ilsa Brandvold", "Orvo Vesle"],
    ),
    (
        "A lawsuit was filed in Halvik, Varania. The lawsuit says that Norland broke the treaty. "
        "It adds that the border should be opened.",
        ["lawsuit"],
    ),
]
SOME_OF = [
    ("Young Germans said that the tax was a mistake.", ["Young Germans"]),
    ("Senate Republicans said that the tax was a mistake.", ["Senate Republicans"]),
    ("One Democrat familiar with the talks said that the tax was a mistake.", ["One Democrat familiar with the talks"]),
]


@pytest.mark.parametrize(("text", "speaker"), FAMILIES)
def test_a_family_name_of_several_means_whom_the_text_is_about(facts_of: Reader, text: str, speaker: str) -> None:
    assert [s.actor.label for s in facts_of(text).statements[-1].speakers] == [speaker]


@pytest.mark.parametrize(("text", "labels"), QUALIFIED + TITLED + RELATED + SOME_OF)
def test_a_name_that_qualifies_is_not_who_speaks_and_one_that_is_borne_is(
    facts_of: Reader, text: str, labels: list[str]
) -> None:
    assert [s.actor.label for s in facts_of(text).statements[-1].speakers] == labels


@pytest.mark.parametrize(("text", "labels"), GOING_ON)
def test_who_goes_on_to_speak_spoke_before(facts_of: Reader, text: str, labels: list[str]) -> None:
    assert sorted(s.actor.label for s in facts_of(text).statements[-1].speakers) == sorted(labels)


def test_a_person_is_called_by_the_form_that_the_article_uses_most(facts_of: Reader) -> None:
    text = "Bill Brandvold came. Bill Brandvold said that the border was open. William Brandvold was born in Halvik."
    assert facts_of(text).statements[0].speakers[0].actor.label == "Bill Brandvold"


def test_our_army_is_that_of_the_speakers_state(facts_of: Reader) -> None:
    text = (
        "Russia attacked the town. Ukrainian President Orvo Vesle said that Russia was losing. "
        "“Our army will hold the line against Russia,” Vesle said."
    )
    named = {t.about.actor.label for t in facts_of(text).statements[-1].targets}
    assert "Ukrainian Armed Forces" in named
    assert "Russian Armed Forces" not in named


def test_the_army_of_a_speaker_of_no_state_is_not_that_of_the_state_named_last(facts_of: Reader) -> None:
    text = "Russia attacked the town. An analyst said: “Our army will hold the line.”"
    named = {t.about.actor.label for t in facts_of(text).statements[-1].targets}
    assert "Russian Armed Forces" not in named


def test_the_leader_of_a_minority_is_not_the_head_of_state(facts_of: Reader) -> None:
    text = "Russia was calm on Monday. The minority leader said that the tax was a mistake."
    assert facts_of(text).statements[-1].speakers[0].actor.label != "Vladimir Putin"


def test_the_release_of_a_body_is_not_of_whom_it_quotes(facts_of: Reader) -> None:
    text = (
        "The Fjord Party announced that nobody would come. “The Saal Committee told us that he was ill,” "
        "the release said."
    )
    said = [s for s in facts_of(text).statements if s.cue is not None and s.cue.text == "said"]
    assert said[0].speakers[0].actor.label == "Fjord Party"


def test_the_police_of_no_state_that_is_named_are_no_federal_bureau(facts_of: Reader) -> None:
    text = "The United States was calm on Monday. Police said that six people had been held."
    assert facts_of(text).statements[-1].speakers[0].actor.label == "Police"
