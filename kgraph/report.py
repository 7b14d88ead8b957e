"""What a build did: counted while it goes on, written as JSON and as lines. ``docs/reading.md`` tells each field."""

import datetime
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kgraph._version import __version__
from kgraph.errors import ArticleError, KgraphError
from kgraph.read import kind_of
from kgraph.records import Article

if TYPE_CHECKING:
    from kgraph.engines import Package

State = Literal["running", "done", "stopped", "failed"]

_DETAIL = re.compile(r"\s*[:;(].*$", re.DOTALL)
_VALUE = re.compile(r"""'[^']*'|"[^"]*"|\d[\d.,]*\b""")


@dataclass(slots=True)
class Report:
    """What a build did, or has done so far.

    Attributes:
        added: Articles that are new in the store.
        known: Articles that were in it already.
        statements: Statements in the new ones.
        words: Words of the new ones, as white space parts them.
        rejected: Files and articles that could not be used, with the reason.
        kinds: Articles by the kind of their file (``.html``) and what became of them.
        outlets: New articles by their publisher; "" for those that name none.
        run: IRI of the run, once the first article is in.
        state: Whether it still runs, and how it ended.
        error: Why it failed, else None.
        started: When it began.
        changes: Of a rebuild: how many statements are ``added``, ``gone``, ``changed`` and the ``same``; else None.
    """

    added: int = 0
    known: int = 0
    statements: int = 0
    words: int = 0
    rejected: list[ArticleError] = field(default_factory=list)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    outlets: Counter[str] = field(default_factory=Counter)
    run: str | None = None
    state: State = "running"
    error: str | None = None
    started: datetime.datetime = field(default_factory=lambda: datetime.datetime.now(datetime.UTC))
    changes: dict[str, int] | None = None
    _began: float = field(default_factory=time.monotonic, init=False, repr=False)
    _ended: float | None = field(default=None, init=False, repr=False)
    _under_way: dict[str, tuple[str, int]] = field(default_factory=dict, init=False, repr=False)

    @property
    def articles(self) -> int:
        """Articles, and files that hold none, that are done with."""
        return self.added + self.known + len(self.rejected)

    @property
    def seconds(self) -> float:
        """How long it took, or takes already."""
        return (time.monotonic() if self._ended is None else self._ended) - self._began

    def knows(self, article: Article) -> None:
        """Count an article that is in the store already."""
        self.known += 1
        self._count(article.document, "known")

    def begins(self, article: Article) -> None:
        """Note what is to be told of an article that is worked on."""
        self._under_way[article.id] = (article.publisher or "", len(article.text.split()))

    def adds(self, package: "Package") -> None:
        """Count an article that went into the store."""
        publisher, words = self._under_way.pop(package.article_id, ("", 0))
        self.added += 1
        self.statements += package.statements
        self.words += words
        self.outlets[publisher] += 1
        self.run = package.run or self.run
        self._count(package.document, "added")

    def rejects(self, error: ArticleError, article_id: str = "") -> None:
        """Count an article or a file that cannot be used."""
        self._under_way.pop(article_id, None)
        self.rejected.append(error)
        self._count(error.document, "rejected")

    def ends(self, state: State, error: str | None = None) -> None:
        """Note that the work is over."""
        self.state, self.error, self._ended = state, error, time.monotonic()

    def _count(self, document: str, what: str) -> None:
        self.kinds.setdefault(kind_of(document), Counter())[what] += 1

    def reasons(self) -> dict[str, int]:
        """Reasons of the rejections without their details, the most frequent first.

        >>> report = Report()
        >>> report.rejects(ArticleError("a.zip", "is no ZIP archive, or a broken one: bad magic number"))
        >>> report.reasons()
        {'is no ZIP archive, or a broken one': 1}
        """
        counted = Counter(_without_details(error.reason) for error in self.rejected)
        return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

    def to_json(self) -> dict[str, Any]:
        """The report as it is written to a file."""
        seconds = self.seconds
        return {
            "kgraph": __version__,
            "run": self.run,
            "state": self.state,
            "error": self.error,
            "started": self.started.isoformat(timespec="seconds"),
            "seconds": round(seconds, 1),
            "added": self.added,
            "known": self.known,
            "statements": self.statements,
            "words": self.words,
            "articles_per_second": round(self.articles / seconds, 2) if seconds else None,
            "words_per_second": round(self.words / seconds, 1) if seconds else None,
            "changes": self.changes,
            "kinds": {kind: dict(sorted(counts.items())) for kind, counts in sorted(self.kinds.items())},
            "outlets": dict(sorted(self.outlets.items(), key=lambda pair: (-pair[1], pair[0]))),
            "reasons": self.reasons(),
            "rejected": [{"document": error.document, "reason": error.reason} for error in self.rejected],
        }

    def write(self, path: Path) -> None:
        """Write it as JSON, whole or not at all: whoever reads the file meanwhile never sees half of it.

        Raises:
            KgraphError: It cannot be written.
        """
        part = path.with_name(f"{path.name}.part")
        text = json.dumps(self.to_json(), indent=1, ensure_ascii=False) + "\n"
        try:
            # Half of a surrogate pair in a name is no UTF-8; written as an escape it is good JSON.
            part.write_text(text, encoding="utf-8", errors="backslashreplace")
            os.replace(part, path)
        except OSError as error:
            raise KgraphError(f"{path}: the report cannot be written: {error.strerror or error}") from None

    def lines(self) -> Iterator[str]:
        """What there is to tell at the end beside the counts, in lines; none where nothing was read."""
        if self.added:
            kinds = Counter({kind: counts["added"] for kind, counts in self.kinds.items() if counts["added"]})
            read = ", ".join(f"{number:,} {kind}" for kind, number in kinds.most_common())
            outlets = len(self.outlets.keys() - {""})
            of = f" of {outlets} outlet{'s' if outlets != 1 else ''}" if outlets else ""
            yield f"{read}{of}: {self.words:,} words in {duration(self.seconds)}, {self.pace()}"
        if len(self.rejected) > 1:
            reasons = ", ".join(f"{number:,} × {reason}" for reason, number in self.reasons().items())
            yield f"rejected for: {reasons}"

    def pace(self) -> str:
        """Articles and words a second."""
        seconds = self.seconds or 1e-9
        return f"{self.articles / seconds:.1f} articles/s, {self.words / seconds:,.0f} words/s"


def duration(seconds: float) -> str:
    """A time as people say it.

    >>> duration(12.3), duration(754), duration(7384)
    ('12 s', '12 min 34 s', '2 h 3 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _without_details(reason: str) -> str:
    return _VALUE.sub("…", _DETAIL.sub("", reason)) or reason
