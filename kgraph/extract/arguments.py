"""Who acts in an event and who is acted upon: the nouns below its trigger, each with the way that leads to it."""

from collections.abc import Iterator
from typing import NamedTuple

from kgraph.extract.clauses import antecedent, doer, has_passive_form, said_of, speaker_of
from kgraph.extract.decisions import chance
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.parse import Token
from kgraph.extract.syntax import (
    OBJECT,
    OBLIQUE,
    PASSIVE_SUBJECT,
    POSSESSOR,
    SUBJECT,
    children,
    is_dash,
    preposition,
)
from kgraph.extract.triggers import Trigger

_ENTITIES = {
    "PERSON": "person", "ORG": "body", "NORP": "people", "GPE": "place", "LOC": "place", "FAC": "place",
}  # fmt: skip
_OTHER_ENTITIES = frozenset({"DATE", "TIME", "MONEY", "CARDINAL", "ORDINAL", "PERCENT", "QUANTITY"})
_PERSONAL = frozenset({"he", "she", "it", "they", "him", "her", "them", "we", "us", "i", "me", "you"})
"""Owners are none: in the object they mostly stand for who acts ("upgraded their ties")."""

_WHOSE = frozenset({"his", "her", "its", "their"})
"""Owners of a noun of an event, who act in it: "thanked Norland for its support"."""

_OWN_SOURCES = ((POSSESSOR, None), (OBLIQUE, "by"), (OBLIQUE, "between"), (OBLIQUE, "from"))
_DEEPEST = 4
_PREPOSITIONS = frozenset(
    """about across after against alongside along among around as at before behind between by during for from in inside
    into near of off on onto outside over over through to toward towards under upon with within without""".split()
)


class Candidate(NamedTuple):
    """A noun that may be an argument.

    Attributes:
        token: Its head word.
        path: The links from the trigger down to it, the preposition with its link: ``("obj", "nmod:on")``.
        kind: ``person``, ``body``, ``people``, ``place``, ``pronoun``, ``agent`` (a noun of those who act), ``thing``.
        above: The kind of the noun that it hangs on; "" where it hangs on the trigger or a verb.
    """

    token: Token
    path: tuple[str, ...]
    kind: str
    above: str = ""


def kind_of(token: Token, lexicon: Lexicon) -> str | None:
    """What kind of thing a noun names; None for times, sums and words that name nothing."""
    if token.ent_type_ in _OTHER_ENTITIES:
        return None
    if token.ent_type_ in _ENTITIES:
        return _ENTITIES[token.ent_type_]
    if token.pos_ == "PRON":
        return "pronoun" if token.lower_ in _PERSONAL and token.dep_ not in POSSESSOR else None
    if token.pos_ not in {"NOUN", "PROPN"}:
        return None
    lemma = lexicon.lemma(token)
    return "agent" if lexicon.among("agent", lemma, lemma.rpartition("-")[2]) else "thing"


def source(trigger: Trigger, lexicon: Lexicon) -> tuple[Token | None, str]:
    """Who acts, and how that is told.

    Returns:
        The head of who acts, and ``subject``, ``by`` (somewhere below a passive), ``own`` (the owner of a noun, "by X",
        the demonym before it) or ``far`` (the subject of the verb that a noun hangs on); None and ``none``.
    """
    if trigger.verb is not None:
        found = doer(trigger.verb)
        found = _of_share(speaker_of(_behind_dateline(found)), lexicon) if found is not None else None
        if found is not None and lexicon.among("nature", lexicon.lemma(found)):
            return None, "none"
        if found is not None and kind_of(found, lexicon) is not None:
            deed = _source_of_noun(found, lexicon) if found.pos_ == "NOUN" and lexicon.noun(found) else None
            return deed or found, "subject"  # of "Norlandic airstrikes killed ten" Norland
        if has_passive_form(trigger.verb):
            by = _by(trigger.verb, lexicon)
            if by is not None:
                return by, "by"
        equals = _between(trigger.verb, lexicon) if found is None else None
        if equals is not None or trigger.kind == "verb":
            return equals, "own" if equals is not None else "none"
    own = _source_of_noun(trigger.token, lexicon)
    if own is not None:
        return own, "own"
    far = _subject_above(trigger.token, lexicon)
    return far, "far" if far is not None else "none"


