"""spaCy's English tokenizer, made to hold on pages with missing spaces."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.util import compile_infix_regex

#: Double quotation marks inside a word: machine-translated pages run '"We will come."he said' together.
_QUOTES = r'["“”„«»]'


def split_as_ud(nlp: Language) -> None:
    """Makes the tokenizer split words at double quotation marks inside them."""
    tokenizer: Any = nlp.tokenizer
    infixes = nlp.Defaults.infixes or ()
    tokenizer.infix_finditer = compile_infix_regex([*infixes, _QUOTES]).finditer
