"""Every exception of kgraph, one tree; a class for each thing that a caller can do differently.

::

    KgraphError                 anything below; its text is one line: what, where, what to do
    +-- ArticleError            one article or one file cannot be read: skip it, report it, go on
    +-- ModelError              the pipeline cannot be loaded: name another, or install it
    +-- RegisterError           a file of actors is not usable: mend the line that is named
    +-- LexiconError            a file of event words is not usable: mend what is named
    +-- StoreError              no store is there, or it is not one of ours: name another folder
    |   +-- StoreLockedError    another process writes to it: wait for that process
    +-- QueryError              the query is malformed or not allowed: mend it
    |   +-- QueryTimeoutError   it took too long: narrow it, or raise the limit
    +-- NotFoundError           no statement, actor or saved question of that name
"""


class KgraphError(Exception):
    """Root of all errors that kgraph raises on purpose. The text says what failed, where, and what to do."""


class ArticleError(KgraphError):
    """One article or file cannot be read.

    Attributes:
        document: Path as given (``path#row`` for tables).
        reason: What is wrong with it, in plain words.
    """

    def __init__(self, document: str, reason: str) -> None:
        super().__init__(f"{document}: {reason}")
        self.document = document
        self.reason = reason

    def __reduce__(self) -> tuple[type["ArticleError"], tuple[str, str]]:
        return ArticleError, (self.document, self.reason)  # so that a worker can hand it back


class ModelError(KgraphError):
    """The named pipeline is not installed or does not load."""


class RegisterError(KgraphError):
    """A file of actors cannot be used."""


class LexiconError(KgraphError):
    """A file of event words cannot be used."""


class StoreError(KgraphError):
    """There is no store at the place named, or it cannot be opened."""


class StoreLockedError(StoreError):
    """Another process holds the store for writing."""


class QueryError(KgraphError):
    """The query is malformed, or asks for what is not allowed."""


class QueryTimeoutError(QueryError):
    """The query ran past its time limit; no partial answer is given."""


class NotFoundError(KgraphError):
    """Nothing in the store has that name."""
