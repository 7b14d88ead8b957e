"""The register: the actors that are known before an article is read, and how a name finds them.

It is read from ``ontologies/actors/*.ttl`` and from files of the user's own. Its answers are actors of ``records``;
they say nothing of the article: which of several actors is meant, the callers decide.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from kgraph.errors import RegisterError
from kgraph.ontology import ontologies
from kgraph.records import Actor
from kgraph.resolve import names
from kgraph.resolve.actor_files import Entry, KnownTenure, merged, no_longer, read_actors
from kgraph.resolve.folding import cased, folded_name
from kgraph.resolve.offices import (
    LEADING,
    LED_BY_PRIME_MINISTER,
    MINISTERS,
    begins_kind,
    kind_named,
    may_end_kind,
    office_key,
    offices_meant,
    plain_words,
)

__all__ = ["Entry", "How", "KnownTenure", "Match", "Register", "check_register", "load_register"]

How = Literal["name", "alias", "metonym", "demonym", "kind"]
_ORDER: tuple[How, ...] = ("name", "alias", "metonym", "demonym", "kind")
_NUMERAL = re.compile(r"[ivx]+")
_PLURAL = re.compile(r"(?:[^s]s|men)$")
_COLLECTIVE = re.compile(r"(?:ese|ish|ch|ss)$")  # the Chinese, the British, the Dutch, the Swiss: with their article
KEPT = 65536
"""Answers that are remembered: an article asks for the same names again and again."""

T = TypeVar("T")
SAME = 0.8
"""Score of ``names.same_person`` from which a full name is taken for a known person's."""


class Match(NamedTuple):
    """An actor and how a name means it.

    Attributes:
        actor: The actor.
        how: ``name`` (preferred label), ``alias``, ``metonym`` ("Moscow"), ``demonym`` ("Russians"), or ``kind``
            ("Russia's defence ministry": by the kind of body and the state).
    """

    actor: Actor
    how: How


def _keep(answers: dict[str, T], name: str, answer: T) -> None:
    """Remember an answer; of too many none."""
    if len(answers) >= KEPT:
        answers.clear()
    answers[name] = answer


