"""Files, folders, addresses and standard input to articles, one by one; what cannot be read is told and passed over."""

import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from kgraph.errors import ArticleError
from kgraph.read.formats import holds_one, is_wanted, known_kinds, read_stream
from kgraph.read.language import is_foreign
from kgraph.read.reading import PLAIN, Reading, library, shown_name
from kgraph.records import Article


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read.

    Attributes:
        document: What its articles are called: the path or address as it was given.
        name: Its name; the suffix says what it is, and without one the first bytes do.
        where: Path or address to open.
    """

    document: str
    name: str
    where: str


def read_articles(
    paths: str | Path | Iterable[str | Path],
    *,
    rejected: Callable[[ArticleError], None] | None = None,
    reading: Reading = PLAIN,
    any_language: bool = False,
) -> Iterator[Article]:
    """Yield the articles of files, folders, addresses and standard input, lazily and in a fixed order.

    Args:
        paths: Files; folders, read with all folders in them, names sorted, hidden files and those of unknown kind
            left out; addresses of any file system that fsspec knows (``s3://``, ``gs://``, ``file://``), files or
            folders; ``"-"`` for standard input. What has no known suffix and is named itself is taken for what it
            begins like, else for text.
        rejected: Called with the error of each article, file or folder that cannot be read; the reading goes on.
            Without it the first error is raised.
        reading: Options and limits.
        any_language: Also yield articles that are not in English.
    """
    for source in sources(paths):
        for found in [source] if isinstance(source, ArticleError) else read_source(source, reading):
            kept = found if any_language else in_english(found)
            if isinstance(kept, Article):
                yield kept
            elif rejected is None:
                raise kept
            else:
                rejected(kept)


def in_english(found: Article | ArticleError) -> Article | ArticleError:
    """The article, or why it is set aside: the pipeline reads English only."""
    if isinstance(found, Article) and is_foreign(found.language):
        return ArticleError(found.document, f"is not in English but, by its words, in {found.language!r}; set aside")
    return found


def sources(paths: str | Path | Iterable[str | Path]) -> Iterator[Source | ArticleError]:
    """Yield the files of paths, folders and addresses, or why there are none."""
    for path in [paths] if isinstance(paths, str | Path) else paths:
        given = os.fspath(path)
        if "://" in given:
            yield from _remote(given)
        elif given == "-":
            yield Source("-", "", "-")
        else:
            yield from _local(given)


def how_many(paths: str | Path | Iterable[str | Path]) -> int | None:
    """Count the articles of paths without reading them: files and their errors. None where only reading can tell."""
    number = 0
    for path in [paths] if isinstance(paths, str | Path) else paths:
        if "://" in os.fspath(path) or path == "-":
            return None
        for source in _local(os.fspath(path)):
            if isinstance(source, Source) and not holds_one(source.name):
                return None
            number += 1
    return number


def read_source(source: Source, reading: Reading = PLAIN) -> Iterator[Article | ArticleError]:
    """Yield the articles of one file, or why there are none."""
    try:
        with _opened(source) as stream:
            yield from read_stream(source.document, source.name, stream, reading)
    except ArticleError as error:
        yield error
    except OSError as error:
        yield ArticleError(source.document, _reason(error))


def _opened(source: Source) -> BinaryIO:
    if source.where == "-":
        buffer = getattr(sys.stdin, "buffer", None)  # a notebook and a test may have put something else there
        kept = buffer or io.BytesIO(sys.stdin.read().encode("utf-8", "surrogatepass"))
        return cast(BinaryIO, io.BufferedReader(_Kept(kept)))
    if "://" not in source.where:
        return open(source.where, "rb")
    system, path = _file_system(source.document, source.where)
    try:
        return cast(BinaryIO, system.open(path, "rb"))
    except OSError:
        raise
    except Exception as error:  # each file system has errors of its own
        raise ArticleError(source.document, f"cannot be read: {_line(error)}") from None


class _Kept(io.RawIOBase):
    """Standard input, which stays open when its reader is done, and cannot be wound back."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def readable(self) -> bool:
        """Always: it is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Give the next bytes."""
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _local(path: str) -> Iterator[Source | ArticleError]:
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        yield ArticleError(_shown(path), _reason(error))
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path)
    elif stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
        yield Source(_shown(path), path, path)
    else:
        yield ArticleError(_shown(path), "is neither a file nor a folder")


def _folder(folder: str) -> Iterator[Source | ArticleError]:
    empty = True
    for found in _walk(folder):
        empty = False
        yield found if isinstance(found, ArticleError) else Source(_shown(found), found, found)
    if empty:
        yield ArticleError(_shown(folder), f"no article in this folder; known kinds are {known_kinds()}")


def files_below(path: str) -> Iterator[str]:
    """Yield the files of known kind below a folder, or the file itself if it is one; what cannot be read is left."""
    return (found for found in _walk(path) if isinstance(found, str))


def _walk(folder: str) -> Iterator[str | ArticleError]:
    """Yield the files of known kind below a folder; a folder that links lead back to is entered once."""
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            status = os.stat(path)
            if stat.S_ISDIR(status.st_mode):
                if (status.st_dev, status.st_ino) not in seen:
                    seen.add((status.st_dev, status.st_ino))
                    names = sorted((name for name in os.listdir(path) if not name.startswith(".")), reverse=True)
                    waiting.extend(os.path.join(path, name) for name in names)
            elif stat.S_ISREG(status.st_mode) and is_wanted(path):
                yield path
        except OSError as error:
            if is_wanted(path) or os.path.isdir(path):  # a dead link to a picture is no loss
                yield ArticleError(_shown(path), _reason(error))


def _remote(address: str) -> Iterator[Source | ArticleError]:
    """Yield the file at an address, or the files of known kind below it."""
    try:
        system, path = _file_system(address, address)
        if not system.isdir(path):
            yield Source(address, path, address)
            return
        names = [name for name in sorted(system.find(path)) if is_wanted(name)]
        for name in names:
            full = address.rstrip("/") + name.removeprefix(path.rstrip("/"))
            yield Source(full, name, full)
        if not names:
            yield ArticleError(address, f"no article in this folder; known kinds are {known_kinds()}")
    except ArticleError as error:
        yield error
    except OSError as error:
        yield ArticleError(address, _reason(error))
    except Exception as error:  # each file system has errors of its own
        yield ArticleError(address, f"cannot be read: {_line(error)}")


def _file_system(document: str, address: str) -> tuple[Any, str]:
    fsspec = library(document, "fsspec", "an address")
    try:
        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:  # its own words name the package of that file system
        raise ArticleError(document, f"cannot be read: {_line(error)}") from None
    except ValueError as error:
        raise ArticleError(document, f"is no address that fsspec knows: {_line(error)}") from None
    return system, str(path)


def _line(error: Exception) -> str:
    return shown_name((str(error).splitlines() or [""])[0][:160] or type(error).__name__)


def _shown(path: str) -> str:
    """Return a path as it was given; bytes of a name that are not UTF-8 are written out as escapes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    what = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read: {what[:1].lower()}{what[1:]}"
