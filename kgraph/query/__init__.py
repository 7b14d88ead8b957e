"""Questions to a store: statements, saved questions, SPARQL; and explaining, counting, checking and exporting it."""

from kgraph.query.asking import ask
from kgraph.query.checking import check, check_article
from kgraph.query.export import export, load
from kgraph.query.figures import stats
from kgraph.query.provenance import explain
from kgraph.query.questions import questions, run_question
from kgraph.query.searching import search
from kgraph.query.statements import statements

__all__ = [
    "ask",
    "check",
    "check_article",
    "explain",
    "export",
    "load",
    "questions",
    "run_question",
    "search",
    "statements",
    "stats",
]
