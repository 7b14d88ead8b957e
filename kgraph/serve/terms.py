"""What the editor offers while one types: the classes and properties of the ontology, and the saved questions."""

import re
from functools import cache
from typing import Any

from kgraph.ontology import PREFIXES, ontology_text
from kgraph.query.questions import questions

FIRST = """SELECT ?speaker ?what ?date WHERE {
  ?s a kg:Statement ; kg:speaker/skos:prefLabel ?speaker ; kg:content ?what .
  OPTIONAL { ?s kg:date ?date }
} LIMIT 20"""


@cache
def for_editor() -> dict[str, Any]:
    """Prefixes, terms and queries as JSON."""
    found = vocabulary()
    return {
        "prefixes": PREFIXES,
        "classes": sorted(iri for iri, is_class in found.items() if is_class),
        "properties": sorted(iri for iri, is_class in found.items() if not is_class),
        "first": with_own_prefixes(FIRST),
        "questions": [
            {"name": one.name, "title": one.title, "sparql": with_own_prefixes(_askable(one.sparql))}
            for one in questions()
        ],
    }


def _askable(sparql: str) -> str:
    """A saved question as one can ask it at once: words have to be given, all else may be left open."""
    return re.sub(r"kg:textMatch \?(\w+)", r'kg:textMatch "\1"', sparql)


def vocabulary() -> dict[str, bool]:
    """IRIs of our terms, and of those of others that the graph uses; and whether each is a class."""
    text = ontology_text("geopolitics.ttl")
    declared = re.findall(r"^kg:(\w+)\s+a\s+(?:owl|rdfs):(\w+)", text, re.MULTILINE)
    ours = {PREFIXES["kg"] + name: kind == "Class" for name, kind in declared}
    return ours | {PREFIXES[prefix] + name: is_class for prefix, name, is_class in _OTHERS}


_OTHERS = (
    ("skos", "prefLabel", False), ("skos", "altLabel", False), ("skos", "notation", False), ("owl", "sameAs", False),
    ("rdf", "type", False), ("prov", "wasDerivedFrom", False), ("prov", "wasGeneratedBy", False),
    ("oa", "hasSelector", False), ("oa", "start", False), ("oa", "end", False), ("oa", "exact", False),
    ("oa", "TextPositionSelector", True), ("oa", "TextQuoteSelector", True),
)  # fmt: skip


def with_own_prefixes(sparql: str) -> str:
    """Declare the prefixes that a query uses, so that it can be taken elsewhere as it is."""
    used = {name for name in PREFIXES if re.search(rf"(?<![\w-]){name}:(?!//)", sparql)}
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in sorted(used)) + sparql.strip() + "\n"
