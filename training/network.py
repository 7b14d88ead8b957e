"""The network: one encoder, token heads, a biaffine parser, and the second pass for attributions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from safetensors.torch import load_file
from torch import Tensor, nn

from kgraph.annotate.words import CASES

REACH = 100
#: Tags of the second pass. An odd number begins a piece, the even number after it continues it.
ROLE_TAGS = ("O", "B-SOURCE", "I-SOURCE", "B-CONTENT", "I-CONTENT", "B-CUE", "I-CUE")


@dataclass(frozen=True)
class Shape:
    """Sizes of a network: of its encoder, of the parser's vectors, and of the second passes.

    `relative` is how MPNet sees places: a bias on the attention for each distance, beside the places themselves.
    """

    layers: int
    width: int
    arc: int
    label: int
    second: int
    relative: bool = False
    heads: int = 12


#: What is shipped, on the weights of all-MiniLM-L6-v2; and what teaches it, on those of all-mpnet-base-v2.
STUDENT = Shape(layers=6, width=384, arc=192, label=96, second=192)
TEACHER = Shape(layers=12, width=768, arc=256, label=128, second=384, relative=True)


class Layer(nn.Module):
    """One BERT layer with the three projections in one matrix: one product instead of three."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, added: Tensor) -> Tensor:
        """States in, states out: float, shape (batch, length, width); `added` adds to the attention."""
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        if x.is_cuda:
            mixed = F.scaled_dot_product_attention(q, k, v, added.to(q.dtype))
        else:  # On CPU in bf16 the plain products are 1.8 times faster.
            scores = q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5
            mixed = torch.softmax(scores + added.to(scores.dtype), -1) @ v
        x = self.norm1(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(batch, length, width))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


def masked(mask: Tensor) -> Tensor:
    """What hides the padding from the attention: 0 for pieces, -10,000 for padding."""
    return (1.0 - mask[:, None, None, :].float()) * -10000.0


class Encoder(nn.Module):
    """MiniLM or MPNet, with an embedding of each word's letter case added to its pieces."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.relative = shape.relative
        self.pieces = nn.Embedding(30522, shape.width)
        self.places = nn.Embedding(512, shape.width)
        self.kind = nn.Parameter(torch.zeros(shape.width))
        self.cases = nn.Embedding(len(CASES), shape.width)
        nn.init.normal_(self.cases.weight, std=0.02)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        layers = (Layer(shape.width, shape.heads, 4 * shape.width, dropout) for _ in range(shape.layers))
        self.layers = nn.ModuleList(layers)
        if shape.relative:
            self.bias = nn.Embedding(32, shape.heads)

    def forward(self, ids: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """Piece states, float, shape (batch, length, width), of int64 ids, cases and mask."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.pieces(ids) + self.places(places) + self.kind + self.cases(cases)
        x = self.dropout(self.norm(x))
        added = masked(mask)
        if self.relative:
            added = added + self.bias(buckets(places)).permute(2, 0, 1)[None]
        for layer in self.layers:
            x = layer(x, added)
        return x


def buckets(places: Tensor) -> Tensor:
    """MPNet's classes of distances, shape (length, length): each near one, far ones by their logarithm (T5's)."""
    distance = places[:, None] - places[None, :]
    far = 8 + (torch.log(distance.abs().clamp(min=1) / 8) / math.log(16) * 8).long()
    size = torch.where(distance.abs() < 8, distance.abs(), far.clamp(max=15))
    return torch.where(distance < 0, size + 16, size)


