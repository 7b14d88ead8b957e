"""Nominals without a name of their own: "the minister", "the bloc", "both countries", "four officials"."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from kgraph.extract.parse import Span, Token
from kgraph.extract.syntax import POSSESSOR, chars, preposition, root
from kgraph.extract.titles import office_of
from kgraph.ontology import actor_iri
from kgraph.records import Actor, Mention, Resolved
from kgraph.resolve.cast import GOVERNMENTS, Cast, clean
from kgraph.resolve.offices import office_key
from kgraph.resolve.places import PLACES, place
from kgraph.resolve.register import Register

KINDS: dict[str, frozenset[str]] = {
    "State": frozenset("country emirate kingdom nation neighbor neighbour republic state sultanate".split()),
    "Organization": frozenset(
        """
    administration agency alliance army association authority bank bloc body broadcaster channel commission
    committee company council court department embassy federation force foundation government group institute junta
    kremlin militia military ministry mission movement network newspaper office organisation organization outlet
    parliament party police presidency regime regulator secretariat service treasury tribunal union watchdog
    """.split()
    ),
}
_FORMS = frozenset({"emirate", "kingdom", "sultanate"})
"""Nouns for states that are said only of those in whose full names they stand."""

BLOCS = frozenset({"bloc", "alliance", "union", "organisation", "organization", "group"})
COMPANIES = frozenset({"company", "firm", "group", "institution", "organization", "organisation"})
"""Nouns for any body of which no more is known."""

OUTLETS = frozenset({"agency", "broadcaster", "channel", "network", "newspaper", "outlet", "paper", "daily"})
MEDIUM = OUTLETS | {"magazine", "news", "radio", "site", "station", "television", "tv", "website", "weekly"}
"""What a text calls a medium that the register need not know: "the broadcaster Kanal Fjord"."""


_BLOC_NAMES = frozenset({"pact", "alliance", "union", "league", "community", "treaty", "bloc", "group", "association"})
"""Words in the names of blocs that the register does not know."""

_NO_COMPANIES = frozenset({"church", "club", "college", "cup", "prize", "school", "team", "university"})
FORCES = frozenset("army fleet force forces guard militia military navy police troop troops".split())
"""Armed bodies: of a state they are an actor of their own ("Norlandic police", "its navy")."""

_RELATED = frozenset(
    """
    adversaries allies backers creditors critics enemies foes friends members neighbors neighbours opponents partners
    rivals supporters
    """.split()
)
"""Those who are of no state by being its: "its enemies" are "enemies of Norland", no Norlandic ones."""

_POINTING = re.compile(r"^(?:all (?:of )?(?:(?:the|these|those) )?|these |such )(?=\w)", re.IGNORECASE)
"""Words before a group that only point at it: "these settlers" are "settlers"."""

_LEADING = re.compile(
    r"^(?:(?:also|and|as|at|but|by|especially|even|from|in|including|mostly|nor|of|or|particularly|perhaps|than|to|"
    r"with) )+(?=\w)",
    re.IGNORECASE,
)
"""Words before a group that belong to the sentence, and not to whom it names: "and even bakers" are "bakers"."""

_QUOTE_MARKS = re.compile(r'["“”„«»]')

_ABROAD = frozenset({"consulate", "embassies", "embassy", "mission"})

_DEPUTY = frozenset({"deputy", "vice"})

_POSSESSIVE = frozenset({"his", "her", "its", "their"})
_OUR = "our"

_PARTS = frozenset({"congressional", "majority", "minority", "opposition", "parliamentary", "rebel", "religious"})
"""Words for of whom somebody is the leader that is no state's."""


def nominal(cast: Cast, mention: Mention, speaker: Actor | None = None) -> Resolved | None:
    """Resolve a nominal without a name of its own: an office, a body, "the country".

    Returns:
        None where it is nobody in particular ("four officials"): then it is a group of its own.
    """
    span = chars(cast.doc, mention.start, mention.end)
    if span is None:
        return None
    named = next((n for n in cast.within(mention.start, mention.end) if not n.adjective and root(span) in n.span), None)
    if named is not None:
        return named.resolved(
            mention
        )  # "the Popular Front opposition party", where the parse takes the name for the head
    apart = span[0].lower_ == _OUR and root(span).lemma_.lower() not in KINDS["State"]
    if apart and (speaker is None or cast.side(speaker) is None):
        return None  # nobody knows of which state or body
    return (
        _by_office(cast, mention, speaker)
        or _by_owner(cast, mention, span, speaker)
        or _by_kind(cast, mention, span, speaker)
    )


