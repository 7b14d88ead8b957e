"""Events between actors: who did what (a PLOVER class) to whom, by verbs, nouns, and nouns with light verbs.

A trigger (``triggers``) is what the lexicon knows; who acts is read off the clause, who is acted upon and whether it is
an event at all are weighed (``arguments``, ``events.json``); ``factuality`` says what the text leaves open or denies.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from kgraph.extract.arguments import Candidate, candidates, kind_of, source, weighed
from kgraph.extract.contents import behind_dateline, in_body, inside
from kgraph.extract.decisions import chance, threshold
from kgraph.extract.factuality import denied, left_open
from kgraph.extract.lexicon import Lexicon, load_lexicon
from kgraph.extract.parse import Parse, Span, Token, parse
from kgraph.extract.syntax import OBJECT, OBLIQUE, children, conjuncts, phrase, preposition
from kgraph.extract.triggers import Trigger, triggers
from kgraph.records import Article, Mention, Relation

_PLACES = frozenset({"in", "near", "at", "inside", "outside", "off"})
_ACTORS = frozenset({"body", "people", "person", "place"})
_DIRECT = frozenset({"nmod:against", "nmod:of", "nmod:on", "nmod:to", "nmod:with"})
_THINGS = frozenset({"agent", "body", "thing"})
"""Kinds of what may be an object; names of weapons are often taken for bodies, given ones for persons."""


_SETTLEMENTS = frozenset({"capital", "city", "district", "island", "port", "province", "region", "town", "village"})
"""Nouns behind whose "of" stands the name of the place."""

_SURE = 0.5
"""Chance of a target above which equals are no targets of each other."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A trigger with its arguments, before it is decided whether it is an event.

    Attributes:
        trigger: The trigger.
        source: Head of who acts.
        way: How that is told, see :func:`kgraph.extract.arguments.source`.
        target: Who is acted upon, with the way to it; None where nobody is.
        likely: Chance that the target is right.
        negated: Whether the text denies it.
        hypothetical: Whether the text leaves it open.
        mutual: Whether those who act are equals, each the other's target.
    """

    trigger: Trigger
    source: Token | None
    way: str
    target: Candidate | None
    likely: float
    negated: bool
    hypothetical: bool
    mutual: bool = False


def events(article: Article, doc: Doc | Parse, lexicon: Lexicon | None = None) -> Iterator[Relation]:
    """Yield one relation for each event that the text tells of.

    ``name`` is the PLOVER class, ``label`` the words of the lexicon, ``evidence`` the words from the first argument to
    the last, ``score`` the chance that class and arguments are right.
    """
    lexicon = lexicon or load_lexicon()
    for one in readings(doc, lexicon):
        at = one.trigger.token.idx
        score = chance("event", features(one, lexicon))
        least = 0.0 if _is_clear(one) else threshold("noun" if one.trigger.kind == "noun" else "event")
        if one.source is not None and inside(article.body, at, at + 1) and score >= least:
            yield _relation(article, one, score, lexicon)


def _is_clear(one: Reading) -> bool:
    """Whether a noun has both its actors right by it: "Norland's attack on Varania"."""
    if one.trigger.kind != "noun" or one.way != "own" or one.target is None or one.target.kind not in _ACTORS:
        return False
    return len(one.target.path) == 1 and one.target.path[0] in _DIRECT


def readings(doc: Doc | Parse, lexicon: Lexicon) -> Iterator[Reading]:
    """Every trigger with the arguments that are likeliest."""
    for trigger in triggers(parse(doc), lexicon):
        who, way = source(trigger, lexicon)
        likely, target = chosen(weighed(trigger, candidates(trigger, lexicon, who)))
        alone = target is None or likely < _SURE or _is_located(target) or target.kind == "thing"
        mutual = who is not None and alone and _is_mutual(trigger, who, lexicon)
        target = None if mutual else target
        if target is not None and who is not None and lexicon.among("reversed", " ".join(trigger.entry.words)):
            who, target = target.token, target._replace(token=who, kind=kind_of(who, lexicon) or "thing")
        token = trigger.token
        yield Reading(trigger, who, way, target, likely, denied(token, lexicon), left_open(token, lexicon), mutual)


def chosen(ranked: list[tuple[float, Candidate]]) -> tuple[float, Candidate | None]:
    """The likeliest candidate; where something only happens in a place, the next one that will do, if there is any."""
    likely = [(score, one) for score, one in ranked if score >= threshold("target")]
    elsewhere = [pair for pair in likely if not _is_located(pair[1])]
    return next(iter(elsewhere or likely), (0.0, None))


def _is_located(one: Candidate | None) -> bool:
    return one is not None and one.kind == "place" and one.path[-1].partition(":")[2] in _PLACES


def together(head: Token) -> Iterator[Token]:
    """The head and all that is coordinated with it, or with the name that it introduces ("leader Ana Lut and ...")."""
    yield from conjuncts(head)
    for child in head.children:
        if child.dep_ in {"appos", "flat", "nmod:desc"} and child.ent_type_ == "PERSON":
            yield from (token for token in conjuncts(child) if token != child)


def _is_mutual(trigger: Trigger, who: Token, lexicon: Lexicon) -> bool:
    words = trigger.entry.words
    several = len(list(together(who))) > 1 or who.tag_ in {"NNS", "NNPS"} or preposition(who) == "between"
    return several and lexicon.among("reciprocal", words[0], " ".join(words), words[-1])


def features(one: Reading, lexicon: Lexicon) -> Iterator[str]:
    """Yield the names of what holds of a reading, for the decision whether it is an event."""
    trigger, token = one.trigger, one.trigger.token
    name = trigger.entry.name
    by = kind_of(one.source, lexicon) or "none" if one.source is not None else "none"
    to = one.target.kind if one.target is not None else "mutual" if one.mutual else "none"
    yield f"class:{name}"
    yield f"{trigger.kind}"
    yield f"{trigger.kind} class:{name}"
    yield f"source:{by}"
    yield f"{trigger.kind} way:{one.way}"
    yield f"{one.way} source:{by}"
    yield f"{one.way} target:{to}"
    yield f"target:{to}"
    yield f"source:{by} target:{to}"
    yield f"{trigger.kind} source:{by}"
    yield f"{trigger.kind} target:{to}"
    yield f"likely:{int(10 * one.likely) if one.target is not None else 'none'}"
    yield f"clause:{_clause(token if trigger.verb is None else trigger.verb)}"
    yield f"{trigger.kind} clause:{_clause(token if trigger.verb is None else trigger.verb)}"
    yield f"words:{min(len(trigger.entry.words), 3)}"
    yield f"lemma:{' '.join(trigger.entry.words)}"
    if one.target is not None:
        yield f"path:{'/'.join(one.target.path)}"
        yield f"{trigger.kind} first:{one.target.path[0]}"
    if one.hypothetical:
        yield "hypothetical"
        yield f"hypothetical {trigger.kind}"
        yield f"hypothetical clause:{_clause(token if trigger.verb is None else trigger.verb)}"
    if one.negated:
        yield "negated"


def _clause(token: Token) -> str:
    """How the clause of a verb, or a noun, stands in its sentence."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    label = token.dep_
    if label in {"ROOT", "root"}:
        return "main"
    if label == "ccomp":
        return "reported" if token.i < token.head.i else "said"
    return label.split(":")[0]