def load_encoder(encoder: Encoder, path: Path) -> None:
    """Copies in the weights of all-MiniLM-L6-v2 or all-mpnet-base-v2 (both Apache-2.0)."""
    w = {key.removeprefix("bert.").removeprefix("mpnet."): value.float() for key, value in load_file(str(path)).items()}
    own = encoder.state_dict()
    pieces, places = w["embeddings.word_embeddings.weight"], w["embeddings.position_embeddings.weight"]
    if encoder.relative:  # MPNet has BERT's pieces behind four marks of its own, and two places that mean nothing
        pieces, places = pieces[4:30526].clone(), places[2:514]
        marks = w["embeddings.word_embeddings.weight"]
        pieces[101], pieces[102], pieces[103], pieces[0] = marks[0], marks[2], marks[30526], marks[1]
        own["bias.weight"] = w["encoder.relative_attention_bias.weight"]
    else:
        own["kind"] = w["embeddings.token_type_embeddings.weight"][0]
    own["pieces.weight"], own["places.weight"] = pieces, places
    query, out, norm = (
        ("attention.attn.{}", "attention.attn.o", "attention.LayerNorm")
        if encoder.relative
        else ("attention.self.{}", "attention.output.dense", "attention.output.LayerNorm")
    )
    names = ("q", "k", "v") if encoder.relative else ("query", "key", "value")
    for part in ("weight", "bias"):
        own[f"norm.{part}"] = w[f"embeddings.LayerNorm.{part}"]
        for i in range(len(encoder.layers)):
            there = f"encoder.layer.{i}"
            own[f"layers.{i}.qkv.{part}"] = torch.cat([w[f"{there}.{query.format(name)}.{part}"] for name in names])
            own[f"layers.{i}.out.{part}"] = w[f"{there}.{out}.{part}"]
            own[f"layers.{i}.norm1.{part}"] = w[f"{there}.{norm}.{part}"]
            own[f"layers.{i}.up.{part}"] = w[f"{there}.intermediate.dense.{part}"]
            own[f"layers.{i}.down.{part}"] = w[f"{there}.output.dense.{part}"]
            own[f"layers.{i}.norm2.{part}"] = w[f"{there}.output.LayerNorm.{part}"]
    encoder.load_state_dict(own)


def deep(width: int, inner: int, labels: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, inner), nn.GELU(), nn.Dropout(0.2), nn.Linear(inner, labels))


