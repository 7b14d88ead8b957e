"""Tags, parse, lemmas, sentences and entities from raw text.

    python benchmarks/syntax.py [--model NAME] [--json]

UD English EWT 2.16 test, UNER English EWT test, and every tenth article of worldwide newswire. Each
figure is an F score in per cent over character spans, as in the CoNLL 2018 shared task: a word that
is tokenised otherwise is wrong. "Given" are figures on EWT's own words and sentences, in per cent of
the words. The environment variable KGRAPH_SHARED names the folder with `data/`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Token

from kgraph.annotate import load_pipeline

DATA = Path(os.environ.get("KGRAPH_SHARED", "../shared")) / "data"
#: Our types, and those of OntoNotes pipelines, as UNER has them.
UNER = {"PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
#: Types that worldwide newswire has under another name.
OURS = {"GPE": "LOC", "EVENT": "MISC"}
WORLDWIDE = {
    "Person": "PERSON", "Organization": "ORG", "Location": "LOC", "NORP": "NORP", "Facility": "FAC",
    "Product": "PRODUCT", "Misc": "MISC", "Date": "DATE", "Money": "MONEY",
}  # fmt: skip


class Article:
    """Raw text of a UD document with the gold of its words: rows of (start, end, columns, sentence)."""

    def __init__(self) -> None:
        self.text = ""
        self.words: list[tuple[int, int, list[str], int]] = []
        self.entities: set[tuple[int, int, str]] = set()


def lines_of(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        yield from (line.rstrip("\n") for line in lines)


def sentences(path: Path) -> Iterator[tuple[dict[str, str], list[list[str]]]]:
    comments: dict[str, str] = {}
    rows: list[list[str]] = []
    for line in [*lines_of(path), ""]:
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            comments[key.strip()] = value.strip()
        elif line and line.split("\t")[0].isdigit():
            rows.append(line.split("\t"))
        elif not line and rows:
            yield comments, rows
            comments, rows = {}, []


def read_ewt() -> list[Article]:
    """EWT test documents: sentences of a paragraph joined by a space, paragraphs by a blank line."""
    names = {
        c["sent_id"]: [row[2] for row in rows]
        for c, rows in sentences(DATA / "ud/UNER_English-EWT/en_ewt-ud-test.iob2.gz")
    }
    articles: list[Article] = []
    for number, (comments, rows) in enumerate(sentences(DATA / "ud/UD_English-EWT/en_ewt-ud-test.conllu.gz")):
        if "newdoc id" in comments:
            articles.append(Article())
        article = articles[-1]
        if article.text:
            article.text += "\n\n" if any(key.startswith("newpar") for key in comments) else " "
        at = len(article.text)
        article.text += comments["text"]
        spans = []
        for row in rows:
            start = article.text.find(row[1], at)
            at = start + len(row[1])
            spans.append((start, at))
            article.words.append((start, at, row, number))
        article.entities |= set(spans_of(names[comments["sent_id"]], spans))
    return articles


def spans_of(tags: list[str], spans: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    start = kind = None
    for i, tag in enumerate([*tags, "O"]):
        if kind and not (tag.startswith("I-") and tag[2:] == kind):
            yield spans[start][0], spans[i - 1][1], kind
            start = kind = None
        if tag != "O" and kind is None:
            start, kind = i, tag[2:]


def f_score(pairs: Iterable[tuple[set, set]]) -> float:
    hit = found = gold = 0
    for ours, theirs in pairs:
        hit, found, gold = hit + len(ours & theirs), found + len(ours), gold + len(theirs)
    return round(200 * hit / (found + gold), 1) if found + gold else 0.0


def place(token: Token) -> tuple[int, int]:
    return token.idx, token.idx + len(token)


def words_of(doc: Doc, article: Article) -> tuple[dict, dict]:
    """For each layer, the facts of the words: ours, and the gold ones."""
    ours: dict[str, set] = {}
    words = [token for token in doc if not token.is_space]
    ours["upos"] = {(place(t), t.pos_) for t in words}
    ours["xpos"] = {(place(t), t.tag_) for t in words}
    ours["lemma"] = {(place(t), t.lemma_) for t in words}
    arcs = [(place(t), None if t.head == t else place(t.head), t.dep_.lower()) for t in words]
    ours["UAS"], ours["LAS"] = {arc[:2] for arc in arcs}, {(*arc[:2], arc[2].split(":")[0]) for arc in arcs}
    own = [[t for t in sent if not t.is_space] for sent in doc.sents]
    ours["sentences"] = {(sent[0].idx, place(sent[-1])[1]) for sent in own if sent}
    gold: dict[str, set] = {
        "upos": set(),
        "xpos": set(),
        "lemma": set(),
        "UAS": set(),
        "LAS": set(),
        "sentences": set(),
    }
    by_sentence: dict[int, list] = {}
    for start, end, row, number in article.words:
        by_sentence.setdefault(number, []).append((start, end, row))
    for rows in by_sentence.values():
        gold["sentences"].add((rows[0][0], rows[-1][1]))
        for start, end, row in rows:
            span = (start, end)
            head = None if row[6] == "0" else rows[int(row[6]) - 1][:2]
            gold["upos"].add((span, row[3]))
            gold["xpos"].add((span, row[4]))
            gold["lemma"].add((span, row[2]))
            gold["UAS"].add((span, head))
            gold["LAS"].add((span, head, row[7].split(":")[0]))
    return ours, gold


def measure_ewt(nlp: Language) -> dict[str, float]:
    articles = read_ewt()
    docs = list(nlp.pipe(article.text for article in articles))
    both = [words_of(doc, article) for doc, article in zip(docs, articles, strict=True)]
    result = {f"EWT {name}": f_score((ours[name], gold[name]) for ours, gold in both) for name in both[0][0]}
    ents = [{(e.start_char, e.end_char, UNER[e.label_]) for e in doc.ents if e.label_ in UNER} for doc in docs]
    golds = [{e for e in article.entities if e[2] in ("PER", "LOC", "ORG")} for article in articles]
    result["UNER EWT entities"] = f_score(zip(ents, golds, strict=True))
    return result


def given(nlp: Language, article: Article) -> Doc:
    """The article in EWT's own words and sentences, annotated; paragraphs are parted by a token of white space."""
    words: list[str] = []
    starts: list[bool] = []
    sentence, last = -1, 0
    for start, end, _, number in article.words:
        if "\n" in article.text[last:start]:
            words.append("\n\n")
            starts.append(False)
        words.append(article.text[start:end])
        starts.append(number != sentence)
        sentence, last = number, end
    doc = Doc(nlp.vocab, words=words, sent_starts=starts)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def measure_given(nlp: Language) -> dict[str, float]:
    right: Counter[str] = Counter()
    total = 0
    for article in read_ewt():
        tokens = [token for token in given(nlp, article) if not token.is_space]
        place = {token.i: i for i, token in enumerate(tokens)}
        first = {number: i for i, (*_, number) in reversed(list(enumerate(article.words)))}
        for i, (token, (_, _, row, number)) in enumerate(zip(tokens, article.words, strict=True)):
            head = i if row[6] == "0" else first[number] + int(row[6]) - 1
            arc = place[token.head.i] == head
            right["UPOS"] += token.pos_ == row[3]
            right["XPOS"] += token.tag_ == row[4]
            right["lemma"] += token.lemma_ == row[2]
            right["UAS"] += arc
            right["LAS"] += arc and token.dep_.lower().split(":")[0] == row[7].split(":")[0]
            total += 1
    return {f"EWT given {name}": round(100 * value / total, 1) for name, value in right.items()}


