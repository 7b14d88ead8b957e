"""What several rooms' tests share: the facts of two small articles about states that do not exist."""

import os
import re
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from kgraph.graph import quads, run_iri, to_nquads
from kgraph.ontology import actor_iri, evidence_iri
from kgraph.records import (
    Actor,
    ActorType,
    Article,
    Event,
    Facts,
    Kind,
    Mention,
    Polarity,
    Resolved,
    Statement,
    Target,
    Tenure,
)
from kgraph.store import Store, open_store
from tests.browser import ADVICE, find
from tests.sparql import Server

signal.signal(signal.SIGINT, signal.default_int_handler)
"""A shell that runs the tests in the background lets all that they start ignore Ctrl-C; the tests send it."""

TREATY = """Norland accuses Varania over cable

LOWER NORLAND - The foreign minister of Norland, Anna Weiß, accused Varania on Monday of cutting a cable.
"Varania did it," Weiß told reporters, "and Varania knows it."
Varania denied the charge. "We respect Norland," its spokesman Borin Talvek said, according to the Fjord News.
Two officials who asked not to be named said that Norland would recall its envoy from Varania.
"""

FERRY = """Varania praises ferry crew

Borin Talvek praised Norland's ferry crew. Norland and Ostmark said they would attend the talks.
"""


def make_actor(
    label: str, kind: ActorType = "Person", wikidata: str | None = None, represents: tuple[Actor, ...] = ()
) -> Actor:
    """Make an actor as the register or an article would."""
    links = tuple(actor.id for actor in represents)
    return Actor(actor_iri(kind, label, wikidata), label, kind, wikidata, represents=links, known=wikidata is not None)


NORLAND = replace(make_actor("Norland", "State", "Q900000001"), aliases=("Kingdom of Norland",))
VARANIA = replace(make_actor("Varania", "State", "Q900000002"), aliases=("Republic of Varania",))
OSTMARK = make_actor("Ostmark", "State", "Q900000003")
WEISS = make_actor("Anna Weiß", represents=(NORLAND,))
TALVEK = make_actor("Borin Talvek", represents=(VARANIA,))
FJORD_NEWS = make_actor("Fjord News", "Organization")
OFFICIALS = make_actor("two officials", "Group")


class Pen:
    """Writes the facts of one article by the words that stand in it: ``"Norland#2"`` is its second Norland."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def mention(self, words: str) -> Mention:
        """Find words in the article."""
        text, _, number = words.partition("#")
        found = list(re.finditer(re.escape(text), self.article.text))[int(number or 1) - 1]
        return self.article.mention(*found.span())

    def resolved(self, actor: Actor, words: str | None, score: float = 0.9) -> Resolved:
        """Resolve words to an actor."""
        mention = self.mention(words) if words else None
        return Resolved(actor, mention, score, (f"{words!r} is the name of {actor.label}",) if words else ())

    def target(self, actor: Actor, words: str, stance: Polarity, score: float = 0.8) -> Target:
        """Make a target."""
        return Target(self.resolved(actor, words), stance, score)

    def statement(
        self,
        speakers: tuple[Resolved, ...],
        cue: str | None,
        content: tuple[str, ...],
        kind: Kind,
        act: str,
        **values: object,
    ) -> Statement:
        """Make a statement whose IRI comes from its content's offsets."""
        pieces = tuple(map(self.mention, content))
        iri = evidence_iri("statement", self.article.id, *(n for piece in pieces for n in piece[:2]))
        mention = self.mention(cue) if cue else None
        fields = {"confidence": 0.93, "extractor": "cues", "date": self.article.published} | values
        return Statement(iri, speakers, mention, pieces, kind, act, **fields)  # type: ignore[arg-type]


