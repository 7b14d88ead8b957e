"""Path -> Iterator[Article]: one file a format and a dict of them; boilerplate is marked, never cut.

What ``Article.text`` is, exactly:

- of a text file: the decoded file, line ends as they are; a byte order mark belongs to the encoding, not to the text;
- of a web page: its visible text, one line a block, an empty line between blocks; offsets point into that;
- of a row of a table (``.csv``, ``.tsv``, ``.jsonl``, ``.ndjson``): the text cell.

>>> from kgraph.read import FORMATS
>>> " ".join(FORMATS)
'.txt .text .md .html .htm .xhtml .jsonl .ndjson .csv .tsv'
"""

from kgraph.read.paths import FORMATS, read_articles

__all__ = ["FORMATS", "read_articles"]
