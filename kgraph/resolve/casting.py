"""Finds the cast of an article: names of the register first, then what the annotation calls a name, then persons."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc

from kgraph.extract.parse import Parse, Span, Token, parse
from kgraph.extract.syntax import POSSESSOR, root
from kgraph.ontology import actor_iri, fold
from kgraph.records import Actor, ActorType, Article, Relation
from kgraph.resolve.abbreviations import abbreviations
from kgraph.resolve.cast import GOVERNMENTS, Cast, Named, clean
from kgraph.resolve.context import Evidence, meant
from kgraph.resolve.fullforms import full_forms
from kgraph.resolve.kinds import Shown, acts, demonyms, shown, speaks, storms
from kgraph.resolve.nominals import MEDIUM
from kgraph.resolve.persons import groups, persons_of_group
from kgraph.resolve.ranking import links
from kgraph.resolve.register import Register

TYPES: dict[str, ActorType] = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
    "NORP": "Group",
    "PRODUCT": "Weapon",
}
_MOST = 0.7
"""Share of words that a full name has in common with that of the actor whom its abbreviation means."""

_OWN_MASTERS = frozenset(
    """
    airline airlines airways alliance association brotherhood chamber church club college companies company daily
    federation foundation front group herald institute journal league magazine movement network news newspaper
    observatory party post society syndicate team times union university watch
    """.split()
)
"""Words in the names of bodies that speak for no state, though its name stands in theirs ("the Norlandic League")."""

_OF_ANY_BODY = frozenset(
    """
    attorney chair chairman chairperson chairwoman coach director editor executive founder lawyer manager member owner
    professor publisher
    """.split()
)
"""Offices that firms and clubs have more often than states: where no body is named, the state nearby is not meant."""

LONGEST_NAME = 8
"""Tokens in the longest name that is looked up ("National Security and Defense Council of Ukraine" has seven)."""


def cast_of(article: Article, doc: Doc | Parse, register: Register, offices: Iterable[Relation] = ()) -> Cast:
    """Find all mentions by name in an article and decide who they are.

    Args:
        article: The article.
        doc: Its annotation, with entities.
        register: The actors known beforehand.
        offices: Relations named ``holds_office``; an office and its state help to tell namesakes apart.
    """
    doc = parse(doc)
    cast, given = Cast(article, doc, register), list(offices)
    seen = shown(doc)
    labels = _labels(doc, given, seen)
    people = [e for e in doc.ents if labels[clean(e.text)] == "PERSON"]
    surnames = {clean(e.text).split()[-1] for e in people if " " in clean(e.text)}
    persons = [e for e in people if clean(e.text) in surnames or not _is_known_thing(register, e.text)]
    blown = storms(doc)
    persons = [e for e in persons if e.text not in blown]
    explained = {(n.span.start, n.span.end): n for n in _explained(cast, labels)}
    persons = [e for e in persons if (e.start, e.end) not in explained]
    rest = (n for n in _others(cast, persons, labels) if (n.span.start, n.span.end) not in explained)
    others = _disjoint([*explained.values(), *rest])
    cast.named = sorted(full_forms([*_promoted(doc, list(others), given, seen)]), key=lambda n: n.start)
    for group in groups(persons):
        cast.named += persons_of_group(cast, group, given)
    cast.named.sort(key=lambda n: n.start)
    _read_roles(cast, given)
    cast.links = links(cast)
    return cast


def _read_roles(cast: Cast, offices: list[Relation]) -> None:
    """Note who holds which office, and let persons without a state stand for that of their office."""
    for office in offices:
        holder, owner = cast.holder(office), cast.owner(office)
        if holder is None:
            continue
        body = _campaign(office, owner) or (owner.actor if owner else None)
        if body is None and not holder.actor.known and _may_be_of_state(office):
            body = _state_nearby(cast, holder.start)
        cast.titled.append((office.evidence, holder))
        cast.roles.setdefault(holder.actor.id, []).append((office.label, body))


def _campaign(office: Relation, owner: Named | None) -> Actor | None:
    """The campaign of which somebody is the chief or the voice: "the Saal campaign's director" is no state's."""
    if office.target is None or owner is None or owner.actor.type in {"Place", "State"}:
        return None
    found = re.match(r"(.+?) campaign\b", office.target.text)
    label = f"{clean(found[1])} campaign" if found else ""
    return Actor(actor_iri("Group", label), label, "Group") if found else None


