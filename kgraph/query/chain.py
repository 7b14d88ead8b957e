"""The shortest chain between two actors: a search from both ends that asks the store once a step.

SPARQL can tell that there is a path, but neither how long it is nor whom it leads through.
"""

import time
from collections.abc import Iterable, Mapping

from kgraph.errors import QueryError, QueryTimeoutError
from kgraph.ontology import Iri, Literal
from kgraph.query.asking import ask
from kgraph.query.names import canonical, cards
from kgraph.query.results import Results
from kgraph.store import Rows, Store, plain

COLUMNS = ("step", "who", "link", "whom", "what", "document", "statement")
WIDEST = 20_000
"""Actors that one step may start from; of more, everybody is connected with everybody."""
LONGEST = 20

_WORDS = """SELECT ?statement ?what ?document WHERE {
  ?statement kg:content ?what ; kg:reportedIn/kg:document ?document }"""

Steps = dict[str, tuple[str, str, bool]]
"""Actor -> the one that the search came from, the statement that joins them, and whether that one said it."""


def shortest_chain(
    store: Store,
    sparql: str,
    source: Iterable[Iri],
    target: Iterable[Iri],
    *,
    longest: int = 6,
    timeout: float | None = None,
) -> Results:
    """Find a shortest chain of actors who spoke about one another.

    Args:
        store: Where to look.
        sparql: Asks for the next actors (``?to``) after some (``?from``), with a ``?statement``, and who ``?said`` it.
        source: All spellings of the actor where it begins.
        target: All spellings of the actor where it ends.
        longest: How many steps it may have.
        timeout: Seconds for all of it.

    Returns:
        A row for each step; none where there is no such chain.

    Raises:
        QueryError: It goes through too many actors, or ``longest`` is too long.
        QueryTimeoutError: It ran past the time limit.
    """
    if not 1 <= longest <= LONGEST:
        raise QueryError(f"longest {longest} is no length of a chain: use 1 to {LONGEST}")
    search = _Search(store, sparql, timeout)
    starts, ends = search.counted_as(source), search.counted_as(target)
    meeting = search.meeting(starts, ends, longest) if not starts & ends else None
    path = search.path(meeting) if meeting else []
    return Results(Rows(COLUMNS, tuple(_rows(store, path))))


class _Search:
    """A search from both ends."""

    def __init__(self, store: Store, sparql: str, timeout: float | None) -> None:
        self._store, self._sparql = store, sparql
        self._until = None if timeout is None else time.monotonic() + timeout
        self._fullest: Mapping[str, str] = canonical(store)
        self._spellings: dict[str, set[str]] = {}
        for one, fullest in self._fullest.items():
            self._spellings.setdefault(fullest, {fullest}).add(one)
        self._seen: tuple[Steps, Steps] = ({}, {})

    def counted_as(self, actors: Iterable[str]) -> set[str]:
        """The actors that these are counted as: of a person with several spellings the fullest."""
        return {self._fullest.get(one, str(one)) for one in actors}

    def meeting(self, starts: set[str], ends: set[str], longest: int) -> str | None:
        """An actor that both sides reach, on a shortest chain."""
        fronts = [starts, ends]
        for side, front in enumerate(fronts):
            self._seen[side].update((one, ("", "", False)) for one in front)
        for _ in range(longest):
            if not all(fronts):
                return None
            side = 0 if len(fronts[0]) <= len(fronts[1]) else 1
            fronts[side] = self._widened(side, fronts[side])
            both = fronts[side] & self._seen[1 - side].keys()
            if both:
                return min(both)
        return None

    def _widened(self, side: int, front: set[str]) -> set[str]:
        seen, new = self._seen[side], set()
        for row in sorted(self._next(front)):
            came, goes = self._fullest.get(row[0], row[0]), self._fullest.get(row[1], row[1])
            if goes not in seen:
                seen[goes] = (came, row[2], row[3])
                new.add(goes)
        return new

    def _next(self, front: set[str]) -> list[tuple[str, str, str, bool]]:
        if len(front) > WIDEST:
            raise QueryError(f"the chain would lead through more than {WIDEST} actors: set longest to less")
        left = None if self._until is None else self._until - time.monotonic()
        if left is not None and left <= 0:
            raise QueryTimeoutError("the search for a chain ran past its time limit: set longest to less")
        actors = {spelling for one in front for spelling in self._spellings.get(one, {one})}
        found = ask(self._store, self._sparql, {"from": [Iri(one) for one in sorted(actors)]}, left).answer
        assert isinstance(found, Rows)
        rows = found.dicts()
        return [(row["from"], row["to"], row["statement"], row["said"] == "true") for row in rows if "statement" in row]

    def path(self, middle: str) -> list[tuple[str, str, str, bool]]:
        """The steps from end to end: who, whom, the statement, and whether the first said it about the second."""
        path: list[tuple[str, str, str, bool]] = []
        here = middle
        while self._seen[0][here][0]:
            before, statement, said = self._seen[0][here]
            path.insert(0, (before, here, statement, said))
            here = before
        here = middle
        while self._seen[1][here][0]:
            after, statement, said = self._seen[1][here]
            path.append((here, after, statement, not said))
            here = after
        return path


def _rows(store: Store, path: list[tuple[str, str, str, bool]]) -> Iterable[tuple[Iri | Literal, ...]]:
    known = cards(store, {one for step in path for one in step[:2]})
    bound = {"statement": [Iri(step[2]) for step in path]}
    words = {row["statement"]: row for row in store.select(_WORDS, bound).dicts()} if path else {}
    for number, (who, whom, statement, said) in enumerate(path, 1):
        told = words.get(statement, {})
        yield (
            Literal(str(number)),
            Literal(known[who].label),
            Literal("spoke about" if said else "was spoken about by"),
            Literal(known[whom].label),
            Literal(told.get("what", "")),
            Literal(told.get("document", "")),
            Iri(plain(Iri(statement))),
        )
