"""All that the viewer shows of a store, gathered at once."""

from typing import Any, NamedTuple

from kgraph.query.events import events, offices
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
    return Viewed(found, [] if apart else events(store, **told), offices(store))
