"""Linear chains of tags (conditional random fields, Lafferty et al. 2001), all steps of a row at once.

A chain is a tensor of potentials, float, shape (rows, length, tags, tags): at each step the score of
going from one tag to another. The sum over all ways is taken by halves, in log2(length) rounds.
"""

from __future__ import annotations

import torch
from torch import Tensor

_NEVER = -1e4


def chain(scores: Tensor, transitions: Tensor, first: Tensor, mask: Tensor) -> Tensor:
    """The potentials of rows of tag scores, shape (rows, length, tags); words beyond the mask change nothing.

    The first step has the same score from every tag but the first one, from which alone it begins.
    """
    n = scores.shape[-1]
    steps = scores[:, :, None, :] + transitions
    begin = torch.full((n, n), _NEVER, device=scores.device)
    begin[0] = 0.0
    start = (scores[:, 0] + first)[:, None, :] + begin
    nothing = torch.full((n, n), _NEVER, device=scores.device).fill_diagonal_(0.0)
    steps = torch.cat([start[:, None], steps[:, 1:]], 1)
    return torch.where(mask[:, :, None, None], steps, nothing)


def total(potentials: Tensor) -> Tensor:
    """The logarithm of the sum over all ways through each row, shape (rows,)."""
    rows, length, n, _ = potentials.shape
    nothing = torch.full((n, n), _NEVER, device=potentials.device).fill_diagonal_(0.0)
    while length > 1:
        if length % 2:
            potentials = torch.cat([potentials, nothing.expand(rows, 1, n, n)], 1)
        left, right = potentials[:, 0::2], potentials[:, 1::2]
        potentials = torch.logsumexp(left[..., :, :, None] + right[..., None, :, :], -2)
        length = potentials.shape[1]
    return torch.logsumexp(potentials[:, 0, 0], -1)


def marginals(potentials: Tensor) -> Tensor:
    """The chance of each step, shape as the potentials: the gradient of their total."""
    with torch.enable_grad():
        leaf = potentials.detach().requires_grad_()
        (found,) = torch.autograd.grad(total(leaf).sum(), leaf)
    return found


def gold_cross_entropy(potentials: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
    """Of each row with its right way, int64, shape (rows, length): shape (rows,)."""
    before = torch.cat([torch.zeros_like(gold[:, :1]), gold[:, :-1]], 1)
    rows = torch.arange(len(gold), device=gold.device)[:, None]
    steps = torch.arange(gold.shape[1], device=gold.device)[None, :]
    return total(potentials) - (potentials[rows, steps, before, gold] * mask).sum(1)


def cross_entropy(potentials: Tensor, chances: Tensor) -> Tensor:
    """Of each row with the chances of each step, as `marginals` gives them: shape (rows,)."""
    return total(potentials) - (potentials * chances).sum((1, 2, 3))
