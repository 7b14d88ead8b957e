"""Events -> networkx: who did what to whom as a directed multigraph."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

import networkx as nx

from kgraph.ontology import event_polarity

_EDGE_KEYS = (
    "class", "mode", "word", "date", "negated", "hypothetical", "within", "reports", "same_event_as", "confidence",
    "document", "title", "published", "publisher", "url",
)  # fmt: skip


def deeds(events: Iterable[Mapping[str, Any]]) -> "nx.MultiDiGraph[str]":
    """Make the graph of who did what to whom.

    A node is an actor's id with ``label``, ``type``, ``wikidata`` (empty where unknown), ``did`` and ``suffered`` (of
    how many events it is a source, and of how many a target). An edge leads from a source to a target, is keyed by the
    event's id and carries its class, ``polarity`` (what the class is by default), ``evidence`` (the words) and what
    else is known of the event; unknown values are left out, so that every exporter of networkx can write the graph.

    Args:
        events: Events as JSON, from ``kgraph.query.events``.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in {str(one["id"]): one for one in events}.values():
        ends = [{who["id"]: who for who in row[link]} for link in ("sources", "targets")]
        for several, count in zip(ends, ("did", "suffered"), strict=True):
            for who in several.values():
                _add_actor(graph, who)
                graph.nodes[who["id"]][count] += 1
        shared = {name: row[name] for name in _EDGE_KEYS if row.get(name) is not None}
        shared |= {"polarity": event_polarity().get(row["class"], "neutral"), "evidence": row["evidence"]["text"]}
        for source, target in product(*ends):
            if source != target:
                graph.add_edge(source, target, key=str(row["id"]), **shared)
    return graph


def _add_actor(graph: "nx.MultiDiGraph[str]", actor: Mapping[str, Any]) -> None:
    if actor["id"] not in graph:
        facts = {name: str(actor.get(name) or "") for name in ("label", "type", "wikidata")}
        graph.add_node(actor["id"], **facts, did=0, suffered=0)
