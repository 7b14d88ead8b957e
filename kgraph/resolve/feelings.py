"""What the stance pass of the pipeline says of the words of a Parse; nothing where another pipeline has read it."""

from collections.abc import Iterable

from kgraph.extract.parse import Parse, Token
from kgraph.records import STANCES


def felt(doc: Parse, heads: Iterable[Token]) -> tuple[float, float, float] | None:
    """The mean chances over some words that name one actor; None where none was read."""
    found: dict[int, tuple[float, float, float]] = doc.user_data.get(STANCES, {})
    some = [found[i] for i in {_read(found, t) for t in heads} if i is not None]
    if not some:
        return None
    negative, neutral, positive = (sum(column) / len(some) for column in zip(*some, strict=True))
    return negative, neutral, positive


def _read(found: dict[int, tuple[float, float, float]], token: Token) -> int | None:
    """The word that was read for a name: the last of it."""
    last = token.i
    while last not in found and last + 1 < len(token.doc) and token.doc[last + 1].ent_iob_ == "I":
        last += 1
    return last if last in found else None


def strongest(doc: Parse, words: Iterable[Token]) -> tuple[float, float]:
    """The greatest chances of a negative and of a positive stance towards anybody whom the words name."""
    found: dict[int, tuple[float, float, float]] = doc.user_data.get(STANCES, {})
    some = [found[t.i] for t in words if t.i in found]
    return max((s[0] for s in some), default=0.0), max((s[2] for s in some), default=0.0)