def around(x: Tensor, size: int) -> Tensor:
    """Each word with its neighbours side by side, zeros beyond the edges: shape (rows, length, size * width)."""
    length, padded = x.shape[1], F.pad(x, (0, 0, size // 2, size // 2))
    return torch.cat([padded[:, i : i + length] for i in range(size)], -1)


def flat(convolution: nn.Conv1d) -> Tensor:
    """The weight of a convolution as that of one product with `around`, shape (out, size * width)."""
    return convolution.weight.permute(0, 2, 1).flatten(1)


class Reader(nn.Module):
    """Reads the paragraph around one span: the word states again, seen from that span."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        size = shape.second
        self.word = nn.Linear(shape.width, size)
        self.span = nn.Linear(shape.width, size)
        self.distance = nn.Embedding(2 * REACH + 1, size)
        nn.init.normal_(self.distance.weight, std=0.1)
        self.convolution = nn.Conv1d(size, size, 5, padding=2)
        self.norm = nn.LayerNorm(size)
        self.layers = nn.ModuleList(Layer(size, 4, 2 * size, 0.1) for _ in range(2))

    def forward(self, states: Tensor, index: Tensor, mask: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
        """States of the paragraphs' words, shape (spans, length, size), and of the spans, (spans, size).

        `states` are word states, shape (n_words, width); `index` the words of each span's paragraph,
        shape (spans, length); `mask` 1 for words; `place` the place in its row of the span's main
        word, shape (spans,).
        """
        words = self.word(states)
        rows = torch.arange(index.shape[0], device=index.device)
        main = index[rows, place]
        steps = torch.arange(index.shape[1], device=index.device)[None, :] - place[:, None]
        distance = self.distance(steps.clamp(-REACH, REACH) + REACH)
        x = words[index] + self.span(states)[main][:, None, :] + distance
        x = F.gelu(x) * mask[:, :, None].to(x.dtype)
        x = self.norm(x + F.gelu(self.convolved(x)))
        added = masked(mask)
        for layer in self.layers:
            x = layer(x, added)
        return x, x[rows, place]

    def convolved(self, x: Tensor) -> Tensor:
        """The convolution over each row; on a GPU as one product, for cuDNN plans anew for each length."""
        if not x.is_cuda:
            return self.convolution(x.transpose(1, 2)).transpose(1, 2)
        return F.linear(around(x, 5), flat(self.convolution), self.convolution.bias)


class SecondPass(nn.Module):
    """Reads one cue's paragraph: which words are its source, its content, and the cue itself."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.reader = Reader(shape)
        self.tags = nn.Linear(shape.second, len(ROLE_TAGS))
        self.real = nn.Linear(shape.second, 1)
        self.transitions = nn.Parameter(torch.zeros(len(ROLE_TAGS), len(ROLE_TAGS)))
        self.first = nn.Parameter(torch.zeros(len(ROLE_TAGS)))
        for here in range(2, len(ROLE_TAGS), 2):  # an I may only follow its own B or I
            for before in range(len(ROLE_TAGS)):
                if before not in (here, here - 1):
                    self.transitions.data[before, here] = -8.0
            self.first.data[here] = -8.0

    def forward(self, states: Tensor, index: Tensor, mask: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
        """Tag scores, shape (cues, length, 7), and logits that the cue is real, shape (cues,); see `Reader`."""
        x, cue = self.reader(states, index, mask, place)
        return self.tags(x), self.real(cue)[:, 0]


class StancePass(nn.Module):
    """Reads the paragraph of a name: whether it blames, tells of, or praises who bears it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.reader = Reader(shape)
        self.stances = nn.Sequential(
            nn.Linear(2 * shape.second, shape.second), nn.GELU(), nn.Dropout(0.2), nn.Linear(shape.second, 3)
        )

    def forward(self, states: Tensor, index: Tensor, mask: Tensor, place: Tensor) -> Tensor:
        """Logits of negative, neutral and positive, shape (names, 3); see `Reader`."""
        x, name = self.reader(states, index, mask, place)
        most = x.masked_fill(mask[:, :, None] == 0, -1e4).amax(1)
        return self.stances(torch.cat([name, most], -1))


class Network(nn.Module):
    """Everything that is trained. `sizes` are the numbers of labels of the token heads."""

    def __init__(self, sizes: dict[str, int], shape: Shape = STUDENT) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.encoder = Encoder(shape)
        self.dropout = nn.Dropout(0.2)
        self.tags = nn.ModuleDict({name: nn.Linear(width, sizes[name]) for name in ("upos", "xpos", "feats", "lemmas")})
        self.starts = deep(width, 64, 1)
        self.entities = deep(width, width, sizes["entities"])
        self.cues = deep(width, width // 2, 3)
        self.flat = nn.Linear(width, 5)
        self.arcs = nn.Linear(width, 2 * shape.arc + 2 * shape.label)
        self.roots = nn.Linear(width, 1)
        self.arc_weight = nn.Parameter(torch.zeros(shape.arc + 1, shape.arc))
        self.label_weight = nn.Parameter(torch.zeros(sizes["deprels"], shape.label + 1, shape.label + 1))
        nn.init.normal_(self.arc_weight, std=0.02)
        nn.init.normal_(self.label_weight, std=0.01)
        self.second = SecondPass(shape)
        self.stance = StancePass(shape)

    def words(self, parts: list[tuple[Tensor, Tensor, Tensor]], first: Tensor, last: Tensor) -> Tensor:
        """Word states, shape (n_words, width); `first` and `last` index the flattened pieces of all parts."""
        states = torch.cat([self.encoder(*part).reshape(-1, self.shape.width) for part in parts])
        return (states[first] + states[last]) * 0.5

    def projected(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What a word is as dependent and as head: for arcs, shape (n, arc), and labels, (n, label)."""
        arc, label = self.shape.arc, self.shape.label
        return torch.split(F.gelu(self.arcs(words)), (arc, arc, label, label), dim=-1)


def one_more(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)
