"""What the trained spans leave out and the page's layout tells.

"According to X", a quotation right beside its cue, and a quotation that goes on without a cue of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kgraph.extract.contents import inside, joined, mention_of, strip
from kgraph.extract.parse import Parse, Span, Token
from kgraph.extract.quotations import MARKS, Quotation, paragraphs, quotations
from kgraph.extract.syntax import (
    NOMINAL,
    OBJECT,
    SUBJECT,
    chars,
    children,
    is_asked,
    is_passive,
    lemma_among,
    phrase,
    subject,
    trim,
)
from kgraph.ontology import act_cues
from kgraph.records import Article, Attribution, Kind, Mention

MIN_QUOTED_WORDS = 4
"""A shorter quotation without a cue is a name or an ironic word, not a statement."""

REACH = 80
"""Characters on either side of a quotation in which its cue is looked for."""

NEAR = 8
"""Tokens on either side within which the cue must stand; further away it is mostly another clause's verb."""

PERFORMATIVE = frozenset({"accuse", "demand", "deny", "promise", "request", "threaten", "warn"})
"""Acts whose verbs are cues even where the trained component passed them over."""

SAID = frozenset({"say", "announce"})
"""Acts whose verbs, inside a content and with a clause of their own, are cues there."""

PASSED_ON = frozenset({"report", "write", "relay"})
"""Verbs by which a medium passes on, behind its sentence, what somebody else says in it."""

CITED = frozenset({"diplomat", "minister", "ministry", "official", "source", "spokesman", "spokeswoman", "witness"})
"""Nouns for people whom a medium cites; what else it cites ("a treaty") is no source."""

RULE_SCORE = 0.6
"""Confidence of what only a rule found; below what the trained spans score on average."""


def according_to(article: Article, doc: Parse, found: list[Attribution]) -> Iterator[Attribution]:
    """In the text: "According to X, ..." and "..., according to X": the rest of the sentence is the content."""
    cues = [a.cue for a in found if a.cue]
    for token in doc[:-2] if len(doc) > 2 else []:
        if token.lower_ != "according" or doc[token.i + 1].lower_ != "to":
            continue
        cue = article.mention(token.idx, doc[token.i + 1].idx + 2)
        if any(cue.overlaps(other) for other in cues) or not inside(article.body, cue.start, cue.end):
            continue
        source = noun_phrase_at(doc, token.i + 2, token.sent.end)
        rest = _rest_of_sentence(article, token.sent, cue.start, source.end_char) if source is not None else None
        if source is not None and rest is not None:
            quoted = quotations(rest.text)
            kind: Kind = "mixed" if quoted else "indirect"
            yield Attribution(mention_of(article, source), cue, (rest,), kind, RULE_SCORE, "according-to")


def noun_phrase_at(doc: Parse, start: int, end: int) -> Span | None:
    """The noun phrase that begins at a token: the widest phrase of a noun whose leftmost word that token is."""
    widest: Span | None = None
    for token in doc[start:end]:
        if token.is_punct:
            break
        if token.pos_ in NOMINAL:
            span = phrase(token)
            if span.start <= start and (widest is None or span.end > widest.end):
                widest = span
    return trim(doc[start : _clause_after_comma(doc, start, widest.end)]) if widest is not None else None


def _clause_after_comma(doc: Parse, start: int, end: int) -> int:
    """Where the phrase ends: at a comma with a finite verb behind it, which a parse may have taken for a modifier."""
    for token in doc[start:end]:
        if token.text == "," and any(t.pos_ in {"VERB", "AUX"} for t in doc[token.i : end]):
            return int(token.i)
    return end


def _rest_of_sentence(article: Article, sentence: Span, start: int, end: int) -> Mention | None:
    """The longer side of a sentence around the characters start to end."""
    left = strip(article.text, sentence.start_char, start)
    right = strip(article.text, end, sentence.end_char)
    a, b = max(left, right, key=lambda side: side[1] - side[0])
    while b > a and article.text[b - 1] in ".\r\n ":
        b -= 1
    return article.mention(a, b) if b - a >= 20 else None


def beside_a_cue(article: Article, doc: Parse, found: list[Attribution], quoted: list[Quotation]) -> list[Attribution]:
    """Quotations with a verb of saying beside their marks, which no content has, or one that has the verb too.

    Where the verb is the cue of an attribution already, the quotation is a piece of it ("...," she said. "...").
    """
    result = list(found)
    for quotation in quoted:
        verb = _cue_verb(doc, quotation) if is_worth_a_statement(article, quotation) else None
        if verb is None:
            continue
        piece = article.mention(*strip(article.text, quotation.start, quotation.end))
        around = [a for a in result if any(piece.overlaps(m) for m in a.content)]
        same = next((a for a in result if a.cue and a.cue.start <= verb.idx < a.cue.end), None)
        if same is not None and not around:
            result[result.index(same)] = replace(same, content=tuple(joined(article, [*same.content, piece])))
        elif same is None and all(_loose(a, piece, verb) for a in around):
            source = mention_of(article, phrase(children(verb, SUBJECT)[0]))
            cue = article.mention(verb.idx, verb.idx + len(verb))
            result = [left for a in result for left in (_less(a, piece) if a in around else [a])]
            result.append(Attribution(source, cue, (piece,), "direct", RULE_SCORE, "quotation"))
    return result


