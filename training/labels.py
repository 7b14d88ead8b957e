"""Label sets: the numbers of the labels of each layer, and what a label of another scheme may stand for."""

from __future__ import annotations

from collections import Counter

import torch
from torch import Tensor

from training.paragraph import Document

#: Our entity types. None of the sets parts states and cities from other places: there is no GPE.
TYPES = ("DATE", "EVENT", "FAC", "LOC", "MISC", "MONEY", "NORP", "ORG", "PERSON", "PRODUCT")

#: Scheme -> its type -> our types that it may stand for; our types that no entry of a scheme has may stand under its O.
SCHEMES: dict[str, dict[str, tuple[str, ...]]] = {
    "WORLD": {name: (name,) for name in TYPES if name != "EVENT"} | {"MISC": ("MISC", "EVENT")},
    "UNER": {"PER": ("PERSON",), "ORG": ("ORG",), "LOC": ("LOC", "FAC")},
    "CROSS": {
        "PERSON": ("PERSON",), "ORG": ("ORG",), "LOC": ("LOC", "FAC"), "EVENT": ("EVENT",), "MISC": ("MISC", "NORP"),
    },
}  # fmt: skip

STANCES = ("negative", "neutral", "positive")


def label_maps(sets: dict[str, list[Document]]) -> dict[str, dict[str, int]]:
    """Label -> number of each token layer; labels seen fewer than three times are left out."""
    maps: dict[str, dict[str, int]] = {}
    paragraphs = [p for name in ("ewt", "gum") for document in sets[name] for p in document]
    for layer in ("upos", "xpos", "feats", "lemmas", "deprels"):
        counts = Counter(value for p in paragraphs for value in getattr(p, layer))
        maps[layer] = {value: i for i, (value, n) in enumerate(counts.most_common()) if n > 2}
    names = ["O", *(f"{side}-{name}" for name in TYPES for side in "BI")]
    others = [
        f"{scheme}:{name}"
        for scheme, types in SCHEMES.items()
        for name in ["O", *(f"{side}-{kind}" for kind in types for side in "BI")]
    ]
    maps["entities"] = {name: i for i, name in enumerate([*names, *others])}
    return maps


def sizes(maps: dict[str, dict[str, int]]) -> dict[str, int]:
    """How many labels the network has in each layer."""
    return {name: sum(":" not in label or name != "entities" for label in values) for name, values in maps.items()}


def allowed(entities: dict[str, int]) -> Tensor:
    """For each entity label the labels of ours that it may stand for: bool, shape (len(entities), ours)."""
    ours = [name for name in entities if ":" not in name]
    table = torch.zeros(len(entities), len(ours), dtype=torch.bool)
    for name, row in entities.items():
        scheme, _, tag = name.rpartition(":")
        if not scheme:
            table[row, row] = True
            continue
        types = SCHEMES[scheme]
        if tag == "O":
            known = {one for meant in types.values() for one in meant}
            table[row] = torch.tensor([other[2:] not in known for other in ours])
        else:
            for one in types[tag[2:]]:
                table[row, entities[f"{tag[:2]}{one}"]] = True
    return table
