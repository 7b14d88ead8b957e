"""Lasting relations between actors: "NATO member Norland", "the Norland-backed Front", "Norland joined the Pact".

The words stand in ``ontologies/relations.ttl``; here is only how they are read off the parse. A word that stands under
several relations is yielded under each: which is meant, the kinds of the two actors tell (:mod:`kgraph.resolve.bonds`).
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spacy.tokens import Doc

from kgraph.extract.beginnings import noun_beginnings, verb_beginnings
from kgraph.extract.contents import inside
from kgraph.extract.factuality import Told, told
from kgraph.extract.lexicon import load_lexicon
from kgraph.extract.parse import Parse, Span, Token, parse
from kgraph.extract.syntax import (
    ACTIVE_SUBJECT,
    NOMINAL,
    OBJECT,
    OBLIQUE,
    PASSIVE_SUBJECT,
    POSSESSOR,
    SUBJECT,
    agent,
    children,
    conjuncts,
    is_passive,
    phrase,
    preposition,
    subject,
)
from kgraph.ontology import relation_kinds, relation_words
from kgraph.records import Article, Mention, Relation

SCORE = 0.8
"""Confidence in the reading alone."""

HYPHENS = frozenset({"-", "–"})
_TITLE = frozenset({"compound", "nmod:desc", "nmod:unmarked", "nmod", "amod", "flat"})
_NAME = frozenset({"flat", "flat:name", "compound", "goeswith", "nn", "fixed", "amod", "punct", "nmod:desc"})
_INCLUDES = frozenset({"include", "comprise", "be"})
_SUCH_AS = frozenset({"including", "such", "like"})  # "as" is no word of its own in "such as"


class _Found(NamedTuple):
    """Two ends of a relation as tokens, and the word that tells it."""

    kinds: tuple[str, ...]
    source: Token
    target: Token
    word: Token
    label: str
    how: Told = Told()


def bonds(article: Article, doc: Doc | Parse) -> Iterator[Relation]:
    """Yield one relation for each pair of ends of a word that tells a lasting relation, once each."""
    seen = set()
    body = article.body
    for token in parse(doc):
        if not inside(body, token.idx, token.idx + 1):
            continue
        for found in _readings(token):
            for source in _several(found.source):
                for target in _several(found.target):
                    relations = _relations(article, found, source, target)
                    for relation in relations:
                        key = (relation.name, relation.source, relation.target)
                        if key not in seen and not relation.source.overlaps(relation.target or relation.source):
                            seen.add(key)
                            yield relation


def _readings(token: Token) -> Iterator[_Found]:
    if token.pos_ in {"NOUN", "PROPN"}:
        yield from _by_role(token)
        yield from _by_noun(token)
    if token.pos_ in {"VERB", "ADJ", "NOUN", "AUX"}:
        yield from _by_verb(token)
    if token.pos_ in {"VERB", "ADJ"}:
        yield from _by_modifier(token)
    if token.pos_ == "PROPN":
        yield from _by_owner(token)
        yield from _by_place(token)


# By a noun for one of the two: "NATO member Norland", "Norland, a member of the Pact"


def _by_role(noun: Token) -> Iterator[_Found]:
    table = relation_words()["role"]
    lemma = next(
        (form for form in (noun.lemma_.lower(), noun.lower_, noun.lower_.removesuffix("s")) if form in table), ""
    )
    for bearer, verb in _bearers(noun) if lemma and not _is_in_a_name(noun) else ():
        how = told(noun, load_lexicon(), verb)
        before = bearer.head == noun and bearer.dep_ in _TITLE and bearer.i < noun.i  # "the Ural region of Norland"
        owners = [(owner, kinds) for owner, kinds in _owners(noun, table[lemma]) if owner != bearer]
        owners = [(owner, kinds) for owner, kinds in owners if not before or preposition(owner) == "of"]
        for owner, kinds in owners:
            yield _Found(kinds, bearer, owner, noun, lemma, how)
        mutual = tuple(kind for kind in table[lemma] if relation_kinds()[kind].is_mutual)
        if mutual and not owners:  # "the allies Norland and Kostrava"
            first, *rest = conjuncts(bearer)
            yield from (_Found(mutual, first, other, noun, lemma, how) for other in rest)


def _owners(noun: Token, kinds: tuple[str, ...]) -> Iterator[tuple[Token, tuple[str, ...]]]:
    """The other side of a role noun: its possessor, what follows its preposition, or a name in front of it."""
    for child in children(noun, POSSESSOR):
        yield child, kinds
    for child in children(noun, {"nmod", "obl"}):
        fitting = tuple(kind for kind in kinds if preposition(child) in relation_kinds()[kind].prepositions)
        if fitting:
            yield child, fitting
    for child in children(noun, _TITLE):
        if _is_name_before(child, noun):
            yield child, kinds


def _is_in_a_name(noun: Token) -> bool:
    """Whether it is only a word of a name: "Halvik Airport" says of nobody that it is an airport."""
    return noun.pos_ == "PROPN" and any(e.start <= noun.i < e.end and len(e) > 1 for e in noun.doc.ents)


def _is_name_before(child: Token, noun: Token) -> bool:
    """Whether it is a name that qualifies the noun alone: the one in "Varania-annexed" qualifies the participle."""
    named = child.pos_ in {"PROPN", "ADJ", "NOUN"} and child.text[:1].isupper() and not child.is_sent_start
    named = named or (child.is_sent_start is True and child.pos_ == "PROPN")
    return child.i < noun.i and named and not preposition(child) and child.nbor().text not in HYPHENS


def _bearers(noun: Token) -> Iterator[tuple[Token, Token | None]]:
    """Whom a role noun is said of, and the verb that says so where there is one."""
    if noun.dep_ == "appos" and noun.head.pos_ in NOMINAL:
        yield noun.head, None
    for child in children(noun, {"appos", "flat"}):
        if child.pos_ == "PROPN":
            yield child, None
    if noun.dep_ in _TITLE and noun.head.pos_ == "PROPN" and noun.i < noun.head.i and not preposition(noun):
        yield noun.head, None
    for child in children(noun, {"nmod"}):
        if (
            preposition(child) == "of"
            and child.pos_ == "PROPN"
            and child.ent_type_ != "ORG"
            and noun.lemma_.lower() not in {"member", "ally", "part"}
        ):
            yield child, None  # "the port of Lesny"
            yield from ((one, None) for one in children(noun, _TITLE) if _is_name_before(one, noun))
    for child in children(noun, {"nmod"}):
        if preposition(child) in _SUCH_AS and child.pos_ == "PROPN":
            yield child, None  # "Pact members including Norland"
    if any(child.dep_ == "cop" for child in noun.children):
        subjects = children(noun, SUBJECT)
        yield from ((child, noun) for child in subjects[:1])
    elif noun.dep_ in ACTIVE_SUBJECT and noun.head.lemma_ in _INCLUDES:
        yield from ((child, noun.head) for child in children(noun.head, OBJECT))
    elif noun.dep_ in {"obl", "xcomp"} and (preposition(noun) == "as" or noun.head.lemma_ in {"become", "remain"}):
        who = subject(noun.head)
        if who is not None:
            yield who, noun.head


# By a verb: "Norland joined the Pact", "the bank is based in Halvik", "Lesny, annexed by Varania"


def _by_verb(verb: Token) -> Iterator[_Found]:
    for case, lemma in verb_beginnings(verb.lemma_.lower(), verb.lower_):
        for other, words in _governed(verb, lemma, lemma in relation_words()[case]):
            kinds = relation_words()[case].get(words, ())
            acting = _acting(verb, other)
            if kinds and acting is not None and acting.pos_ in NOMINAL and acting != other:
                how = told(verb, load_lexicon())
                how = how._replace(former=how.former or case == "leaving")
                source, target = (other, acting) if case == "holding" else (acting, other)
                yield _Found(kinds, source, target, verb, words, how)


def _governed(verb: Token, lemma: str, alone: bool) -> Iterator[tuple[Token, str]]:
    """What a verb governs, with the verb's words: ("join", its object), ("belong to", what follows "to").

    Args:
        verb: The verb.
        lemma: Its lemma.
        alone: Whether it tells a relation without a preposition.
    """
    passive = is_passive(verb) or _is_participle(verb)
    by = agent(verb)
    if alone and passive and by is not None:
        whose = next(iter(children(verb, PASSIVE_SUBJECT)), verb.head if verb.dep_ in {"acl", "acl:relcl"} else None)
        if whose is not None and whose.pos_ in NOMINAL:
            yield whose, lemma
    elif alone and not passive:
        yield from ((child, lemma) for child in children(verb, OBJECT) if child.pos_ in NOMINAL)
    for head in (verb, *children(verb, OBJECT)):
        for child in children(head, OBLIQUE):
            case_word = preposition(child) or ("by" if child == by else None)
            if case_word and child.pos_ in NOMINAL:
                middle = f" {head.lemma_.lower()}" if head != verb else ""
                yield child, f"{lemma}{middle} {case_word}"
                if middle and head.lower_.endswith(("self", "selves")):
                    yield child, f"{lemma} {case_word}"


def _acting(verb: Token, target: Token) -> Token | None:
    """Who stands in the relation: the subject, in the passive the agent, or the noun that it qualifies."""
    by = agent(verb)
    if by is not None and by != target and (is_passive(verb) or _is_participle(verb)):
        return by
    own = children(verb, SUBJECT - {"agent"})
    if own:
        return _antecedent(own[0], verb)
    if verb.dep_ in {"acl", "acl:relcl", "amod"} and verb.head.pos_ in NOMINAL:
        return verb.head
    found = subject(verb)
    return _antecedent(found, verb) if found is not None else None


def _antecedent(token: Token, verb: Token) -> Token:
    """The noun that "which" and "who" stand for."""
    relative = token.pos_ in {"PRON", "SCONJ", "DET"} and token.lower_ in {"which", "who", "that"}
    return verb.head if relative and verb.dep_ in {"acl:relcl", "relcl", "acl"} and verb.head.pos_ in NOMINAL else token


def _is_participle(verb: Token) -> bool:
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod", "advcl"} and not children(verb, ACTIVE_SUBJECT)


# By a noun for the relation: "Varania's war on Norland", "the alliance between Norland and Kostrava"


def _by_noun(noun: Token) -> Iterator[_Found]:
    known = relation_words()["noun"]
    lemma = noun.lemma_.lower() if noun.lemma_.lower() in noun_beginnings() else noun.lower_
    if lemma not in noun_beginnings():
        return
    how = told(noun, load_lexicon())
    for other in children(noun, {"nmod", "obl"}):
        words = f"{lemma} {preposition(other)}"
        kinds = known.get(words, ())
        if not kinds:
            continue
        if words.endswith(" between"):
            first, *rest = conjuncts(other)
            yield from (_Found(kinds, first, one, noun, words, how) for one in rest)
            continue
        for owner in (*children(noun, POSSESSOR), *_at(noun), *_named_before(noun)):
            yield _Found(kinds, owner, other, noun, words, how)
    kinds = known.get(f"{lemma} between", ())
    first, *rest = conjuncts(_at(noun)[0]) if kinds and _at(noun) else (noun,)
    yield from (_Found(kinds, first, one, noun, lemma, how) for one in rest)  # "Norland and Varania are at odds"
    pair = _hyphened(noun) if kinds else None
    if pair:
        yield _Found(kinds, *pair, noun, lemma, how)


def _at(noun: Token) -> list[Token]:
    """The subject of "is at war"."""
    return children(noun, SUBJECT)[:1] if preposition(noun) in {"at", "in"} else []


def _named_before(noun: Token) -> list[Token]:
    return [child for child in children(noun, {"compound", "amod"}) if child.text[:1].isupper() and child.i < noun.i]


def _hyphened(noun: Token) -> tuple[Token, Token] | None:
    """The two names of "the Norland-Varania war"."""
    before = noun.doc[max(0, noun.i - 3) : noun.i]
    if len(before) == 3 and before[1].text in HYPHENS and all(t.text[:1].isupper() for t in (before[0], before[2])):
        return before[0], before[2]
    return None


# By a modifier with a hyphen: "the Norland-backed Front", "pro-Varanian Front", "Varanian-annexed Lesny"


def _by_modifier(word: Token) -> Iterator[_Found]:
    noun = word.head
    if word.dep_ != "amod" or noun.pos_ not in NOMINAL:
        return
    named, noun = _before_hyphen(word), _named_part(noun)
    tables = relation_words()
    if named is not None:
        lemma = word.lower_
        yield from (_Found((kind,), noun, named, word, lemma) for kind in tables["modifier"].get(lemma, ()))
        yield from (_Found((kind,), named, noun, word, lemma) for kind in tables["passive"].get(lemma, ()))


def _named_part(noun: Token) -> Token:
    """The name of a noun that has one: "the Houthi movement", "the region of Lesny"; else the noun."""
    if noun.pos_ == "PROPN":
        return noun
    before = [child for child in children(noun, _TITLE) if _is_name_before(child, noun)]
    if noun.dep_ == "appos" and noun.head.pos_ == "PROPN" and not before:
        return noun.head  # "the Front, a Norland-backed militia"
    behind = [child for child in children(noun, {"nmod", "appos"}) if child.pos_ == "PROPN"]
    places = [child for child in behind if child.dep_ == "appos" or preposition(child) == "of"]
    return next(iter(places or before[-1:]), noun)


def _before_hyphen(word: Token) -> Token | None:
    """The name that a hyphen joins to a participle."""
    doc, at = word.doc, word.i
    if at < 2 or doc[at - 1].text not in HYPHENS or doc[at - 1].whitespace_ or doc[at - 2].whitespace_:
        return None
    return doc[at - 2] if doc[at - 2].text[:1].isupper() else None


# By the names alone: "Lesny, Varania", "Manbij in Syria"


def _by_owner(name: Token) -> Iterator[_Found]:
    """Of "Norland's Harbour Guard" that it is a part of Norland."""
    ent = next((e for e in name.doc.ents if e.root == name and e.label_ == "ORG" and len(e) > 1), None)
    if ent is None:
        return
    for owner in children(name, POSSESSOR):
        if owner.ent_type_ in {"GPE", "LOC", "ORG", "NORP"} and owner.i < ent.start:
            yield _Found(("part_of",), name, owner, name, "'s")


def _by_place(name: Token) -> Iterator[_Found]:
    kinds = ("located_in",)
    if name.ent_type_ not in {"LOC", "GPE", "FAC", "ORG"}:
        return
    for child in children(name, {"nmod", "nmod:unmarked", "appos", "list"}):
        listed = any(one.dep_ in {"conj", "cc"} for one in (*name.children, *child.children)) or name.dep_ == "conj"
        if child.pos_ != "PROPN" or child.i < name.i or child.ent_type_ not in {"LOC", "GPE"} or listed:
            continue
        case = preposition(child)
        comma = case is None and name.doc[child.left_edge.i - 1 if child.left_edge.i else 0].text == ","
        apposed = any(one.text == "," for one in name.doc[name.i : child.i])
        if case == "in" or (case is None and (comma or apposed) and name.ent_type_ in {"LOC", "GPE", "FAC"}):
            yield _Found(kinds, name, child, name, case or ",")


# From tokens to mentions


def _several(token: Token) -> Iterator[Token]:
    """The token and what is coordinated with it, where those are nominals too."""
    yield from (one for one in conjuncts(token) if one == token or one.pos_ in NOMINAL | {"ADJ"})


def _naming(token: Token) -> Span:
    """The words that name an end: its name where it is one, else the noun with what belongs to it."""
    doc = token.doc
    if token.pos_ == "PROPN" or (token.pos_ == "ADJ" and token.text[:1].isupper()):
        ent = next((e for e in doc.ents if e.start <= token.i < e.end), None)
        if ent is not None and ent.label_ != "DATE":
            return ent
        own = [t.i for t in _name_parts(token)]
        return doc[min(own) : max(own) + 1]
    return doc[token.i : token.i + 1] if token.pos_ == "PRON" else phrase(token)


def _name_parts(token: Token) -> Iterable[Token]:
    """The token and the words beside it that are of the same name, without a gap."""
    found = {token.i: token}
    for child in token.children:
        if child.dep_ in _NAME and child.text[:1].isupper():
            found[child.i] = child
    left = right = token.i
    while left - 1 in found:
        left -= 1
    while right + 1 in found:
        right += 1
    return token.doc[left : right + 1]


def _relations(article: Article, found: _Found, source: Token, target: Token) -> Iterator[Relation]:
    spans = [_naming(source), _naming(target)]
    start = min(found.word.idx, *(s.start_char for s in spans))
    end = max(found.word.idx + len(found.word), *(s.end_char for s in spans))
    ends: list[Mention] = [article.mention(s.start_char, s.end_char) for s in spans]
    for kind in found.kinds:
        yield Relation(
            name=kind,
            source=ends[0],
            target=ends[1],
            evidence=article.mention(start, end),
            label=found.label,
            score=SCORE,
            extractor="bonds",
            negated=found.how.negated,
            former=found.how.former,
            hypothetical=found.how.hypothetical,
            trigger=article.mention(found.word.idx, found.word.idx + len(found.word)),
        )
