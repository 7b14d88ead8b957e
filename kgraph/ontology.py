"""The vocabulary as Python names, and the minting of IRIs.

``KG.Statement`` is the IRI of a class or property of ``ontologies/geopolitics.ttl``; a name that is not there is an
``AttributeError``, so that a misspelt property fails at once. IRIs are minted without coordination: any number of
workers that see the same text make the same ones.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

from kgraph.errors import LexiconError
from kgraph.turtle import Spo, read_turtle

BASE = "https://w3id.org/kgraph/"
"""The one constant that holds the base of every IRI of ours."""

ONTOLOGY = BASE + "ontology#"
RESOURCE = BASE + "resource/"
ACTORS_GRAPH = RESOURCE + "graph/actors"
SAME_GRAPH = RESOURCE + "graph/same"
"""Holds which statements of different articles are the same, and which articles were compared for it."""
PEOPLE_GRAPH = RESOURCE + "graph/people"
"""Holds which actors are one person under several spellings, and why."""
EVENTS_GRAPH = RESOURCE + "graph/events"
"""Holds which reports are of one event, and in how many articles it is reported."""
STORIES_GRAPH = RESOURCE + "graph/stories"
"""Holds which articles are copies of one story."""

PREFIXES = {
    "kg": ONTOLOGY,
    "kgr": RESOURCE,
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Iri(str):
    """An IRI, told apart from a plain string."""

    __slots__ = ()


class Literal(NamedTuple):
    """An RDF literal: its lexical form and, unless it is a plain string, its datatype or its language."""

    value: str
    datatype: Iri | None = None
    language: str | None = None


class Namespace:
    """Attribute access to the names of a vocabulary: ``Namespace("http://x#").a`` is ``Iri("http://x#a")``."""

    def __init__(self, base: str, names: frozenset[str] | None = None) -> None:
        self._base, self._names = base, names

    def __getattr__(self, name: str) -> Iri:
        if name.startswith("__") or (self._names is not None and name not in self._names):
            raise AttributeError(f"{self._base}{name} is not in the ontology")
        return self._kept(name)

    def _kept(self, name: str) -> Iri:
        """A name's IRI, which from now on is an attribute: names are asked for hundreds of times an article."""
        iri = self.__dict__[name] = Iri(self._base + name)
        return iri


def ontology_text(name: str) -> str:
    """Return one of the Turtle files that ship with the package, as text.

    Args:
        name: File name relative to ``ontologies/``, such as ``"geopolitics.ttl"``.
    """
    return ontologies().joinpath(name).read_text(encoding="utf-8")


def ontologies() -> Traversable:
    """The folder of the Turtle files: inside the installed package, or beside it in a checkout."""
    inside = files("kgraph").joinpath("ontologies")
    return inside if inside.is_dir() else Path(__file__).parent.parent / "ontologies"


@cache
def _terms() -> frozenset[str]:
    """Local names of all classes and properties that the ontology declares."""
    return frozenset(re.findall(r"^kg:(\w+)\s+a\s", ontology_text("geopolitics.ttl"), re.MULTILINE))


class _Ontology(Namespace):
    """Like ``Namespace``, but reads the ontology's names only when the first one is asked for."""

    def __init__(self) -> None:
        super().__init__(ONTOLOGY)

    def __getattr__(self, name: str) -> Iri:
        if name.startswith("__") or name not in _terms():
            raise AttributeError(f"kg:{name} is not declared in ontologies/geopolitics.ttl")
        return self._kept(name)


KG = _Ontology()
RDF, RDFS, OWL, SKOS, XSD, PROV, OA, SCHEMA, WD = (
    Namespace(PREFIXES[p]) for p in ("rdf", "rdfs", "owl", "skos", "xsd", "prov", "oa", "schema", "wd")
)


