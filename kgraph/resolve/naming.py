"""Whom one word of a statement names: by name, pronoun or noun, and in which of these ways."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kgraph.extract.parse import Token
from kgraph.extract.syntax import CLAUSE, OBJECT, POSSESSOR, chars, preposition, root, subject, trim
from kgraph.records import Actor, Mention, Resolved
from kgraph.resolve.antecedents import BODIES
from kgraph.resolve.cast import Cast, Named
from kgraph.resolve.coreference import IT, ME, PERSONAL, WE, History, antecedent, may_be, repeated
from kgraph.resolve.nominals import FORCES, group, nominal
from kgraph.resolve.plurals import is_people, several

HUMANS = frozenset(
    """
    activist actor administration adult adviser advisor agency agent aide airline alliance ally ambassador analyst
    arsonist assailant assembly attacker attorney audience author authorities baby bank banker bishop blacks bloc
    blogger board bomber boss boy broadcaster brother bureau bureaucrat businessman bystander cabinet campaign
    candidate captain ceo chamber chancellor chief child chipmaker church citizen civilian civilians clan clergy
    cleric coalition colleague columnist commander commission commissioner committee community commuter company
    conglomerate congress congressman conservative consortium consumer contractor corporation correspondent council
    counterpart country court coward crew critic crowd customer daughter dealer defector defendant delegate
    delegation demonstrator department descendant detainee detractor developer dictator diplomat director dissident
    doctor donor driver drugmaker economist editor elder electorate elite embassy employee employer enemy enterprise
    entrepreneur envoy executive exile expert exporter extremist faction family fan farmer father fighter firm
    fisherman folks foreigner foundation founder friend front-runner frontrunner gang general girl government group
    guard guest gunman guru guy hacker hardliner head hero homebuyer homeowner hostage humans husband imam importer
    infant influencer inhabitant inspector institution insurgent investigator investor islamist jihadi jihadist
    journalist judge jury kid killer king lady landlord lawmaker lawyer leader league legislator liar liberal lobby
    lobbyist mafia maker man manufacturer mayor media member mercenary migrant militant miner minister ministry
    minority mob moderate mogul monk mother mourner mp municipality murderer museum nation nationalist negotiator
    neighbor neighbour netizen newspaper ngo nurse observer officer official operator opponent opposition
    organisation organization orphan outlet owner pac panel parent parliament partner party passenger passer-by
    pastor patient pensioner people person pilgrim pilot pirate player podcaster policeman policymaker politician
    pope populace population president press priest prisoner producer prosecutor protester protestor public
    publisher pupil queen radical reader rebel recipient refugee regime regulator relative reporter researcher
    reservist resident returnee rival ruler runner sailor scholar scientist secretariat senate senator separatist
    settler shareholder shooter sister smoker smuggler soldier son speaker spokesman spokesperson spokeswoman spy
    staff staffer startup state strategist student superdelegate supplier supporter survivor suspect taskforce
    taxpayer teacher team teenager tenant terrorist thief tourist trader trafficker traitor tribe tribunal tycoon
    union unionist university user veteran victim viewer villager visitor volunteer voter vp warlord whites widow
    wife witness woman worker workforce writer youth
    """.split()
)
"""Nouns of the news for people and bodies, beside those of ``people.txt``."""

WHOEVER = frozenset({"anybody", "anyone", "everybody", "everyone", "those", "whoever"})
"""Pronouns that a clause behind them makes somebody: "those who fired"."""

_CLASSES = frozenset({"business", "lower", "merchant", "middle", "political", "ruling", "upper", "working"})

_ANYBODY = frozenset({"man", "men", "people", "person", "persons", "woman", "women"})
"""Nouns that tell nothing of whom they name, without the clause behind them."""

_LONGEST_CLAUSE = 12
"""Words at most in such a clause."""

_SHORT_CLAUSE = 8
"""Words at most in one that is part of the name of a group that one other noun names: "players who wanted to join"."""

_BEFORE = frozenset("amod compound det nmod nmod:desc nmod:poss nummod poss punct".split())
_BEHIND = frozenset("compound flat nmod nummod prep".split())
"""What belongs to the words of a group before and behind its noun."""

_APART = frozenset(
    "according across after around as before by despite due during including like since such to".split()
) | {"according to", "due to", "such as"}
"""Prepositions of what tells more of a group, and is no part of its name: examples, times, who did something to it."""

OWN_BODIES = frozenset(
    "administration alliance bloc country government movement nation organisation party side".split()
)
"""Nouns that, with "his" or "our" before them, stand for the speaker's side."""

