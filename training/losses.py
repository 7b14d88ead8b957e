"""What a network says about a batch, and the losses of a step: against people's labels, and against teachers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from training.batches import Batch
from training.chains import chain, cross_entropy, gold_cross_entropy, marginals
from training.network import Network, one_more

#: What each loss counts for. Not tuned; the heads' own learning rate evens most of it out.
WEIGHTS = {
    "upos": 0.5, "xpos": 0.5, "feats": 0.4, "lemmas": 0.4, "starts": 0.7, "arcs": 1.0, "deprels": 0.7,
    "entities": 2.0, "cues": 3.0, "flat": 0.4, "roles": 2.5, "real": 0.5, "stances": 1.5,
}  # fmt: skip

#: A word whose chance to begin a cue is above this is read by the second pass, here and at run time.
MAYBE = 0.12
#: Cues a step at most, for each window: memory.
MOST = 10


@dataclass
class Rows:
    """Stretches of words as a matrix: `index` of words, shape (rows, length), and `mask`, true from the left."""

    index: Tensor
    mask: Tensor

    @classmethod
    def of(cls, spans: list[tuple[int, int]], device: torch.device) -> Rows:
        """One row for each (first word, last + 1)."""
        begin = torch.tensor([start for start, _ in spans])[:, None]
        size = torch.tensor([end - start for start, end in spans])[:, None]
        steps = torch.arange(int(size.max()))[None, :]
        mask = steps < size
        return cls(torch.where(mask, begin + steps, begin).to(device), mask.to(device))


@dataclass
class Plan:
    """What is read of a batch beside its words: sentences, cues and names.

    `gold` are the tags of the cues' rows and `real` whether they are cues, -100 where nobody knows.
    """

    sentences: Rows | None
    cues: Rows | None
    cue_places: Tensor
    gold: Tensor
    real: Tensor
    names: Rows | None
    name_places: Tensor
    stances: Tensor


@dataclass
class Reading:
    """A network's answers about a batch."""

    words: Tensor
    tokens: dict[str, Tensor]
    arcs: Tensor | None = None
    labels: tuple[Tensor, Tensor] | None = None
    chain: Tensor | None = None
    real: Tensor | None = None
    stances: Tensor | None = None


def read_words(net: Network, batch: Batch) -> Reading:
    """The first pass: everything that is said of each word by itself. Who learns sees some words hidden."""
    words = net.words(batch.noised if net.training else batch.parts, batch.first, batch.last)
    dropped = net.dropout(words)
    tokens = {name: head(dropped).float() for name, head in net.tags.items()}
    tokens |= {"starts": net.starts(words)[:, 0].float(), "entities": net.entities(words).float()}
    tokens |= {"cues": net.cues(words).float(), "flat": net.flat(dropped).float()}
    return Reading(words, tokens)


def read_spans(net: Network, reading: Reading, plan: Plan) -> None:
    """The rest: arcs inside the sentences, the second pass for cues, the stance towards names."""
    words = reading.words
    if plan.sentences is not None:
        reading.arcs, reading.labels = _arcs(net, words, plan.sentences)
    if plan.cues is not None:
        tags, real = net.second(words, plan.cues.index, plan.cues.mask.long(), plan.cue_places)
        reading.chain = chain(tags.float(), net.second.transitions.float(), net.second.first.float(), plan.cues.mask)
        reading.real = real.float()
    if plan.names is not None:
        reading.stances = net.stance(words, plan.names.index, plan.names.mask.long(), plan.name_places).float()


def _arcs(net: Network, words: Tensor, rows: Rows) -> tuple[Tensor, tuple[Tensor, Tensor]]:
    """Scores of heads, shape (sentences, dependents, heads), and each word's vectors for labels."""
    dep, head, label_dep, label_head = net.projected(net.dropout(words))
    index, mask = rows.index, rows.mask
    scores = (one_more(dep) @ net.arc_weight.to(dep.dtype))[index] @ head[index].transpose(1, 2)
    roots = net.roots(words)[:, 0][index].to(scores.dtype)
    diagonal = torch.eye(index.shape[1], dtype=torch.bool, device=words.device)[None]
    scores = torch.where(diagonal, roots[:, :, None], scores).float()
    return scores.masked_fill(~mask[:, None, :], -1e4), (label_dep, label_head)


def label_scores(net: Network, vectors: tuple[Tensor, Tensor], dependents: Tensor, heads: Tensor) -> Tensor:
    """Scores of the labels of arcs, shape (arcs, labels)."""
    label_dep, label_head = vectors
    left = torch.einsum("nd,lde->nle", one_more(label_dep[dependents]), net.label_weight.to(label_dep.dtype))
    return (left @ one_more(label_head[heads])[:, :, None])[:, :, 0].float()


