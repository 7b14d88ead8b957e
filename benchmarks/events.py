#!/usr/bin/env python3
"""Who did what to whom: kgraph's events against coded sentences, the tuned part and the held-out part apart.

usage: python benchmarks/events.py [--data ../shared/data] [--misses] [--json]

``gsr`` are sentences of the PLOVER gold standard (a quarter held out), each with one coded event; ``ner`` sentences of
cameo_ner with the words of one source and one target (a fifth held out). kgraph gives a sentence all events that it
finds, the likeliest first. Figures, each in per cent:

- class: the likeliest event has the gold class; ``among``: any event of the sentence has it. PLOVER codes an act that
  is only planned as AGREE where it is cooperative and as THREATEN where it is hostile, and one that somebody will not
  do as REJECT; kgraph keeps the act's class and calls it hypothetical and negated. ``class as coded`` takes the
  event's class as it is; ``class`` lets a hypothetical event count by PLOVER's rule, too. DEMAND counts as REQUEST,
  DISAPPROVE and INVESTIGATE as ACCUSE, FIGHT as ASSAULT.
- actors: precision, recall and F of the likeliest event's sources and targets. Two match when the head word of one
  stands in the other, names and qualifiers of the head counted in ("British ministers" has "British").
- whole: the likeliest event has class, a source and a target (none, where the gold has none); F over sentences.
  ``among``: any event has.
- extra: events beyond the gold one, a sentence; ``told`` those told as facts. People coded one event a sentence even
  where it tells of two, so not all of these are wrong.
- tokens: precision, recall and F of the words of source and target of the likeliest event, the whole noun phrase that
  the actor stands in (``ner`` only; that is how people marked them).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from spacy.tokens import Token  # noqa: E402

from benchmarks.coded import Coded, coded_sentences  # noqa: E402
from kgraph.extract.events import events  # noqa: E402
from kgraph.extract.syntax import chars, phrase, root  # noqa: E402
from kgraph.ontology import event_polarity  # noqa: E402
from kgraph.records import Article, Mention, Relation  # noqa: E402

_NOMINAL_LINKS = frozenset(
    {"nmod", "nmod:poss", "compound", "amod", "appos", "flat", "nmod:desc", "nmod:unmarked", "conj"}
)


def found(one: Coded) -> list[Relation]:
    """The events of a sentence, the likeliest first."""
    return sorted(events(Article(one.id, one.text), one.doc), key=lambda e: -e.score)


def classes(event: Relation) -> set[str]:
    """The class of an event, and that of a planned or refused one by PLOVER's rule."""
    if not event.hypothetical:
        return {event.name}
    planned = "THREATEN" if event_polarity()[event.name] == "negative" else "AGREE"
    return {event.name, "REJECT" if event.negated else planned}


def heads(one: Coded, mentions: tuple[Mention | None, ...]) -> list[Token]:
    """The head word of each mention."""
    spans = [chars(one.doc, m.start, m.end) for m in mentions if m is not None]
    return [root(span) for span in spans if span is not None]


def sources(one: Coded, event: Relation) -> list[Token]:
    return heads(one, (event.source, *event.co_sources))


def targets(one: Coded, event: Relation) -> list[Token]:
    return heads(one, (event.target, *event.co_targets))


def is_whole(one: Coded, event: Relation) -> bool:
    """Whether class, source and target are right."""
    if not classes(event) & one.classes:
        return False
    acted = [t for t in targets(one, event) if one.has_target(t)]
    by = [t for t in sources(one, event) if one.has_source(t)]
    return (bool(by) or not one.sources) and (bool(acted) if one.targets else not targets(one, event))


class Tally:
    """Counts of what was given, what is gold, and what is both."""

    def __init__(self) -> None:
        self.given = self.gold = self.both = self.met = 0

    def __str__(self) -> str:
        precision, recall = self.both / max(1, self.given), self.met / max(1, self.gold)
        f = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return f"P {100 * precision:.1f} R {100 * recall:.1f} F {100 * f:.1f}"


def count_actors(one: Coded, event: Relation | None, tally: Tally) -> None:
    """Match heads with gold spans: a head is right in a gold span, a gold span is met by a right head."""
    for spans, given, right in (
        (one.sources, sources(one, event) if event else [], one.has_source),
        (one.targets, targets(one, event) if event else [], one.has_target),
    ):
        tally.given += len(given)
        tally.both += sum(right(head) for head in given)
        tally.gold += len(spans)
        tally.met += sum(any(_meets(one, head, span) for head in given) for span in spans)


def _meets(one: Coded, head: Token, span: tuple[int, int]) -> bool:
    alone = Coded(one.set, one.id, one.text, sources=[span], doc=one.doc)
    return alone.has_source(head)


