"""The cast of one article: every mention by name, and the actor that it stands for.

Persons are grouped within the article first ("Dmitry Peskov ... Mr. Peskov ... Peskov"), then looked up by their
fullest form; what the register does not know becomes an actor of its own.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Span

from kgraph.ontology import actor_iri
from kgraph.records import Actor, ActorType, Article, Mention, Relation, Resolved
from kgraph.resolve import names
from kgraph.resolve.register import Register

HONORIFIC = re.compile(
    r"^(?:the |mr|mrs|ms|miss|dr|prof|sir|lord|lady|gen|col|maj|capt|lt|sen|rep|gov|president|prime minister|minister|"
    r"chancellor|king|queen|prince|princess|pope)\b\.?\s*",
    re.IGNORECASE,
)
MALE, FEMALE = re.compile(r"\b(?:Mr|Sir|Lord|King|Prince)\b"), re.compile(r"\b(?:Mrs|Ms|Miss|Lady|Queen|Princess)\b")
TYPES: dict[str, ActorType] = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
    "NORP": "Group",
    "PRODUCT": "Weapon",
}
LONGEST_NAME = 8
"""Tokens in the longest name that is looked up ("National Security and Defense Council of Ukraine" has seven)."""


@dataclass(frozen=True, slots=True)
class Named:
    """One mention by name.

    Attributes:
        span: Its tokens.
        actor: Who it is.
        score: Confidence, 0 to 1.
        reason: Why, in plain words.
        adjective: Whether it is a demonym that only qualifies a noun ("Russian" in "Russian borders").
    """

    span: Span
    actor: Actor
    score: float
    reason: str
    adjective: bool = False

    @property
    def start(self) -> int:
        """First character."""
        return int(self.span.start_char)

    def resolved(self, mention: Mention | None = None) -> Resolved:
        """As a resolution of a mention, by default of its own words."""
        own = Mention(self.span.start_char, self.span.end_char, self.span.text)
        return Resolved(self.actor, mention or own, self.score, (self.reason,))


@dataclass(slots=True)
class Cast:
    """Everybody whom an article names.

    Attributes:
        article: The article.
        doc: Its annotation.
        register: The actors known beforehand.
        named: Mentions by name, in order, disjoint.
        roles: Actor id -> the offices that the article gives to it, as (office, body's actor or None).
    """

    article: Article
    doc: Doc
    register: Register
    named: list[Named] = field(default_factory=list)
    roles: dict[str, list[tuple[str, Actor | None]]] = field(default_factory=dict)

    def within(self, start: int, end: int) -> list[Named]:
        """Mentions by name that begin inside the characters start to end."""
        first = bisect_left(self.named, start, key=lambda n: n.start)
        last = bisect_left(self.named, end, key=lambda n: n.start)
        return self.named[first:last]

    def before(self, start: int) -> list[Named]:
        """Mentions by name before a character, the nearest first."""
        return self.named[: bisect_left(self.named, start, key=lambda n: n.start)][::-1]

    def actor(self, iri: str) -> Actor | None:
        """An actor of the register or of this article by its IRI."""
        entry = self.register.entries.get(iri)
        return entry.actor if entry else next((n.actor for n in self.named if n.actor.id == iri), None)

    def pronoun(self, actor: Actor) -> str | None:
        """``he``, ``she`` or ``they`` where the register or an honorific tells, else None."""
        entry = self.register.entries.get(actor.id)
        if entry and entry.pronoun:
            return entry.pronoun
        around = (self.doc[max(0, n.span.start - 2) : n.span.end].text for n in self.named if n.actor.id == actor.id)
        told = " ".join(around)
        return "he" if MALE.search(told) else "she" if FEMALE.search(told) else None

    def side(self, actor: Actor) -> Actor | None:
        """Whom an actor speaks for: a state before a body; a state or body that represents nobody speaks for itself."""
        bodies = [self.actor(iri) for iri in actor.represents]
        bodies += [body for _, body in self.roles.get(actor.id, []) if body is not None]
        sides = [self.side(b) or b for b in bodies if b is not None and b.id != actor.id]
        ranked = sorted(sides, key=lambda s: s.type != "State")
        if ranked:
            return ranked[0]
        return actor if actor.type in {"State", "Organization"} else None


def cast_of(article: Article, doc: Doc, register: Register, offices: Iterable[Relation] = ()) -> Cast:
    """Find all mentions by name in an article and decide who they are.

    Args:
        article: The article.
        doc: Its annotation, with entities.
        register: The actors known beforehand.
        offices: Relations named ``holds_office``; an office and its state help to tell namesakes apart.
    """
    cast, given = Cast(article, doc, register), list(offices)
    labels = _labels(doc, given)
    persons = [e for e in doc.ents if labels[clean(e.text)] == "PERSON" and not _is_known_thing(register, e.text)]
    others = _disjoint([*_others(doc, register, persons, labels)])
    cast.named = sorted(_promoted(doc, list(others), given), key=lambda n: n.start)
    for group in _groups(register, persons):
        cast.named += _person(cast, group, given)
    cast.named.sort(key=lambda n: n.start)
    _read_roles(cast, given)
    return cast


def clean(text: str) -> str:
    """A name without article, possessive and line breaks."""
    text = re.sub(r"\s+", " ", text).strip(" ,.;:\"'“”‘’()")
    return re.sub(r"^(?:the|a|an)\s+", "", re.sub(r"['’]s$|['’]$", "", text), flags=re.IGNORECASE)


def _is_known_thing(register: Register, text: str) -> bool:
    found = register.lookup(clean(text))
    return bool(found) and all(actor.type != "Person" for actor in found)


def _labels(doc: Doc, offices: list[Relation]) -> dict[str, str]:
    """One label for one name: the one that most of its mentions have; what has offices of its own is no person."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for ent in doc.ents:
        counted[clean(ent.text)][ent.label_] += 1
    labels = {name: found.most_common(1)[0][0] for name, found in counted.items()}
    surnames = {part for name, label in labels.items() if label == "PERSON" and " " in name for part in name.split()}
    owners = {clean(o.target.text) for o in offices if o.target} - surnames
    return labels | {name: "GPE" for name in owners & labels.keys() if labels[name] == "PERSON" and " " not in name}


def _others(doc: Doc, register: Register, persons: list[Span], labels: dict[str, str]) -> Iterator[Named]:
    taken = {t.i for span in persons for t in span}
    yield from _known(doc, register, taken)
    for ent in doc.ents:
        label = labels[clean(ent.text)]
        if label in TYPES and label != "PERSON" and not taken & set(range(ent.start, ent.end)):
            yield from _new(register, _trimmed(ent), TYPES[label])


def _promoted(doc: Doc, found: list[Named], offices: list[Relation]) -> Iterator[Named]:
    """A place that the register does not know is a state when it has offices of its own or a word for its people."""
    heads = {o.target.text for o in offices if o.target}
    peoples = {t.text for t in doc if t.pos_ in {"ADJ", "PROPN", "NOUN"} and t.shape_[:1] == "X"}
    states = {}
    for named in found:
        name = named.actor.label
        unknown = named.actor.type == "Place" and not named.actor.known and " " not in name
        if unknown and (name in heads or _demonyms(name) & peoples):
            states[name] = Actor(actor_iri("State", name), name, "State")
    demonyms = {word: state for name, state in states.items() for word in _demonyms(name)}
    for named in found:
        state = states.get(named.actor.label) or (None if named.actor.known else demonyms.get(clean(named.span.text)))
        adjective = named.adjective or (state is not None and clean(named.span.text) in demonyms)
        yield replace(named, actor=state, adjective=adjective) if state else named
    taken = {t.i for n in found for t in n.span}
    for token in doc:
        if token.i not in taken and token.text in demonyms:
            state = demonyms[token.text]
            yield Named(
                doc[token.i : token.i + 1], state, 0.7, f"“{token.text}” is said of {state.label}", adjective=True
            )


def _demonyms(name: str) -> set[str]:
    """Regular English words for the people of a place: Varania -> Varanian, Norland -> Norlandic, Norlander."""
    stem = name.rstrip("aeiou")
    return {
        name + "n",
        name + "ian",
        name + "ic",
        name + "er",
        name + "ese",
        stem + "an",
        stem + "ian",
        stem + "ish",
        stem + "ese",
    }


def _trimmed(ent: Span) -> Span:
    start, end = ent.start, ent.end
    while end - start > 1 and ent.doc[start].lower_ in {"the", "a", "an"}:
        start += 1
    while end - start > 1 and (ent.doc[end - 1].tag_ == "POS" or ent.doc[end - 1].is_punct):
        end -= 1
    return ent.doc[start:end]


def _known(doc: Doc, register: Register, taken: set[int]) -> Iterator[Named]:
    """The longest names of the register that begin at each capitalised word."""
    for token in doc:
        if token.i in taken or token.shape_[:1] not in "Xd" or token.is_punct:
            continue
        for length in range(min(LONGEST_NAME, len(doc) - token.i), 0, -1):
            span = doc[token.i : token.i + length]
            if taken & set(range(span.start, span.end)) or "\n" in span.text:
                continue
            actors = [a for a in register.lookup(span.text) if a.type != "Person"]
            if actors:
                score = 0.95 if len(actors) == 1 else 0.5
                yield Named(
                    span, actors[0], score, f"“{clean(span.text)}” is a name of {actors[0].label} in the register"
                )
                break
        else:
            state = register.demonym(token.text)
            if state is not None:
                people = token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in {"amod", "compound", "nmod:desc"}
                reason = f"“{token.text}” is said of {state.label}"
                yield Named(doc[token.i : token.i + 1], state, 0.9, reason, adjective=not people)


def _new(register: Register, ent: Span, kind: ActorType) -> Iterator[Named]:
    label = clean(ent.text)
    if len(label) < 2 or not re.search(r"\w", label):
        return
    known = register.lookup(label)
    if known and known[0].type != "Person":
        yield Named(ent, known[0], 0.9, f"“{label}” is a name of {known[0].label} in the register")
        return
    states = {
        s.id: s for t in ent for s in [register.demonym(t.text), *register.lookup(t.text)] if s and s.type == "State"
    }
    represents = tuple(sorted(states)) if kind == "Organization" and len(states) == 1 else ()
    actor = Actor(actor_iri(kind, label), label, kind, represents=represents)
    yield Named(ent, actor, 0.7, f"“{label}” is named in the article; the register does not know it")


def _disjoint(found: list[Named]) -> Iterator[Named]:
    """Of overlapping mentions the longest; of equally long ones the one from the register."""
    taken: set[int] = set()
    for named in sorted(found, key=lambda n: (n.adjective, n.span.start - n.span.end, not n.actor.known)):
        tokens = set(range(named.span.start, named.span.end))
        if not tokens & taken:
            taken |= tokens
            yield named


def _groups(register: Register, persons: list[Span]) -> list[list[Span]]:
    """Persons of one article by name: each group has one full name, and surnames that fit only it."""
    full = [p for p in persons if len(_bare(p).split()) > 1]
    groups: list[list[Span]] = []
    for person in sorted(full, key=lambda p: -len(_bare(p))):
        fitting = [g for g in groups if names.same_person(_bare(g[0]), _bare(person)) >= 0.8]
        (fitting[0] if fitting else _append(groups)).append(person)
    for person in (p for p in persons if len(_bare(p).split()) == 1):
        fitting = [g for g in groups if _shares_a_name(_bare(g[0]), _bare(person))]
        (_nearest(fitting, person) if fitting else _append(groups)).append(person)
    return [g for g in groups if g]


def _append(groups: list[list[Span]]) -> list[Span]:
    groups.append([])
    return groups[-1]


def _nearest(groups: list[list[Span]], person: Span) -> list[Span]:
    """Of two families of one name the one that was named last before this mention."""
    return min(groups, key=lambda g: min((person.start - p.start) % 1_000_000 for p in g))


def _bare(person: Span) -> str:
    name, previous = clean(person.text), ""
    while name != previous and len(name.split()) > 1:
        previous, name = name, HONORIFIC.sub("", name) or name
    return name


def _shares_a_name(full: str, single: str) -> bool:
    wanted = names.key(single)
    parts = [names.key(part) for part in full.split()]
    return wanted in {parts[-1], parts[0]} if parts else False


def _person(cast: Cast, group: list[Span], offices: list[Relation]) -> Iterator[Named]:
    label = max((_bare(p) for p in group), key=lambda n: (len(n.split()), len(n)))
    states = {named.actor.id for named in cast.named if named.actor.type in {"State", "Organization"}}
    found = cast.register.person(label) if " " in label else cast.register.surname(label)
    scored = sorted(found, key=lambda a: -_fit(cast, a, group, offices, states))
    if scored and (
        len(scored) == 1
        or _fit(cast, scored[0], group, offices, states) > _fit(cast, scored[1], group, offices, states)
    ):
        actor, score = scored[0], 0.95 if " " in label else 0.8
        reason = f"“{label}” is {actor.label} in the register"
        if " " not in label and not _fit(cast, actor, group, offices, states):
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
    """How much else in the article fits this person: an office of the same state (2), the state is named (1)."""
    own = set(actor.represents)
    given = {
        n.actor.id for o in _offices_of(group, offices) if o.target for n in cast.within(o.target.start, o.target.end)
    }
    return 2 * bool(own & given) + bool(own & states)


def _offices_of(group: list[Span], offices: list[Relation]) -> list[Relation]:
    starts = {p.start_char for p in group}
    return [o for o in offices if o.source.start in starts]


def _stranger(cast: Cast, label: str, group: list[Span], offices: list[Relation]) -> Actor:
    """An actor for a person whom the register does not know, with whom the article says that he or she represents."""
    bodies = [
        n.actor for o in _offices_of(group, offices) if o.target for n in cast.within(o.target.start, o.target.end)
    ]
    represents = tuple(sorted({b.id for b in bodies if b.type in {"State", "Organization"}}))
    aliases = tuple(sorted({_bare(p) for p in group} - {label}))
    return Actor(actor_iri("Person", label), label, "Person", aliases=aliases, represents=represents)


def _read_roles(cast: Cast, offices: list[Relation]) -> None:
    """Note who holds which office, and let persons without a state stand for that of their office."""
    for office in offices:
        holder = next((n for n in cast.named if n.start == office.source.start), None)
        if holder is None:
            continue
        body = next(iter(cast.within(office.target.start, office.target.end)), None) if office.target else None
        cast.roles.setdefault(holder.actor.id, []).append((office.label, body.actor if body else None))
