"""Lemmas: of forms that the treebanks agree on by a table, of all others by an edit rule of the network."""

from __future__ import annotations

import json
from functools import cache

from kgraph.annotate.weights import folder


@cache
def known_lemmas() -> dict[str, dict[str, str]]:
    """Part of speech -> lower-cased form -> lemma, "" for the form itself; see training/lexicon.py."""
    table: dict[str, dict[str, str]] = json.loads((folder() / "lemmas.json").read_text(encoding="utf-8"))
    return table


def lemma_rule(form: str, lemma: str) -> str:
    """The rule that makes `lemma` from `form`: "case|cut|add".

    Case is "l" where the lemma is built on the lower-cased form, "k" where the form keeps its letters.

    Examples:
        >>> lemma_rule("Talks", "talk"), lemma_rule("Putin", "Putin"), lemma_rule("was", "be")
        ('l|1|', 'k|0|', 'l|3|be')
    """
    keeps = lemma != lemma.lower()
    base = form if keeps else form.lower()
    shared = 0
    while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
        shared += 1
    return f"{'k' if keeps else 'l'}|{len(base) - shared}|{lemma[shared:]}"


def apply_lemma_rule(form: str, rule: str) -> str:
    """The lemma of `form` by `rule`; the form itself where nothing would be left.

    Examples:
        >>> apply_lemma_rule("accused", "l|1|"), apply_lemma_rule("Said", "l|2|y")
        ('accuse', 'say')
    """
    case, cut, add = rule.split("|", 2)
    base = form if case == "k" else form.lower()
    return base[: max(0, len(base) - int(cut))] + add or base