def _behind_dateline(subject: Token) -> Token:
    """Of "HALVIK — The minister accused ..." the minister, whom a parse may take for an apposition to the place."""
    apposed = [c for c in children(subject, {"appos"}) if any(is_dash(t) for t in subject.doc[subject.i + 1 : c.i])]
    begins = not subject.doc.text[: subject.idx].rpartition("\n")[2].strip()
    return apposed[0] if begins and apposed else subject


def _of_share(subject: Token, lexicon: Lexicon) -> Token:
    """Of "40 per cent of the deputies" the deputies."""
    if subject.ent_type_ not in _OTHER_ENTITIES and not lexicon.among("share", lexicon.lemma(subject)):
        return subject
    of = (t for t in children(subject, OBLIQUE) if preposition(t) == "of")
    return next((t for t in of if kind_of(t, lexicon) not in {None, "thing"}), subject)


def _between(verb: Token, lexicon: Lexicon) -> Token | None:
    """The equals of "a treaty signed between Norland and Varania"."""
    found = (t for t in children(verb, OBLIQUE) if preposition(t) == "between")
    return next((t for t in found if kind_of(t, lexicon) not in {None, "thing"}), None)


def _by(verb: Token, lexicon: Lexicon) -> Token | None:
    """Behind a passive "by X", wherever the parse hangs it."""
    behind = [t for t in verb.subtree if t.i > verb.i and preposition(t) == "by"]
    return next((t for t in behind if kind_of(t, lexicon) not in {None, "thing", "place"}), None)


def _subject_above(noun: Token, lexicon: Lexicon) -> Token | None:
    """The subject of the verb in whose object, or behind whose preposition, a noun stands."""
    above = noun
    for _ in range(4):
        label, above = above.dep_, above.head
        if above.pos_ == "VERB" and label in OBJECT | OBLIQUE:
            found = doer(above)
            found = speaker_of(found) if found is not None else None
            kind = kind_of(found, lexicon) if found is not None else None
            return found if kind not in {None, "thing"} else None
        if above.pos_ != "NOUN" or label not in OBLIQUE | {"compound", "amod", "conj"}:
            return None
    return None


def _source_of_noun(noun: Token, lexicon: Lexicon) -> Token | None:
    nouns = [noun, *(t for t in (noun.head,) if noun.dep_ == "conj" and t.pos_ == "NOUN")]
    for one in nouns:
        for labels, before in _OWN_SOURCES:
            for child in children(one, labels):
                fits = before is None or preposition(child) == before
                if fits and kind_of(child, lexicon) not in {None, "thing"}:
                    return child
        for child in reversed(list(one.lefts)):
            kind = kind_of(child, lexicon)
            if child.dep_ in {"amod", "compound"} and kind not in {None, "thing", "pronoun"}:
                return child
        whose = next((t for t in children(one, POSSESSOR) if t.lower_ in _WHOSE), None)
        if whose is not None:
            return whose
    return None


def candidates(trigger: Trigger, lexicon: Lexicon, taken: Token | None) -> list[Candidate]:
    """The nouns that may be acted upon, the nearest ways first; ``taken`` acts and is none of them."""
    found: dict[int, Candidate] = {}
    barred = {taken.i} if taken is not None else set()
    heads: list[tuple[Token, tuple[str, ...]]] = [(trigger.token, ())]
    if trigger.kind == "light" and trigger.verb is not None:
        heads.append((trigger.verb, ("verb",)))
    for head, path in heads:
        for one in _below(head, path, "", barred | {trigger.token.i}, lexicon):
            found.setdefault(one.token.i, one)
    if trigger.verb is not None and has_passive_form(trigger.verb):
        subject = said_of(trigger.verb)
        if subject is not None and subject.i not in barred and subject != trigger.token:
            for one in _from(subject, ("subject",), "", barred | {trigger.token.i}, lexicon):
                found.setdefault(one.token.i, one)
    return sorted(found.values(), key=lambda one: (len(one.path), one.token.i))


