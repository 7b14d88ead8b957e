"""The whole graph to a file, and quads from a file: the form is chosen by the suffix."""

import csv
import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx

from kgraph.consolidate import compared, forget_comparisons
from kgraph.errors import StoreError
from kgraph.query.brat import write_brat
from kgraph.query.statements import statements
from kgraph.store import Store
from kgraph.store.embedded import rewritten

CSV_COLUMNS = (
    "date", "speaker", "speaker_id", "act", "kind", "target", "target_id", "stance", "stance_score", "content",
    "title", "published", "publisher", "document", "confidence", "statement",
)  # fmt: skip

NODE_COLUMNS = ("id", "label", "type", "wikidata", "said", "about", "represents")
EDGE_COLUMNS = (
    "source", "target", "statement", "stance", "stance_score", "act", "kind", "date", "confidence", "content",
    "document", "title", "published", "publisher", "url", "repeats",
)  # fmt: skip


def export(store: Store, path: str | Path) -> None:
    """Write all that a store holds to a file, which is complete or not there.

    Args:
        store: What to write.
        path: ``.nq`` and ``.nq.gz`` (everything, sorted), ``.trig``, ``.jsonld`` (everything), ``.ttl``, ``.nt``
            (everything, without the graphs' names), ``.graphml``, ``.gexf`` (actors, and an edge for each statement,
            speaker and target), ``.nodes.csv`` and ``.edges.csv`` (the same as two tables), ``.csv`` (a line for each
            statement and target), ``.brat.zip`` (articles with BRAT's standoff annotations).

    Raises:
        StoreError: The suffix is none of these, or the file cannot be written.
    """
    path = Path(path)
    write = WRITERS.get(_suffix(path))
    if write is None:
        raise StoreError(f"{path}: cannot be written in the form {path.suffix!r}; use one of {', '.join(WRITERS)}")
    part = path.with_name(f".{os.getpid()}-{path.name}")  # with its suffix, as that tells the form
    try:
        write(store, part)
        part.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}); name another file") from error
    finally:
        part.unlink(missing_ok=True)


def load(store: Store, path: str | Path) -> int:
    """Add a file of RDF (``.nq``, ``.trig``, ``.ttl``, ``.nt``, ``.jsonld``, ``.rdf``; also ``.gz``) to a store.

    Where it brings articles that were compared with one another, but not with those of the store, the next build
    compares them all.

    Returns:
        The number of quads that are new.

    Raises:
        StoreError: The file cannot be read or is malformed; then nothing was loaded.
    """
    path = Path(path)
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        held, before = bool(store.articles()), compared(store)
        number = store.load(data, _suffix(path).removesuffix(".gz"))
        if held and compared(store) != before:
            forget_comparisons(store)
        return number
    except (OSError, EOFError) as error:
        raise StoreError(f"{path}: cannot be read ({error}); name another file") from error
    except StoreError as error:
        raise StoreError(f"{path}: {error}") from error


def _suffix(path: Path) -> str:
    two = "".join(path.suffixes[-2:])
    return two if path.suffix == ".gz" or two in WRITERS else path.suffix


def _nquads(store: Store, path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(store.dump())


def _nquads_packed(store: Store, path: Path) -> None:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:  # no clock in the bytes
        file.writelines(store.dump())


def _by_store(store: Store, path: Path) -> None:
    path.write_bytes(rewritten(store.dump(), "." + path.name.rsplit(".", 1)[-1]))


def _by_networkx(write_graph: Callable[..., None]) -> Callable[[Store, Path], None]:
    def write(store: Store, path: Path) -> None:
        from kgraph.query.network import network

        write_graph(_clean(network(statements(store))), path)

    return write


def _clean(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """A copy without the characters that XML cannot hold."""
    from kgraph.query.results import xml_text

    def clean(values: dict[str, Any]) -> dict[str, Any]:
        return {key: xml_text(value) if isinstance(value, str) else value for key, value in values.items()}

    copy: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    copy.add_nodes_from((node, clean(values)) for node, values in graph.nodes(data=True))
    for one, other, key, values in graph.edges(keys=True, data=True):
        copy.add_edge(one, other, key, **clean(values))
    return copy


def _csv(store: Store, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(CSV_COLUMNS)
        writer.writerows(line for row in statements(store) for line in _lines(row))


def _network_csv(nodes: bool) -> Callable[[Store, Path], None]:
    def write(store: Store, path: Path) -> None:
        from kgraph.query.network import network

        graph = network(statements(store))
        marks = [{"id": node, **values} for node, values in graph.nodes(data=True)]
        ties = [{"source": a, "target": b, "statement": key, **v} for a, b, key, v in graph.edges(keys=True, data=True)]
        with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
            writer = csv.DictWriter(file, NODE_COLUMNS if nodes else EDGE_COLUMNS)
            writer.writeheader()
            for line in marks if nodes else ties:
                writer.writerow({key: no_formula(value) for key, value in line.items()})

    return write


def _lines(row: dict[str, Any]) -> Iterator[list[Any]]:
    speakers = [who for who in (row["speaker"], *row["co_speakers"]) if who]
    content = " ... ".join(piece["text"] for piece in row["content"])
    for target in row["targets"] or [{"label": None, "id": None, "stance": None, "stance_score": None}]:
        cells = [
            row["date"], "; ".join(who["label"] for who in speakers), " ".join(who["id"] for who in speakers),
            row["act"], row["kind"], target["label"], target["id"], target["stance"], target["stance_score"], content,
            row["title"], row["published"], row["publisher"], row["document"], row["confidence"], row["id"],
        ]  # fmt: skip
        yield [no_formula(cell) for cell in cells]


def no_formula(cell: Any) -> Any:
    """A cell that a spreadsheet would run as a formula is kept from it by an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r") else cell


WRITERS: dict[str, Callable[[Store, Path], None]] = {
    ".nq": _nquads,
    ".nq.gz": _nquads_packed,
    ".trig": _by_store,
    ".ttl": _by_store,
    ".nt": _by_store,
    ".jsonld": _by_store,
    ".graphml": _by_networkx(nx.write_graphml),
    ".gexf": _by_networkx(nx.write_gexf),
    ".csv": _csv,
    ".nodes.csv": _network_csv(nodes=True),
    ".edges.csv": _network_csv(nodes=False),
    ".brat.zip": write_brat,
}