def treaty_facts(document: str = "news/treaty.txt") -> Facts:
    """An accusation, a split quotation, a denial, an anonymous source, an office and an event."""
    article = Article(
        document, TREATY, TREATY.splitlines()[0], date(2021, 12, 20), "Fjord News", url="https://fjord.example/1"
    )
    pen = Pen(article)
    weiss, talvek = pen.resolved(WEISS, "Anna Weiß"), pen.resolved(TALVEK, "Borin Talvek")
    accusation = pen.statement(
        (weiss,), "accused", ("of cutting a cable",), "indirect", "accuse",
        targets=(pen.target(VARANIA, "Varania#2", "negative"),),
    )  # fmt: skip
    title = pen.statement(
        (pen.resolved(NORLAND, "Norland"),), "accuses", ("over cable",), "indirect", "accuse",
        targets=(pen.target(VARANIA, "Varania", "negative", 0.7),), repeats=accusation.id,
    )  # fmt: skip
    split = pen.statement(
        (pen.resolved(WEISS, "Weiß#2"),), "told", ('"Varania did it,"', '"and Varania knows it."'), "direct", "accuse",
        targets=(pen.target(VARANIA, "Varania#3", "negative"), pen.target(VARANIA, "Varania#4", "negative")),
        date=date(2021, 12, 19),
    )  # fmt: skip
    denial = pen.statement(
        (pen.resolved(VARANIA, "Varania#5"),), "denied", ("the charge",), "indirect", "deny",
    )  # fmt: skip
    respect = pen.statement(
        (talvek,), "said", ('"We respect Norland,"',), "direct", "praise",
        targets=(pen.target(NORLAND, "Norland#3", "positive"),), via=(pen.resolved(FJORD_NEWS, "the Fjord News"),),
    )  # fmt: skip
    envoy = pen.statement(
        (pen.resolved(OFFICIALS, "Two officials who asked not to be named"),), "said#2",
        ("that Norland would recall its envoy from Varania",), "indirect", "say",
        targets=(pen.target(NORLAND, "Norland#4", "neutral"),), addressees=(pen.resolved(OSTMARK, None),),
    )  # fmt: skip
    evidence = pen.mention("The foreign minister of Norland, Anna Weiß")
    tenure = Tenure(
        evidence_iri("tenure", article.id, evidence.start, evidence.end), weiss, "foreign minister",
        pen.resolved(NORLAND, "Norland#2"), False, evidence, 0.9,
    )  # fmt: skip
    recall = pen.mention("would recall its envoy from Varania")
    event = Event(
        evidence_iri("event", article.id, recall.start, recall.end), "SANCTION",
        (pen.resolved(NORLAND, "Norland#4"),), (pen.resolved(VARANIA, "Varania#6"),), "recall", recall,
        trigger=pen.mention("recall"), hypothetical=True, within=envoy.id, confidence=0.6,
    )  # fmt: skip
    return Facts(article, (title, accusation, split, denial, respect, envoy), (tenure,), (event,))


def ferry_facts(document: str = "news/ferry.txt") -> Facts:
    """Praise, and a joint statement."""
    article = Article(document, FERRY, FERRY.splitlines()[0], date(2022, 1, 5), "Varanian Herald")
    pen = Pen(article)
    praise = pen.statement(
        (pen.resolved(TALVEK, "Borin Talvek"),), "praised", ("Norland's ferry crew",), "indirect", "praise",
        targets=(pen.target(NORLAND, "Norland", "positive"),),
    )  # fmt: skip
    joint = pen.statement(
        (pen.resolved(NORLAND, "Norland#2"), pen.resolved(OSTMARK, "Ostmark")), "said",
        ("they would attend the talks",), "indirect", "promise", date=None,
    )  # fmt: skip
    return Facts(article, (praise, joint))


def put(store: Store, *several: Facts) -> None:
    """Write facts into a store as the builder does: actors first, then each article whole."""
    run = run_iri("test-model 1", "0.1.0")
    for facts in several:
        store.merge_actors(facts.actors())
        store.add_article(facts.article.id, to_nquads(quads(facts, run)))


@pytest.fixture
def server() -> Iterator[Server]:
    """A small SPARQL server on the loopback."""
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def facts() -> Facts:
    """The facts of one small article."""
    return treaty_facts()


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of two articles, made once."""
    folder = tmp_path_factory.mktemp("stores") / "built"
    with open_store(folder, create=True, read_only=False) as store:
        put(store, treaty_facts(), ferry_facts())
    return folder


@pytest.fixture
def store_dir(_built: Path, tmp_path: Path) -> Path:
    """A folder with a store of two articles, closed; the test may do with it what it likes."""
    return Path(copytree(_built, tmp_path / "store"))


@pytest.fixture(scope="session")
def store(_built: Path) -> Iterator[Store]:
    """The same store, open for reading."""
    with open_store(_built) as opened:
        yield opened


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A running Chromium. Without one the test is skipped; where every check counts (CI=true) it fails."""
    found = find()
    if not found:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(ADVICE)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()