def _relation(article: Article, one: Reading, score: float, lexicon: Lexicon) -> Relation:
    assert one.source is not None
    trigger = one.trigger
    sources = [_mention(article, head) for head in together(one.source)]
    heads = list(together(one.target.token)) if one.target is not None else []
    targets = sources if one.mutual else [_mention(article, head) for head in heads]
    place = _place(trigger, lexicon, {h.i for h in (one.source, *heads)})
    tokens = [trigger.token, *([trigger.verb] if trigger.verb is not None else [])]
    spans = [*sources, *targets, *(article.mention(t.idx, t.idx + len(t)) for t in tokens)]
    return Relation(
        name=trigger.entry.name,
        source=sources[0],
        target=targets[0] if targets else None,
        evidence=article.mention(min(m.start for m in spans), max(m.end for m in spans)),
        label=" ".join(trigger.entry.words),
        score=round(score, 4),
        extractor="events",
        negated=one.negated,
        mode=mode(trigger, lexicon),
        hypothetical=one.hypothetical,
        trigger=_named_by(article, trigger),
        place=_mention(article, place) if place is not None else None,
        co_sources=tuple(sources[1:]),
        co_targets=tuple(targets[1:]),
        objects=tuple(_whole(article, head) for head in _objects(trigger, one, lexicon)),
    )


