"""How fast a build passes over articles that are in its store already: ``python benchmarks/resume.py [NUMBER]``.

The articles are those of ``corpus/`` with other numbers in them, as files (text and HTML) and as rows of one table. The
store holds a graph of one quad for each, since only its name is looked at.
"""

import html
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from kgraph.building import build
from kgraph.graph import Quad, to_nquads
from kgraph.ontology import KG, RDF, article_graph, article_iri
from kgraph.read import read_articles
from kgraph.store import open_store

CORPUS = Path(__file__).parents[1] / "corpus"


def text(number: int) -> str:
    several = sorted(CORPUS.glob("*.txt"))
    return f"{several[number % len(several)].read_text(encoding='utf-8')}\nEdition {number}.\n"


def write(folder: Path, kind: str, number: int) -> None:
    folder.mkdir()
    if kind == "rows":
        rows = "".join(json.dumps({"text": text(n)}) + "\n" for n in range(number))
        (folder / "rows.jsonl").write_text(rows, encoding="utf-8")
        return
    for n in range(number):
        if kind == "text":
            (folder / f"{n:06}.txt").write_text(text(n), encoding="utf-8")
        else:
            body = "".join(f"<p>{html.escape(line)}</p>" for line in text(n).splitlines() if line)
            page = f"<html><head><title>{n}</title></head><body><nav>Home</nav><article>{body}</article></body></html>"
            (folder / f"{n:06}.html").write_text(page, encoding="utf-8")


def main(number: int) -> None:
    print(f"{number} known articles; seconds on the clock, CPU seconds, articles a second of CPU")
    for kind in ("text", "rows", "html"):
        with tempfile.TemporaryDirectory() as place:
            folder, store = Path(place) / "articles", Path(place) / "store"
            write(folder, kind, number)
            with open_store(store, create=True, read_only=False) as home:
                for article in read_articles([folder], rejected=lambda error: None, any_language=True):
                    graph = article_graph(article.id)
                    home.add_article(
                        article.id, to_nquads([Quad(article_iri(article.id), RDF.type, KG.Article, graph)])
                    )
            began, used = time.perf_counter(), cpu()
            report = build([folder], store, any_language=True)
            clock, spent = time.perf_counter() - began, cpu() - used
            print(f"{kind:6} {report.known:6} {clock:8.1f} {spent:8.1f} {report.known / spent:8.0f}")


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000)
