"""Why the graph says so: one statement with its words, how its actors were resolved, its scores and its run."""

from typing import Any

from kgraph.errors import NotFoundError
from kgraph.ontology import RESOURCE, Iri
from kgraph.query.statements import statement
from kgraph.store import Store

_MENTIONS = """SELECT DISTINCT ?link ?actor ?label ?start ?end ?text ?score ?reason WHERE {
  { ?s ?link ?mention . VALUES ?link { kg:speakerMention kg:addresseeMention kg:viaMention } }
  UNION { ?s kg:stance ?stance . ?stance ?link ?mention . VALUES ?link { kg:targetMention } }
  ?mention kg:refersTo ?actor ; kg:confidence ?score ; oa:hasSelector ?position , ?quote .
  ?position oa:start ?start ; oa:end ?end . ?quote oa:exact ?text .
  OPTIONAL { ?mention kg:resolution ?reason } OPTIONAL { ?actor skos:prefLabel ?label }
} ORDER BY ?start ?end ?link ?actor ?reason"""
_RUN = """SELECT ?extractor ?run ?version ?model WHERE { ?s kg:reportedIn ?article .
  OPTIONAL { ?s kg:extractor ?extractor }
  OPTIONAL { ?graph prov:wasDerivedFrom ?article ; prov:wasGeneratedBy ?run .
    ?run kg:version ?version ; kg:model ?model } }"""
_ROLES = {"speakerMention": "speaker", "addresseeMention": "addressee", "viaMention": "via", "targetMention": "target"}


def explain(store: Store, iri: str) -> dict[str, Any]:
    """Explain one statement.

    Args:
        store: Where it is.
        iri: The statement's IRI, whole, or shortened to ``kgr:statement/...`` or ``statement/...``.

    Returns:
        ``{"statement": ..., "sentence": ..., "spans": [...], "resolutions": [...], "scores": {...}, "run": {...}}``:
        the statement as JSON; the sentence around it; its spans with their roles and offsets into the article; how
        each name in it was resolved; the scores; what read it.

    Raises:
        NotFoundError: There is no statement of that IRI.
    """
    full = Iri(iri.strip() if "://" in iri else RESOURCE + iri.strip().removeprefix("kgr:"))
    found = statement(store, full)
    if found is None:
        raise NotFoundError(f"{full}: no statement of that IRI; list them with: kgraph statements --format jsonl")
    scores = {"statement": found["confidence"]}
    scores |= {f"stance towards {target['label']}": target["stance_score"] for target in found["targets"]}
    return {
        "statement": found,
        "sentence": found["sentence"],
        "sentence_start": found["sentence_start"],
        "spans": _spans(found),
        "resolutions": _resolutions(store, full),
        "scores": scores,
        "run": next(store.select(_RUN, {"s": full}).dicts(), {}),
    }


def _spans(found: dict[str, Any]) -> list[dict[str, Any]]:
    speakers = [who for who in (found["speaker"], *found["co_speakers"]) if who and who["start"] is not None]
    parts = [("speaker", who) for who in speakers] + [("content", piece) for piece in found["content"]]
    parts += [("cue", found["cue"])] if found["cue"] else []
    spans = [{"role": role} | {key: part[key] for key in ("text", "start", "end")} for role, part in parts]
    return sorted(spans, key=lambda span: (span["start"], span["end"]))


def _resolutions(store: Store, iri: Iri) -> list[dict[str, Any]]:
    """One entry for each role, mention and actor. A mention of several actors has a reason for each, by their names."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in store.select(_MENTIONS, {"s": iri}).dicts():
        role, label = _ROLES[row["link"].rpartition("#")[2]], row.get("label", row["actor"])
        entry = {"role": role, "text": row["text"], "start": int(row["start"]), "end": int(row["end"])}
        entry |= {"actor": row["actor"], "label": label, "score": float(row["score"]), "reason": None}
        kept = found.setdefault((role, row["start"], row["end"], row["actor"]), entry)
        reason = row.get("reason", "")
        if reason.startswith(f"{label}: ") or (reason and kept["reason"] is None):
            kept["reason"] = reason.removeprefix(f"{label}: ")
    return list(found.values())


def narrate(told: dict[str, Any]) -> str:
    """Tell what ``explain`` found in lines of plain text; the strings in it are as the article has them."""
    found = told["statement"]
    speakers = [who["label"] for who in (found["speaker"], *found["co_speakers"]) if who]
    lines = [
        f"{found['document']}" + (f"  ({found['publisher']})" if found["publisher"] else ""),
        f"  {found['title'] or '(no title)'}",
        f"  reports that {', '.join(speakers) or 'somebody unnamed'} ({found['act']}, {found['kind']}"
        + (f", {found['date']})" if found["date"] else ")"),
        "",
        "  " + " ".join(told["sentence"].split()),
        "",
        "words",
        *(f"  {span['role']:<9} {span['start']:>6}-{span['end']:<6} {_flat(span['text'])}" for span in told["spans"]),
        "resolved",
        *(_told(one) for one in told["resolutions"]),
        "scores",
        *(f"  {score:.2f}  {name}" for name, score in told["scores"].items()),
    ]
    stances = [f"  {target['stance']} towards {target['label']}" for target in found["targets"]]
    run = told["run"]
    made = f"  extractor {run.get('extractor', '?')}, kgraph {run.get('version', '?')}, model {run.get('model', '?')}"
    return "\n".join([*lines, "stance", *(stances or ["  towards nobody"]), "run", made]) + "\n"


def _told(one: dict[str, Any]) -> str:
    reason = f": {one['reason']}" if one["reason"] else ""
    return f"  {one['role']:<9} {_flat(one['text'])} -> {one['label']} ({one['score']:.2f}){reason}"


def _flat(text: str) -> str:
    return " ".join(text.split())
