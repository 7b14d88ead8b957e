"""Rows -> networkx -> layout -> page: statements as one HTML file that asks nothing of the network.

The whole door is five functions, and the size of what a notebook may carry. Statements are dicts as
``kgraph statements --format jsonl`` prints them, with two optional keys more: ``sentence`` (the text around what was
said) with ``sentence_start``, and ``url``. Events are dicts as ``kgraph.query.events.events`` finds them.
"""

from kgraph.query.network import network
from kgraph.view.frame import CAP, iframe
from kgraph.view.markup import page, picture, write_page

__all__ = ["CAP", "iframe", "network", "page", "picture", "write_page"]
