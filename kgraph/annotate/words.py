"""Words as the encoder sees them: plain quotation marks, word pieces, letter case.

The encoder is uncased. What capitals say about a word is given back to it as one case class a
word, which the network learns an embedding for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tokenizers import Tokenizer

#: Case classes; a word's class is its index here. "special" is for [CLS] and [SEP].
CASES = ("special", "lower", "title", "upper", "mixed", "digit", "punct", "other")

#: A word longer than this keeps its first and last pieces: web addresses would fill a window.
MAX_PIECES = 8

_PLAIN = str.maketrans(
    {
        "’": "'", "‘": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "‟": '"',
        "«": '"', "»": '"', "＂": '"', "‐": "-", "‑": "-", "‒": "-", "−": "-", "―": "—", "\u00ad": None, "\u200b": None,
    }
)  # fmt: skip


def plain(word: str) -> str:
    """The word with its curly quotation marks, odd hyphens and invisible marks made plain."""
    plain_word = word.translate(_PLAIN)
    return '"' if plain_word == "''" else plain_word


def case_class(word: str) -> int:
    """Index into `CASES` of the way the word is written.

    Examples:
        >>> [CASES[case_class(word)] for word in ("talks", "Kyiv", "NATO", "iPhone", "2022", "...")]
        ['lower', 'title', 'upper', 'mixed', 'digit', 'punct']
    """
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    if word.istitle():
        return 2
    if any(char.isdigit() for char in word):
        return 5
    if any(char.isalpha() for char in word):
        return 4
    return 6 if word else 7


class WordPieces:
    """Turns words into piece ids, each word by itself, and remembers the words it has seen.

    Args:
        path: the tokenizer's `tokenizer.json`.
        remember: how many different words to keep; the memory is emptied when it is full.
    """

    def __init__(self, path: Path, remember: int = 200_000) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._remember = remember
        self._seen: dict[str, tuple[int, ...]] = {}
        self.start_id = self._id("[CLS]")
        self.break_id = self._id("[SEP]")
        self.unknown_id = self._id("[UNK]")
        self.mask_id = self._id("[MASK]")

    def _id(self, piece: str) -> int:
        found = self._tokenizer.token_to_id(piece)
        if found is None:
            raise ValueError(f"tokenizer has no piece {piece}")
        return int(found)

    def __call__(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Piece ids of each word: 1 to `MAX_PIECES` a word, never none."""
        if len(self._seen) > self._remember:
            self._seen.clear()
        new = list(dict.fromkeys(word for word in words if word not in self._seen))
        if new:
            self._learn(new)
        return [self._seen[word] for word in words]

    def _learn(self, words: Iterable[str]) -> None:
        words = list(words)
        encoded = self._tokenizer.encode_batch([plain(word) for word in words], add_special_tokens=False)
        for word, pieces in zip(words, encoded, strict=True):
            ids = tuple(pieces.ids) or (self.unknown_id,)
            self._seen[word] = ids if len(ids) <= MAX_PIECES else ids[: MAX_PIECES - 2] + ids[-2:]