def fold(name: str) -> str:
    """Fold a name for comparing and minting: no case, accents, punctuation; words joined by one hyphen.

    >>> fold("  Zelenskýj, Volodymyr ")
    'zelenskyj-volodymyr'
    >>> fold("…") == fold("???")
    False
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    words = "-".join(re.findall(r"\w+", plain))
    return words or "x" + name.encode("utf-8", "surrogatepass").hex()


def article_iri(article_id: str) -> Iri:
    """IRI of an article."""
    return Iri(f"{RESOURCE}article/{article_id}")


def article_graph(article_id: str) -> Iri:
    """IRI of the named graph that holds everything said of and in one article."""
    return Iri(f"{RESOURCE}graph/article/{article_id}")


def evidence_iri(kind: str, article_id: str, *offsets: int) -> Iri:
    """IRI of something that is evidenced by a stretch of an article.

    Args:
        kind: ``statement``, ``mention``, ``tenure`` or ``event``.
        article_id: The article's id.
        offsets: Characters, end exclusive; as many pairs as the thing needs to be told from its like.
    """
    return Iri(f"{RESOURCE}{kind}/{article_id}/{'-'.join(map(str, offsets))}")


def evidence_offsets(iri: str) -> tuple[int, ...]:
    """Offsets that an IRI of ``evidence_iri`` was made from; empty for any other IRI.

    >>> evidence_offsets(evidence_iri("mention", "0af3", 3, 8))
    (3, 8)
    """
    numbers = iri.rpartition("/")[2].split("-")
    return tuple(map(int, numbers)) if all(number.isascii() and number.isdigit() for number in numbers) else ()


def actor_iri(kind: str, label: str, wikidata: str | None = None) -> Iri:
    """IRI of an actor: by Wikidata id where one is known, else by type and folded canonical name.

    >>> actor_iri("Person", "Oleksii Reznikov")[len(RESOURCE):]
    'actor/person/oleksii-reznikov'
    """
    return Iri(f"{RESOURCE}actor/{wikidata}" if wikidata else f"{RESOURCE}actor/{kind.lower()}/{fold(label)}")


def act_iri(act: str) -> Iri:
    """IRI of a speech act's concept in ``acts.ttl``."""
    return Iri(f"{RESOURCE}act/{act}")


def event_class_iri(event_class: str) -> Iri:
    """IRI of a PLOVER event class's concept in ``events.ttl``."""
    return Iri(f"{RESOURCE}event-class/{event_class}")


def event_mode_iri(event_class: str, mode: str) -> Iri:
    """IRI of a mode's concept in ``events.ttl``; modes of different classes may have the same name.

    >>> event_mode_iri("CONSULT", "visit")[len(RESOURCE):]
    'event-mode/CONSULT-visit'
    """
    return Iri(f"{RESOURCE}event-mode/{event_class}-{mode}")


def item_class_iri(item_class: str) -> Iri:
    """IRI of the concept of a class of weapons or goods in ``items.ttl``."""
    return Iri(f"{RESOURCE}item-class/{item_class}")


@cache
def act_cues() -> dict[str, str]:
    """Cue lemmas, of one word or several, and the speech act that each signals: ``{"blame": "accuse", ...}``."""
    return {lemma: act for act, lemma in _concept_values("acts.ttl", "cueLemma")}


@cache
def act_polarity() -> dict[str, str]:
    """Stance of each speech act towards its object by default: ``{"accuse": "negative", ...}``."""
    return dict(_concept_values("acts.ttl", "polarity"))


@cache
def event_polarity() -> dict[str, str]:
    """How the source of an event of each class stands towards its target by default: ``{"AID": "positive", ...}``."""
    return dict(_concept_values("events.ttl", "polarity"))


@cache
def harmful_words() -> frozenset[str]:
    """Verbs and nouns of doing harm: the list "harm" of ``events.ttl``, with which ``stances.json`` was fitted."""
    return frozenset(lemma for notation, lemma in _concept_values("events.ttl", "wordLemma") if notation == "harm")


@cache
def event_words() -> dict[str, dict[str, Any]]:
    """Verb and noun lemmas of events, of one word or several.

    Returns:
        Lemma to ``{"class": "ASSAULT", "verb": True, "noun": True, "negative": True}``: its PLOVER class, whether it
        stands there as a verb and as a noun, and whether the class is hostile.
    """
    words: dict[str, dict[str, Any]] = {}
    for part in ("verb", "noun"):
        for key, lemma in _concept_values("events.ttl", part + "Lemma"):
            key = key.partition("-")[0]  # of a mode its class
            if key not in event_polarity():
                continue  # words that only look like those of an event
            negative = event_polarity()[key] == "negative"
            word = words.setdefault(lemma, {"class": key, "verb": False, "noun": False, "negative": negative})
            word[part] = True
    return words


