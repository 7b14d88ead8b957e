"""Attributions: whose words (source), by which word (cue), which words (content).

The annotated spans of ``doc.spans["attributions"]`` come first. What they leave out and the page's layout tells is
added after them: "according to X", a quotation beside its cue, and a quotation that goes on without a cue of its own.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kgraph.extract.quotations import MARKS, Quotation, paragraphs, quotations, quoted_share
from kgraph.extract.syntax import OBJECT, SUBJECT, chars, children, is_passive, phrase, subject, trim
from kgraph.ontology import act_cues
from kgraph.records import Article, Attribution, Kind, Mention

MIN_QUOTED_WORDS = 4
"""A shorter quotation without a cue is a name or an ironic word, not a statement."""

REACH = 80
"""Characters on either side of a quotation in which its cue is looked for."""

NEAR = 8
"""Tokens on either side within which the cue must stand; further away it is mostly another clause's verb."""

RULE_SCORE = 0.6
"""Confidence of what only a rule found; below what the trained spans score on average."""

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_EDGE = " \t\r\n\u00a0,;:"


def attributions(article: Article, doc: Doc) -> Iterator[Attribution]:
    """Yield the attributions of an article in the order of their content.

    Args:
        article: The article; only its body (title included) is looked at.
        doc: Its annotation; ``doc.text`` equals ``article.text``.
    """
    quoted = [q for q in quotations(article.text) if _inside(article.body, q.start, q.end)]
    annotated = [_with_subject(article, doc, _without_object(article, doc, raw)) for raw in _annotated(article, doc)]
    found = [tidy for raw in annotated if (tidy := _tidy(article, raw, quoted))]
    found = [_extended(article, one, quoted) for one in found]
    found += _according_to(article, doc, found)
    found = _beside_a_cue(article, doc, found, quoted)
    found = _continued(article, found, quoted)
    yield from sorted(_merged(found), key=lambda a: (a.start, a.end))


def _inside(body: tuple[tuple[int, int], ...], start: int, end: int) -> bool:
    return any(a <= start and end <= b for a, b in body)


def _annotated(article: Article, doc: Doc) -> Iterator[Attribution]:
    """The trained component's spans, grouped by the number of their attribution."""
    group = doc.spans.get("attributions", [])
    scores: dict[str, float] = group.attrs.get("scores", {}) if len(group) else {}
    pieces: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for span in group:
        pieces[span.id][span.label_].append(span)
    for number, roles in sorted(pieces.items()):
        content = tuple(_mention(article, s) for s in sorted(roles["CONTENT"], key=lambda s: s.start))
        if not content or not _inside(article.body, content[0].start, content[0].end):
            continue
        yield Attribution(
            source=_hull(article, roles["SOURCE"]),
            cue=_hull(article, roles["CUE"]),
            content=content,
            kind="indirect",
            score=float(scores.get(str(number), 1.0)),
            extractor="model",
        )


def _mention(article: Article, span: Span) -> Mention:
    return article.mention(span.start_char, span.end_char)


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


def _with_subject(article: Article, doc: Doc, raw: Attribution) -> Attribution:
    """Where no source was found the subject of an active cue verb is it, unless it stands in the content."""
    verb = _verb(doc, raw.cue)
    if verb is not None and verb.lemma_.lower() in {"quote", "cite"} and (quoted := children(verb, OBJECT)):
        return replace(raw, source=_mention(article, phrase(quoted[0])))  # "RIA quoted [Peskov] as saying"
    if raw.source is not None or verb is None or is_passive(verb):
        return raw
    head = subject(verb)
    if (
        head is None
        or head.pos_ not in {"NOUN", "PROPN", "PRON"}
        or any(m.start <= head.idx < m.end for m in raw.content)
    ):
        return raw
    return replace(raw, source=_mention(article, phrase(head)), score=raw.score * 0.9)


def _verb(doc: Doc, cue: Mention | None) -> Token | None:
    span = chars(doc, cue.start, cue.end) if cue else None
    return next((t for t in span or [] if t.pos_ == "VERB"), None)


def _without_object(article: Article, doc: Doc, raw: Attribution) -> Attribution:
    """The object of the cue ("accused [Varania] of ...") is no content when "of", "to" or "that" follows."""
    verb, first = _verb(doc, raw.cue), raw.content[0]
    span = chars(doc, first.start, first.end)
    if verb is None or span is None:
        return raw
    for child in children(verb, OBJECT):
        own = phrase(child)
        after = doc[own.end] if own.end < span.end else None
        if own.start == span.start and after is not None and after.lower_ in {"of", "to", "that", "for"}:
            start = doc[own.end + 1].idx if after.lower_ in {"of", "for"} and own.end + 1 < span.end else after.idx
            return replace(raw, content=(article.mention(start, first.end), *raw.content[1:]))
    return raw


