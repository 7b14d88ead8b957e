"""The frozen records that pass between the stages, each with its evidence.

All offsets are characters into ``Article.text``, end exclusive, and a mention's ``text`` is that slice, always.
"""

from kgraph.records.facts import (
    Actor,
    ActorType,
    Bond,
    Event,
    Facts,
    Item,
    Polarity,
    Resolved,
    Statement,
    Target,
    Tenure,
)
from kgraph.records.spans import (
    MARK_KINDS,
    STANCES,
    STATES,
    Article,
    Attribution,
    Kind,
    Mark,
    Mention,
    Relation,
)

__all__ = [
    "MARK_KINDS",
    "STANCES",
    "STATES",
    "Actor",
    "ActorType",
    "Article",
    "Attribution",
    "Bond",
    "Event",
    "Facts",
    "Item",
    "Kind",
    "Mark",
    "Mention",
    "Polarity",
    "Relation",
    "Resolved",
    "Statement",
    "Target",
    "Tenure",
]
