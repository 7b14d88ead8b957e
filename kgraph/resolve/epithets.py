"""Epithets: "the minister", "the veteran politician" for who spoke last, as reporters vary a name."""

from kgraph.extract.parse import Token
from kgraph.extract.titles import OFFICES, office_of
from kgraph.records import Actor, Mention, Resolved
from kgraph.resolve.antecedents import PEOPLE
from kgraph.resolve.cast import Cast
from kgraph.resolve.coreference import History
from kgraph.resolve.genders import gender, of_noun
from kgraph.resolve.nominals import is_a, same_office

REACH = 1200
"""Characters back to which the one who spoke last may be meant."""

_ANY_OFFICE = frozenset(
    "chief delegate diplomat executive head lawmaker leader legislator member negotiator official".split()
)
"""Offices that say little of what their holder does."""

_STRANGERS = frozenset({"person", "source", "witness"})
"""Nouns for somebody who is kept apart from those with names."""

_FURTHER = frozenset({"acl", "acl:relcl", "appos", "flat", "nmod", "relcl"})


def called(cast: Cast, mention: Mention, head: Token, history: History) -> Resolved | None:
    """Who is meant by a definite noun for one person that nothing else explains: the person who spoke last.

    None for a noun with a clause or a name of its own ("the aide who was there"), for another's office, and where
    gender or state do not fit.
    """
    words = {head.lower_, head.lemma_.lower()}
    pointed = any(c.lower_ == "this" for c in head.children)  # "this man who has seen it all"
    if (
        head.tag_ != "NN"
        or not words & (PEOPLE - _STRANGERS)
        or any(c.dep_ in _FURTHER for c in head.children if not pointed)
    ):
        return None
    if not any(c.lower_ in {"the", "this"} for c in head.children):
        return None
    last = history.last(mention.start, lambda actor: True, REACH)
    if last is None or last.type != "Person" or not _fits(cast, mention, head, last):
        return None
    if _another(cast, history.place(last, mention.start), mention.start, last):
        return None
    return Resolved(last, mention, 0.5, (f"“{mention.text}”: {last.label} spoke last",))


def in_office(cast: Cast, mention: Mention, head: Token, history: History) -> Resolved | None:
    """Whom "the president", of no state that is named, stands for: the one who spoke last and holds that office."""
    told = office_of(cast.doc, mention)
    if told is None or head.lower_ not in OFFICES - _ANY_OFFICE or not mention.text.lower().startswith("the "):
        return None
    last = history.last(mention.start, lambda actor: True, REACH)
    if last is None or last.type != "Person" or cast.within(mention.start, mention.end):
        return None
    side = cast.side(last)
    held = any(same_office(told[0], role) for role, _ in cast.roles.get(last.id, []))
    held = held or (side is not None and last in cast.register.holders(told[0], side.id, cast.article.published))
    if not held or _another(cast, history.place(last, mention.start), mention.start, last):
        return None
    return Resolved(last, mention, 0.8, (f"“{mention.text}” is {last.label}, who spoke last",))


def body_called(cast: Cast, mention: Mention, head: Token, history: History) -> Resolved | None:
    """Which body "the company", "the party" is that speaks: the one that spoke last, where it may be called so."""
    own = [c for c in head.children if c.lower_ != "the" and c.dep_ not in {"amod", "punct"} and not c.is_lower]
    if head.tag_ != "NN" or own or not mention.text.lower().startswith("the "):
        return None
    last = history.last(mention.start, lambda actor: actor.type == "Organization", REACH)
    if last is None or cast.within(mention.start, mention.end) or not is_a(cast, last, head.lemma_.lower()):
        return None
    return Resolved(last, mention, 0.75, (f"“{mention.text}”: {last.label} spoke last",))


def _another(cast: Cast, start: int, end: int, person: Actor) -> bool:
    """Whether another person is named in between, other than in somebody's words."""
    between = (n for n in cast.within(start, end) if n.actor.type == "Person" and n.span.start not in cast.told)
    return any(n.actor.id != person.id for n in between)


def _fits(cast: Cast, mention: Mention, head: Token, person: Actor) -> bool:
    told, known = of_noun([head.lower_, head.lemma_.lower()]), gender(cast, person)[0]
    pointed = known is None and any(c.lower_ == "this" for c in head.children)
    if told is not None and known != told and not pointed:
        return False
    if head.lower_ in OFFICES - _ANY_OFFICE and (person.known or cast.roles.get(person.id)):
        return any(role.split()[-1:] == [head.lower_] for role, _ in cast.roles.get(person.id, []))
    own = {n.actor.id for n in cast.within(mention.start, mention.end) if n.actor.known}
    side = cast.side(person)
    return not own or (not person.known and (side is None or not side.known)) or (side is not None and side.id in own)
