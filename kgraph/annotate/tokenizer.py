"""spaCy's English tokenizer, made to cut words as Universal Dependencies does, and on pages with missing spaces.

Tags, parse and lemmas are learnt on the words of UD English: a word cut otherwise is a word misread.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

#: What a hyphen does not cut off: "anti-war" is one word, "war-torn" is three. Counted in UD train (EWT, GUM).
_BOUND = "anti|co|counter|cross|e|ex|inter|intra|mid|mini|mis|multi|non|over|post|pre|pro|re|semi|sub|un"
#: Words with these patterns are left whole: those after a bound prefix, telephone numbers, dates.
_WHOLE = (rf"(?i:{_BOUND})-\w+", r"(?:\d+/)?\d{3}-\d{4}", r"\d+(?:-\d+){2,}")

#: Marks come in one piece, "!!!" and "<<" too.
_MARKS = (r"[!?]+", r"\$+", r"[-*=_<>#+~]{2,}", "-")
_PREFIXES = (r"#[^\W\d]\w*", r"['’]\d\ds?\b", *_MARKS)  # tags and years of two digits keep their mark
_SUFFIXES = (r"\d*0['’]s", *_MARKS)  # as do decades: 1960's

#: A place, not a mark: between a word and what is contracted with it.
_CONTRACTION = r"(?=(?i:n['’]t|['’`](?:s|d|m|ll|re|ve))\b)(?<=[A-Za-z])"
_INFIXES = (
    # Pages in a hurry run sentences and asides together, machine-translated ones '"We will come."he said'.
    r'["“”„«»()\[\]{}]',
    r"[-–—](?=[0-9])",
    # Between a number and its unit.
    r"(?<=[0-9])(?=(?:[ap]m|[AP]M|[kb]|[bm]n|MM|hrs?)\b)",
    _CONTRACTION,
)

#: Common in news, unknown to spaCy: the full stop is theirs.
_ABBREVIATIONS = """
    al. approx. ca. oz. lb. lbs. Ave. Blvd. Ft. Capt. Cmdr. Col. Cpl. Drs. Hon. Lt. Maj. Pres. Pvt. Reps. Sens. Sgt. Sr.
    Mon. Tue. Tues. Wed. Thu. Thur. Thurs. Fri. Sat.
""".split()
#: spaCy's exceptions that news does not mean: "i'd" without the apostrophe, a smile in "(aged 8)", "$5m." at an end.
_UNWANTED = {"id", "Id", "wed", "Wed", "and/or", "):", "8)", "(=", "k.", "m."}


def split_as_ud(nlp: Language) -> None:
    """Makes the tokenizer cut words where UD English does; patterns and rules only, so that it can be saved."""
    tokenizer: Any = nlp.tokenizer
    usual = nlp.Defaults
    tokenizer.prefix_search = compile_prefix_regex([*_PREFIXES, *(usual.prefixes or ())]).search
    tokenizer.suffix_search = compile_suffix_regex([*_SUFFIXES, *(usual.suffixes or ())]).search
    tokenizer.infix_finditer = compile_infix_regex([*_INFIXES, *(usual.infixes or ())]).finditer
    # Asked of every word, several times: most have no hyphen and are done with at the first step.
    tokenizer.token_match = re.compile(rf"(?=[^-]*-)(?:{'|'.join(_WHOLE)})$").match
    # An exception that a pattern covers costs spaCy a second pass over each text that has it.
    contraction = re.compile(_CONTRACTION)
    rules = {word: cut for word, cut in tokenizer.rules.items() if not contraction.search(word)}
    rules |= {word: [{"ORTH": word}] for word in _ABBREVIATIONS}
    rules |= {word: [{"ORTH": word[:3]}, {"ORTH": word[3:]}] for word in ("wanna", "Wanna")}
    tokenizer.rules = {word: cut for word, cut in rules.items() if word not in _UNWANTED}
