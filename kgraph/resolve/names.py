"""Names of people compared across transliterations: the same spelling key, and how alike two names are.

One person is Zelensky, Zelenskiy, Zelenskyy, Selenskyj; Shoigu, Schoigu, Choïgou. ``key`` respells each word as the
usual English romanisation would and drops what transliterations do not agree on (doubled letters, z or s, i or y or j,
w or v). It stays exact where languages tell people apart: Petrov and Petrova, Zhou and Zhu, Johnson and Jansen.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from anyascii import anyascii

from kgraph.resolve.given_names import NICKNAMES, VARIANTS

MAX_NAME = 200
"""Characters of a name that are looked at: what is longer is no name."""

HONORIFICS = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady gen general lt lieutenant col colonel maj major adm admiral "
    "capt captain sgt marshal president vice premier prime minister foreign defense defence chancellor senator sen "
    "rep congressman congresswoman ambassador secretary governor mayor speaker spokesman spokeswoman spokesperson "
    "sheikh sheik sayyid seyed ayatollah mullah imam hojatoleslam pope king queen prince princess crown emir sultan "
    "patriarch metropolitan cardinal archbishop bishop rabbi comrade herr frau monsieur madame mme senor hon "
    "judge justice director chairman former acting then".split()
)
"""Words before a name that are no part of it."""

_PARTICLES = frozenset(("al", "el"))
_SUFFIXES = frozenset(("jr", "sr", "junior", "senior"))

# A German (or Polish) spelling of a Slavic name shows itself by its end or by "sch"; a French one by "ou" and "tch".
# Capitals are single sounds: S sh, C ch, X kh, Z zh, J the j of "John"; they are spelt out again at the end.
_GERMAN = re.compile(r"sch|[oe]wa?$|[iy]j$|^j.*(?:enko|juk)$")
_FRENCH = re.compile(r"ch.*ou$|chtch|tch[ei]|ou.*tch")
_FROM_GERMAN = (("schtsch", "SC"), ("dsch", "J"), ("tsch", "C"), ("sch", "S"), ("ch", "X"), ("j", "y"))
_FROM_FRENCH = (("chtch", "SC"), ("tch", "C"), ("ch", "S"))
_RULES = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("shch", "SC"),
        ("dzh|dj", "J"),
        ("zh", "Z"),
        ("sh", "S"),
        ("kh", "X"),
        ("cz|ch", "C"),
        ("ph", "f"),
        ("x", "ks"),
        ("(?<=[oe])ff$", "v"),  # Karimoff
        ("w", "v"),
        ("(?<=..)ine$", "in"),  # Poutine
        ("(?<=..)ou|ou(?=...)", "u"),  # Mahmoud; but Zhou is not Zhu
        ("(?<=.)oo(?=.)", "u"),
        ("(?<=.)ee(?=.)", "i"),
        ("aa(?=...)|(?<=...)aa", "a"),
        ("(?<=[b-df-hj-np-tv-z])([aou])e(?=[b-df-hj-np-tv-z].)", r"\1"),  # Baerbock, Schroeder, Mueller
        ("c(?=[eiy])", "s"),
        ("[qc]", "k"),
        ("(?<=[gd])h(?=.)", ""),
        ("^ye(?=...)", "e"),  # Yermak, Ermak
        ("(?<=[aeiouy])j(?![aeou])|ij(?=a$)", "y"),
        ("[iy]+", "i"),
        ("(?<=C)i?ov(?=a?$)", "ev"),  # Gorbachov
        ("(?<=[aeou])i(?=ev$|eva$)", ""),  # Tokayev, Tokaev
        ("z", "s"),
        ("(?<=...[ae])h$", ""),  # Abdullah
        (r"([b-df-hj-np-tv-zA-Z])\1+", r"\1"),
    )
)
_SPELT = str.maketrans({"S": "sh", "C": "ch", "X": "kh", "Z": "zh", "J": "j"})


def _respell(word: str) -> str:
    """One pass of the rules over a word of small ASCII letters."""
    first = _FROM_GERMAN if _GERMAN.search(word) else _FROM_FRENCH if _FRENCH.search(word) else ()
    for old, new in first:
        word = word.replace(old, new)
    for pattern, spelt in _RULES:
        word = pattern.sub(spelt, word)
    return word.translate(_SPELT)


@lru_cache(maxsize=65536)
def _spelling(word: str) -> str:
    """The rules, until they change nothing more, so that a key is its own key."""
    for _ in range(20):
        again = _respell(word)
        if again == word:
            break
        word = again
    return word


@cache
def _variants() -> dict[str, str]:
    """Spelling -> the spelling of the first name in its group."""
    groups = [[_spelling(anyascii(word)) for word in line.split()] for line in VARIANTS.strip().splitlines()]
    return {spelling: group[0] for group in groups for spelling in group}


@cache
def _nicknames() -> dict[str, int]:
    """Key -> number of its group of short forms."""
    lines = NICKNAMES.strip().splitlines()
    return {_word_key(word): number for number, line in enumerate(lines) for word in line.split()}


def _word_key(word: str) -> str:
    spelling = _spelling(word)
    return _variants().get(spelling, spelling)


def _letters(name: str) -> list[str]:
    """Words of a name in small ASCII letters and digits; apostrophes join, a possessive ending is dropped."""
    plain = anyascii(name[:MAX_NAME].encode("utf-8", "replace").decode()).lower()
    plain = re.sub(r"(?<=\w)['`]s?(?=\W|$)", "", plain)
    return re.findall(r"[a-z0-9]+", re.sub(r"['`]", "", plain))


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """Key of a name: two spellings of one name have the same, words in the order given, Arabic articles dropped.

    Any text has a key; of a text without letters it is empty. ``key(key(name)) == key(name)``.

    >>> key("Selenskyj") == key("Zelenskyy") == key("Zelenskiy") == key("Зеленский")
    True
    >>> key("Petrov") == key("Petrova")
    False
    """
    words = _letters(name)
    kept = [word for word in words if word not in _PARTICLES] or words
    return " ".join(_word_key(word) for word in kept)


def without_honorifics(name: str) -> str:
    """The name without the titles before it; a name of titles only is left as it is.

    >>> without_honorifics("Foreign Minister Dr. Ada Moreau")
    'Ada Moreau'
    """
    words = name.split()
    at = 0
    while at < len(words) - 1 and re.sub(r"\W", "", words[at]).casefold() in HONORIFICS:
        at += 1
    return " ".join(words[at:])


def given_key(word: str) -> str:
    """Key of a given name, short forms and full ones the same; the word is one of a ``key``.

    >>> given_key("bob") == given_key("robert")
    True
    """
    group = _nicknames().get(word)
    return word if group is None else _first_forms()[group]


@cache
def _first_forms() -> dict[int, str]:
    """Number of a group of short forms -> the first of it."""
    return {number: key for key, number in reversed(_nicknames().items())}


def suffix(name: str) -> str:
    """``j`` or ``s`` where a name ends in "Jr." or "Sr.", else nothing.

    >>> suffix("Ferdinand Marcos Jr.")
    'j'
    """
    return _words(name)[1]


@lru_cache(maxsize=16384)
def _words(name: str) -> tuple[tuple[str, ...], str]:
    """Keys of the words of a person's name in spoken order, and "jr" or "sr" where it ends so."""
    family, comma, given = name.partition(",")
    if comma and given.strip() and given.strip(" .").casefold() not in _SUFFIXES:
        name = f"{given} {family}"
    words = tuple(key(without_honorifics(re.sub(r"\b(\w)\.(?=\w)", r"\1. ", name))).split())
    if len(words) > 1 and words[-1] in _SUFFIXES:
        return words[:-1], words[-1][0]
    return words, ""


