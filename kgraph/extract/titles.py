"""What a title says: "the European Union's foreign policy chief" is an office, and the body that it belongs to."""

from kgraph.extract.parse import Parse, Span, Token
from kgraph.extract.syntax import chars
from kgraph.records import Mention

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
COMING = frozenset({"designate", "elect"})
"""What follows the office of somebody who has yet to take it: "president-elect"."""

OF = frozenset({"of", "for", "at", "to", "in", "with"})
_PORTFOLIOS = frozenset({"state", "defense", "defence", "treasury", "homeland", "staff", "government", "mission"})
_OWNED = frozenset(
    """
    agency army assembly bloc bank cabinet coalition commission committee company council court department embassy
    government league military ministry mission movement navy opposition organisation organization palace parliament
    party police presidency union
    """.split()
)
"""Bodies that a title may name without a name: "a spokesman for the ministry"."""

_SENT = frozenset({"ambassador", "delegate", "envoy", "representative"})
"""Of "Norland's ambassador to the UN" the office is Norland's."""

_QUALIFIERS = 4
"""How many plain words may stand before a body's name."""

_WITH_PORTFOLIO = frozenset({"minister", "secretary", "undersecretary", "commissioner"})


def is_office(token: Token) -> bool:
    """Whether a word names an office."""
    return token.lower_.removeprefix("ex-") in OFFICES and token.pos_ in {"NOUN", "PROPN", "ADJ"}


def read_title(title: Span) -> tuple[str, Span | None] | None:
    """The office in lower case and the words that name its body, or None where the words name no office."""
    head = _office_head(title)
    if head is None:
        return None
    first = _first(title, head.i)
    words = [t.lower_ for t in title.doc[first : head.i + 1] if t.text != "-"]
    after = title.doc[head.i + 1 : title.end]
    if len(after) > 1 and after[0].text == "-" and after[1].lower_ in COMING:
        words, after = [*words[:-1], f"{words[-1]}-{after[1].lower_}"], after[2:]
    portfolio = _portfolio(head, after)
    if portfolio:
        words, after = [*words, *(t.lower_ for t in after[:portfolio])], after[portfolio:]
    sent = len(after) > 0 and after[0].lower_ == "to" and head.lower_ in _SENT
    return " ".join(words), (None if sent else _body_after(after)) or _body_before(title, first)


def _first(title: Span, head: int) -> int:
    """The first word of an office: of "Norland's vice-president" it is "vice"."""
    first = before = head
    while before > title.start and title.doc[before - 1].lower_ in {*MODIFIERS, *OFFICES, "-"}:
        before -= 1
        first = first if title.doc[before].text == "-" else before
    return first


def _portfolio(head: Token, after: Span) -> int:
    """How many words behind an office say for what it is: of "minister of foreign affairs of Norland" three."""
    if len(after) < 2 or after[0].lower_ not in {"of", "for"}:
        return 0
    if after[0].lower_ == "of" and after[1].lower_ in _PORTFOLIOS:
        return 2
    first = 2 if after[1].lower_ == "the" and len(after) > 2 else 1
    if head.lower_ not in _WITH_PORTFOLIO or after[first].lower_ not in MODIFIERS:
        return 0
    ends = (
        i for i in range(first, len(after)) if after[i].lower_ in OF or after[i].is_punct or _rises(after, first, i)
    )
    return next(ends, len(after))


def _rises(words: Span, first: int, at: int) -> bool:
    """Whether a name begins behind small letters: "minister of agriculture Norlandic", as some translations have it."""
    return words[first].is_lower and words[at].shape_[:1] == "X"


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
    """The names behind an office: "head of [the National Security Council]", "of the ruling party [Forward]"."""
    if not len(after) or after[0].lower_ not in OF:
        return None
    start = after.start + 1
    while start < after.end and after.doc[start].pos_ == "DET":
        start += 1
    first = start
    while first < min(after.end, start + _QUALIFIERS) and _qualifies(after.doc[first]):
        first += 1
    if first > start and (first == after.end or after.doc[first].shape_[:1] != "X"):
        return after.doc[start:first] if after.doc[first - 1].lower_ in _OWNED else None
    start = end = first
    while end < after.end and (
        after.doc[end].shape_[:1] == "X" or after.doc[end].lower_ in {"of", "and", "for", "the", "'s"}
    ):
        end += 1
    while end > start and after.doc[end - 1].shape_[:1] != "X":
        end -= 1
    return after.doc[start:end] if end > start else None


def _qualifies(token: Token) -> bool:
    return token.is_lower and token.pos_ in {"ADJ", "NOUN", "VERB"}


def _office_head(title: Span) -> Token | None:
    """The office word: the last one before an "of", else the last one."""
    found = None
    for token in title:
        if token.lower_ in OF and found is not None:
            return found
        if is_office(token):
            found = token
    return found


def office_of(doc: Parse, mention: Mention) -> tuple[str, Span | None] | None:
    """Read a mention without a name as an office: "the EU's foreign policy chief" -> ("foreign policy chief", EU).

    Returns:
        The office in lower case and the words that name the body, or None where the mention names no office.
    """
    span = chars(doc, mention.start, mention.end)
    return read_title(span) if span is not None else None