def make_plan(batch: Batch, begins: list[float], starts: list[float] | None, rng: random.Random) -> Plan:
    """Chooses what is read.

    Args:
        batch: the words.
        begins: of each word the chance that a cue begins there.
        starts: of each word the chance that a sentence begins there, where paragraphs that nobody
            has parsed, or annotated for attributions, are to be read too; else None.
        rng: chooses among too many.
    """
    device, none = batch.first.device, torch.empty(0, dtype=torch.long)
    sentences = list(batch.sentences)
    if starts is not None:
        sentences += _guessed(batch, starts)
    cues = _candidates(batch, begins, starts is not None, rng)
    plan = Plan(Rows.of(sentences, device) if sentences else None, None, none, none, none, None, none, none)
    if cues:
        plan.cues = Rows.of([batch.paragraphs[p] for p, _, _, _ in cues], device)
        plan.cue_places = torch.tensor([word for _, word, _, _ in cues]).to(device)
        plan.gold = torch.stack([_tags(one, known, plan.cues.mask.shape[1]) for _, _, one, known in cues]).to(device)
        real = [float(one is not None) if known else -100.0 for _, _, one, known in cues]
        plan.real = torch.tensor(real).to(device)
    if batch.stances:
        plan.names = Rows.of([batch.paragraphs[p] for p, _, _ in batch.stances], device)
        plan.name_places = torch.tensor([word for _, word, _ in batch.stances]).to(device)
        plan.stances = torch.tensor([stance for _, _, stance in batch.stances]).to(device)
    return plan


def _guessed(batch: Batch, starts: list[float]) -> list[tuple[int, int]]:
    """Sentences of the paragraphs that nobody has parsed."""
    found = []
    for (start, end), parsed in zip(batch.paragraphs, batch.parsed, strict=True):
        if not parsed and end > start:
            edges = [start, *(i for i in range(start + 1, end) if starts[i] > 0.5), end]
            found += pairwise(edges)
    return found


Roles = dict[str, list[tuple[int, int]]]


def _candidates(
    batch: Batch, begins: list[float], unknown: bool, rng: random.Random
) -> list[tuple[int, int, Roles | None, bool]]:
    """(paragraph, word in it, attribution or None, whether that is known): gold cues, and words that look like cues."""
    found: dict[tuple[int, int], Roles | None] = {}
    taken: dict[tuple[int, int], Roles] = {}
    for paragraph, attribution in batch.attributions:
        start, end = attribution["cue"][0]
        found[paragraph, start] = attribution
        taken.update({(paragraph, word): attribution for word in range(start, end)})
    maybe = [
        (paragraph, i - start)
        for paragraph, (start, end) in enumerate(batch.paragraphs)
        if unknown or batch.known[paragraph]
        for i in range(start, end)
        if begins[i] > MAYBE
    ]
    rng.shuffle(maybe)
    room = MOST * sum(len(part[0]) for part in batch.parts)
    if not unknown:
        room = min(room, 2 * len(batch.attributions) + 6)
    for key in maybe[: max(0, room - len(found))]:
        found.setdefault(key, taken.get(key))
    return [(p, word, attribution, batch.known[p]) for (p, word), attribution in found.items()][:room]


def _tags(attribution: Roles | None, known: bool, length: int) -> Tensor:
    tags = torch.full((length,), 0 if known else -100)
    for role, begin in (("source", 1), ("content", 3), ("cue", 5)):
        for start, end in (attribution or {}).get(role, ()):
            tags[start:end] = begin + 1
            tags[start] = begin
    return tags


def gold_losses(net: Network, reading: Reading, batch: Batch, plan: Plan, table: Tensor) -> dict[str, Tensor]:
    """One loss for each task that the batch has labels for; `table` is `labels.allowed`'s."""
    losses = {}
    for name in (*net.tags, "cues", "flat"):
        if (batch.labels[name] >= 0).any():
            losses[name] = F.cross_entropy(reading.tokens[name], batch.labels[name], ignore_index=-100)
    known = batch.labels["starts"] >= 0
    if known.any():
        wanted = batch.labels["starts"][known].float()
        losses["starts"] = F.binary_cross_entropy_with_logits(reading.tokens["starts"][known], wanted)
    known = batch.labels["entities"] >= 0
    if known.any():
        scores = F.log_softmax(reading.tokens["entities"][known], -1)
        scores = scores.masked_fill(~table[batch.labels["entities"][known]], -1e4)
        losses["entities"] = -torch.logsumexp(scores, -1).mean()
    if batch.sentences and plan.sentences is not None:
        losses |= _parse_losses(net, reading, batch, plan.sentences)
    if plan.cues is not None:
        losses |= _cue_losses(reading, plan)
    if plan.names is not None:
        losses["stances"] = F.cross_entropy(reading.stances, plan.stances)
    return losses


