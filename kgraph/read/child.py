"""The process in which articles are read: ``python -m kgraph.read.child BYTES``; see ``kgraph.read.watch``.

Orders come on standard input, replies go to standard output, both pickled: ("begins", document), ("found", article or
error), ("done", None).
"""

import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Any

from kgraph.read.paths import read_source
from kgraph.read.reading import Reading
from kgraph.read.watch import Order

Say = Callable[[str, Any], None]


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if most == resource.RLIM_INFINITY else min(memory, most), most))


def _alarm(seconds: int) -> None:
    """Let the system end this process after that time, even if nobody watches it any more; 0 for never."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


class _Place:
    """Where in a source the reading is: before the document behind which it is to begin, or in what is wanted."""

    def __init__(self, after: str | None, say: Say) -> None:
        self.after, self.say = after, say

    def begins(self, document: str) -> bool:
        """Whether to read a document; of what comes before the wanted ones, only what holds the last of them."""
        if self.after is None:
            self.say("begins", document)
            return True
        self.say("begins", self.after)  # a sign of life
        if document != self.after:
            return self.after.startswith((f"{document}!", f"{document}#"))
        self.after = None
        return False


def serve(orders: Any, replies: Any, seconds: int) -> None:
    """Answer orders until there are no more; nothing may take twice as long as the parent waits."""

    def say(kind: str, what: Any) -> None:
        _alarm(0)  # to wait for the parent is no fault of the article
        pickle.dump((kind, what), replies, protocol=pickle.HIGHEST_PROTOCOL)
        replies.flush()
        _alarm(0 if kind == "done" else seconds)

    say("ready", None)
    _alarm(0)
    while True:
        try:
            order: Order = pickle.load(orders)  # noqa: S301 - our own process wrote it
        except EOFError:
            return
        place = _Place(order.after, say)
        for found in read_source(order.source, Reading(order.columns, place.begins)):
            if place.after is None:
                say("found", found)
        say("done", None)


if __name__ == "__main__":
    _limit(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the replies
    try:
        serve(sys.stdin.buffer, replies, 2 * int(float(sys.argv[2])) + 1)
    except BrokenPipeError:
        os._exit(1)  # the parent was killed, and nobody waits for the rest
