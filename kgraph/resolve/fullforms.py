"""Short names of bodies that an article also calls by their full ones: "Fjord" where "Fjord Air" stands as well."""

from collections.abc import Iterator
from dataclasses import replace

from kgraph.records import Actor
from kgraph.resolve.cast import Named
from kgraph.resolve.naming import humans

_FORMS = frozenset(
    "ag air airlines airways co company corp corporation gmbh group holding holdings inc limited llc ltd plc sa".split()
)
"""Words at the end of a company's full name, beside nouns for bodies ("Movement")."""


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
    for named in found:
        whole = full.get(named.actor.label) if named.actor.type == "Organization" else None
        if whole is None:
            yield named
        else:
            reason = f"“{named.actor.label}” is short for “{whole.label}” in the article"
            yield replace(named, actor=whole, reason=reason)


def _is_short(label: str, full: str) -> bool:
    """Whether a full name has only a word for what the body is more than the short one."""
    rest = [word.strip(".,").lower() for word in full[len(label) :].split()]
    return all(word in _FORMS | humans() for word in rest) and label.split()[-1].lower() not in humans()
