"""Counts of what a store holds."""

from kgraph.query.names import act_key
from kgraph.store import Store

_KINDS = """SELECT ?kind (COUNT(DISTINCT ?thing) AS ?n) WHERE { ?thing a ?kind .
  VALUES ?kind { kg:Article kg:Statement kg:Event kg:Relation kg:Tenure kg:Mention kg:Actor
    kg:Person kg:State kg:Organization kg:Group kg:Place kg:Weapon kg:Goods kg:Agreement }
  FILTER NOT EXISTS { ?thing kg:body ?whose FILTER NOT EXISTS { ?thing kg:reportedIn ?article } } } GROUP BY ?kind"""
# An office that no article tells is the register's, and not counted.
_NAMES = {
    "Article": "articles",
    "Statement": "statements",
    "Event": "events",
    "Relation": "lasting relations",
    "Tenure": "offices held",
    "Mention": "mentions",
    "Actor": "actors",
    "Person": "actors: persons",
    "State": "actors: states",
    "Organization": "actors: organizations",
    "Group": "actors: groups",
    "Place": "actors: places",
    "Weapon": "actors: weapons",
    "Goods": "actors: goods",
    "Agreement": "actors: agreements",
}
_GROUPS = {
    "statements by kind": "SELECT ?key (COUNT(*) AS ?n) WHERE { ?s kg:kind ?key } GROUP BY ?key",
    "statements by act": "SELECT ?key (COUNT(*) AS ?n) WHERE { ?s kg:act ?key } GROUP BY ?key",
    "stances": "SELECT ?key (COUNT(*) AS ?n) WHERE { ?s a kg:Stance ; kg:polarity ?key } GROUP BY ?key",
}
_SINGLE = {
    "statements with a speaker": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a kg:Statement ; kg:speaker ?who }",
    "statements about somebody": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a kg:Statement ; kg:about ?whom }",
    "first day": "SELECT (MIN(?d) AS ?n) WHERE { ?s a kg:Statement ; kg:date ?d }",
    "last day": "SELECT (MAX(?d) AS ?n) WHERE { ?s a kg:Statement ; kg:date ?d }",
}


def stats(store: Store) -> dict[str, int | str]:
    """Count articles, statements, actors and the rest.

    Returns:
        What is counted to how many there are, in an order for reading; days as text, left out where there are none.
    """
    kinds = {act_key(row["kind"].replace("#", "/")): int(row["n"]) for row in store.select(_KINDS).dicts()}
    found: dict[str, int | str] = {name: kinds.get(key, 0) for key, name in _NAMES.items()}
    for name, sparql in _SINGLE.items():
        for row in store.select(sparql).dicts():
            found |= {name: int(row["n"]) if row["n"].isdigit() else row["n"]} if "n" in row else {}
    for name, sparql in _GROUPS.items():
        rows = [(act_key(row["key"]), int(row["n"])) for row in store.select(sparql).dicts() if "key" in row]
        found |= {f"{name}: {key}": number for key, number in sorted(rows, key=lambda pair: (-pair[1], pair[0]))}
    return found
