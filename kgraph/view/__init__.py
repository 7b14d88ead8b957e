"""Rows -> networkx -> layout -> page: statements as one HTML file that asks nothing of the network.

The whole door is four functions. Statements are dicts as ``kgraph statements --format jsonl`` prints them, with two
optional keys more: ``sentence`` (the text around the content) with ``sentence_start``, and ``url``. Events are dicts as
``kgraph events --format jsonl`` prints them; a page that has some has a switch between the two layers.
"""

from kgraph.query.network import network
from kgraph.view.frame import iframe
from kgraph.view.markup import page, write_page

__all__ = ["iframe", "network", "page", "write_page"]
