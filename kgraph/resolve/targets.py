"""Whom a statement makes a claim about, as against who is only mentioned.

Every actor that the content names, by name, pronoun or nominal, is a candidate. How its words stand in the content
(subject, object, possessor, behind which preposition, how deep) is put into features; a logistic regression over them
decides. Its weights are data (``targets.json``), fitted by ``training/targets.py`` on the tuning part of the gold.
"""

import json
import math
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from kgraph.records import Attribution, Resolved, Target
from kgraph.resolve.acts import ADDRESSED_TARGET_ACTS, stance
from kgraph.resolve.candidates import addressees, candidates
from kgraph.resolve.cast import Cast
from kgraph.resolve.coreference import History


def targets(
    cast: Cast, attribution: Attribution, speakers: tuple[Resolved, ...], act: str, history: History
) -> tuple[tuple[Target, ...], tuple[Resolved, ...]]:
    """Decide whom a statement is about.

    Args:
        cast: The article's cast.
        attribution: The spans.
        speakers: Who says it; the first one's side is what "we" means.
        act: The statement's act.
        history: Who has spoken before.

    Returns:
        The targets with the speaker's stance, the likeliest first, and the addressees.
    """
    spoken_to = tuple(addressees(cast, attribution))
    speaker = speakers[0].actor if speakers else None
    side = cast.side(speaker) if speaker else None
    scored: dict[str, tuple[float, Resolved, list[Token], bool]] = {}
    for resolved in spoken_to if act in ADDRESSED_TARGET_ACTS else ():
        scored[resolved.actor.id] = (0.9, resolved, [], True)
    for candidate in candidates(cast, attribution, speaker, act, history):
        key, probability = candidate.resolved.actor.id, score(candidate.features)
        best, resolved, heads, addressed = scored.get(key, (0.0, candidate.resolved, [], False))
        if probability > best:
            best, resolved = probability, candidate.resolved
        scored[key] = (best, resolved, [*heads, candidate.head], addressed)
    chosen = sorted((s for s in scored.values() if s[0] >= threshold()), key=lambda s: (-s[0], s[1].actor.id))
    made = []
    for probability, resolved, heads, addressed in chosen:
        polarity, sure = stance(act, resolved.actor, side, addressed, heads)
        about = Resolved(resolved.actor, resolved.mention, round(resolved.score * probability, 4), resolved.reason)
        made.append(Target(about, polarity, sure))
    return tuple(made), spoken_to


@cache
def _model() -> tuple[dict[str, float], float]:
    data = json.loads(files("kgraph.resolve").joinpath("targets.json").read_text(encoding="utf-8"))
    return data["weights"], data["threshold"]


def threshold() -> float:
    """Probability from which a candidate is a target."""
    return _model()[1]


def score(features: tuple[str, ...]) -> float:
    """Probability, 0 to 1, that a candidate with these features is a target."""
    weights = _model()[0]
    return 1 / (1 + math.exp(-sum(weights.get(f, 0.0) for f in ("bias", *features))))