def mode(trigger: Trigger, lexicon: Lexicon) -> str | None:
    """The mode that the frame tells, else a word right by the trigger."""
    if trigger.entry.mode is not None:
        return trigger.entry.mode
    verb = trigger.verb if trigger.verb is not None else trigger.token
    near = [c for head in {trigger.token, verb} for c in head.children if c.dep_ not in {"nsubj", "conj"}]
    words = [lexicon.lemma(t) for c in near for t in (c, *c.children)]
    return lexicon.mode(trigger.entry.name, words)


def _mention(article: Article, head: Token) -> Mention:
    head = _named_place(head)
    if head.ent_type_ == "NORP" and head.pos_ == "ADJ":
        return article.mention(head.idx, head.idx + len(head))
    words = _of_span(article, phrase(head))
    return behind_dateline(article, in_body(article, words)) or words


def _named_place(head: Token) -> Token:
    """Of "the port city of Lesny" Lesny; else the word itself."""
    if head.ent_type_ or head.lemma_.lower() not in _SETTLEMENTS:
        return head
    behind = (t for t in children(head, OBLIQUE | {"appos"}) if preposition(t) in {"of", None})
    return next((t for t in behind if t.ent_type_ in {"GPE", "LOC"}), head)


def _whole(article: Article, head: Token) -> Mention:
    return _of_span(article, phrase(head))


def _of_span(article: Article, span: Span) -> Mention:
    return article.mention(span.start_char, span.end_char)


def _named_by(article: Article, trigger: Trigger) -> Mention:
    """The verb with its particle, or the noun."""
    tokens = [trigger.token, *children(trigger.token, {"compound:prt", "prt"})]
    near = [t for t in tokens if abs(t.i - trigger.token.i) <= 1]
    return article.mention(min(t.idx for t in near), max(t.idx + len(t) for t in near))


def _place(trigger: Trigger, lexicon: Lexicon, taken: set[int]) -> Token | None:
    """The nearest name of a place behind "in", "near", "at" that hangs on the trigger, its verb or its object."""
    heads = [trigger.token, *([trigger.verb] if trigger.verb is not None else []), *children(trigger.token, OBJECT)]
    for head in heads:
        for child in children(head, OBLIQUE):
            if preposition(child) in _PLACES and child.i not in taken and kind_of(child, lexicon) == "place":
                return child
    return None


def _objects(trigger: Trigger, one: Reading, lexicon: Lexicon) -> Iterator[Token]:
    """What stands in the object, or behind "of" or "with", and takes no other part: what is given, used, destroyed."""
    taken = {t.i for t in (one.source, one.target.token if one.target is not None else None) if t is not None}
    things = _THINGS | ({"person"} if trigger.entry.name == "AID" else set())
    heads = children(trigger.token, OBJECT)
    heads += [t for t in children(trigger.token, OBLIQUE) if preposition(t) in {"with", "of"}]
    for head in heads:
        for token in conjuncts(head):
            named = lexicon.lemma(token) in trigger.entry.words and lexicon.noun(token) is not None
            if token.i not in taken and not named and kind_of(token, lexicon) in things:
                yield token