class RelationKind(NamedTuple):
    """A kind of lasting relation.

    Attributes:
        name: Its notation in ``relations.ttl``.
        relation: Local name of the property that it is ("memberOf").
        sources: Kinds of actors that its source may be.
        targets: Kinds of actors that its target may be.
        prepositions: What may stand between a noun for the source and the target.
        is_mutual: Whether it holds both ways.
    """

    name: str
    relation: str
    sources: frozenset[str]
    targets: frozenset[str]
    prepositions: frozenset[str]
    is_mutual: bool


@cache
def relation_kinds() -> dict[str, RelationKind]:
    """The kinds of lasting relations, by name, in the order in which they are tried."""
    names = ("relation", "sourceType", "targetType", "rolePreposition", "isMutual")
    links, sources, targets, between, mutual = (_several("relations.ttl", name) for name in names)
    ranks = sorted((int(rank), name) for name, rank in _concept_values("relations.ttl", "rank"))
    return {
        name: RelationKind(
            name,
            links[name][0].removeprefix(ONTOLOGY),
            frozenset(sources[name]),
            frozenset(targets[name]),
            frozenset(between.get(name, ())),
            mutual.get(name) == ["true"],
        )
        for _, name in ranks
    }


@cache
def relation_words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Words of lasting relations by how they are used, and the kinds that each may tell.

    Returns:
        ``{"role": {"member": ("member_of",)}, "verb": {...}, "leaving": ..., "holding": ..., "noun": ...,
        "modifier": ..., "passive": ...}``, the kinds in the order of their ranks.
    """
    ranks = {name: number for number, name in enumerate(relation_kinds())}
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for case in ("role", "verb", "leaving", "holding", "noun", "modifier", "passive"):
        table = found.setdefault(case, {})
        for name, word in sorted(_concept_values("relations.ttl", case + "Lemma"), key=lambda pair: ranks[pair[0]]):
            table[word] = (*table.get(word, ()), name)
    return found


def _several(name: str, local: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in _concept_values(name, local):
        found.setdefault(key, []).append(value)
    return found


def _concept_values(name: str, local: str) -> list[tuple[str, str]]:
    """Pairs of a concept's notation and each of its values of one property of ours, in no order."""
    concepts = _concepts(name)
    notations = _objects(concepts, SKOS.notation)
    return [(notations[concept], value) for concept, key, value in concepts if key == getattr(KG, local)]


@cache
def _concepts(name: str) -> list[Spo]:
    """The triples of one of the concept schemes."""
    return read_turtle(ontology_text(name))


def _objects(triples: Iterable[Spo], predicate: str) -> dict[str, str]:
    """The objects of a predicate, by subject."""
    return {subject: value for subject, key, value in triples if key == predicate}


def event_lemmas(files: Iterable[Path] = ()) -> list[tuple[str, str, str]]:
    """Every lemma of ``events.ttl``, and of further files like it, as (notation, property, lemma); theirs come last.

    Raises:
        LexiconError: A file is no Turtle, or gives lemmas to a concept that has no notation.
    """
    own = _lemmas(_concepts("events.ttl"), {})
    notations = {iri: notation for iri, notation, _, _ in own}
    found = sorted(own)
    for file in files:
        found += sorted(_lemmas(_parsed(file), notations, str(file)))
    return [(notation, part, lemma) for _, notation, part, lemma in found]


def _lemmas(
    triples: list[Spo], notations: dict[str, str], where: str = "events.ttl"
) -> list[tuple[str, str, str, str]]:
    known = notations | _objects(triples, SKOS.notation)
    parts = {getattr(KG, part): part for part in ("verbLemma", "nounLemma", "modeLemma", "wordLemma")}
    found = []
    for concept, key, lemma in triples:
        if key not in parts:
            continue
        if concept not in known:
            raise LexiconError(
                f"{where}: {concept} has words but is no class, mode or list of events.ttl and has no "
                "skos:notation; name one of those, such as <https://w3id.org/kgraph/resource/event-class/ASSAULT>"
            )
        found.append((concept, known[concept], parts[key], " ".join(lemma.lower().split())))
    return found


def _parsed(file: Path) -> list[Spo]:
    try:
        return read_turtle(file.read_text(encoding="utf-8-sig"), file.absolute().as_uri())
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:160]
        raise LexiconError(
            f"{file}: is no Turtle ({reason}); see ontologies/events.ttl for what such a file holds"
        ) from error
