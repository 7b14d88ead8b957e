"""What is given, sold, used or destroyed in an event: "six more Caesar cannons", "Falcon-3 missiles", "$60 million".

Weapons and goods are looked for only in the words that an event governs. A name of the list counts before a noun; a
capitalised name before a noun of a class ("Falcon-3 missiles") is a thing of that class too, unless it is somebody's.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kgraph.extract.parse import Span, Token
from kgraph.extract.syntax import chars, children, conjuncts, preposition, root
from kgraph.records import Actor, Item, Mention, Resolved
from kgraph.resolve.cast import Cast
from kgraph.resolve.goods import Goods, ItemClass, goods, new_item, plain_item
from kgraph.resolve.numbers import SCALES, VAGUE, number

LONGEST_NAME = 6
"""Tokens of the longest name that is looked up ("Army Tactical Missile System", "M142 HIMARS" with its hyphens)."""

SURE, LIKELY = 0.9, 0.7
CURRENCY = frozenset(
    """$ € £ ¥ ₴ ₽ ₹ us$ euro dollar pound yen rouble ruble hryvnia yuan franc krone krona crown zloty lira rupee usd
    eur""".split()
)
_STEPS = 3
_QUALIFIES = frozenset({"compound", "amod", "nmod:desc", "nmod", "nmod:unmarked", "nummod", "flat", "appos"})


class _Thing(NamedTuple):
    """What it is, the tokens that name it, and how sure that is."""

    actor: Actor
    words: Span
    score: float
    reason: str


def items(cast: Cast, objects: Iterable[Mention]) -> tuple[Item, ...]:
    """Read the weapons and goods off the noun phrases that an event governs; what is neither is left out.

    Args:
        cast: The article's cast; who is in it is no thing.
        objects: The noun phrases, in order.
    """
    found: dict[str, Item] = {}
    for mention in objects:
        span = chars(cast.doc, mention.start, mention.end)
        for head in _heads(span) if span is not None else ():
            for item in _items(cast, head):
                old = found.get(item.about.actor.id)
                if old is None or (old.quantity is None and item.quantity is not None):
                    found[item.about.actor.id] = item
    return tuple(sorted(found.values(), key=lambda item: item.mention))


def _heads(span: Span) -> Iterator[Token]:
    """The heads of all coordinated phrases of a span: "tanks, shells and 20 Caesar cannons"."""
    waiting = [root(span)]
    while waiting:
        head = waiting.pop(0)
        yield head
        waiting += [child for child in children(head, {"conj"}) if span.start <= child.i < span.end]


def _items(cast: Cast, head: Token) -> Iterator[Item]:
    """What a noun names, or what it is a measure or a delivery of: "dozens of tanks", "a shipment of grain"."""
    sum_of_money = _money(cast, head)
    if sum_of_money is not None:
        yield sum_of_money
        return
    waiting, steps = [head], 0
    while waiting and steps < _STEPS:
        found = [(one, thing) for one in waiting if (thing := _named(cast, one) or _by_noun(cast, one)) is not None]
        for one, thing in found:
            mention = cast.article.mention(thing.words.start_char, thing.words.end_char)
            about = Resolved(thing.actor, mention, thing.score, (thing.reason,))
            yield Item(about, mention, *_quantity(cast, head, one, thing.words))
        behind = [child for one in waiting for child in children(one, {"nmod", "pobj"}) if _is_measured(child)]
        waiting, steps = [] if found else [t for child in behind[:1] for t in conjuncts(child)], steps + 1


def _is_measured(token: Token) -> bool:
    return preposition(token) in {"of", "in", "for"}


def _phrase(head: Token) -> list[Token]:
    """The words before the head that are of its phrase, and the head; an apposition or number behind it as well."""
    start, end = head.i, head.i + 1
    while start > head.sent.start and _belongs(head.doc[start - 1], head):
        start -= 1
    while end < head.sent.end and (_is_hyphened(head.doc[end]) or _follows(head.doc[end], head)):
        end += 1
    return list(head.doc[start:end])


def _follows(token: Token, head: Token) -> bool:
    return bool(token.head == head and token.dep_ in {"flat", "nummod", "compound"})


def _is_hyphened(token: Token) -> bool:
    """Whether a token stands in one word with the one before it: "-" and "16s" of "F-16s"."""
    before = token.nbor(-1)
    return not before.whitespace_ and ("-" in (token.text, before.text))


def _belongs(token: Token, head: Token) -> bool:
    own = token
    for _ in range(6):
        if own == head:
            return not token.is_space and token.dep_ not in {"case", "cc", "mark"}
        if own.dep_ not in _QUALIFIES | {"punct", "det", "nmod:poss", "advmod"}:
            return False
        own = own.head
    return False


def _named(cast: Cast, head: Token) -> _Thing | None:
    """A name of the list in the phrase, the longest first."""
    words = _phrase(head)
    names = goods().names
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for at in range(len(words) - length, -1, -1):
            span = cast.doc[words[at].i : words[at + length - 1].i + 1]
            if span.end - span.start != length or span[0].is_punct or span[-1].is_punct:
                continue
            key = Goods.folded(span.text)
            actor = names.get(key) or names.get(key.removesuffix("s"))
            written = any(c.isdigit() for c in span.text) or span.text[:1].isupper()
            if actor is not None and written and not _is_somebody(cast, span):
                last = head.i + 1 if head.i >= span.end and _noun(head) else span.end
                return _Thing(actor, cast.doc[span.start : last], SURE, f"“{span.text}” is a name of {actor.label}")
    return None


def _is_somebody(cast: Cast, span: Span) -> bool:
    named = [n for n in cast.named if n.span.start < span.end and span.start < n.span.end]
    return any(n.actor.known or n.actor.type in {"Person", "State"} for n in named)


def _noun(head: Token) -> tuple[str, ItemClass, int] | None:
    """The longest noun of a class that ends at a token: the noun in the singular, its class, its first token."""
    nouns, doc = goods().nouns, head.doc
    if head.pos_ not in {"NOUN", "PROPN"} and head.lower_ not in nouns:
        return None
    lasts = dict.fromkeys((head.lemma_.lower(), head.lower_, head.lower_.removesuffix("s")))
    for start in range(max(head.sent.start, head.i - 3), head.i + 1):
        before = "".join(t.lower_ + t.whitespace_ for t in doc[start : head.i])
        for last in lasts:
            noun = before + last
            if noun in nouns and not doc[start].is_punct:
                return noun, nouns[noun], start
    return None


def _by_noun(cast: Cast, head: Token) -> _Thing | None:
    """A noun of a class, with the unknown name before it if there is one; "grain deliveries" are of the first noun."""
    found = _noun(head)
    if found is None:
        inner = [token for token in children(head, {"compound"}) if _noun(token)]
        return _by_noun(cast, inner[-1]) if inner else None
    noun, item_class, start = found
    name = _new_name(cast, head, start)
    if name is not None:
        reason = f"“{name.text}” is called {item_class.label}"
        return _Thing(new_item(name.text, item_class), cast.doc[name.start : head.i + 1], LIKELY, reason)
    words = cast.doc[start : head.i + 1]
    return _Thing(plain_item(noun, item_class), words, SURE, f"“{words.text}” is {item_class.label}")


def _new_name(cast: Cast, head: Token, start: int) -> Span | None:
    """Capitalised words right before the noun that are nobody's name: "Falcon-3" in "Falcon-3 missiles"."""
    doc, first = head.doc, start
    while first > head.sent.start and _is_of_a_name(doc[first - 1], doc[first] if first < start else None):
        first -= 1
    while first < start and not doc[first].text[:1].isupper():
        first += 1
    span = doc[first:start]
    is_name = len(span) and any(t.pos_ == "PROPN" for t in span) and span[0].is_sent_start is not True
    return span if is_name and not _is_taken(cast, span) else None


