"""Speech acts: what a speaker does by saying it.

The cues of each act are data in ``ontologies/acts.ttl``; where they leave open what is done ("said", "wrote"), the
content decides: a demand says what somebody else must do, a promise what the speaker will do. The cue's own words count
beside its act: who "calls" somebody something mostly judges. A regression weighs all of it (``acts.json``), and the
statement pass adds what it makes of the words.
"""

from collections.abc import Iterator

from kgraph.annotate.statements import Reading
from kgraph.extract.parse import Parse, Span, Token
from kgraph.extract.syntax import SUBJECT, chars, children, is_negated, lemma_among
from kgraph.ontology import act_cues
from kgraph.records import Mention
from kgraph.resolve.coreference import ME, PERSONAL, WE
from kgraph.resolve.decisions import classes, step, sums
from kgraph.resolve.feelings import strongest

PLAIN = frozenset({"say", "other", "announce", "believe"})
"""Acts that leave open what is done."""

ADDRESSED_TARGET_ACTS = frozenset(
    {"accuse", "threaten", "warn", "demand", "request", "praise", "criticize", "reject", "support", "promise"}
)
"""Acts whose addressee is also whom they are about ("warned Moscow")."""

_FIRST = 60
"""So many words of a content are asked which acts they name."""

_STEPS = (0.25, 0.45, 0.65, 0.8, 0.9)
_MODALS = {
    "must": "must", "should": "should", "ought": "should", "need": "need", "needs": "need",
    "will": "will", "shall": "will", "'ll": "will", "’ll": "will", "gonna": "will", "going": "will", "would": "would",
    "may": "may", "might": "may", "could": "may", "can": "can", "cannot": "can",
}  # fmt: skip


def act(doc: Parse, cue: Mention | None, content: tuple[Mention, ...], reading: Reading | None = None) -> str:
    """The speech act of a statement, a key of ``acts.ttl``.

    Args:
        doc: The annotation.
        cue: The words that tell that something is said.
        content: What is said.
        reading: What the statement pass makes of it.
    """
    known = sums("acts", features_of(doc, cue, content))
    more = reading.acts.tolist() if reading is not None else [0.0] * len(known)
    found = [total + one for total, one in zip(known, more, strict=True)]
    return classes("acts")[found.index(max(found))]


def features_of(doc: Parse, cue: Mention | None, content: tuple[Mention, ...]) -> Iterator[str]:
    """Yield the names of the features that hold of a cue and a content."""
    told, named = _by_cue(doc, cue)
    yield f"told:{told}"
    if named is not None:
        yield f"cue:{named}"
    words = chars(doc, content[0].start, content[-1].end)
    if words is None:
        return
    behind = "" if told in PLAIN else f" told:{told}"
    for feature in {*_of_content(doc, words, content)}:
        yield feature
        if behind:
            yield f"{feature}{behind}"


def _by_cue(doc: Parse, cue: Mention | None) -> tuple[str, str | None]:
    """The act that a cue signals, and its words as the ontology has them, else the lemma of its first verb or noun."""
    span = chars(doc, cue.start, cue.end) if cue else None
    words = [t for t in span if not t.is_punct] if span is not None else []
    if span is None or not words:
        return "say", None
    cues = act_cues()
    words = [t for t in words if t.pos_ != "ADV" or t.lower_ in cues] or words  # "repeatedly" does not repeat
    lemmas, forms = [lemma_among(t, cues) for t in words], [t.lower_ for t in words]
    runs = ((start, start + length) for length in range(len(words), 0, -1) for start in range(len(words) - length + 1))
    for start, end in runs:
        for among in (" ".join(lemmas[start:end]), " ".join(forms[start:end])):
            if among in cues:
                return cues[among], among
    particle = next((c.lower_ for c in span[0].children if c.dep_ in {"compound:prt", "prt", "prep"}), None)
    whole = f"{lemmas[0]} {particle}"
    if whole in cues:
        return cues[whole], whole
    named = (lemma for lemma, t in zip(lemmas, words, strict=True) if t.pos_ in {"VERB", "NOUN"})
    return "other", next(named, None)


def _of_content(doc: Parse, words: Span, content: tuple[Mention, ...]) -> Iterator[str]:
    text = content[-1].text.rstrip(" \n”\"’'»")
    if text.endswith("?"):
        yield "question"
    quoted = doc.text[max(0, content[0].start - 1) : content[0].start + 1]
    yield "direct" if any(mark in quoted for mark in '"“„«‘') else "indirect"
    if words[0].lower_ == "to":
        yield "infinitive"
    for verb in _main_words(words):
        yield from _of_clause(verb)
    negative, positive = strongest(doc, words)
    yield from _of_words(words)
    yield f"negative:{step(negative, _STEPS)}"
    yield f"positive:{step(positive, _STEPS)}"


def _of_clause(verb: Token) -> Iterator[str]:
    below = [c for c in verb.children if c.dep_ in {"aux", "aux:pass", "auxpass"}]
    subjects = children(verb, SUBJECT)
    own = bool(subjects) and subjects[0].lower_ in WE | ME
    whose = "own" if own else "your" if subjects and subjects[0].lower_ == "you" else "other" if subjects else "no"
    yield f"subject:{whose}"
    modals = {_MODALS[t.lower_] for t in (*below, verb) if t.lower_ in _MODALS}
    if verb.lemma_ == "have" and any(c.dep_ == "xcomp" for c in verb.children):
        modals.add("must")
    for modal in modals:
        yield f"{modal}"
        yield f"{modal} {whose}"
    if not modals:
        yield f"tense:{verb.tag_}"
    if not subjects and not below and verb.tag_ == "VB":
        yield "imperative"
    if any(c.dep_ == "cop" for c in verb.children):
        yield f"copula {whose}"
    if is_negated(verb) and not modals:
        yield "negated"
    done = act_cues().get(lemma_among(verb, act_cues())) if verb.pos_ == "VERB" else None
    if done is not None:
        yield f"does:{done} {whose}"


def _of_words(words: Span) -> Iterator[str]:
    """The content's main words themselves, and the acts that its other words name ("thanked ... for the warning")."""
    cues, main = act_cues(), _main_words(words)
    yield from (f"main:{word.lemma_.lower()}" for word in main)
    for word in words[:_FIRST]:
        if word.pos_ in {"NOUN", "VERB"} and word not in main and word.lemma_.lower() in cues:
            yield f"within:{cues[word.lemma_.lower()]}"
    for word in main:
        subjects = children(word, SUBJECT)
        if subjects and subjects[0].lower_ in PERSONAL:
            yield from _of_their_clause(word)


def _of_their_clause(verb: Token) -> Iterator[str]:
    """What they themselves do, most often the speakers ("said that it seeks to", "that they would")."""
    cues = act_cues()
    yield "third"
    done = cues.get(lemma_among(verb, cues)) if verb.pos_ == "VERB" else None
    if done is not None:
        yield f"third does:{done}"
    yield from {f"third {_MODALS[t.lower_]}" for t in verb.children if t.lower_ in _MODALS}


def _main_words(span: Span) -> list[Token]:
    """The heads of the content's clauses: words that depend on nothing inside it."""
    tops = [t for t in span if t.head.i < span.start or t.head.i >= span.end or t.head == t]
    return [t for t in tops if t.pos_ in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"}][:2]
