"""Invented states, people and statements for the tests of the viewer; nobody and nothing here is real."""

import random
from collections.abc import Iterator
from typing import Any

from kgraph.ontology import RESOURCE, actor_iri

STATES = ("Norland", "Varania", "Eastmark", "Sulmora", "Tarvek", "Ostrea")
BODIES = ("Northern Pact", "Council of Harbours", "Varan Grain Board", "Norland Foreign Ministry", "Eastmark Navy")
GROUPS = ("Varan officials", "fishermen of Port Hale", "two Norland diplomats")
OUTLETS = ("Harbour Post", "Varan Wire", "The Eastmark Courier", "Sulmora Today")
PEOPLE = {
    "Anna Vell": "Norland", "Tomas Brandt": "Norland", "Ilse Harrow": "Norland", "Mirko Dravic": "Varania",
    "Senka Olurin": "Varania", "Petar Zoltane": "Varania", "Oda Lindqvar": "Eastmark", "Jarl Westhaven": "Eastmark",
    "Rima Castellor": "Sulmora", "Bento Arrujo": "Sulmora", "Kaya Temrin": "Tarvek", "Nils Oberfeldt": "Ostrea",
    "Livia Marchetane": "Northern Pact", "Gregor Amsel": "Council of Harbours",
}  # fmt: skip
OFFICES = ("foreign minister", "prime minister", "envoy", "spokeswoman", "defence minister")
SAYINGS = {
    "negative": (
        ("accuse", "{0} has broken every promise that it made about the strait"),
        ("warn", "{0} will pay for each ship that it stops"),
        ("reject", "the offer of {0} is not worth the paper that it is written on"),
        ("criticize", "{0} talks of peace and moves its guns"),
        ("demand", "{0} must open the canal before the frost"),
    ),
    "neutral": (
        ("say", "the talks with {0} will go on in the spring"),
        ("announce", "a delegation of {0} is expected on Thursday"),
        ("predict", "{0} will vote before the summer"),
    ),
    "positive": (
        ("praise", "{0} has kept its word when others did not"),
        ("support", "we stand with {0} in this, today and tomorrow"),
        ("promise", "{0} can count on our grain this winter"),
    ),
}
FRIENDS = {
    ("Norland", "Eastmark"), ("Norland", "Northern Pact"), ("Eastmark", "Northern Pact"), ("Varania", "Tarvek"),
    ("Sulmora", "Council of Harbours"),
}  # fmt: skip
FOES = {("Norland", "Varania"), ("Eastmark", "Varania"), ("Varania", "Northern Pact"), ("Tarvek", "Norland")}
TONES = {"negative": FOES, "positive": FRIENDS}


def actor(label: str, kind: str = "Person", **more: Any) -> dict[str, Any]:
    """An actor as it stands in a statement's JSON."""
    return {"id": str(actor_iri(kind, label)), "label": label, "wikidata": None, "type": kind, **more}


def kind_of(label: str) -> str:
    if label in STATES:
        return "State"
    return "Organization" if label in BODIES else "Group" if label in GROUPS else "Person"


def statement(
    speaker: dict[str, Any] | None,
    targets: list[dict[str, Any]],
    text: str = "the strait is open",
    *,
    number: int = 0,
    before: str = "",
    after: str = "",
    **more: Any,
) -> dict[str, Any]:
    """A statement as JSON, with the sentence around it."""
    sentence, offset = f"{before}{text}{after}", 100
    start = offset + len(before)
    return {
        "id": f"{RESOURCE}statement/{number // 3:032x}/{number % 3}{start}-{number % 3}{start + len(text)}",
        "document": f"corpus/article-{number // 3}.txt", "title": f"Day {number // 3} at the strait",
        "published": "2031-03-01", "publisher": OUTLETS[0],
        "speaker": speaker and {"text": speaker["label"], "start": 0, "end": len(speaker["label"]), **speaker},
        "cue": {"text": "said", "start": 90, "end": 94},
        "content": [{"text": text, "start": start, "end": start + len(text)}],
        "kind": "direct", "act": "say", "targets": targets, "co_speakers": [], "addressees": [], "via": [],
        "within": None, "repeats": None, "date": "2031-03-01", "confidence": 0.9,
        "sentence": sentence, "sentence_start": offset, **more,
    }  # fmt: skip


def event(source: str, target: str, *, number: int = 0, **more: Any) -> dict[str, Any]:
    """An event as JSON."""
    words = f"{source} closed its ports to {target}"
    start = 210
    return {
        "id": f"{RESOURCE}event/{number:032x}/{start}-{start + len(words)}", "document": f"corpus/article-{number}.txt",
        "title": "Ports closed", "published": "2031-04-02", "publisher": OUTLETS[0], "url": None,
        "sources": [actor(source, kind_of(source))], "targets": [actor(target, kind_of(target))],
        "class": "SANCTION", "word": "close", "place": None, "items": [], "reports": 1,
        "negated": False, "hypothetical": False, "within": None,
        "date": "2031-04-02", "confidence": 0.7, "evidence": {"text": words, "start": start, "end": start + len(words)},
        "sentence": f"On Monday {words}.", "sentence_start": start - 10, **more,
    }  # fmt: skip


