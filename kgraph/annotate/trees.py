"""From the parser's scores to trees: greedy heads, mended to a tree where they are not one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kgraph.annotate.weights import Array, Weights

_FAR = np.float32(-1e9)
#: Words whose labels are scored at once: what they need (a number for each label and column) stays in the cache.
_PART = 128


def parse(outputs: dict[str, Array], sentences: Sequence[tuple[int, int]], weights: Weights) -> tuple[Array, Array]:
    """Head and label of every word: two int32 arrays, shape (n_words,); a root is its own head.

    Args:
        outputs: the encoder's `roots`, shape (n_words,), and `arc_dep`, `arc_head`, `label_dep`,
            `label_head`, float32, shape (n_words, 192 or 96).
        sentences: first word and last + 1 of each sentence; together they hold every word.
        weights: for the biaffine products.
    """
    heads = np.arange(len(outputs["roots"]), dtype=np.int32)
    left = _one_more(outputs["arc_dep"]) @ weights.arcs
    for group in _by_length(sentences):
        length = max(end - start for start, end in group)
        begin = np.array([start for start, _ in group])[:, None]
        size = np.array([end - start for start, end in group])[:, None]
        inside = np.arange(length)[None, :] < size
        index = np.where(inside, begin + np.arange(length)[None, :], begin)
        scores = left[index] @ outputs["arc_head"][index].transpose(0, 2, 1)
        scores[:, np.arange(length), np.arange(length)] = outputs["roots"][index]
        scores = np.where(inside[:, None, :], scores, _FAR)
        for row, (start, end) in enumerate(group):
            heads[start:end] = start + tree(scores[row, : end - start, : end - start])
    return heads, _labels(outputs, heads, weights)


def _by_length(sentences: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Groups of sentences of about the same length, so that little is padded."""
    order = sorted(sentences, key=lambda span: span[1] - span[0])
    for i in range(0, len(order), 16):
        yield order[i : i + 16]


def _one_more(array: Array) -> Array:
    return np.concatenate([array, np.ones((len(array), 1), array.dtype)], axis=1)


def _labels(outputs: dict[str, Array], heads: Array, weights: Weights) -> Array:
    names = weights.labels["deprels"]
    root = names.index("root")
    left, right = _one_more(outputs["label_dep"]), _one_more(outputs["label_head"])[heads]
    found = np.empty(len(heads), dtype=np.int32)
    for at in range(0, len(heads), _PART):
        part = slice(at, at + _PART)
        ways = (left[part] @ weights.deprels).reshape(len(left[part]), len(names), -1)
        scores = (ways @ right[part, :, None])[:, :, 0]
        scores[:, root] = _FAR
        found[part] = scores.argmax(1)
    found[heads == np.arange(len(heads))] = root
    return found


def tree(scores: Array) -> Array:
    """The heads of one sentence as a tree with one root: int, shape (n,), a root is its own head.

    Args:
        scores: float, shape (n, n); row = dependent, column = head, diagonal = being the root.
    """
    n = len(scores)
    heads: Array = scores.argmax(1)
    own = np.arange(n)
    roots = np.flatnonzero(heads == own)
    if len(roots) == 1 and not _cycle(heads, int(roots[0])):
        return heads
    sure = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    root = int(np.diag(sure).argmax())
    arcs = scores.astype(np.float64).copy()
    arcs[own, own] = -np.inf
    arcs[root] = -np.inf
    return _best_tree(arcs, root)


def _cycle(heads: Array, root: int) -> list[int]:
    """The words of a cycle that never reaches the root, or none."""
    state = [0] * len(heads)
    state[root] = 2
    for word in range(len(heads)):
        path = []
        while not state[word]:
            state[word] = 1
            path.append(word)
            word = int(heads[word])
        if state[word] == 1:
            return path[path.index(word) :]
        for passed in path:
            state[passed] = 2
    return []


def _best_tree(arcs: Array, root: int) -> Array:
    """Chu-Liu/Edmonds: the best tree below `root`. `arcs` is (n, n), dependent by head."""
    heads: Array = arcs.argmax(1)
    heads[root] = root
    cycle = _cycle(heads, root)
    if not cycle:
        return heads
    n = len(arcs)
    inside = np.zeros(n, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    ring = np.array(cycle)
    kept = arcs[ring, heads[ring]]
    entering = arcs[np.ix_(ring, outside)] - kept[:, None]
    leaving = arcs[np.ix_(outside, ring)]
    size = len(outside)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = arcs[np.ix_(outside, outside)]
    smaller[size, :size] = entering.max(0)
    smaller[:size, size] = leaving.max(1)
    found = _best_tree(smaller, int(np.flatnonzero(outside == root)[0]))
    for i, word in enumerate(outside):
        if word != root:
            heads[word] = outside[found[i]] if found[i] < size else ring[leaving[i].argmax()]
    above = int(found[size])
    entry = int(ring[entering[:, above].argmax()])
    heads[entry] = outside[above]
    return heads
