"""Furniture that no rule lists is told by its shape and place; what reports is never lost to it."""

import sys
from pathlib import Path

import pytest

from kgraph.read.marks import find_marks

ROOT = Path(__file__).parents[2]
TITLE = "Norland closes its embassy in Zelgrad"
PROSE = "Norland will close its embassy in Zelgrad on Friday, foreign minister Ilsa Brandvold said after a meeting."
MORE = "She thanked the staff and announced that visas would be issued in Ostheim. No date was given for a return."


def marked(*lines):
    text = "\n\n".join(lines)
    return {text[mark.start : mark.end] for mark in find_marks(text) if mark.kind != "title"}


@pytest.mark.parametrize(
    "line",
    [
        "Give a friend a month of reading",
        "Ask our foreign desk a question",
        "Letters: write to us at letters@post.example",
        "Load 20 older reports",
        "Tap the bell and you will not miss a match",
        "♥ 17 people found this helpful",
    ],
)
def test_a_prompt_that_nobody_listed_is_marked_below_the_text(line):
    assert line in marked(TITLE, PROSE, MORE, line, "Imprint", "© 2024 The Post")


@pytest.mark.parametrize(
    "line",
    [
        "The chancellor said so.",
        '"We go," he said.',
        "Varania denied this.",
        "Nobody was hurt, according to the fire brigade.",
        "The council meets again in March and is to decide on the bridge and the ferry, and on the price of both.",
    ],
)
def test_what_reports_stays_body_wherever_it_stands(line):
    for lines in ((PROSE, line, MORE), (PROSE, MORE, line), (line, PROSE, MORE)):
        assert line not in marked(TITLE, *lines, "Share this", "© 2024 The Post")


@pytest.mark.parametrize("line", ["The price of a pipe", "What happens next?", "- A vote is expected in March"])
def test_what_stands_between_paragraphs_of_an_article_stays(line):
    assert line not in marked(TITLE, PROSE, MORE, line, PROSE, MORE)


def test_a_text_of_nothing_but_labels_stays():
    text = "Gulls on the pier\nFog till noon"
    assert not [mark for mark in find_marks(text) if mark.kind != "title"]


def test_the_body_is_told_as_well_as_measured():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import body

    for _, paths in body.halves():
        score = body.total(paths, body.NOISE["as it is"])
        precision, recall = score.right / score.found, score.right / score.wanted
        assert 2 * precision * recall / (precision + recall) > 0.94
        assert recall > 0.985
