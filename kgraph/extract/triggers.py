"""The verbs and nouns of a text that may name an event, by the words of the lexicon."""

from collections.abc import Iterator
from typing import NamedTuple

from kgraph.extract.clauses import THIRD_PERSON, has_passive_form
from kgraph.extract.lexicon import IDLE, Entry, Lexicon
from kgraph.extract.parse import Parse, Token
from kgraph.extract.syntax import OBJECT, OBLIQUE, PASSIVE_SUBJECT, POSSESSOR, SUBJECT, children, preposition

_VERBAL = frozenset({"VERB", "AUX"})
_PARTICLES = frozenset({"compound:prt", "prt"})
_QUALIFIERS = frozenset({"compound", "amod", "nmod", "nmod:unmarked", "nmod:desc", "conj"})
_ADVERBS = frozenset({"away", "back", "down", "off", "out", "over", "up"})
_TIMES = frozenset({"DATE", "TIME"})
_CLAUSES = frozenset({"xcomp", "ccomp", "advcl"})


class Trigger(NamedTuple):
    """A verb or noun that may name an event.

    Attributes:
        token: The verb; of a noun, and of a verb that only lends it its subject, the noun.
        entry: What the lexicon says of it.
        verb: The verb whose subject acts: itself, or the light verb; None for a noun that stands alone.
        slot: The noun at which the frame's preposition leads to the one acted upon.
    """

    token: Token
    entry: Entry
    verb: Token | None = None
    slot: Token | None = None

    @property
    def kind(self) -> str:
        """``verb``, ``light`` (a noun with its verb) or ``noun``."""
        return "noun" if self.verb is None else "verb" if self.verb == self.token else "light"


def triggers(doc: Parse, lexicon: Lexicon) -> list[Trigger]:
    """Find the triggers of a document, in order: each verb and noun once at most."""
    found: dict[int, Trigger] = {}
    for token in doc:
        if _is_predicate(token) and token.dep_ != "amod":
            for trigger in _of_verb(token, lexicon):
                found[trigger.token.i] = trigger
    for token in reversed(doc):  # heads stand last in English, and an "attack submarine" takes its "attack" along
        if token.pos_ == "NOUN" and token.i not in found and not _belongs_to_frame(token, found, lexicon):
            entry = lexicon.noun(token)
            if entry is not None:
                found[token.i] = Trigger(token, entry)
    return [found[i] for i in sorted(found) if found[i].entry.name != IDLE]


def _is_predicate(token: Token) -> bool:
    return token.pos_ == "VERB" or (token.pos_ in {"ADJ", "NOUN"} and bool(children(token, {"cop"})))


def _of_verb(verb: Token, lexicon: Lexicon) -> Iterator[Trigger]:
    lemma = "be" if verb.pos_ != "VERB" else lexicon.lemma(verb)
    if not lexicon.knows_verb(lemma):
        return
    near = around(verb, lexicon)
    entry = lexicon.verb(lemma, near)
    if entry is not None and verb.pos_ != "VERB" and lexicon.lemma(verb) not in entry.words:
        return  # "was under repair at the time of the war" is no "be at war"
    framed = entry is not None and any(near[word].pos_ == "NOUN" for word in entry.words[1:])
    lent = [] if framed else list(_lent(verb, lemma, near, lexicon))
    yield from lent
    if entry is not None and not lent:
        last = near.get(entry.words[-1]) if len(entry.words) > 1 else None
        yield Trigger(verb, entry, verb, last if last is not None and preposition(last) == entry.words[-1] else None)


def _lent(verb: Token, lemma: str, near: dict[str, Token], lexicon: Lexicon) -> Iterator[Trigger]:
    """The nouns of events to which a light verb lends its subject: "carried out an attack on"."""
    particles = [word for word, token in near.items() if token.dep_ in _PARTICLES]
    nouns = children(verb, OBJECT | (PASSIVE_SUBJECT if has_passive_form(verb) else frozenset()))
    nouns += [verb.head] if verb.dep_ == "acl" and has_passive_form(verb) else []
    if lexicon.among("light", lemma, *(f"{lemma} {word}" for word in particles)):
        for noun in nouns:
            yield from _as_lent(noun, verb, lexicon)
    for noun in children(verb, OBLIQUE):
        if lexicon.among("light", f"{lemma} {preposition(noun)}"):
            yield from _as_lent(noun, verb, lexicon)


