"""Memory that was let go of is given back to the system: glibc keeps what large pages and bodies took."""

import asyncio
import ctypes

EVERY = 10.0
"""Seconds between two times."""


async def give_back() -> None:
    """Give free memory back again and again; where the system's allocator cannot, do nothing."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # not glibc
        return
    while True:
        await asyncio.sleep(EVERY)
        trim(0)
