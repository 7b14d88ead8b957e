"""Which antecedent a pronoun has: every earlier mention that fits is scored, the best one wins, and is then a mention.

A mention-ranking model (Denis and Baldridge 2008) over the constraints of Lappin and Leass (1994): number, gender and
binding exclude; recency, grammatical role, who spoke last, quotation marks and how often somebody was named decide.
Its weights are data (``antecedents.json``), fitted by ``training/antecedents.py``.
"""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kgraph.extract.parse import Span, Token
from kgraph.extract.syntax import OBJECT, POSSESSOR, SUBJECT
from kgraph.resolve.antecedents import Antecedent, antecedents, speaks
from kgraph.resolve.cast import Cast
from kgraph.weighing import fitted

HE, SHE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
PERSONAL = HE | SHE | THEY | IT
_ARGUMENTS = SUBJECT | OBJECT | {"obl"}
_SELVES = frozenset({"himself", "herself", "themselves", "itself"})

FITTING = {
    "he": {"person"},
    "she": {"person"},
    "they": {"people", "joint", "body", "state", "person"},
    "it": {"body", "state"},
}
SURE = 1.0
"""How far the best antecedent must be ahead of the next entity, in log odds, to be beyond doubt."""
NEAREST = 40
"""Antecedents that are weighed, the nearest first."""

Choose = Callable[[Token, list[Antecedent], list[tuple[str, ...]]], int]


@dataclass(slots=True)
class Scene:
    """The article as the reader knows it at one word.

    Attributes:
        cast: The article's cast.
        breaks: Characters at which lines end.
        sentences: Number of the sentence of each token.
        past: Mentions so far, pronouns among them.
        keys: Index of each mention's head -> its entity.
        said: How often each entity was mentioned.
        named: How often by other words than a pronoun.
        called: By which pronouns each entity was meant.
        total: How often each entity is named in the whole article, also later.
        lone: Persons of whom the article tells no more than one word, and no title.
        stands: Index of each token that was asked for -> where it stands.
    """

    cast: Cast
    breaks: list[int]
    sentences: list[int]
    past: list[Antecedent] = field(default_factory=list)
    keys: dict[int, str] = field(default_factory=dict)
    said: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    called: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    total: Counter[str] = field(default_factory=Counter)
    lone: frozenset[str] = frozenset()
    stands: dict[int, "Stand"] = field(default_factory=dict)

    def counts(self) -> tuple[tuple[str, Counter[str]], ...]:
        """How often each entity was mentioned and named so far, and is named in the whole article."""
        return ("said", self.said), ("named", self.named), ("total", self.total)

    def at(self, token: Token) -> "Stand":
        """Where a token stands."""
        found = self.stands.get(token.i)
        if found is None:
            number, quote = self.sentences[token.i], self.cast.quotation(token.idx)
            found = Stand(number, bisect(self.breaks, token.idx), quote, _role(token), speaks(token))
            self.stands[token.i] = found
        return found


class Stand(NamedTuple):
    """Where a word stands: the numbers of its sentence, paragraph and quotation, its role, and whether it speaks."""

    sentence: int
    paragraph: int
    quote: int | None
    role: str
    speaks: bool


def word_of(token: Token) -> str:
    """``he``, ``she``, ``they`` or ``it`` for a form of these."""
    word = token.lower_
    return "he" if word in HE else "she" if word in SHE else "they" if word in THEY else "it"


class Link(NamedTuple):
    """What a pronoun stands for.

    Attributes:
        one: Its antecedent.
        margin: How far that is ahead of the next entity, in log odds.
        second: The best antecedent of another entity, where there is one.
    """

    one: Antecedent
    margin: float
    second: Antecedent | None = None


def links(cast: Cast, choose: Choose | None = None) -> dict[int, Link]:
    """Link every third-person pronoun of an article to what it stands for, and "the driver" to "a driver" before it.

    Args:
        cast: The article's cast.
        choose: Picks one of several antecedents by their features; by default the one with the highest score.

    Returns:
        Index of the pronoun's or noun's token -> its antecedent.
    """
    waiting, found = antecedents(cast), dict[int, Link]()
    scene, told = _scene(cast, waiting), _told(cast)
    at = 0
    for token in cast.doc:
        while at < len(waiting) and waiting[at].head.i <= token.i:
            one = waiting[at]
            _note(scene, one)
            if one.source is not None:
                found[one.head.i] = Link(one, 1.0)
            at += 1
        if token.lower_ not in PERSONAL or token.dep_ == "expl":
            continue
        barred = _barred(scene, token) | _spoken_of(scene, told.get(token.i, range(0)))
        near = (a for a in _near(scene, token, waiting[at : at + 6]) if a.key not in barred)
        fitting = [a for a in near if _fits(token, a) and not _quoted(scene, token, a)]
        if not fitting:
            continue
        features = [tuple(names) for names in features_of(scene, token, fitting)]
        scores = [score(names) for names in features]
        best = fitting[choose(token, fitting, features) if choose else scores.index(max(scores))]
        link = found[token.i] = _link(fitting, scores, best)
        word = word_of(token)
        own = cast.doc[token.i : token.i + 1]
        sure = link.margin > SURE and best.sure
        _note(scene, replace(best, head=token, span=own, how="pronoun", source=best.words, sure=sure), word)
    return found


