"""Who speaks: from the words of a source to actors, with the chain of resolution."""

from collections.abc import Iterator

from kgraph.extract.parse import Span, Token
from kgraph.extract.syntax import (
    ACTIVE_SUBJECT,
    APPOSITION,
    CLAUSE,
    NOMINAL,
    POSSESSOR,
    RELATIVE,
    SUBJECT,
    chars,
    children,
    conjuncts,
    phrase,
    preposition,
    root,
    trim,
)
from kgraph.records import Actor, Mention, Resolved
from kgraph.resolve.antecedents import BODIES, PEOPLE, without_asides
from kgraph.resolve.bearers import named_by, owned_by_name, titled_twice
from kgraph.resolve.cast import GOVERNMENTS, Cast, Named
from kgraph.resolve.coreference import ME, PERSONAL, WE, History, antecedent, pronoun, repeated
from kgraph.resolve.epithets import body_called, called, in_office
from kgraph.resolve.firsthand import first_person
from kgraph.resolve.going_on import speaks_on
from kgraph.resolve.negation import is_nobody
from kgraph.resolve.nominals import group, nominal
from kgraph.resolve.plurals import TOGETHER, both, is_people, several

DOCUMENTS = frozenset(
    """
    account announcement article assessment briefing broadcast comment communique communiqué declaration dispatch
    document editorial interview letter memo message note post readout release remark report speech statement
    testimony text transcript tweet video warning words
    """.split()
)
"""Nouns that speak for somebody: "the ministry's statement", "a letter from X"."""

RELATIVES = frozenset({"that", "which", "who", "whom"})

SOME = frozenset({"all", "both", "few", "many", "most", "none", "others", "several", "some", "those"})
"""Words for so many of those whom nobody names: "some of the villagers"."""

NEAR = 600
"""Characters back to which a body that spoke may be the "we" of a press release."""

_BARE = frozenset({"article", "assessment", "document", "report", "text", "video"})
"""Documents that are of nobody in particular unless they are called by "the": "a report", "media reports"."""

_WRITS = frozenset(
    "affidavit agreement bill complaint decree filing indictment law lawsuit paper petition poll resolution study suit "
    "survey treaty".split()
)
"""What is written and says what it says itself; "it" may go on with that."""

_STUDIES = frozenset({"poll", "research", "study", "survey"})
"""What speaks for somebody only where it is said by whom it was made."""


def speakers(cast: Cast, source: Mention, history: History, quoted: Actor | None = None) -> tuple[Resolved, ...]:
    """Resolve the source of an attribution.

    Args:
        cast: The article's cast.
        source: The words that name the source.
        history: Who has spoken before.
        quoted: In whose words the source stands: "I" and "we" are then that actor and his or her side.

    Returns:
        One actor, or several of a joint source ("Egypt, Greece and Cyprus"), in order; none where nobody can be
        made out.
    """
    span = chars(cast.doc, source.start, source.end)
    if span is None:
        return ()
    found: dict[str, Resolved] = {}
    for head in _heads(span):
        if found and (person := titled_twice(cast, span)) is not None and person.actor.id in found:
            break  # the other title is his or hers, too
        for resolved in each(cast, source, span, head, history, quoted):
            found.setdefault(resolved.actor.id, resolved)
    return tuple(found.values())


def by_document(cast: Cast, source: Mention | None, cue: Mention | None = None) -> bool | None:
    """Whether a source is a document, or speaks by one ("said in a statement"); None of "it", which may be one."""
    span = chars(cast.doc, source.start, source.end) if source else None
    if span is None or span.text.lower() == "it":
        return None
    how = chars(cast.doc, cue.start, cue.end) if cue else None
    by = (t for t in span if preposition(t) in {"in", "by"})  # "the ministry in its report"
    nouns = (t for t in (root(span), *by, *(how or ())) if t.pos_ == "NOUN")  # "Bill" is none
    return any(t.lemma_.lower() in (DOCUMENTS | _WRITS if t == root(span) else DOCUMENTS) for t in nouns)


def _heads(span: Span) -> list[Token]:
    """The head word, and the others where several are coordinated on one level."""
    head = root(span)
    inside = [t for t in conjuncts(head) if span.start <= t.i < span.end]
    return inside or [head]


