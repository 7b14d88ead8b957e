"""Questions to a store: statements, events, relations, saved questions, SPARQL.

And what else is done with a store: explaining, counting, checking, exporting and loading.
"""

from kgraph.query.asking import ask
from kgraph.query.checking import check
from kgraph.query.events import events
from kgraph.query.export import export, load
from kgraph.query.figures import stats
from kgraph.query.provenance import explain
from kgraph.query.questions import questions, run_question
from kgraph.query.relations import relations
from kgraph.query.statements import statements

__all__ = [
    "ask",
    "check",
    "events",
    "explain",
    "export",
    "load",
    "questions",
    "relations",
    "run_question",
    "statements",
    "stats",
]