def _parse_losses(net: Network, reading: Reading, batch: Batch, rows: Rows) -> dict[str, Tensor]:
    heads = batch.labels["heads"]
    begin, size = rows.index[:, :1], rows.mask.sum(1, keepdim=True)
    there = heads[rows.index]
    gold = torch.where(rows.mask & (there >= begin) & (there < begin + size), there - begin, -100)
    losses = {"arcs": F.cross_entropy(reading.arcs.transpose(1, 2), gold, ignore_index=-100)}
    own = torch.arange(len(heads), device=heads.device)
    arcs = own[(heads >= 0) & (heads != own) & (batch.labels["deprels"] >= 0)]
    scores = label_scores(net, reading.labels, arcs, heads[arcs])
    losses["deprels"] = F.cross_entropy(scores, batch.labels["deprels"][arcs])
    return losses


def _cue_losses(reading: Reading, plan: Plan) -> dict[str, Tensor]:
    known = plan.real >= 0
    if not known.any():
        return {}
    mask = plan.cues.mask[known]
    loss = gold_cross_entropy(reading.chain[known], plan.gold[known].clamp(min=0), mask)
    real = F.binary_cross_entropy_with_logits(reading.real[known], plan.real[known])
    return {"roles": loss.sum() / mask.sum(), "real": real}


@dataclass
class Lesson:
    """What the teachers together say: chances, the mean over the teachers."""

    tokens: dict[str, Tensor]
    arcs: Tensor | None = None
    heads: Tensor | None = None
    deprels: Tensor | None = None
    chain: Tensor | None = None
    real: Tensor | None = None
    stances: Tensor | None = None


def _chances(name: str, logits: Tensor) -> Tensor:
    return torch.sigmoid(logits) if name == "starts" else torch.softmax(logits, -1)


def _mean(tensors: list[Tensor]) -> Tensor:
    return torch.stack(tensors).mean(0)


def first_lesson(readings: list[Reading]) -> Lesson:
    """What the teachers say of each word by itself."""
    names = readings[0].tokens
    return Lesson({name: _mean([_chances(name, r.tokens[name]) for r in readings]) for name in names})


def further_lesson(teachers: list[Network], readings: list[Reading], plan: Plan, lesson: Lesson) -> None:
    """What they say of sentences, cues and names."""
    if plan.sentences is not None:
        rows = plan.sentences
        lesson.arcs = _mean([torch.softmax(r.arcs, -1) for r in readings])
        best = rows.index.gather(1, lesson.arcs.argmax(-1))
        lesson.heads = torch.stack([rows.index[rows.mask], best[rows.mask]])
        some = [
            torch.softmax(label_scores(net, r.labels, *lesson.heads), -1)
            for net, r in zip(teachers, readings, strict=True)
        ]
        lesson.deprels = _mean(some)
    if plan.cues is not None:
        lesson.chain = _mean([marginals(r.chain) for r in readings])
        lesson.real = _mean([torch.sigmoid(r.real) for r in readings])
    if plan.names is not None:
        lesson.stances = _mean([torch.softmax(r.stances, -1) for r in readings])


def taught_losses(net: Network, reading: Reading, plan: Plan, lesson: Lesson) -> dict[str, Tensor]:
    """Cross entropy with the teachers' chances, for every word, arc, cue and name (Hinton et al. 2015)."""
    losses = {
        name: F.cross_entropy(reading.tokens[name], wanted)
        for name, wanted in lesson.tokens.items()
        if name != "starts"
    }
    losses["starts"] = F.binary_cross_entropy_with_logits(reading.tokens["starts"], lesson.tokens["starts"])
    if plan.sentences is not None:
        mask = plan.sentences.mask
        losses["arcs"] = F.cross_entropy(reading.arcs[mask], lesson.arcs[mask])
        losses["deprels"] = F.cross_entropy(label_scores(net, reading.labels, *lesson.heads), lesson.deprels)
    if plan.cues is not None:
        losses["roles"] = cross_entropy(reading.chain, lesson.chain).sum() / plan.cues.mask.sum()
        losses["real"] = F.binary_cross_entropy_with_logits(reading.real, lesson.real)
    if plan.names is not None:
        losses["stances"] = F.cross_entropy(reading.stances, lesson.stances)
    return losses
