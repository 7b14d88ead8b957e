"""Offices held: "Kremlin spokesman Dmitry Peskov", "Josep Borrell, the EU's foreign policy chief"."""

from collections.abc import Iterator

from spacy.tokens import Doc

from kgraph.extract.parse import Parse, Span, Token, parse
from kgraph.extract.syntax import (
    ACTIVE_SUBJECT,
    APPOSITION,
    MODAL,
    NEGATION,
    OBJECT,
    PASSIVE_SUBJECT,
    children,
    is_dash,
    phrase,
    preposition,
)
from kgraph.extract.titles import COMING, FORMER, MODIFIERS, is_office, read_title
from kgraph.records import Article, Relation

_SAYING_SO = frozenset({"appoint", "name", "elect", "become", "remain", "serve", "nominate", "designate", "choose"})
"""Verbs behind which stands the office that somebody gets or has: "was appointed ambassador", "serves as envoy"."""

_LEADING = {"head": "head", "chair": "chair", "command": "commander"}
"""Verbs whose subject holds an office in their object."""

_FULL = 2
"""Words of a name that may follow what an office is of: "minister of trade Norlandic" is a translator's order."""

_BRACKETED = 6
"""How many words may stand in brackets between a title and the name."""

_HONOURS = frozenset(
    """dr eng excellency h.e h.h her highness his holiness honourable hon majesty mr mrs ms prof royal sayyid shaikh
    sheikh sheikha shri sir""".split()
)
"""Words of courtesy between a title and the name."""

_RELATIVES = frozenset({"who", "that"})


def offices(article: Article, doc: Doc | Parse) -> Iterator[Relation]:
    """Yield one relation for each office that the text gives to a named person.

    The relation's ``source`` is the person, ``target`` the words that name the body or state (None where there are
    none), ``label`` the office in lower case, ``former`` whether the text calls it past.
    """
    doc = parse(doc)
    for person in doc.ents:
        if person.label_ != "PERSON":
            continue
        floor = max((start for start, _ in article.body if start <= person.start_char), default=0)
        title = _before(doc, person, floor) or _apposed(person)
        if title is not None:
            yield from _relation(article, person, title)
        for said in _said_of(person):
            if title is None or said.start >= title.end or said.end <= title.start:
                yield from _relation(article, person, said)
        yield from _led_by(article, person)


def _before(doc: Parse, person: Span, floor: int) -> Span | None:
    """The words right before a name that end in an office, or in what it is of: "[Kremlin spokesman] Dmitry Peskov".

    What stands before the character ``floor`` is another stretch of the page, such as a dateline.
    """
    last = _without_brackets(doc, _without_honours(doc, person.start - 1))
    comma = last >= 0 and doc[last].is_punct and doc[last].text == ","
    last -= comma
    if last < 0 or doc[last].sent.start > last or doc[last].idx < floor or doc[last].is_punct:
        return None
    start = last
    while start > doc[last].sent.start and doc[start - 1].idx >= floor and _belongs_before(doc[start - 1]):
        start -= 1
    named = is_office(doc[last]) or (doc[last].lower_ in COMING and last > start and doc[last - 1].text == "-")
    if not named and not (_is_full(person) and _ends_in_body(doc[start : last + 1])):
        return None
    if comma and not _introduces(doc, start, last):
        return None
    return doc[start : last + 1]


def _without_honours(doc: Parse, last: int) -> int:
    """The last word before "His Highness", "Dr." and the like."""
    while last >= 0 and doc[last].lower_.rstrip(".") in _HONOURS:
        last -= 1
    return last


def _without_brackets(doc: Parse, last: int) -> int:
    """The last word before a short name in brackets: "head of the Harbour Office (HO) Piet Saal"."""
    if last < 0 or doc[last].text != ")":
        return last
    opened = next((i for i in range(last - 1, max(-1, last - _BRACKETED), -1) if doc[i].text == "("), None)
    return last if opened is None else opened - 1


def _is_full(person: Span) -> bool:
    """Whether a name has two parts, be the first one only a letter ("S.Lut")."""
    return len(person) >= _FULL or (person.text[1:2] == "." and len(person.text) > _FULL + 1)


def _ends_in_body(words: Span) -> bool:
    """Whether some words right before a name are an office of something: "the spokesman for the Ministry of Trade"."""
    last = words[-1]
    if last.pos_ not in {"PROPN", "NOUN"} or not (last.shape_[:1] == "X" or last.lower_ in MODIFIERS):
        return False
    heads = [t for t in words[:-2] if is_office(t) and t.nbor().lower_ in {"of", "for", "to"}]
    return any(last in t.subtree for t in heads)


def _introduces(doc: Parse, start: int, last: int) -> bool:
    """With a comma between them ("The Kremlin spokesman, Dmitry Peskov,") the title needs its article or its owner."""
    return any(
        token.lower_ in {"the", "his", "her", "its", "their"} or token.tag_ == "POS" for token in doc[start:last]
    )


