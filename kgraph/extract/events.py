"""Events between actors, by verb: who (subject) did what (a PLOVER class) to whom (object). A first, plain reading.

The verbs stand in ``ontologies/events.ttl``; a clause counts only with a nominal on both sides.
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kgraph.extract.syntax import (
    NOMINAL,
    OBJECT,
    OBLIQUE,
    agent,
    children,
    conjuncts,
    is_negated,
    is_passive,
    lemma_among,
    phrase,
    preposition,
    subject,
)
from kgraph.ontology import event_words
from kgraph.records import Article, Mention, Relation

_TARGET_PREPOSITIONS = frozenset({"with", "against", "to", "on", "from", "for", "at", "upon"})


def events(article: Article, doc: Doc) -> Iterator[Relation]:
    """Yield one relation for each pair of a source and a target of a verb that names an event.

    ``name`` is the PLOVER class, ``label`` the verb's lemma, ``evidence`` the words from source to target.
    """
    for verb in doc:
        if verb.pos_ != "VERB" or not _in_body(article, verb):
            continue
        event_class, source, target = _reading(verb)
        if event_class is None or source is None or target is None:
            continue
        for one in conjuncts(source):
            for other in conjuncts(target):
                yield _relation(article, verb, one, other, event_class)


def _in_body(article: Article, token: Token) -> bool:
    return any(start <= token.idx < end for start, end in article.body)


def _reading(verb: Token) -> tuple[str | None, Token | None, Token | None]:
    """The event class of a verb, who acts and who is acted upon; "met with" counts before "met"."""
    lemma = lemma_among(verb, event_words())
    source = _nominal(agent(verb) if is_passive(verb) else subject(verb))
    for target in _obliques(verb):
        event_class = _class(f"{lemma} {preposition(target)}")
        if event_class:
            return event_class, source, target
    if is_passive(verb):
        return _class(lemma), source, _nominal(subject(verb))
    objects = [t for t in children(verb, OBJECT) if t.pos_ in NOMINAL]
    names = [t for t in (*objects, *_obliques(verb)) if t.pos_ == "PROPN"]
    return _class(lemma), source, next(iter(names or objects), None)


def _class(words: str) -> str | None:
    known = event_words().get(words)
    return str(known["class"]) if known and known["verb"] else None


def _nominal(token: Token | None) -> Token | None:
    return token if token is not None and token.pos_ in NOMINAL else None


def _obliques(verb: Token) -> list[Token]:
    """Nouns behind one of the prepositions that make somebody the target, of the verb or of its object."""
    heads = [verb, *children(verb, OBJECT), *children(verb, {"prep"})]
    found = [child for head in heads for child in children(head, OBLIQUE)]
    return [t for t in found if preposition(t) in _TARGET_PREPOSITIONS and t.pos_ in NOMINAL]


def _relation(article: Article, verb: Token, source: Token, target: Token, event_class: str) -> Relation:
    spans = [phrase(source), phrase(target)]
    start = min(verb.idx, *(s.start_char for s in spans))
    end = max(verb.idx + len(verb), *(s.end_char for s in spans))
    return Relation(
        name=event_class,
        source=_mention(article, spans[0].start_char, spans[0].end_char),
        target=_mention(article, spans[1].start_char, spans[1].end_char),
        evidence=article.mention(start, end),
        label=lemma_among(verb, event_words()),
        score=0.5,
        extractor="events",
        negated=is_negated(verb),
    )


def _mention(article: Article, start: int, end: int) -> Mention:
    return article.mention(start, end)
