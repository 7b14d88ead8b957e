"""Quotation marks, of any form and in any disorder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.extract.quotations import MARKS, paragraphs, quotations, quoted_share

TABLE = [
    ('She said "we will stay" today.', ["we will stay"]),
    ("“First.” “Second.”", ["First.", "Second."]),
    ("«Oui», he said", ["Oui"]),
    ('"maintained."he said', ["maintained."]),
    ('stray end." He left', []),
    ('He said "it goes on\n\nnext paragraph" here', ["it goes on"]),
    ("no marks", []),
    ("“Open to the end of its paragraph.\n\nNext one.", ["Open to the end of its paragraph."]),
    ('the ministers\' "plan" and "goal"', ["plan", "goal"]),
]


@pytest.mark.parametrize(("text", "inside"), TABLE)
def test_quotations_are_found_without_their_marks(text: str, inside: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotations(text)] == inside


@given(st.text(alphabet=st.sampled_from(list("ab .\n" + MARKS)), max_size=80))
def test_no_disorder_of_marks_raises_and_quotations_are_disjoint_and_in_order(text: str) -> None:
    found = quotations(text)
    edges = [edge for q in found for edge in (q.outer_start, q.start, q.end, q.outer_end)]
    assert edges == sorted(edges)
    assert all(0 <= q.outer_start < q.start <= q.end <= q.outer_end <= len(text) for q in found)
    assert all(0 <= quoted_share(0, len(text), found) <= 1 for _ in [0])


@given(st.text(max_size=200))
def test_paragraphs_hold_everything_but_white_space(text: str) -> None:
    kept = "".join(text[a:b] for a, b in paragraphs(text))
    assert [c for c in kept if c not in "\r\n"] == [c for c in text if c not in "\r\n"]
