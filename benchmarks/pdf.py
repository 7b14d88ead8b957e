"""Which PDF library keeps the words and the paragraphs of a press release, on four layouts that are made for it.

    pip install fpdf2 pdfminer.six && python benchmarks/pdf.py

The sample release of corpus/ is printed twice over: in one column with running heads, in two justified columns (both by
fpdf2), by Chromium with indented paragraphs and its own head and foot, and by Chromium in two hyphened columns. F is
that of the words in their order; paragraphs are right when they are whole and alone on their line.
"""

import difflib
import io
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from fpdf import FPDF
from pdfminer.high_level import extract_text
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from kgraph.read.pdf import read_pdf

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests import browser  # noqa: E402

PLAIN = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "..."})


def paragraphs() -> list[str]:
    text = (ROOT / "corpus" / "c5_harbour_inspection_release.txt").read_text(encoding="utf-8").translate(PLAIN)
    title, *rest = [" ".join(one.split()) for one in text.split("\n\n") if one.strip()]
    return [title, *rest, *rest]


class Headed(FPDF):
    """Pages with a head and a number."""

    def header(self) -> None:
        """Draw the head."""
        self.set_font("helvetica", "", 8)
        self.cell(0, 8, "Ministry of Transport of Eastmark - Press Office", align="C")
        self.ln(12)

    def footer(self) -> None:
        """Draw the number."""
        self.set_y(-15)
        self.set_font("helvetica", "", 8)
        self.cell(0, 10, f"Page {self.page_no()} of {{nb}}", align="C")


def layouts(lines: list[str]) -> Iterator[tuple[str, bytes]]:
    one = Headed()
    one.add_page()
    one.set_font("times", "", 12)
    for line in lines:
        one.multi_cell(0, 6, line)
        one.ln(3)
    yield "one column", bytes(one.output())
    two = FPDF()
    two.add_page()
    two.set_font("times", "", 10)
    with two.text_columns(ncols=2, gutter=8, text_align="J") as columns:
        columns.write("\n\n".join(lines))
    yield "two columns", bytes(two.output())
    body = "".join(f"<p>{line}</p>" for line in lines)
    styles = {
        "indented": "body{font:12pt serif;text-align:justify} p{margin:0;text-indent:2em}",
        "hyphens": "body{font:12pt serif;text-align:justify;hyphens:auto;columns:2}",
    }
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser.find())
        page = chromium.new_page()
        for name, style in styles.items():
            page.set_content(f"<html lang=en><style>{style}</style><body>{body}</body></html>")
            margin = dict.fromkeys(("top", "bottom", "left", "right"), "2cm")
            yield f"Chromium, {name}", page.pdf(display_header_footer=name == "indented", format="A4", margin=margin)
        chromium.close()


def ours(data: bytes) -> str:
    (article,) = read_pdf("x.pdf", io.BytesIO(data))
    return article.text


READERS: dict[str, Callable[[bytes], str]] = {
    "pypdf": lambda data: "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages),
    "pdfminer.six": lambda data: extract_text(io.BytesIO(data)),
    "kgraph, over pypdf": ours,
}


def main() -> None:
    lines = paragraphs()
    wanted = re.findall(r"\w+|[^\w\s]", " ".join(lines))
    for layout, data in layouts(lines):
        for name, read in READERS.items():
            begun = time.perf_counter()
            text = read(data).translate(PLAIN)
            took = time.perf_counter() - begun
            words = re.findall(r"\w+|[^\w\s]", text)
            blocks = difflib.SequenceMatcher(None, wanted, words, autojunk=False).get_matching_blocks()
            f = 200 * sum(block.size for block in blocks) / (len(wanted) + len(words))
            found = {" ".join(one.split()) for one in re.split(r"\n\s*\n", text)}
            whole = len(found & set(lines))
            print(f"{layout:20} {name:20} F {f:5.1f}  paragraphs {whole:2} of {len(set(lines))}  {1000 * took:4.0f} ms")


if __name__ == "__main__":
    main()