def _may_be_of_state(office: Relation) -> bool:
    """Whether an office of which the text names no owner may be one of a state, as an opposition leader's is not.

    Where a title names a body, that is no state; "the foreign ministry's spokeswoman" names none: that is any state's.
    """
    body = office.target.text if office.target is not None else ""
    others = bool({"opposition", "party"} & set(body.split())) or office.label.lower().split()[-1] in _OF_ANY_BODY
    return not others and body == body.lower()


def _state_nearby(cast: Cast, start: int) -> Actor | None:
    """The state whose office it most likely is when a title names none ("The president, ..."): the last that acts.

    What somebody is quoted to say of a state makes him or her no officer of it, and who is acted upon is more often
    the other side.
    """
    near = [n for n in cast.before(start)[:12] if n.actor.type == "State" and start - n.start < 600]
    near = [n for n in near if n.span.start not in cast.told] or near
    acting = [n for n in near if acts(n.span) or root(n.span).dep_ in POSSESSOR]
    return next((n.actor for n in acting or near), None)


def _is_known_thing(register: Register, text: str) -> bool:
    found = register.lookup(clean(text))
    return bool(found) and all(actor.type != "Person" for actor in found)


def _labels(doc: Parse, offices: list[Relation], seen: Shown) -> dict[str, str]:
    """One label for one name: the one that most of its mentions have; what has offices of its own is no person."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for ent in doc.ents:
        counted[clean(ent.text)][ent.label_] += 1
    labels = {name: found.most_common(1)[0][0] for name, found in counted.items()}
    surnames = {part for name, label in labels.items() if label == "PERSON" and " " in name for part in name.split()}
    owners = {clean(o.target.text) for o in offices if o.target}
    lone = {name for name in labels.keys() - surnames if labels[name] == "PERSON" and " " not in name}
    places = {name for name in lone if name in owners or demonyms(name) & seen.folk or name in seen.ruled}
    return labels | dict.fromkeys(places, "GPE") | dict.fromkeys((lone & seen.bodies) - places, "ORG")


def _others(cast: Cast, persons: list[Span], labels: dict[str, str]) -> Iterator[Named]:
    doc, register = cast.doc, cast.register
    taken = {t.i for span in persons for t in span}
    sure, doubtful = list[tuple[Named, list[Actor]]](), list[tuple[Named, list[Actor]]]()
    for named, actors in _known(doc, register, taken):
        (doubtful if len(actors) > 1 else sure).append((named, actors))
    yield from (named for named, _ in sure)
    if doubtful:
        people = [register.person(clean(p.text)) for p in persons if " " in clean(p.text)]
        alone = frozenset(found[0].id for found in people if len(found) == 1)
        evidence = Evidence(tuple(named for named, _ in sure), alone, cast.article.published)
        yield from (_settled(register, named.span, actors, evidence) for named, actors in doubtful)
    for ent in doc.ents:
        label = labels[clean(ent.text)]
        if label in TYPES and label != "PERSON" and not taken & set(range(ent.start, ent.end)):
            yield from _new(register, _trimmed(ent), TYPES[label])


def _explained(cast: Cast, labels: dict[str, str]) -> Iterator[Named]:
    """The full names that the text explains abbreviations by, and these wherever they stand.

    They mean what the text says, whatever the register or the annotation takes an abbreviation for.
    """
    kinds: dict[str | tuple[str, int], ActorType] = {}
    for ent in cast.doc.ents:
        if ent.label_ in TYPES:
            kinds |= dict.fromkeys((clean(ent.text), ("from", ent.start), ("to", ent.end)), TYPES[ent.label_])
    told: dict[str, tuple[Actor, str]] = {}
    for short, long in abbreviations(cast.doc):
        label, reason = clean(long.text), f"“{short}” is short for “{clean(long.text)}” in the article"
        known = [actor for actor in cast.register.lookup(label) if actor.type != "Person"]
        known = known or [a for a in cast.register.lookup(short) if a.type != "Person" and _is_near(label, a)]
        found = {kinds[key] for key in (short, ("from", long.start), ("to", long.end)) if key in kinds}
        if len(known) > 1 or not (known or found) or labels.get(label) == "PERSON":
            continue
        kind: ActorType = "Place" if found == {"Place"} else "Organization"
        actor = known[0] if known else Actor(actor_iri(kind, label), label, kind, aliases=(short,))
        told.setdefault(short, (actor, reason))
        yield Named(long, actor, 0.9, reason)
    for token in cast.doc:
        if token.text in told:
            yield Named(cast.doc[token.i : token.i + 1], told[token.text][0], 0.9, told[token.text][1])


def _is_near(label: str, actor: Actor) -> bool:
    """Whether a full name is one of an actor's, but for a word or a slip of the pen."""
    words = set(fold(label).split("-"))
    return any(
        len(words & own) >= _MOST * len(words | own)
        for name in (actor.label, *actor.aliases)
        for own in [set(fold(name).split("-"))]
        if len(own) > 1
    )


