"""Weapons and goods: the words that an event governs in, things with their class and number out."""

import pytest

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract.syntax import OBJECT, OBLIQUE
from kgraph.ontology import fold
from kgraph.records import Article, Item
from kgraph.resolve import load_register
from kgraph.resolve.casting import cast_of
from kgraph.resolve.goods import Goods, goods
from kgraph.resolve.items import items
from kgraph.resolve.numbers import number

NLP, REGISTER = load_pipeline(), load_register()


def found(text: str) -> tuple[Item, ...]:
    """The items in what the verbs of a sentence govern."""
    article = Article("test.txt", text)
    ((_, doc),) = annotate([article], NLP)
    heads = [child for verb in doc if verb.pos_ == "VERB" for child in verb.children]
    spans = [doc[t.left_edge.i : t.right_edge.i + 1] for t in heads if t.dep_ in OBJECT | OBLIQUE]
    return items(cast_of(article, doc, REGISTER), [article.mention(s.start_char, s.end_char) for s in spans])


TABLE = [
    ("France delivered six more Caesar cannons to Ukraine.", [("Caesar", "artillery", 6, "six")]),
    (
        "Germany sent Kostrava 50 Leopard 2A6 tanks and dozens of artillery shells.",
        [("Leopard 2", "tank", 50, "50"), ("artillery shell", "ammunition", None, "dozens")],
    ),
    ("Norland supplied Varania with Falcon-3 missiles.", [("Falcon-3", "missile", None, None)]),
    ("The United States promised $60 million in military aid.", [("money", "money", 60_000_000, "$60 million")]),
    ("The bank approved a 500 million euro loan.", [("money", "money", 500_000_000, "500 million euro")]),
    (
        "Norland will deliver two Patriot air defence systems and 1,200 generators.",
        [("Patriot", "air-defence", 2, "two"), ("generator", "energy", 1200, "1,200")],
    ),
    (
        "Kostrava received a shipment of grain and vaccines.",
        [("grain", "food", None, None), ("vaccine", "medicine", None, None)],
    ),
    ("Norland destroyed three Russian warships.", [("warship", "ship", 3, "three")]),
    ("Poland handed over a dozen MiG-29 fighter jets.", [("MiG-29", "aircraft", 12, "a dozen")]),
    ("Norland signed a deal for 20 F-16s.", [("F-16", "aircraft", 20, "20")]),
    ("Norland sent several hundred thousand rounds.", [("round", "ammunition", None, "several hundred thousand")]),
    ("The minister gave a speech.", []),
]


@pytest.mark.parametrize(("text", "things"), TABLE)
def test_a_phrase_names_its_weapons_and_goods(text: str, things: list[tuple[object, ...]]) -> None:
    read = [
        (i.about.actor.label, i.about.actor.item_class, i.quantity, i.quantity_mention and i.quantity_mention.text)
        for i in found(text)
    ]
    assert read == things


def test_a_state_or_its_people_are_never_the_name_of_a_weapon() -> None:
    assert [i.about.actor.label for i in found("Poland gave Ukraine Russian tanks.")] == ["tank"]


def test_a_name_on_the_list_means_one_thing_and_is_minted_from_its_label() -> None:
    for key, actor in goods().names.items():
        assert key == Goods.folded(key)
        assert actor.id.endswith(f"/actor/{actor.type.lower()}/{fold(actor.label)}")
        assert goods().names[Goods.folded(actor.label)] == actor
    assert len(goods().names) > 600


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,200", 1200),
        ("three hundred and forty-five", 345),
        ("3.5 million", 3_500_000),
        ("two dozen", 24),
        ("2bn", 2_000_000_000),
        ("dozens", None),
        ("a", None),
        ("two tanks", None),
        ("", None),
    ],
)
def test_a_number_in_words_or_figures_is_read_or_left(words: str, value: float | None) -> None:
    assert number(words.split()) == value
