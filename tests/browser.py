"""Finds a browser for the tests that need one."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = (
    "No Chromium was found, so the browser tests are skipped. Install it (Debian: apt-get install chromium), "
    "or name one in KGRAPH_BROWSER."
)


def find() -> Path | None:
    """The browser to drive: KGRAPH_BROWSER, else the first one on the path, else None."""
    named = os.environ.get("KGRAPH_BROWSER")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None
