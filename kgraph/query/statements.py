"""Who said what about whom: statements as JSON objects, in the form that INTERFACES fixes.

A handful of queries gather everything, however many statements there are.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kgraph.errors import QueryError
from kgraph.ontology import PREFIXES, XSD, Iri, Literal, act_iri, act_polarity, evidence_offsets
from kgraph.query.names import Card, act_key, actors_named, canonical, cards
from kgraph.query.sentences import around
from kgraph.store import MANY, Binding, Store

_ANY = "?s a kg:Statement ; kg:reportedIn ?article ."
# Each query has two places for the group that picks the statements: what must match goes first, and what is optional
# last, as Oxigraph's planner is orders of magnitude slower the other way round.
_CORE = """SELECT ?s ?article ?act ?kind ?confidence ?sure ?date ?last ?lead ?within ?repeats ?same ?negated WHERE { %s
  ?s kg:act ?act ; kg:kind ?kind ; kg:confidence ?confidence . %s
  OPTIONAL { ?s kg:date ?date } OPTIONAL { ?s kg:dateUntil ?last } OPTIONAL { ?s kg:leadSpeaker ?lead }
  OPTIONAL { ?s kg:speakerConfidence ?sure }
  OPTIONAL { ?s kg:within ?within } OPTIONAL { ?s kg:repeats ?repeats }
  OPTIONAL { ?s kg:sameStatementAs ?same } OPTIONAL { ?s kg:negated ?negated } }"""
_LINKS = """SELECT DISTINCT ?s ?link ?actor WHERE { %s ?s ?link ?actor .
  VALUES ?link { kg:speaker kg:addressee kg:via } %s }"""
_STANCES = """SELECT DISTINCT ?s ?node ?actor ?stance ?score ?sure WHERE { %s ?s kg:stance ?node .
  ?node kg:target ?actor ; kg:polarity ?stance ; kg:confidence ?score . %s
  OPTIONAL { ?node kg:targetConfidence ?sure } }"""
_MENTIONS = """SELECT DISTINCT ?s ?link ?article ?mention WHERE { %s ?s ?link ?mention .
  VALUES ?link { kg:contentMention kg:cue kg:dateMention kg:speakerMention } %s }"""
_REFERENCES = """SELECT DISTINCT ?mention ?actor WHERE { %s ?s kg:speakerMention ?mention .
  ?mention kg:refersTo ?actor . %s }"""
_ARTICLES = """SELECT DISTINCT ?article ?document ?text ?title ?published ?publisher ?url WHERE { %s
  ?article kg:document ?document ; kg:text ?text . %s OPTIONAL { ?article kg:title ?title }
  OPTIONAL { ?article kg:published ?published } OPTIONAL { ?article kg:publisher ?publisher }
  OPTIONAL { ?article kg:url ?url } }"""


class Span(NamedTuple):
    """A mention as it was stored."""

    start: int
    end: int
    text: str

    def as_json(self) -> dict[str, Any]:
        """The span as it stands in a statement's JSON."""
        return {"text": self.text, "start": self.start, "end": self.end}


def statements(
    store: Store,
    *,
    speaker: str | None = None,
    about: str | None = None,
    act: str | None = None,
    stance: str | None = None,
    since: str | datetime.date | None = None,
    until: str | datetime.date | None = None,
    outlet: str | None = None,
    sentences: bool = False,
) -> Iterator[dict[str, Any]]:
    """Find statements, by date, document and place in it.

    Args:
        store: Where to look.
        speaker: Name, Wikidata id or IRI of one who said it, alone or with others.
        about: Name, Wikidata id or IRI of one whom it makes a claim about.
        act: Speech act.
        stance: ``negative``, ``neutral`` or ``positive``; with ``about``, towards that actor.
        since: First day on which it was said or, where that is not known, published.
        until: Last such day.
        outlet: Publisher of the article, in any case.
        sentences: Whether to add ``sentence``, ``sentence_start`` (characters into the article) and ``url``, and to
            each speaker ``represents`` (IRIs).

    Raises:
        QueryError: A filter has a value that it cannot have.
    """
    pattern, bindings = _pattern(
        store, speaker=speaker, about=about, act=act, stance=stance, since=since, until=until, outlet=outlet
    )
    return iter(_Gathering(store, pattern, bindings, sentences=sentences).rows())


