"""ZIP and tar: their members one after the other as streams. Nothing is ever written to disk under a member's name."""

import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

from kgraph.errors import ArticleError
from kgraph.read.reading import shown_name


class Member(NamedTuple):
    """A file in an archive.

    Attributes:
        document: ``path!member``, the member's name safe to show.
        name: Its name as the archive has it; only its suffix is looked at.
        open: Opens its bytes; they are to be read before the next member is asked for.
    """

    document: str
    name: str
    open: Callable[[], Any]


Members = Callable[[str, BinaryIO], Iterator[Member | ArticleError]]
"""Yields the files of an archive, or what is wrong with one."""


def zip_members(document: str, stream: BinaryIO) -> Iterator[Member | ArticleError]:
    """Yield the files of a ZIP archive, sorted by name.

    Raises:
        ValueError: It is no ZIP archive; the message is a reason in plain words.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise ValueError(f"is no ZIP archive, or a broken one: {error}") from None
    with archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            called = f"{document}!{shown_name(info.filename)}"
            if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16):
                continue
            if info.flag_bits & 0x1:
                yield ArticleError(called, "is encrypted; unpack it with its password first")
            else:
                yield Member(called, info.filename, lambda info=info: archive.open(info))  # type: ignore[misc]


def tar_members(document: str, stream: BinaryIO) -> Iterator[Member | ArticleError]:
    """Yield the files of a tar archive in its own order: it is read once, from beginning to end.

    Raises:
        ValueError: It is no tar archive; the message is a reason in plain words.
    """
    seen = "the beginning"
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                seen = shown_name(info.name)
                archive.members = []  # type: ignore[attr-defined]  # else every header that was read is kept
                if info.isreg():
                    yield Member(f"{document}!{seen}", info.name, lambda info=info: archive.extractfile(info))  # type: ignore[misc]
    except (tarfile.TarError, OSError, EOFError, OverflowError) as error:
        raise ValueError(f"is no tar archive, or broken after {seen}: {error}") from None
