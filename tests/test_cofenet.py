"""The rules of `benchmarks/cofenet.py` on examples that can be counted by hand."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).parents[1] / "benchmarks" / "cofenet.py"
TEXT = "The tax, Ana said,\nwas unfair and Bo agreed.\n\nNobody asked.\n \nWhy not?"


@pytest.fixture(scope="module")
def cofenet() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cofenet", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]


def part(*pieces: str) -> list[list[int]]:
    return [[TEXT.index(piece), TEXT.index(piece) + len(piece)] for piece in pieces]


ANA = {"source": part("Ana"), "cue": part("said"), "content": part("The tax,", "was unfair")}
BO = {"source": part("Bo"), "cue": part("agreed"), "content": []}
ANA_AGAIN = {"source": part("Ana"), "cue": part("agreed"), "content": part("was unfair and Bo")}


def test_a_blank_line_ends_an_instance_and_a_line_break_does_not(cofenet: ModuleType) -> None:
    instances = [[TEXT[s:e] for s, e in instance] for instance in cofenet.paragraphs(TEXT, words(TEXT))]
    assert [" ".join(instance) for instance in instances] == [
        "The tax , Ana said , was unfair and Bo agreed .",
        "Nobody asked .",
        "Why not ?",
    ]


def test_an_instance_ends_after_the_longest_length(cofenet: ModuleType) -> None:
    text = "no " * 400
    assert [len(instance) for instance in cofenet.paragraphs(text, words(text))] == [300]


@pytest.mark.parametrize(
    ("attributions", "labels"),
    [
        pytest.param([], "O O O O O O O O O O O O", id="no attribution, all O"),
        pytest.param(
            [ANA, BO],
            "B-content I-content I-content B-source B-cue O B-content I-content O B-source B-cue O",
            id="each piece is a span of its own",
        ),
        pytest.param(
            [BO, ANA_AGAIN],
            "O O O B-source O O B-content I-content I-content B-source B-cue O",
            id="the first listed has the word",
        ),
        pytest.param([{"source": [[5, 7]], "cue": [], "content": []}], "O B-source" + " O" * 10, id="a cut word is in"),
        pytest.param(
            [{"source": [], "cue": [], "content": [*part("was"), *part("unfair")]}],
            "O O O O O O B-content B-content O O O O",
            id="pieces that touch stay apart",
        ),
    ],
)
def test_attributions_become_one_label_a_word(cofenet: ModuleType, attributions: list, labels: str) -> None:
    first = next(cofenet.paragraphs(TEXT, words(TEXT)))
    assert cofenet.project(first, attributions) == labels.split()


def test_a_shared_source_is_one_span(cofenet: ModuleType) -> None:
    first = next(cofenet.paragraphs(TEXT, words(TEXT)))
    assert cofenet.spans(cofenet.project(first, [ANA, {**BO, "source": part("Ana")}])) == {
        "source": [(3, 4)],
        "cue": [(4, 5), (10, 11)],
        "content": [(0, 3), (6, 8)],
    }


@pytest.mark.parametrize(
    ("gold", "predicted", "exact", "begin", "jaccard"),
    [
        ([(0, 4)], [(0, 4)], (2, 2), (2, 2), (1, 1)),
        ([(0, 4)], [(0, 2)], (0, 2), (2, 2), (0.5, 1)),  # half of it, begin right
        ([(0, 4)], [(2, 6)], (0, 2), (0, 2), (2 / 6, 1)),  # two words of six
        ([(0, 4)], [(4, 6)], (0, 2), (0, 2), (0, 2)),  # touches at the edge only: missed and stray
        ([(0, 4)], [(0, 2), (3, 4)], (0, 3), (2, 3), (0.5, 1)),  # the better of two, neither is stray
        ([], [(1, 2)], (0, 1), (0, 1), (0, 1)),
        ([(1, 2)], [], (0, 1), (0, 1), (0, 1)),
        ([], [], (0, 0), (0, 0), (0, 0)),
    ],
)
def test_one_instance_adds_to_the_scores(
    cofenet: ModuleType, gold: list, predicted: list, exact: tuple, begin: tuple, jaccard: tuple
) -> None:
    assert cofenet.count(gold, predicted) == {"exact": exact, "begin": begin, "jaccard": pytest.approx(jaccard)}


def test_scores_are_over_all_instances_and_apart_for_each_role(cofenet: ModuleType) -> None:
    right = "B-source B-cue B-content I-content".split()
    short = "B-source B-cue B-content O".split()
    nothing = ["O"] * 4
    scores = cofenet.score([(right, short), (right, right), (nothing, "O O B-content O".split()), (right, nothing)])
    assert scores == {
        "exact": {"source": 80, "cue": 80, "content": pytest.approx(100 * 2 / 6)},
        "begin": {"source": 80, "cue": 80, "content": pytest.approx(100 * 4 / 6)},
        "jaccard": {"source": pytest.approx(200 / 3), "cue": pytest.approx(200 / 3), "content": 37.5},
    }