def _scene(cast: Cast, waiting: list[Antecedent]) -> Scene:
    text = cast.article.text
    sentences, number = [], -1
    for token in cast.doc:
        number += bool(token.is_sent_start) or number < 0
        sentences.append(number)
    titled = {holder.actor.id for _, holder in cast.titled}
    total = Counter(a.key for a in waiting)
    lone = frozenset(n.actor.id for n in cast.named if " " not in n.actor.label) - titled
    return Scene(cast, [i for i, c in enumerate(text) if c == "\n"], sentences, total=total, lone=lone)


def _note(scene: Scene, one: Antecedent, word: str | None = None) -> None:
    scene.past.append(one)
    scene.keys[one.head.i] = one.key
    scene.said[one.key] += 1
    scene.named[one.key] += word is None
    if word is not None:
        scene.called[one.key][word] += 1


def _near(scene: Scene, token: Token, waiting: list[Antecedent]) -> list[Antecedent]:
    """The mentions before a pronoun, the nearest first, and the subject that it leans on ("In his speech Rue said")."""
    before = scene.past[: -NEAREST - 1 : -1]
    return before + [a for a in waiting if a.head.sent == token.sent and _governs(a.head, token)]


def _fits(token: Token, one: Antecedent) -> bool:
    """Whether kind, gender and binding allow it."""
    word = word_of(token)
    if one.kind not in FITTING[word] or (one.span.start <= token.i < one.span.end and one.how != "pronoun"):
        return False
    if one.certain and word in {"he", "she"} and one.gender != word:
        return False
    if word == "they" and one.kind == "person" and (one.gender or one.how in {"name", "pronoun"}):
        return False
    if token.dep_ in POSSESSOR and one.words.root.lemma_ == token.head.lemma_:
        return False  # "his father" is not the father's
    return token.lower_ in _SELVES or token.dep_ in POSSESSOR or not _bound(token, one.head)


def _barred(scene: Scene, token: Token) -> set[str]:
    """Entities that are another argument of the pronoun's verb: "She" is not the one whom "She met her" speaks of."""
    if token.lower_ in _SELVES or token.dep_ in POSSESSOR or token.dep_ not in _ARGUMENTS:
        return set()
    others = (child for child in token.head.children if child.dep_ in _ARGUMENTS and child != token)
    return {scene.keys[child.i] for child in others if child.i in scene.keys}


def _told(cast: Cast) -> dict[int, range]:
    """Index of a pronoun that is a source -> the tokens of what it says, where that comes first ("..., he said").

    A body may speak of itself by name, outside quotation marks.
    """
    sources: dict[int, Token] = {}
    contents: dict[int, Span] = {}
    for span in cast.doc.spans.get("attributions", []):
        if span.label_ == "SOURCE" and span[0].lower_ in PERSONAL and len(span) == 1:
            sources[span.id] = cast.doc[span.start]
        elif span.label_ == "CONTENT":
            contents.setdefault(span.id, span)
    said = {token: contents[one] for one, token in sources.items() if one in contents}
    return {
        token.i: range(span.start, span.end)
        for token, span in said.items()
        if span.end <= token.i and (token.lower_ not in IT or cast.quoted(span.start_char))
    }


def _spoken_of(scene: Scene, content: range) -> set[str]:
    """Entities of which the words before a pronoun speak by name or noun: of "A guard came, she said" the guard."""
    told = (a for a in scene.past if a.head.i in content and a.how != "pronoun")
    return {a.key for a in told if not speaks(a.head)} if content else set()


def _quoted(scene: Scene, token: Token, one: Antecedent) -> bool:
    """Who speaks is not somebody of whom the same paragraph's quotation speaks ("“A thief came,” he said")."""
    here, there = scene.at(token), scene.at(one.head)
    return here.speaks and here.quote is None and there.quote is not None and here.paragraph == there.paragraph


def _bound(token: Token, head: Token) -> bool:
    """Two arguments of one verb are not the same ("She met her"), and neither are two that are coordinated."""
    same = token.head == head.head and token.dep_ in _ARGUMENTS and head.dep_ in _ARGUMENTS
    return same or token.head == head or (head.head == token and head.dep_ == "conj")


def features_of(scene: Scene, token: Token, fitting: list[Antecedent]) -> Iterator[Iterator[str]]:
    """Yield for each of the antecedents that fit a pronoun, the nearest first, the names of the features that hold."""
    counts = [(name, counted, max(counted[a.key] for a in fitting)) for name, counted in scene.counts()]
    last = next((a.key for a in fitting if _spoke(scene, a)), None) if scene.at(token).speaks else None
    firsts: dict[int, int] = {}
    for one in fitting:
        number = scene.sentences[one.head.i]
        firsts[number] = min(one.head.i, firsts.get(number, one.head.i))
    since: set[str] = set()
    for one in fitting:
        first = firsts[scene.sentences[one.head.i]] == one.head.i
        yield _features_of(scene, token, one, counts, len(since - {one.key}), one.key == last, first)
        since.add(one.key)


