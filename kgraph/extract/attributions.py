"""Attributions: whose words (source), by which word (cue), which words (content).

The trained spans of ``doc.spans["attributions"]`` come first; :mod:`kgraph.extract.supplements` adds what they leave
out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from kgraph.extract.contents import behind_dateline, extended, in_body, inside, mention_of, tidy
from kgraph.extract.parse import Parse, Span, Token, parse
from kgraph.extract.quotations import quotations
from kgraph.extract.supplements import according_to, beside_a_cue, by_verb, cited, continued, nested, passed_on
from kgraph.extract.syntax import OBJECT, SUBJECT, chars, children, is_asked, is_passive, phrase, subject
from kgraph.extract.uncued import by_subject, shared
from kgraph.records import Article, Attribution, Mention

_AS_SAYING = re.compile(r"^(?:\s+as\s+\w+ing\b(?:\s+that\b)?)?\s*")


def attributions(article: Article, doc: Doc | Parse) -> Iterator[Attribution]:
    """Yield the attributions of an article in the order of their content.

    Args:
        article: The article; only its body (title included) is looked at.
        doc: Its annotation; ``doc.text`` equals ``article.text``.
    """
    doc = parse(doc)
    quoted = [q for q in quotations(article.text) if inside(article.body, q.start, q.end)]
    annotated = [_with_subject(article, doc, _without_object(article, doc, raw)) for raw in _annotated(article, doc)]
    annotated = [
        cited(article, doc, raw) for raw in annotated if not _names_its_source(doc, raw) and not _asked(doc, raw)
    ]
    found = [one for raw in annotated if (one := tidy(article, raw, quoted))]
    found = [one for raw in passed_on(article, doc, found) if (one := tidy(article, raw, quoted))]
    found = [extended(article, one, quoted) for one in found]
    found += according_to(article, doc, found)
    found += by_verb(article, doc, found)
    found = beside_a_cue(article, doc, found, quoted)
    found = continued(article, shared(article, doc, found), quoted)
    found += by_subject(article, doc, found, quoted)
    found += nested(article, doc, found)
    yield from sorted(_merged(found), key=lambda a: (a.start, a.end))


def _annotated(article: Article, doc: Parse) -> Iterator[Attribution]:
    """The trained component's spans, grouped by the number of their attribution."""
    group = doc.spans.get("attributions", [])
    scores: dict[str, float] = group.attrs.get("scores", {}) if len(group) else {}
    pieces: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for span in group:
        pieces[span.id][span.label_].append(span)
    for number, roles in sorted(pieces.items()):
        content = tuple(mention_of(article, s) for s in sorted(roles["CONTENT"], key=lambda s: s.start))
        if not content or not inside(article.body, content[0].start, content[0].end):
            continue
        yield Attribution(
            source=behind_dateline(article, in_body(article, _hull(article, roles["SOURCE"]))),
            cue=_hull(article, roles["CUE"]),
            content=content,
            kind="indirect",
            score=float(scores.get(str(number), 1.0)),
            extractor="model",
        )


def _hull(article: Article, spans: list[Span]) -> Mention | None:
    """One mention of several pieces: the first, with those that follow it at once."""
    if not spans:
        return None
    ordered = sorted(spans, key=lambda s: s.start)
    end = ordered[0].end_char
    for span in ordered[1:]:
        if span.start_char - end > 3:
            break
        end = span.end_char
    return article.mention(ordered[0].start_char, end)


def _with_subject(article: Article, doc: Parse, raw: Attribution) -> Attribution:
    """Where no source was found the subject of an active cue verb is it, unless it stands in the content."""
    verb = _verb(doc, raw.cue)
    if verb is not None and verb.lemma_.lower() in {"quote", "cite"}:
        quoted = children(verb, OBJECT) or (children(verb, SUBJECT) if is_passive(verb) else [])
        if quoted:
            return _of_the_quoted(article, raw, mention_of(article, phrase(quoted[0])))
    if raw.source is not None or verb is None or is_passive(verb):
        return raw
    head = subject(verb)
    if (
        head is None
        or head.pos_ not in {"NOUN", "PROPN", "PRON"}
        or any(m.start <= head.idx < m.end for m in raw.content)
    ):
        return raw
    return replace(raw, source=mention_of(article, phrase(head)), score=raw.score * 0.9)


