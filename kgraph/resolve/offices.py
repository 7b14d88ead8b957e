"""Names of offices and of kinds of bodies, made comparable: "Defence Secretary" and "minister of defense" are one."""

import re
from functools import lru_cache

_BRITISH = {
    "defence": "defense", "organisation": "organization", "labour": "labor", "centre": "center",
    "programme": "program", "theatre": "theater", "mobilisation": "mobilization",
}  # fmt: skip

KINDS = {
    "foreign ministry": "ministry of foreign affairs|foreign affairs ministry|mfa|foreign office|department of state"
    "|ministry of external affairs|external affairs ministry|department of foreign affairs"
    "|ministry for foreign affairs",
    "defense ministry": "ministry of defense|mod|defense department|department of defense|war ministry|ministry of war",
    "armed forces": "army|military|forces|troops|ground forces",
    "interior ministry": "ministry of the interior|ministry of interior|ministry of internal affairs|home office",
    "finance ministry": "ministry of finance|treasury",
    "justice ministry": "ministry of justice|justice department|department of justice",
    "energy ministry": "ministry of energy|department of energy",
    "economy ministry": "ministry of economy|ministry of the economy|economics ministry|ministry of economics",
    "health ministry": "ministry of health|department of health",
    "government": "cabinet|cabinet of ministers|council of ministers|administration",
    "presidency": "presidential administration|presidential office|office of the president|president's office"
    "|prime minister's office|office of the prime minister|pmo|presidential palace|chancellery",
    "parliament": "legislature|national assembly|lower house|upper house|senate|house of representatives",
    "central bank": "national bank|reserve bank",
    "general staff": "joint chiefs of staff",
    "security council": "national security council|security cabinet",
    "intelligence agency": "intelligence|intelligence service|secret service|intelligence services|security service"
    "|intelligence agencies|foreign intelligence service|spy agency",
    "navy": "naval forces",
    "air force": "airforce",
    "police": "national police",
    "prosecutor's office": "prosecutor general's office|office of the prosecutor general",
    "border guard": "border guard service|state border guard|border service",
}
"""Kind of body (``kg:bodyKind``) -> what else texts call one."""

OFFICES = {
    "foreign minister": "fm|minister of foreign affairs|minister for foreign affairs|foreign affairs minister"
    "|external affairs minister|minister of external affairs|foreign secretary|secretary of state|top diplomat"
    "|minister of foreign and european affairs|minister for europe and foreign affairs|federal foreign minister",
    "defense minister": "minister of defense|minister for defense|defense secretary|secretary of defense|defense chief"
    "|secretary of war|war secretary|minister of national defense|pentagon chief|minister of the armed forces"
    "|armed forces minister",
    "interior minister": "minister of the interior|minister of interior|minister of internal affairs|home secretary"
    "|home minister",
    "finance minister": "minister of finance|treasury secretary|secretary of the treasury|chancellor of the exchequer",
    "energy minister": "minister of energy|energy secretary|secretary of energy",
    "prime minister": "pm|premier|head of government|taoiseach|minister president",
    "president": "head of state",
    "vice president": "vp|veep",
    "chancellor": "federal chancellor",
    "deputy foreign minister": "deputy minister of foreign affairs|vice foreign minister"
    "|vice minister of foreign affairs|first deputy foreign minister",
    "deputy prime minister": "vice prime minister|deputy premier|first deputy prime minister",
    "spokesman": "spokeswoman|spokesperson|press secretary|press spokesman|chief spokesman|official representative"
    "|press officer|chief spokesperson|official spokesperson|official spokesman",
    "secretary general": "secretary-general|sec-gen|general secretary",
    "foreign policy chief": "high representative|high representative for foreign affairs and security policy"
    "|foreign affairs chief|head of foreign policy|chief diplomat|top diplomat of the eu|foreign policy representative",
    "ambassador to the un": "permanent representative to the un|un ambassador|envoy to the un|un envoy"
    "|permanent representative to the united nations|ambassador to the united nations|united nations ambassador",
    "ambassador to the us": "us ambassador|ambassador to the united states|ambassador in washington",
    "national security adviser": "national security advisor|security adviser",
    "adviser": "advisor|aide|presidential adviser|senior adviser|counselor|counsellor",
    "speaker": "parliament speaker|speaker of parliament|chairman of parliament",
    "director general": "director-general|dg",
    "commander-in-chief": "commander in chief|top general|army chief|military chief|chief of the armed forces",
    "chief of staff": "chief of the general staff|chief of general staff|military chief of staff",
    "supreme leader": "paramount leader",
    "chief executive": "ceo|chief executive officer",
    "chair": "chairman|chairwoman|chairperson",
    "king": "monarch",
    "pope": "pontiff",
}
"""Office -> what else texts call it."""