def _loose(attribution: Attribution, piece: Mention, verb: Token) -> bool:
    """Whether a quotation can leave an attribution: its verb is content too, or the cue stands by another piece."""
    if any(m.start <= verb.idx < m.end for m in attribution.content):
        return True
    if len(attribution.content) < 2 or piece not in attribution.content or attribution.cue is None:
        return False
    at = attribution.cue.start
    return piece != min(attribution.content, key=lambda m: min(abs(m.end - at), abs(m.start - at)))


def _less(attribution: Attribution, piece: Mention) -> list[Attribution]:
    """What is left of an attribution without the piece; nothing where the piece was most of it."""
    rest = tuple(m for m in attribution.content if m != piece)
    if len(rest) < len(attribution.content):
        return [replace(attribution, content=rest)] if rest else []
    return [attribution] if _length(attribution) > 2 * len(piece.text) else []


def _length(attribution: Attribution) -> int:
    return sum(m.end - m.start for m in attribution.content)


def _cue_verb(doc: Parse, quotation: Quotation) -> Token | None:
    """The nearest verb of saying with a subject, after the quotation up to the sentence's end, else before it."""
    after = list(chars(doc, quotation.outer_end, min(doc[-1].idx + len(doc[-1]), quotation.outer_end + REACH)) or [])
    before = list(chars(doc, max(0, quotation.outer_start - REACH), quotation.outer_start) or [])
    cues = act_cues()
    for tokens in (after[:NEAR], before[::-1][:NEAR]):
        for token in tokens:
            if "\n" in token.text or token.text == ".":
                break
            if token.pos_ == "VERB" and lemma_among(token, cues) in cues and children(token, SUBJECT):
                inside = quotation.start <= children(token, SUBJECT)[0].idx < quotation.end
                return None if inside else token
    return None


def passed_on(article: Article, doc: Parse, found: list[Attribution]) -> Iterator[Attribution]:
    """Of "X noted that ..., Sputnik reports" the speaker is X, where a verb of saying in the content has a clause."""
    for attribution in found:
        own = list(_own_words(article, doc, attribution)) if _passes_on(doc, attribution) else []
        yield from own or [attribution]


def _passes_on(doc: Parse, attribution: Attribution) -> bool:
    cue = attribution.cue
    if cue is None or attribution.source is None or cue.start < attribution.end:
        return False
    return any(token.lemma_.lower() in PASSED_ON for token in chars(doc, cue.start, cue.end) or [])


def _own_words(article: Article, doc: Parse, attribution: Attribution) -> Iterator[Attribution]:
    """What the main verbs of saying before the medium attribute."""
    first, medium = attribution.content[0], attribution.source
    if medium is not None and first.end < medium.start:
        first = article.mention(first.start, medium.start)
    for verb in chars(doc, first.start, first.end) or []:
        top = verb
        while top.dep_ == "conj" and first.start <= top.head.idx < first.end:
            top = top.head
        if verb.pos_ != "VERB" or lemma_among(verb, act_cues()) not in act_cues():
            continue
        if top.head != top and first.start <= top.head.idx < first.end:
            continue
        who = children(verb, SUBJECT)
        content = _clause(article, verb) or (_all_before(article, verb, who[0], first) if who else None)
        if who and content is not None and who[0].idx >= first.start and content.end <= first.end:
            cue = article.mention(verb.idx, verb.idx + len(verb))
            yield replace(attribution, source=mention_of(article, phrase(who[0])), cue=cue, content=(content,))


def _all_before(article: Article, verb: Token, who: Token, content: Mention) -> Mention | None:
    """Of "the border was closed, Brandvold said": what stands before a verb of saying and its subject at the end."""
    own = phrase(who)
    ends = max(verb.idx + len(verb), own.end_char)
    start, end = strip(article.text, content.start, min(verb.idx, own.start_char))
    governed = any(t.dep_ in {"ccomp", "parataxis"} and t.i < verb.i for t in verb.children)
    beside = re.search(r"[,”\"]\s*$", article.text[content.start : min(verb.idx, own.start_char)])
    whole = (governed or beside) and not re.search(r"\w", article.text[ends : content.end])
    return article.mention(start, end) if whole and end > start else None


def cited(article: Article, doc: Parse, attribution: Attribution) -> Attribution:
    """Of "..., RT reported, citing two officials" the officials are the source: a medium passes on what they said."""
    cue = attribution.cue
    for verb in (chars(doc, cue.start, cue.end) if cue else None) or ():
        if verb.pos_ != "VERB" or verb.lemma_.lower() not in PASSED_ON:
            continue
        beside = [*verb.children, *(c for who in children(verb, SUBJECT) for c in who.children)]
        for citing in (c for c in beside if c.lower_ in {"citing", "quoting"}):
            for who in children(citing, OBJECT):
                if who.ent_type_ in {"GPE", "NORP", "ORG", "PERSON"} or who.lemma_.lower() in CITED:
                    return replace(attribution, source=mention_of(article, phrase(who)))
    return attribution


