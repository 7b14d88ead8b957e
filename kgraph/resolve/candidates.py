"""Whom the words of a statement may be about: every actor that its content or the object of its cue names."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kgraph.extract.syntax import OBJECT, POSSESSOR, chars, conjuncts, phrase, preposition, root, trim
from kgraph.records import Actor, Attribution, Mention, Resolved
from kgraph.resolve.cast import Cast, Named
from kgraph.resolve.coreference import IT, PERSONAL, THEY, WE, History, pronoun
from kgraph.resolve.nominals import group, nominal, several
from kgraph.resolve.standing import features_of

FORCES = frozenset("army fleet force forces guard militia military navy police troop troops".split())
"""Armed bodies: with a state's adjective they are an actor of their own ("Norlandic police")."""

HUMANS = frozenset(
    """
    activist actor administration adviser advisor agency agent aide airline alliance ally ambassador analyst
    arsonist assailant assembly attacker attorney audience author authorities bank banker bishop bloc blogger
    board bomber boss boy broadcaster brother bureau bureaucrat businessman bystander cabinet campaign candidate
    captain chamber chancellor chief child church citizen civilian civilians clan clergy cleric coalition
    colleague columnist commander commission commissioner committee community company conglomerate congress
    congressman conservative consortium consumer contractor corporation correspondent council country court
    coward crew critic crowd customer daughter dealer defector defendant delegate delegation demonstrator
    department descendant detainee developer dictator diplomat director dissident doctor donor driver economist
    editor elder elite embassy employee employer enemy entrepreneur envoy executive exile expert exporter
    extremist faction family fan farmer father fighter firm fisherman folks foreigner foundation founder friend
    gang general girl government group guard guest gunman guy hacker hardliner head hero homeowner hostage
    husband imam importer infant inhabitant inspector institution insurgent investigator investor jihadist
    journalist judge jury kid killer king landlord lawmaker lawyer leader league legislator liar liberal lobby
    lobbyist man manufacturer mayor media member mercenary migrant militant miner minister ministry minority mob
    moderate monk mother mourner murderer nation nationalist negotiator neighbor neighbour newspaper nurse
    observer officer official operator opponent opposition organization orphan outlet owner panel parent
    parliament partner party passenger passer-by patient pensioner people person pilot pirate player policeman
    policymaker politician pope populace population president press priest prisoner producer prosecutor
    protester protestor public publisher pupil queen radical reader rebel recipient refugee regime regulator
    relative reporter researcher reservist resident rival ruler sailor scholar scientist secretariat senate
    senator separatist settler shareholder sister smuggler soldier son speaker spokesman spokesperson
    spokeswoman spy staff staffer state strategist student supplier supporter survivor suspect taskforce
    taxpayer teacher team teenager tenant terrorist thief tourist trader trafficker traitor tribe tribunal
    tycoon union unionist university user veteran victim viewer villager visitor volunteer voter warlord widow
    wife witness woman worker workforce writer youth
    """.split()
)
"""Nouns for people and bodies: a phrase around one may be whom a statement is about, though nobody is named."""

OWN_BODIES = frozenset(
    "administration alliance bloc country government movement nation organisation party side".split()
)
"""Nouns that, with "his" or "our" before them, stand for the speaker's side."""

ADDRESSED, IMPLIED = "how:addressed", "how:implied"
"""Features of whom a statement is said to, and of the side that is to do what it says."""

_AGENTIVE = frozenset(
    """
    action aggression assault attack government invasion leadership policy position proposal regime sanction side
    statement strike threat
    """.split()
)
"""Nouns that make the state of a demonym the one who acts ("Norlandic proposals")."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place in the content that names an actor.

    Attributes:
        resolved: Who it is.
        head: The head word of the naming phrase.
        features: Names of the features that hold.
    """

    resolved: Resolved
    head: Token
    features: tuple[str, ...]


