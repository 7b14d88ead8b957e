"""What a line looks like and where it stands, as named features: what the weights of ``body.json`` are for.

The rules know the prompts that they list; this tells furniture that nobody listed by its shape, its place and its
neighbours. Nothing here depends on what a page is about. Weights are fitted by ``training/body.py``.
"""

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator, Sequence

from kgraph.read.lines import BULLET, LONG, Line
from kgraph.weighing import fitted, logistic

KEPT, KEPT_PROSE = 0.5, 0.25
"""Chance of being body up to which a label, and a line of prose, is taken for furniture: a paragraph that is lost costs
statements, a prompt that is kept hardly anything. Chosen on the generated pages of ``training/body.py``:
there 2 % of such prose is lost and 12 % of the other kept; re-run it and ``benchmarks/body.py`` after a change."""

_SIZES = (1, 2, 3, 4, 6, 9, 14, 25)
_WORD = re.compile(r"\w[\w'’]*")
_ADDRESS = re.compile(r"\S@\S|https?:|www\.|\.(?:com|org|net|example)\b|(?:^|\s)@\w", re.IGNORECASE)
_NUMBERS = re.compile(r"\+?\d[\d ()./:-]{5,}")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
_SAYS = re.compile(
    r"\b(?:sa(?:id|ys)|t(?:old|ells)|according to|(?:add|announc|warn|call|ask|claim|accus|demand|declin|reject|"
    r"declar|insist|confirm|promis|thank|urg|criticis|criticiz|prais|condemn|welcom|threaten|explain|not|vow|pledg|complain|"
    r"apologis|apologiz|suggest|propos|refus|agre|report|stress|admit|hail|"
    r"appeal|predict|recall|stat|argu)(?:ted|ed|s|es)|"
    r"(?:den|repl)ie[ds]|wr(?:ote|ites))\b"
)
_PAST = re.compile(r"\b[a-z]{3,}ed\b|\b(?:was|were|had|would|has been)\b")
_SITE = re.compile(
    r"\b(?:newsletters?|cookies?|subscri\w+|e-?mails?|apps?|web ?sites?|links?|comments?|log ?in|"
    r"sign(?:ed)? ?(?:up|in)|archives?|downloads?|privacy|posts?|repl(?:y|ies)|shares?|accounts?|members?\w*|browser|"
    r"edition|"
    r"policy|rights|reserved|terms|licen[cs]e|licensing|copyright|advert\w*|sponsor\w*|follow|print|topics?|tags?|"
    r"related|read|reading|stories|articles?|videos?|photos?|gallery|feedback|survey|page|inbox|channel|clicks?|views?|copy|menu|search|"
    r"reporting|editing|writing|editors?|reprint\w*|syndicat\w*|queries|enquiries|inquiries|contact\w*)\b",
    re.IGNORECASE,
)
_BIOGRAPHY = re.compile(
    r"\b(?:is|are) an? [\w -]{0,30}?\b(?:columnist|author|writer|editor|reporter|correspondent|journalist|"
    r"professor|fellow|novelist|historian|contributor|researcher)\b|\b(?:covers|writes about|has covered|has written|"
    r"joined)\b|"
    r"\b(?:lives|based) in\b|\b(?:his|her|their) (?:latest|last|new|first|most recent) book\b|\bcontributing\b"
)
_YOU = re.compile(r"\b(?:you|your|yours|you['’]\w+)\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:we|us|our|ours|we['’]\w+)\b", re.IGNORECASE)
_ME = re.compile(r"\b(?:i|my|me|mine|i['’]\w+)\b", re.IGNORECASE)
_ORDER = frozenset(
    "accept add advertise ask be become browse buy call check choose click close contact continue copy discover donate "
    "download email enable enter explore find follow get give go help hide join jump learn leave listen load log make "
    "manage open order please post print quote read register reply report request save scroll search see select "
    "send share show sign skip sort start submit subscribe support tap tell try turn update view "
    "visit vote watch write".split()
)
_FUNCTION = frozenset("the of and to in a that is was for on with by as at from it has be are his her an which".split())
_TERMINAL = {".": "stop", "…": "stop", "?": "question", "!": "cry", ":": "colon", ",": "comma", ";": "comma"}
_QUOTES = '"“”«»„'


