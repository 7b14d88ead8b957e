"""Whom the words of a statement may be about: every actor that its content or the object of its cue names."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kgraph.extract.parse import Token
from kgraph.extract.syntax import SUBJECT, chars, root
from kgraph.ontology import fold
from kgraph.records import Actor, Attribution, Resolved
from kgraph.resolve.addressees import addressees
from kgraph.resolve.cast import Cast, clean
from kgraph.resolve.coreference import History
from kgraph.resolve.decisions import step
from kgraph.resolve.naming import Voice, naming
from kgraph.resolve.standing import features_of
from kgraph.resolve.surroundings import beside

ADDRESSED, IMPLIED = "how:addressed", "how:implied"
"""Features of whom a statement is said to, and of the side that is to do what it says."""


_SURE = (0.45, 0.55, 0.65, 0.75, 0.85)
"""Edges of the steps in which the score of a resolution is told."""

_OFTEN = (0.01, 0.15, 0.3, 0.6, 1.0)
"""Edges of the steps in which it is told how often an actor is named beside the one that is named most."""

_OWNERS = frozenset({"his", "her", "its", "their", "our", "my", "your", "whose"})

_OF_OTHERS = frozenset({"accuse", "criticize", "praise", "warn", "demand", "request"})
"""Acts that tell what another does or is to do, also where nobody is named whom they fall on."""

_OWN_ACTS = frozenset({"promise", "threaten", "deny", "intend", "admit"})
"""Acts whose thing is the speaker's own doing ("pledged forty million crowns")."""

_LEGISLATORS = frozenset(
    "assemblyman assemblywoman congressman congresswoman lawmaker legislator mp parliamentarian senator".split()
)
"""Last words of the offices of those who sit in a parliament."""

_PRESS = frozenset({"journalist", "journalists", "media", "press", "reporter", "reporters"})


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
    voice = Voice(speaker, _side(cast, speaker), None, history, attribution.source)
    outside = list(_addressed(cast, attribution, voice, act))
    form = _without_subject(cast, attribution, act)
    if form and outside and act != "promise":
        voice = replace(voice, controller=outside[0].resolved.actor)
    elif form and not outside and act not in _OF_OTHERS:
        outside = list(_implied(cast, attribution, voice, act, form))
    found = [*outside, *_places(cast, attribution, voice, act), *_you(cast, attribution, voice, act, outside)]
    found = [replace(c, resolved=_ruled(cast, c.resolved)) for c in found]
    times = Counter(candidate.resolved.actor.id for candidate in found)
    order = {key: place for place, key in enumerate(times)}
    named = Counter(n.actor.id for n in cast.named)
    most = max(named.values(), default=1)
    often = {key: number / most for key, number in named.items()}
    told = [
        (*_among(c, order, times), *_sure(c), *_called(c, often), *_known_as(cast, c), *_around(c, found))
        for c in found
    ]
    return [replace(c, features=(*c.features, *more)) for c, more in zip(found, told, strict=True)]


def _side(cast: Cast, speaker: Actor | None) -> Actor | None:
    """Whom a speaker speaks for; a member of a parliament, who is neither its voice nor the state's, for nobody."""
    if speaker is None:
        return None
    day = cast.article.published
    held = [t.office for t in cast.register.tenures_of(speaker.id) if day is None or t.holds_at(day)]
    offices = [*held, *(office for office, _ in cast.roles.get(speaker.id, []))]
    return None if offices and all(o.lower().split()[-1] in _LEGISLATORS for o in offices) else cast.side(speaker)


def _ruled(cast: Cast, resolved: Resolved) -> Resolved:
    """The state itself for its government, which a text calls now by the one name and now by the other."""
    entry = cast.register.entries.get(resolved.actor.id)
    state = cast.side(resolved.actor) if entry is not None and entry.body_kind == "government" else None
    if state is None or state.type != "State":
        return resolved
    reason = f"{resolved.actor.label} stands for {state.label}"
    return replace(resolved, actor=state, reason=(*resolved.reason, reason))