def words(one: Coded, given: list[Token]) -> set[int]:
    """The set's own words in the noun phrases of some heads, clauses left out."""
    covered: set[int] = set()
    for head in given:
        while head.dep_ in _NOMINAL_LINKS and head.head != head and head.head.pos_ in {"NOUN", "PROPN"}:
            head = head.head
        span = phrase(head)
        covered |= {i for i, (a, b) in enumerate(one.words) if a < span.end_char and span.start_char < b}
    return covered


def gold_words(one: Coded, spans: list[tuple[int, int]]) -> set[int]:
    return {i for i, (a, b) in enumerate(one.words) for start, end in spans if a < end and start < b}


def measure_gsr(sentences: list[Coded]) -> dict[str, object]:
    counts: dict[str, float] = defaultdict(float)
    actors, spanned = Tally(), [one for one in sentences if one.spanned]
    for one in sentences:
        every = found(one)
        best = every[0] if every else None
        counts["class"] += bool(best and classes(best) & one.classes)
        counts["class as coded"] += bool(best and best.name in one.classes)
        counts["class among"] += any(classes(e) & one.classes for e in every)
        counts["none"] += not every
        if not one.spanned:
            continue
        count_actors(one, best, actors)
        counts["given"] += bool(best)
        counts["whole"] += bool(best and is_whole(one, best))
        right = [e for e in every if is_whole(one, e)]
        counts["whole among"] += bool(right)
        counts["extra"] += len(every) - bool(right)
        counts["extra told"] += sum(not (e.hypothetical or e.negated) for e in every if e not in right[:1])
    n, m = len(sentences), len(spanned)
    return {
        "sentences": n,
        **{key: round(100 * counts[key] / n, 1) for key in ("class", "class as coded", "class among", "none")},
        "actors": str(actors),
        "whole F": round(200 * counts["whole"] / (counts["given"] + m), 1),
        "whole among": round(100 * counts["whole among"] / m, 1),
        "extra": round(counts["extra"] / m, 2),
        "extra told": round(counts["extra told"] / m, 2),
    }


def measure_ner(sentences: list[Coded]) -> dict[str, object]:
    tallies = {"source": Tally(), "target": Tally()}
    heads_right, events_given = Tally(), 0
    for one in sentences:
        every = found(one)
        best = every[0] if every else None
        events_given += len(every)
        count_actors(one, best, heads_right)
        for name, spans, given in (
            ("source", one.sources, sources(one, best) if best else []),
            ("target", one.targets, targets(one, best) if best else []),
        ):
            mine, gold = words(one, given), gold_words(one, spans)
            tallies[name].given += len(mine)
            tallies[name].gold += len(gold)
            tallies[name].both += len(mine & gold)
            tallies[name].met += len(mine & gold)
    both = Tally()
    for tally in tallies.values():
        for part in ("given", "gold", "both", "met"):
            setattr(both, part, getattr(both, part) + getattr(tally, part))
    return {
        "sentences": len(sentences), "tokens": str(both), **{f"{k} tokens": str(t) for k, t in tallies.items()},
        "actors": str(heads_right), "events a sentence": round(events_given / len(sentences), 2),
    }  # fmt: skip


def tell_misses(one: Coded) -> None:
    every = found(one)
    if one.set == "gsr" and (not one.spanned or (every and is_whole(one, every[0]))):
        return
    gold = [one.text[a:b] for a, b in one.sources], [one.text[a:b] for a, b in one.targets]
    print(f"\n{one.id} {'/'.join(one.classes)} {gold[0]} -> {gold[1]}\n  {one.text}")
    for event in every:
        who = [m.text for m in (event.source, *event.co_sources)]
        whom = [m.text for m in (event.target, *event.co_targets) if m]
        marks = "?" * event.hypothetical + "!" * event.negated
        print(f"  {event.score:.2f} {event.name}{marks} [{event.label}] {who} -> {whom}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--misses", action="store_true", help="Print what goes wrong in the tuned sentences.")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sentences = coded_sentences(options.data)
    figures = {}
    for held_out in (False, True):
        for name, measure in (("gsr", measure_gsr), ("ner", measure_ner)):
            part = [one for one in sentences if one.set == name and one.held_out == held_out]
            figures[f"{name} {'held out' if held_out else 'tuned'}"] = measure(part)
            if options.misses and not held_out:
                for one in part:
                    tell_misses(one)
    if options.json:
        print(json.dumps(figures, indent=1))
        return
    for name, values in figures.items():
        print(f"== {name}")
        for key, value in values.items():
            print(f"   {key}: {value}")


if __name__ == "__main__":
    main()
