"""Who did what to whom: a table of sentences about invented states, each with its likeliest events."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph.annotate import annotate, load_pipeline
from kgraph.errors import LexiconError
from kgraph.extract import extract, extractors
from kgraph.extract.lexicon import Lexicon, load_lexicon
from kgraph.records import Article, Relation

Reader = Callable[..., list[Relation]]


@pytest.fixture(scope="module")
def events_of() -> Reader:
    """Read the events of a text, in its order."""
    nlp = load_pipeline()

    def read(text: str, *files: Path) -> list[Relation]:
        article = Article("test.txt", text)
        ((_, doc),) = annotate([article], nlp)
        found = [r for r in extract(article, doc, extractors(files)) if isinstance(r, Relation)]
        return [r for r in found if r.extractor == "events"]

    return read


def told(event: Relation) -> tuple[str, list[str], list[str]]:
    sources = [m.text for m in (event.source, *event.co_sources)]
    return event.name, sources, [m.text for m in (event.target, *event.co_targets) if m is not None]


@pytest.mark.parametrize(
    ("text", "name", "sources", "targets"),
    [
        ("Norland attacked Varania.", "ASSAULT", ["Norland"], ["Varania"]),
        ("HALVIK — Norland's minister accused Varania.", "ACCUSE", ["Norland's minister"], ["Varania"]),
        ("Varania was attacked by Norland.", "ASSAULT", ["Norland"], ["Varania"]),
        ("Norland and Eastmark delivered tanks to Varania.", "AID", ["Norland", "Eastmark"], ["Varania"]),
        ("Norland gave weapons to Varania.", "AID", ["Norland"], ["Varania"]),
        ("Varania received tanks from Norland.", "AID", ["Norland"], ["Varania"]),
        ("Norland condemned Varania and Eastmark.", "ACCUSE", ["Norland"], ["Varania", "Eastmark"]),
        ("Norland carried out an attack on Varania.", "ASSAULT", ["Norland"], ["Varania"]),
        ("Norland held talks with Varania in Halvik.", "CONSULT", ["Norland"], ["Varania"]),
        ("Norland imposed sanctions on Varania.", "SANCTION", ["Norland"], ["Varania"]),
        ("Norland launched an offensive against Varania.", "ASSAULT", ["Norland"], ["Varania"]),
        ("Norland signed an agreement with Varania.", "SUPPORT", ["Norland"], ["Varania"]),
        ("Anna Lut and Piet Saal met in Halvik.", "CONSULT", ["Anna Lut", "Piet Saal"], ["Anna Lut", "Piet Saal"]),
        ("Norland's annexation of Varania angered Eastmark.", "COERCE", ["Norland"], ["Varania"]),
        ("Talks between Norland and Varania ended.", "CONSULT", ["Norland", "Varania"], ["Norland", "Varania"]),
        ("Norland began shelling Varania.", "ASSAULT", ["Norland"], ["Varania"]),
        ("Norland, which attacked Varania, is at peace now.", "ASSAULT", ["Norland"], ["Varania"]),
        ("Norland accused Varania of cutting a cable.", "ACCUSE", ["Norland"], ["Varania"]),
        ("Norland rejected Varania's demand.", "REJECT", ["Norland"], ["Varania"]),
        ("Norlandic troops withdrew from Varania.", "RETREAT", ["Norlandic troops"], ["Varania"]),
        (
            "Norland said it had expelled two diplomats of Varania.",
            "SANCTION",
            ["Norland"],
            ["two diplomats of Varania"],
        ),
        ("Norland's airstrikes on Varania went on.", "ASSAULT", ["Norland"], ["Varania"]),
        ("Norland deployed troops to Eastmark.", "MOBILIZE", ["Norland"], ["Eastmark"]),
        (
            "Anna Lut and Piet Saal spoke over the phone.",
            "CONSULT",
            ["Anna Lut", "Piet Saal"],
            ["Anna Lut", "Piet Saal"],
        ),
        ("Norland condemned the actions and positions of Varania.", "ACCUSE", ["Norland"], ["Varania"]),
        ("A treaty was signed between Norland and Varania.", "SUPPORT", ["Norland", "Varania"], ["Norland", "Varania"]),
        ("Kostrava thanked Norland for its support of Eastmark.", "SUPPORT", ["its"], ["Eastmark"]),
        ("Merkan seconded Norland's proposal.", "SUPPORT", ["Merkan"], ["Norland"]),
        ("Norland stands on Varania's side.", "SUPPORT", ["Norland"], ["Varania"]),
    ],
)
def test_an_event_has_its_class_and_its_actors(
    events_of: Reader, text: str, name: str, sources: list[str], targets: list[str]
) -> None:
    assert (name, sources, targets) in [told(event) for event in events_of(text)]


@pytest.mark.parametrize(
    ("text", "name", "negated", "hypothetical"),
    [
        ("Norland attacked Varania.", "ASSAULT", False, False),
        ("Norland did not attack Varania.", "ASSAULT", True, False),
        ("Norland may attack Varania.", "ASSAULT", False, True),
        ("Norland will visit Varania.", "CONSULT", False, True),
        ("If Norland attacks Varania, Eastmark will help.", "ASSAULT", False, True),
        ("Norland agreed to supply tanks to Varania.", "AGREE", False, False),
        ("Norland agreed to supply tanks to Varania.", "AID", False, True),
        ("Norland threatened to bomb Varania.", "THREATEN", False, False),
        ("Norland threatened to bomb Varania.", "ASSAULT", False, True),
        ("Norland refused to send tanks to Varania.", "REJECT", False, False),
        ("Norland refused to send tanks to Varania.", "AID", True, True),
        ("Norland began to shell Varania.", "ASSAULT", False, False),
        ("Anna Lut said that Norland attacked Varania.", "ASSAULT", False, False),
        ("Norland will continue to support Varania.", "SUPPORT", False, False),
        ("Eastmark wants to end Norland's war against Varania.", "ASSAULT", False, False),
    ],
)
def test_what_is_denied_and_what_is_left_open_are_told_apart(
    events_of: Reader, text: str, name: str, negated: bool, hypothetical: bool
) -> None:
    (event,) = [event for event in events_of(text) if event.name == name]
    assert (event.negated, event.hypothetical) == (negated, hypothetical)


@pytest.mark.parametrize(
    "text",
    [
        "The ceremony took place in Lesny.",
        "Norland released a report on Varania.",
        "Norland runs six attack submarines off Varania.",
        "An earthquake in Varania killed ten soldiers of Norland.",
        "Merkan was on leave at the time of the war.",
        "Norland hit a record high.",
    ],
)
def test_words_that_only_look_like_an_event_are_none(events_of: Reader, text: str) -> None:
    assert not list(events_of(text))


@pytest.mark.parametrize(
    ("text", "name", "source", "target"),
    [
        ("Some 40 per cent of the deputies opposed Norland.", "REJECT", "the deputies", "Norland"),
        ("Norland invaded the port city of Lesny.", "ASSAULT", "Norland", "Lesny"),
        ("Norland received a letter from Varania.", "CONSULT", "Norland", "Varania"),
        ("The court dismissed all charges against Merkan.", "CONCEDE", "The court", "Merkan"),
        ("The court dismissed the petition of Merkan.", "REJECT", "The court", "Merkan"),
        ("Brandvold took up arms against Norland.", "ASSAULT", "Brandvold", "Norland"),
        ("Norland sent a letter of thanks to Varania.", "SUPPORT", "Norland", "Varania"),
        ("Brandvold lashed out at Norland.", "ACCUSE", "Brandvold", "Norland"),
    ],
)
def test_the_object_tells_which_event_a_verb_names(
    events_of: Reader, text: str, name: str, source: str, target: str
) -> None:
    assert (name, [source], [target]) in [told(event) for event in events_of(text)]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Norland shelled Varania.", "heavy-weapons"),
        ("Anna Lut visited Varania.", "visit"),
        ("Norland expelled the diplomats of Varania.", "expel"),
        ("Protesters demonstrated against Norland.", "demonstration"),
        ("Norland annexed Varania.", "seize"),
        ("Norland helped Varania.", None),
    ],
)
def test_words_tell_the_mode(events_of: Reader, text: str, mode: str | None) -> None:
    assert mode in {event.mode for event in events_of(text)}


def test_an_event_keeps_its_words_its_place_and_its_objects(events_of: Reader) -> None:
    text = "Norland and Eastmark delivered six old tanks to Varania."
    (event,) = events_of(text)
    assert (event.trigger and event.trigger.text, event.label) == ("delivered", "deliver tank to")
    assert event.evidence.text == text[:-1]
    assert [one.text for one in event.objects] == ["six old tanks"]
    assert 0 < event.score <= 1
    (talks,) = events_of("Norland held talks with Varania in Halvik.")
    assert talks.place
    assert talks.place.text == "Halvik"


@pytest.mark.parametrize("text", ["Norland is a country.", "The weather in Varania was fine.", "It rained."])
def test_no_event_is_made_of_nothing(events_of: Reader, text: str) -> None:
    assert events_of(text) == []


def test_a_users_file_adds_words_and_counts_before_ours(events_of: Reader, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        "@prefix event: <https://w3id.org/kgraph/resource/event-class/> .\n"
        "@prefix kg: <https://w3id.org/kgraph/ontology#> .\n"
        'event:AID kg:verbLemma "bequeath to" . event:COERCE kg:verbLemma "attack" .\n'
    )
    text = "Norland bequeathed two ships to Varania."
    assert events_of(text) == []
    assert told(events_of(text, mine)[0]) == ("AID", ["Norland"], ["Varania"])
    assert told(events_of("Norland attacked Varania.", mine)[0])[0] == "COERCE"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("this is no turtle", "is no Turtle"),
        ('<http://a.b/c> <https://w3id.org/kgraph/ontology#verbLemma> "zap" .', "name one of those"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_do(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text(content)
    with pytest.raises(LexiconError, match=message):
        load_lexicon(file)


def test_the_longest_frame_counts() -> None:
    lexicon = Lexicon([("AID", "verbLemma", "send"), ("MOBILIZE-troops", "verbLemma", "send troop to")])
    assert lexicon.verb("send", {}).name == "AID"  # type: ignore[union-attr]


def test_a_file_of_the_user_may_say_what_is_no_event(events_of: Reader, tmp_path: Path) -> None:
    text = "Norland shelled Varania with leaflets."
    words = "https://w3id.org/kgraph/resource/event-words/idle"
    (tmp_path / "own.ttl").write_text(
        f'<{words}> <https://w3id.org/kgraph/ontology#verbLemma> "shell with leaflet" .', encoding="utf-8"
    )
    assert events_of(text)
    assert not events_of(text, tmp_path / "own.ttl")