def _tidy(article: Article, raw: Attribution, quoted: list[Quotation]) -> Attribution | None:
    """Take enclosing quotation marks and a leading "that" off the content, and name its kind."""
    pieces = [piece for m in raw.content if (piece := _tidy_piece(article, m.start, m.end, quoted))]
    if not pieces:
        return None
    content = tuple(_joined(article, pieces))
    return replace(raw, content=content, kind=_kind(content, quoted))


def _tidy_piece(article: Article, start: int, end: int, quoted: list[Quotation]) -> Mention | None:
    text = article.text
    start, end = _strip(text, start, end)
    if match := re.match(r"that\b\s*,?\s*", text[start:end], re.IGNORECASE):
        start, end = _strip(text, start + match.end(), end)
    for quotation in quoted:
        if quotation.outer_start <= start and end <= quotation.outer_end:
            start, end = max(start, quotation.start), min(end, quotation.end)
    if text[start:end].count('"') % 2 and text[start : start + 1] in MARKS:
        start += 1  # an opening mark whose partner is missing
    start, end = _strip(text, start, end)
    sentence_inside = any(q.start <= start and end <= q.end for q in quoted)
    if not sentence_inside and text[end - 1 : end] == "." and not re.search(r"\b[A-Z][\w.]*\.$", text[start:end]):
        end -= 1
    return article.mention(start, end) if end - start > 1 else None


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _joined(article: Article, pieces: list[Mention]) -> Iterator[Mention]:
    """Pieces with nothing but space and punctuation between them are one."""
    current, *rest = sorted(pieces)
    for piece in rest:
        if not re.search(r"\w", article.text[current.end : piece.start]) or piece.start < current.end:
            current = article.mention(current.start, max(current.end, piece.end))
        else:
            yield current
            current = piece
    yield current


def _kind(content: tuple[Mention, ...], quoted: list[Quotation]) -> Kind:
    length = sum(m.end - m.start for m in content)
    share = sum(quoted_share(m.start, m.end, quoted) * (m.end - m.start) for m in content) / max(1, length)
    if share > 0.9:
        return "direct"
    return "mixed" if share > 0 else "indirect"


def _extended(article: Article, one: Attribution, quoted: list[Quotation]) -> Attribution:
    """A piece that begins with a quotation takes in all of it: a quotation is one utterance, however many sentences."""
    pieces = []
    for piece in one.content:
        start, end = piece.start, piece.end
        for quotation in quoted:
            shared = min(end, quotation.end) - max(start, quotation.start)
            if shared > 0 and shared >= 0.9 * (end - start) and not _holds(one.cue, quotation):
                start, end = _strip(article.text, quotation.start, quotation.end)
        pieces.append(article.mention(start, end))
    return replace(one, content=tuple(_joined(article, pieces)))


def _holds(cue: Mention | None, quotation: Quotation) -> bool:
    return cue is not None and quotation.start <= cue.start < quotation.end


def _according_to(article: Article, doc: Doc, found: list[Attribution]) -> Iterator[Attribution]:
    """In the text: "According to X, ..." and "..., according to X": the rest of the sentence is the content."""
    cues = [a.cue for a in found if a.cue]
    for token in doc[:-2] if len(doc) > 2 else []:
        if token.lower_ != "according" or doc[token.i + 1].lower_ != "to":
            continue
        cue = article.mention(token.idx, doc[token.i + 1].idx + 2)
        if any(cue.overlaps(other) for other in cues) or not _inside(article.body, cue.start, cue.end):
            continue
        source = _noun_phrase_after(doc, token.i + 2, token.sent.end)
        rest = _rest_of_sentence(article, token.sent, cue.start, source.end_char) if source is not None else None
        if source is not None and rest is not None:
            quoted = quotations(rest.text)
            kind: Kind = "mixed" if quoted else "indirect"
            yield Attribution(_mention(article, source), cue, (rest,), kind, RULE_SCORE, "according-to")


def _noun_phrase_after(doc: Doc, start: int, end: int) -> Span | None:
    """The noun phrase that begins at a token: the widest phrase of a noun whose leftmost word that token is."""
    for token in doc[start:end]:
        if token.is_punct:
            return None
        if token.pos_ in _NOMINAL:
            span = phrase(token)
            if span.start <= start:
                return trim(doc[start : _clause_after_comma(doc, start, span.end)])
    return None


def _clause_after_comma(doc: Doc, start: int, end: int) -> int:
    """Where the phrase ends: at a comma with a finite verb behind it, which a parse may have taken for a modifier."""
    for token in doc[start:end]:
        if token.text == "," and any(t.pos_ in {"VERB", "AUX"} for t in doc[token.i : end]):
            return int(token.i)
    return end


def _rest_of_sentence(article: Article, sentence: Span, start: int, end: int) -> Mention | None:
    """The longer side of a sentence around the characters start to end."""
    left = _strip(article.text, sentence.start_char, start)
    right = _strip(article.text, end, sentence.end_char)
    a, b = max(left, right, key=lambda side: side[1] - side[0])
    while b > a and article.text[b - 1] in ".\r\n ":
        b -= 1
    return article.mention(a, b) if b - a >= 20 else None


