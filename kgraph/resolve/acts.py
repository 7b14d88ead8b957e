"""Speech acts and stance: what a speaker does by saying it, and how that makes him or her stand to whom it is about.

The cues of each act, and the polarity that an act has by default, are data in ``ontologies/acts.ttl``.
"""

from spacy.tokens import Doc, Span, Token

from kgraph.extract.syntax import SUBJECT, chars, children, lemma_among
from kgraph.ontology import act_cues, act_polarity, event_words
from kgraph.records import Actor, Mention, Polarity
from kgraph.resolve.coreference import ME, WE

PLAIN = frozenset({"say", "other", "announce"})
"""Acts that leave open what is done; the content then decides between a demand, a promise and a plain report."""

ADDRESSED_TARGET_ACTS = frozenset(
    {"accuse", "threaten", "warn", "demand", "request", "praise", "criticize", "reject", "support", "promise"}
)
"""Acts whose addressee is also whom they are about ("warned Moscow")."""

_OBLIGATION = frozenset({"must", "should", "ought", "need", "needs"})
_WILL = frozenset({"will", "shall", "'ll", "’ll", "gonna"})


def act(doc: Doc, cue: Mention | None, content: tuple[Mention, ...]) -> str:
    """The speech act of a statement, a key of ``acts.ttl``: by its cue, and where that is plain by its content."""
    told = _by_cue(doc, cue)
    return _by_content(doc, content) or told if told in PLAIN else told


def _by_cue(doc: Doc, cue: Mention | None) -> str:
    span = chars(doc, cue.start, cue.end) if cue else None
    if span is None:
        return "say"
    cues = act_cues()
    lemmas = [lemma_among(t, cues) for t in span if not t.is_punct]
    for length in range(len(lemmas), 0, -1):
        for start in range(len(lemmas) - length + 1):
            words = " ".join(lemmas[start : start + length])
            if words in cues:
                return cues[words]
    particle = next((c.lower_ for c in span[0].children if c.dep_ in {"compound:prt", "prt", "prep"}), None)
    return cues.get(f"{lemmas[0]} {particle}", "other") if lemmas else "say"


def _by_content(doc: Doc, content: tuple[Mention, ...]) -> str | None:
    """A demand says what somebody else must do, a promise what the speaker will do."""
    span = chars(doc, content[0].start, content[-1].end)
    if span is None:
        return None
    for verb in _main_verbs(span):
        aux = {c.lower_ for c in verb.children if c.dep_ in {"aux", "aux:pass", "auxpass"}} | {verb.lower_}
        subjects = children(verb, SUBJECT)
        own = bool(subjects) and subjects[0].lower_ in WE | ME
        if aux & _OBLIGATION or (verb.lemma_ == "have" and any(c.dep_ == "xcomp" for c in verb.children)):
            return "demand"
        if own and aux & _WILL:
            return "promise"
    return None


def _main_verbs(span: Span) -> list[Token]:
    """The heads of the content's clauses: words that depend on nothing inside it."""
    tops = [t for t in span if t.head.i < span.start or t.head.i >= span.end or t.head == t]
    return [t for t in tops if t.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}][:3]


def stance(
    act_key: str, about: Actor, own_side: Actor | None, addressed: bool, heads: list[Token]
) -> tuple[Polarity, float]:
    """The speaker's stance towards one target.

    Args:
        act_key: The statement's act.
        about: The target.
        own_side: Whom the speaker speaks for; an accusation does not fall on it.
        addressed: Whether the target is the object of the cue ("accused X of").
        heads: The words in the content that name the target.

    Returns:
        The polarity and a rough confidence: 0.8 for an object of the cue, less for the rest.
    """
    default = act_polarity().get(act_key, "neutral")
    if own_side is not None and about.id == own_side.id and default == "negative":
        return "neutral", 0.6
    if default in {"negative", "positive"}:
        return default, 0.8 if addressed else 0.6  # type: ignore[return-value]
    words = event_words()
    for head in heads:
        if head.dep_ in SUBJECT and words.get(head.head.lemma_.lower(), {}).get("negative"):
            return ("neutral" if own_side is not None and about.id == own_side.id else "negative"), 0.6
    return "neutral", 0.6
