from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kgraph.annotate.windows import windows

SIZE = 100


@given(st.lists(st.lists(st.integers(1, 8), min_size=1, max_size=150), max_size=8), st.integers(0, 5))
def test_every_word_is_core_exactly_once_and_no_window_is_too_long(lengths: list[list[int]], dots: int) -> None:
    flat = [n for paragraph in lengths for n in paragraph]
    words = ["." if dots and i % (dots * 7) == 0 else "w" for i in range(len(flat))]
    edges = [0]
    for paragraph in lengths:
        edges.append(edges[-1] + len(paragraph))
    paragraphs = list(pairwise(edges))
    core = []
    for window in windows(words, flat, paragraphs, SIZE):
        assert 1 + sum(1 + sum(flat[s.start : s.end]) for s in window) <= SIZE
        for stretch in window:
            assert stretch.start <= stretch.core[0] < stretch.core[1] <= stretch.end
            assert any(start <= stretch.start and stretch.end <= end for start, end in paragraphs)
            core.extend(range(*stretch.core))
    assert core == list(range(len(flat)))


def test_paragraph_that_is_too_long_is_cut_after_a_sentence_with_context_on_both_sides() -> None:
    words = (["w"] * 19 + ["."]) * 10
    parts = [stretch for window in windows(words, [1] * 200, [(0, 200)], SIZE) for stretch in window]
    assert len(parts) > 2
    assert all(words[part.core[1] - 1] == "." for part in parts)
    assert all(part.start < part.core[0] for part in parts[1:])
    assert all(part.end > part.core[1] for part in parts[:-1])