def _promoted(doc: Parse, found: list[Named], offices: list[Relation], seen: Shown) -> Iterator[Named]:
    """A place that the register does not know is a state when it has offices of its own or a word for its people.

    It is a body when it speaks, or is called "it".
    """
    states, acting = _states(found, offices, seen), _acting(found, seen)
    said_of = {word: state for name, state in states.items() for word in demonyms(name)}
    for named in found:
        state = states.get(named.actor.label) or (None if named.actor.known else said_of.get(clean(named.span.text)))
        adjective = named.adjective or (state is not None and clean(named.span.text) in said_of)
        actor = state or acting.get(named.actor.label)
        yield replace(named, actor=actor, adjective=adjective) if actor else named
    taken = {t.i for n in found for t in n.span}
    for token in doc:
        if token.i not in taken and token.text in said_of:
            state = said_of[token.text]
            yield Named(
                doc[token.i : token.i + 1], state, 0.7, f"“{token.text}” is said of {state.label}", adjective=True
            )


def _states(found: list[Named], offices: list[Relation], seen: Shown) -> dict[str, Actor]:
    heads = {o.target.text for o in offices if o.target}
    said_of = {word for named in found for word in demonyms(named.actor.label)}
    states = {}
    for named in found:
        name = named.actor.label
        if name in said_of or root(named.span).dep_ == "amod":
            continue  # "Varanian" is no state beside Varania
        unknown = named.actor.type in {"Place", "Organization"} and not named.actor.known and " " not in name
        officed = name in heads and named.actor.type == "Place"  # bodies, too, have presidents
        if unknown and (officed or demonyms(name) & seen.folk or (name in seen.ruled and acts(named.span))):
            states[name] = Actor(actor_iri("State", name), name, "State")
    return states


def _acting(found: list[Named], seen: Shown) -> dict[str, Actor]:
    """Places that the register does not know and the text tells of as of bodies, by name."""
    names = {
        named.actor.label
        for named in found
        if named.actor.type == "Place" and not named.actor.known
        if speaks(named.span) or root(named.span).text in seen.bodies
    }
    return {name: Actor(actor_iri("Organization", name), name, "Organization") for name in names}


def _trimmed(ent: Span) -> Span:
    start, end = ent.start, ent.end
    while end - start > 1 and ent.doc[start].lower_ in {"the", "a", "an"}:
        start += 1
    while end - start > 1 and (ent.doc[end - 1].tag_ == "POS" or ent.doc[end - 1].is_punct):
        end -= 1
    while end - start > 1 and ent.doc[end - 1].pos_ == "ADP" and ent.doc[end - 1].is_lower:
        end -= 1  # "the Court of Trade in", where the name is cut too late
    while end - start > 1 and ent.doc[end - 1].text in MEDIUM and ent.doc[start].shape_[:1] == "X":
        end -= 1  # "the Fjord Herald newspaper"
    return ent.doc[start:end]