def statement(store: Store, iri: str) -> dict[str, Any] | None:
    """Return one statement as JSON, with its sentence; None where there is none of that IRI."""
    gathering = _Gathering(store, (_ANY, ""), {"s": Iri(iri)}, sentences=True)
    return next(iter(gathering.rows()), None)


def statement_rows(store: Store, iris: Sequence[Iri]) -> list[dict[str, Any]]:
    """Return these statements as JSON, by date; what is no statement of the store is left out."""
    if not iris:
        return []
    return _Gathering(store, (_ANY, ""), {"s": iris}, sentences=False).rows()


def _pattern(store: Store, **filters: Any) -> tuple[tuple[str, str], dict[str, Binding]]:
    """The group that picks the statements, its optional part apart, and what its variables are bound to."""
    parts = [_ANY]
    bindings: dict[str, Binding] = {}
    if filters["speaker"]:
        parts.append("?s kg:speaker ?who .")
        bindings["who"] = actors_named(store, filters["speaker"])
    if filters["about"]:
        parts.append("?s kg:about ?whom .")
        bindings["whom"] = actors_named(store, filters["about"])
    if filters["act"]:
        parts.append("?s kg:act ?which .")
        bindings["which"] = act_iri(_one_of("act", filters["act"], act_polarity()))
    if filters["stance"]:
        parts.append(
            "?s kg:stance ?view . ?view kg:polarity ?sign ." + " ?view kg:target ?whom ." * bool(filters["about"])
        )
        bindings["sign"] = Literal(_one_of("stance", filters["stance"], ("negative", "neutral", "positive")))
    if filters["outlet"]:
        parts.append("?article kg:publisher ?paper . FILTER (LCASE(?paper) = LCASE(?outlet))")
        bindings["outlet"] = Literal(filters["outlet"].strip())
    return (" ".join(parts), " ".join(_days(bindings, filters["since"], filters["until"]))), bindings


def _days(bindings: dict[str, Binding], since: Any, until: Any) -> list[str]:
    parts = []
    if since or until:
        parts.append("OPTIONAL { ?s kg:date ?said } OPTIONAL { ?article kg:published ?printed }")
        parts.append("BIND (COALESCE(?said, ?printed) AS ?day)")
    for name, value, sign in (("since", since, ">="), ("until", until, "<=")):
        if value:
            parts.append(f"FILTER (?day {sign} ?{name})")
            bindings[name] = day(name, value)
    return parts


def _one_of(name: str, value: str, allowed: Any) -> str:
    if value not in allowed:
        raise QueryError(f"{name} {value!r} is none: use one of {', '.join(sorted(allowed))}")
    return value


def day(name: str, value: str | datetime.date) -> Literal:
    """Make a literal of a day as it was given.

    Raises:
        QueryError: It is no day.
    """
    try:
        return Literal(datetime.date.fromisoformat(str(value).strip()).isoformat(), XSD.date)
    except ValueError as error:
        raise QueryError(f"{name} {str(value)!r} is no day: write it as 2021-12-31") from error


