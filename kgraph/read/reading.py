"""How much one article may cost to read, and what a reader is told: options, limits, and what to pass over."""

import io
import lzma
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any, BinaryIO

from kgraph.errors import ArticleError

WHOLE = 64 * 1024 * 1024
"""Bytes of the largest file, or member of an archive, that holds one article: a saved page with its pictures fits."""

LINE = 32 * 1024 * 1024
"""Characters of the longest line of a table; a longer one is passed over."""

UNPACKED, RATIO = 1024**3, 200
"""Bytes that an archive may unpack to, all members together: the first, or so many times its own size if that is more.

News text shrinks to a quarter or a fifth; what is said at this ratio has been made to burst."""

DEPTH = 4
"""Layers of packing that are taken off: a ``.csv.gz`` in a ZIP file in a ``.tar.gz`` has four."""

BROKEN = (
    OSError, EOFError, NotImplementedError, RuntimeError, lzma.LZMAError, struct.error, tarfile.TarError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What the libraries of archives raise on bytes that are not what they should be."""


@dataclass(slots=True)
class Budget:
    """Bytes that may still be unpacked from one outermost archive."""

    left: int

    def spend(self, count: int) -> None:
        """Take bytes off.

        Raises:
            ValueError: There are not so many left.
        """
        self.left -= count
        if self.left < 0:
            raise ValueError("unpacks to more than an archive of articles can (a decompression bomb?)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader is told beside the document and its bytes.

    Attributes:
        columns: Field of an article (``text``, ``title``, ``date`` ...) to the column of a table that holds it.
        begins: Called with each document before it is read; False where it is to be passed over.
        budget: What may still be unpacked; None outside archives.
        depth: Layers of packing that were taken off.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    begins: Callable[[str], bool] = lambda document: True
    budget: Budget | None = None
    depth: int = 0

    def inside(self, size: int) -> "Reading":
        """The same for the members of an archive of that many bytes."""
        return replace(self, budget=self.budget or Budget(max(UNPACKED, RATIO * size)), depth=self.depth + 1)


PLAIN = Reading()
"""No options."""


def whole(stream: BinaryIO) -> bytes:
    """Read all bytes of a file that holds one article.

    Raises:
        ValueError: It is larger than any article; the message is a reason in plain words.
    """
    data = stream.read(WHOLE + 1)
    if len(data) > WHOLE:
        raise ValueError(f"is larger than {WHOLE // 1024**2} MB, which no article is; split it into articles")
    return data


class Unpacking(io.RawIOBase):
    """A member of an archive, or a compressed file, as a stream that is charged to a budget."""

    def __init__(self, packed: Any, budget: Budget) -> None:
        self.packed, self.budget = packed, budget

    def readable(self) -> bool:
        """Always: it is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Unpack as much as fits.

        Raises:
            ValueError: The bytes are broken, or too many; the message is a reason in plain words.
        """
        try:
            data = self.packed.read(len(buffer))
        except BROKEN as error:
            raise ValueError(broken(error)) from None
        self.budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


def broken(error: Exception) -> str:
    """Say that packed bytes are broken, in one short line."""
    words = (str(error).splitlines() or [""])[0][:120]
    return f"is broken: {shown_name(words or type(error).__name__)}"


def library(document: str, name: str, what: str, extra: str = "readers") -> Any:
    """Import an optional library when it is needed.

    Raises:
        ArticleError: It is not installed; the reason says what to install.
    """
    try:
        return import_module(name)
    except ImportError:
        reason = f"{what} cannot be read without the package {name}; pip install 'kgraph[{extra}]'"
        raise ArticleError(document, reason) from None


def shown_name(name: str, limit: int = 300) -> str:
    r"""Make a name from inside an archive safe to show: control and invisible characters and halves of pairs escaped.

    >>> print(shown_name("../a\x1b[31m\u202etxt"))
    ../a\x1b[31m\u202etxt
    """
    safe = (
        c.encode("unicode_escape").decode() if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c
        for c in name[:limit]
    )
    return "".join(safe) + ("..." if len(name) > limit else "")
