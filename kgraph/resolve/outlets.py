"""Via: outlets and channels that carried a statement ("..., Sputnik reports"; "told Politico"; "wrote on Twitter")."""

import re

from kgraph.extract.parse import Span, Token
from kgraph.extract.syntax import OBJECT, chars, lemma_among, preposition, root
from kgraph.ontology import act_cues
from kgraph.records import Article, Attribution, Mention, Resolved
from kgraph.resolve.cast import Cast, Named, clean
from kgraph.resolve.nominals import MEDIUM

POSTS = {"tweet": "Twitter", "retweet": "Twitter"}
"""Nouns and verbs of what is said through one channel only, and its name in the register."""

_CARRYING = frozenset({"announce", "other", "say"})
"""Acts that are done through an outlet; of "accused RT" it is the target."""


def via(cast: Cast, attribution: Attribution, speakers: tuple[Resolved, ...]) -> tuple[Resolved, ...]:
    """The media named beside a statement, outside its content and not as its speaker."""
    span = _sentence(cast, attribution)
    if span is None:
        return ()
    said_by = {s.actor.id for s in speakers}
    found = {
        named.actor.id: named.resolved()
        for named in cast.within(span.start_char, span.end_char)
        if is_outlet(cast, named)
        and named.actor.id not in said_by
        and not _in_content(attribution, named.start)
        and _carries(attribution, named)
    }
    found |= {r.actor.id: r for t in span if (r := _post(cast, attribution, t))}
    source = _source_line(cast.article, cast)
    if not found and source is not None and source.actor.id not in said_by:
        return (source,)
    return tuple(found.values())


def is_outlet(cast: Cast, named: Named) -> bool:
    """Whether the register has it as a medium or a platform, or the text calls a body that it does not know so."""
    entry = cast.register.entries.get(named.actor.id)
    if entry is not None:
        return entry.body_kind in {"media", "platform"}
    start, end = named.span.start, named.span.end
    beside = [*cast.doc[max(0, start - 1) : start], *cast.doc[end : end + 1]]
    return named.actor.type == "Organization" and any(t.lemma_.lower() in MEDIUM for t in beside)


def _carries(attribution: Attribution, named: Named) -> bool:
    """Whether a medium stands where it carries the words: not "accused RT", "RT's editor", "who works for RT"."""
    head, cues = root(named.span), act_cues()
    source = attribution.source
    for token in (head, *head.ancestors):
        over = token.head
        act = cues.get(lemma_among(over, cues))
        if token.dep_ in OBJECT and over.pos_ == "VERB" and act is not None:
            return act in _CARRYING
        if token.dep_ in {"acl", "acl:relcl", "relcl"}:
            return cues.get(lemma_among(token, cues)) in _CARRYING
    return source is None or not source.start <= named.start < source.end


def _post(cast: Cast, attribution: Attribution, token: Token) -> Resolved | None:
    """In the text "tweeted that", "said in a tweet"."""
    name = POSTS.get(lemma_among(token, POSTS))
    if name is None:
        return None
    cue = attribution.cue
    by_it = (cue is not None and cue.start <= token.idx < cue.end) or preposition(token) in {"by", "in", "on", "via"}
    if not by_it or _in_content(attribution, token.idx):
        return None
    known = cast.register.lookup(name)
    own = Mention(token.idx, token.idx + len(token), token.text)
    return Resolved(known[0], own, 0.9, (f"“{token.text}” is what is posted on {name}",)) if known else None


def _sentence(cast: Cast, attribution: Attribution) -> Span | None:
    anchor = attribution.cue or attribution.source
    if anchor is None:
        return None
    span = chars(cast.doc, anchor.start, anchor.end)
    return span[0].sent if span is not None else None


def _in_content(attribution: Attribution, start: int) -> bool:
    return any(m.start <= start < m.end for m in attribution.content)


def _source_line(article: Article, cast: Cast) -> Resolved | None:
    if not article.source:
        return None
    known = cast.register.lookup(clean(re.sub(r"\s+", " ", article.source)))
    return Resolved(known[0], None, 0.7, (f"the page names “{article.source}” as its source",)) if known else None