def weights() -> dict[str, float]:
    """The fitted weights; a feature that is not there weighs nothing."""
    data: dict[str, float] = fitted("kgraph.read", "body")
    return data


def odd_ones(
    lines: Sequence[Line], prose: Sequence[bool], kinds: Sequence[str | None], *, of_prose: bool
) -> Iterator[int]:
    """Yield the numbers of lines that are furniture, of the labels or of the prose that nothing is known of yet.

    Labels are to be told first: prose among labels that are furniture is likely to be furniture.

    Args:
        lines: All lines of a page.
        prose: Whether each reads as running text.
        kinds: Its kind, None where it is not known.
        of_prose: Which of the two.
    """
    known, least = weights(), KEPT_PROSE if of_prose else KEPT
    for number, features in features_of(lines, prose, kinds, of_prose=of_prose):
        if chance(known, features) < least:
            yield number


def chance(known: dict[str, float], features: list[str]) -> float:
    """How likely a line of these features is body."""
    return logistic(sum(known.get(name, 0.0) for name in features))


def features_of(
    lines: Sequence[Line], prose: Sequence[bool], kinds: Sequence[str | None], *, of_prose: bool
) -> Iterator[tuple[int, list[str]]]:
    """Yield (number, names of features) of each label, or each line of prose, of which nothing is known yet.

    Long prose, and prose that reports what somebody says, is left out: that is what must not be lost.
    """
    places = _Places(lines, prose, kinds)
    for number, line in enumerate(lines):
        if kinds[number] is None and line.hint != "body" and prose[number] == of_prose and not places.sure[number]:
            shape, place = _shape(line), list(places.of(number))
            names = (*shape, *place, *(f"{place[0]} {name}" for name in shape))
            yield number, [f"{'p' if of_prose else 'l'} {name}" for name in names]


def _shape(line: Line) -> tuple[str, ...]:
    return tuple(_looks(line.text[:LONG], len(line.text)))


def _looks(text: str, length: int) -> Iterator[str]:
    words = _WORD.findall(text)
    yield "any"
    yield f"words {bisect(_SIZES, len(words))}"
    yield f"length {min(9, length // 20)}"
    last = text.rstrip("\"'”’»)] ")[-1:]
    yield f"ends {_TERMINAL.get(last, 'word')}{' quoted' if text[-1:] in _QUOTES else ''}"
    yield f"begins {_beginning(text)}"
    yield from _letters(text, words)
    yield from _words(text, words)


def _beginning(text: str) -> str:
    first = text[:1]
    if BULLET.match(text):
        return "bullet"
    if first in _QUOTES:
        return "quote"
    return "lower" if first.islower() else "upper" if first.isupper() else "digit" if first.isdigit() else "symbol"


def _letters(text: str, words: list[str]) -> Iterator[str]:
    capitals = sum(word[:1].isupper() for word in words[1:])
    if words:
        yield f"capitals {round(4 * capitals / max(1, len(words) - 1)) if len(words) > 1 else 'one'}"
    if text.isupper():
        yield "shouts"
    digits = sum(c.isdigit() for c in text)
    if digits:
        yield f"digits {min(3, 10 * digits // max(1, len(text)))}"
    if any(c in "|»›•·►▼→←/" for c in text):
        yield "separators"
    if "©" in text or "(c)" in text:
        yield "copyright"
    if any(unicodedata.category(c) == "So" and c != "©" for c in text[:200]):
        yield "pictograms"
    if any(c in _QUOTES for c in text):
        yield "quotes"
    if "(" in text and text.rstrip(".").endswith(")"):
        yield "ends in brackets" if text.startswith("(") else "bracket at the end"