def candidates(
    cast: Cast, attribution: Attribution, speaker: Actor | None, act: str, history: History
) -> list[Candidate]:
    """Every place that names somebody: in the content, and to whom it is said.

    Args:
        cast: The article's cast.
        attribution: The spans.
        speaker: Whose words they are: "we" is that actor's side, "it" a speaking body itself.
        act: The statement's act.
        history: Who has spoken before.

    Returns:
        Those to whom it is said (``ADDRESSED`` is among their features), then the places in the order of the text.
    """
    outside = list(_addressed(cast, attribution, act)) or list(_implied(cast, attribution, speaker, act))
    found = [*outside, *_places(cast, attribution, speaker, act, history)]
    times = Counter(candidate.resolved.actor.id for candidate in found)
    order = {key: place for place, key in enumerate(times)}
    return [replace(c, features=(*c.features, *_among(c.resolved.actor.id, order, times))) for c in found]


def _among(key: str, order: dict[str, int], times: Counter[str]) -> Iterator[str]:
    """How an actor stands among all whom a content names."""
    yield f"order:{min(order[key], 3)}"
    yield f"others:{min(len(order) - 1, 4)}"
    yield f"times:{min(times[key], 4)}"


def _implied(cast: Cast, attribution: Attribution, speaker: Actor | None, act: str) -> Iterator[Candidate]:
    """The speaker's side where it is to do what the content says: "Norland vowed to close the strait"."""
    side = cast.side(speaker) if speaker else None
    words = chars(cast.doc, attribution.content[0].start, attribution.content[0].end)
    source = attribution.source
    if side is None or source is None or words is None or words[0].lower_ != "to" or words[0].tag_ != "TO":
        return
    span = chars(cast.doc, source.start, source.end)
    if span is not None:
        reason = f"“{words.text[:40]}” is what {side.label} is to do"
        yield Candidate(Resolved(side, source, 0.8, (reason,)), root(span), (IMPLIED, f"implied:{act}"))


def _addressed(cast: Cast, attribution: Attribution, act: str) -> Iterator[Candidate]:
    """Those to whom it is said: "accused [Washington] of" is about Washington, "told [reporters]" about no reporter."""
    for resolved in addressees(cast, attribution):
        own = resolved.mention
        span = chars(cast.doc, own.start, own.end) if own else None
        if span is not None:
            features = (ADDRESSED, f"addressed:{act}", f"addressed:{resolved.actor.type}")
            yield Candidate(resolved, root(span), features)


def _places(
    cast: Cast, attribution: Attribution, speaker: Actor | None, act: str, history: History
) -> Iterator[Candidate]:
    side = cast.side(speaker) if speaker else None
    for piece in attribution.content:
        span = chars(cast.doc, piece.start, piece.end)
        named = {n.span.start + k: n for n in cast.within(piece.start, piece.end) for k in range(len(n.span))}
        seen: set[int] = set()
        for token in span or []:
            if token.i in seen:
                continue
            found, head, how = _who(cast, token, named, speaker, history)
            owner = named.get(token.i)
            seen |= set(range(owner.span.start, owner.span.end)) if owner else {token.i}
            for resolved in found:
                own_self = speaker is not None and resolved.actor.id == speaker.id and speaker.type == "Person"
                if resolved.actor.type not in {"Place", "Weapon"} and not own_self:
                    features = features_of(head, resolved.actor, side, speaker, how, act, attribution)
                    yield Candidate(resolved, head, tuple(features))


def _who(
    cast: Cast, token: Token, named: dict[int, Named], speaker: Actor | None, history: History
) -> tuple[list[Resolved], Token, str]:
    """Whom a token names, the head word of the phrase that does, and how."""
    if token.i in named:
        return _by_name(cast, named[token.i])
    own = cast.article.mention(token.idx, token.idx + len(token))
    if token.lower_ in WE:
        return _one(pronoun(cast, own, history, speaker)), token, "we"
    if token.lower_ in IT and token.dep_ != "expl" and speaker is not None and speaker.type != "Person":
        return _one(pronoun(cast, own, history, speaker)), token, "it"
    if token.lower_ in PERSONAL - IT and token.pos_ == "PRON":
        return _one(pronoun(cast, own, history, None if token.lower_ in THEY else speaker)), token, "pronoun"
    if token.pos_ == "NUM" and (together := several(cast, _words_of(cast, token), speaker)):
        return together, token, "several"
    if token.pos_ == "NOUN":
        return _by_noun(cast, token, speaker, history)
    return [], token, ""


def _one(resolved: Resolved | None) -> list[Resolved]:
    return [resolved] if resolved is not None else []


