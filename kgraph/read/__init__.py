"""Path -> Iterator[Article]: one file a format and a dict of them; boilerplate is marked, never cut.

What ``Article.text`` is, exactly:

- of a text file: the decoded file, line ends as they are; a byte order mark belongs to the encoding, not to the text;
- of a web page, a feed's entry, an HTML message: its visible text, one line a block, an empty line between blocks;
- of a row of a table (``.csv``, ``.tsv``, ``.jsonl``, ``.ndjson``, ``.parquet``): the text cell;
- of a PDF file: its words, one line a paragraph, an empty line between paragraphs.

Everything else is told in ``docs/reading.md``.

>>> from kgraph.read import FORMATS
>>> " ".join(FORMATS)
'.txt .text .md .html .htm .xhtml .jsonl .ndjson .csv .tsv .parquet .pdf .eml .rss .atom .warc'
"""

from kgraph.read.formats import ARCHIVES, COMPRESSED, FORMATS, kind_of
from kgraph.read.paths import how_many, in_english, read_articles
from kgraph.read.reading import Reading

__all__ = ["ARCHIVES", "COMPRESSED", "FORMATS", "Reading", "how_many", "in_english", "kind_of", "read_articles"]
