"""The content of an attribution as a statement quotes it: without enclosing marks, one utterance in one piece."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kgraph.extract.parse import Span
from kgraph.extract.quotations import MARKS, Quotation, quoted_share
from kgraph.records import Article, Attribution, Kind, Mention

_DATELINE = re.compile(r"[A-Z][\w.'’-]*(?:,? +[A-Z(][\w.'’)-]*){0,4} +[-–—] +(?=\w)")
_EDGE = " \t\r\n\u00a0,;:"


def inside(body: tuple[tuple[int, int], ...], start: int, end: int) -> bool:
    """Whether one stretch of the body holds the characters start to end."""
    return any(a <= start and end <= b for a, b in body)


def mention_of(article: Article, span: Span) -> Mention:
    """The mention of a span of tokens."""
    return article.mention(span.start_char, span.end_char)


def in_body(article: Article, mention: Mention | None) -> Mention | None:
    """A source without the dateline that stands right before it."""
    if mention is None or inside(article.body, mention.start, mention.end):
        return mention
    cuts = [(max(a, mention.start), min(b, mention.end)) for a, b in article.body]
    start, end = strip(article.text, *max(cuts, key=lambda cut: cut[1] - cut[0], default=(0, 0)))
    return article.mention(start, end) if end > start else None


def behind_dateline(article: Article, source: Mention | None) -> Mention | None:
    """A source that begins with the paragraph, without a dateline of at most five words and a dash before it."""
    if source is None or article.text[: source.start].rpartition("\n")[2].strip():
        return source
    dateline = _DATELINE.match(source.text)
    return article.mention(source.start + dateline.end(), source.end) if dateline else source


def strip(text: str, start: int, end: int) -> tuple[int, int]:
    """The characters start to end without white space, commas and colons at either side."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def tidy(article: Article, raw: Attribution, quoted: list[Quotation]) -> Attribution | None:
    """Take enclosing quotation marks and a leading "that" off the content, and name its kind."""
    pieces = [piece for m in raw.content if (piece := _tidy_piece(article, m.start, m.end, quoted))]
    content = tuple(joined(article, pieces)) if pieces else ()
    kind = _kind(content, quoted)
    words = sum(len(re.findall(r"\w+", piece.text)) for piece in content)
    return replace(raw, content=content, kind=kind) if words >= (1 if kind == "direct" else 2) else None


def _tidy_piece(article: Article, start: int, end: int, quoted: list[Quotation]) -> Mention | None:
    text = article.text
    start, end = strip(text, start, end)
    if match := re.match(r"that\b\s*,?\s*", text[start:end], re.IGNORECASE):
        start, end = strip(text, start + match.end(), end)
    for quotation in quoted:
        if quotation.outer_start <= start and end <= quotation.outer_end:
            start, end = max(start, quotation.start), min(end, quotation.end)
    if text[start:end].count('"') % 2 and text[start : start + 1] in MARKS:
        start += 1  # an opening mark whose partner is missing
    start, end = strip(text, start, end)
    sentence_inside = any(q.start <= start and end <= q.end for q in quoted)
    if not sentence_inside and text[end - 1 : end] == "." and not re.search(r"\b[A-Z][\w.]*\.$", text[start:end]):
        end -= 1
    return article.mention(start, end) if end - start > 1 else None


def joined(article: Article, pieces: list[Mention]) -> Iterator[Mention]:
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


def extended(article: Article, one: Attribution, quoted: list[Quotation]) -> Attribution:
    """A piece that begins with a quotation takes in all of it: a quotation is one utterance, however many sentences."""
    pieces = []
    for piece in one.content:
        start, end = piece.start, piece.end
        for quotation in quoted:
            shared = min(end, quotation.end) - max(start, quotation.start)
            if shared > 0 and shared >= 0.9 * (end - start) and not _holds(one.cue, quotation):
                start, end = strip(article.text, quotation.start, quotation.end)
        pieces.append(article.mention(start, end))
    return replace(one, content=tuple(joined(article, pieces)))


def _holds(cue: Mention | None, quotation: Quotation) -> bool:
    return cue is not None and quotation.start <= cue.start < quotation.end