def _free(quotation: Quotation, found: list[Attribution]) -> bool:
    return not any(m.start < quotation.end and quotation.start < m.end for a in found for m in a.content)


def _worth_a_statement(article: Article, quotation: Quotation) -> bool:
    return len(article.text[quotation.start : quotation.end].split()) >= MIN_QUOTED_WORDS


def _beside_a_cue(article: Article, doc: Doc, found: list[Attribution], quoted: list[Quotation]) -> list[Attribution]:
    """Quotations with a verb of saying right beside their marks that no content has, or only one that has the verb too.

    Where the verb is the cue of an attribution already, the quotation is a further piece of it ("...," she said. "...").
    """
    result = list(found)
    for quotation in quoted:
        verb = _cue_verb(doc, quotation) if _worth_a_statement(article, quotation) else None
        around = [a for a in result if any(m.start < quotation.end and quotation.start < m.end for m in a.content)]
        if verb is None or not all(any(m.start <= verb.idx < m.end for m in a.content) for a in around):
            continue
        piece = article.mention(*_strip(article.text, quotation.start, quotation.end))
        same = next((a for a in result if a.cue and a.cue.start <= verb.idx < a.cue.end), None)
        if same is not None:
            result[result.index(same)] = replace(same, content=tuple(_joined(article, [*same.content, piece])))
            continue
        source = _mention(article, phrase(children(verb, SUBJECT)[0]))
        cue = article.mention(verb.idx, verb.idx + len(verb))
        result = [a for a in result if a not in around or _length(a) > 2 * len(piece.text)]
        result.append(Attribution(source, cue, (piece,), "direct", RULE_SCORE, "quotation"))
    return result


def _length(attribution: Attribution) -> int:
    return sum(m.end - m.start for m in attribution.content)


def _cue_verb(doc: Doc, quotation: Quotation) -> Token | None:
    """The nearest verb of saying with a subject, after the quotation up to the sentence's end, else before it."""
    after = list(chars(doc, quotation.outer_end, min(len(doc.text), quotation.outer_end + REACH)) or [])
    before = list(chars(doc, max(0, quotation.outer_start - REACH), quotation.outer_start) or [])
    for tokens in (after[:NEAR], before[::-1][:NEAR]):
        for token in tokens:
            if "\n" in token.text or token.text == ".":
                break
            if token.pos_ == "VERB" and token.lemma_.lower() in act_cues() and children(token, SUBJECT):
                inside = quotation.start <= children(token, SUBJECT)[0].idx < quotation.end
                return None if inside else token
    return None


def _continued(article: Article, found: list[Attribution], quoted: list[Quotation]) -> list[Attribution]:
    """Quotations that go on with no cue of their own.

    In the same paragraph, or after a paragraph whose quotation is left open, it is a further piece of the statement
    before; a paragraph that is nothing but a quotation is a statement of its own by the same speaker.
    """
    result = sorted(found, key=lambda a: (a.start, a.end))
    limits = list(paragraphs(article.text))
    for quotation in quoted:
        before = [a for a in result if a.end <= quotation.outer_start]
        if not before or not _free(quotation, result) or not _worth_a_statement(article, quotation):
            continue
        last = max(before, key=lambda a: (a.end, a.start))
        start, end = next(p for p in limits if p[0] <= quotation.outer_start < p[1])
        piece = article.mention(*_strip(article.text, quotation.start, quotation.end))
        if _same_utterance(article, quotation, last, start, quoted):
            result[result.index(last)] = replace(last, content=(*last.content, piece))
        elif _alone(article.text, quotation, start, end) and _next_to(limits, last.end, start):
            score = round(last.score * 0.9, 4)
            result.append(Attribution(last.source, None, (piece,), "direct", score, "continued", continues=True))
    return result


def _same_utterance(
    article: Article, quotation: Quotation, last: Attribution, start: int, quoted: list[Quotation]
) -> bool:
    left_open = any(not q.closed and q.start <= last.end - 1 < q.end for q in quoted)
    if left_open and quotation.outer_start == start:
        return True
    return start <= last.start and last.kind != "indirect" and _sentence_starts(article.text, quotation)


def _alone(text: str, quotation: Quotation, start: int, end: int) -> bool:
    """Whether a paragraph holds nothing but the quotation."""
    return not re.search(r"\w", text[start : quotation.outer_start] + text[quotation.outer_end : end])


def _sentence_starts(text: str, quotation: Quotation) -> bool:
    """Whether the quotation begins a sentence of its own, so that it is an utterance and not a quoted phrase."""
    before = text[: quotation.outer_start].rstrip()
    return text[quotation.start : quotation.start + 1].isupper() and (not before or before[-1] in ".!?,:" + MARKS)


def _next_to(limits: list[tuple[int, int]], end: int, start: int) -> bool:
    """Whether no whole paragraph lies between two places."""
    return not any(p[0] >= end and p[1] <= start for p in limits)


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