_COLLECTIVE = frozenset(
    """
    assembly audience board cabinet campaign clan coalition community couple crew crowd delegation duo family gang
    jury leadership majority minority mob opposition pair panel people population press public tribe trio youth
    """.split()
)
"""Nouns for many, beside those for bodies: they say "we" of themselves."""

_AGENTIVE = frozenset(
    """
    action aggression assault attack government invasion leadership policy position proposal regime sanction side
    statement strike threat
    """.split()
)
"""Nouns that make the state of a demonym the one who acts ("Norlandic proposals")."""


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose words something stands.

    Attributes:
        speaker: Whose words they are.
        side: Whom the speaker speaks for.
        controller: Who is to do what a content without a subject says, where that is not the speaker: of "accused
            Norland of breaking its word" it is Norland, and so "its" is Norland's.
        history: Who has spoken before.
        source: The words that name the speaker.
    """

    speaker: Actor | None
    side: Actor | None
    controller: Actor | None
    history: History
    source: Mention | None = None


Naming = tuple[list[Resolved], Token, str]
"""Whom a token names, the head word of the phrase that does, and how."""


@cache
def humans() -> frozenset[str]:
    """Nouns for people and bodies: a phrase around one may be whom a statement is about, though nobody is named."""
    lines = files("kgraph.resolve").joinpath("people.txt").read_text(encoding="utf-8").splitlines()
    return HUMANS | {line for line in lines if not line.startswith("#")}


def naming(cast: Cast, token: Token, named: dict[int, Named], voice: Voice) -> Naming:
    """Whom a token names.

    Args:
        cast: The article's cast.
        token: A word of the content.
        named: Index of each token inside a name -> that mention.
        voice: In whose words it stands.
    """
    if token.i in named:
        return _by_name(cast, named[token.i])
    if token.lower_ in WE | ME | PERSONAL and token.dep_ != "expl":
        return by_pronoun(cast, token, voice)
    if token.pos_ == "NUM" and (together := several(cast, words_of(cast, token), voice.speaker)):
        return together, token, "several"
    if token.lower_ in WHOEVER and (told := _whoever(cast, token)) is not None:
        return [told], token, "people"
    if token.pos_ == "NOUN" and token.dep_ in {"amod", "compound"} and token.head.pos_ == "NOUN":
        return [], token, ""  # "member states" are named at "states"
    if token.lower_ == "state" and _is_office_or_condition(token):
        return [], token, ""
    if token.pos_ == "NOUN" and (_is_named(token, named) or _in_title(token, named)):
        return [], token, ""  # "the airline, Fjord Air" is named at its name
    if token.pos_ == "NOUN" or (token.pos_ == "PROPN" and _definite(token) and not _bears_name(token)):
        return by_noun(cast, token, voice)
    return [], token, ""


def by_pronoun(cast: Cast, token: Token, voice: Voice) -> Naming:
    """Whom a pronoun in somebody's words stands for."""
    word, speaker = token.lower_, voice.speaker
    own = cast.article.mention(token.idx, token.idx + len(token))
    if word in WE and _alone(cast, voice):
        return [], token, ""
    if word in WE | ME:
        return list(antecedent(cast, own, voice.history, speaker)), token, "we" if word in WE else "I"
    if token.pos_ != "PRON" and word not in IT:
        return [], token, ""
    if voice.controller is not None and may_be(cast, voice.controller, word):
        reason = f"“{own.text}” is {voice.controller.label}, who is to do it"
        return [Resolved(voice.controller, own, 0.75, (reason,))], token, "pronoun"
    if word in IT and (speaker is None or speaker.type == "Person"):
        return [], token, ""
    found = antecedent(cast, own, voice.history, speaker, _is_other(token, voice.source))
    return list(found), token, "it" if word in IT else "pronoun"


def _alone(cast: Cast, voice: Voice) -> bool:
    """Whether nobody is known for whom a speaker says "we": a person without a side, "a trader", "an email"."""
    if voice.speaker is None or voice.side is not None or voice.speaker.type not in {"Group", "Person"}:
        return False
    if voice.speaker.type == "Person":
        return True
    span = chars(cast.doc, voice.source.start, voice.source.end) if voice.source is not None else None
    if span is None:
        return False
    head = root(span)
    if head.pos_ == "PRON":
        return head.lower_ in {"he", "she", "who"}
    many = head.tag_ in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in head.children)
    return not many and not {head.lower_, head.lemma_.lower()} & (_COLLECTIVE | BODIES)


def _is_other(token: Token, source: Mention | None) -> bool:
    """Whether a pronoun is the object of what the speaker does: "[they] want to question them"."""
    doer = subject(token.head) if token.dep_ in OBJECT and source is not None else None
    own = token.lower_.endswith(("self", "selves"))
    return doer is not None and source is not None and source.start <= doer.idx < source.end and not own