def read_worldwide() -> list[Article]:
    """The held-out articles; where the data has no raw text, its words with a space between them."""
    articles = []
    for i, line in enumerate(lines_of(DATA / "ner/worldwide_ner.jsonl.gz")):
        if i % 10:
            continue
        row, article = json.loads(line), Article()
        article.text = row["text"] if row["offsets"] else ""
        for number, (words, tags) in enumerate(row["sents"]):
            if row["offsets"]:
                spans = [tuple(span) if span else (-1, -1) for span in row["offsets"][number]]
            else:
                ends = list(accumulate((len(word) + 1 for word in words), initial=len(article.text)))
                spans = [(end, end + len(word)) for end, word in zip(ends, words, strict=False)]
                article.text += " ".join(words) + "\n\n"
            found = spans_of(tags, spans)
            article.entities |= {(a, b, WORLDWIDE[kind]) for a, b, kind in found if a >= 0 and b >= 0}
        articles.append(article)
    return articles


def measure_worldwide(nlp: Language) -> dict[str, float]:
    articles = read_worldwide()
    golds = [article.entities for article in articles]
    docs = nlp.pipe(article.text for article in articles)
    ours = [{(e.start_char, e.end_char, OURS.get(e.label_, e.label_)) for e in doc.ents} for doc in docs]
    result = {"worldwide entities": f_score(zip(ours, golds, strict=True))}
    counts = Counter(e[2] for gold in golds for e in gold)
    for kind in sorted(counts):
        pairs = [
            ({e for e in a if e[2] == kind}, {e for e in b if e[2] == kind}) for a, b in zip(ours, golds, strict=True)
        ]
        result[f"worldwide {kind} ({counts[kind]})"] = f_score(pairs)
    main = ("PERSON", "ORG", "LOC", "NORP")
    pairs = [({e for e in a if e[2] in main}, {e for e in b if e[2] in main}) for a, b in zip(ours, golds, strict=True)]
    result["worldwide person, organisation, location, NORP"] = f_score(pairs)
    return result


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", help="another spaCy pipeline; the shipped one where left out")
    options.add_argument("--json", action="store_true")
    args = options.parse_args()
    nlp = load_pipeline(args.model)
    result = measure_ewt(nlp) | measure_given(nlp) | measure_worldwide(nlp)
    if args.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{name:50} {value:8}")


if __name__ == "__main__":
    main()