def each(
    cast: Cast, source: Mention, span: Span, head: Token, history: History, quoted: Actor | None = None
) -> tuple[Resolved, ...]:
    """Resolve one of the heads of a source: one actor, or several whom a plural stands for."""
    own = cast.article.mention(head.idx, head.idx + len(head))
    if head.lower_ in RELATIVES and (noun := _relates_to(head)) is not None and not _is_name(cast, head):
        if head.lower_ == "who" and (same := _said_of(cast, noun)) is not None:
            noun = same
        words = without_asides(_behind_copula(phrase(noun, RELATIVE), noun))
        found = each(cast, cast.article.mention(words.start_char, words.end_char), words, noun, history, quoted)
        return tuple(
            Resolved(r.actor, source, r.score, (f"“{source.text}” is “{words.text}”", *r.reason)) for r in found
        )
    if head.lower_ == "it" and not cast.quoted(head.idx) and (author := history.author()) is not None:
        return (Resolved(author, own, 0.6, (f"“{own.text}” is the document of {author.label} that said so before",)),)
    if head.lower_ in PERSONAL | WE | ME and not _is_name(cast, head):
        found = antecedent(cast, own, history, quoted if head.lower_ in WE | ME else None)
        if quoted is None and (last := speaks_on(cast, own, history, found)) is not None:
            return (last,)
        writer = _writer_of(cast, own, history) if not found and quoted is None and head.lower_ in WE | ME else None
        return (writer,) if writer is not None else found
    if span.text.lower() in TOGETHER and (pair := both(cast, own)):
        return tuple(pair)
    if listed := _listed(cast, span, head):
        return listed
    if (noun := owned_by_name(span, head)) is not None:
        made = group(cast, cast.article.mention(span.start_char, noun.idx + len(noun)))
        return (made,) if made is not None else ()
    together = several(cast, _own_words(cast, span, head), quoted) if head.pos_ == "NOUN" else []
    if together:
        return tuple(together)
    resolved = one(cast, source, span, head, history)
    return (resolved,) if resolved is not None else ()


def _writer_of(cast: Cast, own: Mention, history: History) -> Resolved | None:
    """Who says "I" or "we" in nobody's words; "we" is the body that spoke right before, as in a press release."""
    last = history.last(own.start, lambda actor: True, NEAR) if own.text.lower() in WE else None
    if last is not None and last.type == "Organization" and not cast.quoted(own.start):
        return Resolved(last, own, 0.5, (f"“{own.text}” outside quotation marks: {last.label} spoke last",))
    return first_person(cast, own)


def _listed(cast: Cast, span: Span, head: Token) -> tuple[Resolved, ...]:
    """Those whom a plural goes on to name: "the two groups, Fjord Watch and Free Halvik"."""
    if head.tag_ != "NNS" or not children(head, APPOSITION) or head.doc[head.i + 1].text not in {",", ":"}:
        return ()
    named = [n for n in cast.within(head.idx, span.end_char) if not n.adjective and n.actor.type != "Place"]
    return tuple(n.resolved() for n in named) if len(named) > 1 and named[0].span.start <= head.i + 3 else ()


def one(cast: Cast, source: Mention, span: Span, head: Token, history: History) -> Resolved | None:
    """Resolve one of the heads of a source."""
    word = head.lower_
    if is_nobody(head):
        return None
    if word in PERSONAL | WE | ME and not _is_name(cast, head):
        own = cast.article.mention(head.idx, head.idx + len(head))
        return pronoun(cast, own, history)
    if head.pos_ in {"PRON", "DET", "SCONJ"} and not _is_name(cast, head):
        return group(cast, _own_words(cast, span, head)) if word in SOME else None
    named = named_by(cast, span, head)
    if named is not None and _only_some(cast, named, head):
        return group(cast, _own_words(cast, span, head))
    if named is not None:
        return _with_words(cast, named, source, span, head)
    if head.lemma_.lower() in DOCUMENTS or (head.lemma_.lower() in _STUDIES and _by_whom(span, head)):
        return _author(cast, source, span, head, history)
    own = _own_words(cast, span, head)
    found = (
        _side(cast, own, head)
        or in_office(cast, own, head, history)
        or body_called(cast, own, head, history)
        or nominal(cast, own)
        or repeated(cast, own, head)
    )
    return found or called(cast, own, head, history) or group(cast, _whole(cast, source, own, span, head))


def _whole(cast: Cast, source: Mention, own: Mention, span: Span, head: Token) -> Mention:
    """The words of somebody without a name: with what follows them in the source, up to a clause or a comma."""
    if len(_heads(span)) > 1 or head != root(span):
        return own
    tokens = chars(cast.doc, own.start, own.end)
    last = tokens[-1].i if tokens is not None else span.end
    for token in span.doc[last + 1 : span.end]:
        if token.is_punct or token.pos_ in {"VERB", "AUX", "SCONJ", "CCONJ"} or token.lower_ in RELATIVES:
            break
        if token.pos_ in NOMINAL:
            last = token.i
    return cast.article.mention(own.start, max(own.end, span.doc[last].idx + len(span.doc[last])))


