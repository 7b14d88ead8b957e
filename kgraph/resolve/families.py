"""Which of several people of one family name a text means where it gives no more than that name.

An honorific excludes some. Of the others a reporter gives the bare name to whom the text is about: who acts in it and
was named first, not to somebody's husband or brother who is brought in beside them, and is called by the full name.
"""

from collections.abc import Callable

from kgraph.extract.parse import Span, Token
from kgraph.extract.syntax import APPOSITION, POSSESSOR, SUBJECT, root
from kgraph.resolve.cast import FEMALE, MALE
from kgraph.resolve.genders import MEN, WOMEN

KIN = frozenset(
    """
    aunt brother child children cousin daughter dad father grandfather grandmother grandson husband mom mother mum
    nephew niece parent parents sibling siblings sister son sons spouse uncle widow widower wife
    """.split()
)
"""Nouns that make somebody another's relative."""

_NAME_PARTS = frozenset({"flat", "compound", "nmod:desc", *APPOSITION})


def meant_by_surname(groups: list[list[Span]], person: Span, bare: Callable[[Span], str]) -> list[Span]:
    """Of several people of one family name the one whom a mention by that name alone means.

    Args:
        groups: The mentions of each of them so far, the first one by the full name.
        person: The mention.
        bare: Tells a mention's name without titles.
    """
    if len(groups) == 1:
        return groups[0]
    told = _told(person)
    fitting = [g for g in groups if told is None or _gender(g, bare) in {None, told}] or groups
    if len(fitting) == 1:
        return fitting[0]
    first = min(fitting, key=lambda g: min(p.start for p in g))
    return max(fitting, key=lambda g: (_weight(g, person) + (g is first), -_apart(g, person)))


def _weight(group: list[Span], person: Span) -> int:
    """How much speaks for one of them: that he or she acts, and was named before, not as a relative."""
    before = [p for p in group if p.start < person.start]
    acts = any(root(p).dep_ in SUBJECT for p in before)
    kin = bool(before) and all(is_kin(p) for p in before)
    return 2 * bool(before) + acts - 2 * kin


def _apart(group: list[Span], person: Span) -> int:
    """How far away the nearest mention is, those before it first."""
    return min((person.start - p.start) % 1_000_000 for p in group)


def _told(person: Span) -> str | None:
    """``he`` or ``she`` where an honorific before a name, or in it, says so."""
    words = person.doc[max(0, person.start - 1) : person.end - 1].text  # "Ms. King" is "she"
    return "he" if MALE.search(words) else "she" if FEMALE.search(words) else None


def _gender(group: list[Span], bare: Callable[[Span], str]) -> str | None:
    """``he`` or ``she`` by an honorific of one of the mentions, else by the given name."""
    told = next((t for p in group if (t := _told(p))), None)
    first = set(bare(group[0]).lower().split()[:1])
    return told or ("she" if first & WOMEN else "he" if first & MEN else None)


def is_kin(name: Span) -> bool:
    """Whether a name is given to somebody's relative: "her husband, Aro Saal", "his son Aro Saal"."""
    token: Token = root(name)
    for _ in range(4):
        if token.lower_ in KIN and any(c.dep_ in POSSESSOR for c in token.children):
            return True
        if token.dep_ not in _NAME_PARTS or token.head == token:
            break
        token = token.head
    return any(c.lower_ in KIN and any(g.dep_ in POSSESSOR for g in c.children) for c in root(name).children)
