"""Two statements by one speaker in one sentence: "She said that A, and demanded that B".

The second pass reads each cue's paragraph for itself, and for the first cue it often takes all that follows. Where a
second verb of saying stands behind "and" inside that content, has a content of its own and no other source, the first
content ends before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kgraph.annotate.roles import Candidate, Piece
from kgraph.ontology import act_cues

#: Score from which such a verb counts: far below the threshold, for here its place speaks for it. With earlier weights
#: it was right three times of four on PolNeAR dev; these find those three by themselves, so that it adds one, wrongly,
#: there, and six, all right, in the tuning part of the corpus.
LEAST = 0.05
#: What such a verb's statement scores: the share that was right in both.
SCORE = 0.8
_BETWEEN = frozenset({"also", "again", "has", "had", "have", "later", "then", "further", "once"})


def coordinated(kept: Sequence[Candidate], found: Sequence[Candidate], words: Sequence[Token]) -> list[Candidate]:
    """The attributions, those that swallow a second one cut before it, and that one added.

    Args:
        kept: attributions that stand together.
        found: all candidates.
        words: the tokens that the candidates count.
    """
    result = list(kept)
    for second in sorted(found, key=lambda c: c.cue):
        if second.score < LEAST or not second.content or not _says(words[second.cue[0]]):
            continue
        for i, first in enumerate(result):
            cut = _cut(first, second, words)
            if cut is not None:
                result[i] = first._replace(content=tuple(_before(first.content, cut)))
                result.append(second._replace(source=first.source, score=max(second.score, SCORE)))
                break
    return sorted(result, key=lambda c: (c.content[0], c.cue))


def _says(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ"} and verb.lemma_.lower() in act_cues()


def _cut(first: Candidate, second: Candidate, words: Sequence[Token]) -> int | None:
    """The word before which the first content ends: "and", or the comma before it; None where nothing is swallowed."""
    at = second.cue[0]
    inside = any(start < at < end for start, end in first.content)
    if not inside or at < first.cue[1] or first.source == () or second.source not in ((), first.source):
        return None
    if words[first.cue[0]].tag_ != words[at].tag_ and words[first.cue[1] - 1].tag_ != words[at].tag_:
        return None
    i = at - 1
    while words[i].lower_ in _BETWEEN:
        i -= 1
    if words[i].lower_ not in {"and", "but"} or min(start for start, _ in second.content) < at:
        return None
    i -= words[i - 1].text == ","
    return i if first.content[0][0] < i else None


def _before(content: Sequence[Piece], cut: int) -> Iterator[Piece]:
    for start, end in content:
        if start < cut:
            yield start, min(end, cut)
