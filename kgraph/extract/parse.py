"""An article's annotation as plain objects: the words, the tree and the names of a spaCy ``Doc``, read out once.

A ``Doc`` keeps C structures and makes new Python objects at each look, and the extractors and the resolver look at a
word a hundred times. The names and their meaning are spaCy's own, so code against these classes reads as any other.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Any, Literal, overload

from spacy.tokens import Doc

_STRINGS: list[int | str] = ["ORTH", "LOWER", "LEMMA", "DEP", "POS", "TAG", "ENT_TYPE", "SHAPE"]
_NUMBERS: list[int | str] = ["IDX", "HEAD", "ENT_IOB", "SPACY", "SENT_START", "IS_SPACE", "IS_PUNCT", "IS_LOWER"]
"""What is taken over, by spaCy's names for its columns."""

_IOB = ("", "I", "O", "B")
_BEGINS = {0: None, 1: True, -1: False}


@dataclass(slots=True, eq=False, repr=False)
class Token:
    """A word with its place in the tree."""

    doc: "Parse"
    i: int
    text: str
    lower_: str
    lemma_: str
    dep_: str
    pos_: str
    tag_: str
    ent_type_: str
    shape_: str
    idx: int
    ent_iob_: str
    whitespace_: str
    is_sent_start: bool | None
    is_space: bool
    is_punct: bool
    is_lower: bool
    head: "Token" = field(init=False)
    children: tuple["Token", ...] = field(init=False)
    sent: "Span" = field(init=False)
    _subtree: tuple["Token", ...] | None = field(init=False, default=None)

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def lefts(self) -> Iterator["Token"]:
        """The children before the word."""
        return (child for child in self.children if child.i < self.i)

    @property
    def rights(self) -> Iterator["Token"]:
        """The children behind the word."""
        return (child for child in self.children if child.i > self.i)

    @property
    def subtree(self) -> tuple["Token", ...]:
        """The word and all that hangs below it: what is below its left children, itself, its right children."""
        if self._subtree is None:
            left = [token for child in self.children if child.i < self.i for token in child.subtree]
            right = [token for child in self.children if child.i > self.i for token in child.subtree]
            self._subtree = (*left, self, *right)
        return self._subtree

    @property
    def left_edge(self) -> "Token":
        """The first word of the subtree."""
        return min(self.subtree, key=attrgetter("i"))

    @property
    def right_edge(self) -> "Token":
        """The last word of the subtree."""
        return max(self.subtree, key=attrgetter("i"))

    @property
    def ancestors(self) -> Iterator["Token"]:
        """The words above, the nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def depth(self) -> int:
        """How many words are above it; a lone space or mark is as deep as can be, and so the root of nothing else."""
        if (self.is_space or self.is_punct) and not self.children:
            return len(self.doc) - 1
        return sum(1 for _ in self.ancestors)

    def nbor(self, i: int = 1) -> "Token":
        """The word so many places on.

        Raises:
            IndexError: The text ends before.
        """
        if self.i + i < 0:
            raise IndexError(self.i + i)
        return self.doc.tokens[self.i + i]


class Span:
    """Words that stand together."""

    __slots__ = ("_root", "doc", "end", "label_", "start")

    def __init__(self, doc: "Parse", start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label
        self._root: Token | None = None

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __contains__(self, token: Token) -> bool:
        return self.start <= token.i < self.end

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> "Span": ...
    def __getitem__(self, at: int | slice) -> "Token | Span":
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        place = at + (self.end if at < 0 else self.start)
        if not self.start <= place < self.end:
            raise IndexError(at)
        return self.doc.tokens[place]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Span) or self.doc is not other.doc:
            return False
        return (self.start, self.end, self.label_) == (other.start, other.end, other.label_)

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.label_))

    def __repr__(self) -> str:
        return self.text

    @property
    def start_char(self) -> int:
        """Its first character."""
        tokens = self.doc.tokens
        return tokens[self.start].idx if self.start < len(tokens) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """The character behind it."""
        if self.end == self.start:
            return self.start_char
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """Its characters, without white space behind it."""
        return self.doc.text[self.start_char : self.end_char]

    @property
    def text_with_ws(self) -> str:
        """Its characters and the white space behind it."""
        return self.text + (self.doc.tokens[self.end - 1].whitespace_ if len(self) else "")

    @property
    def sent(self) -> "Span":
        """The sentence in which it begins."""
        return self.doc.tokens[self.start].sent

    @property
    def root(self) -> Token:
        """The word nearest to the root of the sentence, the first of several."""
        if self._root is None:
            words = self.doc.tokens[self.start : self.end]
            top = next((word for word in words if word.head is word), None)
            heads = [word for word in words if not self.start <= word.head.i < self.end]
            self._root = top if top is not None else min(heads, key=Token.depth, default=words[0])
        return self._root


class Parse:
    """All words of an article.

    Attributes:
        source: The ``Doc`` it was read from.
        text: The text.
        tokens: The words in order.
    """

    def __init__(self, source: Doc) -> None:
        self.source = source
        strings, numbers = source.to_array(_STRINGS), source.to_array(_NUMBERS).astype("int64")
        told = {int(number): source.vocab.strings[int(number)] for number in {*strings.ravel().tolist()}}
        self.tokens: list[Token] = []
        for words, (at, _, iob, space, begins, *kind) in zip(strings.tolist(), numbers.tolist(), strict=True):
            text, lower, lemma, label, pos, tag, entity, shape = map(told.__getitem__, words)
            rest = (at, _IOB[iob], " " * space, _BEGINS[begins], *map(bool, kind))
            self.tokens.append(Token(self, len(self.tokens), text, lower, lemma, label, pos, tag, entity, shape, *rest))
        self.text = "".join([token.text + token.whitespace_ for token in self.tokens])
        self._grow(numbers[:, 1].tolist())

    def _grow(self, ways: list[int]) -> None:
        """Tie the words to the tree, by how far off the head of each is, and to the sentences."""
        below: list[list[Token]] = [[] for _ in self.tokens]
        for token, way in zip(self.tokens, ways, strict=True):
            token.head = self.tokens[token.i + way]
            if way:
                below[token.i + way].append(token)
        for token, children in zip(self.tokens, below, strict=True):
            token.children = tuple(children)
        starts = [token.i for token in self.tokens if token.is_sent_start or not token.i]
        for start, end in pairwise((*starts, len(self.tokens))):
            sentence = Span(self, start, end)
            for token in self.tokens[start:end]:
                token.sent = sentence

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self.tokens))
            return Span(self, start, max(start, end))
        return self.tokens[at]

    @cached_property
    def ents(self) -> tuple[Span, ...]:
        """The names, with their kinds as labels."""
        return tuple(Span(self, ent.start, ent.end, ent.label_) for ent in self.source.ents)

    @property
    def spans(self) -> Any:
        """Further groups of spans, as spaCy keeps them."""
        return self.source.spans

    @property
    def user_data(self) -> dict[Any, Any]:
        """What the pipeline found beside the parse."""
        return self.source.user_data

    @cached_property
    def _starts(self) -> list[int]:
        return [token.idx for token in self.tokens]

    def char_span(self, start: int, end: int, alignment_mode: Literal["expand"]) -> Span | None:
        """The words that have at least one character of start to end; None outside the text."""
        assert alignment_mode == "expand"
        if not (start >= 0 and start < len(self.text) and 0 < end <= len(self.text)):
            return None
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1)
        first += start == self.tokens[first].idx + len(self.tokens[first].text)
        return Span(self, first, last) if last >= first else None


def parse(doc: Doc | Parse) -> Parse:
    """The annotation of an article as plain objects; from one ``Doc`` they are read once."""
    return doc if isinstance(doc, Parse) else _read(doc)


@lru_cache(maxsize=4)
def _read(doc: Doc) -> Parse:
    return Parse(doc)