def _words(text: str, words: list[str]) -> Iterator[str]:
    lower = [word.lower() for word in words]
    share = sum(word in _FUNCTION for word in lower) / max(1, len(words))
    yield f"grammar {bisect((0.01, 0.12, 0.2, 0.3), share)}"
    if lower and lower[0] in _ORDER:
        yield "order"
    looks = (
        ("address", _ADDRESS), ("number", _NUMBERS), ("clock", _CLOCK), ("month", _MONTH), ("says", _SAYS),
        ("past", _PAST), ("site", _SITE), ("biography", _BIOGRAPHY), ("you", _YOU), ("we", _WE), ("me", _ME),
    )  # fmt: skip
    for name, look in looks:
        if look.search(text):
            yield name
    if len(_SITE.findall(text)) > 1:
        yield "site twice"
    if len(_PAST.findall(text)) > 1:
        yield "past twice"


class _Places:
    """Where lines stand: between which others, before, within or after the prose."""

    def __init__(self, lines: Sequence[Line], prose: Sequence[bool], kinds: Sequence[str | None]) -> None:
        self.lines, self.prose, self.kinds = lines, prose, kinds
        told = [bool(_SAYS.search(line.text[:LONG]) or len(line.text) > 200) for line in lines]
        self.sure = [
            is_prose and kind is None and is_told for is_prose, kind, is_told in zip(prose, kinds, told, strict=True)
        ]
        places = [number for number, is_sure in enumerate(self.sure) if is_sure]
        self.first, self.last = (places[0], places[-1]) if places else (len(lines), -1)
        self.runs = list(_runs([not is_prose or kind is not None for is_prose, kind in zip(prose, kinds, strict=True)]))
        self.furniture = [kind not in (None, "title") for kind in kinds]

    def of(self, number: int) -> Iterator[str]:
        """The features of one line's place."""
        where = "before" if number < self.first else "after" if number > self.last else "within"
        yield where
        yield f"{where} run {bisect((2, 3, 4, 7), self.runs[number])}"
        yield f"at {10 * number // max(1, len(self.lines))}"
        for name, other in (("above", number - 1), ("below", number + 1)):
            yield f"{name} {self._sort(other)}"
            yield f"{where} {name} {self._sort(other)}"
        near = sum(self.furniture[max(0, number - 4) : number]), sum(self.furniture[number + 1 : number + 5])
        yield f"furniture above {near[0]}"
        yield f"furniture below {near[1]}"
        if number > self.last and "comment" in self.kinds[max(0, number - 12) : number]:
            yield "after a comment"
        if number > self.last and "related" in self.kinds[max(0, number - 6) : number]:
            yield "after a link"
        if number > 0 and len(self.lines[number - 1].text) > 55 and self.lines[number - 1].text[-1:].isalnum():
            yield "goes on" if self.lines[number].text[:1].islower() else "may go on"
        if (
            55 < len(self.lines[number].text) < 90
            and number + 1 < len(self.lines)
            and self.lines[number + 1].text[:1].islower()
        ):
            yield "is gone on with"
        yield "gap" if self.lines[number].gap else "no gap"

    def _sort(self, number: int) -> str:
        if not 0 <= number < len(self.lines):
            return "edge"
        if self.kinds[number]:
            return "furniture" if self.kinds[number] != "title" else "title"
        return "told" if self.sure[number] else "prose" if self.prose[number] else "label"


def _runs(flags: list[bool]) -> Iterator[int]:
    """For each place, how long the run of True is that it stands in; 0 where it is False."""
    at = 0
    while at < len(flags):
        stop = at + 1
        while stop < len(flags) and flags[stop] == flags[at]:
            stop += 1
        for _ in range(at, stop):
            yield stop - at if flags[at] else 0
        at = stop
