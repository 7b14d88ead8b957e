"""Via: outlets and channels that carried a statement ("..., Sputnik reports"; "told Politico"; "wrote on Twitter")."""

import re

from spacy.tokens import Span

from kgraph.extract.syntax import chars
from kgraph.records import Article, Attribution, Resolved
from kgraph.resolve.cast import Cast, Named, clean


def via(cast: Cast, attribution: Attribution, speakers: tuple[Resolved, ...]) -> tuple[Resolved, ...]:
    """The media named beside a statement, outside its content and not as its speaker."""
    span = _sentence(cast, attribution)
    if span is None:
        return ()
    said_by = {s.actor.id for s in speakers}
    found = {
        named.actor.id: named.resolved()
        for named in cast.within(span.start_char, span.end_char)
        if is_outlet(cast, named) and named.actor.id not in said_by and not _in_content(attribution, named.start)
    }
    source = _source_line(cast.article, cast)
    if not found and source is not None and source.actor.id not in said_by:
        return (source,)
    return tuple(found.values())


def is_outlet(cast: Cast, named: Named) -> bool:
    """Whether the register has it as a medium or a platform."""
    entry = cast.register.entries.get(named.actor.id)
    return entry is not None and entry.body_kind in {"media", "platform"}


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
