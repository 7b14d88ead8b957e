"""Statements: attributions with their speakers, targets, act, date and outlets, tied to one another."""

from dataclasses import replace

from kgraph.ontology import evidence_iri, fold
from kgraph.records import Attribution, Mention, Resolved, Statement
from kgraph.resolve.acts import act
from kgraph.resolve.cast import Cast
from kgraph.resolve.confidence import confidence
from kgraph.resolve.coreference import ME, PERSONAL, WE, History
from kgraph.resolve.negation import act_left
from kgraph.resolve.outlets import via
from kgraph.resolve.rereading import reread
from kgraph.resolve.speakers import DOCUMENTS, by_document, speakers
from kgraph.resolve.targets import targets
from kgraph.resolve.timing import said_on

REPEATS = 0.6
"""Share of a lead's words that must come back in a later statement of the same speaker for it to be a repeat."""

ADDING = frozenset({"add", "added", "adding", "adds", "concluded", "continued", "continues", "went"})
"""First words of cues by which somebody goes on with what he or she said before."""

BESIDE = 60
"""Characters at most between two statements of one paragraph that are of one moment, when "she" makes the second."""

ISSUED = frozenset({"gave", "give", "gives", "issued", "issues", "made", "makes", "published", "released", "releases"})
"""Last words of cues by which a document is made known; what it says comes after."""

_ONE = frozenset({"a", "an", "another", "her", "his", "its", "their"})
_STOP = frozenset(
    """
    a an and are as at be by for from has have he her his in is it its of on or she that the their they to was were
    will with
    """.split()
)


def statements(cast: Cast, attributions: list[Attribution]) -> tuple[Statement, ...]:
    """Resolve the attributions of an article, in the order of the text, and tie them to one another.

    Args:
        cast: The article's cast.
        attributions: Its attributions.
    """
    history, made = History(cast.quotation), []
    telling = [a for a in attributions if not _only_announces(a)]
    documents = {_iri(cast, a) for a in attributions} - {_iri(cast, a) for a in telling}
    before: tuple[Resolved, ...] = ()
    said: list[tuple[Attribution, tuple[Resolved, ...]]] = []
    for attribution in sorted(attributions, key=lambda a: (_first_person(a), _place(a))):
        who = before if attribution.continues else _who(cast, attribution, history, said)
        if (attribution.source is not None or attribution.continues) and not _around(attribution, said):
            before = who
        said.append((attribution, who))
        made.append(_statement(cast, attribution, telling, who, history))
        written = by_document(cast, attribution.source, attribution.cue)
        for speaker in who:
            history.note(_place(attribution), speaker.actor, written)
    ordered = sorted(made, key=lambda s: (s.content[0].start, s.content[-1].end))
    going_on = _going_on(cast, _nested(_unique(ordered)))
    return tuple(_repeating(cast, [s for s in going_on if s.id not in documents]))


def _iri(cast: Cast, attribution: Attribution) -> str:
    return evidence_iri("statement", cast.article.id, attribution.start, attribution.end)


def _only_announces(attribution: Attribution) -> bool:
    """In the text "issued a statement on Monday": who speaks and when, but nothing that was said."""
    cue = attribution.cue.text.lower().split() if attribution.cue else []
    words = attribution.content[0].text.lower().split()
    if not ISSUED.issuperset(cue[-1:]) or not cue or len(attribution.content) > 1:
        return False
    return 1 < len(words) < 4 and words[0] in _ONE and words[-1] in DOCUMENTS


def _place(attribution: Attribution) -> int:
    """Where the reader learns who speaks: at the source, else at the content."""
    return attribution.source.start if attribution.source and not attribution.continues else attribution.start


def _first_person(attribution: Attribution) -> bool:
    """Such a source ("“I said no,” he told them") is resolved last, when it is known in whose words it stands."""
    return attribution.source is not None and attribution.source.text.lower() in ME | WE


def _around(
    attribution: Attribution, said: list[tuple[Attribution, tuple[Resolved, ...]]]
) -> list[tuple[Attribution, tuple[Resolved, ...]]]:
    """Those before it in whose content its source stands."""
    start = attribution.source.start if attribution.source and not attribution.continues else -1
    return [(o, who) for o, who in said if any(m.start <= start < m.end for m in o.content)]


def _who(
    cast: Cast, attribution: Attribution, history: History, said: list[tuple[Attribution, tuple[Resolved, ...]]]
) -> tuple[Resolved, ...]:
    source = attribution.source
    if source is None:
        return ()
    around = [(o, who) for o, who in _around(attribution, said) if who]
    _, outer = min(around, key=lambda a: a[0].content[-1].end - a[0].content[0].start, default=(None, ()))
    quoted = outer[0].actor if outer else None
    found: dict[str, Resolved] = {}
    for one in (source, *attribution.others):
        for resolved in speakers(cast, one, history, quoted):
            found.setdefault(resolved.actor.id, resolved)
    return tuple(found.values())