def _belongs_before(token: Token) -> bool:
    if is_dash(token):
        return False
    if token.pos_ in {"NOUN", "PROPN", "ADJ", "PART", "DET", "NUM"} or token.tag_ in {"POS", "HYPH", "PRP$"}:
        return not token.is_space
    sent = token.lower_ == "to" and token.i > 0 and is_office(token.nbor(-1))  # "Norland's ambassador to the Pact"
    return sent or _is_within_portfolio(token) or token.lower_ in {"of", "for", "'s", "’s", "-", "the", "(", ")"}


def _is_within_portfolio(token: Token) -> bool:
    """Whether it is the "and" of "Minister of Energy and Natural Resources"."""
    if token.lower_ not in {"and", "&"} or not 1 < token.i < len(token.doc) - 1:
        return False
    before, after = token.nbor(-1), token.nbor()
    capital = all(t.shape_[:1] == "X" and not is_office(t) for t in (before, after))
    return capital and not before.ent_type_ and after.ent_type_ in {"", "ORG"} and before.lower_ in MODIFIERS


def _apposed(person: Span) -> Span | None:
    """The apposition after a name: "Josep Borrell, [the European Union's foreign policy chief]"."""
    doc = person.doc
    for token in person:
        for child in token.children:
            if child.dep_ in APPOSITION and child.i >= person.end:
                span = phrase(child)
                if any(is_office(t) for t in span) and not any(map(is_dash, doc[person.end : span.end])):
                    return span
    at = person.end
    if at + 1 < len(doc) and doc[at].text == "," and doc[at].sent == person[0].sent:
        return _title_after(doc, at + 1, person[0].sent.end)
    return None


def _title_after(doc: Parse, start: int, end: int) -> Span | None:
    """A phrase that begins at once after the comma and whose head is an office (a parse may hang it elsewhere)."""
    for token in doc[start : min(end, start + 8)]:
        if token.is_punct or is_dash(token) or token.pos_ in {"VERB", "AUX", "ADP", "PRON"}:
            return None
        if is_office(token) and phrase(token).start <= start and not any(map(is_dash, doc[start : token.i])):
            return doc[start : phrase(token).end]
    return None


def _said_of(person: Span) -> Iterator[Span]:
    """The offices that a clause gives to somebody: "Ana Lut, who is [Norland's envoy]", "was appointed [envoy]"."""
    for clause in _clauses(person):
        if not _is_so(clause):
            continue
        if is_office(clause) and children(clause, {"cop"}):
            yield phrase(clause)
        elif clause.lemma_.lower() in _SAYING_SO:
            for child in clause.children:
                given = child.dep_ in {"xcomp", "obl", "obj", "ccomp"} and preposition(child) in {None, "as"}
                if given and is_office(child) and child.i > clause.i and not children(child, {"cop"}):
                    yield phrase(child)


def _clauses(person: Span) -> Iterator[Token]:
    """The predicates that somebody, or a "who" behind the name, is the subject of."""
    head = person.root
    if head.dep_ in ACTIVE_SUBJECT | PASSIVE_SUBJECT:
        yield head.head
    for child in children(head, {"acl:relcl", "relcl"}):
        if any(t.lower_ in _RELATIVES for t in children(child, ACTIVE_SUBJECT | PASSIVE_SUBJECT)):
            yield child
    yield from children(head, {"acl"})


def _is_so(clause: Token) -> bool:
    """Whether a clause is told as a fact: neither denied nor left open ("wants to be", "will become")."""
    words = {t.lower_ for t in clause.children if t.dep_ in {"advmod", "aux", "mark", "neg", "det"}}
    return not words & (NEGATION | MODAL | {"will", "shall", "to"})


def _led_by(article: Article, person: Span) -> Iterator[Relation]:
    """Of "Ana Lut, who heads Norland's pilots' association" that she is its head."""
    for clause in _clauses(person):
        label = _LEADING.get(clause.lemma_.lower())
        finite = label and clause.tag_ in {"VBZ", "VBD", "VBP"} and _is_so(clause)
        for body in children(clause, OBJECT) if finite else ():
            if any(t.shape_[:1] == "X" for t in phrase(body)):
                yield _told(article, person, phrase(body), label or "", phrase(body), former=False)


def _relation(article: Article, person: Span, title: Span) -> Iterator[Relation]:
    told = read_title(title)
    if told is not None:
        former = any(t.lower_ in FORMER or t.lower_.startswith("ex-") for t in title)
        yield _told(article, person, title, *told, former=former)


def _told(article: Article, person: Span, title: Span, label: str, body: Span | None, former: bool) -> Relation:
    start, end = min(title.start_char, person.start_char), max(title.end_char, person.end_char)
    return Relation(
        name="holds_office",
        source=article.mention(person.start_char, person.end_char),
        target=article.mention(body.start_char, body.end_char) if body is not None else None,
        evidence=article.mention(start, end),
        label=label,
        score=0.9 if body is not None else 0.7,
        extractor="offices",
        former=former,
    )
