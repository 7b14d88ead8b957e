"""Whether articles that are not in English are told from those that are, short and long.

    KGRAPH_SHARED=../shared python benchmarks/languages.py

English: each text of Wikinews and of PolNeAR's two parts (KGRAPH_SHARED/data), whole, its first 200 characters, and its
first sentence. Other languages: the example sentences that spaCy has for its languages, one by one and together. An
English text that is set aside is the costly mistake.
"""

import gzip
import importlib
import json
import os
import pkgutil
import re
import time
from pathlib import Path

import spacy.lang

from kgraph.read.language import is_foreign, language_of


def english() -> list[str]:
    folder = Path(os.environ.get("KGRAPH_SHARED", "../shared")) / "data"
    names = ("news/wikinews_2019_2020.jsonl.gz", "polnear/train.jsonl.gz", "polnear/dev.jsonl.gz")
    lines = (line for name in names for line in gzip.decompress((folder / name).read_bytes()).splitlines())
    return [json.loads(line)["text"] for line in lines]


def others() -> dict[str, list[str]]:
    found = {}
    for module in pkgutil.iter_modules(spacy.lang.__path__):
        try:
            sentences = importlib.import_module(f"spacy.lang.{module.name}.examples").sentences
        except (ImportError, AttributeError):
            continue
        if module.name not in ("en", "xx"):
            found[module.name] = list(sentences)
    return found


def main() -> None:
    texts = english()
    for name, make in (
        ("whole", lambda text: text),
        ("first 200 characters", lambda text: text[:200]),
        ("first sentence", lambda text: re.split(r"(?<=[.!?])\s", text.strip())[0]),
    ):
        begun = time.perf_counter()
        found = [language_of(make(text)) for text in texts]
        took = 1000 * (time.perf_counter() - begun) / len(texts)
        wrong = [make(text)[:60] for text, code in zip(texts, found, strict=True) if is_foreign(code)]
        print(f"English, {name}: {len(wrong)} of {len(texts)} set aside; {took:.2f} ms each {wrong[:3]}")
    languages = others()
    alone = [(code, sentence) for code, sentences in languages.items() for sentence in sentences]
    told = sum(is_foreign(language_of(sentence)) for _, sentence in alone)
    short = [(code, sentence) for code, sentence in alone if len(sentence) < 60]
    print(f"other languages, one sentence: {told} of {len(alone)} set aside ({len(short)} have under 60 characters)")
    whole = {code: language_of(" ".join(sentences)) for code, sentences in languages.items()}
    missed = sorted(code for code, found in whole.items() if not is_foreign(found))
    print(f"other languages, all sentences: {len(whole) - len(missed)} of {len(whole)} set aside; kept: {missed}")


if __name__ == "__main__":
    main()
