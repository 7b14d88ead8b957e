"""Short names of bodies that an article also calls by their full ones: "Fjord" where "Fjord Air" stands as well."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kgraph.records import Actor
from kgraph.resolve.cast import Named
from kgraph.resolve.naming import humans

_FORMS = frozenset(
    "ag air airlines airways co company corp corporation gmbh group holding holdings inc limited llc ltd plc sa".split()
)
"""Words at the end of a company's full name, beside nouns for bodies ("Movement")."""

_OFFICES = frozenset({"bureau", "department", "ministry", "office", "secretariat"})
"""Bodies whose names are turned round: "Ministry of Harvest", "Harvest Ministry"."""


def full_forms(found: list[Named]) -> Iterator[Named]:
    """A body that the register does not know by the first words of its name is the one with the whole name.

    So "Fjord Air" and "Fjord" are one where the text has one such name only.
    """
    bodies = {n.actor.label: n.actor for n in found if n.actor.type == "Organization"}
    full: dict[str, Actor] = {}
    for label, actor in bodies.items():
        longer = [a for name, a in bodies.items() if name.startswith(label + " ")]
        if len(longer) == 1 and not actor.known and _is_short(label, longer[0].label):
            full[label] = longer[0]
    full |= _turned(bodies)
    for named in found:
        whole = full.get(named.actor.label) if named.actor.type == "Organization" else None
        if whole is None:
            yield named
        else:
            reason = f"“{named.actor.label}” is short for “{whole.label}” in the article"
            yield replace(named, actor=whole, reason=reason)


def _turned(bodies: dict[str, Actor]) -> dict[str, Actor]:
    """Those whose names the text turns round: "Harvest Ministry" where it has a "Ministry of the Harvest" as well."""
    of = {
        _key(what, who): actor for label, actor in bodies.items() for who, _, what in [label.partition(" of ")] if what
    }
    found: dict[str, Actor] = {}
    for label, actor in bodies.items():
        what, _, who = label.rpartition(" ")
        whole = of.get(_key(what, who))
        if whole is not None and who.lower() in _OFFICES and not actor.known:
            found[label] = whole
    return found


def _key(what: str, who: str) -> tuple[str, str]:
    return re.sub(r"^the ", "", what.lower()), who.lower()


def _is_short(label: str, full: str) -> bool:
    """Whether a full name has only a word for what the body is more than the short one."""
    rest = [word.strip(".,").lower() for word in full[len(label) :].split()]
    return all(word in _FORMS | humans() for word in rest) and label.split()[-1].lower() not in humans()
