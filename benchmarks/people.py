"""Spellings of one person across articles: invented and public names, and how long a large store takes.

    python benchmarks/people.py [--list] [--store N]

`--list` prints the pairs of the tuned half that go wrong; those of the held half are not for reading. `--store N` times
the step over N invented persons.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from kgraph.consolidate.identity import Person, full_names, identity
from kgraph.consolidate.people import join_people
from kgraph.ontology import actor_iri
from kgraph.records import Actor
from kgraph.store import open_store

PAIRS = Path(__file__).parents[1] / "tests" / "consolidate" / "people.tsv"


def pairs() -> Iterator[tuple[str, bool, Person, Person]]:
    """Part, whether the two are one person, and both."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            one = person(row["one"], row["sides"], row["offices"])
            yield row["part"], row["same"] == "1", one, person(row["other"], row["other_sides"], row["other_offices"])


def person(name: str, sides: str, offices: str) -> Person:
    """An actor as articles make it; an office that begins with "former" is over."""
    states = [side for side in sides.split(";") if side]
    named = [office for office in offices.split(";") if office]
    former = frozenset(office.removeprefix("former ") for office in named if office.startswith("former "))
    return Person(
        actor_iri("Person", name),
        name,
        full_names([name]),
        sides=frozenset((state, state) for state in states),
        states=frozenset(states),
        offices=frozenset(office.removeprefix("former ") for office in named),
        former=former,
    )


def are_one(one: Person, other: Person) -> bool:
    """Whether they end as one actor: joined, or one from the start, as names that differ in hyphens and accents are."""
    return one.id == other.id or identity(one, other) is not None


def score(part: str) -> tuple[int, int, int]:
    """Pairs that are rightly joined, that are joined, that are one person."""
    found = [(same, are_one(one, other)) for where, same, one, other in pairs() if where == part]
    return found.count((True, True)), sum(joined for _, joined in found), sum(same for same, _ in found)


def invented(number: int) -> Iterator[Actor]:
    """Persons of 40 states who share given and family names as people do; one in five under two spellings."""
    chance = random.Random(7)
    sounds = [a + b for a, b in product("b d f g k l m n p r s t v".split(), "a e i o u".split())]
    given = ["".join(chance.choices(sounds, k=2)).title() for _ in range(400)]
    family = ["".join(chance.choices(sounds, k=3)).title() + chance.choice(["", "n", "k"]) for _ in range(4000)]
    states = [Actor(actor_iri("State", f"State {n}"), f"State {n}", "State") for n in range(40)]
    yield from states
    for _ in range(number):
        first = given[int(20 * chance.paretovariate(0.8)) % 400]
        name = f"{first} {family[int(50 * chance.paretovariate(0.6)) % 4000]}"
        side, spellings = chance.choice(states).id, [name, name.replace("v", "w")][: 1 + (chance.random() < 0.2)]
        yield from (Actor(actor_iri("Person", one), one, "Person", represents=(side,)) for one in set(spellings))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--list", action="store_true", help="print what goes wrong in the tuned half")
    options.add_argument("--store", type=int, default=0, help="persons of the store that is timed")
    given = options.parse_args()
    for part in ("tuned", "held"):
        right, joined, same = score(part)
        print(f"{part}: precision {right}/{joined}, recall {right}/{same}")
    for part, same, one, other in pairs() if given.list else ():
        if part == "tuned" and same != are_one(one, other):
            print(f"  {'missed' if same else 'joined wrongly'}: {one.label} | {other.label}")
    if given.store:
        with open_store(None) as store:
            actors = list(invented(given.store))
            store.merge_actors(actors)
            number = len({actor.id for actor in actors if actor.type == "Person"})
            began = time.process_time()
            joined = join_people(store)
            print(f"{number} persons: {joined} spellings joined in {time.process_time() - began:.1f} CPU-s")


if __name__ == "__main__":
    main()
