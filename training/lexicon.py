"""Write kgraph/models/lemmas.json: lemmas of the word forms that the training treebanks agree on.

    python -m training.lexicon [--data ../shared/data]

The network's edit rules are for words that it has not seen; for a form that occurs in UD English EWT or in the free
genres of UD GUM (train parts) its lemma there is surer. A form is kept where at least nine in ten of its occurrences
with one part of speech have the same lemma; "" where that is the form itself (those alone: EWT dev 97.05 -> 97.41).
Names are left out: new ones have the forms of known ones.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter, defaultdict
from pathlib import Path

from training.sets import FREE_GENRES, sentences

AGREEMENT = 0.9
CLASSES = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "SCONJ", "VERB",
)  # fmt: skip
TARGET = Path(__file__).parents[1] / "kgraph" / "models" / "lemmas.json"


def counts(data: Path) -> dict[tuple[str, str], Counter[str]]:
    """(part of speech, lower-cased form) -> how often it has each lemma."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for path, genres in (
        (data / "ud/UD_English-EWT/en_ewt-ud-train.conllu.gz", ()),
        (data / "ud/UD_English-GUM/en_gum-ud-train.conllu.gz", FREE_GENRES),
    ):
        document = ""
        for comments, rows in sentences(path):
            document = comments.get("newdoc id", document)
            if genres and document.split("_")[1] not in genres:
                continue
            for row in rows:
                if row[3] in CLASSES:
                    found[row[3], row[1].lower()][row[2]] += 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("KGRAPH_SHARED", "../shared")) / "data")
    table: dict[str, dict[str, str]] = {name: {} for name in CLASSES}
    for (pos, form), lemmas in sorted(counts(parser.parse_args().data).items()):
        lemma, number = lemmas.most_common(1)[0]
        if number >= AGREEMENT * lemmas.total():
            table[pos][form] = "" if lemma == form else lemma
    TARGET.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print({pos: len(forms) for pos, forms in table.items()}, TARGET.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
