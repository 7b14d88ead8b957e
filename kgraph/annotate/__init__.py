"""From an article to an annotated spaCy Doc.

`load_pipeline()` makes the pipeline of the shipped weights; `annotate` streams articles through it.
Each component is a registered spaCy factory, usable in any other pipeline.
"""

from __future__ import annotations

from kgraph.annotate.components import AttributionsComponent as kgraph_attributions  # noqa: N813
from kgraph.annotate.components import EncoderComponent as kgraph_encoder  # noqa: N813
from kgraph.annotate.components import EntitiesComponent as kgraph_entities  # noqa: N813
from kgraph.annotate.components import SyntaxComponent as kgraph_syntax  # noqa: N813
from kgraph.annotate.pipeline import annotate, load_pipeline

__all__ = [
    "annotate",
    "kgraph_attributions",
    "kgraph_encoder",
    "kgraph_entities",
    "kgraph_syntax",
    "load_pipeline",
]
