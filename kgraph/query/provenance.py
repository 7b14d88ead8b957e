"""Why the graph says so: one statement with its words, how its actors were resolved, its scores and its run."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from kgraph.errors import NotFoundError
from kgraph.ontology import RESOURCE, Iri
from kgraph.query.names import cards
from kgraph.query.sentences import around
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
  OPTIONAL { GRAPH ?graph { ?graph prov:wasDerivedFrom ?article ; prov:wasGeneratedBy ?run .
    ?run kg:version ?version ; kg:model ?model } } }"""  # without GRAPH the run of every article would match
_KNOWN = "SELECT DISTINCT ?actor WHERE { ?actor kg:known true }"
_TEXT = "SELECT ?text WHERE { ?s kg:reportedIn ?article . ?article kg:text ?text }"
_ROLES = {"speakerMention": "speaker", "addresseeMention": "addressee", "viaMention": "via", "targetMention": "target"}

WIDTH = 80
"""Columns of the terminal that an explanation is laid out for."""


def explain(store: Store, iri: str) -> dict[str, Any]:
    """Explain one statement.

    Args:
        store: Where it is.
        iri: The statement's IRI, whole, or shortened to ``kgr:statement/...`` or ``statement/...``.

    Returns:
        ``{"statement": ..., "sentence": ..., "spans": [...], "resolutions": [...], "scores": {...}, "run": {...}}``:
        the statement as JSON; the sentence or sentences that hold its words; its spans with their roles and offsets
        into the article; how each name in it was resolved, and whether the register has the actor; the scores; what
        read it.

    Raises:
        NotFoundError: There is no statement of that IRI.
    """
    full = Iri(iri.strip() if "://" in iri else RESOURCE + iri.strip().removeprefix("kgr:"))
    found = statement(store, full)
    if found is None:
        raise NotFoundError(f"{full}: no statement of that IRI; list them with: kgraph statements --format jsonl")
    scores = {"statement": found["confidence"]}
    if found["speaker_confidence"] is not None:
        scores["speaker"] = found["speaker_confidence"]
    scores |= {f"about {t['label']}": t["confidence"] for t in found["targets"] if t["confidence"] is not None}
    scores |= {f"stance towards {target['label']}": target["stance_score"] for target in found["targets"]}
    spans = _spans(found)
    own = [span for span in spans if span["role"] != "date"]  # the date's words may stand a paragraph before
    text = next(row["text"] for row in store.select(_TEXT, {"s": full}).dicts())
    ends = [span[edge] for span in own for edge in ("start", "end")]
    start, end = around(text, min(ends), max(ends)) if ends else (0, 0)
    return {
        "statement": found,
        "sentence": text[start:end],
        "sentence_start": start,
        "spans": spans,
        "resolutions": _resolutions(store, full),
        "scores": scores,
        "run": next(store.select(_RUN, {"s": full}).dicts(), {}),
    }


def _spans(found: dict[str, Any]) -> list[dict[str, Any]]:
    speakers = [who for who in (found["speaker"], *found["co_speakers"]) if who and who["start"] is not None]
    parts = [("speaker", who) for who in speakers] + [("content", piece) for piece in found["content"]]
    parts += [(role, found[key]) for role, key in (("cue", "cue"), ("date", "date_mention")) if found[key]]
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
    told = cards(store, {one["actor"] for one in found.values()}, links=True)
    sides = cards(store, {iri for card in told.values() for iri in card.represents})
    known = (
        {row["actor"] for row in store.select(_KNOWN, {"actor": [Iri(iri) for iri in told]}).dicts()} if told else ()
    )
    for one in found.values():
        card = told[one["actor"]]
        one |= {"type": card.kind, "wikidata": card.wikidata, "known": card.id in known}
        one["represents"] = [sides[iri].label for iri in card.represents]
    return list(found.values())


def narrate(told: dict[str, Any], width: int = WIDTH) -> str:
    """Tell what ``explain`` found in lines of plain text, none longer than ``width``.

    The strings in it are as the article has them, but for white space: whoever prints them makes them safe beforehand,
    so that what is written in place of a control character counts as well.
    """
    return (
        "\n".join(
            "\n".join(wrap(_flat(text), width, initial_indent=first, subsequent_indent=" " * hang)) or first.rstrip()
            for first, hang, text in _lines(told)
        )
        + "\n"
    )


def _lines(told: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Lines as (what they begin with, columns before what is wrapped, text)."""
    found, run = told["statement"], told["run"]
    yield "", 0, found["document"] + (f"  ({found['publisher']})" if found["publisher"] else "")
    yield "  ", 2, found["title"] or "(no title)"
    yield "  ", 2, _report(found)
    yield "", 0, ""
    yield "  ", 2, told["sentence"]
    yield "", 0, ""
    yield "words", 0, ""
    for span in told["spans"]:
        yield f"  {span['role']:<9} {span['start']:>6}-{span['end']:<6} ", 26, span["text"]
    yield "resolved", 0, ""
    for one in told["resolutions"]:
        yield f"  {one['role']:<9} ", 12, f"{_flat(one['text'])} -> {one['label']} ({one['score']:.2f})"
        for step in (*(one["reason"] or "").split("; "), _card(one)):
            yield from [(" " * 12 + "- ", 14, step)] if step else ()
    yield "date", 0, ""
    yield "  ", 2, _date(found)
    yield "scores", 0, ""
    for name, score in told["scores"].items():
        yield f"  {score:.2f}  ", 8, name
    yield "stance", 0, ""
    for target in found["targets"] or [None]:
        yield "  ", 2, f"{target['stance']} towards {target['label']}" if target else "towards nobody"
    tied = [(key, found[key]) for key in ("within", "repeats", "same_statement_as") if found[key]]
    yield from [("tied to other statements", 0, "")] if tied else ()
    for key, iri in tied:
        yield f"  {key.replace('_', ' '):<10} ", 13, iri.replace(RESOURCE, "kgr:")
    yield "run", 0, ""
    made = f"extractor {run.get('extractor', '?')}, kgraph {run.get('version', '?')}, model {run.get('model', '?')}"
    yield "  ", 2, made
    yield "  ", 2, found["id"].replace(RESOURCE, "kgr:")


def _report(found: dict[str, Any]) -> str:
    speakers = ", ".join(who["label"] for who in (found["speaker"], *found["co_speakers"]) if who)
    via = ", ".join(who["label"] for who in found["via"])
    to = ", ".join(who["label"] for who in found["addressees"])
    how = [found["act"], *["negated"] * found["negated"], found["kind"], *[found["date"]] * bool(found["date"])]
    return (
        f"reports that {speakers or 'somebody unnamed'} ({', '.join(how)})"
        + (f" to {to}" if to else "")
        + (f" via {via}" if via else "")
    )


def _date(found: dict[str, Any]) -> str:
    if not found["date"]:
        return "not known"
    if not found["date_mention"]:
        return f"{found['date']}, the article's own: no words date the statement"
    until = f" to {found['date_until']}" if found["date_until"] else ""
    return f"{found['date']}{until}, by “{_flat(found['date_mention']['text'])}”, article of {found['published']}"


def _card(one: dict[str, Any]) -> str:
    """What the graph knows of an actor: whether the register has it, and for whom it speaks."""
    where = f"in the register ({one['wikidata'] or 'no Wikidata id'})" if one["known"] else "not in the register"
    return where + (f"; speaks for {', '.join(one['represents'])}" if one["represents"] else "")


def _flat(text: str) -> str:
    return " ".join(text.split())
