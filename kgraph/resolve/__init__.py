"""Spans go in, actors come out: the register, coreference in the article, and what each statement is about.

:func:`resolve` is the one door; the files behind it each answer one question (who is named: ``cast``, who is "he":
``coreference``, who speaks: ``speakers``, about whom: ``targets``, with what intent: ``acts``, when: ``dates``, through
whom: ``outlets``; who did what to whom: ``events``; who holds which office: ``tenures``).
"""

from collections.abc import Iterable

from spacy.tokens import Doc

from kgraph.ontology import relation_kinds
from kgraph.records import Article, Attribution, Facts, Relation
from kgraph.resolve.bonds import bonds
from kgraph.resolve.casting import cast_of
from kgraph.resolve.events import events
from kgraph.resolve.register import Register, load_register
from kgraph.resolve.statements import statements
from kgraph.resolve.tenures import tenure

__all__ = ["Register", "load_register", "resolve"]


def resolve(article: Article, doc: Doc, spans: Iterable[Attribution | Relation], register: Register) -> Facts:
    """Turn the spans of one article into facts about actors.

    Args:
        article: The article.
        doc: Its annotation.
        spans: What the extractors found.
        register: The actors known beforehand.
    """
    found = list(spans)
    relations = [s for s in found if isinstance(s, Relation)]
    offices = [r for r in relations if r.name == "holds_office"]
    cast = cast_of(article, doc, register, offices)
    said = statements(cast, [s for s in found if isinstance(s, Attribution)])
    tenures = {t.id: t for office in offices if (t := tenure(cast, office))}
    lasting = [r for r in relations if r.name in relation_kinds()]
    deeds = [r for r in relations if r.name != "holds_office" and r.name not in relation_kinds()]
    return Facts(article, said, tuple(tenures.values()), events(cast, deeds, said), bonds(cast, lasting, said))