def _by_office(cast: Cast, mention: Mention, speaker: Actor | None) -> Resolved | None:
    told = office_of(cast.doc, mention)
    if told is None or not told[0] or _of_holder(cast, mention, told[0]):
        return None
    office = _with_field(cast, mention, told[0])
    owner = next((n.actor for n in cast.within(mention.start, mention.end)), None) or _possessor(cast, mention, speaker)
    if owner is None and mention.text.lower().split()[0] in _POSSESSIVE:
        return None
    definite = owner is not None or mention.text.lower().startswith(("the ", "his ", "her ", "its ", "their "))
    head = office.split()[-1]
    if not definite or (head.endswith("s") and head not in {"boss"}):
        return None
    for named in cast.before(mention.start) + cast.within(mention.end, len(cast.article.text)):
        for role, role_body in cast.roles.get(named.actor.id, []):
            if same_office(office, role) and _same_owner(cast, owner, role_body, named.actor):
                step = f"“{mention.text}” is {named.actor.label}, {role}"
                return Resolved(named.actor, mention, 0.85, (step, named.reason))
    held = None if _leads_a_part(cast, mention, office) else _holder(cast, mention, office, owner)
    return held or _person_of(cast, mention, office, owner)


def _of_holder(cast: Cast, mention: Mention, office: str) -> bool:
    """Whether the words are for what an officer has: "the prime minister's office" is not the prime minister."""
    span = chars(cast.doc, mention.start, mention.end)
    word = next((t for t in span or () if t.lower_ == office.split()[-1]), None)
    return word is not None and span is not None and word != root(span) and word.dep_ in POSSESSOR


def _leads_a_part(cast: Cast, mention: Mention, office: str) -> bool:
    """Whether a leader is one of a party or a group: "the minority leader" is not the state's."""
    span = chars(cast.doc, mention.start, mention.end)
    heads = (t for t in span or () if t.lower_ == office == "leader")
    return any(c.lower_ in _PARTS or (c.dep_ == "compound" and c.pos_ == "NOUN") for t in heads for c in t.children)


def _with_field(cast: Cast, mention: Mention, office: str) -> str:
    """A minister's office with the word before it: the fisheries minister is not the finance minister."""
    span = chars(cast.doc, mention.start, mention.end)
    head = next((t for t in span or () if t.lower_ == office), None)
    if head is None or office not in {"minister", "secretary"} or head.i == 0:
        return office
    before = head.doc[head.i - 1]
    field = before.head == head and before.dep_ == "compound" and before.is_lower
    return f"{before.lower_} {office}" if field else office


def same_office(said: str, held: str) -> bool:
    """Whether "the minister" and "the prime minister" may be one; a defence minister is neither, nor is a deputy."""
    words, own = office_key(said).split(), office_key(held).split()
    if _DEPUTY & set(words) != _DEPUTY & set(own):
        return False
    return own[-1:] == words[-1:] and (len(words) == 1 or len(own) == 1 or own[-2:] == words[-2:])


def _possessor(cast: Cast, mention: Mention, speaker: Actor | None = None) -> Actor | None:
    """Whom "his" or "its" at the head of a nominal stands for, once the pronouns are linked; "our" is the speaker's.

    "Our army" is that of the speaker's state, whichever state the text named last.
    """
    span = chars(cast.doc, mention.start, mention.end)
    if span is not None and span[0].lower_ == _OUR:
        return cast.side(speaker) if speaker is not None else None
    if span is None or span[0].lower_ not in _POSSESSIVE or not cast.links:
        return None
    link = cast.links.get(span[0].i)
    return link.one.actors[0].actor if link is not None and len(link.one.actors) == 1 else None


def owner_of(cast: Cast, mention: Mention, speaker: Actor | None = None) -> Actor | None:
    """Whose a nominal is: of "the Norlandic navy", "its government", "the army of Norland"."""
    span = chars(cast.doc, mention.start, mention.end)
    noun = root(span) if span is not None else None
    for named in cast.within(mention.start, mention.end):
        head = root(named.span)
        of = head.head == noun and preposition(head) in {"of", "in"}
        if head.head == noun and (named.adjective or of or head.dep_ in {*POSSESSOR, "amod", "compound"}):
            return named.actor
    return _possessor(cast, mention, speaker)


