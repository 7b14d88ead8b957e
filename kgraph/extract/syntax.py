"""What every extractor reads off the parse, for Universal Dependencies and for spaCy's older CLEAR labels alike."""

from collections.abc import Container, Iterable, Iterator

from kgraph.extract.parse import Parse, Span, Token

SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "nsubjpass", "csubj", "agent"})
ACTIVE_SUBJECT = frozenset({"nsubj", "nsubj:outer", "csubj"})
PASSIVE_SUBJECT = frozenset({"nsubj:pass", "nsubjpass"})
OBJECT = frozenset({"obj", "iobj", "dobj", "dative"})
POSSESSOR = frozenset({"nmod:poss", "poss"})
OBLIQUE = frozenset({"obl", "obl:agent", "nmod", "pobj", "obl:unmarked"})
APPOSITION = frozenset({"appos"})
CLAUSE = frozenset({"acl", "acl:relcl", "relcl", "advcl", "advcl:relcl", "ccomp", "csubj", "parataxis"})
RELATIVE = frozenset({"acl:relcl", "relcl", "ccomp", "parataxis"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
NEGATION = frozenset({"not", "n't", "never", "no", "nor", "neither"})
MODAL = frozenset({"may", "might", "could", "would", "can", "should", "if", "whether", "unless"})


def children(token: Token, labels: Iterable[str]) -> list[Token]:
    """Direct dependents of the token with one of the labels, in order."""
    return [child for child in token.children if child.dep_ in labels]


def preposition(token: Token) -> str | None:
    """The preposition that governs a noun, lower-cased, or None.

    In Universal Dependencies it hangs below the noun (``case``), in CLEAR the noun hangs below it (``pobj``).
    """
    if token.dep_ == "pobj":
        return str(token.head.lower_)
    marks = [child for child in token.children if child.dep_ == "case" and child.lower_ not in {"'s", "’s", "'", "’"}]
    return " ".join(mark.lower_ for mark in marks) or None


def lemma_among(token: Token, known: Container[str]) -> str:
    """The lemma, or where that is not among the known ones a regular stem that is: a lemmatiser may err, or be none."""
    return form_among(token.lemma_.lower(), token.lower_, known)


def form_among(lemma: str, word: str, known: Container[str]) -> str:
    """Like ``lemma_among``, for a lemma and a word in small letters."""
    if lemma in known:
        return lemma
    regular = (word, word[:-1], word[:-2], word[:-3], word[:-3] + "e", word[:-3] + "y", word[:-4])
    return next((form for form in regular if form in known), lemma)


def subject(verb: Token) -> Token | None:
    """The subject of a verb; of a verb without one that of the verb it is coordinated with or complements."""
    for _ in range(4):  # control chains are short; the bound keeps a broken parse from looping
        own = children(verb, SUBJECT - {"agent"})
        if own:
            return own[0]
        if verb.dep_ not in {"conj", "xcomp", "advcl", "acl"} or verb.head == verb:
            return None
        if verb.dep_ == "acl":
            return verb.head
        verb = verb.head
    return None


def agent(verb: Token) -> Token | None:
    """Who acts in a passive clause ("by X"), or None."""
    for child in verb.children:
        if child.dep_ == "obl:agent" or (child.dep_ == "obl" and preposition(child) == "by"):
            return child
        if child.dep_ == "agent":
            return next((grandchild for grandchild in child.children if grandchild.dep_ == "pobj"), None)
    return None


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive voice."""
    return any(child.dep_ in PASSIVE_SUBJECT or child.dep_ in {"aux:pass", "auxpass"} for child in verb.children)


def is_asked(verb: Token) -> bool:
    """Of "Asked whether Norland would pay, Saal declined" nobody says who asked; it was not Saal."""
    asks = verb.lemma_.lower() in {"ask", "press", "question", "quiz"} and verb.tag_ in {"VBN", "VBD"}
    return asks and verb.dep_ in {"advcl", "acl"} and not children(verb, SUBJECT)


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and all that is coordinated with it, in order."""
    yield token
    for child in token.children:
        if child.dep_ == "conj":
            yield from conjuncts(child)


def is_negated(verb: Token) -> bool:
    """Whether the clause of the verb is negated, modal or conditional, so that it states no fact."""
    words = {child.lower_ for child in verb.children if child.dep_ in {"advmod", "neg", "aux", "mark", "det"}}
    return bool(words & (NEGATION | MODAL))


def is_dash(token: Token) -> bool:
    """Whether a token is a dash with spaces around it, as behind a dateline ("HALVIK, Norland - The minister ...")."""
    before = token.doc[token.i - 1] if token.i else None
    return token.text in {"-", "–", "—"} and before is not None and bool(before.whitespace_ and token.whitespace_)


def phrase(head: Token, without: Iterable[str] = CLAUSE) -> Span:
    """The noun phrase of a head word: its subtree, less clauses, trailing appositions, conjuncts and punctuation.

    Returns:
        A span of the document that contains the head; the preposition in front is left out.
    """
    left, right = head.i, head.i
    barred = {*without, "conj", "cc", "punct", "case", "prep", "appos", "cop", "mark", "nsubj", "aux"}
    for child in head.children:
        if child.dep_ in barred:
            continue
        indices = [t.i for t in child.subtree if not t.is_space]
        if indices:
            left, right = min(left, *indices), max(right, *indices)
    return trim(head.doc[left : right + 1])


def trim(span: Span) -> Span:
    """The span without spaces and punctuation at either end; one token at least remains."""
    start, end = span.start, span.end
    while end - start > 1 and (span.doc[end - 1].is_space or span.doc[end - 1].is_punct):
        end -= 1
    while end - start > 1 and (span.doc[start].is_space or span.doc[start].is_punct):
        start += 1
    return span.doc[start:end]


def chars(doc: Parse, start: int, end: int) -> Span | None:
    """The smallest span of tokens that covers the characters; None where that is no token."""
    found = doc.char_span(start, end, alignment_mode="expand")
    return found if found is not None and len(found) else None


def root(span: Span) -> Token:
    """The head word of a span, robust against a span that holds several heads (the first noun or verb wins)."""
    heads = [t for t in span if (t.head.i < span.start or t.head.i >= span.end or t.head == t) and not t.is_space]
    content = [t for t in heads if t.pos_ in {"NOUN", "PROPN", "PRON", "VERB", "AUX", "ADJ", "NUM"}]
    return (content or heads or [span[0]])[0]