def _of_the_quoted(article: Article, raw: Attribution, who: Mention) -> Attribution:
    """In the text "TASS quoted [Brandvold] as saying", "[Brandvold] was quoted by TASS": the source, and no content."""
    pieces = []
    for m in raw.content:
        if who.start <= m.start and m.end <= who.end:
            continue
        start = m.start
        if who.start <= start < who.end < m.end:
            start = m.end - len(_AS_SAYING.sub("", article.text[who.end : m.end]))
        pieces.append(article.mention(start, who.start if start < who.start < m.end else m.end))
    return replace(raw, source=who, content=tuple(pieces) or raw.content)


def _names_its_source(doc: Parse, raw: Attribution) -> bool:
    """In the text "RT reported, citing two officials": "two officials" is nothing that somebody said."""
    source, content = raw.source, raw.content
    if source is not None and all(source.start <= m.start and m.end <= source.end for m in content):
        return True
    if raw.cue is None or raw.cue.text.lower() not in {"citing", "quoting"}:
        return False
    return not any(t.pos_ in {"VERB", "AUX"} for m in content for t in chars(doc, m.start, m.end) or ())


def _asked(doc: Parse, raw: Attribution) -> bool:
    verb = _verb(doc, raw.cue)
    return verb is not None and is_asked(verb)


def _verb(doc: Parse, cue: Mention | None) -> Token | None:
    span = chars(doc, cue.start, cue.end) if cue else None
    return next((t for t in span or [] if t.pos_ == "VERB"), None)


def _without_object(article: Article, doc: Parse, raw: Attribution) -> Attribution:
    """The object of the cue ("accused [Varania] of ...") is no content when "of", "to" or "that" follows."""
    verb, first = _verb(doc, raw.cue), raw.content[0]
    span = chars(doc, first.start, first.end)
    if verb is None or span is None:
        return raw
    for child in children(verb, OBJECT):
        own = phrase(child)
        if own.start == span.start and own.end >= span.end and len(raw.content) > 1:
            return replace(raw, content=tuple(_governed(article, doc, raw.content[1:])))
        after = doc[own.end] if own.end < span.end else None
        if own.start == span.start and after is not None and after.lower_ in {"of", "to", "that", "for"}:
            start = doc[own.end + 1].idx if after.lower_ in {"of", "for"} and own.end + 1 < span.end else after.idx
            return replace(raw, content=(article.mention(start, first.end), *raw.content[1:]))
    return raw


def _governed(article: Article, doc: Parse, content: tuple[Mention, ...]) -> Iterator[Mention]:
    """What is left behind an object ("accused Varania [on Tuesday] of having cut it"), without a leading "of"."""
    first, *rest = content
    span = chars(doc, first.start, first.end)
    if span is not None and len(span) > 1 and span[0].lower_ in {"of", "for"}:
        first = article.mention(span[1].idx, first.end)
    yield from (first, *rest)


def _merged(found: list[Attribution]) -> Iterator[Attribution]:
    """Drop what another attribution with a better score covers with the same content."""
    best: list[Attribution] = []
    for one in sorted(found, key=lambda a: (-a.score, a.start)):
        if not any(_same_content(one, other) for other in best):
            best.append(one)
    yield from best


def _same_content(one: Attribution, other: Attribution) -> bool:
    mine = {i for m in one.content for i in range(m.start, m.end)}
    theirs = {i for m in other.content for i in range(m.start, m.end)}
    return len(mine & theirs) > 0.8 * len(mine | theirs)