class Register:
    """The known actors, by name, person, body and office. It does not change once it is made."""

    def __init__(self, entries: Iterable[Entry], tenures: Iterable[KnownTenure] = ()) -> None:
        ordered = sorted(entries, key=lambda entry: (entry.actor.label, entry.actor.id))
        self.entries: Mapping[str, Entry] = {entry.actor.id: entry for entry in ordered}
        self._names: dict[str, list[tuple[How, str, str]]] = defaultdict(list)
        self._demonyms: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._surnames: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._words: dict[str, set[str]] = defaultdict(set)
        self._bodies: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._held: dict[str, list[KnownTenure]] = defaultdict(list)
        for entry in ordered:
            self._add(entry)
        for tenure in sorted(tenures, key=lambda t: (t.holder, t.start or date.min, t.id)):
            self._held[tenure.holder].append(tenure)
        self._tenures = [tenure for held in self._held.values() for tenure in held]
        self._offices: dict[str, list[int]] = defaultdict(list)
        for at, tenure in enumerate(self._tenures):
            self._offices[office_key(tenure.office)].append(at)
        self._begun = {name.split()[0] for name in (*self._names, *self._demonyms) if name}
        self._may: dict[str, bool] = {}
        self._matched: dict[str, tuple[Match, ...]] = {}

    def _add(self, entry: Entry) -> None:
        iri = entry.actor.id
        for how, values in (
            ("name", (entry.actor.label,)),
            ("alias", entry.actor.aliases),
            ("metonym", entry.metonyms),
        ):
            for value in filter(folded_name, values):
                self._names[folded_name(value)].append((how, value, iri))  # type: ignore[arg-type]
        for word in entry.demonyms:
            self._demonyms[folded_name(word)].append((word, iri))
        if entry.actor.type == "Person":
            self._add_person(entry.actor)
        for state in {*entry.actor.represents, entry.country} - {None} if entry.body_kind else ():
            self._bodies[entry.body_kind or "", str(state)].append(iri)

    def _add_person(self, actor: Actor) -> None:
        spelt = [(names.key(names.without_honorifics(name)).split(), " " in name) for name in _names_of(actor)]
        singles = {words[0] for words, several in spelt if len(words) == 1 and not several}
        for words, _ in spelt:
            for word in words:
                self._words[word].add(actor.id)
            family = _family_first(words, singles)
            for part in family:
                self._surnames[part].append((0 if part in singles else 1, actor.id))

    def may_begin(self, word: str) -> bool:
        """Whether a name of several words that ``match`` knows may begin with this one; most words can be passed over.

        Args:
            word: Up to the first white space, as it stands in a text.
        """
        found = self._may.get(word)
        if found is None:
            begun = {" ".join(folded_name(text).split()[:1]) for text in (word, f"{word} x")}
            found = bool(begun & {"", "the", "x"} or begun & self._begun) or begins_kind(word)
            _keep(self._may, word, found)
        return found

    def match(self, name: str) -> tuple[Match, ...]:
        """Every actor that a name stands for in the strictest way that it stands for any.

        Accents, punctuation, a leading article, a possessive ending, British or American spelling do not matter.
        Letter case matters a little: "US" is a state, "us" is not.

        Args:
            name: A name as it stands in a text.
        """
        known = self._matched.get(name)
        if known is None:
            found = self._named(name) or self._peopled(name) or self._composed(name)
            best = {match.actor.id: match for match in sorted(found, key=lambda m: -_ORDER.index(m.how))}
            known = tuple(sorted(best.values(), key=lambda m: (_ORDER.index(m.how), m.actor.label, m.actor.id)))
            _keep(self._matched, name, known)
        return known

    def lookup(self, name: str) -> tuple[Actor, ...]:
        """Like ``match``, the actors alone."""
        return tuple(match.actor for match in self.match(name))

    def _named(self, name: str) -> list[Match]:
        folded = folded_name(name)
        for wanted in (folded, folded.removeprefix("the ")):
            hits = [(how, iri) for how, stored, iri in self._names.get(wanted, ()) if cased(name, stored)]
            strict = [hit for hit in hits if hit[0] != "metonym"] or hits
            if strict:
                return [Match(self.entries[iri].actor, how) for how, iri in strict]
        return []

    def _peopled(self, name: str) -> list[Match]:
        """Who is meant by a word for people: a plural ("Russians"), or a collective with its article ("the Dutch")."""
        folded = folded_name(name)
        word = folded.removeprefix("the ")
        if not _PLURAL.search(word) and not (word != folded and _COLLECTIVE.search(word)):
            return []
        actor = self.demonym(re.sub(r"^[Tt]he\s+", "", name.strip()))
        return [Match(actor, "demonym")] if actor else []

    def _composed(self, name: str) -> list[Match]:
        """A body by its kind and state: "Russia's foreign ministry", "Ministry of Defence of Norway"."""
        words = name[: names.MAX_NAME].split()
        for at in range(1, min(len(words), 5)) if words and may_end_kind(words[-1]) else ():
            before, after = " ".join(words[:at]), " ".join(words[at:])
            if kind := kind_named(after):
                states = [state for state in [self.demonym(before)] if state] or self._states(before)
                return [Match(body, "kind") for state in states for body in self.bodies(kind, state.id)]
        body, of, state_name = name.rpartition(" of ")
        kind = kind_named(body) if of else None
        return [Match(b, "kind") for s in self._states(state_name) for b in self.bodies(kind, s.id)] if kind else []

    def _states(self, name: str) -> list[Actor]:
        return [match.actor for match in self._named(name) if match.actor.type == "State"]

    def demonym(self, word: str) -> Actor | None:
        """The state, region or group that a word like "Russian" or "Russians" belongs to; None where several do."""
        found = {iri for stored, iri in self._demonyms.get(folded_name(word), ()) if cased(word, stored)}
        return self.entries[found.pop()].actor if len(found) == 1 else None

    def surname(self, name: str) -> tuple[Actor, ...]:
        """Every person of that family name (or of that name alone: "Lula"), in any spelling; the best known first."""
        wanted = names.key(names.without_honorifics(name))
        best = {iri: rank for rank, iri in sorted(self._surnames.get(wanted, ()), reverse=True)}
        return tuple(
            self.entries[iri].actor for iri in sorted(best, key=lambda i: (best[i], self.entries[i].actor.label))
        )

    def person(self, name: str) -> tuple[Actor, ...]:
        """Every person whose full name this may be: other spellings, initials, a middle name left out; best first."""
        words = names.key(names.without_honorifics(name)).split()
        if len(words) < 2:
            return tuple(actor for actor in self.lookup(name) if actor.type == "Person")
        shared = Counter(iri for word in words for iri in self._words.get(word, ()))
        near = [self._actor(iri) for iri, count in shared.items() if count >= min(2, max(shared.values()))]
        scored = [(max(names.same_person(name, n) for n in _names_of(actor)), actor) for actor in near]
        top = max((score for score, _ in scored), default=0.0)
        fitting = [(score, actor) for score, actor in scored if score >= max(SAME, top - 0.05)]
        return tuple(actor for _, actor in sorted(fitting, key=lambda pair: (-pair[0], pair[1].label)))

    def _actor(self, iri: str) -> Actor:
        return self.entries[iri].actor

    def bodies(self, kind: str, country: str) -> tuple[Actor, ...]:
        """The bodies of a kind that speak for, or belong to, a state.

        Args:
            kind: What kind of body, in any of its usual names ("foreign ministry", "Ministry of Defence", "army").
            country: IRI of the state.
        """
        return tuple(map(self._actor, self._bodies.get((kind_named(kind) or plain_words(kind), country), ())))

    def holders(self, office: str, body: str, at: date | None = None) -> tuple[Actor, ...]:
        """Who held an office, the most fitting first.

        Args:
            office: Its name in any usual form ("FM", "defence secretary", "spokeswoman", "chief").
            body: IRI of the state or organisation that the text gives it to; a minister is found through the state
                and through the ministry, a spokesman of a ministry through its state too, after those of the state.
            at: The day on which it was held; None for any day, those who hold it still before others.
        """
        entry = self.entries.get(body)
        meant = offices_meant(office)
        if len(meant) > 1 and entry and entry.body_kind in MINISTERS:
            meant = meant | {MINISTERS[entry.body_kind]}  # "the head of the Foreign Ministry"
        near = sorted(at for held in meant for at in self._offices.get(held, ()))
        fitting = [
            (rank, t) for t in map(self._tenures.__getitem__, near) if (rank := self._fit(meant, body, t)) is not None
        ]
        if any(rank[0] == 0 for rank, _ in fitting):
            fitting = [(rank, t) for rank, t in fitting if rank[0] == 0]
        held = [(rank, t) for rank, t in fitting if at is None or t.holds_at(at)]
        held.sort(key=lambda pair: (pair[0], pair[1].until is not None, -(pair[1].start or date.min).toordinal()))
        leading = offices_meant(office) if len(offices_meant(office)) > 1 else None
        if leading and held:
            held = [pair for pair in held if pair[0] == held[0][0]]  # "the leader" is one
        return tuple(self._actor(iri) for iri in dict.fromkeys(t.holder for _, t in held) if iri in self.entries)

    def _fit(self, meant: frozenset[str], body: str, tenure: KnownTenure) -> tuple[int, int] | None:
        """How well a tenure of an office that is meant fits: (distance of the bodies, rank of the office), or None."""
        held, entry = office_key(tenure.office), self.entries.get(body)
        rank = _leading_rank(held, entry) if len(meant) > 1 else 0
        if tenure.body == body:
            return 0, rank
        if entry and held == MINISTERS.get(entry.body_kind or "") and tenure.body in entry.actor.represents:
            return 0, rank
        held_by = self.entries.get(tenure.body)
        return (1, rank) if held_by and body in held_by.actor.represents and len(meant) == 1 else None

    def tenures_of(self, iri: str) -> tuple[KnownTenure, ...]:
        """The offices that a person is known to have held, by first day."""
        return tuple(self._held.get(iri, ()))

    def represents(self, iri: str, at: date | None = None) -> tuple[Actor, ...]:
        """Whom an actor speaks for on a day: bodies and states.

        Args:
            iri: IRI of the actor.
            at: The day; None for what the register says of today.
        """
        entry = self.entries.get(iri)
        if at is None or not self._held.get(iri):
            direct: Iterable[str] = entry.actor.represents if entry else ()
        else:
            direct = [tenure.body for tenure in self._held[iri] if tenure.holds_at(at)]
        further = [up for one in direct if one in self.entries for up in self._actor(one).represents]
        return tuple(self._actor(one) for one in dict.fromkeys([*direct, *further]) if one in self.entries)

    def shared_names(self) -> dict[str, list[str]]:
        """Name -> labels of the actors that all have it as a label or alias; family names of persons left out."""
        shared: dict[str, list[str]] = {}
        for found in self._names.values():
            iris = {iri for how, shown, iri in found if how != "metonym" and not self._is_family_name(shown, iri)}
            if len(iris) > 1:
                shared[found[0][1]] = sorted(self._actor(iri).label for iri in iris)
        return shared

    def doubles(self) -> list[str]:
        """Actors that may be there twice: by their Wikidata id, or people by the spelling of their names."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entry in self.entries.values():
            actor = entry.actor
            if actor.wikidata:
                found["have one Wikidata id", actor.wikidata].append(actor.label)
            if actor.type == "Person":
                found["are spelt alike", names.key(actor.label)].append(actor.label)
        return [f"{' and '.join(labels)} {why}: {key}" for (why, key), labels in found.items() if len(labels) > 1]

    def _is_family_name(self, name: str, iri: str) -> bool:
        return self._actor(iri).type == "Person" and " " not in name

    def loose_ends(self) -> list[str]:
        """Links that lead to no actor of the register, one line each."""
        links = [
            (entry.actor.label, link)
            for entry in self.entries.values()
            for link in (*entry.actor.represents, *entry.actor.member_of, entry.country)
            if link
        ]
        links += [(tenure.id, link) for tenure in self._tenures for link in (tenure.holder, tenure.body)]
        return [
            f"{name} names {link}, which is not in the register" for name, link in links if link not in self.entries
        ]


def _leading_rank(office: str, body: Entry | None) -> int:
    """Place of an office among those that lead a body, 0 first."""
    if office == "prime minister" and body and body.actor.label in LED_BY_PRIME_MINISTER:
        return -1
    return LEADING.index(office) if office in LEADING else 0


def _names_of(actor: Actor) -> tuple[str, ...]:
    return actor.label, *actor.aliases


def _family_first(words: list[str], singles: set[str]) -> Iterator[str]:
    """Keys by which a name is found as a family name: its last words; where the first one is listed alone, that one."""
    kept = [word for word in words if not _NUMERAL.fullmatch(word) and word not in ("jr", "sr")] or words
    if len(kept) > 1 and kept[0] in singles:
        yield kept[0]
        return
    for length in range(1, max(2, min(4, len(kept)))):
        yield " ".join(kept[-length:])


@lru_cache(maxsize=8)
def _load(files: tuple[tuple[Path, float], ...]) -> Register:
    shipped = sorted(Path(str(ontologies().joinpath("actors"))).glob("*.ttl"))
    if not shipped:
        raise RegisterError("the register of actors is not in this installation; install kgraph again")
    entries: dict[str, Entry] = {}
    tenures: dict[str, KnownTenure] = {}
    over: set[tuple[str, str]] = set()
    for path in (*shipped, *(path for path, _ in files)):
        found, held = read_actors(path, {entry.actor.label: iri for iri, entry in entries.items()})
        entries |= {iri: merged(entries[iri], new) if iri in entries else new for iri, new in found.items()}
        over |= {(t.holder, t.body) for t in held if t.until and t.id in tenures and not tenures[t.id].until}
        tenures |= {tenure.id: tenure for tenure in held}
    for holder, body in over - {(t.holder, t.body) for t in tenures.values() if not t.until}:
        if holder in entries:  # a later file ends the office by which this person spoke for this body
            entries[holder] = no_longer(entries[holder], body)
    return Register(entries.values(), tenures.values())


def load_register(*extra: Path) -> Register:
    """Load the register that ships with kgraph, and add files of your own. The same files are read once.

    Args:
        extra: Turtle or CSV files of actors (see ``actor_files``). What they say of a known actor is added to it.

    Raises:
        RegisterError: A file cannot be used; the text names file and line.
    """
    try:
        return _load(tuple((Path(path).resolve(), Path(path).stat().st_mtime) for path in extra))
    except OSError as error:
        raise RegisterError(f"{error.filename}: cannot be read ({error.strerror}); name a file of actors") from error


def check_register(register: Register) -> list[str]:
    """What a person should look at in the register, one line each; nothing of it is an error.

    Names that several actors share (preferred label or alias; family names may be shared), actors that may be there
    twice, links to actors and tenures of persons that are not there.
    """
    lines = [
        f"{shown!r} is a name of {len(labels)} actors: {', '.join(labels)}"
        for shown, labels in sorted(register.shared_names().items())
    ]
    return lines + sorted(register.doubles()) + sorted(register.loose_ends())