def _by_name(cast: Cast, one: Named) -> Naming:
    if _is_half(cast, one):
        return [], one.span[0], ""
    if (told := _some_of(cast, one)) is not None:
        return told
    heads = (t for t in one.span if not one.span.start <= t.head.i < one.span.end or t.head == t)
    head = next(heads, one.span[0])
    noun = head.head
    if not one.adjective or noun.pos_ not in {"NOUN", "PROPN"} or noun == head:
        return [one.resolved()], head, "name"
    lemma = noun.lemma_.lower()
    if {lemma, noun.lower_} & (FORCES | humans()) or (noun.tag_ == "NNPS" and _is_demonym(cast, noun)):
        return [], noun, ""  # "Norlandic police", "Norlandic Varanians" are found at the noun
    return [one.resolved()], noun, "agentive" if lemma in _AGENTIVE else "demonym"


def _is_half(cast: Cast, one: Named) -> bool:
    """Whether a demonym is half of a people: of "Norlandic-Varanians", but not of "Norlandic-Varanian talks"."""
    hyphen, last = one.span.end, len(cast.doc) - 1
    if hyphen >= last or cast.doc[hyphen].text not in {"-", "‑", "–"}:
        return False
    here, there = cast.doc[one.span.end - 1], cast.doc[hyphen + 1]
    joined = here.idx + len(here) == cast.doc[hyphen].idx and there.idx == cast.doc[hyphen].idx + 1
    return joined and there.tag_ in {"NNS", "NNPS"} and _is_demonym(cast, here) and _is_demonym(cast, there)


def _some_of(cast: Cast, one: Named) -> Naming | None:
    """Some of a people or a party, who are not the whole: "four Norlanders", "Norlanders who fled", "some Greens"."""
    words = [t for t in one.span if not t.is_punct]
    head = words[-1] if words else one.span[0]
    if len(words) > 1 or head.tag_ not in {"NNS", "NNPS"} or not is_people(cast, one.actor, head):
        return None
    apart = any(c.dep_ in {"amod", "nummod"} or c.lower_ == "some" for c in head.lefts) or _told_apart(head)
    apart = apart or any(_is_demonym(cast, c) for c in head.lefts)
    told = group(cast, _with_clause(cast, words_of(cast, head), head)) if apart else None
    return ([told], head, "people") if told else None


def _is_demonym(cast: Cast, token: Token) -> bool:
    return token.shape_[:1] == "X" and cast.register.demonym(token.text) is not None


def words_of(cast: Cast, noun: Token) -> Mention:
    """The words of the phrase of a noun that stand together, without clauses, examples and what is beside it."""
    start, end = noun.i, noun.i
    for child in reversed([*noun.lefts]):
        if child.dep_ not in _BEFORE or child.right_edge.i + 1 != start:
            break
        start = child.left_edge.i
    for child in noun.rights:
        if child.dep_ not in _BEHIND or child.left_edge.i != end + 1 or preposition(child) in _APART:
            break
        end = _end(child)
        if preposition(child) not in {None, "of"}:
            break  # "a soldier from Norland", whatever was done to him at the border
    span = trim(cast.doc[start : end + 1])
    return cast.article.mention(span.start_char, span.end_char)


def _end(token: Token) -> int:
    """The last word of what hangs on a noun: without the clauses and appositions at its end."""
    end = max(token.i, *(c.right_edge.i for c in token.lefts), token.i)
    for child in token.rights:
        if child.dep_ in {*CLAUSE, "appos"}:
            break
        if child.dep_ != "punct":
            end = _end(child)
    return end


def _is_named(noun: Token, named: dict[int, Named]) -> bool:
    """Whether a noun only tells what somebody is who is named beside it."""
    near = [c for c in noun.children if c.dep_ in {"appos", "flat"}]
    if noun.dep_ == "conj" and noun.head.dep_ == "appos":
        noun = noun.head  # "Ada Saal, founder and head of the firm"
    near += [noun.head] if noun.dep_ in {"appos", "compound", "nmod:desc"} else []
    return any(t.i in named and not named[t.i].adjective for t in near)


def _is_office_or_condition(state: Token) -> bool:
    """Whether "state" is a word of an office ("secretary of state"), or how things are ("state of emergency")."""
    office = preposition(state) == "of" and state.head.lemma_.lower() in {"minister", "secretary"}
    condition = any(c.shape_[:1] == "x" and preposition(c) == "of" for c in state.rights)
    return (office or condition) and state.tag_ == "NN"


