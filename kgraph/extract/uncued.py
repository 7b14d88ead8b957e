"""Speakers without a cue of their own: "as did Norland's envoy", and a bare quotation behind a sentence on somebody."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kgraph.extract.contents import inside, mention_of, strip
from kgraph.extract.parse import Parse, Span, Token
from kgraph.extract.quotations import Quotation
from kgraph.extract.supplements import is_free, is_worth_a_statement, noun_phrase_at
from kgraph.extract.syntax import APPOSITION, NOMINAL, SUBJECT, chars, children, phrase, trim
from kgraph.records import Article, Attribution, Mention

_TENSES = {"did": "VBD", "does": "VBZ", "do": "VBP", "has": "VBN", "have": "VBN"}
_BEFORE = frozenset({"as", "neither", "nor", "so"})
_AFTER = re.compile(r"(?:too|likewise|as well|the same|so too)\b", re.IGNORECASE)
_SAME = re.compile(r"(?:the same(?: thing)?|as much|likewise|so too)", re.IGNORECASE)
_NEGATED = re.compile(r"\bnot\b|n[’']t\b|\bnever\b|\bdeclin|\brefus", re.IGNORECASE)
_AND = re.compile(r"[\s,]*(?:\band\s+)?$")
_STOP_BEFORE = re.compile(r"[.!?…]['\"”’»]?[ \u00a0]$")

BARE_SCORE = 0.5
"""Confidence that a bare quotation is of whom the sentence before it tells; below that of any rule with a cue."""


def shared(article: Article, doc: Parse, found: list[Attribution]) -> list[Attribution]:
    """Give a statement the further speakers of "So did the Chancellor", "as did Y", "Y did too", "Y said the same"."""
    result = sorted(found, key=lambda a: (a.start, a.end))
    for echo in [a for a in result if a.source and len(a.content) == 1 and _SAME.fullmatch(a.content[0].text)]:
        before = [a for a in result if a.end <= echo.start and a is not echo]
        if before and echo.source and _near(doc, before[-1], chars(doc, echo.start, echo.end)):
            result[result.index(before[-1])] = replace(before[-1], others=(*before[-1].others, echo.source))
            result.remove(echo)
    for verb in doc:
        who = _echoing(article, verb) if verb.lower_ in _TENSES else None
        if who is None or not inside(article.body, verb.idx, verb.idx + 1):
            continue
        before = [a for a in result if a.source and a.start < verb.idx and (not a.cue or a.cue.start < verb.idx)]
        if not before or not _near(doc, before[-1], doc[verb.i : verb.i + 1]):
            continue
        one = _cut(article, before[-1], min(verb.i - 1, who.start), doc)
        if one is not None and not _may_echo_content(doc, one, verb) and _agrees(one, verb):
            result[result.index(before[-1])] = replace(one, others=(*one.others, mention_of(article, who)))
    return result


def _echoing(article: Article, verb: Token) -> Span | None:
    """Who did so, too: behind an inverted verb, or before one with "too" behind it."""
    doc = verb.doc
    own = None
    if verb.i and doc[verb.i - 1].lower_ in _BEFORE:
        own = noun_phrase_at(doc, verb.i + 1, verb.sent.end)
    elif _AFTER.match(article.text, verb.idx + len(verb) + 1):
        own = next((phrase(t) for t in children(verb, SUBJECT) if t.i < verb.i), None)
    if own is None or own.root.pos_ not in NOMINAL or own.root.lower_ in {"it", "that", "they", "this", "which"}:
        return None
    ends = [t.i + 1 for name in children(own.root, APPOSITION) for t in name.subtree]
    return trim(doc[own.start : max([own.end, *ends])])


def _near(doc: Parse, attribution: Attribution, echo: Span | None) -> bool:
    """Whether an attribution stands in the sentence of its echo, or ends in the one before."""
    anchor = attribution.cue or attribution.content[-1]
    first, last = chars(doc, anchor.start, anchor.end), chars(doc, attribution.start, attribution.end)
    if echo is None or first is None or last is None:
        return False
    sentence = echo[0].sent
    return max(first[-1].i, last[-1].i) >= (doc[sentence.start - 1].sent.start if sentence.start else 0)


def _cut(article: Article, attribution: Attribution, at: int, doc: Parse) -> Attribution | None:
    """The attribution without the echo in its content ("..., and so did Y"); None where nothing is left."""
    start = doc[at].idx
    pieces = [(m.start, min(m.end, start)) for m in attribution.content if m.start < start]
    cut = [strip(article.text, a, a + len(_AND.sub("", article.text[a:b]))) for a, b in pieces]
    content = tuple(article.mention(a, b) for a, b in cut if b > a)
    if attribution.end <= start:
        return attribution
    return replace(attribution, content=content) if content else None


def _may_echo_content(doc: Parse, attribution: Attribution, verb: Token) -> bool:
    """Of "said that exports fell, as did imports" the content's verb may be meant: then nobody is taken to speak."""
    tag = _TENSES[verb.lower_]
    words = [t for m in attribution.content for t in chars(doc, m.start, m.end) or () if t.i < verb.i]
    found = [t for t in words if t.tag_ == tag and t.pos_ == "VERB"]
    return any(tag == "VBN" or not children(t, {"aux", "aux:pass"}) for t in found)


def _agrees(attribution: Attribution, verb: Token) -> bool:
    """Whether "nor did Y" follows something negated, as it has to."""
    if verb.doc[verb.i - 1].lower_ not in {"neither", "nor"}:
        return True
    return attribution.cue is not None and bool(_NEGATED.search(attribution.cue.text))


def by_subject(
    article: Article, doc: Parse, found: list[Attribution], quoted: list[Quotation]
) -> Iterator[Attribution]:
    """Bare quotations right behind a sentence of their paragraph: "Brandvold was angry. “Nobody was asked.”".

    They are of whom that sentence reports, else of the person who is its subject.
    """
    for quotation in quoted:
        gap = _STOP_BEFORE.search(article.text, max(0, quotation.outer_start - 4), quotation.outer_start)
        if gap is None or not inside(article.body, quotation.start, quotation.end) or not is_free(quotation, found):
            continue
        stop = chars(doc, gap.start(), gap.start() + 1)
        if stop is None or not is_worth_a_statement(article, quotation) or not _stands_alone(article, doc, quotation):
            continue
        sentence = stop[0].sent
        last = [a for a in found if a.source and sentence.start_char <= a.source.start < sentence.end_char]
        source = last[-1].source if last else _person(article, sentence)
        if source is not None:
            piece = article.mention(*strip(article.text, quotation.start, quotation.end))
            yield Attribution(source, None, (piece,), "direct", BARE_SCORE, "subject", continues=bool(last))


def _stands_alone(article: Article, doc: Parse, quotation: Quotation) -> bool:
    """Whether a quotation is whole sentences, with no words of the reporter's in them."""
    text = article.text[quotation.start : quotation.end].strip()
    last = chars(doc, quotation.outer_end - 1, quotation.outer_end)
    if last is None:  # it was never closed, and ends in a space
        return False
    behind = doc[last[-1].i + 1 :]
    after = next((t for t in behind[:2] if not t.is_space), None)
    ended = after is None or after.is_sent_start or "\n" in article.text[quotation.outer_end : after.idx]
    return text[:1].isupper() and text[-1:] in ".!?…" and ended


def _person(article: Article, sentence: Span) -> Mention | None:
    who = next(iter(children(sentence.root, SUBJECT)), None)
    if who is None or not (who.ent_type_ == "PERSON" or who.lower_ in {"he", "she"}):
        return None
    return mention_of(article, phrase(who))