@dataclass(slots=True)
class _Gathering:
    """The answers to the queries, by statement."""

    store: Store
    pattern: tuple[str, str]
    bindings: Mapping[str, Binding]
    sentences: bool
    links: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    stances: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    spans: dict[tuple[str, str], dict[str, Span]] = field(default_factory=lambda: defaultdict(dict))
    references: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    articles: dict[str, dict[str, str]] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)

    def rows(self) -> list[dict[str, Any]]:
        """All statements as JSON, sorted."""
        core = {row["s"]: row for row in self._ask(_CORE)}
        if not core:
            return []
        if len(core) <= MANY:
            self.pattern, self.bindings = ("?s kg:reportedIn ?article .", ""), {"s": [Iri(key) for key in core]}
        self._gather()
        return sorted((self._row(row) for row in core.values()), key=_place)

    def _ask(self, sparql: str) -> Iterator[dict[str, str]]:
        return self.store.select(sparql % self.pattern, self.bindings).dicts()

    def _gather(self) -> None:
        self.spellings = fullest = canonical(self.store)
        for row in self._ask(_LINKS):
            self.links[row["s"], _local(row["link"])].add(fullest.get(row["actor"], row["actor"]))
        for row in self._ask(_STANCES):
            self.stances[row["s"]].append(row | {"actor": fullest.get(row["actor"], row["actor"])})
        self.articles = {row["article"]: row for row in self._ask(_ARTICLES)}
        for row in self._ask(_MENTIONS):
            span = self._span(row["article"], row["mention"])
            self.spans[row["s"], _local(row["link"])][row["mention"]] = span
        for row in self._ask(_REFERENCES):
            self.references[row["mention"]].add(fullest.get(row["actor"], row["actor"]))
        actors = {actor for several in self.links.values() for actor in several}
        actors |= {row["actor"] for several in self.stances.values() for row in several}
        self.cards = cards(self.store, actors, links=self.sentences)

    def _span(self, article: str, mention: str) -> Span:
        """A mention's place from its IRI, and its words from the text: far cheaper than to join its selectors.

        ``check`` sees to it that the selectors say the same.
        """
        start, end = evidence_offsets(mention)[:2]
        return Span(start, end, self.articles[article]["text"][start:end])

    def _row(self, core: dict[str, str]) -> dict[str, Any]:
        key, article = core["s"], self.articles[core["article"]]
        speakers = self._speakers(key, self.spellings.get(core.get("lead", ""), core.get("lead")))
        cue = sorted(self.spans[key, "cue"].values())
        when = sorted(self.spans[key, "dateMention"].values())
        content = sorted(self.spans[key, "contentMention"].values())
        row = {
            "id": key,
            **{name: article.get(name) for name in ("document", "title", "published", "publisher")},
            "speaker": speakers[0] if speakers else None,
            "cue": cue[0].as_json() if cue else None,
            "content": [span.as_json() for span in content],
            "kind": core["kind"],
            "act": act_key(core["act"]),
            "targets": self._targets(key),
            "co_speakers": speakers[1:],
            "addressees": self._others(key, "addressee"),
            "via": self._others(key, "via"),
            **{name: core.get(name) for name in ("within", "repeats", "date")},
            "same_statement_as": core.get("same"),
            "date_until": core.get("last"),
            "date_mention": when[0].as_json() if when else None,
            "negated": core.get("negated") == "true",
            "speaker_confidence": float(core["sure"]) if "sure" in core else None,
            "confidence": float(core["confidence"]),
        }
        return row | self._surroundings(core["article"], content) if self.sentences else row

    def _surroundings(self, article: str, content: list[Span]) -> dict[str, Any]:
        text = self.articles[article]["text"]
        start, end = around(text, content[0].start, content[-1].end) if content else (0, 0)
        return {"sentence": text[start:end], "sentence_start": start, "url": self.articles[article].get("url")}

    def _speakers(self, key: str, lead: str | None) -> list[dict[str, Any]]:
        """The one who is named first, then the others in the order of the text."""
        found = [self._speaker(key, actor) for actor in self.links[key, "speaker"]]
        last = float("inf")
        return sorted(
            found, key=lambda who: (who["id"] != lead, last if who["start"] is None else who["start"], who["id"])
        )

    def _speaker(self, key: str, actor: str) -> dict[str, Any]:
        mentions = self.spans[key, "speakerMention"]
        spans = sorted(span for name, span in mentions.items() if actor in self.references[name])
        where = spans[0].as_json() if spans else {"text": None, "start": None, "end": None}
        card = self.cards[actor]
        return {**card.as_json(), **where} | ({"represents": [*card.represents]} if self.sentences else {})

    def _targets(self, key: str) -> list[dict[str, Any]]:
        nodes = sorted(self.stances[key], key=lambda row: (len(row["node"]), row["node"]))
        return [
            {
                **self.cards[row["actor"]].as_json(),
                "stance": row["stance"],
                "stance_score": float(row["score"]),
                "confidence": float(row["sure"]) if "sure" in row else None,
            }
            for row in nodes
        ]

    def _others(self, key: str, link: str) -> list[dict[str, Any]]:
        found = [self.cards[actor].as_json() for actor in self.links[key, link]]
        return sorted(found, key=lambda who: (str(who["label"]), str(who["id"])))


def _local(iri: str) -> str:
    return iri.removeprefix(PREFIXES["kg"])


def _place(row: dict[str, Any]) -> tuple[str, str, int, str]:
    start = row["content"][0]["start"] if row["content"] else 0
    return row["date"] or row["published"] or "", row["document"] or "", start, row["id"]
