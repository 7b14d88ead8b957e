"""Statements -> networkx: who said what about whom as a directed multigraph."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import networkx as nx

from kgraph.ontology import actor_iri

StatementRow: TypeAlias = Mapping[str, Any]
"""One statement as JSON (see INTERFACES), with ``sentence``, ``sentence_start`` and ``url`` where they are known."""

UNNAMED = {"id": str(actor_iri("Group", "unnamed source")), "label": "unnamed source", "type": "Group"}
"""Who speaks where nobody could be made out."""

STANCES = ("negative", "neutral", "positive")

_EDGE_KEYS = ("act", "kind", "date", "confidence", "document", "title", "published", "publisher", "url", "repeats")


def network(statements: Iterable[StatementRow]) -> "nx.MultiDiGraph[str]":
    """Make the graph of who said what about whom.

    A node is an actor's id with ``label``, ``type``, ``wikidata`` (empty where unknown), ``said`` and ``about`` (how
    many statements it made, and how many are about it) and, where its words tell, ``represents`` (ids of the actors
    that it speaks for, separated by spaces). An edge leads from a speaker to a target, is keyed by the statement's id
    and carries ``stance``, ``stance_score``, ``content`` and what else is known of the statement; unknown values are
    left out, so that every exporter of networkx can write the graph. A statement without a target only counts for its
    speaker; one that comes twice counts once.

    Args:
        statements: Statements as JSON.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    rows = {str(row["id"]): row for row in statements}
    for key, row in rows.items():
        _add(graph, key, row)
    for actor, others in representatives(rows.values()).items():
        graph.nodes[actor]["represents"] = " ".join(others)
    return graph


def speakers(row: StatementRow) -> Iterator[dict[str, Any]]:
    """Yield who said it, each once: the speaker, then those who said it with them, else the unnamed source."""
    found = {who["id"]: who for who in (row.get("speaker"), *(row.get("co_speakers") or ())) if who and who.get("id")}
    yield from found.values() if found else (UNNAMED,)


def targets(row: StatementRow) -> Iterator[dict[str, Any]]:
    """Yield whom it makes a claim about, each once."""
    yield from {who["id"]: who for who in reversed(row.get("targets") or ()) if who.get("id")}.values()


def stance(target: Mapping[str, Any]) -> str:
    """Return the stance towards this target; one that is missing or not known is neutral."""
    found = target.get("stance")
    return found if found in STANCES else "neutral"


def content(row: StatementRow) -> str:
    """Return what was said; pieces that stand apart in the article are joined by an ellipsis."""
    return " … ".join(str(piece.get("text") or "") for piece in row.get("content") or ())


def representatives(rows: Iterable[StatementRow]) -> dict[str, list[str]]:
    """Tell whom persons and groups speak for: by ``represents`` where a row has it, else by the words that name them.

    "The Norland foreign minister, Anna Vell" names a state of the same graph, so she stands by Norland. This is only
    good enough for placing marks near each other, and is used for nothing else.

    Returns:
        Actor's id -> sorted ids of states and organisations.
    """
    ends = [(list(speakers(row)), list(targets(row))) for row in rows]
    actors = [who for pair in ends for some in pair for who in some]
    bodies, known = _bodies(actors), {who["id"] for who in actors}
    pattern = "|".join(map(re.escape, sorted(bodies, key=lambda name: (-len(name), name))))
    names = re.compile(rf"\b(?:{pattern})\b")
    words: dict[str, set[str]] = {}  # the same words name their speaker over and over
    found: dict[str, set[str]] = {}
    for who in (who for said_by, _ in ends for who in said_by if who.get("type") in ("Person", "Group")):
        told = {str(other.get("id", other)) if isinstance(other, dict) else str(other) for other in _list(who)}
        text = str(who.get("text") or "")
        if not told and text not in words:
            words[text] = {bodies[name] for name in names.findall(text)} if bodies else set()
        found.setdefault(who["id"], set()).update((told or words[text]) - {who["id"]})
    return {actor: sorted(others & known) for actor, others in found.items() if others & known}


def _list(who: Mapping[str, Any]) -> list[Any]:
    return list(who.get("represents") or ())


def _bodies(actors: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Names of the states and organisations among these, with their ids."""
    return {
        str(actor["label"]): actor["id"]
        for actor in actors
        if actor.get("type") in ("State", "Organization") and actor.get("label")
    }


def _add(graph: "nx.MultiDiGraph[str]", key: str, row: StatementRow) -> None:
    said_by, about = list(speakers(row)), list(targets(row))
    for actor, count in [(who, "said") for who in said_by] + [(who, "about") for who in about]:
        _add_actor(graph, actor)
        graph.nodes[actor["id"]][count] += 1
    shared = {name: value for name in _EDGE_KEYS if (value := row.get(name)) is not None}
    shared["content"] = content(row)
    for who in said_by:
        for target in about:
            score = target.get("stance_score")
            sure = {} if score is None else {"stance_score": float(score)}
            graph.add_edge(who["id"], target["id"], key=key, stance=stance(target), **sure, **shared)


def _add_actor(graph: "nx.MultiDiGraph[str]", actor: Mapping[str, Any]) -> None:
    if actor["id"] not in graph:
        graph.add_node(actor["id"], label=actor["id"], type="Group", wikidata="", said=0, about=0)
    node = graph.nodes[actor["id"]]
    for name in ("label", "type", "wikidata"):
        if actor.get(name):
            node[name] = str(actor[name])