def _below(head: Token, path: tuple[str, ...], above: str, barred: set[int], lexicon: Lexicon) -> Iterator[Candidate]:
    """All candidates below a word; clauses are entered, other verbs coordinated with it are not."""
    if len(path) >= _DEEPEST:
        return
    for child in head.children:
        link = _link(child)
        if child.dep_ == "conj" and path and child.pos_ == head.pos_ == "NOUN":
            yield from _below(child, path, above, barred, lexicon)  # "the acts and positions of Norland"
        if link is None or child.i in barred or (link == "subject" and not path):
            continue
        if link == "subject" and path[-1:] == ("verb",):
            continue
        yield from _from(child, (*path, link), above, barred, lexicon)


def _from(token: Token, path: tuple[str, ...], above: str, barred: set[int], lexicon: Lexicon) -> Iterator[Candidate]:
    named = antecedent(token)
    kind = kind_of(named, lexicon)
    if kind is not None and named.i not in barred and token.pos_ not in {"VERB", "AUX"}:
        yield Candidate(named, path, kind, above)
    yield from _below(token, path, kind or above, barred, lexicon)


def _link(child: Token) -> str | None:
    """The link by which a word hangs on the one above it; None where nothing below it can be an argument."""
    label = child.dep_
    if label in OBJECT:
        return "iobj" if label in {"iobj", "dative"} else "obj"
    if label in SUBJECT | PASSIVE_SUBJECT:
        return "subject"
    if label in OBLIQUE:
        before = (preposition(child) or "").split(" ")[-1]
        return f"{'nmod' if label == 'nmod' else 'obl'}:{before if before in _PREPOSITIONS else 'other'}"
    if label in {"nmod:poss", "poss"}:
        return "owner"
    if label in {"compound", "amod", "nmod:desc", "nmod:unmarked"}:
        return "mod" if child.ent_type_ == "" or child.ent_type_ != child.head.ent_type_ else None
    if label in {"acl:relcl", "relcl"}:
        return "relative"
    return label if label in {"appos", "xcomp", "ccomp", "advcl", "acl", "prep"} else None


def features(trigger: Trigger, one: Candidate, order: int, actors_before: int) -> Iterator[str]:
    """Yield the names of what holds of a candidate for the one acted upon.

    Args:
        trigger: The event's trigger.
        one: The candidate.
        order: Its place among all candidates.
        actors_before: How many of those before it are no mere things.
    """
    way, first, last, name = "/".join(one.path), one.path[0], one.path[-1], trigger.entry.name
    yield f"way:{way}"
    yield f"kind:{one.kind}"
    yield f"length:{len(one.path)}"
    yield f"first:{first}"
    yield f"last:{last}"
    yield f"{trigger.kind} first:{first}"
    yield f"{one.kind} last:{last}"
    yield f"{one.kind} first:{first}"
    yield f"{one.kind} above:{one.above}"
    yield f"{name} first:{first}"
    yield f"{name} last:{last}"
    yield f"{name} kind:{one.kind}"
    yield f"order:{min(order, 4)}"
    yield f"actors before:{min(actors_before, 3)}"
    if trigger.slot is not None:
        yield (
            "slot" if one.token == trigger.slot else "under slot" if trigger.slot in one.token.ancestors else "no slot"
        )
    if one.token.pos_ == "PROPN":
        yield "named"


def weighed(trigger: Trigger, found: list[Candidate]) -> list[tuple[float, Candidate]]:
    """The candidates with the chance of each to be acted upon, the best first."""
    ranked, before = [], 0
    for order, one in enumerate(found):
        ranked.append((chance("target", features(trigger, one, order, before)), one))
        before += one.kind != "thing"
    return sorted(ranked, key=lambda pair: -pair[0])