def _by_owner(cast: Cast, mention: Mention, span: Span, speaker: Actor | None) -> Resolved | None:
    """In the text: "the Norlandic government", "its leadership", "his side": the state or body itself."""
    noun, owner = root(span), owner_of(cast, mention, speaker)
    if owner is None or not {noun.lower_, noun.lemma_.lower()} & (GOVERNMENTS | {"regime"}):
        return None
    side = cast.side(owner)
    if side is None or (side.type != "State" and noun.lower_ != "side"):
        return None
    return Resolved(side, mention, 0.8, (f"“{mention.text}” stands for {side.label}",))


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


def _person_of(cast: Cast, mention: Mention, office: str, owner: Actor | None) -> Resolved | None:
    """A definite office without a known holder: the last person before it who stands for the same state or body."""
    if not mention.text.lower().startswith("the ") or _introduced(cast, mention, office):
        return None
    for named in cast.before(mention.start)[:25]:
        held = [role for role, _ in cast.roles.get(named.actor.id, [])]
        held = held or [tenure.office for tenure in cast.register.tenures_of(named.actor.id)]
        if held and not any(same_office(office, role) for role in held):
            continue  # "the vice president" is not the president
        if named.actor.type == "Person" and (owner is None or _same_owner(cast, owner, None, named.actor)):
            return Resolved(named.actor, mention, 0.5, (f"“{mention.text}” follows “{named.span.text}”", named.reason))
    return None


def _introduced(cast: Cast, mention: Mention, office: str) -> bool:
    """Whether the text spoke of somebody without a name by that office before: "an aide of hers" is then "the aide"."""
    word, span = office.split()[-1], chars(cast.doc, mention.start, mention.end)
    before = (t for t in cast.doc[: span.start if span else 0] if t.lower_ == word and t.pos_ == "NOUN")
    alone = (t for t in before if t.dep_ not in {"appos", "attr", "nmod:desc", "compound", "flat"})
    return any(c.lower_ in {"a", "an", "another", "one"} for t in alone for c in t.children)


def _by_kind(cast: Cast, mention: Mention, span: Span, speaker: Actor | None) -> Resolved | None:
    """In the text: "the ministry", "the bloc", "the country": the last actor of that kind before it."""
    noun = root(span)
    word, owner = noun.lemma_.lower(), owner_of(cast, mention, speaker)
    if _indefinite(noun) or not (_is_kind(word) or _definite(noun)):
        return None
    if word in PLACES:
        return place(cast, mention) if _definite(noun) else None
    if word in COMPANIES and any(child.dep_ in {"nmod", "prep"} for child in noun.children):
        return None  # "the organisation of truckers" is one of its own
    body = _body_of_state(cast, mention, span, speaker)
    if body is not None:
        return body
    for actor, reason in _candidates(cast, mention, speaker):
        if owner is not None and (actor.id == owner.id or not _same_owner(cast, owner, None, actor)):
            continue  # "its navy" is no other state's
        if is_a(cast, actor, word) if _is_kind(word) else _in_name(actor, word):
            return Resolved(actor, mention, 0.7, (f"“{mention.text}” is {actor.label}", reason))
    return None


def _is_kind(word: str) -> bool:
    return word in COMPANIES or word in OUTLETS or any(word in words for words in KINDS.values())


def _definite(noun: Token) -> bool:
    return any(child.lower_ in {"the", "this", "that"} for child in noun.children)


def _in_name(actor: Actor, word: str) -> bool:
    """Whether a noun is a word of a body's name: "the college" is the American College of Surgeons."""
    return actor.type == "Organization" and word in actor.label.lower().split()[1:]


def _indefinite(noun: Token) -> bool:
    words = {child.lower_ for child in noun.children if child.dep_ in {"det", "nummod"}}
    return noun.tag_ in {"NNS", "NNPS"} or bool(
        words & {"a", "an", "some", "any", "every", "no", "another", "each", "one"}
    )