def _among(candidate: Candidate, order: dict[str, int], times: Counter[str]) -> Iterator[str]:
    """How an actor stands among all whom a content names."""
    key = candidate.resolved.actor.id
    yield f"order:{min(order[key], 3)}"
    yield f"others:{min(len(order) - 1, 4)}"
    yield f"times:{min(times[key], 4)}"


def _called(candidate: Candidate, often: Mapping[str, float]) -> Iterator[str]:
    """How often an article names an actor, and how one that no list knows is called: "staff", "his two brothers"."""
    actor, words = candidate.resolved.actor, candidate.resolved.mention
    yield f"often:{step(often.get(actor.id, 0.0), _OFTEN)}"
    if actor.known or actor.type == "Person":
        yield f"known:{actor.known}"
        return
    label = actor.label.split()
    yield f"label:{min(len(label), 6)}"
    yield f"label:{actor.type}:{min(len(label), 6)}"
    if label[0].lower() in _OWNERS:
        yield "label of an owner"
    if words is not None and fold(words.text) == fold(actor.label):
        yield f"label as said:{min(len(label), 3)}"


def _known_as(cast: Cast, candidate: Candidate) -> Iterator[str]:
    """What a body or place is, as far as the register or the last word of its name tells: "the Fisheries Act"."""
    actor = candidate.resolved.actor
    entry = cast.register.entries.get(actor.id)
    if actor.type not in {"Group", "Person", "State"}:
        words = actor.label.lower().split()
        kind = entry.body_kind if entry is not None and entry.body_kind else None
        yield f"body:{kind or 'unknown'}"
        if kind is None and len(words) > 1:
            yield f"named:{words[-1]}"


def _around(candidate: Candidate, found: list[Candidate]) -> Iterator[str]:
    """Whether its words hold another's, as those of "Norland's dockers" hold Norland, or lie in another's."""
    own, told = candidate.resolved.mention, set[str]()
    for other in found:
        its = other.resolved.mention
        if own is None or its is None or other.resolved.actor.id == candidate.resolved.actor.id:
            continue
        if own.start <= its.start and its.end <= own.end and len(its.text) < len(own.text):
            told.add(f"holds:{other.resolved.actor.type}")
        elif its.start <= own.start and own.end <= its.end and len(own.text) < len(its.text):
            told.add(f"held:{other.resolved.actor.type}")
    yield from sorted(told)


def _sure(candidate: Candidate) -> Iterator[str]:
    """How sure it is who is named, by how: some ways of naming are more often wrong than others."""
    how, sure = candidate.features[0], step(candidate.resolved.score, _SURE)
    if how == "how:name" and _is_seat(candidate.resolved):
        yield "seat"
        yield f"seat:{candidate.features[1]}"
    yield f"sure:{sure}"
    yield f"sure:{how}:{sure}"
    if how in {"how:pronoun", "how:it"}:
        yield f"sure:{candidate.head.lower_}:{sure}"


def _is_seat(resolved: Resolved) -> bool:
    """Whether a state goes by another name than its own, most often that of its capital, which may be a place."""
    actor, text = resolved.actor, clean(resolved.mention.text) if resolved.mention else ""
    return actor.type == "State" and not text.isupper() and fold(text)[:3] != fold(actor.label)[:3]


def _without_subject(cast: Cast, attribution: Attribution, act: str) -> str | None:
    """The form of a content that does not say who does it: an infinitive, a gerund, or a thing ("an inquiry")."""
    first = attribution.content[0]
    words = chars(cast.doc, first.start, first.end)
    if words is None or (attribution.cue is not None and first.start < attribution.cue.start):
        return None
    if words[0].lower_ in {"of", "for", "against"} and len(words) > 1:
        words = words[1:]
    if words[0].lower_ == "to" and words[0].tag_ == "TO":
        return "to"
    head = root(words)
    if any(c.dep_ in {*SUBJECT, "cop"} for c in head.children):
        return None
    if words[0].tag_ == "VBG" or head.tag_ == "VBG":
        return "ing"
    return "thing" if head.pos_ in {"NOUN", "PRON", "NUM"} and act in _OWN_ACTS else None


