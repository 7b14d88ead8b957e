"""Statements -> networkx: actors as nodes, and an edge for each statement, speaker and target."""

from collections.abc import Iterable
from typing import Any

import networkx as nx


def network(statements: Iterable[dict[str, Any]]) -> "nx.MultiDiGraph[str]":
    """Make the graph of who said what about whom.

    Nodes are IRIs of actors, with ``label``, ``type`` and, where it is known, ``wikidata``. Edges lead from a speaker
    to a target, are keyed by the statement's IRI, and carry ``stance``, ``stance_score``, ``act``, ``kind``,
    ``content``, ``document``, ``confidence`` and, where they are known, ``date``, ``title`` and ``publisher``.

    Args:
        statements: Statements as JSON.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in statements:
        speakers = [who for who in (row["speaker"], *row["co_speakers"]) if who]
        for actor in (*speakers, *row["targets"]):
            graph.add_node(actor["id"], **_known(actor, "label", "type", "wikidata"))
        content = " ... ".join(piece["text"] for piece in row["content"])
        shared = _known(row, "act", "kind", "date", "document", "title", "publisher", "confidence") | {
            "content": content
        }
        for speaker in speakers:
            for target in row["targets"]:
                values = {"stance": target["stance"], "stance_score": target["stance_score"], **shared}
                graph.add_edge(speaker["id"], target["id"], row["id"], **values)
    return graph


def _known(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names if values.get(name) is not None}