def _by_name(cast: Cast, one: Named) -> tuple[list[Resolved], Token, str]:
    heads = (t for t in one.span if not one.span.start <= t.head.i < one.span.end or t.head == t)
    head = next(heads, one.span[0])
    noun = head.head
    if not one.adjective or noun.pos_ not in {"NOUN", "PROPN"} or noun == head:
        return [one.resolved()], head, "name"
    lemma = noun.lemma_.lower()
    if {lemma, noun.lower_} & (FORCES | HUMANS):
        return [], noun, ""  # "Norlandic police" is found at its noun
    return [one.resolved()], noun, "agentive" if lemma in _AGENTIVE else "demonym"


def _words_of(cast: Cast, noun: Token) -> Mention:
    span = trim(phrase(noun))
    return cast.article.mention(span.start_char, span.end_char)


def _by_noun(cast: Cast, noun: Token, speaker: Actor | None, history: History) -> tuple[list[Resolved], Token, str]:
    own = _words_of(cast, noun)
    together = several(cast, own, speaker)
    if together:
        return together, noun, "several"
    if (side := _own_body(cast, noun, speaker)) is not None:
        return (
            [Resolved(side, own, 0.8, (f"“{own.text}” in the words of {speaker.label if speaker else ''}",))],
            noun,
            "we",
        )
    if _definite(noun) and (known := nominal(cast, own, speaker)):
        return [known], noun, "nominal"
    words = {noun.lemma_.lower(), noun.lower_}
    adjectives = any(n.adjective for n in cast.within(own.start, own.end))
    if words & HUMANS or (words & FORCES and adjectives):
        return _one(group(cast, own)), noun, "force" if words & FORCES else "people"
    return [], noun, ""


def _own_body(cast: Cast, noun: Token, speaker: Actor | None) -> Actor | None:
    """Whom "his government", "our country" stand for in the words of a speaker: the speaker's side."""
    owners = {c.lower_ for c in noun.children if c.dep_ in POSSESSOR}
    if speaker is None or not owners & {"his", "her", "our", "my"} or noun.lemma_.lower() not in OWN_BODIES:
        return None
    return cast.side(speaker)


def _definite(noun: Token) -> bool:
    return any(c.lower_ in {"the", "this", "that", "its", "their", "our", "his", "her"} for c in noun.children)


def addressees(cast: Cast, attribution: Attribution) -> list[Resolved]:
    """To whom it is said: the object of the cue, and the names between cue and content ("accused [Washington] of")."""
    cue = attribution.cue
    found: dict[str, Resolved] = {}
    if cue is None:
        return []
    after = [m.start for m in attribution.content if m.start >= cue.end]
    limit = min(after, default=cue.end)
    between = (
        cast.within(cue.end, limit) if limit - cue.end <= 80 and "\n" not in cast.article.text[cue.end : limit] else []
    )
    for named in between:
        if not named.adjective and named.actor.type not in {"Place", "Weapon"}:
            found.setdefault(named.actor.id, named.resolved())
    for resolved in _objects(cast, attribution):
        found.setdefault(resolved.actor.id, resolved)
    return list(found.values())


def _objects(cast: Cast, attribution: Attribution) -> Iterator[Resolved]:
    cue = attribution.cue
    span = chars(cast.doc, cue.start, cue.end) if cue else None
    for verb in (t for t in span or [] if t.pos_ == "VERB"):
        for child in verb.children:
            behind = child.dep_ in {"obl", "pobj"} and preposition(child) in {"on", "to", "against"}
            if child.dep_ not in OBJECT and not behind:
                continue
            for head in conjuncts(child):
                if not any(m.start <= head.idx < m.end for m in attribution.content):
                    yield from _object(cast, head)


def _object(cast: Cast, head: Token) -> list[Resolved]:
    named = [n for n in cast.within(head.left_edge.idx, head.idx + len(head)) if head in n.span and not n.adjective]
    if named:
        return [named[0].resolved()]
    if head.lower_ in PERSONAL - IT and head.pos_ == "PRON":
        return _one(pronoun(cast, cast.article.mention(head.idx, head.idx + len(head)), History()))
    return _by_noun(cast, head, None, History())[0] if head.pos_ == "NOUN" else []