def _implied(cast: Cast, attribution: Attribution, voice: Voice, act: str, form: str) -> Iterator[Candidate]:
    """The speaker's side where it is to do what the content says: "Norland vowed to close the strait"."""
    actor = voice.side or voice.speaker
    words, where = attribution.content[0], attribution.source or attribution.content[0]
    span = chars(cast.doc, where.start, where.end)
    if actor is not None and span is not None:
        reason = f"“{words.text[:40]}” is what {actor.label} is to do or has done"
        own = "own" if voice.speaker is not None and actor.id == voice.speaker.id else "side"
        told = (form, act, f"{form}:{act}", actor.type, own, f"{own}:{actor.type}", f"{own}:{act}", f"{own}:{form}")
        features = (IMPLIED, *(f"implied:{one}" for one in told))
        yield Candidate(Resolved(actor, where, 0.8, (reason,)), root(span), features)


def _addressed(cast: Cast, attribution: Attribution, voice: Voice, act: str) -> Iterator[Candidate]:
    """Those to whom it is said: "accused [Washington] of" is about Washington, "told [reporters]" about no reporter."""
    for resolved in addressees(cast, attribution, voice):
        own = resolved.mention
        span = chars(cast.doc, own.start, own.end) if own else None
        if span is not None:
            head = root(span)
            entry = cast.register.entries.get(resolved.actor.id)
            named = "addressed outlet" if entry is not None and entry.body_kind == "media" else "addressed by name"
            noun = f"addressed:{head.lemma_.lower()}" if resolved.actor.type == "Group" else named
            features = (ADDRESSED, f"addressed:{act}", f"addressed:{resolved.actor.type}", noun)
            yield Candidate(resolved, head, features)


def _you(
    cast: Cast, attribution: Attribution, voice: Voice, act: str, addressed: list[Candidate]
) -> Iterator[Candidate]:
    """Whom "you" in a quotation means: the one to whom it is said, where that is one and not the press."""
    if len({c.resolved.actor.id for c in addressed if ADDRESSED in c.features}) != 1:
        return
    (actor,) = {c.resolved.actor for c in addressed}
    if "addressed outlet" in addressed[0].features or actor.label.lower().split()[-1] in _PRESS:
        return  # "you" is anybody there
    for piece in attribution.content:
        for token in chars(cast.doc, piece.start, piece.end) or ():
            if token.lower_ in {"you", "your", "yours", "yourself", "yourselves"} and cast.quoted(token.idx):
                own = cast.article.mention(token.idx, token.idx + len(token))
                resolved = Resolved(actor, own, 0.7, (f"“{own.text}” in words to {actor.label}",))
                features = features_of(token, actor, voice.side, voice.speaker, "you", act, attribution)
                yield Candidate(resolved, token, tuple(features))


def _places(cast: Cast, attribution: Attribution, voice: Voice, act: str) -> Iterator[Candidate]:
    speaker = voice.speaker
    for piece in attribution.content:
        span = chars(cast.doc, piece.start, piece.end)
        named = {n.span.start + k: n for n in cast.within(piece.start, piece.end) for k in range(len(n.span))}
        seen: set[int] = set()
        for token in span or []:
            if token.i in seen:
                continue
            found, head, how = naming(cast, token, named, voice)
            owner = named.get(token.i)
            seen |= set(range(owner.span.start, owner.span.end)) if owner else {token.i}
            for resolved in found:
                if resolved.actor.type != "Weapon":
                    features = features_of(head, resolved.actor, voice.side, speaker, how, act, attribution)
                    yield Candidate(resolved, head, (*features, *beside(head, named, attribution)))
