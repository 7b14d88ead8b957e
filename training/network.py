"""The network: one encoder, token heads, a biaffine parser, and the second pass for attributions."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from safetensors.torch import load_file
from torch import Tensor, nn

from kgraph.annotate.words import CASES

WIDTH = 384
HEADS = 12
ARC, LABEL = 192, 96
SECOND = 192
REACH = 100
#: Tags of the second pass. An odd number begins a piece, the even number after it continues it.
ROLE_TAGS = ("O", "B-SOURCE", "I-SOURCE", "B-CONTENT", "I-CONTENT", "B-CUE", "I-CUE")


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

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """States in, states out: float, shape (batch, length, width); mask adds to the attention."""
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # On CPU in bf16 the plain products are 1.8 times faster than scaled_dot_product_attention.
        scores = q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5
        mixed = torch.softmax(scores + mask.to(scores.dtype), -1) @ v
        x = self.norm1(x + self.out(mixed.transpose(1, 2).reshape(batch, length, width)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM with an embedding of each word's letter case added to its pieces."""

    def __init__(self, vocabulary: int = 30522, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.cases = nn.Embedding(len(CASES), WIDTH)
        nn.init.normal_(self.cases.weight, std=0.02)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, 4 * WIDTH, dropout) for _ in range(6))

    def forward(self, ids: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """Piece states, float, shape (batch, length, 384), of int64 ids, cases and mask."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.pieces(ids) + self.places(places) + self.kind + self.cases(cases)
        x = self.dropout(self.norm(x))
        added = (1.0 - mask[:, None, None, :].to(x.dtype)) * -10000.0
        for layer in self.layers:
            x = layer(x, added)
        return x

    def load_minilm(self, folder: Path) -> None:
        """Copies the weights of all-MiniLM-L6-v2 (Apache-2.0) in."""
        w = load_file(str(folder / "model.safetensors"))
        w = {key.removeprefix("bert."): value for key, value in w.items()}
        own = self.state_dict()
        own["pieces.weight"] = w["embeddings.word_embeddings.weight"]
        own["places.weight"] = w["embeddings.position_embeddings.weight"]
        own["kind"] = w["embeddings.token_type_embeddings.weight"][0]
        for part in ("weight", "bias"):
            own[f"norm.{part}"] = w[f"embeddings.LayerNorm.{part}"]
            for i in range(6):
                there = f"encoder.layer.{i}"
                qkv = [w[f"{there}.attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                own[f"layers.{i}.qkv.{part}"] = torch.cat(qkv)
                own[f"layers.{i}.out.{part}"] = w[f"{there}.attention.output.dense.{part}"]
                own[f"layers.{i}.norm1.{part}"] = w[f"{there}.attention.output.LayerNorm.{part}"]
                own[f"layers.{i}.up.{part}"] = w[f"{there}.intermediate.dense.{part}"]
                own[f"layers.{i}.down.{part}"] = w[f"{there}.output.dense.{part}"]
                own[f"layers.{i}.norm2.{part}"] = w[f"{there}.output.LayerNorm.{part}"]
        self.load_state_dict(own)


def deep(inner: int, labels: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(WIDTH, inner), nn.GELU(), nn.Dropout(0.2), nn.Linear(inner, labels))


class SecondPass(nn.Module):
    """Reads one cue's paragraph: which words are its source, its content, and the cue itself."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Linear(WIDTH, SECOND)
        self.cue = nn.Linear(WIDTH, SECOND)
        self.distance = nn.Embedding(2 * REACH + 1, SECOND)
        nn.init.normal_(self.distance.weight, std=0.1)
        self.convolution = nn.Conv1d(SECOND, SECOND, 5, padding=2)
        self.norm = nn.LayerNorm(SECOND)
        self.layers = nn.ModuleList(Layer(SECOND, 4, 2 * SECOND, 0.1) for _ in range(2))
        self.tags = nn.Linear(SECOND, len(ROLE_TAGS))
        self.real = nn.Linear(SECOND, 1)
        self.transitions = nn.Parameter(torch.zeros(len(ROLE_TAGS), len(ROLE_TAGS)))
        self.first = nn.Parameter(torch.zeros(len(ROLE_TAGS)))
        for here in range(2, len(ROLE_TAGS), 2):  # an I may only follow its own B or I
            for before in range(len(ROLE_TAGS)):
                if before not in (here, here - 1):
                    self.transitions.data[before, here] = -8.0
            self.first.data[here] = -8.0

    def forward(self, states: Tensor, index: Tensor, mask: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
        """Tag scores, shape (cues, length, 7), and logits that the cue is real, shape (cues,).

        `states` are word states, shape (n_words, 384); `index` the words of each cue's paragraph,
        shape (cues, length); `mask` 1 for words; `place` the cue's place in its row, shape (cues,).
        """
        words = self.word(states)
        rows = torch.arange(index.shape[0], device=index.device)
        cue_word = index[rows, place]
        steps = torch.arange(index.shape[1], device=index.device)[None, :] - place[:, None]
        distance = self.distance(steps.clamp(-REACH, REACH) + REACH)
        x = words[index] + self.cue(states)[cue_word][:, None, :] + distance
        x = F.gelu(x) * mask[:, :, None].to(x.dtype)
        x = self.norm(x + F.gelu(self.convolution(x.transpose(1, 2)).transpose(1, 2)))
        added = (1.0 - mask[:, None, None, :].to(x.dtype)) * -10000.0
        for layer in self.layers:
            x = layer(x, added)
        return self.tags(x), self.real(x[rows, place])[:, 0]


def crf_loss(scores: Tensor, gold: Tensor, mask: Tensor, transitions: Tensor, first: Tensor) -> Tensor:
    """Negative log likelihood of the gold tags, shape (cues,); rows are full from the left."""
    mask = mask.to(scores.dtype)
    total = first + scores[:, 0]
    path = first[gold[:, 0]] + scores[:, 0].gather(1, gold[:, :1])[:, 0]
    steps = transitions[gold[:, :-1], gold[:, 1:]] + scores[:, 1:].gather(2, gold[:, 1:, None])[:, :, 0]
    path = path + (steps * mask[:, 1:]).sum(1)
    for i in range(1, scores.shape[1]):
        on = torch.logsumexp(total[:, :, None] + transitions, 1) + scores[:, i]
        total = torch.where(mask[:, i, None] > 0, on, total)
    return torch.logsumexp(total, 1) - path


class Network(nn.Module):
    """Everything that is trained. `sizes` are the numbers of labels of the token heads."""

    def __init__(self, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.dropout = nn.Dropout(0.2)
        self.tags = nn.ModuleDict({name: nn.Linear(WIDTH, sizes[name]) for name in ("upos", "xpos", "feats", "lemmas")})
        self.starts = deep(64, 1)
        self.entities = deep(WIDTH, sizes["entities"])
        self.cues = deep(WIDTH // 2, 3)
        self.flat = nn.Linear(WIDTH, 5)
        self.arcs = nn.Linear(WIDTH, 2 * ARC + 2 * LABEL)
        self.roots = nn.Linear(WIDTH, 1)
        self.arc_weight = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.label_weight = nn.Parameter(torch.zeros(sizes["deprels"], LABEL + 1, LABEL + 1))
        nn.init.normal_(self.arc_weight, std=0.02)
        nn.init.normal_(self.label_weight, std=0.01)
        self.second = SecondPass()

    def words(self, parts: list[tuple[Tensor, Tensor, Tensor]], first: Tensor, last: Tensor) -> Tensor:
        """Word states, shape (n_words, 384); `first` and `last` index the flattened pieces of all parts."""
        states = torch.cat([self.encoder(*part).reshape(-1, WIDTH) for part in parts])
        return (states[first] + states[last]) * 0.5

    def projected(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What a word is as dependent and as head: for arcs, shape (n, 192), and labels, (n, 96)."""
        return torch.split(F.gelu(self.arcs(words)), (ARC, ARC, LABEL, LABEL), dim=-1)


def one_more(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)
