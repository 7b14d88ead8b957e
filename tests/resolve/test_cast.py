"""The cast of an article, built by hand."""

from spacy.lang.en import English

from kgraph.records import Actor, Article
from kgraph.resolve.cast import Cast
from kgraph.resolve.register import Entry, Register


def test_two_bodies_that_represent_each_other_come_to_an_end() -> None:
    league = Actor("kgr:league", "League", "Organization", represents=("kgr:council",), known=True)
    council = Actor("kgr:council", "Council", "Organization", represents=("kgr:league",), known=True)
    register = Register([Entry(one, None, None, None) for one in (league, council)])
    cast = Cast(Article("a.txt", "League"), English()("League"), register)
    assert cast.side(league) == council
