"""Words per CPU-second of the whole pipeline beside spaCy's CNN, on the articles of PolNeAR dev, from raw text.

    python benchmarks/speed.py [--articles N] [--rounds N]

One core, one thread, each pipeline in a process of its own, in turn, round by round; medians of the rounds. Only the
ratios mean much: words per CPU-second go up and down with what else the machine does.

No trained spaCy pipeline is downloaded. The CNNs are tok2vec + tagger + parser + ner with the sizes of en_core_web_sm
(width 96, depth 4, rows 5000, 1000, 2500, 2500, 50, 50): one whose ner has a tok2vec of its own, as en_core_web_sm
has it, and one whose ner listens to the one tok2vec, which is faster. They are trained here the first time, five
minutes of CPU together: tagger and parser on UD English EWT train, ner on the Universal NER names over it, a few
hundred steps. Their speed hardly depends on how good they are, but an untrained parser would make sentences of odd
lengths. They lack en_core_web_sm's attribute ruler and lemmatizer, which would make them slower, and say nothing
about attributions, morphology or lemmas.

The CNNs are kept in build/speed; remove that to train them again. The environment variable KGRAPH_SHARED names the
folder with `data/` (default ../shared).
"""

# ruff: noqa: E402  (the threads are set before numpy is loaded)
from __future__ import annotations

import argparse
import gzip
import json
import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy is loaded

import multiprocessing
import random
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example, biluo_tags_to_spans, iob_to_biluo
from spacy.util import fix_random_seed, minibatch

from kgraph.annotate import load_pipeline

SHARED = Path(os.environ.get("KGRAPH_SHARED", "../shared"))
BUILD = Path(__file__).resolve().parents[1] / "build" / "speed"
STEPS, SEED = 300, 13
#: Sentences of a training text: an article is longer than a sentence, and the parser must cut it.
SENTENCES = 8

EMBED = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 96,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 96,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}


def _parser_model(state: str, maxout: int, tok2vec: dict) -> dict:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": state,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": maxout,
        "use_upper": True,
        "nO": None,
        "tok2vec": tok2vec,
    }


def new_cnn(shared_ner: bool) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": EMBED})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": LISTENER}})
    nlp.add_pipe("parser", config={"model": _parser_model("parser", 2, LISTENER)})
    nlp.add_pipe("ner", config={"model": _parser_model("ner", 2, LISTENER if shared_ner else EMBED)})
    return nlp


def sentences(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Id and word rows of each sentence of a CoNLL-U or IOB2 file."""
    name, rows = "", []
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if line.startswith("# sent_id"):
                name = line.partition("=")[2].strip()
            elif line[:1].isdigit() and (columns := line.rstrip("\n").split("\t"))[0].isdigit():
                rows.append(columns)
            elif not line.strip() and rows:
                yield name, rows
                rows = []
    if rows:
        yield name, rows


def training_texts(nlp: Language) -> Iterator[Doc]:
    ud = SHARED / "data" / "ud"
    names = {i: [r[2] for r in rows] for i, rows in sentences(ud / "UNER_English-EWT" / "en_ewt-ud-train.iob2.gz")}
    for part in minibatch(sentences(ud / "UD_English-EWT" / "en_ewt-ud-train.conllu.gz"), SENTENCES):
        words, spaces, tags, heads, deps, entities = [], [], [], [], [], []
        for name, rows in part:
            base = len(words)
            for i, row in enumerate(rows):
                words.append(row[1])
                spaces.append("SpaceAfter=No" not in row[9])
                tags.append(row[4])
                heads.append(base + (int(row[6]) - 1 if row[6] != "0" else i))
                deps.append("ROOT" if row[7] == "root" else row[7])
            found = names.get(name, [])
            entities.extend(found if len(found) == len(rows) else ["O"] * len(rows))
        doc = Doc(nlp.vocab, words, spaces, tags=tags, heads=heads, deps=deps)
        tagged = [tag if tag[:1] in "BI" else "O" for tag in entities]
        doc.ents = biluo_tags_to_spans(doc, iob_to_biluo(tagged))
        yield doc


def train_cnn(shared_ner: bool) -> Language:
    fix_random_seed(SEED)
    nlp = new_cnn(shared_ner)
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in training_texts(nlp)]
    optimizer = nlp.initialize(lambda: examples)
    choose = random.Random(SEED)
    began = time.process_time()
    for step in range(1, STEPS + 1):
        losses = nlp.update(choose.sample(examples, 12), drop=0.1, sgd=optimizer)
        if step % 50 == 0:
            print(f"CNN step {step} of {STEPS}, {time.process_time() - began:.0f} CPU-s,", end=" ")
            print(", ".join(f"{name} {loss:.0f}" for name, loss in losses.items()), flush=True)
    return nlp


def cnn(shared_ner: bool) -> Language:
    """The CNN as spaCy loads it from disk: trained now where it never was."""
    path = BUILD / ("cnn_shared_ner" if shared_ner else "cnn")
    if not path.exists():
        trained = train_cnn(shared_ner)
        path.parent.mkdir(parents=True, exist_ok=True)
        trained.to_disk(path)
    return spacy.load(path)


def read_texts(limit: int | None) -> list[str]:
    with gzip.open(SHARED / "data" / "polnear" / "dev.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
        return [json.loads(line)["text"] for line in lines][:limit]


def count(doc: Doc) -> int:
    return sum(not token.is_space for token in doc)


PIPELINES: dict[str, Callable[[], Language]] = {
    "kgraph": load_pipeline,
    "spaCy CNN, ner with a tok2vec of its own": partial(cnn, shared_ner=False),
    "spaCy CNN, one tok2vec": partial(cnn, shared_ner=True),
}


@cache
def loaded(name: str) -> Language:
    """The pipeline of this process, after a few articles: the first are slower."""
    nlp = PIPELINES[name]()
    list(nlp.pipe(read_texts(5)))
    return nlp


def words_per_second(name: str, limit: int | None) -> float:
    nlp, texts = loaded(name), read_texts(limit)
    began = time.process_time()
    docs = list(nlp.pipe(texts))
    seconds = time.process_time() - began
    return sum(map(count, docs)) / seconds


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, help="only so many")
    options.add_argument("--rounds", type=int, default=5)
    args = options.parse_args()
    speeds: dict[str, list[float]] = {name: [] for name in PIPELINES}
    with ExitStack() as stack:
        context = multiprocessing.get_context("spawn")
        workers = {name: stack.enter_context(ProcessPoolExecutor(1, context)) for name in PIPELINES}
        for name, worker in workers.items():
            worker.submit(words_per_second, name, 5).result()
        for _ in range(args.rounds):
            for name, worker in workers.items():
                speeds[name].append(worker.submit(words_per_second, name, args.articles).result())
    for name, found in speeds.items():
        ratios = [ours / theirs for ours, theirs in zip(speeds["kgraph"], found, strict=True)]
        print(f"{statistics.median(found):6.0f} words per CPU-second ({min(found):.0f} to {max(found):.0f})", end="  ")
        print(f"ratio {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})  {name}")


if __name__ == "__main__":
    main()