def target(label: str, stance: str = "neutral", kind: str | None = None) -> dict[str, Any]:
    return {**actor(label, kind or kind_of(label)), "stance": stance, "stance_score": 0.9}


def statements(count: int, seed: int = 3, people: dict[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Invented statements about a quarrel over a strait, the same for the same seed."""
    dice, crowd = random.Random(seed), people or PEOPLE
    names = sorted(crowd)
    weights = [1 / (1 + at) ** 0.7 for at in range(len(names))]
    for number in range(count):
        who = dice.choices(names, weights)[0]
        home = crowd[who]
        about = dice.choice([x for x in (*STATES, *STATES, *BODIES, *names[:6]) if x not in (who, home)])
        side = {home, crowd.get(about, about)}
        tone = next((tone for tone, pairs in TONES.items() if any(side == set(pair) for pair in pairs)), "")
        stance = tone if tone and dice.random() < 0.75 else dice.choice(("negative", "neutral", "neutral", "positive"))
        act, form = dice.choice(SAYINGS[stance])
        speaker = actor(who, text=f"the {home} {dice.choice(OFFICES)} {who}")
        day = f"2031-{1 + number % 9:02}-{1 + dice.randrange(28):02}"
        said = form.format(about)
        if number % 17 == 5:
            speaker = actor(dice.choice(GROUPS), "Group")
        yield statement(
            None if number % 41 == 7 else speaker, [] if number % 23 == 9 else [target(about, stance)], said,
            number=number, before="“", after=f"”, {speaker.get('text', speaker['label'])} said on the quay.",
            act=act, publisher=OUTLETS[number % 4], date=day, published=day,
            kind=dice.choice(("direct", "indirect", "mixed")),
            confidence=round(0.6 + dice.random() * 0.39, 2), url=f"https://news.example/{number // 3}",
        )  # fmt: skip


def crowd(count: int, seed: int = 5) -> dict[str, str]:
    """Many invented people, each with a state or body."""
    dice = random.Random(seed)
    first = [a + b for a in ("An", "Bel", "Cor", "Dag", "El", "Gus", "Hal") for b in ("a", "o", "mir", "rik", "wen")]
    last = [a + b for a in ("Vell", "Brand", "Dra", "Zol", "Tem", "Ober") for b in ("ane", "vic", "feld", "or")]
    people = dict(PEOPLE)
    while len(people) < count:
        people[f"{dice.choice(first)} {dice.choice(last)}{len(people)}"] = dice.choice((*STATES, *BODIES[:2]))
    return people


def world(count: int, people: int, seed: int = 11) -> Iterator[dict[str, Any]]:
    """Invented statements of a whole world: states with friends and foes, their people, bodies that several share.

    A few are quoted all the time and most of them once, as in the news.
    """
    dice = random.Random(seed)
    heads, tails = (
        ("Nor", "Var", "Kel", "Tarn", "Os", "Mir", "Bel", "Gor", "Sul", "Ved"),
        ("land", "ania", "mark", "ia", "stan"),
    )
    states = [head + tail for head in heads for tail in tails][: max(6, people // 40)]
    names = list(crowd(people, seed))
    home = {name: states[int(len(states) * dice.random() ** 1.6)] for name in names}
    circle = {state: dice.sample(states, min(5, len(states))) for state in states}
    tones = {(a, b): dice.choice(("negative", "negative", "neutral", "positive")) for a in states for b in states}
    rank = [1 / (1 + at) ** 0.85 for at in range(people)]
    compatriots = {state: [name for name in names if home[name] == state] or names[:1] for state in states}
    for number, who in enumerate(dice.choices(names, rank, k=count)):
        other = dice.choice(circle[home[who]])
        about = other if dice.random() < 0.6 else compatriots[other][int(len(compatriots[other]) * dice.random() ** 3)]
        tone = tones[home[who], other] if dice.random() < 0.7 else dice.choice(tuple(SAYINGS))
        act, form = dice.choice(SAYINGS[tone])
        kind = "State" if about in circle else "Person"
        day = f"20{31 + number % 4}-{1 + dice.randrange(12):02}-{1 + dice.randrange(28):02}"
        yield statement(
            actor(who, represents=[str(actor_iri("State", home[who]))],
                  text=f"{home[who]}'s {dice.choice(OFFICES)} {who}"),
            [] if number % 23 == 9 or about == who else [target(about, tone, kind)], form.format(about),
            number=number, before="“", after=f"”, {who} said on the quay.", act=act, publisher=OUTLETS[number % 4],
            date=day, published=day, confidence=round(0.6 + dice.random() * 0.39, 2),
            url=f"https://news.example/{number // 3}",
        )  # fmt: skip
