"""Plurals that stand for so many of those whom an article names: "both sides", "the two presidents", "the three"."""

from collections import Counter
from collections.abc import Iterator

from kgraph.extract.parse import Token
from kgraph.extract.syntax import conjuncts, root
from kgraph.records import Actor, Mention, Resolved
from kgraph.resolve.cast import Cast

_PERSONS, _STATES = frozenset({"Person"}), frozenset({"State"})
_PLURALS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("leaders", "presidents", "ministers", "men", "women", "officials"), _PERSONS),
    **dict.fromkeys(("capitals", "countries", "nations", "neighbors", "neighbours", "states"), _STATES),
    **dict.fromkeys(("allies", "enemies", "foes", "governments", "powers", "rivals"), _STATES),
    **dict.fromkeys(("both", "four", "parties", "sides", "three", "two"), _STATES | {"Organization"}),
    **dict.fromkeys(("bodies", "organisations", "organizations"), frozenset({"Organization"})),
}
"""What each plural may stand for."""

_RECENT, _LATELY, _JOINT = 6, 2, 3
"""So many mentions are recent; being among them, and being named together as that many, counts like so many more."""

TOGETHER = frozenset({"both", "the two", "the pair", "the duo"})
"""Words for two without a noun."""

_TWO, _REACH = 2, 600
"""So many are they, and so many characters back they are named at most."""

_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4}


def several(cast: Cast, mention: Mention, speaker: Actor | None) -> list[Resolved]:
    """Resolve "the two sides", "both presidents", "the three" to that many of those named most before it.

    The speaker's own side is left out when enough others are named, and those named most are not named together.
    """
    words = mention.text.lower().split()
    number = next((_NUMBERS[w] for w in words[:2] if w in _NUMBERS), 0)
    if not number or len(words) > 4 or words[-1] not in _PLURALS or words[0] not in {"the", "both", "these", "those"}:
        return []
    fits = _kinds(cast, mention.start, words[-1], number)
    side = cast.side(speaker) if speaker else None
    before = [n.actor for n in cast.before(mention.start)[:60] if n.actor.type in fits]
    times = Counter(before)
    groups = [{a.id for a in one} for one in _together(cast, mention.start, fits) if len(one) == number]
    joint = set[str]().union(*groups)
    last = sorted(times, key=lambda a: -times[a] - _LATELY * (a in before[:_RECENT]) - _JOINT * (a.id in joint))
    others = [a for a in last if a not in (side, speaker)]
    whole = len(others) < number or {a.id for a in last[:number]} in groups
    chosen = (last if whole else others)[:number]
    named_so = {a.id for a in chosen} in groups
    reason = f"“{mention.text}”: those named {'together' if named_so else 'most'} before it"
    sure = 0.75 if named_so else 0.5
    return [Resolved(a, mention, sure, (reason,)) for a in chosen] if len(chosen) == number else []


def both(cast: Cast, mention: Mention) -> list[Resolved]:
    """The two whom "both" or "the two" alone stands for: those named together last, not far before."""
    fits = _PERSONS | _STATES | {"Organization"}
    near = [n for n in cast.before(mention.start) if mention.start - n.start < _REACH]
    pair = next((one for one in _together(cast, mention.start, fits) if len(one) == _TWO), set())
    if len({n.actor.id for n in near} & {a.id for a in pair}) < _TWO:
        return []
    reason = f"“{mention.text}”: those named together before it"
    return [Resolved(a, mention, 0.7, (reason,)) for a in sorted(pair, key=lambda a: a.id)]


def _together(cast: Cast, end: int, fits: frozenset[str]) -> Iterator[set[Actor]]:
    """Those who are named together before a character: "China, Japan and South Korea"."""
    by_head = {root(n.span).i: n.actor for n in cast.before(end) if n.actor.type in fits}
    for at in by_head:
        if cast.doc[at].dep_ != "conj":
            yield {by_head[t.i] for t in conjuncts(cast.doc[at]) if t.i in by_head}


def _kinds(cast: Cast, end: int, noun: str, number: int) -> frozenset[str]:
    """What a plural stands for; persons for a bare number, where so many are named together and no states are."""
    if noun in _NUMBERS:
        for fits in (_STATES | {"Organization"}, _PERSONS):
            if any(len(one) == number for one in _together(cast, end, fits)):
                return fits
    return _PLURALS[noun]


def is_people(cast: Cast, actor: Actor, head: Token) -> bool:
    """Whether a plural is said of the people of a state, or of the members of a party."""
    entry = cast.register.entries.get(actor.id)
    if actor.type == "State":
        state = cast.register.demonym(head.text)
        return state is not None and state.id == actor.id
    return entry is not None and entry.body_kind == "party" and head.lower_.endswith("s")
