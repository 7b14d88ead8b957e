"""Persons: mentions of one article are grouped first ("Dmitry Peskov ... Mr. Peskov ... Peskov"), then looked up.

The register is asked for the fullest form; whom it does not know becomes an actor of his or her own.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from kgraph.extract.parse import Span
from kgraph.ontology import actor_iri
from kgraph.records import Actor, Relation
from kgraph.resolve import names
from kgraph.resolve.cast import Cast, Named, clean
from kgraph.resolve.context import confidence
from kgraph.resolve.families import meant_by_surname

HONORIFIC = re.compile(
    r"^(?:the |mr|mrs|ms|miss|dr|prof|sir|lord|lady|gen|col|maj|capt|lt|sen|rep|gov|president|prime minister|minister|"
    r"chancellor|king|queen|prince|princess|pope|professor|colonel|lieutenant|major|captain|sergeant|general|admiral|"
    r"brigadier|brig|sgt|adm|senator|governor|ambassador|rabbi|ayatollah|cardinal|archbishop|bishop|imam|sheikh|sheik|"
    r"comrade|cde|judge|justice|hon|honourable|honorable|baroness|baron|dame)\b\.?\s*",
    re.IGNORECASE,
)


_ROYAL = frozenset({"Emperor", "King", "Pope", "Prince", "Princess", "Queen"})
"""Titles of who is called by a given name alone."""


def groups(persons: list[Span]) -> list[list[Span]]:
    """Persons of one article by name: each group has one full name, and surnames that fit only it."""
    full = [p for p in persons if len(_bare(p).split()) > 1]
    groups: list[list[Span]] = []
    for person in sorted(full, key=lambda p: -len(_bare(p))):
        fitting = [g for g in groups if names.same_person(_bare(g[0]), _bare(person)) >= 0.8]
        (fitting[0] if fitting else _append(groups)).append(person)
    for person in (p for p in persons if len(_bare(p).split()) == 1):
        fitting = [g for g in groups if _shares_a_name(_bare(g[0]), _bare(person))]
        fitting = fitting or _within_a_name(groups, _bare(person))
        fitting = fitting or [g for g in groups if names.slip(_bare(g[0]).split()[-1], _bare(person))][:1]
        (meant_by_surname(fitting, person, _bare) if fitting else _append(groups)).append(person)
    return [g for g in groups if g]


def _append(groups: list[list[Span]]) -> list[Span]:
    groups.append([])
    return groups[-1]


def _bare(person: Span) -> str:
    return _without_honorifics(person.text)


@lru_cache(maxsize=16384)
def _without_honorifics(text: str) -> str:
    name, previous = clean(text), ""
    while name != previous and len(name.split()) > 1:
        previous, name = name, HONORIFIC.sub("", name) or name
    return name


def _shares_a_name(full: str, single: str) -> bool:
    wanted = names.key(single)
    parts = [names.key(part) for part in full.split()]
    return wanted in {parts[-1], parts[0]} if parts else False


def _within_a_name(groups: list[list[Span]], single: str) -> list[list[Span]]:
    """The one group whose full name has a name in its middle: "Saal" of "Ada Saal Ortiz"."""
    wanted = names.key(single)
    fitting = [g for g in groups if wanted in {names.key(part) for part in _bare(g[0]).split()[1:-1]}]
    return fitting if len(fitting) == 1 and len(single) > 2 else []


def _fullest(spelt: Counter[str]) -> str:
    """The form with most words; of "Chuck" and "Charles" of one family name the one that the article uses more."""
    return max(spelt, key=lambda name: (len(name.split()), spelt[name], len(name)))


def _with_title(group: list[Span], label: str) -> str:
    """A given name with the title that makes it a whole name: "Prince Aro", "Pope Aro"."""
    for person in group:
        before = person.doc[max(0, person.start - 1) : person.end]
        title = next((t.text for t in before if t.text in _ROYAL), None)
        if title is not None and f"{title} {label}" in before.text:
            return f"{title} {label}"
    return label


def persons_of_group(cast: Cast, group: list[Span], offices: list[Relation]) -> Iterator[Named]:
    """Decide who a group of mentions is, and yield one named mention for each.

    An office of the same state or body, or the state being named at all, tells namesakes apart; a bare surname that
    only the register knows needs such evidence, else it stays a stranger.
    """
    label = _fullest(Counter(map(_bare, group)))
    states = {named.actor.id for named in cast.named if named.actor.type in {"State", "Organization"}}
    found = cast.register.person(label) if " " in label else cast.register.surname(label)
    scored = sorted(((_fit(cast, a, group, offices, states), a) for a in found), key=lambda pair: -pair[0])
    if scored and (len(scored) == 1 or scored[0][0] > scored[1][0]):
        (fit, actor), score = scored[0], 0.95 if " " in label else 0.8
        reason = f"“{label}” is {actor.label} in the register"
        if len(scored) > 1:
            score = min(score, confidence([float(points) for points, _ in scored]))
            reason = f"of all called “{label}”, {actor.label} fits the rest of the article best"
        if " " not in label and not fit:
            actor, score = _stranger(cast, label, group, offices), 0.5
            reason = f"“{label}” is a surname that the register knows, but nothing else in the article fits"
    else:
        actor, score = _stranger(cast, label, group, offices), 0.75
        reason = f"“{label}” is the fullest form of the name in the article"
    for person in group:
        own = clean(person.text)
        chain = reason if own == label else f"“{own}” is “{label}”; {reason}"
        yield Named(person, actor, score, chain)


def _fit(cast: Cast, actor: Actor, group: list[Span], offices: list[Relation], states: set[str]) -> int:
    """How much else in the article fits this person: an office of the same state (2), the state is named (1).

    Whom a person speaks for is asked of the article's day; an office may also be a former one.
    """
    now = {body.id for body in cast.register.represents(actor.id, cast.article.published)} | set(actor.represents)
    held = {tenure.body for tenure in cast.register.tenures_of(actor.id)}
    given = {
        n.actor.id for o in _offices_of(group, offices) if o.target for n in cast.within(o.target.start, o.target.end)
    }
    return 2 * bool((now | held) & given) + bool(now & states)


def _offices_of(group: list[Span], offices: list[Relation]) -> list[Relation]:
    starts = {p.start_char for p in group}
    return [o for o in offices if o.source.start in starts]


def _stranger(cast: Cast, label: str, group: list[Span], offices: list[Relation]) -> Actor:
    """An actor for a person whom the register does not know, with whom the article says that he or she represents."""
    bodies = [
        n.actor for o in _offices_of(group, offices) if o.target for n in cast.within(o.target.start, o.target.end)
    ]
    represents = tuple(sorted({b.id for b in bodies if b.type in {"State", "Organization"}}))
    label = label if " " in label else _with_title(group, label)
    aliases = tuple(sorted({_bare(p) for p in group} - {label}))
    return Actor(actor_iri("Person", label), label, "Person", aliases=aliases, represents=represents)
