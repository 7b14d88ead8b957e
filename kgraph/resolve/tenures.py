"""Offices held: from the words of a title to who holds which office of which body.

Where the title names no body ("President Anna Lut") it is the one that the register, or the same article elsewhere,
gives that office of hers; its resolution then has no words of its own and says where it comes from.
"""

from kgraph.extract.syntax import POSSESSOR, chars, children, root
from kgraph.ontology import evidence_iri
from kgraph.records import Relation, Resolved, Tenure
from kgraph.resolve.cast import Cast, Named
from kgraph.resolve.coreference import History, antecedent
from kgraph.resolve.offices import offices_meant
from kgraph.resolve.speakers import speakers

INFERRED = 0.8
"""Confidence in a body that the title does not name."""


def tenure(cast: Cast, office: Relation) -> Tenure | None:
    """Turn an office into a tenure; None where its holder is nobody with a name."""
    holder = cast.holder(office)
    if holder is None:
        return None
    body = _named(cast, office) or _owned(cast, office) or _known(cast, office, holder) or _told(cast, office, holder)
    return Tenure(
        id=evidence_iri("tenure", cast.article.id, office.evidence.start, office.evidence.end),
        holder=holder.resolved(office.source),
        office=office.label,
        body=body if body is None or body.actor.id != holder.actor.id else None,
        former=office.former,
        evidence=office.evidence,
        confidence=round(office.score * holder.score, 4),
    )


def _named(cast: Cast, office: Relation) -> Resolved | None:
    """The body that the title names; of "Norland's Harbour Guard" the guard, not its owner."""
    if office.target is None:
        return None
    within = cast.within(office.target.start, office.target.end)
    span = chars(cast.doc, office.target.start, office.target.end)
    head = root(span).i if span is not None else -1
    own = next((n for n in within if n.span.start <= head < n.span.end), None)
    found = own or next(iter(within), None)
    return found.resolved(office.target) if found is not None else None


def _owned(cast: Cast, office: Relation) -> Resolved | None:
    """The body that a title names without a name ("a spokesman for the ministry"), or by "its", "his"."""
    if office.target is not None:
        found = speakers(cast, office.target, History())
        known = [one for one in found if one.actor.type != "Group"]
        return known[0] if len(found) == 1 and known else None
    span = chars(cast.doc, office.evidence.start, office.evidence.end)
    for token in span if span is not None else ():
        for owner in children(token, POSSESSOR):
            words = cast.article.mention(owner.idx, owner.idx + len(owner))
            found = antecedent(cast, words, History(), None) if owner.pos_ == "PRON" else ()
            if len(found) == 1:
                return found[0]
    return None


def _known(cast: Cast, office: Relation, holder: Named) -> Resolved | None:
    """The body of which the register knows this office of the holder."""
    meant, day = offices_meant(office.label), cast.article.published
    for known in cast.register.tenures_of(holder.actor.id):
        fits = offices_meant(known.office) & meant and (office.former or day is None or known.holds_at(day))
        entry = cast.register.entries.get(known.body) if fits else None
        if entry is not None:
            return Resolved(entry.actor, None, INFERRED, (f"the register knows it as {known.office}",))
    return None


def _told(cast: Cast, office: Relation, holder: Named) -> Resolved | None:
    """The body that another title of the same person names, or the state that acts nearby."""
    for label, body in cast.roles.get(holder.actor.id, ()):
        if body is not None and offices_meant(label) & offices_meant(office.label):
            return Resolved(body, None, INFERRED, (f"the article gives {body.label} as that of the {label}",))
    return None