def _said_of(cast: Cast, noun: Token) -> Token | None:
    """Who is called so: of "Saal is a liar who has promised" it is Saal, where that is a person's name."""
    who = next(iter(children(noun, ACTIVE_SUBJECT)), None) if children(noun, {"cop"}) else None
    named = [n for n in cast.within(who.left_edge.idx, who.idx + len(who)) if n.actor.type == "Person"] if who else []
    return who if who is not None and any(who in n.span for n in named) else None


def _behind_copula(words: Span, noun: Token) -> Span:
    """The words of a noun without the subject of which it is said: of "the thieves are men who" it is "men"."""
    first = max((c.i for c in children(noun, {"cop"}) if c.i < noun.i), default=words.start - 1)
    return words.doc[max(words.start, first + 1) : words.end]


def _is_name(cast: Cast, head: Token) -> bool:
    """Whether a word is a name that only looks like a pronoun: "US", "WHO"."""
    return (
        head.text.isupper()
        and len(head) > 1
        and any(n.span.start <= head.i < n.span.end for n in cast.within(*_at(head)))
    )


def _at(token: Token) -> tuple[int, int]:
    return token.sent.start_char, token.idx + len(token)


def _relates_to(pronoun: Token) -> Token | None:
    """The noun that a relative pronoun stands for: of "the envoy, who said" it is "envoy"."""
    above, noun = pronoun, None
    for _ in range(4):
        if above.dep_ in {"acl:relcl", "advcl:relcl", "relcl"}:
            noun = above.head
            break
        above = above.head
    if noun is not None and (noun.pos_ not in NOMINAL or (pronoun.lower_ == "who" and not _somebody(noun, pronoun))):
        noun = _nearest_noun(pronoun) or noun
    if noun is None and pronoun.lower_ == "who" and pronoun.i > 1 and pronoun.doc[pronoun.i - 1].text == ",":
        noun = pronoun.doc[pronoun.i - 2]
        while noun.dep_ in {"flat", "nmod:desc"} and noun.head != noun:
            noun = noun.head
        noun = noun if _somebody(noun, pronoun) else _nearest_noun(pronoun) or noun
    if (noun is None or noun.pos_ not in NOMINAL) and pronoun.dep_ in SUBJECT:
        noun = _nearest_noun(pronoun)
    while noun is not None and noun.dep_ in APPOSITION and noun.head != noun:
        noun = noun.head
    return noun if noun is not None and noun.pos_ in {"NOUN", "PROPN"} and noun.i < pronoun.i else None


def _somebody(noun: Token, who: Token) -> bool:
    """Whether a noun is for people, so that "who" may lean on it; a race, polls before a person's name are none."""
    beside = who.doc[who.i - 2].ent_type_ == "PERSON" if who.i > 1 else False
    many = noun.tag_ == "NNS" or noun.lemma_.lower() in BODIES
    return noun.pos_ == "PROPN" or noun.lemma_.lower() in PEOPLE or (many and not beside)


def _nearest_noun(pronoun: Token) -> Token | None:
    """The last noun for a person, or of "which" for a body, before a relative pronoun behind a comma."""
    doc, who = pronoun.doc, pronoun.lower_ == "who"
    if pronoun.i < 2 or doc[pronoun.i - 1].text != "," or pronoun.lower_ not in {"who", "which"}:
        return None
    for at in range(pronoun.i - 2, pronoun.sent.start - 1, -1):
        token = doc[at]
        fits = token.ent_type_ in ({"PERSON", "NORP"} if who else {"ORG"}) or token.lemma_.lower() in (
            PEOPLE if who else BODIES
        )
        if fits and token.pos_ in {"NOUN", "PROPN"}:
            while token.dep_ in {"flat", "nmod:desc", "compound"} and token.head != token:
                token = token.head
            return token
    return None


def _with_words(cast: Cast, named: Named, source: Mention, span: Span, head: Token) -> Resolved:
    several = any((t.dep_ == "conj" and t.head == head) or (t != root(span) and t == head) for t in span)
    return named.resolved() if several else named.resolved(source)


def _only_some(cast: Cast, named: Named, head: Token) -> bool:
    """Whether only some of those whom a name stands for speak: "many Varanians", "House Liberals", "one Liberal"."""
    if named.actor.type not in {"Group", "State", "Organization"} or head not in named.span:
        return False
    before = [c for c in head.children if c.i < head.i and c not in named.span]
    if head.tag_ not in {"NNS", "NNPS"}:
        return head.ent_type_ == "NORP" and any(c.lower_ in {"a", "another", "one"} for c in before)
    told = {"amod", "compound"} if named.actor.type == "Group" or is_people(cast, named.actor, head) else set()
    return any(c.lower_ in SOME | {"other", "two", "three"} or c.dep_ in told for c in before)


