"""What a text shows a name to be, whatever kind of name the annotation took it for: a state, or a body that acts."""

from itertools import pairwise
from typing import NamedTuple

from kgraph.extract.parse import Parse, Span, Token
from kgraph.extract.syntax import ACTIVE_SUBJECT, OBJECT, root
from kgraph.ontology import act_cues

_IT, _PERSONS = frozenset({"its", "itself"}), frozenset({"he", "i", "she", "we", "who", "you"})
_RULED = frozenset(
    "army borders capital economy government military ministry navy parliament president territory".split()
)
_STORMS = frozenset({"cyclone", "hurricane", "storm", "typhoon"})
_INTO = frozenset({"in", "across", "inside", "into"})


class Shown(NamedTuple):
    """Words of a text that may be names, by what it shows them to be.

    Attributes:
        folk: Those that may be said of a place's people.
        ruled: Those used as only a country's name is.
        bodies: Those called "it", as no person is.
    """

    folk: set[str]
    ruled: set[str]
    bodies: set[str]


def shown(doc: Parse) -> Shown:
    """What a text shows its names to be."""
    return Shown(peoples(doc), like_states(doc), bodies(doc))


def like_states(doc: Parse) -> set[str]:
    """Words that the text uses as only a country's name is used: "in Norland", "Norland's army"."""
    words = doc.tokens
    ruled = {token.text for token, owns, what in zip(words, words[1:], words[2:], strict=False) if _rules(owns, what)}
    return ruled | {token.text for before, token in pairwise(words[:-2]) if before.lower_ in _INTO}


def _rules(owns: Token, what: Token) -> bool:
    return owns.tag_ == "POS" and what.lower_ in _RULED


def peoples(doc: Parse) -> set[str]:
    """Capitalised words that may be said of a place's people."""
    return {t.text for t in doc if t.pos_ in {"ADJ", "PROPN", "NOUN"} and t.shape_[:1] == "X"}


def acts(span: Span) -> bool:
    """Whether a name is the subject of a verb, as towns seldom are and states often."""
    return root(span).dep_ in ACTIVE_SUBJECT


def storms(doc: Parse) -> set[str]:
    """Names of storms, which are people's: "Hurricane Ada", and then "Ada"."""
    pairs = ((storm, name) for storm, name in pairwise(doc.tokens) if storm.lower_ in _STORMS)
    return {name.text for storm, name in pairs if storm.shape_[:1] == name.shape_[:1] == "X"}


def demonyms(name: str) -> set[str]:
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


def bodies(doc: Parse) -> set[str]:
    """Words that the text calls "it" in the same clause, as it never calls a person: "Norland has closed its ports"."""
    return {one.text for token in doc if token.lower_ in _IT for one in [_own(token)] if one is not None}


def _own(token: Token) -> Token | None:
    """The subject of the clause around "its", or its object where the subject is a person ("She praised X for its")."""
    for above in token.ancestors:
        subjects = [c for c in above.children if c.dep_ in ACTIVE_SUBJECT and c.i < token.i]
        if not subjects:
            continue
        objects = [c for c in above.children if c.dep_ in OBJECT and c.i < token.i]
        found = objects[:1] if subjects[0].lower_ in _PERSONS and objects else subjects[:1]
        return found[0] if found[0].shape_[:1] == "X" and found[0].pos_ == "PROPN" else None
    return None


def speaks(span: Span) -> bool:
    """Whether a name is the subject of a verb of speech, as a body is and a town is not."""
    head = root(span)
    return head.dep_ in ACTIVE_SUBJECT and head.head.lemma_.lower() in act_cues()