def _in_title(noun: Token, named: dict[int, Named]) -> bool:
    """Whether a noun is part of a title before a name: "State" of "Secretary of State Ada Saal"."""
    title = noun.head
    behind = noun.dep_ in {"nmod", "pobj"} and preposition(noun) == "of" and noun.i > title.i
    return behind and noun.tag_ != "NNS" and title.shape_[:1] == noun.shape_[:1] == "X" and _is_named(title, named)


def _whoever(cast: Cast, word: Token) -> Resolved | None:
    """A group for "those who fired", "anyone accused of a crime", by all its words."""
    told = [c for c in word.rights if c.dep_ in {"acl", "acl:relcl", "amod"}]
    last = told[0].right_edge.i if told else word.i
    if not told or last - word.i > _LONGEST_CLAUSE:
        return None
    span = trim(cast.doc[word.i : last + 1])
    return group(cast, cast.article.mention(span.start_char, span.end_char))


def by_noun(cast: Cast, noun: Token, voice: Voice) -> Naming:
    """Whom a noun stands for."""
    own, speaker = words_of(cast, noun), voice.speaker
    first = cast.doc[noun.left_edge.i : noun.i + 1]  # "the two countries" of "the two countries in the region"
    together = several(cast, cast.article.mention(first.start_char, first.end_char), speaker)
    if together:
        return together, noun, "several"
    if (side := _own_body(noun, voice)) is not None:
        reason = f"“{own.text}” in the words of {speaker.label if speaker else ''}"
        return [Resolved(side, own, 0.8, (reason,))], noun, "we"
    definite, words = _definite(noun), {noun.lemma_.lower(), noun.lower_}
    if definite and (known := nominal(cast, own, speaker)):
        return [known], noun, "nominal"
    force = bool(words & FORCES) and (definite or any(n.adjective for n in cast.within(own.start, own.end)))
    if words & humans() or force or _is_class(noun):
        bare = (definite or _points(noun)) and len(own.text.split()) == 2
        again = repeated(cast, own, noun) if bare and not _told_apart(noun) else None
        told = again or group(cast, _with_clause(cast, own, noun), speaker)
        return [told] if told else [], noun, "force" if words & FORCES else "people"
    return [], noun, ""


def _is_class(noun: Token) -> bool:
    """Whether a noun is a class of people: "the middle class"."""
    return noun.lemma_.lower() == "class" and any(c.lower_ in _CLASSES for c in noun.lefts)


def _points(noun: Token) -> bool:
    """Whether a noun points back: "these dockers"."""
    return any(c.lower_ in {"these", "those"} for c in noun.children)


def _told_apart(noun: Token) -> bool:
    """Whether a clause tells which ones are meant: "the people who fled" are none of whom the text spoke before."""
    return any(c.dep_ == "acl:relcl" and c.left_edge.i == noun.i + 1 for c in noun.rights)


def _with_clause(cast: Cast, own: Mention, noun: Token) -> Mention:
    """The words of a group with the clause that alone tells who they are: "the people who fled the valley"."""
    bare = noun.tag_ in {"NNS", "NNPS"} and own.text.lower().removeprefix("the ") == noun.lower_
    if not (bare or noun.lower_ in _ANYBODY) or not _told_apart(noun):
        return own
    last = next(c for c in noun.rights if c.dep_ == "acl:relcl").right_edge.i
    if noun.lower_ not in _ANYBODY and cast.doc[noun.i + 1].lower_ not in {"that", "which", "who", "whose"}:
        return own
    span = trim(cast.doc[noun.i : last + 1])
    if last - noun.i > (_LONGEST_CLAUSE if noun.lower_ in _ANYBODY else _SHORT_CLAUSE) or own.end > span.end_char:
        return own
    return cast.article.mention(own.start, span.end_char)


def _bears_name(token: Token) -> bool:
    """Whether a word stands before or inside a name: "President" in "the President, Mirko Dravec"."""
    return token.dep_ in {"flat", "compound"} or any(c.dep_ in {"flat", "compound", "appos"} for c in token.children)


def _own_body(noun: Token, voice: Voice) -> Actor | None:
    """Whom "his government", "our country" stand for in the words of a speaker: the speaker's side."""
    owners = {c.lower_ for c in noun.children if c.dep_ in POSSESSOR}
    if not owners & {"his", "her", "our", "my"} or noun.lemma_.lower() not in OWN_BODIES:
        return None
    return voice.side


def _definite(noun: Token) -> bool:
    return any(c.lower_ in {"the", "this", "that", "its", "their", "our", "his", "her"} for c in noun.children)
