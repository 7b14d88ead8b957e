"""Where sources, contents and offices begin: datelines, objects of the cue, titles with an owner."""

import pytest

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.records import Article, Attribution, Relation

NLP = load_pipeline()


def found(text: str) -> list[Attribution | Relation]:
    article = Article("test.txt", text)
    ((_, doc),) = annotate([article], NLP)
    return list(extract(article, doc))


@pytest.mark.parametrize("dateline", ["HALVIK, Norland - ", "HALVIK — ", "PORT MIRO (NordTelegraph) – ", ""])
def test_a_dateline_is_no_part_of_the_source(dateline: str) -> None:
    text = f"{dateline}Norland's prime minister, Astrid Kolm, said on Monday that the border was open."
    (one,) = [a for a in found(text) if isinstance(a, Attribution)]
    assert one.source is not None
    assert one.source.text.rstrip(",") == "Norland's prime minister, Astrid Kolm"
    assert text[one.source.start : one.source.end] == one.source.text


@pytest.mark.parametrize("dateline", ["HALVIK, Norland - ", "HALVIK — ", ""])
@pytest.mark.parametrize(
    "title",
    [
        "Norland's foreign minister, Henrik Saal,",
        "Norland's foreign minister Henrik Saal",
        "Henrik Saal, the foreign minister of Norland,",
    ],
)
def test_an_office_belongs_to_the_person_and_its_owner(dateline: str, title: str) -> None:
    relations = found(f"{dateline}{title} said on Monday that the border was open.")
    (office,) = [r for r in relations if isinstance(r, Relation) and r.name == "holds_office"]
    assert (office.source.text, office.label) == ("Henrik Saal", "foreign minister")
    assert office.target is not None
    assert office.target.text == "Norland"


@pytest.mark.parametrize(
    ("text", "name", "office", "body"),
    [
        ("Head of the Harbour Office (HO) Kemal Burtan left.", "Kemal Burtan", "head", "Harbour Office"),
        (
            "Norlandic Minister of Energy and Natural Resources Piet Dallar left.",
            "Piet Dallar",
            "minister of energy and natural resources",
            "Norlandic",
        ),
        ("Norlandic President-elect Piet Dallar left.", "Piet Dallar", "president-elect", "Norlandic"),
        ("The president of Norland, His Excellency Piet Dallar, left.", "Piet Dallar", "president", "Norland"),
    ],
)
def test_brackets_courtesy_and_double_portfolios_stand_between_title_and_name(
    text: str, name: str, office: str, body: str
) -> None:
    told = [r for r in found(text) if isinstance(r, Relation) and r.name == "holds_office"]
    assert (name, office, body) in [(r.source.text, r.label, r.target.text if r.target else None) for r in told]


def test_the_object_of_the_cue_is_no_piece_of_the_content() -> None:
    text = "Norland's foreign minister accused Varania on Tuesday of having cut the gas line."
    (one,) = [a for a in found(text) if isinstance(a, Attribution)]
    assert [piece.text for piece in one.content] == ["having cut the gas line"]


def test_who_is_asked_does_not_ask() -> None:
    text = "Asked whether Norland would pay for the bridge, Henrik Saal said that talks were under way."
    assert [a.content[0].text for a in found(text) if isinstance(a, Attribution)] == ["talks were under way"]
