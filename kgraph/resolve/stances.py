"""Stance: how a speaker stands to one whom a statement is about.

The pipeline's stance pass reads the sentence for each name; the statement's act, and what the target does in the
content, are further evidence. A regression weighs them (``stances.json``).
"""

from collections.abc import Iterable, Iterator, Sequence

from kgraph.extract.parse import Parse, Token
from kgraph.extract.syntax import OBJECT, SUBJECT, is_negated
from kgraph.ontology import act_polarity, harmful_words
from kgraph.records import Actor, Polarity
from kgraph.resolve.decisions import step, sums
from kgraph.resolve.feelings import felt
from kgraph.resolve.rereading import Reread
from kgraph.resolve.standing import role_of
from kgraph.weighing import shares

_POLARITIES: tuple[Polarity, ...] = ("negative", "neutral", "positive")
_STEPS = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)


def stance(features: Iterable[str], readings: Sequence[Reread]) -> tuple[Polarity, float]:
    """The speaker's stance towards one target.

    Args:
        features: Those that hold of the target (:func:`features_of`).
        readings: What the statement pass makes of each of the words that name it.

    Returns:
        The polarity and its probability.
    """
    known = sums("stances", features)
    for more in readings:
        known = [total + one / len(readings) for total, one in zip(known, more.stances, strict=True)]
    found = dict(zip(_POLARITIES, shares(known), strict=True))
    best = max(_POLARITIES, key=lambda polarity: found[polarity])
    return best, round(found[best], 4)


def features_of(
    doc: Parse,
    act: str,
    about: Actor,
    side: Actor | None,
    speaker: Actor | None,
    addressed: bool,
    heads: Sequence[Token],
) -> Iterator[str]:
    """Yield the names of the features that hold of a target.

    Args:
        doc: The annotation.
        act: The statement's act.
        about: The target.
        side: Whom the speaker speaks for.
        speaker: Who speaks.
        addressed: Whether the target is the object of the cue ("accused X of").
        heads: The words in the content that name the target.
    """
    default = act_polarity().get(act, "neutral")
    yield f"act:{act}"
    yield f"default:{default}"
    own = (side is not None and about.id == side.id) or (speaker is not None and about.id == speaker.id)
    if own:
        yield "own"
        yield f"own default:{default}"
    if addressed:
        yield f"addressed default:{default}"
    yield f"type:{about.type}"
    yield from sorted({f for head in heads for f in _of_word(head, default)})
    opinion = felt(doc, heads)
    if opinion is not None:
        for kind, chance in (("negative", opinion[0]), ("positive", opinion[2])):
            feeling = f"felt {kind}:{step(chance, _STEPS)}"
            yield from (feeling, f"{feeling} default:{default}")


def _of_word(head: Token, default: str) -> Iterator[str]:
    role, _ = role_of(head)
    yield f"role:{role.split(' ')[0]} default:{default}"
    verb = head.head
    harmful = verb.lemma_.lower() in harmful_words()
    if harmful and not is_negated(verb):
        if head.dep_ in SUBJECT:
            yield "does harm"
        elif head.dep_ in OBJECT:
            yield "suffers harm"
