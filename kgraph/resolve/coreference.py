"""Coreference inside one article: whom a pronoun or a nominal ("the minister", "the bloc") stands for.

Antecedents are ranked by plain salience (recency, subjecthood, having just spoken), after the classical
constraint-based approach of Lappin and Leass (1994) and Haghighi and Klein (2009).
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice

from spacy.tokens import Span, Token

from kgraph.extract.offices import office_of
from kgraph.extract.syntax import SUBJECT, chars, root
from kgraph.records import Actor, Mention, Resolved
from kgraph.resolve.cast import Cast, Named, clean
from kgraph.resolve.register import Register

HE, SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
ME = frozenset({"i", "me", "my", "mine", "myself"})
PERSONAL = HE | SHE | THEY | IT

KINDS: dict[str, frozenset[str]] = {
    "State": frozenset({"country", "nation", "state", "republic", "kingdom", "neighbour", "neighbor"}),
    "Organization": frozenset(
        """
    administration agency alliance army association authority bank bloc body broadcaster channel commission
    committee company council court department embassy federation force foundation government group institute junta
    kremlin militia military ministry mission movement network newspaper office organisation organization outlet
    parliament party police presidency regime regulator secretariat service treasury tribunal union watchdog
    """.split()
    ),
}
BLOCS = frozenset({"bloc", "alliance", "union", "organisation", "organization", "group"})
NEAREST = 40
"""Antecedents that are weighed, the nearest first."""

OUTLETS = frozenset({"agency", "broadcaster", "channel", "network", "newspaper", "outlet", "paper", "daily"})


class History:
    """Who has spoken so far, in the order of the text: the best guess for a pronoun that speaks."""

    def __init__(self) -> None:
        self._said: list[tuple[int, Actor]] = []

    def note(self, start: int, actor: Actor) -> None:
        """Note that an actor speaks at a character of the text."""
        self._said.append((start, actor))

    def last(self, before: int, fits: Callable[[Actor], bool]) -> Actor | None:
        """The last one before a character who fits."""
        said = [(start, actor) for start, actor in self._said if start < before and fits(actor)]
        return max(said, key=lambda s: s[0])[1] if said else None


def pronoun(cast: Cast, mention: Mention, history: History, speaker: Actor | None = None) -> Resolved | None:
    """Resolve a personal pronoun.

    Args:
        cast: The article's cast.
        mention: The pronoun.
        history: Who has spoken before.
        speaker: Set for a pronoun inside that speaker's own words: "we" is then the speaker's side, and in reported
            speech "he" is most often the speaker.

    Returns:
        The antecedent with the chain that led to it, or None where nobody fits.
    """
    word = mention.text.lower()
    if word in WE | ME:
        return _own_side(cast, mention, speaker, word in ME)
    if word in HE | SHE:
        return _best(cast, mention, history, speaker, lambda a: _person_fits(cast, a, word))
    if word in IT:
        return _best(cast, mention, history, speaker, lambda a: a.type in {"State", "Organization"})
    if word in THEY:
        return _best(cast, mention, history, speaker, lambda a: a.type in {"Group", "Organization", "State"})
    return None


def _own_side(cast: Cast, mention: Mention, speaker: Actor | None, alone: bool) -> Resolved | None:
    if speaker is None or alone:
        return None
    side = cast.side(speaker) or (speaker if speaker.type == "Group" else None)
    return Resolved(side, mention, 0.8, (f"“{mention.text}” in the words of {speaker.label}",)) if side else None


def _person_fits(cast: Cast, actor: Actor, word: str) -> bool:
    told = cast.pronoun(actor)
    return actor.type == "Person" and (told is None or told == "they" or (told == "he") == (word in HE))


def _best(
    cast: Cast, mention: Mention, history: History, speaker: Actor | None, fits: Callable[[Actor], bool]
) -> Resolved | None:
    if speaker is not None and fits(speaker):
        return Resolved(speaker, mention, 0.75, (f"“{mention.text}” in the reported words of {speaker.label}",))
    fitting = (n for n in cast.before(mention.start) if not n.adjective and fits(n.actor))
    scored = [
        (_salience(cast, n, mention.start) + _speaks(history, n, mention.start), n) for n in islice(fitting, NEAREST)
    ]
    best = max(scored, key=lambda s: (s[0], s[1].start), default=None)
    if best is None:
        said = history.last(mention.start, fits)
        return Resolved(said, mention, 0.5, (f"“{mention.text}”: {said.label} spoke last",)) if said else None
    score, named = best
    confidence = 0.85 if score > 0 else 0.6
    return Resolved(
        named.actor, mention, confidence * named.score, (f"“{mention.text}” is “{named.span.text}”", named.reason)
    )


def _salience(cast: Cast, named: Named, start: int) -> float:
    """Higher is more likely: near, a subject, not inside a possessive. Weights set by hand, on the tuning corpus."""
    here = chars(cast.doc, start, start + 1)
    distance = _sentences_between(named.span, here) if here is not None else 5
    head = root(named.span)
    return -0.6 * distance + 0.8 * (_subject_like(head)) - 0.5 * (head.dep_ in {"nmod:poss", "poss"})


def _subject_like(token: Token) -> bool:
    while token.dep_ in {"flat", "compound", "appos", "nmod:desc"} and token.head != token:
        token = token.head
    return token.dep_ in SUBJECT or token.dep_ in {"root", "ROOT"}


def _sentences_between(left: Span, right: Span) -> int:
    return sum(1 for t in left.doc[left.start + 1 : right.start + 1] if t.is_sent_start)


def _speaks(history: History, named: Named, start: int) -> bool:
    last = history.last(start, lambda a: a.type == named.actor.type)
    return last is not None and last.id == named.actor.id


_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4}


def several(cast: Cast, mention: Mention, speaker: Actor | None) -> list[Resolved]:
    """Resolve "the two sides", "both presidents", "the three countries" to that many of those named last before it.

    The speaker's own side is left out when enough others are named.
    """
    words = mention.text.lower().split()
    number = next((_NUMBERS[w] for w in words[:2] if w in _NUMBERS), 0)
    if not number or len(words) > 4 or not words[-1].endswith("s") or words[0] not in {"the", "both", "these", "those"}:
        return []
    persons = words[-1].rstrip("s") in {"leader", "president", "minister", "men", "man", "official"}
    fits = {"Person"} if persons else {"State", "Organization"}
    side = cast.side(speaker) if speaker else None
    last = list(dict.fromkeys(n.actor for n in cast.before(mention.start)[:40] if n.actor.type in fits))
    others = [a for a in last if a not in (side, speaker)]
    chosen = (others if len(others) >= number else last)[:number]
    reason = f"“{mention.text}”: those named last before it"
    return [Resolved(a, mention, 0.5, (reason,)) for a in chosen] if len(chosen) == number else []


def nominal(cast: Cast, mention: Mention, history: History, speaker: Actor | None = None) -> Resolved | None:
    """Resolve a nominal without a name of its own: an office, a body, "the country".

    Returns:
        None where it is nobody in particular ("four officials"): then it is a group of its own.
    """
    span = chars(cast.doc, mention.start, mention.end)
    if span is None:
        return None
    return _by_office(cast, mention) or _by_kind(cast, mention, span, speaker)


def _by_office(cast: Cast, mention: Mention) -> Resolved | None:
    told = office_of(cast.doc, mention)
    if told is None or not told[0]:
        return None
    office, _ = told
    owner = next((n.actor for n in cast.within(mention.start, mention.end)), None)
    definite = owner is not None or mention.text.lower().startswith(("the ", "his ", "her ", "its ", "their "))
    head = office.split()[-1]
    if not definite or (head.endswith("s") and head not in {"boss"}):
        return None
    for named in cast.before(mention.start) + cast.within(mention.end, len(cast.article.text)):
        for role, role_body in cast.roles.get(named.actor.id, []):
            if role.split()[-1:] == [head] and _same_owner(cast, owner, role_body, named.actor):
                step = f"“{mention.text}” is {named.actor.label}, {role}"
                return Resolved(named.actor, mention, 0.85, (step, named.reason))
    return _holder(cast, mention, office, owner) or _person_of(cast, mention, owner)


def _same_owner(cast: Cast, owner: Actor | None, body: Actor | None, holder: Actor) -> bool:
    if owner is None:
        return True
    own = {owner.id, getattr(cast.side(owner), "id", None)}
    theirs = {body.id if body else None, getattr(cast.side(holder), "id", None), *holder.represents}
    return bool((own & theirs) - {None})


def _holder(cast: Cast, mention: Mention, office: str, owner: Actor | None) -> Resolved | None:
    owner = owner or _state_in_focus(cast, mention.start)
    if owner is None:
        return None
    holders = cast.register.holders(office, owner.id, cast.article.published)
    if len(holders) != 1:
        return None
    step = f"“{mention.text}” is {holders[0].label}, who held the office then according to the register"
    named_here = any(n.actor.id == holders[0].id for n in cast.named)
    return Resolved(holders[0], mention, 0.8 if named_here else 0.6, (step,))


def _person_of(cast: Cast, mention: Mention, owner: Actor | None) -> Resolved | None:
    """A definite office without a known holder: the last person before it who stands for the same state or body."""
    if not mention.text.lower().startswith("the "):
        return None
    for named in cast.before(mention.start)[:25]:
        if named.actor.type == "Person" and (owner is None or _same_owner(cast, owner, None, named.actor)):
            return Resolved(named.actor, mention, 0.5, (f"“{mention.text}” follows “{named.span.text}”", named.reason))
    return None


def _by_kind(cast: Cast, mention: Mention, span: Span, speaker: Actor | None) -> Resolved | None:
    """In the text: "the ministry", "the bloc", "the country": the last actor of that kind before it."""
    noun = root(span)
    word = noun.lemma_.lower()
    if not any(word in words for words in KINDS.values()) and word not in OUTLETS:
        return None
    if _indefinite(noun):
        return None
    body = _body_of_state(cast, mention, span)
    if body is not None:
        return body
    for actor, reason in _candidates(cast, mention, speaker):
        if _is_a(cast, actor, word):
            return Resolved(actor, mention, 0.7, (f"“{mention.text}” is {actor.label}", reason))
    return None


def _indefinite(noun: Token) -> bool:
    words = {child.lower_ for child in noun.children if child.dep_ in {"det", "nummod"}}
    return noun.tag_ in {"NNS", "NNPS"} or bool(words & {"a", "an", "some", "any", "every", "no", "another", "each"})


def _body_of_state(cast: Cast, mention: Mention, span: Span) -> Resolved | None:
    """In the text: "the Foreign Ministry", "its defence ministry": the body of that kind of the state in question."""
    owner = next((n.actor for n in cast.within(mention.start, mention.end)), None)
    kind = clean(" ".join(t.text for t in span if t.pos_ in {"NOUN", "PROPN", "ADJ"} and cast_word(t))).lower()
    states = [owner] if owner else [s for s in (_state_in_focus(cast, mention.start),) if s]
    for state in states:
        found = cast.register.bodies(kind, state.id)
        if len(found) == 1:
            step = f"“{mention.text}” is the {kind} of {state.label} in the register"
            return Resolved(found[0], mention, 0.75, (step,))
    return None


def cast_word(token: Token) -> bool:
    """Whether a word says which kind of body is meant, not whose it is."""
    return not token.ent_type_ or token.ent_type_ == "ORG"


def _candidates(cast: Cast, mention: Mention, speaker: Actor | None) -> Iterator[tuple[Actor, str]]:
    if speaker is not None:
        side = cast.side(speaker)
        if side is not None:
            yield side, f"the side of {speaker.label}"
    for named in cast.before(mention.start)[:40]:
        yield named.actor, named.reason
        if named.actor.type == "Person" and (side := cast.side(named.actor)):
            yield side, f"the side of {named.actor.label}"


def _is_a(cast: Cast, actor: Actor, word: str) -> bool:
    if word in KINDS["State"]:
        return actor.type == "State"
    if actor.type != "Organization":
        return word == "government" and actor.type == "State"
    entry = cast.register.entries.get(actor.id)
    kind = (entry.body_kind or "") if entry else ""
    if word in OUTLETS and kind == "media":
        return True
    if word in BLOCS and actor.id in _blocs(cast.register):
        return True
    return word in {w.lower() for w in actor.label.split()} or kind.split()[-1:] == [word]


@lru_cache(maxsize=4)
def _blocs(register: Register) -> frozenset[str]:
    """Bodies of the register that have members."""
    return frozenset(iri for entry in register.entries.values() for iri in entry.actor.member_of)


def _state_in_focus(cast: Cast, start: int) -> Actor | None:
    """The state that the text speaks of at a character: that of the person or state named last before it."""
    for named in cast.before(start)[:6]:
        side = cast.side(named.actor)
        if side is not None and side.type == "State":
            return side
    return None
