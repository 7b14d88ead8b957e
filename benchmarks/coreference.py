#!/usr/bin/env python3
"""Who "he", "they" or "the ministry" is: kgraph's coreference on OntoGUM and on the hand-made gold.

usage: python benchmarks/coreference.py [train|dev|tuning|heldout|seeds ...] [--misses] [--cache FOLDER]

OntoGUM (``train``, ``dev``; six genres: academic, bio, court, interview, news, voyage), from raw text. Two questions:
``sources`` are gold mentions in a chain, headed by a third-person pronoun or a common noun, that are by GUM's own tree
the subject of a verb of speech or thought (a cue lemma of ontologies/acts.ttl), of GUM's types person, organization or
place (a study that "suggests" is no actor), and, if nominals, without a name and not the first of their chain;
``persons`` are all forms of "he" and "she". Each is handed to kgraph as if it were a source. The answer is right when
the actor's mentions by name lie, most of them, in the gold chain of the question. An actor without a name ("the
driver") is the nearest mention of these words; several actors are a mention of the chain that names them all. No
answer is a wrong answer. Chains in which nobody is an actor of a kind that kgraph knows count like all others. OntoGUM
cuts the chain of one entity in two where GUM does not; such are joined. ``antecedents of`` asks less, and what
coreference is mostly asked: whether the mention that the pronoun was linked to, which may be a pronoun itself, is in
the gold chain. One early mistake then does not count for all that lean on it.

Gold (``tuning``: corpus/gold without HELDOUT; ``heldout``; ``seeds``: KGRAPH_SHARED/gold): statements whose source is a
pronoun, or a nominal that shares no name with its speaker ("the minister"). The gold's spans are given, so this is
resolution alone; the speaker is right when the scorer of the gold takes the first actor for one of the speakers.
``--misses`` prints errors; never use it for dev, heldout or seeds.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from ontogum import SHARED, Document, Gold, cluster_of, documents
from spacy.tokens import Doc, DocBin

from kgraph.annotate import annotate, load_pipeline
from kgraph.extract import extract
from kgraph.extract.titles import OFFICES
from kgraph.ontology import act_cues, fold
from kgraph.read import read_articles
from kgraph.records import Actor, Article, Attribution, Mention, Relation
from kgraph.resolve import load_register
from kgraph.resolve.cast import Cast, clean
from kgraph.resolve.casting import cast_of
from kgraph.resolve.coreference import HE, ME, PERSONAL, SHE, WE, History
from kgraph.resolve.speakers import speakers

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(SHARED / "eval"))


def annotated(name: str, articles: list[Article], cache: Path | None) -> Iterator[tuple[Article, Doc]]:
    """Articles with their Docs; with a cache those of an earlier run."""
    path = cache / f"{name}.spacy" if cache else None
    nlp = load_pipeline()
    if path is not None and path.exists():
        docs = {doc.text: doc for doc in DocBin().from_disk(path).get_docs(nlp.vocab)}
        if all(article.text in docs for article in articles):
            yield from ((article, docs[article.text]) for article in articles)
            return
    pairs = list(annotate(articles, nlp))
    if path is not None:
        DocBin(docs=[doc for _, doc in pairs]).to_disk(path)
    yield from pairs


def cast_and_history(article: Article, doc: Doc, register: object) -> tuple[Cast, History]:
    """The cast of an article and who speaks where in it, by kgraph's own attributions."""
    found = list(extract(article, doc))
    offices = [r for r in found if isinstance(r, Relation) and r.name == "holds_office"]
    cast = cast_of(article, doc, register, offices)
    history = History(cast.quotation)
    said = sorted((a for a in found if isinstance(a, Attribution) and a.source), key=lambda a: a.source.start)
    for attribution in said:
        for who in speakers(cast, attribution.source, history):
            history.note(attribution.source.start, who.actor)
    return cast, history


def questions(document: Document) -> Iterator[tuple[str, Gold]]:
    """(row of the table, mention) for everything that is asked of a document of OntoGUM."""
    cues = act_cues()
    seen: set[str] = set()
    for mention in document.mentions:
        word = document.words[mention.top]
        lower = word.text.lower()
        third = mention.first == mention.last and lower in PERSONAL
        if third and lower in HE | SHE:
            yield "persons", mention
        above = document.words[word.head]
        subject = word.dep.startswith("nsubj") and not word.dep.endswith("pass") and above.lemma in cues
        names = any(w.head == mention.top and w.pos == "PROPN" and w.dep in {"flat", "appos"} for w in document.words)
        nominal = word.pos == "NOUN" and not names
        acts = mention.kind in {"person", "organization", "place"}
        if subject and acts and above.pos == "VERB" and (third or (mention.cluster in seen and nominal)):
            yield f"sources: {'pronouns' if third else 'nominals'}", mention
        seen.add(mention.cluster)


def chain_of(document: Document, cast: Cast, actor: Actor, before: int) -> str | None:
    """The gold chain that an actor stands for."""
    named = [n.span for n in cast.named if n.actor.id == actor.id and not n.adjective]
    chains = Counter(c for s in named if (c := cluster_of(document, s.start_char, s.end_char)) is not None)
    if chains:
        return chains.most_common(1)[0][0]
    mentions = [(document.words[m.first].start, document.words[m.last].end, m.cluster) for m in document.mentions]
    same = [
        (abs(start - before), cluster)
        for start, end, cluster in mentions
        if start != before and _head_words(document.text[start:end]) == _head_words(actor.label)
    ]
    return min(same)[1] if same else None


