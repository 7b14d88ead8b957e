"""Who goes on to speak: "he said" after somebody's words, where the link leads to one of whom these words only tell."""

from kgraph.extract.parse import Token
from kgraph.extract.syntax import chars
from kgraph.records import Actor, Mention, Resolved
from kgraph.resolve.antecedents import speaks
from kgraph.resolve.cast import Cast
from kgraph.resolve.coreference import PERSONAL, History, may_be

REACH = 700
"""Characters back to which the one who spoke last may be meant."""

_NOBODY = frozenset({"any", "each", "every", "no"})


def speaks_on(cast: Cast, own: Mention, history: History, linked: tuple[Resolved, ...]) -> Resolved | None:
    """Who spoke last, for "he said", where that is not whom the pronoun is linked to.

    That is so where the link leads into the words of who spoke ("Saal said that Quint was late. “He always is,” he
    said"), to a name that only qualifies a noun ("a Quint supporter"), or to nobody ("any one person").
    """
    word = own.text.lower()
    span = chars(cast.doc, own.start, own.end)
    link = cast.links.get(span[0].i) if span is not None else None
    if word not in PERSONAL or span is None or link is None or cast.quoted(own.start) or not _is_source(cast, span[0]):
        return None
    last = history.last(own.start, lambda actor: True, REACH)
    if last is None or not may_be(cast, last, word) or _is(last, linked):
        return None
    if not _weak(cast, link.one.head):
        return None
    return Resolved(last, own, 0.6, (f"“{own.text}”: {last.label} spoke last",))


def _is(one: Actor, linked: tuple[Resolved, ...]) -> bool:
    return any(r.actor.id == one.id for r in linked)


def _weak(cast: Cast, head: Token) -> bool:
    qualifies = head.dep_ == "compound" and head.head.pos_ == "NOUN" and head.head.i > head.i
    return qualifies or any(c.lower_ in _NOBODY for c in head.children) or head.i in cast.told


def _is_source(cast: Cast, token: Token) -> bool:
    """Whether a pronoun speaks: it is the subject of a verb of speech, or what the annotation takes for a source."""
    spans = cast.doc.spans.get("attributions", [])
    return speaks(token) or any(s.label_ == "SOURCE" and s.start <= token.i < s.end for s in spans)
