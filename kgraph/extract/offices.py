"""Offices held: "Kremlin spokesman Dmitry Peskov", "Josep Borrell, the EU's foreign policy chief"."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kgraph.extract.syntax import APPOSITION, chars, is_dash, phrase
from kgraph.records import Article, Mention, Relation

OFFICES = frozenset(
    """
    adviser advisor aide ambassador attorney ayatollah boss cardinal chair chairman chairperson chairwoman
    chancellor chief commander commissioner congressman congresswoman coordinator councillor czar delegate deputy
    diplomat director emir envoy executive founder general governor head judge justice king lawmaker leader
    legislator mayor member mep minister monarch mp negotiator officer official president premier prince princess
    prosecutor queen rapporteur representative secretary senator speaker spokesman spokesperson spokeswoman
    strategist sultan treasurer undersecretary vice-president
    """.split()
)
"""Nouns that name an office; the words before them in the phrase say which ("foreign minister")."""

MODIFIERS = frozenset(
    """
    acting administration affairs agriculture assistant army chief commerce culture defence defense deputy development
    economic economy education energy environment executive external finance first foreign general health high home
    industry information interim interior internal justice labor labour lead managing military national oil permanent
    policy political press prime principal relations science security senior special state supreme top trade transport
    vice
    """.split()
)
"""Words that belong to the office when they stand before its noun; what stands before them names the body."""

FORMER = frozenset({"former", "ex", "ex-", "then", "late", "onetime", "outgoing", "ousted", "past", "previous"})
_OF = frozenset({"of", "for", "at", "to", "in", "with"})
_PORTFOLIOS = frozenset({"state", "defense", "defence", "treasury", "homeland", "staff", "government", "mission"})
_OWNED = frozenset(
    {"ministry", "government", "army", "council", "parliament", "embassy", "military", "navy", "police", "palace"}
)


def offices(article: Article, doc: Doc) -> Iterator[Relation]:
    """Yield one relation for each office that the text gives to a named person.

    The relation's ``source`` is the person, ``target`` the words that name the body or state (None where there are
    none), ``label`` the office in lower case, ``former`` whether the text calls it past.
    """
    for person in doc.ents:
        if person.label_ != "PERSON":
            continue
        floor = max((start for start, _ in article.body if start <= person.start_char), default=0)
        title = _before(doc, person, floor) or _apposed(person)
        if title is not None:
            yield from _relation(article, person, title)


def _before(doc: Doc, person: Span, floor: int) -> Span | None:
    """The words right before a name that end in an office: "[Kremlin spokesman] Dmitry Peskov".

    What stands before the character ``floor`` is another stretch of the page, such as a dateline.
    """
    last = person.start - 1
    if last >= 0 and doc[last].is_punct and doc[last].text == ",":
        last -= 1
    if last < 0 or not _is_office(doc[last]) or doc[last].sent.start > last:
        return None
    if last < person.start - 1 and not _introduces(doc, last):
        return None
    start = last
    while start > doc[last].sent.start and doc[start - 1].idx >= floor and _belongs_before(doc[start - 1]):
        start -= 1
    return doc[start : last + 1]


def _introduces(doc: Doc, last: int) -> bool:
    """With a comma between them ("The Kremlin spokesman, Dmitry Peskov,") the title needs its article or its owner."""
    start = last
    while start > doc[last].sent.start and _belongs_before(doc[start - 1]):
        start -= 1
    return any(token.lower_ == "the" or token.tag_ == "POS" for token in doc[start:last])


def _is_office(token: Token) -> bool:
    return token.lower_.removeprefix("ex-") in OFFICES and token.pos_ in {"NOUN", "PROPN", "ADJ"}


def _belongs_before(token: Token) -> bool:
    if is_dash(token):
        return False
    if token.pos_ in {"NOUN", "PROPN", "ADJ", "PART", "DET", "NUM"} or token.tag_ in {"POS", "HYPH"}:
        return not token.is_space
    return token.lower_ in {"of", "for", "and", "'s", "’s", "-", "the", "(", ")"} and token.lower_ not in {"and"}


def _apposed(person: Span) -> Span | None:
    """The apposition after a name: "Josep Borrell, [the European Union's foreign policy chief]"."""
    doc = person.doc
    for token in person:
        for child in token.children:
            if child.dep_ in APPOSITION and child.i >= person.end:
                span = phrase(child)
                if any(_is_office(t) for t in span) and not any(map(is_dash, doc[person.end : span.end])):
                    return span
    at = person.end
    if at + 1 < len(doc) and doc[at].text == "," and doc[at].sent == person[0].sent:
        return _title_after(doc, at + 1, person[0].sent.end)
    return None


def _title_after(doc: Doc, start: int, end: int) -> Span | None:
    """A phrase that begins at once after the comma and whose head is an office (a parse may hang it elsewhere)."""
    for token in doc[start : min(end, start + 8)]:
        if token.is_punct or is_dash(token) or token.pos_ in {"VERB", "AUX", "ADP", "PRON"}:
            return None
        if _is_office(token) and phrase(token).start <= start and not any(map(is_dash, doc[start : token.i])):
            return doc[start : phrase(token).end]
    return None


def _relation(article: Article, person: Span, title: Span) -> Iterator[Relation]:
    told = _read(title)
    if told is None:
        return
    label, body = told
    start, end = min(title.start_char, person.start_char), max(title.end_char, person.end_char)
    yield Relation(
        name="holds_office",
        source=article.mention(person.start_char, person.end_char),
        target=article.mention(body.start_char, body.end_char) if body is not None else None,
        evidence=article.mention(start, end),
        label=label,
        score=0.9 if body is not None else 0.7,
        extractor="offices",
        former=any(t.lower_ in FORMER or t.lower_.startswith("ex-") for t in title),
    )


def _read(title: Span) -> tuple[str, Span | None] | None:
    """The office in lower case and the words that name its body, or None where the words name no office."""
    head = _office_head(title)
    if head is None:
        return None
    first = _first(title, head.i)
    words = [t.lower_ for t in title.doc[first : head.i + 1] if t.text != "-"]
    after = title.doc[head.i + 1 : title.end]
    if len(after) > 1 and after[0].lower_ == "of" and after[1].lower_ in _PORTFOLIOS:
        words, after = [*words, "of", after[1].lower_], after[2:]
    return " ".join(words), _body_after(after) or _body_before(title, first)


def _first(title: Span, head: int) -> int:
    """The first word of an office: of "Norland's vice-president" it is "vice"."""
    first = before = head
    while before > title.start and title.doc[before - 1].lower_ in {*MODIFIERS, *OFFICES, "-"}:
        before -= 1
        first = first if title.doc[before].text == "-" else before
    return first


def _body_before(title: Span, first: int) -> Span | None:
    """The names in front of an office: "[Russia's Security Council] deputy chairman"."""
    start, end = title.start, first
    while start < end and (
        title.doc[start].lower_ in FORMER | {"the", "a", "an", ","} or title.doc[start].pos_ == "DET"
    ):
        start += 1
    while end > start and (title.doc[end - 1].tag_ == "POS" or title.doc[end - 1].lower_ in FORMER | {"'s", "’s", ","}):
        end -= 1
    words = title.doc[start:end]
    named = any(t.shape_[:1] in "Xd" or t.lower_ in _OWNED for t in words) if end > start else False
    return words if named else None


def _body_after(after: Span) -> Span | None:
    """The names behind an office: "head of [the National Security Council]"."""
    if not len(after) or after[0].lower_ not in _OF:
        return None
    start = after.start + 1
    while start < after.end and after.doc[start].pos_ == "DET":
        start += 1
    end = start
    while end < after.end and (
        after.doc[end].shape_[:1] == "X" or after.doc[end].lower_ in {"of", "and", "for", "the", "'s"}
    ):
        end += 1
    while end > start and after.doc[end - 1].shape_[:1] != "X":
        end -= 1
    return after.doc[start:end] if end > start else None


def _office_head(title: Span) -> Token | None:
    """The office word: the last one before an "of", else the last one."""
    found = None
    for token in title:
        if token.lower_ in _OF and found is not None:
            return found
        if _is_office(token):
            found = token
    return found


def office_of(doc: Doc, mention: Mention) -> tuple[str, Span | None] | None:
    """Read a mention without a name as an office: "the EU's foreign policy chief" -> ("foreign policy chief", EU).

    Returns:
        The office in lower case and the words that name the body, or None where the mention names no office.
    """
    span = chars(doc, mention.start, mention.end)
    return _read(span) if span is not None else None
