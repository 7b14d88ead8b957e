"""Statements that were judged by written rules: their spans, speakers, speech acts, targets and stances.

Three sources: ``training/real_news.jsonl`` and ``training/more_news.jsonl``, judged by language models as the gold of
the three pages was, offsets into PolNeAR's training part, Wikinews and worldwide newswire (the texts lie with the data,
not here); and the tuning part of ``corpus/gold``. Articles that are marked there as held out, or named in
``corpus/gold/HELDOUT``, are never read.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.extract.contents import tidy
from kgraph.extract.quotations import quotations
from kgraph.ontology import fold
from kgraph.read import read_articles
from kgraph.records import Actor, Article, Attribution, Mention
from kgraph.resolve import load_register
from kgraph.resolve.candidates import Candidate
from kgraph.resolve.cast import GOVERNMENTS

ROOT = Path(__file__).parents[1]
REAL_NEWS = Path(__file__).with_name("real_news.jsonl")
MORE_NEWS = Path(__file__).with_name("more_news.jsonl")


@dataclass
class Judged:
    """One statement. ``stances`` maps each required target to its accepted stances, the best first.

    ``whom`` says which target a candidate is: its key, "" for one that may be given but need not, None for none.
    ``source`` is ``corpus``, ``real`` (read by two readers, or later) or ``more`` (by one).
    """

    attribution: Attribution
    acts: list[str]
    stances: dict[str, list[str]] = field(default_factory=dict)
    whom: Callable[[Candidate], str | None] = lambda candidate: None
    source: str = "corpus"


def judged(data: Path) -> Iterator[tuple[Article, list[Judged]]]:
    """The articles with their statements, in the order of the text."""
    known = texts(data)
    yield from _by_offsets(REAL_NEWS, known, "real")
    yield from _by_offsets(MORE_NEWS, known, "more")
    for path in tuning_gold():
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = next(read_articles([next(p for p in (ROOT / "corpus").iterdir() if p.stem == gold["doc"])]))
        yield article, [_by_names(article, row, gold) for row in gold["statements"]]


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _by_offsets(path: Path, texts: dict[str, str], source: str) -> Iterator[tuple[Article, list[Judged]]]:
    rows = defaultdict(list)
    for row in lines(path):
        if not (row.get("held_out") or row.get("bad") or row.get("doubtful")):
            rows[row["doc"]].append(row)
    for doc, some in rows.items():
        article = Article(document=doc, text=texts[doc])
        made = [one for row in some if (one := _by_spans(article, row, source))]
        yield article, sorted(made, key=lambda one: one.attribution.start)


def tuning_gold() -> list[Path]:
    folder = ROOT / "corpus" / "gold"
    held_out = set((folder / "HELDOUT").read_text(encoding="utf-8").split())
    return [p for p in sorted(folder.glob("*.json")) if p.stem not in held_out and "#" not in p.name]


def texts(data: Path) -> dict[str, str]:
    """The texts that offsets go into, by the id of the document."""
    found = {}
    sets = {
        "polnear/train.jsonl.gz": "id",
        "ner/worldwide_ner.jsonl.gz": "id",
        "news/wikinews_2019_2020.jsonl.gz": "url",
    }
    for name, key in sets.items():
        with gzip.open(data / name, "rt", encoding="utf-8", newline="\n") as lines:
            found |= {row[key]: row["text"] for row in map(json.loads, lines)}
    return found


def _by_spans(article: Article, row: dict, origin: str) -> Judged | None:
    source = article.mention(row["source"][0][0], row["source"][-1][1]) if row["source"] else None
    content = tuple(article.mention(start, end) for start, end in row["content"])
    raw = Attribution(source, article.mention(*row["cue"][0]), content, "indirect", 1.0, "gold")
    attribution = tidy(article, raw, list(quotations(article.text)))
    if attribution is None:
        return None
    told = [(str(i), t) for i, t in enumerate(row["targets"])] + [("", t) for t in row.get("optional", [])]

    def whom(candidate: Candidate) -> str | None:
        at, actor = candidate.head.idx, candidate.resolved.actor
        for key, target in told:
            if any(means(actor, who) for who in target["who"]):
                return key
        for key, target in told:
            if any(start <= at < end for start, end in target["mentions"]):
                words = {article.text[start:end] for start, end in target["mentions"]}
                return key if _by_words(candidate, target["who"], words) else None
        return None

    stances = {str(i): t["stance"] for i, t in enumerate(row["targets"])}
    return Judged(attribution, row["act"], stances, whom, origin)


def means(actor: Actor, who: str) -> bool:
    """Whether an actor is whom a reader called so: one of its names, part of a person's, a state's rulers or people."""
    register = load_register()
    mine, words = {_plain(n) for n in (actor.label, *actor.aliases)}, _plain(who).split("-")
    if _plain(who) in mine or any(one.id == actor.id for one in register.lookup(who)):
        return True
    if actor.type == "Person":
        return any(set(n.split("-")) <= set(words) or set(words) <= set(n.split("-")) for n in mine)
    if actor.type == "State" and words[-1] in {*GOVERNMENTS, "people", "state"}:
        whose = re.sub(r"^the\s+|['’]s?$", "", who.rpartition(" ")[0])
        return actor in (*register.lookup(whose), register.demonym(whose))
    return False


def _by_words(candidate: Candidate, names: list[str], called: set[str]) -> bool:
    """Whether the place of the words tells: they are the reader's own, or an actor made from them goes by such."""
    actor, words = candidate.resolved.actor, candidate.resolved.mention
    own, theirs = {_plain(name) for name in names}, {_plain(name) for name in (*names, *called)}
    made = not actor.known and actor.type != "Person" and _plain(actor.label) in theirs
    return made or (words is not None and _plain(words.text) in own)


def _by_names(article: Article, row: dict, gold: dict) -> Judged:
    table = {e["id"]: {_plain(n) for n in [*e["names"], e["id"]]} | set(e["wikidata"]) for e in gold["entities"]}

    def whom(candidate: Candidate) -> str | None:
        actor = candidate.resolved.actor
        names = {_plain(actor.label), actor.wikidata}
        if any(names & table.get(t, {_plain(t)}) for t in row["targets_optional"]):
            return ""
        return next((t for t in row["targets"] if names & table.get(t, {_plain(t)})), None)

    content = tuple(article.mention(start, end) for start, end in row["content"])
    source = _mention(article, row["speaker_start"], row["speaker_text"])
    cue = _mention(article, row["cue_start"], row["cue"])
    attribution = Attribution(source, cue, content, row["kind"][0], 1.0, "gold")
    return Judged(attribution, row["act"], row["targets"], whom, "corpus")


def _plain(name: str) -> str:
    """A folded name without its article, as the gold's scorer compares them."""
    return re.sub(r"^(?:the|an?)-", "", fold(name))


def _mention(article: Article, start: int | None, text: str | None) -> Mention | None:
    return article.mention(start, start + len(text)) if text and start is not None else None