def _one_edit(a: str, b: str) -> bool:
    """Whether one letter more, less or other turns ``a`` into ``b``."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[start + 1 :] == b[start + 1 :] or a[start + 1 :] == b[start:] or a[start:] == b[start + 1 :]


def _near(a: str, b: str) -> bool:
    """Whether the two differ like a slip of the pen: long, same beginning, one letter, and not man and woman."""
    if min(len(a), len(b)) < 6 or a[0] != b[0] or a + "a" == b or b + "a" == a:
        return False
    return _one_edit(a, b)


def slip(a: str, b: str) -> bool:
    """Whether one word is a slip of the pen for another, which has a letter more, less, other, or two swapped.

    >>> slip("Brandvodl", "Brandvold"), slip("Petrova", "Petrov")
    (True, False)
    """
    one, other = (anyascii(word).lower() for word in (a, b))
    if len(one) == len(other):
        at = next((i for i, (x, y) in enumerate(zip(one, other, strict=True)) if x != y), len(one))
        turned = one[:at] + one[at : at + 2][::-1] + one[at + 2 :]
        if at and len(one) > 5 and turned == other:
            return True
    return _near(one, other)


def _word_score(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if 1 in (len(a), len(b)):
        return 0.9 if a[0] == b[0] else 0.0
    group = _nicknames().get(a)
    if group is not None and group == _nicknames().get(b):
        return 0.9
    return 0.75 if _near(a, b) else 0.0


def _given_score(a: Sequence[str], b: Sequence[str]) -> float:
    """How well the given names of the one are among those of the other, in order and without a gap."""
    short, long = sorted((a, b), key=len)
    if not short:
        return 0.0
    places = range(len(long) - len(short) + 1) if len(short) == 1 else (0,)
    scores = (min(_word_score(x, long[at + i]) for i, x in enumerate(short)) for at in places)
    return max(scores) * (1.0 if len(a) == len(b) else 0.95)


def _spoken_score(a: Sequence[str], b: Sequence[str]) -> float:
    """Score of two names of two words or more, family name last in both."""
    family = _word_score(a[-1], b[-1]) if min(len(a[-1]), len(b[-1])) > 1 else 0.0
    return family * _given_score(a[:-1], b[:-1])


def _turned(words: Sequence[str]) -> Sequence[str]:
    return (*words[1:], words[0])


def _part_score(short: Sequence[str], long: Sequence[str]) -> float:
    """Score of a name that is a part of the other: a family name (last, or first as in East Asia), a given name."""
    if long[-len(short) :] == short:
        return 0.7 if len(short) > 1 else 0.6
    return 0.5 if len(short) == 1 and long[0] == short[0] else 0.0


def same_person(a: str, b: str) -> float:
    """How likely two names are spellings of one person's name, 0 to 1.

    1 for the same name, 0.9 and more with a middle name left out, with initials or in another order, 0.5 to 0.7 where
    one is only a part of the other ("Lavrov"), 0.75 for a slip of the pen, 0 for different names. Titles do not count.

    >>> same_person("Recep Tayyip Erdoğan", "President Tayyip Erdogan") > 0.9
    True
    >>> same_person("Kim Jong Un", "Kim Yo Jong")
    0.0
    """
    (words, end), (others, other_end) = _words(a), _words(b)
    if not words or not others or (end and other_end and end != other_end):
        return 0.0
    if words == others:
        return 1.0
    if sorted(words) == sorted(others) or "".join(words) == "".join(others):
        return 0.95
    short, long = sorted((words, others), key=len)
    part = _part_score(short, long) if len(short) < len(long) else 0.0
    if len(short) < 2:
        return part
    initials = 1 in map(len, (*words, *others))  # family name first, nobody has any: George Vella, George W. Bush
    vague = initials and len(short) < len(long)  # "Roberta Joseph" is no Joseph R. Biden
    orders: Iterable[float] = (
        _spoken_score(words, others),
        0.0 if initials else _spoken_score(_turned(words), _turned(others)),
        0.0 if vague else _spoken_score(_turned(words), others) * 0.95,
        0.0 if vague else _spoken_score(words, _turned(others)) * 0.95,
    )
    return max(part, *orders)