def _statement(
    cast: Cast,
    attribution: Attribution,
    telling: list[Attribution],
    who: tuple[Resolved, ...],
    history: History,
) -> Statement:
    left = act_left(cast.doc, attribution.cue)
    reading = reread(cast.doc, attribution)
    key = left or act(cast.doc, attribution.cue, attribution.content, reading)
    about, addressees = targets(cast, attribution, who, key, history, reading)
    media = via(cast, attribution, who)
    addressees = tuple(a for a in addressees if a.actor.id not in {m.actor.id for m in media})
    when = said_on(cast, attribution, telling)
    sure = min((s.score for s in who), default=0.5)
    return Statement(
        id=_iri(cast, attribution),
        speakers=who,
        cue=attribution.cue,
        content=attribution.content,
        kind=attribution.kind,
        act=key,
        targets=about,
        addressees=addressees,
        via=media,
        date=when.first if when else cast.article.published,
        confidence=confidence(attribution.score, sure),
        scores=(attribution.score, sure),
        extractor=attribution.extractor,
        date_mention=cast.article.mention(when.start, when.end) if when else None,
        date_until=when.last if when and when.last > when.first else None,
        negated=left is not None,
    )


def _unique(ordered: list[Statement]) -> list[Statement]:
    """One statement for one stretch of content: the surer one where two extractors found the same."""
    best: dict[str, Statement] = {}
    for statement in ordered:
        other = best.get(statement.id)
        if other is None or statement.confidence > other.confidence:
            best[statement.id] = statement
    return list(best.values())


def _nested(ordered: list[Statement]) -> list[Statement]:
    """A statement whose content lies inside another's is within the smallest such one."""

    def outer(inner: Statement) -> str | None:
        around = [o for o in ordered if o.id != inner.id and _covers(o.content, inner.content)]
        return min(around, key=lambda o: o.content[-1].end - o.content[0].start).id if around else None

    return [replace(s, within=outer(s)) for s in ordered]


def _covers(outer: tuple[Mention, ...], inner: tuple[Mention, ...]) -> bool:
    length = sum(m.end - m.start for m in inner)
    shared = sum(max(0, min(o.end, i.end) - max(o.start, i.start)) for o in outer for i in inner)
    return shared >= 0.9 * length and length < sum(m.end - m.start for m in outer)


def _going_on(cast: Cast, ordered: list[Statement]) -> list[Statement]:
    """What somebody goes on to say ("she added") was said on the same day and through the same outlet."""
    result: list[Statement] = []
    for statement in ordered:
        last = next((s for s in reversed(result) if not s.within), None)
        if last is not None and not statement.within and _goes_on(cast, last, statement):
            if statement.date_mention is None:
                when = {name: getattr(last, name) for name in ("date", "date_mention", "date_until")}
                statement = replace(statement, **when)
            statement = replace(statement, via=statement.via or last.via)
        result.append(statement)
    return result


def _goes_on(cast: Cast, last: Statement, statement: Statement) -> bool:
    if not last.speakers or not statement.speakers or last.speakers[0].actor.id != statement.speakers[0].actor.id:
        return False
    if statement.cue is None or ADDING.issuperset(statement.cue.text.lower().split()[:1]):
        return True
    who, text = statement.speakers[0].mention, cast.article.text
    between = text[last.content[-1].end : statement.content[0].start]
    words = who.text.lower().split() if who else [""]
    told = words[0] in PERSONAL or (words[0] == "the" and words[-1] in DOCUMENTS)  # "she said", "the statement said"
    return told and "\n" not in between and len(between) <= BESIDE


def _repeating(cast: Cast, ordered: list[Statement]) -> list[Statement]:
    """A headline or lead whose words come back in a later statement of the same speaker repeats that one."""
    result: list[Statement] = []
    for at, statement in enumerate(ordered):
        if statement.content[0].start >= _lead(cast):
            return [*result, *ordered[at:]]
        later = [o for o in ordered[at + 1 :] if _speaks_alike(cast, statement, o) and o.id != statement.within]
        same = [o for o in later if _shared(statement, o) >= REPEATS and _length(o) >= 0.8 * _length(statement)]
        fuller = max(same, key=lambda o: (o.kind == "direct", _shared(statement, o)), default=None)
        result.append(replace(statement, repeats=fuller.id) if fuller else statement)
    return result


def _lead(cast: Cast) -> int:
    """Where the head of the article ends: its title and the first paragraphs of the body, 700 characters in all."""
    body = cast.article.body
    return (body[0][0] if body else 0) + 700


def _speaks_alike(cast: Cast, one: Statement, other: Statement) -> bool:
    """Whether the second's speakers are the first's, or speak for them: "Norland accuses" of a headline."""
    mine, theirs = ({s.actor.id for s in x.speakers} for x in (one, other))
    sides = {side.id for s in other.speakers if (side := cast.side(s.actor))}
    return not mine or bool(mine & (theirs | sides))


def _length(statement: Statement) -> int:
    return sum(m.end - m.start for m in statement.content)


def _words(statement: Statement) -> set[str]:
    return set(fold(" ".join(m.text for m in statement.content)).split("-")) - _STOP


def _shared(one: Statement, other: Statement) -> float:
    mine = _words(one)
    return len(mine & _words(other)) / len(mine) if mine else 0.0
