"""What is known of weapons and goods: the names and the nouns of ``ontologies/items.ttl``."""

import re
from functools import cache
from typing import NamedTuple

from kgraph.ontology import KG, SKOS, Iri, actor_iri, ontology_text
from kgraph.records import Actor, ActorType
from kgraph.turtle import by_subject, read_turtle


class ItemClass(NamedTuple):
    """A class of weapons or goods.

    Attributes:
        key: Its notation ("tank").
        label: Its name in plain words.
        kind: What its things are as actors.
    """

    key: str
    label: str
    kind: ActorType


class Goods(NamedTuple):
    """The names and nouns, and what they mean.

    Attributes:
        names: Folded name -> the weapon or goods.
        nouns: Noun in the singular, of one word or several, in small letters -> its class.
    """

    names: dict[str, Actor]
    nouns: dict[str, ItemClass]

    @staticmethod
    def folded(name: str) -> str:
        """A name without case, spaces and punctuation.

        >>> Goods.folded("Leopard-2 A6")
        'leopard2a6'
        """
        return re.sub(r"[\W_]+", "", name.casefold())


def plain_item(noun: str, item_class: ItemClass) -> Actor:
    """The actor that stands for all things that a noun names ("tank")."""
    return Actor(actor_iri(item_class.kind, noun), noun, item_class.kind, known=True, item_class=item_class.key)


def new_item(name: str, item_class: ItemClass) -> Actor:
    """The actor of a name that the list does not have."""
    return Actor(actor_iri(item_class.kind, name), name, item_class.kind, item_class=item_class.key)


@cache
def goods() -> Goods:
    """Read the list; once a process."""
    facts = by_subject(read_turtle(ontology_text("items.ttl")))
    classes, nouns, names = dict[str, ItemClass](), dict[str, ItemClass](), dict[str, Actor]()
    for concept, told in facts.items():
        if told[KG.isWeapon]:
            kind: ActorType = "Weapon" if told[KG.isWeapon] == ["true"] else "Goods"
            classes[concept] = ItemClass(told[SKOS.notation][0], told[SKOS.prefLabel][0], kind)
            nouns |= dict.fromkeys(told[KG.nounLemma], classes[concept])
    for thing, told in facts.items():
        for concept in told[KG.itemClass]:
            found, label, others = classes[concept], told[SKOS.prefLabel][0], tuple(sorted(told[SKOS.altLabel]))
            actor = Actor(Iri(thing), label, found.kind, aliases=others, known=True, item_class=found.key)
            names |= {Goods.folded(name): actor for name in (label, *others)}
    return Goods(names, nouns)
