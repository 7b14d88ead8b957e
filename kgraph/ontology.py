"""The vocabulary as Python names, and the minting of IRIs.

``KG.Statement`` is the IRI of a class or property of ``ontologies/geopolitics.ttl``; a name that is not there is an
``AttributeError``, so that a misspelt property fails at once. IRIs are minted without coordination: any number of
workers that see the same text make the same ones.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

BASE = "https://w3id.org/kgraph/"
"""The one constant that holds the base of every IRI of ours."""

ONTOLOGY = BASE + "ontology#"
RESOURCE = BASE + "resource/"
ACTORS_GRAPH = RESOURCE + "graph/actors"
SAME_GRAPH = RESOURCE + "graph/same"
"""Holds which statements of different articles are the same, and which articles were compared for it."""
PEOPLE_GRAPH = RESOURCE + "graph/people"
"""Holds which actors are one person under several spellings, and why."""
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
        return Iri(self._base + name)


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
        return Iri(ONTOLOGY + name)


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
def event_words() -> dict[str, dict[str, Any]]:
    """Verb and noun lemmas of events, of one word or several.

    Returns:
        Lemma to ``{"class": "ASSAULT", "verb": True, "noun": True, "negative": True}``: its PLOVER class, whether it
        stands there as a verb and as a noun, and whether the class is hostile.
    """
    words: dict[str, dict[str, Any]] = {}
    for part in ("verb", "noun"):
        for key, lemma in _concept_values("events.ttl", part + "Lemma"):
            negative = event_polarity()[key] == "negative"
            word = words.setdefault(lemma, {"class": key, "verb": False, "noun": False, "negative": negative})
            word[part] = True
    return words


def _concept_values(name: str, local: str) -> list[tuple[str, str]]:
    """Pairs of a concept's notation and each of its values of one property of ours, in no order."""
    from rdflib import URIRef

    concepts = _concepts(name)
    notations = dict(concepts.subject_objects(URIRef(SKOS.notation)))
    values = concepts.subject_objects(URIRef(getattr(KG, local)))
    return [(str(notations[concept]), str(value)) for concept, value in values]


@cache
def _concepts(name: str) -> Any:
    """One of the concept schemes as an rdflib graph; rdflib is imported here, as most of kgraph goes without it."""
    from rdflib import Graph

    return Graph().parse(data=ontology_text(name), format="turtle")