def are_together(document: Document, cast: Cast, actors: list[Actor], cluster: str) -> bool:
    """Whether a mention of the chain names all the actors, as "Egypt and Greece" does."""
    for mention in document.mentions:
        start, end = document.words[mention.first].start, document.words[mention.last].end
        named = {n.actor.id for n in cast.within(start, end)}
        if mention.cluster == cluster and all(
            a.id in named or _head_words(a.label) in document.text[start:end].lower() for a in actors
        ):
            return True
    return False


def _head_words(text: str) -> str:
    return clean(text.split(",")[0]).lower()


def ontogum(part: str, cache: Path | None, misses: bool) -> dict[str, tuple[int, int]]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    gold = list(documents(part))
    articles = [Article(d.name, d.text) for d in gold]
    register = load_register()
    for document, (article, doc) in zip(gold, annotated(part, articles, cache), strict=True):
        cast, history = cast_and_history(article, doc, register)
        for row, mention in questions(document):
            start, end = document.words[mention.first].start, document.words[mention.last].end
            found = speakers(cast, Mention(start, end, document.text[start:end]), history)
            right = _is_right(document, cast, found, mention, start)
            link = _link(document, cast, mention)
            picked = right if link is None else right or cluster_of(document, *link) == mention.cluster
            for name, value in ((row, right), (f"antecedents of {row.split(':')[0]}", picked)):
                counts[name][0] += value
                counts[name][1] += 1
            if misses and not right:
                _miss(row, document, start, end, found)
    return {row: (right, asked) for row, (right, asked) in sorted(counts.items())}


def _is_right(document: Document, cast: Cast, found: tuple, mention: Gold, start: int) -> bool:
    if len(found) == 1:
        return chain_of(document, cast, found[0].actor, start) == mention.cluster
    return bool(found) and are_together(document, cast, [r.actor for r in found], mention.cluster)


def _link(document: Document, cast: Cast, mention: Gold) -> tuple[int, int] | None:
    """The characters of the mention that a pronoun was linked to."""
    start = document.words[mention.top].start
    token = next((t.i for t in cast.doc if t.idx == start), None)
    if token not in cast.links:
        return None
    span = cast.links[token][0].span
    return span.start_char, span.end_char


def _miss(row: str, document: Document, start: int, end: int, found: tuple) -> None:
    around = document.text[max(0, start - 350) : start] + "[[" + document.text[start:end] + "]]"
    around += document.text[end : end + 60]
    print(f"{row} {document.name}: {[r.actor.label for r in found]} {[r.reason for r in found]}\n   {around!r}")


def of_gold(name: str, cache: Path | None, misses: bool) -> dict[str, tuple[int, int]]:
    import score_statements
    from statements import sets

    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    folder, paths = sets()[name]
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    files = {p.stem: p for p in folder.iterdir() if p.is_file()}
    golds = [gold for gold in golds if gold["doc"] in files]
    articles = [next(read_articles([files[gold["doc"]]])) for gold in golds]
    register = load_register()
    for gold, (article, doc) in zip(golds, annotated(name, articles, cache), strict=True):
        cast, history = cast_and_history(article, doc, register)
        table = score_statements.names(gold)
        for row in gold["statements"]:
            kind = kind_of(gold, row)
            if kind is None:
                continue
            start = row["speaker_start"]
            found = speakers(cast, article.mention(start, start + len(row["speaker_text"])), history)
            first = (
                {"id": found[0].actor.id, "label": found[0].actor.label, "wikidata": found[0].actor.wikidata}
                if found
                else None
            )
            right = score_statements.speaker_ok(row, {"speaker": first}, table)
            counts[kind][0] += right
            counts[kind][1] += 1
            if misses and not right:
                given = [(r.actor.label, r.reason) for r in found]
                print(f"{row['id']} {row['speaker_text']!r}: {given}; {row['speaker']}")
    return {row: (right, asked) for row, (right, asked) in sorted(counts.items())}


def kind_of(gold: dict, row: dict) -> str | None:
    """``pronouns`` or ``nominals`` where the source's words are such; None for names."""
    text = row["speaker_text"]
    if not text or row["speaker_start"] is None:
        return None
    if text.lower() in PERSONAL | ME | WE:
        return "sources: pronouns"
    speaking = [n for e in gold["entities"] if e["id"] in row["speaker"] for n in [*e["names"], e["id"]]]
    capital = {w for n in speaking for w in n.split() if w[:1].isupper() and fold(w) not in OFFICES}
    shared = {w for w in text.split()[(text[:1].isupper()) :] if w in capital}
    named = shared or text.split()[0] in capital or fold(clean(text)) in {fold(s) for s in row["speaker"]}
    return None if named else "sources: nominals"


def main() -> None:
    given = sys.argv[1:]
    cache = Path(given.pop(given.index("--cache") + 1)) if "--cache" in given else None
    wanted = [a for a in given if not a.startswith("--")] or ["dev", "tuning", "heldout", "seeds"]
    for name in wanted:
        measure = ontogum if name in {"train", "dev"} else of_gold
        rows = measure(name, cache, "--misses" in given)
        sources = [v for row, v in rows.items() if row.startswith("sources:")]
        rows["sources"] = (sum(r for r, _ in sources), sum(n for _, n in sources))
        told = "; ".join(f"{row} {r}/{n} = {100 * r / max(1, n):.1f} %" for row, (r, n) in sorted(rows.items()))
        print(f"{name}: {told}", flush=True)


if __name__ == "__main__":
    main()