HEADS = frozenset(("head", "chief", "leader", "boss"))
"""What the holder of any office in ``LEADING`` may be called."""

LEADING = (
    "supreme leader", "chancellor", "president", "prime minister", "king", "emir", "pope", "secretary general",
    "director general", "director", "managing director", "executive director", "foreign policy chief", "chair",
    "chief executive", "governor", "commander", "commander-in-chief", "chief", "chief of staff", "head", "leader",
    "patriarch", "prosecutor", "high commissioner for human rights", "high commissioner for refugees",
    "commissioner general", "secretary", "chairperson of the commission", "speaker",
)  # fmt: skip
"""Offices whose holder leads the body, those before others first."""

LED_BY_PRIME_MINISTER = frozenset(
    (
        "Albania", "Armenia", "Bangladesh", "Bulgaria", "Croatia", "Czech Republic", "Estonia", "Ethiopia", "Georgia",
        "Greece", "Hungary", "Iceland", "India", "Iraq", "Ireland", "Israel", "Italy", "Kosovo", "Latvia", "Lebanon",
        "Malta", "Montenegro", "North Macedonia", "Pakistan", "Poland", "Portugal", "Singapore", "Slovakia", "Slovenia",
    )
)  # fmt: skip
"""States with a president whose "leader" is the prime minister."""

MINISTERS = {kind: kind.replace("ministry", "minister") for kind in KINDS if kind.endswith("ministry")}
"""Kind of ministry -> the office of who leads it; the office belongs to the state."""

_LEFT_OUT = re.compile(r"^(?:(?:the|acting|interim|current|then|former|ex|incumbent|newly appointed)\b[ -]*)+")


@lru_cache(maxsize=65536)
def plain_words(text: str) -> str:
    """Small letters, American spelling, one space between words, no leading article.

    >>> plain_words("The  Ministry of Defence")
    'ministry of defense'
    """
    words = re.sub(r"[^\w'+-]+", " ", text.replace("’", "'").casefold()).split()
    return re.sub("^the ", "", " ".join(_BRITISH.get(word, word) for word in words))


def _table(names: dict[str, str]) -> dict[str, str]:
    also = {other: name for name, others in names.items() for other in others.split("|")}
    return also | {name: name for name in names}


_KINDS, _OFFICES = _table(KINDS), _table(OFFICES)


_BEGUN = frozenset(name.split()[0] for name in _KINDS)
_ENDED = frozenset(name.split()[-1] for name in _KINDS)


def begins_kind(word: str) -> bool:
    """Whether a name of a kind of body may begin with this word, as it stands in a text."""
    plain = plain_words(f"{word} x").split()[0]
    return plain in _BEGUN or plain in {"the", "x"}


def may_end_kind(word: str) -> bool:
    """Whether a name of a kind of body may end with this word, as it stands in a text."""
    plain = plain_words(word).split()
    return not plain or plain[-1] in _ENDED


def kind_named(text: str) -> str | None:
    """The kind of body that a text names, None where it names none that is known.

    >>> kind_named("Ministry of Foreign Affairs")
    'foreign ministry'
    """
    return _KINDS.get(plain_words(text))


@lru_cache(maxsize=65536)
def office_key(text: str) -> str:
    """An office's one name; of an office that is not listed its own words.

    >>> office_key("Defence Secretary"), office_key("the spokeswoman"), office_key("acting Premier")
    ('defense minister', 'spokesman', 'prime minister')
    """
    words = _LEFT_OUT.sub("", plain_words(text))
    return _OFFICES.get(words) or _OFFICES.get(words.replace("-", " ")) or words


def offices_meant(text: str) -> frozenset[str]:
    """Every office that the word may stand for: of "chief" all that lead a body, else the one."""
    office = office_key(text)
    return HEADS.union(LEADING) if office in HEADS else frozenset((office,))