def _body_of_state(cast: Cast, mention: Mention, span: Span, speaker: Actor | None) -> Resolved | None:
    """In the text: "the Foreign Ministry", "its defence ministry": the body of that kind of the state in question."""
    owner = next((n.actor for n in cast.within(mention.start, mention.end)), None)
    owner = owner or (_possessor(cast, mention, speaker) if span[0].lower_ == _OUR else None)
    kind = clean(" ".join(t.text for t in span if t.pos_ in {"NOUN", "PROPN", "ADJ"} and cast_word(t))).lower()
    if set(kind.split()) & _ABROAD:
        return None  # a state has many
    states = [owner] if owner else [s for s in (_state_in_focus(cast, mention.start),) if s]
    for state in states:
        found = cast.register.bodies(kind, state.id)
        if len(found) == 1 and (owner or _bears(found[0], kind) or not set(kind.split()) & FORCES):
            step = f"“{mention.text}” is the {kind} of {state.label} in the register"
            return Resolved(found[0], mention, 0.75, (step,))
    return None


def _bears(body: Actor, kind: str) -> bool:
    """Whether a force is called what the text says: the "police" of no state that is named are no federal bureau."""
    return any(kind in name.lower() for name in (body.label, *body.aliases))


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


def is_a(cast: Cast, actor: Actor, word: str) -> bool:
    """Whether an actor may be called by a noun for bodies or states: a firm "the company", a state "the country"."""
    if word in KINDS["State"]:
        names = (actor.label, *actor.aliases)
        return actor.type == "State" and (word not in _FORMS or any(word in n.lower().split() for n in names))
    if actor.type != "Organization":
        return word == "government" and actor.type == "State"
    entry = cast.register.entries.get(actor.id)
    kind = (entry.body_kind or "") if entry else ""
    if word in OUTLETS and kind == "media":
        return True
    if word in BLOCS and actor.id in _blocs(cast.register):
        return True
    label = {w.lower() for w in actor.label.split()}
    if word in BLOCS and not actor.known and label & _BLOC_NAMES:
        return True
    if word in COMPANIES and not actor.known and not label & (KINDS["Organization"] | OUTLETS | _NO_COMPANIES):
        return True
    return word in label or kind.split()[-1:] == [word]


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


def group(cast: Cast, own: Mention, speaker: Actor | None = None) -> Resolved | None:
    """A typed group for somebody without a name ("four US officials"), with the state or body that it belongs to.

    "Its soldiers" and "the navy", in somebody's words "our navy", are called by the state whose they are, and so are
    not those of the next article.
    """
    label = _POINTING.sub("", clean(_LEADING.sub("", _whole_quotes(re.sub(r"\s+", " ", clean(own.text))))))
    if not re.search(r"\w{2}", label):
        return None
    sides = {n.actor.id for n in cast.within(own.start, own.end) if n.actor.type in {"State", "Organization"}}
    ours = own.text.lower().startswith(f"{_OUR} ") and own.text.lower().split()[-1] not in FORCES
    owner = None if ours else _possessor(cast, own, speaker) or _commander(cast, own)
    key, reason = label, f"“{own.text}” is nobody by name"
    if owner is not None:
        sides |= {owner.id} if owner.type in {"State", "Organization"} else set()
        key = f"{label} {owner.label}"
    if owner is not None and owner.type == "State":
        label = key = _of_state(cast, owner, re.sub(r"^(?:his|her|its|our|their)\s+", "", label, flags=re.IGNORECASE))
        reason = f"“{own.text}” is nobody by name: {label}"
    actor = Actor(actor_iri("Group", key), label, "Group", represents=tuple(sorted(sides)))
    return Resolved(actor, own, 0.7, (reason,))


def _whole_quotes(label: str) -> str:
    """A label without the marks of a quotation that begins or ends inside it."""
    return label if len(_QUOTE_MARKS.findall(label)) % 2 == 0 else _QUOTE_MARKS.sub("", label)


def _of_state(cast: Cast, state: Actor, words: str) -> str:
    """A state's navy, say, as the article would call it: by its own word for what is of that state, if it has one.

    Its enemies and friends are called those of the state.
    """
    if words.split()[-1].lower() in _RELATED:
        return f"{words} of {state.label}"
    told = Counter(n.span.text for n in cast.named if n.adjective and n.actor.id == state.id)
    return f"{told.most_common(1)[0][0]} {words}" if told else f"{state.label}'s {words}"


def _commander(cast: Cast, own: Mention) -> Actor | None:
    """Whose "the army", "the police" are that nothing else tells: those of the state that the text speaks of."""
    words = own.text.lower().split()
    return _state_in_focus(cast, own.start) if len(words) == 2 and words[0] == "the" and words[1] in FORCES else None
