"""What every command shares: options, tables, a progress bar, and text that is safe to print.

Strings from articles are hostile: a title may carry terminal escapes or marks that reverse the direction of the line.
"""

import csv
import io
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

store_option = click.option(
    "--store", required=True, metavar="DIR|URL", help="Folder of the store, or URL of a SPARQL 1.1 server."
)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 statement", "2 statements"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def printable(text: str) -> str:
    r"""The text with control characters, direction marks and lone surrogates written out as escapes.

    >>> printable("a\\x1b[31mb")
    'a\\x1b[31mb'
    """
    return _UNSAFE.sub(lambda m: m.group().encode("unicode_escape").decode("ascii"), text)


def safe(value: Any) -> Any:
    """The value with every string in it made :func:`printable`."""
    if isinstance(value, dict):
        return {key: safe(one) for key, one in value.items()}
    if isinstance(value, list):
        return [safe(one) for one in value]
    return printable(value) if isinstance(value, str) else value


def one_line(text: str) -> str:
    """Like :func:`printable`, with line breaks folded into spaces."""
    return printable(re.sub(r"\s+", " ", text).strip())


def emit(text: str) -> None:
    """Write data to standard output as UTF-8, whatever the terminal's locale says."""
    stream = sys.stdout.buffer
    stream.write(text.encode("utf-8", "backslashreplace"))
    if text and not text.endswith("\n"):
        stream.write(b"\n")
    stream.flush()


def note(text: str) -> None:
    """Write a remark to standard error."""
    click.echo(printable(text), err=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Lay out rows for a person to read; as wide as the terminal, or 160 columns in a pipe."""
    width = None if sys.stdout.isatty() else 160
    drawn = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        drawn.add_row(*(Text(one_line("" if cell is None else str(cell))) for cell in row))
    buffer = io.StringIO()
    Console(file=buffer, width=width or Console().width, no_color=not sys.stdout.isatty()).print(drawn)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines())


def comma_separated(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV; cells that a spreadsheet would run as a formula are kept from it by a leading apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else _no_formula(printable(str(cell))) for cell in row])
    return buffer.getvalue()


def _no_formula(cell: str) -> str:
    return f"'{cell}" if cell and cell[0] in "=+-@\t\r" and not re.fullmatch(r"[-+]?[\d.]+", cell) else cell


def progress_bar() -> Progress:
    """A progress bar on standard error; silent where that is no terminal."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),  # a file may be called "[red]"
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[pace]}", markup=False),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
