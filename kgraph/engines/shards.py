"""Shards: what a batch of articles gave, as one file of gzipped N-Quads at any address that fsspec knows.

A worker writes its shard itself, so that nothing but small reports travels back, and any number of machines may write
at once. A shard holds the articles' graphs and, in the graph of actors, the actors and offices that they name. Its name
is made of its articles' ids: a batch that is done again, as after a worker's death, is written over by the same bytes.
"""

import gzip
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kgraph.errors import KgraphError
from kgraph.graph import to_nquads
from kgraph.ontology import ACTORS_GRAPH
from kgraph.records import Article
from kgraph.store.base import ARTICLE_GRAPHS
from kgraph.store.cards import Card, card_quads, merged, to_card

if TYPE_CHECKING:
    from kgraph.engines.work import Package

SUFFIX = ".nq.gz"
LIKELY, MOST = 100, 200
"""Articles of a shard: one in so many ends a shard by its id, and so many end it anyhow."""

WHOLE = frozenset({"memory", "s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "r2"})
"""File systems on which a file is there when all of it is; on others it gets another name until then."""

_LINE_OF_ARTICLE = re.compile(rf" <{re.escape(ARTICLE_GRAPHS)}([0-9a-f]+)> \.$")


def shard_name(articles: Iterable[str]) -> str:
    """Name of the shard of some articles, by their ids.

    >>> shard_name(["0f3a", "77b1"])
    '235b19f3d405a24bd2dff01a59e75dd5.nq.gz'
    """
    return hashlib.sha256(" ".join(articles).encode()).hexdigest()[:32] + SUFFIX


def shard_batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Cut articles into the batches of shards, where an article's id says so.

    An article that comes or goes changes the one batch that it is in, so that the others are known to be done.
    """
    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if len(batch) == MOST or int(article.id[:8], 16) % LIKELY == 0:
            yield batch
            batch = []
    if batch:
        yield batch


def put_away(address: str, packages: list["Package"]) -> list["Package"]:
    """Write the shard of a batch, and give back its packages without what is in it."""
    kept = [package for package in packages if not package.rejected]
    if kept:
        data = gzip.compress(b"".join(_lines(kept)), compresslevel=6, mtime=0)
        _write(address, shard_name(package.article_id for package in packages), data)
    return [replace(package, nquads=b"", actors=(), offices=()) for package in packages]


def _lines(packages: list["Package"]) -> Iterator[bytes]:
    """The quads of packages: those of actors first, each actor once, then article by article."""
    cards: dict[str, Card] = {}
    for package in packages:
        for actor in package.actors:
            cards[actor.id] = merged(to_card(actor), cards.get(actor.id, frozenset()))
    offices = sorted({quad for package in packages for quad in package.offices})
    yield to_nquads([*(quad for key in sorted(cards) for quad in card_quads(key, cards[key])), *offices])
    for package in packages:
        yield package.nquads


def file_system(address: str) -> tuple[Any, str]:
    """The file system of an address or a path, and the place in it.

    Raises:
        KgraphError: There is none, or a package that it needs is not installed.
    """
    try:
        import fsspec

        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise KgraphError(f"{address}: cannot be opened ({error}); pip install 'kgraph[readers]'") from None
    except ValueError as error:
        raise KgraphError(
            f"{address}: is no address that fsspec knows ({error}); name a folder or an address"
        ) from None
    return system, str(path)


def _write(address: str, name: str, data: bytes) -> None:
    """Write a file that is there whole or not at all."""
    system, folder = file_system(address)
    path = f"{folder.rstrip('/')}/{name}"
    kinds = {system.protocol} if isinstance(system.protocol, str) else set(system.protocol)
    try:
        if kinds & WHOLE:
            system.pipe_file(path, data)
            return
        system.makedirs(folder, exist_ok=True)
        part = f"{folder.rstrip('/')}/.{uuid4().hex}.part"
        system.pipe_file(part, data)
        os.replace(part, path) if "file" in kinds else system.mv(part, path)
    except KgraphError:
        raise
    except Exception as error:  # each file system has errors of its own
        raise KgraphError(f"{address}: the shard cannot be written ({_line(error)}); see to that address") from None


def shards(address: str) -> list[str]:
    """Names of the shards in a folder or below an address, sorted; the address itself where it is one shard."""
    system, path = file_system(address)
    try:
        if not system.isdir(path):
            return [path] if path.endswith(SUFFIX) and system.exists(path) else []
        return sorted(found for found in system.find(path) if found.endswith(SUFFIX))
    except Exception as error:  # each file system has errors of its own
        raise KgraphError(f"{address}: cannot be read ({_line(error)}); name a folder or address of shards") from None


def read_shard(address: str, name: str) -> bytes:
    """The N-Quads of a shard.

    Raises:
        KgraphError: It cannot be read, or is not whole.
    """
    system, _ = file_system(address)
    try:
        return gzip.decompress(system.cat_file(name))
    except Exception as error:  # each file system has errors of its own
        raise KgraphError(f"{name}: cannot be read ({_line(error)}); remove it and make the shards again") from None


def by_graph(nquads: bytes) -> Iterator[tuple[str, bytes]]:
    """Cut the N-Quads of a shard where the graph changes.

    Yields:
        The article's id, or an empty text for the graph of actors, and its lines.

    Raises:
        KgraphError: A line is in another graph.
    """
    for article, lines in groupby(nquads.decode().split("\n")[:-1], _article_of):
        yield article, "".join(f"{line}\n" for line in lines).encode()


def _article_of(line: str) -> str:
    found = _LINE_OF_ARTICLE.search(line)
    if found:
        return found[1]
    if line.endswith(f" <{ACTORS_GRAPH}> ."):
        return ""
    raise KgraphError(f"no line of a shard: {line[:80]!r}; load other N-Quads as single files")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__