def _settled(register: Register, span: Span, actors: list[Actor], evidence: Evidence) -> Named:
    """A name that several actors have: the one whom the article's other names tell, else an actor of its own."""
    label, found = clean(span.text), meant(register, actors, evidence)
    if found:
        return Named(
            span, *found, f"of all called “{label}”, {found[0].label} fits the other names of the article best"
        )
    kind = actors[0].type if len({actor.type for actor in actors}) == 1 else "Place"
    reason = f"“{label}” may be {' or '.join(actor.label for actor in actors)}; nothing in the article tells which"
    return Named(span, Actor(actor_iri(kind, label), label, kind), 0.5, reason)


def _known(doc: Parse, register: Register, taken: set[int]) -> Iterator[tuple[Named, list[Actor]]]:
    """The longest names of the register that begin at each capitalised word, and every actor that each may mean."""
    text, ends = doc.text, [token.idx + len(token) for token in doc]
    for token in doc:
        if token.i in taken or token.shape_[:1] not in "Xd" or token.is_punct:
            continue
        names = list(_names_from(token, text, ends, taken))
        begins = len(names) > 1 and register.may_begin(names[-1].split(maxsplit=1)[0])
        for length in range(len(names), 0, -1):
            name = names[length - 1]
            if name[-1] in "()" or (not begins and len(name.split(maxsplit=1)) > 1):
                continue
            actors = [a for a in register.lookup(name) if a.type != "Person"]
            if actors:
                reason = f"“{clean(name)}” is a name of {actors[0].label} in the register"
                yield Named(doc[token.i : token.i + length], actors[0], 0.95, reason), actors
                break
        else:
            state = register.demonym(token.text)
            if state is not None:
                people = token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in {"amod", "compound", "nmod:desc"}
                reason = f"“{token.text}” is said of {state.label}"
                yield Named(doc[token.i : token.i + 1], state, 0.9, reason, adjective=not people), [state]


def _names_from(token: Token, text: str, ends: list[int], taken: set[int]) -> Iterator[str]:
    """What may be a name from a token on: its own text, that with the next token, and so on, to the end of the line."""
    first, start = token.i, token.idx
    for i in range(first, min(first + LONGEST_NAME, len(ends))):
        name = text[start : ends[i]]
        if i in taken or "\n" in name:
            return
        yield name


def _new(register: Register, ent: Span, kind: ActorType) -> Iterator[Named]:
    label = clean(ent.text)
    if len(label) < 2 or not re.search(r"\w", label):
        return
    known = [actor for actor in register.lookup(label) if actor.type != "Person"]
    if len(known) > 1:
        return  # decided by the context
    if known:
        yield Named(ent, known[0], 0.9, f"“{label}” is a name of {known[0].label} in the register")
        return
    states = {
        s.id: s for t in ent for s in [register.demonym(t.text), *register.lookup(t.text)] if s and s.type == "State"
    }
    words = label.lower().split()
    if len(states) == 1 and (words[-1] in GOVERNMENTS or (words[0] in GOVERNMENTS and words[1] == "of")):
        (state,) = states.values()
        yield Named(ent, state, 0.85, f"“{label}” stands for {state.label}")
        return
    official = kind == "Organization" and not {w.strip(",.") for w in words} & _OWN_MASTERS
    represents = tuple(sorted(states)) if official and len(states) == 1 else ()
    actor = Actor(actor_iri(kind, label), label, kind, represents=represents)
    qualifies = kind == "Group" and root(ent).dep_ in {"amod", "compound"}
    yield Named(ent, actor, 0.7, f"“{label}” is named in the article; the register does not know it", qualifies)


def _disjoint(found: list[Named]) -> Iterator[Named]:
    """Of overlapping mentions the longest; of equally long ones the one from the register."""
    taken: set[int] = set()
    for named in sorted(found, key=lambda n: (n.span.start - n.span.end, not n.actor.known)):
        tokens = set(range(named.span.start, named.span.end))
        if not tokens & taken:
            taken |= tokens
            yield named
