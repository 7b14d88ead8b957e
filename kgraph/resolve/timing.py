"""Which of the times that a sentence names is when a statement was made: one that belongs to its cue."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import takewhile

from kgraph.extract.parse import Span, Token
from kgraph.extract.syntax import OBJECT, POSSESSOR, SUBJECT, chars, children, preposition, root
from kgraph.records import Attribution, Mention
from kgraph.resolve.cast import Cast
from kgraph.resolve.dates import Time, times
from kgraph.resolve.speakers import DOCUMENTS

_NOT_THEN = re.compile(
    r"\b(?:ahead of|after|as of|before|between|by|despite|during|following|for|from|of|prior to|since|starting|than"
    r"|through|till|to|until)\s+(?:the\s+|early\s+|late\s+)*$",
    re.IGNORECASE,
)
"""Before a time, these make it the time of something else: "since May", "ahead of Friday's summit"."""

_OTHER_TIME = frozenset({"after", "although", "because", "before", "if", "since", "though", "unless", "until", "while"})
"""Conjunctions whose clause has a time of its own."""

_TOLD = OBJECT | {"ccomp"}
_SPEAKING = frozenset({"address", "cite", "interview", "quote", "speak", "talk", "write"})
"""Participles that tell of the saying itself: "X, speaking on Monday, said"."""

_RELATIVE = frozenset({"acl", "acl:relcl", "advcl:relcl", "appos", "relcl"})
_SAME_PHRASE = re.compile(r" *(?:on|in|at)? *(?:(?:the|early|late) +)*")
_ENDS = re.compile(r"[.!?…:\"”»\n]")


def said_on(cast: Cast, attribution: Attribution, said: Iterable[Attribution]) -> Time | None:
    """When something was said by the words of its cue's sentence; None where they name no time of the saying.

    Args:
        cast: The article's cast.
        attribution: The spans; times in the content are the content's.
        said: All attributions of the article; times in the content of one are none of a cue outside it.
    """
    anchor = attribution.cue or attribution.source
    span = chars(cast.doc, anchor.start, anchor.end) if anchor and not attribution.continues else None
    if span is None:
        return None
    sentence, cue = _sentence(span), next((t for t in span if t.pos_ == "VERB"), root(span))
    found = _times(cast.article.text, cast.article.published, sentence.start_char, sentence.end_char, _is_to_come(cue))
    others = [a.content for a in said if not any(m.start <= cue.idx < m.end for m in a.content)]
    own = [time for time in found if _is_outside(cast, others, time) and _belongs(cast, time, cue)]
    return min(own, key=lambda time: max(time.start - cue.idx, cue.idx - time.end), default=None)


def happened_on(cast: Cast, trigger: Mention, coming: bool = False) -> Time | None:
    """When an event happened by the words of its sentence; None where they name no time of it.

    Args:
        cast: The article's cast.
        trigger: The verb or noun that names the event.
        coming: Whether it is still to come: "on Friday" is then the next one.
    """
    span = chars(cast.doc, trigger.start, trigger.end)
    if span is None:
        return None
    sentence, word = _sentence(span), root(span)
    found = _times(cast.article.text, cast.article.published, sentence.start_char, sentence.end_char, coming)
    own = [time for time in found if _is_outside(cast, [], time) and _belongs(cast, time, word)]
    return min(own, key=lambda time: max(time.start - word.idx, word.idx - time.end), default=None)


@lru_cache(maxsize=64)
def _times(text: str, published: date | None, start: int, end: int, coming: bool) -> tuple[Time, ...]:
    """The times of a sentence; all statements and events in it ask for them."""
    return tuple(times(text, published, start, end, coming))


def _sentence(span: Span) -> Span:
    """The sentence of a cue, with what the parse cut off before or behind it without a full stop."""
    doc, sentence = span.doc, span[0].sent
    start, end = sentence.start, sentence.end
    if start and not _ENDS.search(doc[start - 1 : start].text_with_ws):
        start = doc[start - 1].sent.start
    if end < len(doc) and not _ENDS.search(doc[end - 1 : end].text_with_ws):
        end = doc[end].sent.end
    return doc[start:end]


def _is_to_come(cue: Token) -> bool:
    return any(child.lower_ in {"will", "shall", "'ll", "’ll"} for child in children(cue, {"aux"}))


def _is_outside(cast: Cast, contents: list[tuple[Mention, ...]], time: Time) -> bool:
    """Whether a time is neither content, nor right behind it ("promised talks on Monday"), nor part of a name."""
    if any(time.start < named.span.end_char for named in cast.within(time.start - 30, time.end)):
        return False
    if any(m.start < time.end and time.start < m.end for pieces in contents for m in pieces):
        return False
    ends = (pieces[-1].end for pieces in contents)
    return not any(end <= time.start and _SAME_PHRASE.fullmatch(cast.article.text, end, time.start) for end in ends)


def _belongs(cast: Cast, time: Time, cue: Token) -> bool:
    """Whether a time is that of a cue's verb, or of one that tells of the same moment ("Speaking on Monday, ...")."""
    text, span = cast.article.text, chars(cast.doc, time.start, time.end)
    if ";" in text[min(time.end, cue.idx) : max(time.start, cue.idx)]:
        return False
    if span is None or _NOT_THEN.search(text, max(0, time.start - 20), time.start):
        return False
    head = root(span)
    if any(t.ent_type_ not in {"", "CARDINAL", "DATE", "ORDINAL", "TIME"} for t in span) or _names(head, span):
        return False
    above = {cue, *cue.ancestors}
    way = [head, *head.ancestors]
    down = list(takewhile(lambda t: t not in above, way))
    spoken = next((t for t in down if t.lemma_.lower() in _SPEAKING and t.tag_ in {"VBG", "VBN"}), None)
    if spoken is not None:
        return not any(_parts(t, cue) for t in down[: down.index(spoken)])
    meet = way[len(down)] if len(down) < len(way) else None
    up = list(takewhile(lambda t: t != meet, (cue, *cue.ancestors))) if meet is not None else []
    return not any(_parts(t, cue) for t in down) and not any(_is_of_another_time(t) for t in up)


def _names(head: Token, span: Span) -> bool:
    """In the text "the Monday Club"."""
    return head.dep_ in {"compound", "flat"} and head.head.pos_ == "PROPN" and head.head not in span


def _parts(token: Token, cue: Token) -> bool:
    """Whether what hangs below a word, on the way from the cue down to a time, has a time of its own."""
    if token.dep_ in POSSESSOR:  # "at Tuesday's session"
        return preposition(token.head) not in {None, "at", "in"}
    if token.head == cue and token.dep_ in _TOLD:  # "proposed talks on Monday", but not "told a meeting on Monday"
        return cue.lemma_.lower() not in {"address", "issue", "release", "tell"}
    if token.dep_ == "conj" and token.pos_ == "VERB" and token.i > cue.i:  # "said so and left on Monday"
        return True
    if token.dep_ in _RELATIVE:
        return token.head.lemma_.lower() not in DOCUMENTS
    return (token.dep_ in SUBJECT and token.lemma_.lower() not in DOCUMENTS) or _is_of_another_time(token)


def _is_of_another_time(token: Token) -> bool:
    """Whether a clause is a relative one or begins with "after", "although" ..."""
    if token.dep_ in {"acl:relcl", "advcl:relcl", "relcl"}:
        return True
    return token.dep_ == "advcl" and any(
        child.lower_ in _OTHER_TIME for child in token.children if child.dep_ in {"mark", "case", "advmod", "prep"}
    )
