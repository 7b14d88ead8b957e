"""What a pronoun may stand for: the mentions of people, bodies and states in an article, by name, nominal or pair."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kgraph.extract.parse import Span, Token
from kgraph.extract.syntax import RELATIVE, conjuncts, phrase, preposition, root, trim
from kgraph.extract.titles import OFFICES
from kgraph.ontology import act_cues
from kgraph.records import Actor, Resolved
from kgraph.resolve.cast import Cast, Named
from kgraph.resolve.genders import FEMALE_NOUNS, MALE_NOUNS, gender, of_noun
from kgraph.resolve.nominals import KINDS, OUTLETS, group, nominal
from kgraph.resolve.plurals import several

PEOPLE = OFFICES | FEMALE_NOUNS | MALE_NOUNS | frozenset(
    """
    accused activist actor adult ally analyst artist assistant athlete author authority bishop blogger buyer
    candidate captain child citizen civilian client colleague colonel columnist commentator consultant
    correspondent couple cousin creator critic customer defector defendant demonstrator designer detainee dictator
    dissident doctor driver economist editor employee employer engineer expert family farmer fighter filmmaker
    friend guard guest historian host hostage human immigrant informant inspector inventor investigator investor
    journalist judge juror kid lawyer lecturer lieutenant listener magistrate man manager mathematician member
    migrant militant miner mourner musician negotiator neighbor neighbour novelist nurse observer occupant
    opponent organiser organizer owner painter parent participant partner passenger patient people performer
    person petitioner philosopher photographer physician physicist pilot plaintiff player poet police politician
    priest prisoner producer professor protester protestor publisher pupil rebel refugee relative reporter
    researcher resident respondent ruler sailor scholar scientist sergeant shareholder singer soldier source
    strategist student successor supporter surgeon survivor suspect teacher teenager terrorist tourist trader
    traveler traveller troop user victim viewer villager visitor volunteer voter warden witness worker writer
    youth
    """.split()
)  # fmt: skip
"""Nouns for people."""

BODIES = frozenset(word for words in KINDS.values() for word in words) | OUTLETS | frozenset(
    """
    airline campaign charity club college command company firm foundation manufacturer school side staff team
    think-tank university
    """.split()
)  # fmt: skip
"""Nouns for bodies and states."""

_MANY = frozenset({"NNS", "NNPS"})
_ALWAYS_MANY = frozenset({"people", "police", "couple", "family"})


@dataclass(frozen=True, slots=True)
class Antecedent:
    """One mention that a later pronoun may stand for.

    Attributes:
        head: Its head word.
        span: Its words.
        key: Of one key are the mentions of one entity: an actor's id, or the place of the first nominal.
        kind: ``person``, ``people``, ``body``, ``state`` or ``joint``.
        gender: ``he``, ``she`` or None.
        certain: Whether the gender is certain.
        how: ``name``, ``definite``, ``owned`` ("his wife"), ``nominal``, ``pronoun`` or ``joint``.
        actors: Who it is; empty for a nominal that is nobody by name.
        source: Of a pronoun, or of "the driver" after "a driver", the words that it stands for.
        sure: False for a pronoun whose own antecedent was in doubt, and for those that lean on it.
    """

    head: Token
    span: Span
    key: str
    kind: str
    gender: str | None
    certain: bool
    how: str
    actors: tuple[Resolved, ...] = ()
    source: Span | None = None
    sure: bool = True

    @property
    def words(self) -> Span:
        """The words that name it: its own, or those that it stands for."""
        return self.source or self.span


def antecedents(cast: Cast) -> list[Antecedent]:
    """All mentions of an article but the pronouns, in the order of their heads."""
    found = [_of_name(cast, n) for n in cast.named if not n.adjective and n.actor.type not in {"Place", "Weapon"}]
    inside = {i for a in found for i in range(a.span.start, a.span.end)}
    inside |= {t.i for words, _ in cast.titled for t in cast.doc.char_span(*words[:2], alignment_mode="expand") or ()}
    found += _nominals(cast, inside)
    found += [*_joint(cast, found)]
    return sorted(found, key=lambda a: (a.head.i, a.how))


def _of_name(cast: Cast, named: Named) -> Antecedent:
    actor = named.actor
    told, certain = gender(cast, actor) if actor.type == "Person" else (None, False)
    return Antecedent(
        _bearer(root(named.span)), named.span, actor.id, _kind(actor), told, certain, "name", (named.resolved(),)
    )


def _bearer(name: Token) -> Token:
    """The word that stands in the clause for a name: of "the mayor, Sanna Kirk, said" it is "mayor"."""
    for _ in range(4):
        if name.dep_ not in {"flat", "appos", "compound", "nmod:desc"} or name.head == name:
            break
        name = name.head
    return name


def _kind(actor: Actor) -> str:
    return {"Person": "person", "State": "state", "Group": "people"}.get(actor.type, "body")


def _nominals(cast: Cast, inside: set[int]) -> Iterator[Antecedent]:
    known: dict[tuple[str, bool], Antecedent] = {}
    for noun in cast.doc:
        named = noun.i in inside or any(c.dep_ == "appos" and c.i in inside for c in noun.children)
        if noun.pos_ not in {"NOUN", "PROPN"} or named or not _names_somebody(noun):
            continue
        span = trim(phrase(noun, RELATIVE))
        words = noun.lemma_.lower(), noun.tag_ in _MANY
        definite = any(c.lower_ in {"the", "this", "that", "these", "those"} for c in noun.children)
        earlier = known.get(words) if definite else None
        if earlier is not None and _counted(noun.children) and not _counted(earlier.span):
            earlier = None  # "the two students" are not "Norlandic students"
        own = cast.article.mention(span.start_char, span.end_char)
        together = several(cast, own, None)
        if together:
            key = "+".join(sorted(r.actor.id for r in together))
            yield Antecedent(noun, span, key, "joint", None, False, "definite", tuple(together))
            continue
        resolved = nominal(cast, own) if definite or _owned(noun) else None
        told = of_noun([noun.lower_, words[0]])
        if resolved is not None:
            key, kind = resolved.actor.id, _kind(resolved.actor)
        else:
            key, kind = earlier.key if earlier else f"at {noun.i}", _kind_of_noun(noun)
        actors = (resolved,) if resolved else earlier.actors if earlier else ()
        certain = told is not None
        if resolved is not None and not certain and kind == "person":
            told, certain = gender(cast, resolved.actor)
        how = "definite" if definite else "owned" if _owned(noun) else "nominal"
        source = earlier.words if earlier and resolved is None else None
        known[words] = Antecedent(noun, span, key, kind, told, certain, how, actors, source)
        yield known[words]


def _counted(words: Iterable[Token]) -> bool:
    return any(word.pos_ == "NUM" for word in words)


def _owned(noun: Token) -> bool:
    return any(c.dep_ in {"nmod:poss", "poss"} for c in noun.children)


def _names_somebody(noun: Token) -> bool:
    """A noun for people or bodies, or the subject of a verb of speech; not one that only describes somebody."""
    if noun.dep_ in {"appos", "compound", "nmod:desc", "flat", "amod", "attr", "vocative"}:
        return False
    if any(c.dep_ in {"cop", "flat"} for c in noun.children) or preposition(noun) == "as":
        return False
    return bool({noun.lemma_.lower(), noun.lower_} & (PEOPLE | BODIES)) or any(
        c.dep_ in RELATIVE and any(t.lower_ in {"who", "whom"} for t in c.children) for c in noun.children
    )


def _kind_of_noun(noun: Token) -> str:
    lemma, many = noun.lemma_.lower(), noun.tag_ in _MANY
    if lemma in BODIES and lemma not in PEOPLE:
        return "people" if many else "state" if lemma in KINDS["State"] else "body"
    return "people" if many or lemma in _ALWAYS_MANY else "person"


def _joint(cast: Cast, found: list[Antecedent]) -> Iterator[Antecedent]:
    """Those who are named together: "Egypt and Greece"."""
    by_head = {a.head.i: a for a in found}
    for one in found:
        if one.head.dep_ == "conj":
            continue
        members = [by_head[t.i] for t in conjuncts(one.head) if t.i in by_head]
        if len(members) < 2 or len({m.key for m in members}) < 2:
            continue
        actors = tuple(r for m in members for r in (m.actors or known(cast, m)))
        span = cast.doc[min(m.span.start for m in members) : max(m.span.end for m in members)]
        yield Antecedent(one.head, span, "+".join(m.key for m in members), "joint", None, False, "joint", actors)


def known(cast: Cast, one: Antecedent) -> tuple[Resolved, ...]:
    """Who an antecedent is; a group of its own where it has no name."""
    if one.actors:
        return one.actors
    words = without_asides(one.words)
    made = group(cast, cast.article.mention(words.start_char, words.end_char))
    return (made,) if made is not None else ()


def without_asides(words: Span) -> Span:
    """The words up to a comma and a participle behind it: "protesters, carrying flags"."""
    for here, after in pairwise(words):
        if here.text == "," and after.tag_ in {"VBG", "VBN"} and here.i > words.start:
            return words.doc[words.start : here.i]
    return words


def speaks(head: Token) -> bool:
    """Whether a word is the subject of a verb of speech."""
    return head.dep_ in {"nsubj", "nsubj:outer"} and head.head.lemma_.lower() in act_cues()