def _as_lent(noun: Token, verb: Token, lexicon: Lexicon) -> Iterator[Trigger]:
    entry = lexicon.noun(noun) if noun.pos_ == "NOUN" else None
    if entry is not None:
        yield Trigger(noun, entry, verb)
    elif lexicon.among("carrier", lexicon.lemma(noun)) or noun.pos_ == "SYM":
        behind = [t for t in children(noun, OBLIQUE) if preposition(t) in {"of", "in"}]
        for inner in [*reversed(children(noun, {"compound", "amod"})), *behind]:
            entry = lexicon.noun(inner) if inner.pos_ == "NOUN" else None
            if entry is not None:
                yield Trigger(inner, entry, verb)
                return


def around(verb: Token, lexicon: Lexicon) -> dict[str, Token]:
    """The words that a frame may ask for behind its verb, by lemma: particles, prepositions, objects, infinitives."""
    found: dict[str, Token] = {}
    for child in verb.children:
        if child.dep_ in OBJECT or child.dep_ in PASSIVE_SUBJECT:
            _put_noun(found, child, lexicon)
        elif child.dep_ in OBLIQUE:
            if child.ent_type_ not in _TIMES:
                found.setdefault(preposition(child) or "", child)
            _put_noun(found, child, lexicon)
        elif child.dep_ in _CLAUSES:
            found.setdefault(lexicon.lemma(child), child)
            for mark in children(child, {"mark"} if child.dep_ == "xcomp" else ()):
                found.setdefault(mark.lower_, child)
            for noun in children(child, OBJECT):
                found.setdefault(lexicon.lemma(noun), noun)
            _put_clause(found, verb, child)
        elif child.dep_ in _PARTICLES | {"advmod", "neg", "prep"}:  # the last is an older label
            found.setdefault(child.lower_, child)
    if verb.dep_ == "acl" and has_passive_form(verb):
        _put_noun(found, verb.head, lexicon)
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else verb
    if after.lower_ in _ADVERBS:  # whatever the parse hangs it on ("handed over 30 vehicles")
        found.setdefault(after.lower_, after)
    if verb.pos_ != "VERB":
        found.setdefault(lexicon.lemma(verb), verb)
        found.setdefault(preposition(verb) or "", verb)
    return found


def _put_noun(found: dict[str, Token], noun: Token, lexicon: Lexicon) -> None:
    found.setdefault(lexicon.lemma(noun), noun)
    for child in noun.children:
        if child.dep_ in _QUALIFIERS:
            found.setdefault(lexicon.lemma(child), child if child.pos_ == "NOUN" else noun)
            before = preposition(child)
            if before and child.ent_type_ not in _TIMES:
                found.setdefault(before, child)


def _put_clause(found: dict[str, Token], verb: Token, clause: Token) -> None:
    """The modal and the negation of a clause; of one that is said of who speaks, that it is so ("self")."""
    if clause.dep_ != "ccomp" or clause.i < verb.i:
        return
    own = children(clause, SUBJECT)
    if own and own[0].lower_ in THIRD_PERSON | {"we", "i"}:
        found.setdefault("self", clause)
    for word in clause.children:
        if word.dep_ in {"aux", "neg"} or word.lower_ in {"not", "n't", "n’t"}:
            found.setdefault("not" if word.dep_ == "neg" or word.lower_ in {"n't", "n’t"} else word.lower_, clause)


def _belongs_to_frame(noun: Token, found: dict[int, Trigger], lexicon: Lexicon) -> bool:
    """Whether a frame has used up the noun: of "imposed sanctions on" the sanctions are no second event.

    Of "wants to end Norland's war" the war is one, by its owner.
    """
    whose = [t for t in children(noun, POSSESSOR) if t.pos_ != "PRON"]
    for above in (noun.head, noun.head.head):
        trigger = found.get(above.i)
        if trigger is not None and lexicon.lemma(noun) in _used_up(trigger, owned=bool(whose)):
            return True
    return False


def _used_up(trigger: Trigger, owned: bool) -> tuple[str, ...]:
    """The words of a frame that name no event of their own."""
    if trigger.kind == "noun":
        return trigger.entry.words if trigger.entry.name == IDLE else ()
    return trigger.entry.words[1:] if trigger.kind == "verb" and not owned else ()
