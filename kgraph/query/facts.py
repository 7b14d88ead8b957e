"""What both events and lasting relations need to become JSON: articles, mentions' words, actors' cards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kgraph.ontology import Iri, evidence_offsets
from kgraph.query.names import Card, canonical, cards
from kgraph.query.sentences import around
from kgraph.store import MANY, Binding, Store

_ARTICLES = """SELECT DISTINCT ?article ?document ?text ?title ?published ?publisher ?url WHERE {
  ?article kg:document ?document ; kg:text ?text . OPTIONAL { ?article kg:title ?title }
  OPTIONAL { ?article kg:published ?published } OPTIONAL { ?article kg:publisher ?publisher }
  OPTIONAL { ?article kg:url ?url } }"""


@dataclass(slots=True)
class Sources:
    """Where facts stand: their articles, and who their actors are."""

    store: Store
    articles: dict[str, dict[str, str]] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)

    def gather(self, articles: Iterable[str], actors: Iterable[str]) -> None:
        """Look up these articles and actors."""
        wanted = sorted(set(articles))
        bound: dict[str, Binding] = {"article": [Iri(one) for one in wanted]} if len(wanted) <= MANY else {}
        self.articles = {row["article"]: row for row in self.store.select(_ARTICLES, bound).dicts()} if wanted else {}
        self.spellings = canonical(self.store)
        self.cards = cards(self.store, [self.fullest(one) for one in actors], links=True)

    def fullest(self, actor: str) -> str:
        """The actor as which this one counts."""
        return self.spellings.get(actor, actor)

    def span(self, article: str, mention: str | None) -> dict[str, Any] | None:
        """A mention's words and place, from its IRI and the article's text."""
        if not mention:
            return None
        start, end = evidence_offsets(mention)[:2]
        return {"text": self.articles[article]["text"][start:end], "start": start, "end": end}

    def actor(self, actor: str, article: str, mentions: Sequence[str] = ()) -> dict[str, Any]:
        """An actor as JSON, with the first of the words that name it."""
        spans = [span for one in mentions if (span := self.span(article, one))]
        card = self.cards[self.fullest(actor)]
        where = min(spans, key=lambda span: span["start"], default={"text": None, "start": None, "end": None})
        return {**card.as_json(), **where, "represents": [*card.represents]}

    def about(self, article: str) -> dict[str, Any]:
        """What stands in the head of a fact's JSON."""
        row = self.articles[article]
        return {name: row.get(name) for name in ("document", "title", "published", "publisher", "url")}

    def sentence(self, article: str, span: dict[str, Any]) -> dict[str, Any]:
        """The sentence around a span, and where it begins."""
        text = self.articles[article]["text"]
        start, end = around(text, span["start"], span["end"])
        return {"sentence": text[start:end], "sentence_start": start}
