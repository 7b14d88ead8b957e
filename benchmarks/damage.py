"""What lost spaces and quotation marks cost, and what of it is mended, on PolNeAR dev.

    KGRAPH_SHARED=../shared python benchmarks/damage.py [--articles N] [--rate 0.05] [--seed 1]

Spaces between two letters are taken out at that rate, or closing quotation marks at ten times that rate; the gold spans
are moved along. Attributions are scored as by ``benchmarks/attributions.py``, with words cut apart and without.
``--clean`` lists the words that are cut in clean text instead: PolNeAR, Wikinews and worldwide newswire.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

from benchmarks.attributions import attributions, read_articles, write
from kgraph.annotate import load_pipeline
from kgraph.annotate.runtogether import cut, cut_apart

SHARED = Path(os.environ.get("KGRAPH_SHARED", "../shared"))


def lost(text: str, rate: float, chance: random.Random, what: str) -> list[int]:
    """Places of the characters that are taken out."""
    found = []
    for at in range(1, len(text) - 1):
        if what == "spaces":
            goes = text[at] == " " and text[at - 1].isalpha() and text[at + 1].isalpha() and chance.random() < rate
        else:
            goes = text[at] in '"”' and not text[at - 1].isspace() and chance.random() < 10 * rate
        if goes:
            found.append(at)
    return found


def without(article: dict, places: list[int]) -> dict:
    text, start = "", 0
    for at in [*places, len(article["text"])]:
        text += article["text"][start:at]
        start = at + 1

    def moved(spans: list[list[int]]) -> list[list[int]]:
        return [[at - bisect_right(places, at - 1) for at in span] for span in spans]

    several = [
        {**one, **{role: moved(one[role]) for role in ("source", "cue", "content") if one.get(role)}}
        for one in article["attributions"]
    ]
    return {**article, "text": text, "attributions": several}


def score(articles: list[dict], nlp: Language, *, mended: bool) -> dict:
    docs = (nlp.make_doc(article["text"]) for article in articles)
    docs = nlp.pipe(cut_apart(doc) if mended else doc for doc in docs)
    rows = [{"id": a["id"], "attributions": attributions(doc)} for a, doc in zip(articles, docs, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        gold, predicted = Path(folder) / "gold.jsonl", Path(folder) / "predicted.jsonl"
        write(gold, articles)
        write(predicted, rows)
        command = [sys.executable, str(SHARED / "eval" / "score_attributions.py"), str(gold), str(predicted), "--json"]
        return dict(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def clean_texts() -> Iterator[tuple[str, str]]:
    data = SHARED / "data"
    names = ("polnear/train", "polnear/dev", "news/wikinews_2019_2020", "ner/worldwide_ner")
    for name in names:
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield name, row.get("text") or " ".join(row.get("tokens", ()))


def clean() -> None:
    nlp = load_pipeline()
    words, cuts = Counter[str](), Counter[str]()
    for name, text in clean_texts():
        found = [token.text for token in nlp.tokenizer(text) if not token.is_space]
        words[name] += len(found)
        cuts.update(f"{word[:at]}|{word[at:]}" for word in found if (at := cut(word)) is not None)
    print(dict(words), words.total(), "words;", cuts.total(), "cuts:", cuts.most_common())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int)
    options.add_argument("--rate", type=float, default=0.05)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--clean", action="store_true")
    args = options.parse_args()
    if args.clean:
        clean()
        return
    nlp, articles = load_pipeline(), read_articles(args.articles)
    for what in ("nothing", "spaces", "quotes"):
        chance = random.Random(args.seed)
        rate = 0.0 if what == "nothing" else args.rate
        places = [lost(article["text"], rate, chance, what) for article in articles]
        damaged = [without(article, gone) for article, gone in zip(articles, places, strict=True)]
        for mended in (False, True):
            found = score(damaged, nlp, mended=mended)
            print(what, sum(map(len, places)), "mended" if mended else "as it is", json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
