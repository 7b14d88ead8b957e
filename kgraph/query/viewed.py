"""All that the viewer shows of a store, gathered at once."""

from collections import defaultdict
from typing import Any, NamedTuple

from kgraph.query.events import events
from kgraph.query.names import canonical
from kgraph.query.statements import statements
from kgraph.store import Store


class Viewed(NamedTuple):
    """What `kgraph.view.page` takes.

    Attributes:
        statements: Statements as JSON, with their sentences.
        events: Events as JSON.
        offices: Actor's IRI -> offices that the articles give it.
    """

    statements: list[dict[str, Any]]
    events: list[dict[str, Any]]
    offices: dict[str, list[str]]


def viewed(store: Store, **filters: Any) -> Viewed:
    """Gather what the viewer shows.

    Args:
        store: Where to look.
        **filters: As `kgraph.query.statements` takes them. Events follow those that they have too: the speaker is
            one who acts; a speech act or a stance leaves none.
    """
    found = list(statements(store, sentences=True, **filters))
    same = {"speaker": "source", "about": "target", "since": "since", "until": "until", "outlet": "outlet"}
    told = {same[name]: value for name, value in filters.items() if name in same}
    apart = any(filters.get(name) for name in ("act", "stance"))
    return Viewed(found, [] if apart else list(events(store, once=True, **told)), offices(store))


def offices(store: Store) -> dict[str, list[str]]:
    """Tell which offices the articles say that somebody holds or held: actor's IRI -> "minister, Norland", sorted."""
    sparql = """SELECT DISTINCT ?holder ?office ?of ?former WHERE { ?t a kg:Tenure ; kg:reportedIn ?article ;
      kg:holder ?holder ; kg:office ?office ; kg:former ?former . OPTIONAL { ?t kg:body/skos:prefLabel ?of } }"""
    fullest, found = canonical(store), defaultdict(set)
    for row in store.select(sparql).dicts():
        former = "former " * (row["former"] == "true" and not row["office"].lower().startswith("former"))
        of = f", {row['of']}" if row.get("of") else ""
        found[fullest.get(row["holder"], row["holder"])].add(f"{former}{row['office']}{of}")
    return {holder: sorted(several) for holder, several in sorted(found.items())}
