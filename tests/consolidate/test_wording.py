"""Two contents: the same words or not."""

import csv
from pathlib import Path

import pytest

from kgraph.consolidate.reports import Report, groups
from kgraph.consolidate.wording import likeness, wording

with Path(__file__).with_name("pairs.tsv").open(encoding="utf-8", newline="") as _file:
    PAIRS = list(csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE))


def figures(part: str) -> tuple[int, int, int]:
    """Pairs that are the same and found so, pairs that were found the same, pairs that are the same."""
    pairs = [pair for pair in PAIRS if pair["part"] == part]
    found = [likeness(wording(pair["one"]), wording(pair["other"])).is_same for pair in pairs]
    truth = [pair["same"] == "1" for pair in pairs]
    return sum(a and b for a, b in zip(found, truth, strict=True)), sum(found), sum(truth)


@pytest.mark.parametrize(("part", "right", "found", "same"), [("tuned", 16, 16, 16), ("held", 12, 12, 16)])
def test_what_the_thresholds_reach_may_not_fall(part: str, right: int, found: int, same: int) -> None:
    reached = figures(part)
    assert reached[2] == same
    assert reached[0] >= right
    assert reached[1] - reached[0] <= found - right


def test_which_of_two_comes_first_makes_no_difference() -> None:
    for pair in PAIRS:
        one, other = wording(pair["one"]), wording(pair["other"])
        assert likeness(one, other) == likeness(other, one)


def test_pairs_that_are_the_same_are_also_found_among_others() -> None:
    contents = [wording(pair[side]) for pair in PAIRS for side in ("one", "other")]
    reports = [Report(f"s{n:03}", f"a{n}", 0, True, content) for n, content in enumerate(contents)]
    together = [{report.statement for report in group} for group in groups(reports)]
    for number in range(len(PAIRS)):
        ends = {f"s{2 * number:03}", f"s{2 * number + 1:03}"}
        is_same = likeness(contents[2 * number], contents[2 * number + 1]).is_same
        assert any(ends <= group for group in together) == is_same, PAIRS[number]


@pytest.mark.parametrize(
    ("one", "other", "is_reworded"),
    [
        ('"Varania has closed the strait to our ships."', "“varania has closed the strait to our ships”", False),
        ('"Varania has closed the strait to our ships."', '"Yes, Varania has closed the strait to our ships."', False),
        ('"Varania has closed the strait to our ships."', '"Varania has closed a strait to our ships."', False),
        ('"Varania has closed the strait to our ships."', '"Varania has not closed the strait to our ships."', True),
        ('"Varania has closed the strait to our ships."', '"Varania has opened the strait to our ships."', True),
        (
            '"We won\'t leave the harbour of Port Miro before June."',
            '"We will not leave the harbour of Port Miro before June."',
            False,
        ),
        (
            '"We won\'t leave the harbour of Port Miro before June."',
            '"We may not leave the harbour of Port Miro before June."',
            True,
        ),
        (
            '"We will rebuild the bridge at Harn, and soon, with our own money."',
            '"We will rebuild the bridge at Harn" ... "with our own money"',
            False,
        ),
        (
            '"We will rebuild the bridge at Harn, and soon, with our own money."',
            '"We will rebuild the bridge at Harn with our own money."',
            True,
        ),
        (
            '"We will rebuild the bridge at Harn," ... "with our own money."',
            '"We will rebuild the bridge at Harn with our own money."',
            False,
        ),
        (
            '"The bridge at Harn is ours. It was built by our fathers, stone by stone, in forty hard winters, with no '
            'help from any pact. We will never sell it to Varania."',
            '"The bridge at Harn is ours," ... "We will never sell it to Varania."',
            False,
        ),
        (
            '"The harbour defences cost 1,200 crowns, as the centre realised."',
            '"The harbor defenses cost 1200 crowns, as the center realized."',
            False,
        ),
        ('"We lost 12 men in Harn and 3 in Sarn."', '"We lost 12 men in Harn and 30 in Sarn."', True),
        ('"The bridge over the Lesny stays shut today."', '"The bridge over the Lesny stays shut tomorrow."', True),
    ],
)
def test_other_words_are_told_from_fewer_words(one: str, other: str, is_reworded: bool) -> None:
    found = likeness(wording(one), wording(other))
    assert (found.is_same, found.is_reworded) == (True, is_reworded)


@pytest.mark.parametrize("text", ["", "…", "—", '"', "the", "日本語", "\ud800\x00", "a" * 10_000])
def test_odd_contents_are_the_same_as_nothing(text: str) -> None:
    assert not likeness(wording(text), wording('"Varania has closed the strait to our ships."')).is_same
    assert not likeness(wording(text), wording("")).is_same
