"""What the store knows of an actor, its card, and how two cards of one actor become one.

Articles are read in any order and by any number of workers, so merging is associative, commutative and idempotent.
"""

from collections.abc import Iterable

from kgraph.graph import Quad, actor_quads, term_text
from kgraph.ontology import ACTORS_GRAPH, KG, PREFIXES, RDF, SKOS, XSD, Iri, Literal
from kgraph.records import Actor

Card = frozenset[tuple[Iri, Iri | Literal]]
"""Properties of one actor."""

_TRUE, _FALSE = Literal("true", XSD.boolean), Literal("false", XSD.boolean)
_ALONE = frozenset({RDF.type, SKOS.prefLabel, SKOS.altLabel, KG.known})


def to_card(actor: Actor) -> Card:
    """Everything that an actor's record says."""
    return frozenset((quad.predicate, quad.object) for quad in actor_quads(actor))


def merged(one: Card, other: Card) -> Card:
    """Join two cards: names and links of both; the register's label and class count more, then the smaller ones.

    A label in capitals only yields to one that is not.
    """
    if one == other or not other:
        return one
    known = (KG.known, _TRUE) in one | other
    trusted = [card for card in (one, other) if ((KG.known, _TRUE) in card) == known and card]
    labels = {text for card in (one, other) for text in _values(card, SKOS.prefLabel, SKOS.altLabel)}
    label = min(
        (text for card in trusted for text in _values(card, SKOS.prefLabel)), key=lambda text: (text.isupper(), text)
    )
    kind = min(value for card in trusted for key, value in card if key == RDF.type and value != KG.Actor)
    properties = {pair for pair in one | other if pair[0] not in _ALONE}
    properties |= {(RDF.type, KG.Actor), (RDF.type, kind), (KG.known, _TRUE if known else _FALSE)}
    properties |= {(SKOS.altLabel, Literal(text)) for text in labels - {label}} | {(SKOS.prefLabel, Literal(label))}
    return frozenset(properties)


def _values(card: Card, *predicates: Iri) -> list[str]:
    return [value.value for key, value in card if key in predicates and isinstance(value, Literal)]


def card_quads(actor_id: str, card: Iterable[tuple[Iri, Iri | Literal]]) -> list[Quad]:
    """The card as quads of the graph of actors, sorted."""
    pairs = sorted(card, key=lambda pair: (pair[0], term_text(pair[1])))
    return [Quad(Iri(actor_id), key, value, Iri(ACTORS_GRAPH)) for key, value in pairs]


def is_whole(card: Card) -> bool:
    """Whether a card that was read from a store has a label and a class, so that it can be merged."""
    classes = {value for key, value in card if key == RDF.type and str(value).startswith(PREFIXES["kg"])}
    return bool(_values(card, SKOS.prefLabel)) and bool(classes - {KG.Actor})
