"""To whom a statement is said: the object of its cue, and the names between the cue and the content."""

from collections.abc import Iterator

from kgraph.extract.parse import Token
from kgraph.extract.syntax import APPOSITION, OBJECT, chars, conjuncts, preposition, root
from kgraph.records import Attribution, Resolved
from kgraph.resolve.cast import Cast, Named
from kgraph.resolve.coreference import IT, PERSONAL, antecedent
from kgraph.resolve.naming import Voice, by_noun, humans, words_of
from kgraph.resolve.nominals import FORCES, group

NEAR = 80
"""Characters at most between a cue and its content for the names between them to be those to whom it is said."""

_TOWARDS = frozenset({"on", "to", "against", "with", "from"})


def addressees(cast: Cast, attribution: Attribution, voice: Voice) -> list[Resolved]:
    """To whom it is said: "accused [Washington] of", "told [reporters]", "pleaded with [both sides]".

    Args:
        cast: The article's cast.
        attribution: The spans.
        voice: In whose words it stands.
    """
    found: dict[str, Resolved] = {}
    for named in _between(cast, attribution):
        found.setdefault(named.actor.id, named.resolved())
    for resolved in _objects(cast, attribution, voice):
        found.setdefault(resolved.actor.id, resolved)
    return list(found.values())


def _between(cast: Cast, attribution: Attribution) -> Iterator[Named]:
    cue, source = attribution.cue, attribution.source
    after = [m.start for m in attribution.content if cue is not None and m.start >= cue.end]
    if cue is None or not after or min(after) - cue.end > NEAR or "\n" in cast.article.text[cue.end : min(after)]:
        return
    for named in cast.within(cue.end, min(after)):
        speaks = source is not None and source.start <= named.start < source.end
        if named.adjective or speaks or named.actor.type in {"Place", "Weapon"}:
            continue
        if _reached(named, cue.end):
            yield named


def _reached(named: Named, end: int) -> bool:
    """Whether a name behind a cue is no place or channel: nothing stands between but words that point at somebody."""
    head = root(named.span)
    marks = [c for c in head.children if c.dep_ in {"case", "prep"} and end <= c.idx < named.start]
    return all(mark.lower_ in {*_TOWARDS, "of", "for"} - {"on"} for mark in marks)


def _objects(cast: Cast, attribution: Attribution, voice: Voice) -> Iterator[Resolved]:
    cue, apart = attribution.cue, (*attribution.content, *([attribution.source] if attribution.source else []))
    span = chars(cast.doc, cue.start, cue.end) if cue else None
    for verb in (t for t in span or [] if t.pos_ == "VERB"):
        for child in verb.children:
            behind = child.dep_ in {"obl", "pobj"} and preposition(child) in _TOWARDS
            if child.dep_ not in OBJECT and not behind:
                continue
            for head in conjuncts(child):
                if not any(m.start <= head.idx < m.end for m in apart):
                    yield from _object(cast, head, voice)


def _object(cast: Cast, head: Token, voice: Voice) -> list[Resolved]:
    own = cast.article.mention(head.idx, head.idx + len(head))
    for bearer in (head, *(c for c in head.children if c.dep_ in APPOSITION)):
        named = [n for n in cast.within(head.left_edge.idx, bearer.idx + len(bearer)) if bearer in n.span]
        if named and not named[0].adjective:
            return [named[0].resolved()]
    if head.lower_ in PERSONAL and (head.pos_ == "PRON" or head.lower_ in IT):
        return list(antecedent(cast, own, voice.history))
    if head.pos_ not in {"NOUN", "PROPN"}:
        return []
    if found := by_noun(cast, head, voice)[0]:
        return found
    people = {head.lemma_.lower(), head.lower_} & (FORCES | humans())
    return [made] if people and (made := group(cast, words_of(cast, head))) else []
