"""Whom a statement makes a claim about, as against who is only mentioned.

Every actor that the content names, by name, pronoun or nominal, is a candidate. How its words stand in the content
(subject, object, possessor, behind which preposition, how deep) is put into features; a logistic regression over them
decides (``targets.json``), and where the pipeline has left the encoder's states, the statement pass adds what
it makes of each.
"""

from kgraph.annotate.statements import Reading
from kgraph.extract.parse import Token
from kgraph.records import Attribution, Resolved, Target
from kgraph.resolve import stances
from kgraph.resolve.candidates import ADDRESSED, Candidate, candidates
from kgraph.resolve.cast import Cast
from kgraph.resolve.coreference import History
from kgraph.resolve.decisions import sums, threshold
from kgraph.resolve.rereading import Reread, at
from kgraph.weighing import logistic


def targets(
    cast: Cast,
    attribution: Attribution,
    speakers: tuple[Resolved, ...],
    act: str,
    history: History,
    reading: Reading | None,
) -> tuple[tuple[Target, ...], tuple[Resolved, ...]]:
    """Decide whom a statement is about.

    Args:
        cast: The article's cast.
        attribution: The spans.
        speakers: Who says it; the first one's side is what "we" means.
        act: The statement's act.
        history: Who has spoken before.
        reading: What the statement pass makes of it.

    Returns:
        The targets with the speaker's stance, the likeliest first, and the addressees. A target's confidence is the
        chance that its words name it and that the statement is about it.
    """
    speaker = speakers[0].actor if speakers else None
    found = candidates(cast, attribution, speaker, act, history)
    spoken_to = tuple(c.resolved for c in found if ADDRESSED in c.features)
    side = cast.side(speaker) if speaker else None
    known = [logit(candidate) for candidate in found]
    again = [at(reading, c.head) for c in found]
    scored: dict[str, tuple[float, Resolved, list[Token], list[Reread]]] = {}
    for candidate, total, more in zip(found, known, again, strict=True):
        key = candidate.resolved.actor.id
        sure = round(logistic(total + more.about), 4)
        best, resolved, heads, readings = scored.get(key, (0.0, candidate.resolved, [], []))
        if sure > best:
            best, resolved = sure, candidate.resolved
        scored[key] = (best, resolved, [*heads, candidate.head], [*readings, more])
    addressed = {resolved.actor.id for resolved in spoken_to}
    chosen = sorted((s for s in scored.values() if s[0] >= threshold("targets")), key=lambda s: (-s[0], s[1].actor.id))
    made = []
    for confidence, resolved, heads, readings in chosen:
        to = resolved.actor.id in addressed
        features = stances.features_of(cast.doc, act, resolved.actor, side, speaker, to, heads)
        polarity, stance_score = stances.stance(features, readings)
        made.append(Target(resolved, polarity, stance_score, confidence))
    return tuple(made), spoken_to


def logit(candidate: Candidate) -> float:
    """The evidence that a statement is about a candidate, by how its words stand there."""
    no, yes = sums("targets", candidate.features)
    return yes - no
