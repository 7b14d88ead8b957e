"""The losses of a training step, one a task."""

from __future__ import annotations

import random

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from training.batches import Batch
from training.network import Network, crf_loss, one_more

#: What each loss counts for. Not tuned; the heads' own learning rate evens most of it out.
WEIGHTS = {
    "upos": 0.5, "xpos": 0.5, "feats": 0.4, "lemmas": 0.4, "starts": 0.7, "arcs": 1.0, "deprels": 0.7,
    "entities": 2.0, "cues": 3.0, "flat": 0.4, "roles": 2.5, "real": 0.5,
}  # fmt: skip

#: A word whose chance to begin a cue is above this is read by the second pass, here and at run time.
MAYBE = 0.12
#: Cues a step at most: memory.
MOST = 160


def allowed(entities: dict[str, int], size: int) -> Tensor:
    """For each entity label, also those of sets with fewer types, the labels it may stand for.

    Bool, shape (len(entities), size). UNER has PER, LOC and ORG only: what it leaves out may be one
    of the types that it does not know.
    """
    names = list(entities)
    table = torch.zeros(len(names), size, dtype=torch.bool)
    meaning = {"PER": ("PERSON",), "ORG": ("ORG",), "LOC": ("LOC", "FAC")}
    for name, row in entities.items():
        if not name.startswith("UNER:"):
            table[row, row] = True
        elif name == "UNER:O":
            known = ("PERSON", "ORG", "LOC", "FAC")
            table[row] = torch.tensor([other[2:] not in known for other in names[:size]])
        elif name[7:] in meaning:
            for other in meaning[name[7:]]:
                table[row, entities[f"{name[5:7]}{other}"]] = True
        else:
            table[row] = True
    return table


def token_losses(net: Network, words: Tensor, batch: Batch, table: Tensor) -> dict[str, Tensor]:
    losses = {}
    dropped = net.dropout(words)
    for name, head in net.tags.items():
        if (batch.labels[name] >= 0).any():
            losses[name] = F.cross_entropy(head(dropped).float(), batch.labels[name], ignore_index=-100)
    known = batch.labels["starts"] >= 0
    if known.any():
        scores = net.starts(words[known])[:, 0].float()
        losses["starts"] = F.binary_cross_entropy_with_logits(scores, batch.labels["starts"][known].float())
    known = batch.labels["entities"] >= 0
    if known.any():
        scores = F.log_softmax(net.entities(words[known]).float(), -1)
        scores = scores.masked_fill(~table[batch.labels["entities"][known]], -1e4)
        losses["entities"] = -torch.logsumexp(scores, -1).mean()
    if (batch.labels["cues"] >= 0).any():
        losses["flat"] = F.cross_entropy(net.flat(dropped).float(), batch.labels["flat"], ignore_index=-100)
    return losses


def parse_losses(net: Network, words: Tensor, batch: Batch) -> dict[str, Tensor]:
    if not batch.sentences:
        return {}
    length = max(end - start for start, end in batch.sentences)
    steps = torch.arange(length)[None, :]
    begin = torch.tensor([start for start, _ in batch.sentences])[:, None]
    size = torch.tensor([end - start for start, end in batch.sentences])[:, None]
    inside = steps < size
    index = torch.where(inside, begin + steps, begin)
    dep, head, label_dep, label_head = net.projected(net.dropout(words))
    scores = one_more(dep)[index] @ net.arc_weight.to(dep.dtype) @ head[index].transpose(1, 2)
    roots = net.roots(words)[:, 0][index].to(scores.dtype)
    diagonal = torch.eye(length, dtype=torch.bool)[None]
    scores = torch.where(diagonal, roots[:, :, None], scores).float().masked_fill(~inside[:, None, :], -1e4)
    heads = torch.tensor(batch.heads)
    there = heads[index]
    gold = torch.where(inside & (there >= begin) & (there < begin + size), there - begin, -100)
    losses = {"arcs": F.cross_entropy(scores.transpose(1, 2), gold, ignore_index=-100)}
    own = torch.arange(len(heads))
    arcs = (heads >= 0) & (heads != own) & (batch.labels["deprels"] >= 0)
    rows = own[arcs]
    left = torch.einsum("nd,lde->nle", one_more(label_dep[rows]), net.label_weight.to(label_dep.dtype))
    labels = (left @ one_more(label_head[heads[rows]])[:, :, None])[:, :, 0]
    losses["deprels"] = F.cross_entropy(labels.float(), batch.labels["deprels"][rows])
    return losses


def attribution_losses(net: Network, words: Tensor, batch: Batch, rng: random.Random) -> dict[str, Tensor]:
    known = batch.labels["cues"] >= 0
    if not known.any():
        return {}
    scores = net.cues(words).float()
    losses = {"cues": F.cross_entropy(scores, batch.labels["cues"], ignore_index=-100)}
    candidates = _candidates(torch.softmax(scores.detach(), -1)[:, 1].tolist(), batch, rng)
    if not candidates:
        return losses
    length = max(batch.paragraphs[p][1] - batch.paragraphs[p][0] for p, _, _ in candidates)
    steps = torch.arange(length)[None, :]
    begin = torch.tensor([batch.paragraphs[p][0] for p, _, _ in candidates])[:, None]
    size = torch.tensor([batch.paragraphs[p][1] - batch.paragraphs[p][0] for p, _, _ in candidates])[:, None]
    mask = (steps < size).long()
    index = torch.where(mask > 0, begin + steps, begin)
    place = torch.tensor([word for _, word, _ in candidates])
    tags, real = net.second(words, index, mask, place)
    gold = torch.zeros_like(index)
    for row, (_, _, attribution) in enumerate(candidates):
        for role, begin_tag in (("source", 1), ("content", 3), ("cue", 5)):
            for start, end in (attribution or {}).get(role, ()):
                gold[row, start:end] = begin_tag + 1
                gold[row, start] = begin_tag
    loss = crf_loss(tags.float(), gold, mask, net.second.transitions.float(), net.second.first.float())
    losses["roles"] = loss.sum() / mask.sum()
    wanted = torch.tensor([float(attribution is not None) for _, _, attribution in candidates])
    losses["real"] = F.binary_cross_entropy_with_logits(real.float(), wanted)
    return losses


def _candidates(
    begins: list[float], batch: Batch, rng: random.Random
) -> list[tuple[int, int, dict[str, list[tuple[int, int]]] | None]]:
    """(paragraph, word in it, attribution or None): gold cues, and words that look like cues."""
    found: dict[tuple[int, int], dict[str, list[tuple[int, int]]] | None] = {}
    taken: dict[tuple[int, int], dict[str, list[tuple[int, int]]]] = {}
    for paragraph, attribution in batch.attributions:
        start, end = attribution["cue"][0]
        found[paragraph, start] = attribution
        taken.update({(paragraph, word): attribution for word in range(start, end)})
    maybe = []
    for paragraph, (start, end) in enumerate(batch.paragraphs):
        if int(batch.labels["cues"][start]) >= 0:
            maybe += [(paragraph, i - start) for i in range(start, end) if begins[i] > MAYBE]
    rng.shuffle(maybe)
    for key in maybe:
        if len(found) >= min(MOST, 2 * len(batch.attributions) + 6):
            break
        found.setdefault(key, taken.get(key))
    rows = [(paragraph, word, attribution) for (paragraph, word), attribution in found.items()]
    return rows[:MOST]