def _features_of(
    scene: Scene,
    token: Token,
    one: Antecedent,
    counts: list[tuple[str, Counter[str], int]],
    since: int,
    spoke: bool,
    first: bool,
) -> Iterator[str]:
    """Yield the names of the features that hold of one antecedent.

    Args:
        scene: What the reader knows so far.
        token: The pronoun.
        one: The antecedent.
        counts: How often each entity is mentioned, named, and named in the whole article, with the highest number.
        since: How many others are nearer.
        spoke: Whether it spoke last.
        first: Whether it comes first in its sentence.
    """
    word, head, here, there = word_of(token), one.head, scene.at(token), scene.at(one.head)
    apart = max(0, here.sentence - there.sentence)
    yield f"sentences:{apart if apart < 4 else 4 if apart < 7 else 7}"
    yield f"paragraphs:{max(0, min(here.paragraph - there.paragraph, 3))}"
    yield f"role:{there.role}:{min(apart, 2)}"
    yield f"roles:{here.role}:{there.role}:{min(apart, 1)}"
    yield f"how:{one.how}"
    yield f"how:{one.how}:{min(apart, 2)}"
    yield f"{'he' if word == 'she' else word}:{one.kind}"
    yield f"since:{min(since, 4)}"
    yield f"after:{head.i > token.i}"
    for name, counted, top in counts:
        yield f"{name}:{min(counted[one.key], 8).bit_length()}"
        if counted[one.key] == top:
            yield f"most {name}"
    if not one.sure:
        yield "in doubt"
    yield from _gender(scene, word, one, apart)
    yield from _speech(here, there, _governs(head, token))
    if spoke:
        yield "spoke last"
    if one.kind == "person" and one.key in scene.lone:
        yield "one word"
    if _governs(head, token):
        yield f"governs:{here.role}"
    if there.role == "subject" and apart and first:
        yield f"topic:{min(apart, 2)}"


def _role(token: Token) -> str:
    while token.dep_ in {"flat", "compound", "conj", "appos", "nmod:desc"} and token.head != token:
        token = token.head
    for name, labels in (("subject", SUBJECT), ("object", OBJECT), ("possessor", POSSESSOR)):
        if token.dep_ in labels:
            return name
    return "top" if token.dep_ in {"root", "ROOT"} else "oblique" if token.dep_ in {"obl", "pobj"} else "other"


def _gender(scene: Scene, word: str, one: Antecedent, apart: int) -> Iterator[str]:
    """What is known for certain, then how the article went on to speak of somebody, then the given name."""
    if word not in {"he", "she"}:
        return
    he, she = (scene.called[one.key][w] for w in ("he", "she"))
    told = one.gender if one.certain or he == she else "he" if he > she else "she"
    if told is not None:
        yield "gender:fits" if told == word else "gender:other"
        if told != word and told == one.gender and he != she:
            yield "gender:other twice"
    if he or she:
        yield f"called:{min(apart, 3)}"


def _speech(here: Stand, there: Stand, governed: bool) -> Iterator[str]:
    """Who speaks, and who is spoken of in whose words."""
    inside, theirs = here.quote, there.quote
    if inside is not None or theirs is not None:
        where = "same" if inside == theirs else "in" if theirs is None else "out" if inside is None else "other"
        yield f"quotes:{where}"
    if not there.speaks:
        if here.speaks:
            yield "speaks:he only"
        return
    apart = min(here.sentence - there.sentence, 2)
    if here.speaks:
        yield f"speaks:both:{apart}"
    elif inside is not None and theirs is None:
        yield f"speaks:quoted:{apart}"
    else:
        yield f"speaks:{'reported' if governed else 'antecedent'}:{apart}"


def _spoke(scene: Scene, one: Antecedent) -> bool:
    there = scene.at(one.head)
    return there.speaks and there.quote is None


def _governs(head: Token, token: Token) -> bool:
    """Whether the antecedent is the subject of a clause around that of the pronoun."""
    if head.dep_ not in SUBJECT or head.head == head:
        return False
    verb, above = head.head, token
    for _ in range(12):
        if above.head == above:
            return False
        above = above.head
        if above == verb:
            return True
    return False


def weights() -> dict[str, float]:
    """Weight of each feature."""
    known: dict[str, float] = fitted("kgraph.resolve", "antecedents")["weights"]
    return known


def score(features: tuple[str, ...]) -> float:
    """How likely an antecedent with these features is, as against others of the same pronoun."""
    known = weights()
    return sum([known.get(name, 0.0) for name in features])


def _link(fitting: list[Antecedent], scores: list[float], best: Antecedent) -> Link:
    scored = [(s, -i, a) for i, (a, s) in enumerate(zip(fitting, scores, strict=True))]
    mine = max(s for s, _, a in scored if a.key == best.key)
    next_best, _, second = max((s for s in scored if s[2].key != best.key), default=(mine - 5, 0, None))
    return Link(best, mine - next_best, second)
