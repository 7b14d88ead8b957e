"""What is known of weapons and goods: the names and the nouns of ``ontologies/items.ttl``."""

import re
from functools import cache
from typing import Any, NamedTuple

from kgraph.ontology import KG, SKOS, Iri, actor_iri, ontology_text
from kgraph.records import Actor, ActorType


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
    graph = _graph()
    classes = {}
    for concept in graph.subjects(_ref(KG.isWeapon)):
        kind: ActorType = "Weapon" if graph.value(concept, _ref(KG.isWeapon)).toPython() else "Goods"
        key, label = (str(graph.value(concept, _ref(one))) for one in (SKOS.notation, SKOS.prefLabel))
        classes[concept] = ItemClass(key, label, kind)
    nouns = {str(noun): classes[concept] for concept, noun in graph.subject_objects(_ref(KG.nounLemma))}
    names: dict[str, Actor] = {}
    for thing, concept in graph.subject_objects(_ref(KG.itemClass)):
        label = str(graph.value(thing, _ref(SKOS.prefLabel)))
        others = tuple(sorted(str(one) for one in graph.objects(thing, _ref(SKOS.altLabel))))
        found = classes[concept]
        actor = Actor(Iri(str(thing)), label, found.kind, aliases=others, known=True, item_class=found.key)
        names |= {Goods.folded(name): actor for name in (label, *others)}
    return Goods(names, nouns)


def _ref(iri: str) -> Any:
    from rdflib import URIRef

    return URIRef(iri)


def _graph() -> Any:
    from rdflib import Graph

    return Graph().parse(data=ontology_text("items.ttl"), format="turtle")