def by_verb(article: Article, doc: Parse, found: list[Attribution]) -> Iterator[Attribution]:
    """A verb that does by words what its act says ("urged", "threatened") and its clause, where no cue has the verb.

    Only verbs outside all contents count, with a subject and a clause that depends on them.
    """
    cues = act_cues()
    for verb in doc:
        if verb.pos_ != "VERB" or cues.get(lemma_among(verb, cues)) not in PERFORMATIVE:
            continue
        if not inside(article.body, verb.idx, verb.idx + len(verb)) or is_passive(verb) or is_asked(verb):
            continue
        if any(m.start <= verb.idx < m.end for a in found for m in (*a.content, *((a.cue,) if a.cue else ()))):
            continue
        source, content = subject(verb), _clause(article, verb)
        if source is not None and content is not None and not content.start <= source.idx < content.end:
            cue = article.mention(verb.idx, verb.idx + len(verb))
            kind: Kind = "mixed" if quotations(content.text) else "indirect"
            yield Attribution(mention_of(article, phrase(source)), cue, (content,), kind, RULE_SCORE, "verb")


def nested(article: Article, doc: Parse, found: list[Attribution]) -> Iterator[Attribution]:
    """In a content, a verb of saying with a subject and a whole clause: "said that [Saar had told her that ...]"."""
    cues = act_cues()
    taken = [a.cue for a in found if a.cue]
    for piece in [m for a in found for m in a.content]:
        for verb in chars(doc, piece.start, piece.end) or ():
            own = article.mention(verb.idx, verb.idx + len(verb))
            if verb.pos_ != "VERB" or cues.get(lemma_among(verb, cues)) not in SAID | PERFORMATIVE:
                continue
            who, content = children(verb, SUBJECT), _clause(article, verb)
            if any(t.lower_ in {"if", "unless"} for t in children(verb, {"mark"})) or not children(verb, {"ccomp"}):
                continue
            if not who or content is None or any(own.overlaps(cue) for cue in taken):
                continue
            if piece.start <= who[0].idx and content.end <= piece.end and content.start > who[0].idx:
                taken.append(own)
                kind: Kind = "mixed" if quotations(content.text) else "indirect"
                source = mention_of(article, phrase(who[0]))
                yield Attribution(source, own, (content,), kind, RULE_SCORE, "nested")


def _clause(article: Article, verb: Token) -> Mention | None:
    """The clause that a verb of saying governs, behind the verb, without a leading "that"."""
    for child in verb.children:
        if (
            child.i > verb.i
            and child.dep_ in {"ccomp", "xcomp", "advcl", "pcomp"}
            and child.pos_ in {"VERB", "AUX", "ADJ"}
        ):
            tokens = [t for t in child.subtree if not t.is_space]
            if tokens[0].i < verb.i or child.i - verb.i > NEAR * 2:
                return None
            span = trim(verb.doc[tokens[0].i : tokens[-1].i + 1])
            start = span.start + (span[0].lower_ in {"that", "of", "for"} and len(span) > 1)
            return mention_of(article, span.doc[start : span.end]) if len(span) >= MIN_QUOTED_WORDS else None
    return None


def continued(article: Article, found: list[Attribution], quoted: list[Quotation]) -> list[Attribution]:
    """Quotations that go on with no cue of their own.

    In the same paragraph, or after a paragraph whose quotation is left open, it is a further piece of the statement
    before; a paragraph that is nothing but a quotation is a statement of its own by the same speaker.
    """
    result = sorted(found, key=lambda a: (a.start, a.end))
    limits = list(paragraphs(article.text))
    for quotation in quoted:
        before = [a for a in result if a.end <= quotation.outer_start]
        if not before or not is_free(quotation, result) or not is_worth_a_statement(article, quotation):
            continue
        last = max(before, key=lambda a: (a.end, a.start))
        start, end = next(p for p in limits if p[0] <= quotation.outer_start < p[1])
        piece = article.mention(*strip(article.text, quotation.start, quotation.end))
        if _same_utterance(article, quotation, last, start, quoted):
            result[result.index(last)] = replace(last, content=(*last.content, piece))
        elif _alone(article.text, quotation, start, end) and _next_to(limits, last.end, start):
            score = round(last.score * 0.9, 4)
            result.append(Attribution(last.source, None, (piece,), "direct", score, "continued", continues=True))
    return result


def is_free(quotation: Quotation, found: list[Attribution]) -> bool:
    """Whether no attribution has any of a quotation."""
    return not any(m.start < quotation.end and quotation.start < m.end for a in found for m in a.content)


def is_worth_a_statement(article: Article, quotation: Quotation) -> bool:
    """Whether a quotation has words enough to be more than a name or an ironic word."""
    return len(article.text[quotation.start : quotation.end].split()) >= MIN_QUOTED_WORDS


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
