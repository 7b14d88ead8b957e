"""Reads every set once, and writes the words and labels that training needs into one file.

    python -m training.prepare --data ../shared/data --out build/training

The other steps need neither spaCy nor the data folders: the file can be taken to a machine with a GPU.
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path

from training.paragraph import NAME, Document, write
from training.sets import (
    FREE_GENRES,
    read_crossner,
    read_plain,
    read_polnear,
    read_stances,
    read_ud,
    read_worldwide,
)


def read_all(data: Path) -> dict[str, list[Document]]:
    """The sets that are trained on, and those to develop on ("... dev")."""
    ewt, uner = data / "ud" / "UD_English-EWT" / "en_ewt-ud", data / "ud" / "UNER_English-EWT" / "en_ewt-ud"
    sentiment = data / "sentiment"
    with gzip.open(sentiment / "train.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
        stances = read_stances(lines)
    with (sentiment / "devtest_mt.jsonl").open(encoding="utf-8", newline="\n") as lines:
        stances_dev = read_stances(lines)
    return {
        "polnear": read_polnear(data / "polnear" / "train.jsonl.gz"),
        "ewt": read_ud(Path(f"{ewt}-train.conllu.gz"), Path(f"{uner}-train.iob2.gz")),
        "gum": read_ud(data / "ud" / "UD_English-GUM" / "en_gum-ud-train.conllu.gz", genres=FREE_GENRES),
        "worldwide": read_worldwide(data / "ner" / "worldwide_ner.jsonl.gz", held_out=False),
        "crossner": read_crossner(data / "ner" / "CrossNER-politics" / "dev.txt"),
        "stances": stances,
        "plain": read_plain(data / "news" / "wikinews_2019_2020.jsonl.gz"),
        "polnear dev": read_polnear(data / "polnear" / "dev.jsonl.gz"),
        "ewt dev": read_ud(Path(f"{ewt}-dev.conllu.gz"), Path(f"{uner}-dev.iob2.gz")),
        "stances dev": stances_dev,
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--out", type=Path, default=Path("build/training"))
    args = options.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    sets = read_all(args.data)
    write(sets, args.out / NAME)
    for name, documents in sets.items():
        print(f"{name:12} {len(documents):6} documents {sum(len(p.words) for d in documents for p in d):8} words")


if __name__ == "__main__":
    main()
