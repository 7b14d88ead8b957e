"""Is everything as it should be: SHACL shapes, and every mention's words against its article's text."""

from collections.abc import Iterator
from typing import Any

from kgraph.ontology import ACTORS_GRAPH, Iri, article_graph, ontology_text
from kgraph.store import Store, Triples
from kgraph.store.answer import to_ntriples

_SLICES = """SELECT ?mention ?start ?end ?exact WHERE { GRAPH ?graph { ?mention a kg:Mention ;
  oa:hasSelector ?position , ?quote . ?position oa:start ?start ; oa:end ?end . ?quote oa:exact ?exact } }"""
_TEXT = (
    "SELECT ?text ?document WHERE { GRAPH ?graph { ?article a kg:Article ; kg:text ?text ; kg:document ?document } }"
)
_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"
_STRANGERS = """SELECT DISTINCT ?actor ?link WHERE { ?thing ?link ?actor .
  VALUES ?link { kg:speaker kg:about kg:addressee kg:via kg:target kg:source kg:holder kg:body kg:place
    kg:thing kg:refersTo }
  FILTER NOT EXISTS { ?actor a kg:Actor ; skos:prefLabel ?label } }"""
_ORPHANS = """SELECT DISTINCT ?thing ?link ?other WHERE {
  VALUES ?link { kg:within kg:repeats kg:sameStatementAs kg:otherWordingOf } ?thing ?link ?other .
  FILTER NOT EXISTS { ?other a kg:Statement } }"""
_EVENTS = """SELECT DISTINCT ?thing ?other WHERE { ?thing kg:sameEventAs ?other .
  FILTER NOT EXISTS { ?thing a kg:Event . ?other a kg:Event } }"""
_LOOSE = """SELECT DISTINCT ?thing ?link ?other WHERE { VALUES ?link { kg:sameStatementAs kg:otherWordingOf }
  ?thing ?link ?other . FILTER NOT EXISTS { ?thing a kg:Statement } }"""


def check(store: Store, *, shacl: bool = True) -> list[str]:
    """Check a store.

    Args:
        store: What to check.
        shacl: Whether to hold the graphs against ``ontologies/shapes.ttl``, too; that takes about a second an article.

    Returns:
        What is wrong, one plain line each; empty where nothing is.

    Raises:
        StoreError: ``shacl``, and pyshacl is not installed.
    """
    found = [*_links(store)]
    for article_id in sorted(store.articles()):
        found += _slices(store, article_graph(article_id))
    return found + ([*_shapes(store)] if shacl else [])


def _links(store: Store) -> Iterator[str]:
    for row in store.select(_STRANGERS).dicts():
        yield f"{row['actor']}: is a {row['link'].rpartition('#')[2]}, but no actor with a name; load the actors, too"
    for row in store.select(_ORPHANS).dicts():
        yield f"{row['thing']}: {row['link'].rpartition('#')[2]} names {row['other']}, which is no statement here"
    for row in store.select(_EVENTS).dicts():
        yield f"{row['thing']}: is tied to {row['other']}, but one is no event here; the next build unties it"
    for row in store.select(_LOOSE).dicts():
        yield f"{row['thing']}: is tied to {row['other']}, but is no statement here; the next build takes the tie out"


def _slices(store: Store, graph: Iri) -> Iterator[str]:
    articles = list(store.select(_TEXT, {"graph": graph}).dicts())
    if len(articles) != 1:
        yield f"{graph}: holds {len(articles)} articles instead of one; remove it and build again"
        return
    text, document = articles[0]["text"], articles[0]["document"]
    for row in store.select(_SLICES, {"graph": graph}).dicts():
        start, end, words = int(row["start"]), int(row["end"]), row["exact"]
        if not 0 <= start < end <= len(text) or text[start:end] != words:
            yield f"{document}: {row['mention']} says {words[:60]!r}, the article has {text[start:end][:60]!r} there"


def _shapes(store: Store) -> Iterator[str]:
    from pyshacl import validate  # these two are slow to import, and only this needs them
    from rdflib import Graph

    shapes = Graph().parse(data=ontology_text("shapes.ttl"), format="turtle")
    graphs = [Iri(ACTORS_GRAPH), *(article_graph(one) for one in sorted(store.articles()))]
    for name in graphs:
        data = Graph().parse(data=_ntriples(store, name), format="nt")
        good, report, _ = validate(data, shacl_graph=shapes, advanced=False, inplace=True)
        if not good:
            yield from _violations(name, report)


def _ntriples(store: Store, graph: Iri) -> bytes:
    answer = store.query(_GRAPH, {"graph": graph})
    assert isinstance(answer, Triples)
    return to_ntriples(answer)


def _violations(graph: Iri, report: Any) -> Iterator[str]:
    from rdflib.namespace import SH

    lines = []
    for result in report.subjects(SH.resultSeverity, None):
        node, path, message = (report.value(result, name) for name in (SH.focusNode, SH.resultPath, SH.resultMessage))
        where = f" {str(path).rpartition('#')[2]}" if path is not None else ""
        lines.append(f"{node or graph}:{where} {message}")
    yield from sorted(set(lines))