def _own_words(cast: Cast, span: Span, head: Token) -> Mention:
    """The part of a source that belongs to one head: its phrase, cut to the source."""
    own = phrase(head, RELATIVE)
    start, end = max(own.start, span.start), min(own.end, span.end)
    end = next((t.i for t in cast.doc[start : end - 1] if t.text == "," and t.nbor().lower_ == "including"), end)
    own = trim(cast.doc[start:end]) if end > start else span
    if own[0].lower_ == "both" and len(own) > 1 and any(c.dep_ == "conj" for c in head.children):
        own = cast.doc[own.start + 1 : own.end]  # "both villagers and traders"
    return cast.article.mention(own.start_char, own.end_char)


def _author(cast: Cast, source: Mention, span: Span, head: Token, history: History) -> Resolved | None:
    """Whose document it is: its possessor or the one behind "from", "by", "of"; else who spoke last."""
    nobodys = head.lemma_.lower() in _BARE and not any(t.lower_ in {"the", "this", "that"} for t in head.children)
    for token in _owners(span, head):
        words = _with_name(cast, phrase(token, RELATIVE), span)
        resolved = one(cast, source, words, token, history)
        if resolved is not None and resolved.actor.type == "State" and nobodys and preposition(token) == "from":
            return group(cast, _own_words(cast, span, head))  # "news reports from Varania"
        if resolved is not None:
            step = f"“{source.text}” speaks for {resolved.actor.label}"
            return Resolved(resolved.actor, source, resolved.score * 0.95, (step, *resolved.reason))
    adjective = [] if nobodys else cast.within(span.start_char, span.end_char)
    if adjective:
        return adjective[0].resolved(source)
    if nobodys:
        return group(cast, _own_words(cast, span, head))
    said = history.author(source.start) or history.last(source.start, lambda a: a.type in {"Organization", "State"})
    said = said or history.last(source.start, lambda a: True)
    if said is None:
        return _writer(cast, source, span)
    return Resolved(said, source, 0.5, (f"“{source.text}”: {said.label} spoke last",))


def _with_name(cast: Cast, words: Span, span: Span) -> Span:
    """The words of a noun with the name right behind it: "by the media outlet Fjord Watch", whatever the parse."""
    behind = next((n for n in cast.within(words.end_char, span.end_char) if n.span.start == words.end), None)
    one = behind is not None and not behind.adjective and root(words).tag_ not in {"NNS", "NNPS"}
    return words.doc[words.start : behind.span.end] if behind is not None and one else words


def _owners(span: Span, head: Token) -> Iterator[Token]:
    """The words inside a source that may tell whose a document is: a possessor, a name before it, "by X", "from X"."""
    inside = [t for t in head.subtree if span.start <= t.i < span.end and t.pos_ in {"NOUN", "PROPN", "PRON"}]
    inside = [t for t in inside if t != head and t.lower_ not in RELATIVES]
    yield from _by_whom(span, head)
    for token in inside:
        if token.head == head and (token.dep_ in POSSESSOR or (token.dep_ == "compound" and token.pos_ == "PROPN")):
            yield token
    for token in inside:
        if preposition(token) in {"by", "from", "of"} and token.head in (head, *children(head, CLAUSE)):
            yield token
        elif token.dep_ in ACTIVE_SUBJECT and token.head in children(head, CLAUSE):
            yield token  # "a survey that the institute released"


def _by_whom(span: Span, head: Token) -> list[Token]:
    """Who made a document, as its noun tells: "a survey by the institute"."""
    return [t for t in children(head, {"nmod", "obl"}) if span.start <= t.i < span.end and preposition(t) == "by"]


def _writer(cast: Cast, source: Mention, span: Span) -> Resolved | None:
    """In the text "Brandvold wrote to the envoy. The letter said": the subject of the sentence before."""
    first = span[0].sent.start
    before = span.doc[first - 1].sent if first else None
    for named in cast.within(before.start_char, before.end_char) if before is not None else ():
        if root(named.span).dep_ in SUBJECT and not named.adjective:
            step = f"“{source.text}”: {named.actor.label} is the subject of the sentence before"
            return Resolved(named.actor, source, 0.4, (step, named.reason))
    return None


def _side(cast: Cast, own: Mention, head: Token) -> Resolved | None:
    """In the text: "the Russian side", "the German government": the state itself."""
    if not {head.lower_, head.lemma_.lower()} & GOVERNMENTS:
        return None
    states = [n for n in cast.within(own.start, own.end) if n.actor.type == "State"]
    return states[0].resolved(own) if states else None
