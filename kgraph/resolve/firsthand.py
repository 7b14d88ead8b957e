"""Who says "I" outside all quotation marks: who wrote the article, or who answers in an interview."""

import re
from collections import Counter

from kgraph.ontology import actor_iri
from kgraph.records import Actor, Mention, Resolved
from kgraph.resolve.cast import Cast

_TURN = re.compile(r"^[ \t]*(?:(?P<answer>A|Answer)|Q|Question)[ \t]*\d*[ \t]*[:.](?=\s)", re.MULTILINE)
"""How a turn of a printed interview begins: "Q1:", "A:"."""

_NAME = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}")


def first_person(cast: Cast, mention: Mention) -> Resolved | None:
    """Resolve "I", "me" or "my" in nobody's quoted words."""
    if cast.quoted(mention.start):
        return None
    turns = list(_TURN.finditer(cast.article.text))
    if len(turns) > 1:
        return _interviewed(cast, mention, turns)
    name = cast.article.author or ""
    known = bool(_NAME.fullmatch(name))
    key = name if known else f"author of {cast.article.id}"
    actor = Actor(
        actor_iri("Person" if known else "Group", key), name if known else "the author", "Person" if known else "Group"
    )
    return Resolved(
        actor, mention, 0.6 if known else 0.5, (f"“{mention.text}” outside quotation marks: who wrote the article",)
    )


def _interviewed(cast: Cast, mention: Mention, turns: list[re.Match[str]]) -> Resolved | None:
    """In an answer of an interview: the person whom the text names most before the first question."""
    before = [turn for turn in turns if turn.start() <= mention.start]
    if not before or not before[-1]["answer"]:
        return None
    named = Counter(n.actor for n in cast.before(turns[0].start()) if n.actor.type == "Person")
    if not named:
        return None
    one = named.most_common(1)[0][0]
    return Resolved(
        one, mention, 0.5, (f"“{mention.text}” in an answer: {one.label} is named most before the questions",)
    )