def _is_of_a_name(token: Token, after: Token | None) -> bool:
    if token.text in {"-", "/"}:
        return after is not None and not token.whitespace_
    if token.pos_ == "NUM" and (after is None or after.text != "-"):
        return token.i > 0 and token.nbor(-1).text in {"-"}
    return token.pos_ == "PROPN" and token.text[:1].isupper()


def _is_taken(cast: Cast, span: Span) -> bool:
    """Whether the words are of somebody: a state, a body, a person, a people."""
    named = [n for n in cast.named if n.span.start < span.end and span.start < n.span.end]
    return any(n.actor.known or n.actor.type != "Weapon" for n in named)


def _quantity(cast: Cast, head: Token, one: Token, words: Span) -> tuple[float | None, Mention | None]:
    """The number that belongs to a thing, and its words; a number that nobody tells ("dozens") has words alone."""
    for token in (one, *words, head):
        for child in children(token, {"nummod"}):
            if child.i < words.start:
                return _told(cast, child)
    if head.lemma_.lower() in SCALES or (head != one and head.lower_ in VAGUE):
        return _told(cast, head)
    return None, None


def _told(cast: Cast, token: Token) -> tuple[float | None, Mention]:
    span = _number_words(token)
    return number(t.text for t in span), cast.article.mention(span.start_char, span.end_char)


def _number_words(token: Token) -> Span:
    """The token and the words of a number before and behind it: "two hundred", "3.5 million"."""
    doc, start, end = token.doc, token.i, token.i + 1
    while start > token.sent.start and _is_numeric(doc[start - 1]):
        start -= 1
    while end < token.sent.end and _is_numeric(doc[end]):
        end += 1
    return doc[start:end]


def _is_numeric(token: Token) -> bool:
    word = token.lower_
    before_scale = word in {"a", "several", "many"} and token.i + 1 < len(token.doc) and token.nbor().lower_ in SCALES
    return (token.pos_ == "NUM" and word not in CURRENCY) or word in SCALES or before_scale


def _money(cast: Cast, head: Token) -> Item | None:
    """A sum of money: "$60 million in military aid", "a loan of 500 million euros"."""
    words = [t for t in _phrase(head) if t.lemma_.lower() in CURRENCY or t.lower_ in CURRENCY]
    if not words:
        return None
    sign = words[0]
    around = cast.doc[max(sign.sent.start, sign.i - 3) : min(sign.sent.end, sign.i + 3)]
    near = [t for t in around if t.pos_ == "NUM" and _is_numeric(t)]
    if not near:
        return None
    numbers = _number_words(min(near, key=lambda t: abs(t.i - sign.i)))
    start, end = min(numbers.start, sign.i), max(numbers.end, sign.i + 1)
    mention = cast.article.mention(cast.doc[start].idx, cast.doc[end - 1].idx + len(cast.doc[end - 1]))
    about = Resolved(plain_item("money", goods().nouns["money"]), mention, SURE, (f"“{mention.text}” is a sum",))
    return Item(about, mention, number(t.text for t in numbers), mention)
