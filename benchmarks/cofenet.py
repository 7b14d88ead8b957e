"""Attribution spans on PolNeAR dev, scored as CofeNet scores them, so that its published figures can stand beside ours.

    python benchmarks/cofenet.py [--model NAME] [--articles N] [--json]

Wang et al., "CofeNet: Context and Former-Label Enhanced Net for Complicated Quotation Extraction", COLING 2022. The
rules were learned from their repository, github.com/cofe-ai/CofeNet: the scores from `exe/eval/evaluation.py` and
`extraction.py`, the longest instance from `conf/setting/pn_bert_cofe.json` and `utils/data.py`; instances and labels
from a few pages of `res/polnear/valid.txt`, read beside PolNeAR's own annotation, as the script that made that file is
not public. None of their code is here.

Instance: a paragraph. A blank line ends it, a single line break does not. Paragraphs without an attribution are
instances too. After 300 words the rest is dropped, from gold and from prediction.

Projection, the same for gold and prediction: one label a word, B- or I- with source, cue or content, else O. Who
belongs to whom is lost. Each piece of a discontinuous part is a span of its own; a source that two attributions share
is one span. Quotation marks and commas are inside where the annotation has them. PolNeAR has no other overlap.

Scores, for each role over the spans of all instances together; roles are not averaged:
    exact    F of spans; right where begin and end are.
    begin    F of the first words of spans.
    jaccard  mean, over gold spans, of the best overlap with a predicted span of the instance (words in both by words
             from the first begin to the last end); a predicted span that touches no gold span counts as one more 0.

Not established, so chosen here: pieces of one part with nothing between them are spans of their own (26 pairs in dev;
joined, exact content is 0.6 higher); a word that a span cuts belongs to it; where predictions overlap (once in dev) the
one listed first has the word; words are spaCy's, theirs look like CoreNLP's.

What else differs: OURS IS DEV, THEIRS IS TEST (PolNeAR's authors ask that test is used once); threshold and calibration
of our weights were chosen on dev; we read the raw article, they the given words of one paragraph.

The environment variable KGRAPH_SHARED names the folder with `data/` (default ../shared).
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Sequence

ROLES = ("source", "cue", "content")
SCORES = ("exact", "begin", "jaccard")
LONGEST = 300

Stretch = tuple[int, int]
Attribution = dict[str, list[list[int]]]
Spans = dict[str, list[Stretch]]


def paragraphs(text: str, words: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """The words (character offsets) of each paragraph that has any, cut to the longest that is read."""
    ends = [match.start() for match in re.finditer(r"\n\s*\n", text)] + [len(text)]
    start = 0
    for end in ends:
        inside = [word for word in words if start <= word[0] < end]
        if inside:
            yield inside[:LONGEST]
        start = end


def project(words: Sequence[Stretch], attributions: Iterable[Attribution]) -> list[str]:
    """One label a word; a word that has one keeps it."""
    labels = ["O"] * len(words)
    for attribution in attributions:
        for role in ROLES:
            for start, end in sorted(attribution[role]):
                before = None
                for i, word in enumerate(words):
                    if labels[i] == "O" and word[0] < end and start < word[1]:
                        labels[i] = f"I-{role}" if before == i - 1 else f"B-{role}"
                        before = i
    return labels


def spans(labels: Sequence[str]) -> Spans:
    """The spans of each role: first word and the word after the last."""
    found: Spans = {role: [] for role in ROLES}
    for i, label in enumerate(labels):
        if label.startswith("B-"):
            end = next((j for j in range(i + 1, len(labels)) if labels[j] != f"I-{label[2:]}"), len(labels))
            found[label[2:]].append((i, end))
    return found


def overlap(one: Stretch, other: Stretch) -> float:
    """Words in both, by words from the first begin to the last end."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


def count(gold: Sequence[Stretch], predicted: Sequence[Stretch]) -> dict[str, tuple[float, int]]:
    """What one instance adds to each score of one role: reached, and what could be reached."""
    best = [max((overlap(span, other) for other in predicted), default=0.0) for span in gold]
    stray = sum(not any(overlap(span, other) for other in gold) for span in predicted)
    begins = {begin for begin, _ in gold} & {begin for begin, _ in predicted}
    both = len(gold) + len(predicted)
    return {
        "exact": (2 * len(set(gold) & set(predicted)), both),
        "begin": (2 * len(begins), both),
        "jaccard": (sum(best), len(gold) + stray),
    }


def score(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> dict[str, dict[str, float]]:
    """Each score of each role in per cent, from the gold and the predicted labels of each instance."""
    reached = {name: dict.fromkeys(ROLES, 0.0) for name in SCORES}
    possible = {name: dict.fromkeys(ROLES, 0) for name in SCORES}
    for labels in pairs:
        gold, predicted = map(spans, labels)
        for role in ROLES:
            for name, (points, most) in count(gold[role], predicted[role]).items():
                reached[name][role] += points
                possible[name][role] += most
    return {name: {role: 100 * reached[name][role] / max(1, possible[name][role]) for role in ROLES} for name in SCORES}


def main() -> None:
    # Here, so that the rules above can be tested without the pipeline and from another folder.
    from attributions import attributions, read_articles

    from kgraph.annotate import load_pipeline

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--model", help="another spaCy pipeline; the shipped one where left out")
    options.add_argument("--articles", type=int, help="only so many")
    options.add_argument("--json", action="store_true")
    args = options.parse_args()
    articles = read_articles(args.articles)
    pairs: list[tuple[list[str], list[str]]] = []
    for article, doc in zip(articles, load_pipeline(args.model).pipe(a["text"] for a in articles), strict=True):
        words = [(token.idx, token.idx + len(token)) for token in doc if not token.is_space]
        found = attributions(doc)
        pairs += [
            (project(paragraph, article["attributions"]), project(paragraph, found))
            for paragraph in paragraphs(article["text"], words)
        ]
    scores = score(pairs)
    if args.json:
        print(json.dumps(scores))
        return
    print(f"{len(articles)} articles, {len(pairs)} instances; source / cue / content")
    for name, roles in scores.items():
        print(f"{name:10}" + " / ".join(f"{roles[role]:.1f}" for role in ROLES))


if __name__ == "__main__":
    main()
